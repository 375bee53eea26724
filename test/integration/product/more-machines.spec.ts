import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../../src/shared/database/embedded-postgres.js';
import { usableBinaries } from '../../../src/shared/database/postgres-binaries.js';
import { serverUser } from '../../../src/shared/database/postgres-system.js';
import { freePort } from '../../support/cluster.js';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { scratchFolder } from '../../support/scratch.js';
import { until } from '../../support/until.js';

/** Programs of the page that come with the system. */
const LACKING = ['psql', 'haproxy', 'curl'].filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
if (LACKING.length) console.warn(`Not installed: ${LACKING.join(', ')}. The test of docs/more-machines.md is skipped.`);

const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

/** The blocks of code on the page, in order, with the info string of each. */
async function blocksOfPage(): Promise<{ info: string; text: string }[]> {
  const page = await readFile(join(ROOT, 'docs/more-machines.md'), 'utf8');
  return [...page.matchAll(/^```(\S[^\n]*)\n(.*?)^```$/gms)].map(([, info = '', text = '']) => ({ info, text }));
}

describe.skipIf(LACKING.length)('docs/more-machines.md', () => {
  it('leads from one Postgres to a promoted standby behind HAProxy, command by command', async () => {
    const dir = await scratchFolder('kronika-machines-');
    await chmod(dir, 0o777);
    cleanups.push(() => rm(dir, { recursive: true, force: true }));
    // The page says that a replica must have as much of these as its primary.
    const primary = await startEmbeddedPostgres({
      dataDir: join(dir, 'primary'),
      log: () => undefined,
      flags: ['fsync=off', 'max_locks_per_transaction=64'],
    });
    cleanups.push(() => primary.stop());
    const { port, username, password, pathname } = new URL(primary.url);
    const [replicaPort, proxyPort] = [String(await freePort()), String(await freePort())];
    const addressAt = (port: string) => `postgres://${username}:${password}@127.0.0.1:${port}${pathname}`;
    const user = await serverUser(primary.folder);
    const { bin } = await usableBinaries(dir, user, () => undefined);
    const variables: Record<string, string> = {
      PATH: `${bin}:${process.env.PATH}`,
      PRIMARY: primary.url,
      REPLICA: addressAt(replicaPort),
      PRIMARY_HOST: '127.0.0.1',
      PRIMARY_PORT: port,
      REPLICA_HOST: '127.0.0.1',
      REPLICA_PORT: replicaPort,
      PRIMARY_DATA: primary.folder,
      REPLICA_DATA: join(dir, 'replica'),
    };
    const shell = async (text: string) =>
      (await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', text], { cwd: dir, env: variables, ...user })).stdout;
    cleanups.push(() => shell('pg_ctl -D "$REPLICA_DATA" -m immediate stop').catch(() => undefined));

    const blocks = await blocksOfPage();
    const commands = blocks.filter(({ info }) => info === 'sh').map(({ text }) => text);
    expect(commands).toHaveLength(7);
    const [onPrimary, copy, onReplica, ask, synchronous, checker, promotion] = commands as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    // The schema first, as Kronika would have it that is to get a replica.
    await (await KronikaProcess.start({ DATABASE_URL: primary.url })).signal('SIGTERM');
    await shell(onPrimary);
    await shell(copy);
    expect(await shell(onReplica)).toContain('replica1|streaming');

    const [script, config] = ['is-primary', 'haproxy.cfg'].map((name) => join(dir, name)) as [string, string];
    await writeFile(script, blocks.find(({ info }) => info === 'sh file=is-primary')?.text as string);
    await chmod(script, 0o755);
    const page = blocks.find(({ info }) => info === 'haproxy')?.text as string;
    const here = page
      .replace('127.0.0.1:6432', `127.0.0.1:${proxyPort}`)
      .replace('/etc/haproxy/is-primary', script)
      .replace('10.0.0.5:5432', `127.0.0.1:${port}`)
      .replace('10.0.0.6:5432', `127.0.0.1:${replicaPort}`);
    await writeFile(config, here);
    await shell(checker);
    const proxy: ChildProcess = spawn('haproxy', ['-f', config], { stdio: 'ignore', ...user });
    cleanups.push(async () => {
      if (proxy.exitCode === null && proxy.kill('SIGTERM')) await once(proxy, 'exit');
    });

    await until(async () => {
      const { status } = spawnSync('psql', [addressAt(proxyPort), '-c', 'SELECT'], { stdio: 'ignore' });
      return status === 0;
    });
    const kronika = await KronikaProcess.start({
      DATABASE_URL: addressAt(proxyPort),
      READ_DATABASE_URL: variables.REPLICA,
      LOG_LEVEL: 'warn',
    });
    cleanups.push(() => kronika.signal('SIGKILL'));
    variables.KRONIKA = kronika.url;
    expect(JSON.parse(await shell(ask))).toMatchObject({
      status: 'ok',
      replicas: [{ replica: `127.0.0.1:${replicaPort}`, problem: null }],
    });
    await shell(synchronous);
    await until(async () => (await shell(`psql "$PRIMARY" -Atc 'SELECT sync_state FROM pg_stat_replication'`)).trim() === 'sync');
    const order = () => kronika.command('POST', '/v1/order', { userId: 1 });
    const before = await order();
    expect(before.status).toBe(201);
    expect((await kronika.query(`/v1/order-history/${before.id}`, before.position)).id).toBe(before.id);

    await shell(promotion);
    await until(async () => (await order()).status === 201);
    const after = await order();
    expect(after.status).toBe(201);
    // The views, too, go on after seconds.
    let found = { code: 'view.behind' };
    await until(async () => {
      found = await kronika.query(`/v1/order-history/${before.id}`, after.position);
      return !['view.behind', 'database.unavailable'].includes(found.code);
    });
    expect(found).toMatchObject({ id: before.id });
    await until(async () => (await kronika.query('/readyz')).replicas?.[0].problem?.startsWith('it is not a replica'));
  }, 180_000);
});
