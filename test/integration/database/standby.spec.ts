import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../../src/shared/database/embedded-postgres.js';
import { usableBinaries } from '../../../src/shared/database/postgres-binaries.js';
import { POSTGRES_ENVIRONMENT, serverUser } from '../../../src/shared/database/postgres-system.js';
import { Network } from '../../support/network.js';
import { KronikaProcess } from '../../support/process.js';
import { scratchFolder } from '../../support/scratch.js';
import { until } from '../../support/until.js';

/** A standby refuses to start with less of these than its primary has. */
const AS_THE_PRIMARY = ['max_connections', 'max_locks_per_transaction', 'max_worker_processes', 'max_wal_senders'];

let folder: string;
let network: Network;
let kronika: KronikaProcess;
let standby: ChildProcess;

const queryAt = async (url: string, sql: string, values: unknown[] = []) => {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(sql, values).finally(() => client.end());
  return rows;
};

/** Starts the cluster of `folder` as the hot standby that a primary becomes when another one took its place. */
async function startStandby(url: string, settings: { name: string; setting: string }[]): Promise<void> {
  const cluster = join(folder, 'postgres');
  await writeFile(join(cluster, 'standby.signal'), '');
  const user = await serverUser(cluster);
  const { bin } = await usableBinaries(folder, user, () => undefined);
  const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'hot_standby=on', 'log_line_prefix='];
  const flags = [...options, ...settings.map(({ name, setting }) => `${name}=${setting}`)].flatMap((flag) => ['-c', flag]);
  standby = spawn(join(bin, 'postgres'), ['-D', cluster, '-p', new URL(url).port, ...flags], {
    cwd: '/',
    env: POSTGRES_ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...user,
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: standby.stderr as NodeJS.ReadableStream })) {
    lines.push(line);
    if (line.endsWith('ready to accept read-only connections')) break;
  }
  standby.stderr?.resume();
  expect(lines.at(-1)).toMatch(/ready to accept read-only connections$/);
}

beforeAll(async () => {
  folder = await scratchFolder('kronika-standby-');
  // As root, the database server is another user.
  await chmod(folder, 0o777);
});
afterAll(async () => {
  await kronika?.signal('SIGKILL');
  await network?.close();
  if (standby?.exitCode === null && standby.kill('SIGINT')) await once(standby, 'exit');
  await rm(folder, { recursive: true, force: true });
});

const order = () => kronika.command('POST', '/v1/order', { userId: 1 });

it('commands get 503 while the address leads to a hot standby, and go on once it is the primary', async () => {
  const primary = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined });
  network = await Network.to(primary.url);
  kronika = await KronikaProcess.start({ DATABASE_URL: network.url, LOG_LEVEL: 'warn' });
  const before = await order();
  expect(before.status).toBe(201);
  const settings = await queryAt(primary.url, 'SELECT name, setting FROM pg_settings WHERE name = ANY ($1)', [AS_THE_PRIMARY]);
  await primary.stop();
  await startStandby(primary.url, settings);

  for (let n = 0; n < 15; n++) {
    const response = await fetch(`${kronika.url}/v1/order`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(n % 2 && { 'idempotency-key': `standby-${n}` }) },
      body: '{"userId":1}',
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ code: 'database.unavailable' });
  }
  expect((await fetch(`${kronika.url}/readyz`)).status).toBe(503);
  expect(kronika.output).toContain('The database is a hot standby');

  const late = KronikaProcess.spawn({ DATABASE_URL: primary.url });
  expect(await late.ended()).toBe(1);
  expect(late.output.trim()).toBe(
    "Kronika can't start. The database is a hot standby, which takes no changes. Kronika needs the primary.",
  );

  await queryAt(primary.url, 'SELECT pg_promote()');
  await until(async () => (await order()).status === 201);
  const last = await order();
  const { data } = await kronika.query<{ data: object[] }>('/v1/order-history', last.position);
  expect(data.length).toBeGreaterThan(2);
  expect(await kronika.query('/readyz')).toMatchObject({ status: 'ok' });
}, 90_000);
