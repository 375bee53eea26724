import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from './shop.js';

/** Far more than fits into the buffers between database and reader. */
const ORDERS = 400_000;

let shop: Shop;
let url: string;
beforeAll(async () => {
  shop = await Shop.open();
  url = `http://127.0.0.1:${(shop.app.getHttpServer().address() as AddressInfo).port}/v1/order-history.csv`;
  await shop.db.query(
    `INSERT INTO read.order_history (id, user_id, currency, created_at, goods_count, units, total, skus, version)
     SELECT n, 1, 'EUR', '2026-01-01', 0, 0, 0, '{}', 1 FROM generate_series(1, $1::int) AS n`,
    [ORDERS],
  );
});
afterAll(() => shop.close());

/** How many connections of queries are at work, or in a transaction. */
const open = async () => {
  const { rows } = await shop.db.query(
    `SELECT count(*)::int AS open FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'kronika read' AND state <> 'idle'`,
  );
  return rows[0].open as number;
};

const linesIn = (chunk: Uint8Array) => chunk.reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 0);

/** A reader who has read the first piece. */
const reader = async () => {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  const body = (response.body as ReadableStream<Uint8Array>).getReader();
  const { value } = await body.read();
  return { body, lines: linesIn(value as Uint8Array), cancel: () => body.cancel() };
};

describe('an export', () => {
  it('lets go of the database when its reader goes away', async () => {
    const { cancel } = await reader();
    expect(await open()).toBe(1);
    await cancel();
    while ((await open()) > 0) await wait(10);
  });

  it('beyond the fourth at once is refused, and other queries go on', async () => {
    const readers = await Promise.all(Array.from({ length: 4 }, reader));
    const refused = await shop.http.get('/v1/order-history.csv').expect(503);
    expect(refused.body.code).toBe('export.busy');
    expect(refused.headers['retry-after']).toBe('10');
    await shop.http.get('/readyz').expect(200);
    await shop.http.get('/v1/order-history').expect(200);
    for (const each of readers) await each.cancel();
    while ((await open()) > 0) await wait(10);
    await (await reader()).cancel();
  });

  // Longer than any other query may take; only time itself can show that.
  it('may take longer than a query, and is whole', async () => {
    while ((await open()) > 0) await wait(10);
    let { body, lines } = await reader();
    await wait(16_000);
    for (let chunk = await body.read(); !chunk.done; chunk = await body.read()) lines += linesIn(chunk.value);
    expect(lines).toBe(ORDERS + 1);
  }, 60_000);
});
