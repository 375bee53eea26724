import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { afterEach, describe, expect, it } from 'vitest';
import { Order } from '../../../src/orders/order.entity.js';
import { OrderCreated } from '../../../src/orders/order.events.js';
import { CommandMeta } from '../../../src/shared/event-log/command-meta.js';
import { EventLog } from '../../../src/shared/event-log/event-log.js';
import { Refusal } from '../../../src/shared/event-log/refusal.js';
import type { Transaction } from '../../../src/shared/event-log/transaction.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const open: Shop[] = [];
afterEach(async () => {
  for (const shop of open.splice(0).reverse()) await shop.close();
});

async function openShop(): Promise<Shop> {
  // Without subscriptions, which are not needed here.
  const shop = await Shop.open({ ROLES: 'web' });
  open.push(shop);
  return shop;
}

const times = <T>(count: number, what: (n: number) => T) => Array.from({ length: count }, (_, n) => what(n));

async function insertOrder({ rows, append }: Transaction, userId: number, currency = 'EUR'): Promise<void> {
  const order = await rows.insert(Object.assign(new Order(), { userId, currency }));
  append(order, new OrderCreated(order.data));
}

async function createOrders(shop: Shop, count: number): Promise<number[]> {
  const answers = await Promise.all(times(count, (n) => shop.http.post('/v1/order').send({ userId: n + 1 })));
  expect(answers.map(({ status }) => status)).toEqual(times(count, () => 201));
  return answers.map(({ headers }) => Number(headers.location?.split('/').pop()));
}

describe('commands that arrive together', () => {
  it('share transactions, and each has the position of its own event', async () => {
    const shop = await openShop();
    const log = shop.app.get(EventLog);
    const receipts = await Promise.all(
      times(100, (n) => log.transaction(new CommandMeta({ correlationId: `c${n}` }), (tx) => insertOrder(tx, n + 1))),
    );
    const { rows: counted } = await shop.db.query('SELECT count(DISTINCT xmin::text)::int AS transactions FROM log.events');
    expect(counted[0].transactions).toBeLessThan(10);
    const { rows } = await shop.db.query(
      `SELECT position::int, metadata ->> 'correlationId' AS correlation, (data ->> 'user_id')::int AS user, (data ->> 'id')::int AS id
       FROM log.events ORDER BY position`,
    );
    const told = receipts.map(({ position, id }, n) => ({ position, correlation: `c${n}`, user: n + 1, id }));
    expect(rows).toEqual(told.toSorted((one, other) => one.position - other.position));
  });

  it('have a row each, with or without default values', async () => {
    const shop = await openShop();
    const log = shop.app.get(EventLog);
    const given = times(30, (n) => (n % 3 ? undefined : new Date(Date.UTC(2020, 0, n + 1))));
    const before = Date.now();
    const created = await Promise.all(
      given.map(async (createdAt, n) => {
        const order = Object.assign(new Order(), { userId: n + 1, currency: 'EUR', ...(createdAt && { createdAt }) });
        await log.transaction(new CommandMeta(), async ({ rows, append }) =>
          append(await rows.insert(order), new OrderCreated(order.data)),
        );
        return order;
      }),
    );
    const { rows } = await shop.db.query(
      'SELECT id::int, user_id::int AS "userId", currency, created_at AS "createdAt", version FROM write.orders ORDER BY user_id',
    );
    expect(rows).toEqual(created.map((order) => ({ ...order })));
    // Otherwise they ran alone, and the test would not cover a shared statement.
    const { rows: counted } = await shop.db.query('SELECT count(DISTINCT xmin::text)::int AS transactions FROM write.orders');
    expect(counted[0].transactions).toBeLessThan(10);
    for (const [n, { createdAt }] of created.entries())
      if (given[n]) expect(createdAt).toEqual(given[n]);
      else expect(createdAt.getTime()).toBeGreaterThanOrEqual(before);
  });

  it('change one row one after another', async () => {
    const shop = await openShop();
    const [order] = (await createOrders(shop, 1)) as [number];
    const answers = await Promise.all(times(60, (n) => shop.http.put(`/v1/order/${order}`).send({ userId: 100 + n })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    const { rows } = await shop.db.query('SELECT version, data FROM log.events ORDER BY position');
    expect(rows.map(({ version }) => version)).toEqual(times(61, (n) => n + 1));
    expect(new Set(rows.map(({ data }) => data.user_id)).size).toBe(61);
    const [row] = (await shop.db.query('SELECT user_id::int, version FROM write.orders')).rows;
    expect(row).toEqual({ user_id: rows.at(-1).data.user_id, version: 61 });
  });

  it('append to one stream one after another', async () => {
    const shop = await openShop();
    const id = randomUUID();
    await shop.http.post('/v1/publishers').send({ id, name: 'P' }).expect(201);
    const names = times(60, (n) => `Publisher ${n}`);
    const answers = await Promise.all(names.map((name) => shop.http.put(`/v1/publishers/${id}/name`).send({ name })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    const { rows } = await shop.db.query('SELECT version FROM log.events ORDER BY position');
    expect(rows.map(({ version }) => version)).toEqual(times(61, (n) => n + 1));
  });

  it('do not use an entity that another of them deletes', async () => {
    const shop = await openShop();
    const orders = await createOrders(shop, 40);
    const answers = await Promise.all(
      orders.flatMap((order) => [
        shop.http.post('/v1/goods').send({ orderId: order }),
        shop.http.delete(`/v1/order/${order}`),
        shop.http.post('/v1/goods').send({ orderId: order }),
      ]),
    );
    const { rows } = await shop.db.query(
      `SELECT g.position FROM log.events AS g JOIN log.events AS o ON o.stream = 'order-' || (g.data ->> 'order_id')
       WHERE g.type = 'goods_created_v1' AND o.type = 'order_deleted_v1' AND g.position > o.position`,
    );
    expect(rows).toEqual([]);
    const created = answers.filter(({ status }) => status === 201).length;
    const { rows: goods } = await shop.db.query('SELECT count(*)::int FROM write.goods');
    expect(goods).toEqual([{ count: created }]);
    expect(answers.filter(({ status }) => status === 422).every(({ body }) => body.code === 'goods.order-not-found')).toBe(true);
    expect(answers.filter(({ status }) => ![201, 204, 422].includes(status))).toEqual([]);
  });

  it('succeed although one of them appends what JSON can not hold, and so do later ones', async () => {
    const shop = await openShop();
    const log = shop.app.get(EventLog);
    const spoilt = async (tx: Transaction) => {
      const order = await tx.rows.insert(Object.assign(new Order(), { userId: 1, currency: 'EUR' }));
      tx.append(order, new OrderCreated({ ...order.data, user_id: 1n } as never));
    };
    // More than there are groups at a time, so that a group that kept its place would leave none.
    for (let round = 0; round < 3; round++) {
      const results = await Promise.allSettled(
        times(10, (n) => log.transaction(new CommandMeta(), n === 4 ? spoilt : (tx) => insertOrder(tx, n + 1))),
      );
      expect(results.map(({ status }) => status)).toEqual(times(10, (n) => (n === 4 ? 'rejected' : 'fulfilled')));
      expect(results[4]).toMatchObject({ reason: expect.any(TypeError) });
    }
    const { rows } = await shop.db.query('SELECT count(*)::int AS events FROM log.events');
    expect(rows).toEqual([{ events: 27 }]);
  });

  it('are refused individually', async () => {
    const shop = await openShop();
    const orders = await createOrders(shop, 20);
    const answers = await Promise.all(
      orders.flatMap((order) => [
        shop.http.put(`/v1/order/${order}`).send({ userId: 7_000 }),
        shop.http.put(`/v1/order/${order + 1_000}`).send({ userId: 7_000 }),
        shop.http.put(`/v1/order/${order}`).set('If-Match', '"9"').send({ userId: 7_001 }),
        shop.http.post('/v1/goods').send({ orderId: order + 1_000 }),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(orders.flatMap(() => [204, 404, 412, 422]));
    const { rows } = await shop.db.query('SELECT count(*)::int FROM log.events');
    expect(rows).toEqual([{ count: 40 }]);
  });

  it('are refused individually for rules about streams as well', async () => {
    const shop = await openShop();
    const ids = times(10, () => randomUUID());
    const send = (n: number, path: string) => shop.http.put(`/v1/publishers/${n < ids.length ? ids[n] : randomUUID()}/${path}`);
    for (const id of ids) await shop.http.post('/v1/publishers').send({ id, name: 'P' }).expect(201);
    const answers = await Promise.all(
      ids.flatMap((_, n) => [
        n % 2 ? send(n, 'name').send({ name: `Q ${n}` }) : send(n, 'name').set('If-Match', '"9"').send({ name: 'R' }),
        send(ids.length, 'name').send({ name: 'S' }),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(ids.flatMap((_, n) => [n % 2 ? 204 : 412, 404]));
    const { rows } = await shop.db.query(
      `SELECT stream, version, data ->> 'name' AS name FROM log.events WHERE version > 1 ORDER BY name`,
    );
    const named = ids.flatMap((id, n) => (n % 2 ? [{ stream: `publisher-${id}`, version: 2, name: `Q ${n}` }] : []));
    expect(rows).toEqual(named);
  });

  it('are not undone by one that fails after it has written, which is', async () => {
    const shop = await openShop();
    const log = shop.app.get(EventLog);
    const create = (userId: number, fail?: Error) =>
      log.transaction(new CommandMeta(), async (tx) => {
        await insertOrder(tx, userId);
        if (fail) throw fail;
      });
    const refusal = new Refusal('test.refused', 'No.');
    const results = await Promise.allSettled(
      times(60, (n) => create(n, n % 3 === 1 ? refusal : n % 3 === 2 ? new Error(`defect ${n}`) : undefined)),
    );
    expect(results.map((result) => (result.status === 'rejected' ? String(result.reason.message) : 'done'))).toEqual(
      times(60, (n) => ['done', 'No.', `defect ${n}`][n % 3]),
    );
    for (const source of [
      'SELECT user_id::int FROM write.orders',
      `SELECT (data ->> 'user_id')::int AS user_id FROM log.events`,
    ]) {
      const { rows } = await shop.db.query(`${source} ORDER BY 1`);
      expect(rows.map(({ user_id }) => user_id)).toEqual(times(20, (n) => n * 3));
    }
  });

  it('are not undone by a statement of one that fails', async () => {
    const shop = await openShop();
    const log = shop.app.get(EventLog);
    const results = await Promise.allSettled(
      times(20, (n) => log.transaction(new CommandMeta(), (tx) => insertOrder(tx, n, n === 7 ? 'TOO LONG' : undefined))),
    );
    expect(results.map(({ status }) => status)).toEqual(times(20, (n) => (n === 7 ? 'rejected' : 'fulfilled')));
    const { rows } = await shop.db.query('SELECT count(*)::int FROM write.orders');
    expect(rows).toEqual([{ count: 19 }]);
  });

  it('do not wait for one that has to wait', async () => {
    const shop = await openShop();
    const [locked, ...others] = (await createOrders(shop, 20)) as [number, ...number[]];
    const holder = await shop.db.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM write.orders WHERE id = $1 FOR UPDATE', [locked]);
      let isDone = false;
      const waiting = shop.http
        .put(`/v1/order/${locked}`)
        .send({ userId: 9_999 })
        .then(({ status }) => {
          isDone = true;
          return status;
        });
      const answers = await Promise.all(others.map((order) => shop.http.put(`/v1/order/${order}`).send({ userId: 9_999 })));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      await until(async () => {
        const { rows } = await shop.db.query(
          `SELECT FROM pg_stat_activity WHERE application_name = 'kronika write' AND wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      });
      expect(isDone).toBe(false);
      await holder.query('COMMIT');
      expect(await waiting).toBe(204);
    } finally {
      holder.release();
    }
  });

  it('do not wait for one whose stream another transaction changes; that one then decides on the new state', async () => {
    const shop = await openShop();
    const [locked, ...others] = times(10, () => randomUUID()) as [string, ...string[]];
    for (const id of [locked, ...others]) await shop.http.post('/v1/publishers').send({ id, name: 'P' }).expect(201);
    const rename = (id: string) => shop.http.put(`/v1/publishers/${id}/name`).send({ name: 'Q' });
    const holder = await shop.db.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [7_502_002, `publisher-${locked}`]);
      const waiting = rename(locked).then(({ status, headers }) => ({ status, etag: headers.etag }));
      const answers = await Promise.all(others.map((id) => rename(id)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      await until(async () => {
        const { rows } = await shop.db.query(
          `SELECT FROM pg_stat_activity WHERE application_name = 'kronika write' AND wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      });
      const event = { stream: `publisher-${locked}`, version: 2, type: 'PublisherNameSet', data: { name: 'Before' } };
      await holder.query('SELECT log.append($1, $2)', [JSON.stringify([event]), { commandId: 'test' }]);
      await holder.query('COMMIT');
      expect(await waiting).toEqual({ status: 204, etag: '"3"' });
    } finally {
      holder.release();
    }
  });

  it('are committed once or not at all when connections break', async () => {
    const shop = await openShop();
    let isOver = false;
    const cut = async () => {
      while (!isOver)
        await shop.db.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'kronika write' AND datname = current_database() AND state <> 'idle' ORDER BY random() LIMIT 1`,
        );
    };
    const cutting = cut();
    const statuses: number[] = [];
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all(times(30, (n) => shop.http.post('/v1/order').send({ userId: round * 30 + n + 1 })));
      statuses.push(...answers.map(({ status }) => status));
    }
    isOver = true;
    await cutting;
    expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([]);
    const { rows } = await shop.db.query(
      `SELECT user_id::int AS user, count(*)::int, (SELECT count(*)::int FROM log.events WHERE stream = 'order-' || min(id)) AS events
       FROM write.orders GROUP BY user_id`,
    );
    const found = new Map(rows.map(({ user, count, events }) => [user, { count, events }]));
    // An acknowledged order exists once; one that was not acknowledged exists once or not at all.
    const expected = statuses.flatMap((status, n) =>
      status === 201 || found.has(n + 1) ? [[n + 1, { count: 1, events: 1 }] as const] : [],
    );
    expect(found).toEqual(new Map(expected));
    expect(statuses).toContain(201);
  });

  it('do not run again when the outcome of their commit is unknown', async () => {
    const shop = await openShop();
    await shop.db.query(`
      CREATE FUNCTION public.dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON write.orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (NEW.user_id = 1) EXECUTE FUNCTION public.dawdle()`);
    const answers = Promise.all(times(5, (n) => shop.http.post('/v1/order').send({ userId: n + 1 })));
    const isCommitting = async () => {
      const { rows } = await shop.db.query(
        `SELECT FROM pg_stat_activity WHERE application_name = 'kronika write' AND state = 'active' AND query = 'COMMIT'`,
      );
      return rows.length > 0;
    };
    await until(isCommitting);
    // The process loses its connections, while Postgres goes on with the commit.
    const { master } = shop.app.get(DataSource).driver as unknown as { master: { _clients: pg.Client[] } };
    for (const client of master._clients) (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
    const statuses = (await answers).map(({ status }) => status);
    expect(statuses[0]).toBe(503);
    await until(async () => !(await isCommitting()));
    const { rows } = await shop.db.query('SELECT user_id::int AS user, count(*)::int FROM write.orders GROUP BY 1 ORDER BY 1');
    const done = times(5, (n) => n + 1).filter((user) => user === 1 || rows.some((row) => row.user === user));
    expect(rows).toEqual(done.map((user) => ({ user, count: 1 })));
    expect(statuses.flatMap((status, n) => (status === 201 && !done.includes(n + 1) ? n + 1 : []))).toEqual([]);
    expect(await shop.logLength()).toBe(rows.length);
  });

  it('can write only in their transaction, even if its BEGIN fails', async () => {
    const shop = await openShop();
    const [order] = await createOrders(shop, 1);
    await expect(shop.app.get(DataSource).query('DELETE FROM write.orders WHERE id = $1', [order])).rejects.toThrow(
      'cannot execute DELETE in a read-only transaction',
    );
  });
});
