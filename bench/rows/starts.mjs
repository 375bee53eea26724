/**
 * The time from the start of Kronika's process to the first 200 of `GET /readyz`: from nothing, against `initdb`,
 * which every new database needs; and a later start on existing data, against `pg_ctl start`. The peers are programs
 * of the Postgres that Kronika brings, run as the same user on the same disk with Kronika's settings.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { difference, inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';

const run = promisify(execFile);

export default {
  name: 'starts',
  title: 'Starts, to the first answer',

  async run({ quick }) {
    const home = await mkdtemp(join(tmpdir(), 'kronika-bench-'));
    await chmod(home, 0o755);
    try {
      const peer = await peerOf(home);
      // A warm-up loads the disk's cache, which the peer's start has done already.
      const warmUps = quick ? 0 : 1;
      const first = await inTurns(
        {
          kronika: async () => {
            const dataDir = await mkdtemp(join(home, 'first-'));
            return timed(() => startedKronika(dataDir)).finally(() => rm(dataDir, { recursive: true }));
          },
          initdb: async () => {
            const dir = await peer.folder();
            return timed(() => peer.initdb(dir)).finally(() => rm(dir, { recursive: true }));
          },
        },
        { rounds: quick ? 1 : 7, warmUps },
      );
      const cluster = await peer.folder();
      await peer.initdb(cluster);
      const later = await inTurns(
        { kronika: () => timed(() => startedKronika(peer.dataDir)), pgCtl: () => timed(() => peer.start(cluster)) },
        { rounds: quick ? 1 : 7, warmUps },
      );
      return [
        ratio({
          measured: 'First start from nothing',
          unit: 's',
          kronika: first.kronika,
          against: first.initdb,
          peer: 'initdb',
          must: 3,
          isLowerBetter: true,
        }),
        difference({
          measured: 'Later start',
          unit: 's',
          kronika: later.kronika,
          against: later.pgCtl,
          peer: 'pg_ctl start',
          must: 2,
        }),
      ];
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
};

/** @returns {Promise<number>} seconds until `start` has resolved with a function that stops what it started */
async function timed(start) {
  const begin = performance.now();
  const stop = await start();
  const seconds = (performance.now() - begin) / 1_000;
  await stop();
  return seconds;
}

async function startedKronika(dataDir) {
  const kronika = await startKronika({ dataDir });
  const { status } = await kronika.get('/readyz');
  if (status !== 200) throw new Error(`Kronika is not ready: ${status}`);
  return kronika.stop;
}

/** The programs and the user of a Kronika's server, read from its files. */
async function peerOf(home) {
  const dataDir = join(home, 'peer');
  const kronika = await startKronika({ dataDir });
  const cluster = join(dataDir, 'postgres');
  // A program, and its arguments in quotes.
  const [program, ...args] = (await readFile(join(cluster, 'postmaster.opts'), 'utf8')).trim().split(' "');
  const { uid, gid } = await stat(cluster);
  await kronika.stop();
  const user = process.getuid?.() === 0 ? { uid, gid } : {};
  const call = (name, ...rest) => run(join(dirname(program), name), rest, { cwd: '/', env: { LC_ALL: 'C' }, ...user });
  const settings = args
    .map((arg) => arg.slice(0, -1))
    .flatMap((arg, n, all) => (all[n - 1] === '-c' ? [`-c '${arg}'`] : []))
    .join(' ');
  const port = await freePort();
  return {
    /** The data folder of a Kronika that has started once. */
    dataDir,
    async folder() {
      const dir = await mkdtemp(join(home, 'peer-'));
      if (user.uid) await chown(dir, uid, gid);
      return dir;
    },
    initdb: async (dir) => {
      await call('initdb', '-D', dir);
      return async () => undefined;
    },
    async start(dir) {
      const options = `${settings} -p ${port}`;
      await call('pg_ctl', 'start', '-w', '-D', dir, '-l', join(dir, 'server.log'), '-o', options);
      return () => call('pg_ctl', 'stop', '-w', '-D', dir);
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await once(server.close(), 'close');
  return port;
}
