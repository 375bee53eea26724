import { Module, type Type } from '@nestjs/common';
import { EventsHandler } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { afterEach, describe, expect, it } from 'vitest';
import { OrderHistoryView } from '../../../src/order-history/order-history.view.js';
import { OrderCreated } from '../../../src/orders/order.events.js';
import { dataSourceOptions, VIEW } from '../../../src/shared/database/database.js';
import { Delivery, readerOf } from '../../../src/shared/subscriptions/delivery.js';
import { type At, On, View, viewOptions } from '../../../src/shared/views/view.js';
import { ViewBuilder } from '../../../src/shared/views/view-builder.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

/** Tables of the view of the order history. */
const VERSION = viewOptions(OrderHistoryView)?.version;

const open: Shop[] = [];
afterEach(async () => {
  for (const shop of open.splice(0).reverse()) await shop.close();
});

async function openShop(modules: Type[] = [], other?: Shop): Promise<Shop> {
  const shop = await Shop.open({}, modules, other?.database);
  open.push(shop);
  return shop;
}

/** Stops a shop, but keeps its database. */
async function stop(shop: Shop): Promise<void> {
  await shop.app.close();
}

interface Operation {
  id: string;
  state: string;
  error: string | null;
  position: number;
  progress: number;
  result: { differing: number; differences: { table: string; key: object; expected: unknown; found: unknown }[] } | null;
}

async function operate(shop: Shop, path: string): Promise<Operation> {
  const { headers } = await shop.http.post(path).expect(202);
  return shop.ended(headers.location as string);
}

const builds = async (shop: Shop, name: string) =>
  (await shop.http.get('/v1/views').expect(200)).body.data
    .filter((each: { name: string }) => each.name === name)
    .map(({ build, version }: { build: string; version: number }) => `${build} ${version}`);

async function withSomeOrders(shop: Shop): Promise<number[]> {
  const orders: number[] = [];
  for (let n = 1; n <= 5; n++) {
    const order = await shop.createOrder(n);
    for (let goods = 0; goods < n; goods++) await shop.addGoods(order, { sku: `S${goods}`, unitPrice: 100 });
    orders.push(order);
  }
  await shop.settle();
  return orders;
}

describe('a rebuild', () => {
  it('repairs the view, and readers see no error, no gap and no step back', async () => {
    const shop = await openShop();
    const [first] = await withSomeOrders(shop);
    await shop.db.query('UPDATE read.order_history SET goods_count = 99 WHERE id = $1', [first]);
    let isDone = false;
    const read = async () => {
      let reads = 0;
      let position = 0;
      while (!isDone) {
        const { headers, body } = await shop.http.get('/v1/order-history').expect(200);
        expect(body.data).toHaveLength(5);
        expect(Number(headers['event-position'])).toBeGreaterThanOrEqual(position);
        position = Number(headers['event-position']);
        reads += 1;
      }
      return reads;
    };
    const write = async () => {
      while (!isDone) await shop.changeOrder(first as number, { userId: Math.ceil(Math.random() * 1_000) });
    };
    const others = [read(), read(), write()];
    const operation = await operate(shop, '/v1/views/order-history/rebuild').finally(() => {
      isDone = true;
    });
    const [reads] = await Promise.all(others);
    expect(reads).toBeGreaterThan(1);
    expect(operation).toMatchObject({ state: 'done', error: null, progress: 1 });
    await shop.settle();
    expect((await shop.history()).map(({ goods_count }: { goods_count: number }) => goods_count)).toEqual([1, 2, 3, 4, 5]);
    expect((await operate(shop, '/v1/views/order-history/verify')).result).toMatchObject({ differing: 0, differences: [] });
    expect(await builds(shop, 'order-history')).toEqual([`serving ${VERSION}`, `previous ${VERSION}`]);
    const indexes = async (schema: string) =>
      (
        await shop.db.query(
          `SELECT count(*)::int AS n FROM pg_indexes WHERE schemaname = $1
             AND tablename IN (SELECT unnest(tables) FROM log.checkpoints WHERE subscription = 'order-history')`,
          [schema],
        )
      ).rows[0].n;
    expect(await indexes('read')).toBe(await indexes('read_previous'));
  });

  it('is one, even if it is requested several times', async () => {
    const shop = await openShop();
    await withSomeOrders(shop);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => shop.http.post('/v1/views/order-history/rebuild').expect(202)),
    );
    for (const { headers } of answers) await shop.ended(headers.location as string);
    const { rows } = await shop.db.query(`SELECT FROM log.operations WHERE state = 'done'`);
    expect(rows.length).toBe(1);
  });

  it('waits for long transactions, and no query waits for it', async () => {
    const shop = await openShop();
    await withSomeOrders(shop);
    const reader = await shop.db.connect();
    await reader.query('BEGIN; SELECT FROM read.order_history');
    const { headers } = await shop.http.post('/v1/views/order-history/rebuild').expect(202);
    await until(async () => (await shop.db.query(`SELECT FROM log.checkpoints WHERE build = 'next' AND indexed`)).rowCount === 1);
    for (let n = 0; n < 20; n++) await shop.http.get('/v1/order-history').expect(200);
    expect((await shop.http.get(headers.location as string)).body.state).toBe('running');
    await reader.query('COMMIT');
    reader.release();
    expect((await shop.ended(headers.location as string)).state).toBe('done');
  });

  it('can be rolled back, and the view then includes later events', async () => {
    const shop = await openShop();
    const nothing = await operate(shop, '/v1/views/order-history/rollback');
    expect(nothing).toMatchObject({ state: 'failed', error: 'There is nothing to go back to.' });
    await withSomeOrders(shop);
    // A difference between the two builds.
    await shop.db.query('UPDATE read.order_history SET user_id = 77');
    await operate(shop, '/v1/views/order-history/rebuild');
    await shop.createOrder(6);
    await shop.settle();
    expect((await operate(shop, '/v1/views/order-history/rollback')).state).toBe('done');
    expect((await shop.history()).map(({ user_id }: { user_id: number }) => user_id)).toEqual([77, 77, 77, 77, 77, 6]);
  });

  it('drops the replaced build after a day', async () => {
    const shop = await openShop();
    await withSomeOrders(shop);
    await operate(shop, '/v1/views/order-history/rebuild');
    await shop.db.query(`UPDATE log.checkpoints SET updated_at = updated_at - interval '25 hours' WHERE build = 'previous'`);
    await until(async () => (await builds(shop, 'order-history')).length === 1);
    const { rows } = await shop.db.query(`SELECT FROM pg_tables WHERE schemaname = 'read_previous'`);
    expect(rows).toEqual([]);
  });

  it('is never seen by handlers and sagas', async () => {
    const seen: number[] = [];
    @EventsHandler(OrderCreated)
    class Witness {
      handle({ data }: OrderCreated) {
        seen.push(data.id);
      }
    }
    @Module({ providers: [Witness] })
    class WitnessModule {}
    const shop = await openShop([WitnessModule]);
    const orders = await withSomeOrders(shop);
    const length = await shop.logLength();
    await operate(shop, '/v1/views/order-history/rebuild');
    await shop.settle();
    expect(seen).toEqual(orders);
    expect(await shop.logLength()).toBe(length);
  });

  it('of an unknown view is refused', async () => {
    const shop = await openShop();
    for (const name of ['nothing', 'saga%20RemoveGoodsSaga.removeGoods'])
      expect((await shop.http.post(`/v1/views/${name}/rebuild`).expect(404)).body.code).toBe('view.not-found');
    expect((await shop.http.get('/v1/operations/1').expect(404)).body.code).toBe('operation.not-found');
  });
});

describe('a verification', () => {
  it('names the rows that differ, of views and of commands, with expected and found', async () => {
    const shop = await openShop();
    const [one, two, three] = await withSomeOrders(shop);
    await shop.deleteOrder(three as number);
    await shop.settle();
    expect((await operate(shop, '/v1/views/order-history/verify')).result).toMatchObject({ differing: 0, differences: [] });
    await shop.db.query('UPDATE read.order_history SET goods_count = 99, total = 9007199254740993 WHERE id = $1', [one]);
    await shop.db.query('DELETE FROM read.order_goods WHERE order_id = $1', [one]);
    await shop.db.query('UPDATE write.orders SET user_id = 88 WHERE id = $1', [two]);
    await shop.db.query('DELETE FROM write.orders WHERE id = $1', [one]);
    const { result, position } = await operate(shop, '/v1/views/order-history/verify');
    expect(result).toMatchObject({ position, differing: 4 });
    const found = Object.fromEntries(
      result?.differences.map((each) => [`${each.table} ${JSON.stringify(each.key)}`, each]) ?? [],
    );
    expect(found[`write.orders {"id":${one}}`]).toMatchObject({ expected: { id: one, user_id: 1, version: 1 }, found: null });
    expect(found[`write.orders {"id":${two}}`]).toMatchObject({ expected: { user_id: 2 }, found: { user_id: 88 } });
    expect(found[`read.order_history {"id":${one}}`]).toMatchObject({
      expected: { goods_count: 1, total: '100' },
      // Beyond 2^53: a number of JavaScript would end with 2.
      found: { goods_count: 99, total: '9007199254740993' },
    });
    expect(Object.entries(found).find(([key]) => key.startsWith('read.order_goods'))?.[1]).toMatchObject({
      expected: { order_id: one },
      found: null,
    });
    expect((await shop.db.query(`SELECT FROM pg_tables WHERE schemaname = 'read_check'`)).rowCount).toBe(0);
  });
});

@Entity({ schema: 'read', name: 'orders_of_user' })
class FirstRow {
  @PrimaryColumn('bigint')
  userId!: number;

  @Column('integer')
  orders!: number;
}

@View({ name: 'orders-of-user', version: 1, rows: [FirstRow] })
class FirstView {
  @On(OrderCreated, FirstRow, ({ data }) => ({ userId: data.user_id }))
  created(row: FirstRow | null, { data }: OrderCreated) {
    return { userId: data.user_id, orders: (row?.orders ?? 0) + 1 };
  }
}

/** Another shape, and another table. */
@Entity({ schema: 'read', name: 'orders_of_user' })
class SecondRow {
  @PrimaryColumn('bigint')
  userId!: number;

  @Column('text')
  ids!: string;
}

@Entity({ schema: 'read', name: 'orders_in_all' })
class TotalRow {
  @PrimaryColumn('integer')
  id!: number;

  @Column('integer')
  orders!: number;
}

const poison = new Set<number>();

@View({ name: 'orders-of-user', version: 2, rows: [SecondRow, TotalRow] })
class SecondView {
  @On(OrderCreated, SecondRow, ({ data }) => ({ userId: data.user_id }))
  created(row: SecondRow | null, { data }: OrderCreated) {
    if (poison.has(data.id)) throw new Error('poison');
    return { userId: data.user_id, ids: row ? `${row.ids} ${data.id}` : String(data.id) };
  }

  @On(OrderCreated, TotalRow, () => ({ id: 1 }))
  all(row: TotalRow | null) {
    return { id: 1, orders: (row?.orders ?? 0) + 1 };
  }
}

@Module({ imports: [TypeOrmModule.forFeature([FirstRow], VIEW)], providers: [FirstView] })
class FirstModule {}
@Module({ imports: [TypeOrmModule.forFeature([SecondRow, TotalRow], VIEW)], providers: [SecondView] })
class SecondModule {}

@Entity({ schema: 'read', name: 'authors' })
class AuthorRow {
  @PrimaryColumn('bigint')
  orderId!: number;

  @Column('text')
  author!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Date;
}

@View({ name: 'authors', version: 1, rows: [AuthorRow] })
class AuthorsView {
  @On(OrderCreated, AuthorRow, ({ data }) => ({ orderId: data.id }))
  created(_: AuthorRow | null, { data }: OrderCreated, { recorded }: At<AuthorRow>) {
    return { orderId: data.id, author: `${recorded.metadata.actor} ${recorded.metadata.causationId}`, at: recorded.recordedAt };
  }
}

@Module({ imports: [TypeOrmModule.forFeature([AuthorRow], VIEW)], providers: [AuthorsView] })
class AuthorsModule {}

describe('a batch', () => {
  it('with rows that Postgres refuses leaves out only the stream at fault', async () => {
    const shop = await openShop([FirstModule]);
    await shop.db.query('ALTER TABLE read.orders_of_user ADD CHECK (user_id <> 13)');
    const [, bad] = await Promise.all([1, 13, 2, 1].map((user) => shop.createOrder(user)));
    await shop.settle();
    const { data } = (await shop.http.get('/v1/quarantine').expect(200)).body;
    const error = expect.stringContaining('violates check constraint');
    expect(data).toMatchObject([{ subscription: 'orders-of-user', stream: `order-${bad}`, state: 'parked', error }]);
    expect((await shop.db.query('SELECT user_id::int, orders FROM read.orders_of_user ORDER BY 1')).rows).toEqual([
      { user_id: 1, orders: 2 },
      { user_id: 2, orders: 1 },
    ]);
  });

  it('scans no table, not even a small one, because its plans are kept while the table grows', async () => {
    const shop = await openShop();
    const tables = async () =>
      (
        await shop.db.query(
          `SELECT relname AS name, seq_tup_read::int AS read, (n_tup_ins + n_tup_upd)::int AS written FROM pg_stat_user_tables
           WHERE schemaname = 'read' AND relname IN ('order_goods', 'known_orders', 'order_days', 'order_statistics')`,
        )
      ).rows;
    await withSomeOrders(shop);
    await withSomeOrders(shop);
    // Postgres reports the statistics of a connection with a delay.
    await until(async () => (await tables()).every(({ written }) => written > 1));
    const read = await tables();
    expect(read.map((table) => [table.name, table.read])).toEqual(read.map((table) => [table.name, 0]));
  });
});

describe('a batch of events that were read before its checkpoint was locked', () => {
  /** Orders of users 1, 2 and 3, and a build without a worker. */
  async function withBuild() {
    const shop = await openShop();
    const orders = [await shop.createOrder(1), await shop.createOrder(2), await shop.createOrder(3)];
    const source = new DataSource({ ...dataSourceOptions(shop.database.url, 'view', true), entities: [FirstRow] });
    await source.initialize();
    const view = new ViewBuilder(new FirstView(), source, 'next');
    await source.transaction(async (manager) => {
      for (const table of view.tables) await table.create(manager);
    });
    await source.destroy();
    await shop.db.query(`INSERT INTO log.checkpoints (subscription, version, build) VALUES ($1, 1, 'next')`, [view.name]);
    const { rows: known } = await shop.db.query('SELECT position::int, stream, version, type, schema, data FROM log.events');
    return {
      known,
      batch: (events = known) => shop.app.get(Delivery).batch(readerOf(view), 3, events),
      park: (n: number) =>
        shop.db.query(
          `INSERT INTO log.quarantine (subscription, build, stream, position, error) VALUES ($1, 'next', $2, $3, 'x')`,
          [view.name, `order-${orders[n - 1]}`, n],
        ),
      rows: async () => (await shop.db.query('SELECT user_id::int, orders FROM read_next.orders_of_user ORDER BY 1')).rows,
    };
  }

  it('does not repeat events that another process has folded meanwhile', async () => {
    const { known, batch, rows } = await withBuild();
    const half = known.slice(0, 2);
    // As if no other work were requested.
    expect(await batch(half)).toBe(3);
    expect(await batch()).toBe(3);
    expect(await rows()).toEqual([
      { user_id: 1, orders: 1 },
      { user_id: 2, orders: 1 },
    ]);
  });

  it('leaves out streams that were parked meanwhile', async () => {
    const { batch, park, rows } = await withBuild();
    await park(2);
    expect(await batch()).toBe(3);
    expect(await rows()).toEqual([
      { user_id: 1, orders: 1 },
      { user_id: 3, orders: 1 },
    ]);
  });

  it('leaves them out even if their rows can not be loaded', async () => {
    const { known, batch, park, rows } = await withBuild();
    await park(2);
    expect(await batch(known.map((event) => (event.position === 2 ? { ...event, data: { user_id: 'x' } } : event)))).toBe(3);
    expect(await rows()).toEqual([
      { user_id: 1, orders: 1 },
      { user_id: 3, orders: 1 },
    ]);
  });
});

const tables = async (shop: Shop, schema: string) =>
  (
    await shop.db.query(`SELECT tablename FROM pg_tables WHERE schemaname = $1 AND tablename ~ 'orders_' ORDER BY 1`, [schema])
  ).rows.map(({ tablename }) => tablename);

describe('a view of another version', () => {
  it('is built beside the one that serves, takes over, and goes when the code goes back', async () => {
    const base = await openShop();
    const first = await openShop([FirstModule], base);
    for (const userId of [1, 1, 2]) await base.createOrder(userId);
    await base.settle();
    const second = await openShop([SecondModule], base);
    await until(async () => (await builds(second, 'orders-of-user'))[0] === 'serving 2');
    expect(await builds(second, 'orders-of-user')).toEqual(['serving 2', 'previous 1']);
    expect(await tables(base, 'read')).toEqual(['orders_in_all', 'orders_of_user']);
    expect(await tables(base, 'read_previous')).toEqual(['orders_of_user']);
    await base.createOrder(1);
    await until(async () => (await base.db.query('SELECT FROM read.orders_in_all WHERE orders = 4')).rowCount === 1);
    expect((await base.db.query('SELECT ids FROM read.orders_of_user WHERE user_id = 1')).rows).toEqual([{ ids: '1 2 4' }]);

    await stop(second);
    await stop(first);
    const third = await openShop([FirstModule], base);
    await until(async () => (await builds(third, 'orders-of-user'))[0] === 'serving 1');
    expect((await base.db.query('SELECT orders FROM read.orders_of_user ORDER BY user_id')).rows).toEqual([
      { orders: 3 },
      { orders: 1 },
    ]);
    expect(await tables(base, 'read')).toEqual(['orders_of_user']);
    expect(await builds(third, 'orders-of-user')).toEqual(['serving 1', 'previous 2']);
  });

  it('that is new is built before it serves', async () => {
    const base = await openShop();
    await base.createOrder(1);
    const shop = await openShop([FirstModule], base);
    await until(async () => (await builds(shop, 'orders-of-user'))[0] === 'serving 1');
    expect((await base.db.query('SELECT orders FROM read.orders_of_user')).rows).toEqual([{ orders: 1 }]);
  });

  it('that is new gets actor, command and time of events, earlier ones included', async () => {
    const base = await openShop();
    await base.createOrder(1);
    const shop = await openShop([AuthorsModule], base);
    await until(async () => (await builds(shop, 'authors'))[0] === 'serving 1');
    await base.createOrder(1);
    const select = `SELECT a.order_id, author, at = recorded_at AS "isThen" FROM read.authors AS a
      JOIN log.events ON stream = 'order-' || order_id ORDER BY 1`;
    await until(async () => (await base.db.query(select)).rowCount === 2);
    expect((await base.db.query(select)).rows).toEqual(
      ['1', '2'].map((order_id) => ({ order_id, author: 'anonymous null', isThen: true })),
    );
  });

  it('parks streams for itself when it fails', async () => {
    const base = await openShop();
    const ids = [await base.createOrder(1), await base.createOrder(2)];
    poison.add(ids[0] as number);
    const shop = await openShop([SecondModule], base);
    await until(async () => (await builds(shop, 'orders-of-user'))[0] === 'serving 2');
    const [parked] = (await shop.http.get('/v1/quarantine').expect(200)).body.data;
    expect(parked).toMatchObject({ subscription: 'orders-of-user', build: 'serving', stream: `order-${ids[0]}` });
    poison.clear();
    await shop.http.post(`/v1/quarantine/${parked.id}/retry`).expect(202);
    await until(async () => (await base.db.query('SELECT FROM read.orders_in_all WHERE orders = 2')).rowCount === 1);
    expect((await operate(shop, '/v1/views/orders-of-user/verify')).result?.differing).toBe(0);
  });
});

it('views that were left out of a backup are built again, and queries say so until then', async () => {
  const shop = await openShop();
  await withSomeOrders(shop);
  await stop(shop);
  await shop.db.query(
    'DROP SCHEMA read CASCADE; CREATE SCHEMA read; GRANT USAGE, CREATE ON SCHEMA read TO kronika_view; GRANT USAGE ON SCHEMA read TO kronika_read',
  );
  const web = await Shop.open({ ROLES: 'web' }, [], shop.database);
  open.push(web);
  const { body } = await web.http.get('/v1/order-history').expect(503);
  expect(body.code).toBe('view.building');
  const again = await openShop([], shop);
  again.position = shop.position;
  expect(await again.history()).toHaveLength(5);
});
