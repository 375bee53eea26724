import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Network } from '../../support/network.js';
import { KronikaProcess } from '../../support/process.js';
import { createDatabase, type Database } from '../../support/shop.js';
import { until } from '../../support/until.js';

/** Within so long after the network fell silent, everything must work again. */
const MAX_RECOVERY_MS = 8_000;

let database: Database;
let observer: pg.Client;
let network: Network;
let kronika: KronikaProcess;

beforeAll(async () => {
  database = await createDatabase();
  observer = new pg.Client(database.url);
  await observer.connect();
});
afterAll(async () => {
  await observer.end();
  await database.drop();
});
beforeEach(async () => {
  network = await Network.to(database.url);
  kronika = await KronikaProcess.start({ DATABASE_URL: network.url, LOG_LEVEL: 'warn' });
});
afterEach(async () => {
  await kronika.signal('SIGKILL');
  await network.close();
});

const order = (headers?: Record<string, string>) => kronika.command('POST', '/v1/order', { userId: 1 }, headers);

const lastPosition = async () => Number((await observer.query('SELECT log.last_position() AS last')).rows[0].last);

/** How many lines of the log have such a text. */
const linesWith = (text: string) => kronika.output.split('\n').filter((line) => line.includes(text)).length;

/** How long it took. */
const timed = async (work: () => Promise<unknown>) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

describe('when established connections fall silent', () => {
  it('commands, queries and views are back within seconds, one line and /readyz say so, and nothing is lost', async () => {
    // So that connections of every pool are there.
    const first = await Promise.all(Array.from({ length: 20 }, () => order()));
    await kronika.query('/v1/order-history', Math.max(...first.map(({ position }) => position)));
    expect(network.silence()).toBeGreaterThan(4);

    const taken = await timed(async () => {
      const answers = await Promise.all([
        ...Array.from({ length: 20 }, () => order()),
        ...Array.from({ length: 5 }, (_, n) => order({ 'idempotency-key': `silent-${n}` })),
      ]);
      for (const { status } of answers) expect([201, 503]).toContain(status);
      await until(async () => {
        const { status, position } = await order();
        if (status !== 201) return false;
        const { data } = await kronika.query<{ data?: object[] }>('/v1/order-history?limit=1', position);
        return data?.length === 1;
      });
    });
    expect(taken).toBeLessThan(MAX_RECOVERY_MS);
    await until(() => linesWith('got no answer') > 0);
    await wait(1_500);
    expect(linesWith('got no answer')).toBe(1);
    const ready = await kronika.query('/readyz');
    expect(ready).toMatchObject({ status: 'degraded', reasons: [{ subscription: 'database' }] });
    expect(ready.reasons[0].problem).toMatch(/^[1-9]\d* connections? fell silent and w(as|ere) closed, the last one \d+ s ago$/);
  }, 60_000);

  it('a command whose commit is not answered gets 503, and has been done once', async () => {
    await order();
    const before = await lastPosition();
    network.silenceAfter('COMMIT');
    const { status } = await order();
    expect(status).toBe(503);
    expect(await lastPosition()).toBe(before + 1);
    expect((await order()).status).toBe(201);
    expect(await lastPosition()).toBe(before + 2);
  }, 60_000);

  it('with a key, the same command comes back with its first outcome', async () => {
    await order();
    const before = await lastPosition();
    network.silenceAfter('COMMIT');
    const headers = { 'idempotency-key': 'unknown-commit' };
    expect((await order(headers)).status).toBe(503);
    expect(await order(headers)).toMatchObject({ status: 201, position: before + 1 });
  }, 60_000);

  it('a stop is clean and takes less than its limit', async () => {
    await Promise.all(Array.from({ length: 20 }, () => order()));
    network.silence();
    const taken = await timed(async () => expect(await kronika.signal('SIGTERM')).toBe(0));
    expect(taken).toBeLessThan(9_000);
  }, 60_000);
});

it('a database that takes connections and answers nothing costs a request some seconds', async () => {
  await order();
  await kronika.query('/v1/order-history');
  network.silence();
  network.isDark = true;
  const answers = await Promise.all([order(), fetch(`${kronika.url}/v1/order-history`), fetch(`${kronika.url}/readyz`)]);
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
  network.isDark = false;
  const taken = await timed(() => until(async () => (await order()).status === 201));
  expect(taken).toBeLessThan(MAX_RECOVERY_MS);
}, 60_000);
