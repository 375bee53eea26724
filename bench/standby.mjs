import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { usableBinaries } from '../dist/src/shared/database/postgres-binaries.js';
import { POSTGRES_ENVIRONMENT, serverUser } from '../dist/src/shared/database/postgres-system.js';
import { connected } from './postgres.mjs';

const run = promisify(execFile);

/**
 * Starts a hot standby of a server of `startPostgres`, from a copy of its files.
 *
 * @param {string} name which `synchronous_standby_names` may name
 */
export async function startStandby(primary, name) {
  const dir = await mkdtemp(join(tmpdir(), 'kronika-bench-'));
  // As root, the database server is another user.
  await chmod(dir, 0o777);
  const folder = join(dir, 'standby');
  const database = await connected(primary.url);
  await database.query(`SELECT pg_backup_start('standby', fast => true)`);
  await run('cp', ['-a', primary.folder, folder]);
  const { rows } = await database.query('SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)');
  await database.end();
  for (const file of ['postmaster.pid', 'postmaster.opts']) await rm(join(folder, file), { force: true });
  const { username, password, port } = new URL(primary.url);
  const conninfo = `host=127.0.0.1 port=${port} user=${username} password=${password} application_name=${name}`;
  const files = {
    backup_label: rows[0].labelfile,
    'standby.signal': '',
    'postgresql.auto.conf': `primary_conninfo = '${conninfo}'\n`,
  };
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text, { mode: 0o600 });
  const user = await serverUser(primary.folder);
  if (user) await run('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
  const { bin } = await usableBinaries(folder, user, () => undefined);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=100',
    'max_locks_per_transaction=256',
  ];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const child = spawn(join(bin, 'postgres'), ['-D', folder, '-p', String(await freePort()), ...flags], {
    cwd: '/',
    env: POSTGRES_ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...user,
  });
  const closed = once(child, 'close');
  const kill = () => child.kill('SIGQUIT');
  process.once('exit', kill);
  const lines = [];
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (line.includes('ready to accept read-only connections')) resolve();
    });
    child.once('exit', () => reject(new Error(`The standby ended: ${lines.join('\n')}`)));
  });
  return {
    async stop() {
      child.kill('SIGINT');
      await closed;
      process.off('exit', kill);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
