import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KronikaProcess } from '../support/process.js';
import { createDatabase, type Database } from '../support/shop.js';
import { until } from '../support/until.js';

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

/** Whether some connection waits for a lock of each of these kinds. */
const areWaitedFor = async (...kinds: string[]) => {
  const { rows } = await observer.query('SELECT array_agg(DISTINCT locktype) AS kinds FROM pg_locks WHERE NOT granted');
  return kinds.every((kind) => rows[0].kinds?.includes(kind));
};

it('other processes take over the work of a frozen process, which notices when it thaws', async () => {
  const frozen = await KronikaProcess.start({ DATABASE_URL: database.url });
  const order = await frozen.command('POST', '/v1/order', { userId: 1 });
  const goods = await frozen.command('POST', '/v1/goods', { orderId: order.id });
  const other = await frozen.command('POST', '/v1/order', { userId: 2 });
  await frozen.query(`/v1/order-history/${order.id}`, other.position);

  // The view waits for the table and the saga's command for the goods. Both hold their checkpoints.
  await observer.query('BEGIN');
  await observer.query('LOCK TABLE read.order_history IN SHARE MODE');
  await observer.query('SELECT FROM write.goods WHERE id = $1 FOR UPDATE', [goods.id]);
  const deleted = await frozen.command('DELETE', `/v1/order/${order.id}`);
  await until(() => areWaitedFor('relation', 'transactionid'));
  frozen.child.kill('SIGSTOP');
  const free = await KronikaProcess.start({ DATABASE_URL: database.url });
  await observer.query('COMMIT');

  // A query waits at most 5 s; by then the locks of the frozen process must be released.
  expect(await free.query(`/v1/order-history/${order.id}`, deleted.position)).toMatchObject({ code: 'order.not-found' });
  const removed = await free.query<{ data: object[] }>(`/v1/events?entityId=goods-${goods.id}`, deleted.position + 1);
  expect(removed.data).toHaveLength(2);

  frozen.child.kill('SIGCONT');
  const last = await frozen.command('POST', '/v1/order', { userId: 3 });
  expect(last.status).toBe(201);
  for (const kronika of [frozen, free]) {
    const { data } = await kronika.query<{ data: { user_id: number }[] }>('/v1/order-history', last.position);
    expect(data.map(({ user_id }) => user_id)).toEqual([2, 3]);
    const events = await kronika.query<{ data: object[] }>('/v1/events', last.position);
    expect(events.data).toHaveLength(6);
  }
  for (const kronika of [frozen, free]) expect(await kronika.signal('SIGTERM')).toBe(0);
}, 60_000);
