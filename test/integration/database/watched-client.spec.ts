import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import QueryStream from 'pg-query-stream';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataSourceOptions, type Purpose } from '../../../src/shared/database/database.js';
import { isOfDatabase } from '../../../src/shared/database/failures.js';
import { WatchedClient } from '../../../src/shared/database/watched-client.js';
import { Network } from '../../support/network.js';
import { createDatabase, type Database, Shop } from '../../support/shop.js';

/** Twice as long as a connection may be silent before Postgres is asked. */
const LONG_MS = 7_000;

/** Longer than a connection may be silent when Postgres waits for more, as between two pages of a cursor. */
const UNREAD_MS = 13_500;

let database: Database;
let observer: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  observer = new pg.Client(database.url);
  await observer.connect();
});
afterAll(async () => {
  await observer.end();
  await database.drop();
});

const it = test.extend<{ network: Network }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures this one needs
  network: async ({}, use) => {
    const network = await Network.to(database.url);
    await use(network);
    await network.close();
  },
});

/** More rows than the buffers between an export and a client that does not read usually hold. */
const ROWS = 400_000;

async function linesOf(body: ReadableStream<Uint8Array> | null): Promise<number> {
  let lines = 0;
  for await (const chunk of body as ReadableStream<Uint8Array>) lines += chunk.filter((byte) => byte === 0x0a).length;
  return lines;
}

/** A pool as Kronika has it. */
async function using<T>(network: Network, purpose: Purpose, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await new DataSource(dataSourceOptions(network.url, purpose, true)).initialize();
  return work(source).finally(() => source.destroy());
}

// They wait for seconds, each on connections of its own.
describe.concurrent('a connection stays open without traffic', () => {
  it('while Postgres works on a statement, in every pool', async ({ network }) => {
    const work = (purpose: Purpose) =>
      using(network, purpose, async (source) => {
        const [first] = await source.query('SELECT pg_backend_pid() AS pid');
        await source.query('SELECT pg_sleep($1)', [LONG_MS / 1_000]);
        expect(await source.query('SELECT pg_backend_pid() AS pid')).toEqual([first]);
      });
    await Promise.all((['write', 'view', 'read', 'log'] as const).map(work));
  });

  it('while it waits for a lock', async ({ network }) => {
    await using(network, 'view', async (source) => {
      await observer.query('SELECT pg_advisory_lock(1)');
      const waiting = source.query('SELECT pg_advisory_lock(1)');
      await wait(LONG_MS);
      await observer.query('SELECT pg_advisory_unlock(1)');
      await waiting;
    });
  });

  it('while a reader takes nothing of a cursor', async ({ network }) => {
    const client = new WatchedClient({ connectionString: network.url });
    await client.connect();
    const rows = client.query(new QueryStream('SELECT generate_series(1, 1000) AS n'));
    await once(rows, 'readable');
    await wait(UNREAD_MS);
    let count = 0;
    for await (const _ of rows) count += 1;
    expect(count).toBe(1_000);
    await client.end();
  });
});

it('idle connections that have heard nothing are closed with the one that fell silent, and a new one serves', async ({
  network,
}) => {
  await using(network, 'write', async (source) => {
    // Concurrent statements open several connections.
    await Promise.all(Array.from({ length: 6 }, () => source.query('SELECT pg_sleep(0.2)')));
    // Longer than the idle time after which a connection is suspect.
    await wait(2_500);
    expect(network.silence()).toBeGreaterThan(5);
    await expect(source.query('SELECT 1')).rejects.toMatchObject({ driverError: { code: '08006' } });
    // On a silent connection, they would fail as well.
    await Promise.all(Array.from({ length: 6 }, () => source.query('SELECT 1')));
  });
});

it('a connection ends even if the other side does not answer the goodbye', async ({ network }) => {
  const client = new WatchedClient({ connectionString: network.url });
  await client.connect();
  network.silence();
  await client.end();
  expect(client.isBroken).toBe(true);
});

it('a reset of a connection counts as a failure of the database, so no event is put into quarantine', async ({ network }) => {
  await using(network, 'view', async (source) => {
    const asleep = source.query('SELECT pg_sleep(10)').catch((error) => error);
    await wait(100);
    network.cut();
    expect(isOfDatabase(await asleep)).toBe(true);
  });
});

it('an export ends with its connection, and further exports may begin', async ({ network }) => {
  const shop = await Shop.open({}, [], { url: network.url, drop: async () => undefined });
  try {
    await observer.query(
      `INSERT INTO read.order_history (id, user_id, currency, created_at, goods_count, units, total, skus, version)
       SELECT n, 1, 'EUR', '2026-01-01', 0, 0, 0, '{}', 1 FROM generate_series(1, ${ROWS}) AS n`,
    );
    const url = `http://127.0.0.1:${(shop.app.getHttpServer().address() as AddressInfo).port}/v1/order-history.csv`;
    // Compressed, the rows would fit into the buffers.
    const uncompressed = { headers: { 'accept-encoding': 'identity' } };
    // The responses are held, because `fetch` cancels the unread body of a collected one, which looks like an end.
    const responses = await Promise.all(Array.from({ length: 4 }, () => fetch(url, uncompressed)));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    network.silence();
    const outcomes: (number | string)[] = [];
    for (const { body } of responses) outcomes.push(await linesOf(body).catch(({ message }) => message));
    expect(outcomes).toContain('terminated');
    // All rows may have been in the buffers before the silence. Otherwise the export must not look complete.
    expect(outcomes.filter((outcome) => outcome !== 'terminated' && outcome !== ROWS + 1)).toEqual([]);
    const { status, body } = await fetch(url);
    expect(status).toBe(200);
    await body?.cancel();
  } finally {
    await shop.close();
  }
}, 60_000);
