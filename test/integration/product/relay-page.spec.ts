import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { ClickHouse, HAS_CLICKHOUSE } from '../../support/clickhouse.js';
import { freePort } from '../../support/cluster.js';
import { HAS_NATS } from '../../support/nats.js';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { createDatabase } from '../../support/shop.js';
import { until } from '../../support/until.js';

const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

describe.skipIf(!HAS_NATS)('docs/relay.md', () => {
  it(`leads from a NATS server to ${HAS_CLICKHOUSE ? 'sums in ClickHouse' : 'a relay'}, command by command`, async () => {
    const page = await readFile(join(ROOT, 'docs/relay.md'), 'utf8');
    const blocks = [...page.matchAll(/^```(\S[^\n]*)\n(.*?)^```$/gms)].map(([, info = '', text = '']) => ({ info, text }));
    const commands = blocks.filter(({ info }) => info === 'sh').map(({ text }) => text);
    expect(commands).toHaveLength(5);
    const [server, relay, progress, follow, sums] = commands as [string, string, string, string, string];

    const dir = await mkdtemp(join(tmpdir(), 'kronika-relay-page-'));
    cleanups.push(() => rm(dir, { recursive: true, force: true }));
    const port = await freePort();
    const config = blocks.find(({ info }) => info === 'conf file=nats.conf')?.text as string;
    await writeFile(join(dir, 'nats.conf'), config.replace('127.0.0.1:4222', `127.0.0.1:${port}`));
    const database = await createDatabase();
    cleanups.push(database.drop);
    const variables: Record<string, string> = {
      PATH: process.env.PATH as string,
      HOME: dir,
      DATABASE_URL: database.url,
      NATS_URL: `nats://127.0.0.1:${port}`,
    };

    runs(server, variables, dir);
    const kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
    cleanups.push(() => kronika.signal('SIGKILL'));
    variables.KRONIKA = kronika.url;
    for (const [userId, currency] of [
      [1, 'EUR'],
      [2, 'EUR'],
      [3, 'USD'],
    ] as const)
      await kronika.command('POST', '/v1/order', { userId, currency });
    const relaying = runs(relay, variables, ROOT);
    const shell = async (text: string) => (await promisify(execFile)('bash', ['-euc', text], { env: variables })).stdout.trim();
    const isRelayed = async () => {
      const { data } = JSON.parse(await shell(progress));
      return data.some(({ name, lag }: { name: string; lag: number }) => name === 'relay KRONIKA' && lag === 0);
    };
    await until(isRelayed);
    // It is below the priority of the others.
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'pgid=,ni=']);
    const priorities = stdout.split('\n').map((line) => line.trim().split(/\s+/));
    const ofRelay = priorities.filter(([group]) => group === String(relaying.pid)).map(([, nice]) => nice);
    expect(ofRelay).toContain(String(constants.priority.PRIORITY_BELOW_NORMAL));
    if (!HAS_CLICKHOUSE) return;

    const clickhouse = await ClickHouse.start();
    cleanups.push(() => clickhouse.stop());
    variables.CLICKHOUSE_URL = clickhouse.url;
    const first = runs(follow, variables, ROOT);
    /** Orders by currency, of all days. */
    const counted = async () => {
      const lines = (await shell(sums).catch(() => '')).split('\n');
      const of = (currency: string) =>
        lines.filter((line) => line.includes(`"${currency}"`)).map((line) => Number(line.split(',')[2]));
      return ['EUR', 'USD'].map((currency) => of(currency).reduce((sum, orders) => sum + orders, 0)).join();
    };
    await until(async () => (await counted()) === '2,1');
    // Neither a second start, nor a server that was killed, repeats or skips anything.
    await end(first);
    for (const userId of [4, 5]) await kronika.command('POST', '/v1/order', { userId });
    runs(follow, variables, ROOT);
    await until(async () => (await counted()) === '4,1');
    await clickhouse.kill();
    await kronika.command('POST', '/v1/order', { userId: 6, currency: 'EUR' });
    await until(isRelayed);
    await clickhouse.start();
    await until(async () => (await counted()) === '5,1');
    const client = new pg.Client(database.url);
    await client.connect();
    const { rows } = await client
      .query('SELECT position::text, stream, version::text, type FROM log.events ORDER BY position')
      .finally(() => client.end());
    const copied = await clickhouse.query(
      'SELECT position, stream, version, type FROM kronika_events ORDER BY position FORMAT TSV',
    );
    expect(copied.split('\n').map((line) => line.split('\t'))).toEqual(rows.map((row) => Object.values(row)));
  }, 120_000);
});

/** Starts a command that does not end by itself. */
function runs(text: string, env: Record<string, string>, cwd: string): ChildProcess {
  const child = spawn('bash', ['-euc', text], { env, cwd, stdio: 'ignore', detached: true });
  cleanups.push(() => end(child));
  return child;
}

/** Ends a command and what it has started. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-(child.pid as number), 'SIGKILL');
  await ended;
}
