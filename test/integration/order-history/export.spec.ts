import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { getDataSourceToken } from '@nestjs/typeorm';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { READ } from '../../../src/shared/database/database.js';
import { StreamLimits } from '../../../src/shared/http/event-stream.controller.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

/** Far more rows than the buffers between database and reader hold. */
const EXPORTED_ORDERS = 400_000;

let shop: Shop;
let url: string;
beforeAll(async () => {
  shop = await Shop.open();
  url = `http://127.0.0.1:${(shop.app.getHttpServer().address() as AddressInfo).port}/v1/order-history.csv`;
  await shop.db.query(
    `INSERT INTO read.order_history (id, user_id, currency, created_at, goods_count, units, total, skus, version)
     SELECT n, 1, 'EUR', '2026-01-01', 0, 0, 0, '{}', 1 FROM generate_series(1, $1::int) AS n`,
    [EXPORTED_ORDERS],
  );
});
afterAll(() => shop.close());

/** The number of query connections that are active or in a transaction. */
const open = async () => {
  const { rows } = await shop.db.query(
    `SELECT count(*)::int AS open FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'kronika read' AND state <> 'idle'`,
  );
  return rows[0].open as number;
};

const linesIn = (chunk: Uint8Array) => chunk.reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 0);

/** A reader that has received the first chunk. */
const reader = async (headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  expect(response.status).toBe(200);
  const body = (response.body as ReadableStream<Uint8Array>).getReader();
  const { value } = await body.read();
  return { body, lines: linesIn(value as Uint8Array), cancel: () => body.cancel() };
};

const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  Object.assign(shop.app.get(StreamLimits), new StreamLimits());
  await until(async () => (await open()) === 0);
});

/** A client that has sent its request, or several at once, and reads only by `read`. */
function deafReader(times = 1): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket.on('error', () => undefined));
  socket.pause();
  socket.write('GET /v1/order-history.csv HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(times));
  return socket;
}

describe('an export', () => {
  it('releases its database connection when its reader disconnects', async () => {
    const { cancel } = await reader();
    expect(await open()).toBe(1);
    await cancel();
    await until(async () => (await open()) === 0);
  });

  it('beyond the fourth concurrent one is refused, and other queries work', async () => {
    const readers = await Promise.all(Array.from({ length: 4 }, () => reader()));
    const refused = await shop.http.get('/v1/order-history.csv').expect(503);
    expect(refused.body.code).toBe('export.busy');
    expect(refused.headers['retry-after']).toBe('10');
    await shop.http.get('/readyz').expect(200);
    await shop.http.get('/v1/order-history').expect(200);
    for (const each of readers) await each.cancel();
    await until(async () => (await open()) === 0);
    await (await reader()).cancel();
  });

  it('beyond the fourth is refused even if all requests come at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => fetch(url, { headers: { 'accept-encoding': 'identity' } })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 503, 503, 503, 503]);
    for (const { body } of all) await body?.cancel();
  });

  it('may take longer than a query, and is complete', async () => {
    const { options } = (shop.app.get<DataSource>(getDataSourceToken(READ)).driver as PostgresDriver).master;
    const limits = options.options as string;
    expect(limits).toContain('statement_timeout=15s');
    // Applies to query connections that are opened from now on.
    options.options = limits.replace('statement_timeout=15s', 'statement_timeout=500ms');
    const query = new pg.Client(options);
    await query.connect();
    try {
      // Compressed, all of it would fit into the buffers.
      let { body, lines } = await reader({ 'accept-encoding': 'identity' });
      let isOver = false;
      const cancelled = expect(query.query('SELECT pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
      void cancelled.finally(() => {
        isOver = true;
      });
      while (!isOver) {
        const { value = new Uint8Array() } = await body.read();
        lines += linesIn(value);
        await wait(5);
      }
      await cancelled;
      expect(lines).toBeLessThan(EXPORTED_ORDERS);
      for (let chunk = await body.read(); !chunk.done; chunk = await body.read()) lines += linesIn(chunk.value);
      expect(lines).toBe(EXPORTED_ORDERS + 1);
    } finally {
      options.options = limits;
      await query.end();
    }
  }, 60_000);

  it('without a reading client is cut off, and frees its place', async () => {
    shop.app.get(StreamLimits).patience = 1_000;
    const deaf = Array.from({ length: 4 }, () => deafReader());
    await until(async () => (await open()) === 4);
    await shop.http.get('/v1/order-history.csv').expect(503);
    await until(async () => (await open()) === 0);
    await (await reader()).cancel();
    // The client still gets the buffered part, which is not all.
    for (const socket of deaf) {
      let bytes = 0;
      socket.on('data', (piece: Buffer) => {
        bytes += piece.length;
      });
      await new Promise((resolve) => socket.once('close', resolve).resume());
      expect(bytes).toBeLessThan(EXPORTED_ORDERS * 20);
    }
  }, 60_000);

  it('that waits on its connection behind an unread one is cut off with it', async () => {
    shop.app.get(StreamLimits).patience = 1_000;
    deafReader(4);
    await until(async () => (await open()) === 4);
    await until(async () => (await open()) === 0);
  }, 60_000);

  it('with a slow reader goes on, even if much of it is buffered', async () => {
    shop.app.get(StreamLimits).patience = 500;
    const slow = deafReader();
    await until(async () => (await open()) === 1);
    // Over much longer than the patience, the client reads far less than the buffers in between hold.
    for (let n = 0; n < 80; n++) {
      slow.read(2 ** 14);
      await wait(50);
    }
    expect(slow.destroyed).toBe(false);
    expect(await open()).toBe(1);
  }, 60_000);
});
