import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from '../support/process.js';
import { createDatabase } from '../support/shop.js';

const KILLS = process.env.KRONIKA_FAULTS === 'full' ? 20 : 6;

describe('kill -9', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
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

  /** Resolves when a view builder waits for the lock that this test holds on its table. */
  async function foldIsWaiting(): Promise<void> {
    for (;;) {
      const { rowCount } = await observer.query(
        `SELECT FROM pg_locks WHERE relation = 'read.order_history'::regclass AND NOT granted`,
      );
      if (rowCount) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it(`between commit and view, ${KILLS} times, loses and repeats nothing that was acknowledged`, async () => {
    const acknowledged = new Map<number, number>();
    let last = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
      // In even rounds the view can't begin, so the kill comes between commit and fold. In odd rounds it can't write,
      // so the kill comes between the fold and its commit.
      await observer.query('BEGIN');
      await observer.query(
        kill % 2 === 0
          ? `SELECT FROM log.checkpoints WHERE subscription = 'order-history' FOR UPDATE`
          : 'LOCK TABLE read.order_history IN SHARE MODE',
      );
      await Promise.all(
        Array.from({ length: 4 }, async () => {
          const order = await kronika.command('POST', '/v1/order', { userId: kill + 1 });
          expect(order.status).toBe(201);
          acknowledged.set(order.id, 0);
          for (let goods = 1; goods <= 3; goods++) {
            const { status, position } = await kronika.command('POST', '/v1/goods', { orderId: order.id, unitPrice: 100 });
            expect(status).toBe(201);
            acknowledged.set(order.id, goods);
            last = Math.max(last, position);
          }
        }),
      );
      if (kill % 2 === 1) await foldIsWaiting();
      const { rows } = await observer.query(`SELECT position::int FROM log.checkpoints WHERE subscription = 'order-history'`);
      expect(rows[0].position).toBeLessThan(last);
      await kronika.signal('SIGKILL');
      await observer.query('COMMIT');
    }
    const kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
    const { data } = await kronika.query<{ data: { id: number; goods_count: number; total: number }[] }>(
      '/v1/order-history?limit=100',
      last,
    );
    expect(data.map(({ id, goods_count, total }) => [id, goods_count, total])).toEqual(
      [...acknowledged].sort(([a], [b]) => a - b).map(([id, goods]) => [id, goods, goods * 100]),
    );
    expect(await kronika.signal('SIGTERM')).toBe(0);
  }, 120_000);

  it('during the removal of the goods of a deleted order leaves none of them', async () => {
    let kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
    const order = await kronika.command('POST', '/v1/order', { userId: 1 });
    await observer.query(
      `WITH made AS (
         INSERT INTO write.goods (order_id, quantity, unit_price, version) SELECT $1, 1, 1, 1 FROM generate_series(1, 5000) RETURNING *
       )
       SELECT log.append(jsonb_agg(jsonb_build_object('stream', 'goods-' || id, 'version', 1, 'type', 'goods_created_v1', 'data',
         jsonb_build_object('id', id, 'order_id', order_id, 'sku', sku, 'name', name, 'quantity', quantity,
           'unit_price', unit_price, 'created_at', created_at))), '{"commandId": "x", "actor": "x", "correlationId": "x"}') FROM made`,
      [order.id],
    );
    const left = async () => {
      const { rows } = await observer.query('SELECT count(*)::int AS left FROM write.goods WHERE order_id = $1', [order.id]);
      return rows[0].left as number;
    };
    expect((await kronika.command('DELETE', `/v1/order/${order.id}`)).status).toBe(204);
    while ((await left()) === 5_000) await new Promise((resolve) => setImmediate(resolve));
    await kronika.signal('SIGKILL');
    kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
    while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const { rows } = await observer.query(`SELECT log.last_position()::int AS last`);
    expect(await kronika.query(`/v1/order-history/${order.id}`, rows[0].last)).toMatchObject({ code: 'order.not-found' });
    const read = await observer.query('SELECT FROM read.order_goods WHERE order_id = $1', [order.id]);
    expect(read.rowCount).toBe(0);
    const twice = await observer.query(
      `SELECT FROM log.events WHERE type = 'goods_deleted_v1' AND data ->> 'order_id' = $1 GROUP BY stream HAVING count(*) > 1`,
      [String(order.id)],
    );
    expect(twice.rowCount).toBe(0);
    expect(await kronika.signal('SIGTERM')).toBe(0);
  }, 60_000);
});
