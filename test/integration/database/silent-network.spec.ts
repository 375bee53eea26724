import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Network } from '../../support/network.js';
import { KronikaProcess } from '../../support/process.js';
import { createDatabase, type Database } from '../../support/shop.js';
import { until } from '../../support/until.js';

/** A connection that Postgres can't be asked about is closed only after this silence, as Kronika counts it. */
const UNEXPLAINED_SILENCE_S = 12;

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

const order = (headers?: Record<string, string>, userId = 1) => kronika.command('POST', '/v1/order', { userId }, headers);

/** A user of one order only, so that its transaction is known among those of views. */
const UNKNOWN_COMMIT = 987_654_321;

const lastPosition = async () => Number((await observer.query('SELECT log.last_position() AS last')).rows[0].last);

/** The lines of Kronika's output that tell of silent connections. */
const silenceLines = () => kronika.output.split('\n').filter((line) => line.includes('got no answer'));

describe('when established connections fall silent', () => {
  it('they are closed as soon as Postgres disowns them: the next command and its view work, and nothing is lost', async () => {
    // Opens connections in every pool.
    const first = await Promise.all(Array.from({ length: 20 }, () => order()));
    await kronika.query('/v1/order-history', Math.max(...first.map(({ position }) => position)));
    expect(network.silence()).toBeGreaterThan(4);

    const answers = await Promise.all([
      ...Array.from({ length: 20 }, () => order()),
      ...Array.from({ length: 5 }, (_, n) => order({ 'idempotency-key': `silent-${n}` })),
    ]);
    for (const { status } of answers) expect([201, 503]).toContain(status);
    // None of the silent connections is left for it.
    const next = await order();
    expect(next.status).toBe(201);
    const { data } = await kronika.query<{ data: object[] }>('/v1/order-history?limit=1', next.position);
    expect(data).toHaveLength(1);

    await until(() => silenceLines().length > 0);
    // A second line would follow within two seconds.
    await wait(2_500);
    expect(silenceLines()).toHaveLength(1);
    const seconds = Number(/for (\d+) s or longer/.exec(silenceLines()[0] as string)?.[1]);
    expect(seconds).toBeLessThan(UNEXPLAINED_SILENCE_S);
    const ready = await kronika.query('/readyz');
    expect(ready).toMatchObject({ status: 'degraded', reasons: [{ subscription: 'database' }] });
    expect(ready.reasons[0].problem).toMatch(/^[1-9]\d* connections? fell silent and w(as|ere) closed, the last one \d+ s ago$/);
  }, 60_000);

  it('a command whose commit is not answered gets 503, and has been done once', async () => {
    await order();
    const before = await lastPosition();
    network.silenceAfter(`${UNKNOWN_COMMIT}`, 'COMMIT');
    const { status } = await order({}, UNKNOWN_COMMIT);
    expect(status).toBe(503);
    expect(await lastPosition()).toBe(before + 1);
    expect((await order()).status).toBe(201);
    expect(await lastPosition()).toBe(before + 2);
  }, 60_000);

  it('with a key, the same command comes back with its first outcome', async () => {
    await order();
    const before = await lastPosition();
    network.silenceAfter(`${UNKNOWN_COMMIT}`, 'COMMIT');
    const headers = { 'idempotency-key': 'unknown-commit' };
    expect((await order(headers, UNKNOWN_COMMIT)).status).toBe(503);
    expect(await order(headers, UNKNOWN_COMMIT)).toMatchObject({ status: 201, position: before + 1 });
  }, 60_000);

  // A stop that reaches its limit exits with 1.
  it('a stop still ends by itself, with exit code 0', async () => {
    await Promise.all(Array.from({ length: 20 }, () => order()));
    network.silence();
    expect(await kronika.signal('SIGTERM')).toBe(0);
  }, 60_000);
});

it('a database that accepts connections and answers nothing costs requests 503; after it, the first command works', async () => {
  await order();
  await kronika.query('/v1/order-history');
  network.silence();
  network.isDark = true;
  // More than the pools have connections, so that none is left which did not begin in the dark.
  const read = (_: unknown, id: number) => fetch(`${kronika.url}/v1/order-history/${id + 1}`);
  const answers = await Promise.all([
    fetch(`${kronika.url}/readyz`),
    ...Array.from({ length: 30 }, () => order()),
    ...Array.from({ length: 30 }, read),
  ]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  network.isDark = false;
  expect((await order()).status).toBe(201);
}, 60_000);
