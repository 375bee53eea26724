import { Module, type Type } from '@nestjs/common';
import { EventsHandler } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { PoolClient } from 'pg';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OrderCreated, OrderUpdated } from '../../../src/orders/order.events.js';
import { VIEW } from '../../../src/shared/database/database.js';
import { SkippedEvents1763800000015 } from '../../../src/shared/migrations/1763800000015-skipped-events.js';
import { On, View } from '../../../src/shared/views/view.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const OWNERS = 'owners';

/** Code fails on updates to these users. */
const poison = new Set<number>();

@Entity({ schema: 'read', name: 'owners' })
class OwnerRow {
  @PrimaryColumn('bigint')
  orderId!: number;

  /** All owners of an order, one after another. */
  @Column('text')
  owners!: string;
}

function ownersView(version: number) {
  @View({ name: OWNERS, version, rows: [OwnerRow] })
  class OwnersView {
    @On(OrderCreated, OwnerRow, ({ data }) => ({ orderId: data.id }))
    created(_: OwnerRow | null, { data }: OrderCreated) {
      return { orderId: data.id, owners: String(data.user_id) };
    }

    @On(OrderUpdated, OwnerRow, ({ data }) => ({ orderId: data.id }))
    updated(row: OwnerRow | null, { data }: OrderUpdated) {
      if (poison.has(data.user_id)) throw new Error('poison');
      return { orderId: data.id, owners: `${row?.owners} ${data.user_id}` };
    }
  }

  @Module({ imports: [TypeOrmModule.forFeature([OwnerRow], VIEW)], providers: [OwnersView] })
  class OwnersModule {}
  return OwnersModule;
}

const open: Shop[] = [];
const readers: PoolClient[] = [];
beforeEach(() => poison.clear());
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.release(true);
  for (const shop of open.splice(0).reverse()) await shop.close();
});

async function openShop(modules: Type[], other?: Shop): Promise<Shop> {
  const shop = await Shop.open({}, modules, other?.database);
  open.push(shop);
  return shop;
}

const owners = async (shop: Shop): Promise<string[]> =>
  (await shop.db.query('SELECT owners FROM read.owners ORDER BY order_id')).rows.map((row) => row.owners);

const quarantined = async (shop: Shop, state: string) =>
  (await shop.http.get(`/v1/quarantine?state=${state}`).expect(200)).body.data.filter(
    ({ subscription }: { subscription: string }) => subscription === OWNERS,
  );

async function operate(shop: Shop, kind: string) {
  const { headers } = await shop.http.post(`/v1/views/${OWNERS}/${kind}`).expect(202);
  return () => shop.ended(headers.location as string);
}

async function expectVerified(shop: Shop) {
  const operation = await (await operate(shop, 'verify'))();
  expect(operation).toMatchObject({ state: 'done', result: { differing: 0, parked: [] } });
}

/** Changes the user of an order, and waits until the event is parked. @returns the id in quarantine */
async function parkUpdate(shop: Shop, order: number, user: number): Promise<number> {
  await shop.changeOrder(order, { userId: user });
  await until(async () => (await quarantined(shop, 'parked')).length === 1);
  return (await quarantined(shop, 'parked'))[0].id;
}

async function skip(shop: Shop, id: number) {
  await shop.http.post(`/v1/quarantine/${id}/skip`).send({ reason: 'a test', by: 'Jana' }).expect(202);
  await until(async () => (await quarantined(shop, 'skipped')).some((entry: { id: number }) => entry.id === id));
  await until(async () => (await quarantined(shop, 'parked')).length === 0);
}

/** Opens a transaction that keeps builds from taking over. @returns a function that ends it */
async function readForLong(shop: Shop) {
  const reader = await shop.db.connect();
  readers.push(reader);
  await reader.query('BEGIN; SELECT FROM read.owners');
  return () => reader.query('COMMIT');
}

const hasCaughtUp = (shop: Shop) =>
  until(async () => {
    const { rowCount } = await shop.db.query(
      `SELECT FROM log.checkpoints WHERE subscription = $1 AND build = 'next' AND indexed AND position = log.last_position()`,
      [OWNERS],
    );
    return rowCount === 1;
  });

describe('an event that an operator has skipped in a view', () => {
  it('stays left out and on record after rebuilds, and a verification finds no difference', async () => {
    const shop = await openShop([ownersView(1)]);
    const [order, other] = [await shop.createOrder(1), await shop.createOrder(5)];
    poison.add(13);
    const id = await parkUpdate(shop, order, 13);
    await skip(shop, id);
    await shop.changeOrder(order, { userId: 20 });
    await shop.changeOrder(other, { userId: 6 });
    await shop.settle();
    const record = await quarantined(shop, 'skipped');
    expect(record).toMatchObject([{ id, build: 'serving', by: 'Jana', reason: 'a test' }]);
    expect(await owners(shop)).toEqual(['1 20', '5 6']);
    await expectVerified(shop);
    // The second rebuild drops the build in which the event was skipped.
    for (let time = 0; time < 2; time++) {
      expect(await (await operate(shop, 'rebuild'))()).toMatchObject({ state: 'done' });
      expect(await owners(shop)).toEqual(['1 20', '5 6']);
      expect(await quarantined(shop, 'parked')).toEqual([]);
      expect(await quarantined(shop, 'skipped')).toEqual(record);
      await expectVerified(shop);
    }
    await shop.changeOrder(order, { userId: 30 });
    await shop.settle();
    expect(await owners(shop)).toEqual(['1 20 30', '5 6']);
  });

  it('stays left out when a new version is built, and when the earlier version comes back', async () => {
    const first = await openShop([ownersView(1)]);
    const order = await first.createOrder(1);
    poison.add(13).add(14);
    await skip(first, await parkUpdate(first, order, 13));
    await first.settle();
    await first.app.close();

    const second = await openShop([ownersView(2)], first);
    const serves = (version: number) =>
      until(async () => {
        const { rows } = await first.db.query(
          `SELECT version FROM log.checkpoints WHERE subscription = $1 AND build = 'serving'`,
          [OWNERS],
        );
        return rows[0].version === version;
      });
    await serves(2);
    expect(await quarantined(second, 'parked')).toEqual([]);
    // After the position of the previous build, which reads it when it is brought back.
    await skip(second, await parkUpdate(second, order, 14));
    await second.changeOrder(order, { userId: 20 });
    await second.settle();
    expect(await owners(second)).toEqual(['1 20']);
    await expectVerified(second);
    await second.app.close();

    const third = await openShop([ownersView(1)], first);
    await serves(1);
    expect(await owners(third)).toEqual(['1 20']);
    expect(await quarantined(third, 'parked')).toEqual([]);
    expect(await quarantined(third, 'skipped')).toHaveLength(2);
    await expectVerified(third);
  });

  it('is also left out by a build in progress, which goes on with the stream', async () => {
    const shop = await openShop([ownersView(1)]);
    const order = await shop.createOrder(1);
    poison.add(13);
    const id = await parkUpdate(shop, order, 13);
    const end = await readForLong(shop);
    const rebuilt = await operate(shop, 'rebuild');
    await until(async () => (await quarantined(shop, 'parked')).length === 2);
    await hasCaughtUp(shop);
    await shop.http.post(`/v1/quarantine/${id}/skip`).send({ reason: 'a test' }).expect(202);
    await shop.changeOrder(order, { userId: 20 });
    await until(async () => (await owners(shop))[0] === '1 20');
    await end();
    expect(await rebuilt()).toMatchObject({ state: 'done' });
    expect(await owners(shop)).toEqual(['1 20']);
    expect(await quarantined(shop, 'parked')).toEqual([]);
    await expectVerified(shop);
  });

  it('is left out by a build in progress that had handled it, because the build begins again', async () => {
    const shop = await openShop([ownersView(1)]);
    const order = await shop.createOrder(1);
    poison.add(13);
    const id = await parkUpdate(shop, order, 13);
    poison.clear();
    const end = await readForLong(shop);
    const rebuilt = await operate(shop, 'rebuild');
    await hasCaughtUp(shop);
    expect((await shop.db.query('SELECT owners FROM read_next.owners')).rows).toEqual([{ owners: '1 13' }]);
    await skip(shop, id);
    await shop.changeOrder(order, { userId: 20 });
    await end();
    expect(await rebuilt()).toMatchObject({ state: 'done' });
    await shop.settle();
    expect(await owners(shop)).toEqual(['1 20']);
    await expectVerified(shop);
  });

  it('is in the view again if a build that has handled it is brought back', async () => {
    const shop = await openShop([ownersView(1)]);
    const order = await shop.createOrder(1);
    await shop.changeOrder(order, { userId: 13 });
    await shop.settle();
    poison.add(13);
    await (await operate(shop, 'rebuild'))();
    const [parked] = await quarantined(shop, 'parked');
    await skip(shop, parked.id);
    poison.clear();
    await shop.changeOrder(order, { userId: 20 });
    await shop.settle();
    expect(await owners(shop)).toEqual(['1 20']);
    expect(await (await operate(shop, 'rollback'))()).toMatchObject({ state: 'done' });
    expect(await owners(shop)).toEqual(['1 13 20']);
    expect(await quarantined(shop, 'skipped')).toMatchObject([{ id: parked.id, build: 'serving' }]);
    await expectVerified(shop);
  });

  it('stays left out when the tables of the view are lost', async () => {
    const shop = await openShop([ownersView(1)]);
    const order = await shop.createOrder(1);
    poison.add(13);
    await skip(shop, await parkUpdate(shop, order, 13));
    await shop.changeOrder(order, { userId: 20 });
    await shop.settle();
    await shop.app.close();
    await shop.db.query('DROP TABLE read.owners');
    const again = await openShop([ownersView(1)], shop);
    await until(async () => {
      const { rows } = await shop.db.query(`SELECT build FROM log.checkpoints WHERE subscription = $1`, [OWNERS]);
      return rows.length === 1 && rows[0].build === 'serving';
    });
    expect(await owners(again)).toEqual(['1 20']);
    expect(await quarantined(again, 'parked')).toEqual([]);
    expect(await quarantined(again, 'skipped')).toHaveLength(1);
  });

  it('from before builds had records of skips is taken over by the migration', async () => {
    const shop = await openShop([ownersView(1)]);
    const order = await shop.createOrder(1);
    poison.add(13);
    await skip(shop, await parkUpdate(shop, order, 13));
    await shop.changeOrder(order, { userId: 20 });
    await shop.settle();
    const selected = `SELECT skipped FROM log.checkpoints WHERE subscription = $1 AND build = 'serving'`;
    const { rows } = await shop.db.query(selected, [OWNERS]);
    expect(rows).toEqual([{ skipped: ['2'] }]);
    await shop.app.close();
    const source = await new DataSource({ type: 'postgres', url: shop.database.url }).initialize();
    const runner = source.createQueryRunner();
    const migration = new SkippedEvents1763800000015();
    // Its `down` refuses to lose such records.
    await runner.query('ALTER TABLE log.checkpoints DROP skipped');
    await migration.up(runner);
    await runner.release();
    await source.destroy();
    expect((await shop.db.query(selected, [OWNERS])).rows).toEqual(rows);
  });
});

it('an event that was skipped for a handler is not delivered when its checkpoint is set back', async () => {
  const handled: number[] = [];
  @EventsHandler(OrderCreated)
  class Witness {
    handle({ data }: OrderCreated) {
      if (poison.has(data.user_id)) throw new Error('poison');
      handled.push(data.user_id);
    }
  }
  @Module({ providers: [Witness] })
  class WitnessModule {}
  const shop = await openShop([WitnessModule]);
  poison.add(13);
  for (const user of [1, 13, 2]) await shop.createOrder(user);
  await shop.settle();
  const [{ id }] = (await shop.http.get('/v1/quarantine').expect(200)).body.data;
  await shop.http.post(`/v1/quarantine/${id}/skip`).send({ reason: 'a test' }).expect(202);
  await until(async () => (await shop.http.get('/v1/quarantine?state=skipped').expect(200)).body.data.length === 1);
  poison.clear();
  await shop.db.query(`UPDATE log.checkpoints SET position = 0 WHERE subscription = 'handler Witness'`);
  await shop.createOrder(3);
  await shop.settle();
  expect(handled).toEqual([1, 2, 1, 2, 3]);
});
