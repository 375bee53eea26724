import { Module, type Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { PoolClient } from 'pg';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { afterEach, describe, expect, it } from 'vitest';
import { OrderCreated } from '../../../src/orders/order.events.js';
import { VIEW } from '../../../src/shared/database/database.js';
import { On, View } from '../../../src/shared/views/view.js';
import { ViewBuilds } from '../../../src/shared/views/view-builds.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const USERS = 'users';

@Entity({ schema: 'read', name: 'users' })
class UserRow {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('integer')
  orders!: number;
}

function usersView(version: number): Type {
  @View({ name: USERS, version, rows: [UserRow] })
  class UsersView {
    @On(OrderCreated, UserRow, ({ data }) => ({ id: data.user_id }))
    created(row: UserRow | null, { data }: OrderCreated) {
      return { id: data.user_id, orders: (row?.orders ?? 0) + 1 };
    }
  }

  @Module({ imports: [TypeOrmModule.forFeature([UserRow], VIEW)], providers: [UsersView] })
  class UsersModule {}
  return UsersModule;
}

const open: Shop[] = [];
const locks: PoolClient[] = [];
afterEach(async () => {
  for (const lock of locks.splice(0)) lock.release(true);
  for (const shop of open.splice(0).reverse()) await shop.close();
});

async function openShop(version = 1, other?: Shop): Promise<Shop> {
  const shop = await Shop.open({}, [usersView(version)], other?.database);
  open.push(shop);
  return shop;
}

/** Locks a table of the view, by default as `pg_dump` does until it ends. @returns a function that releases it */
async function lockTable(shop: Shop, schema: string, mode = 'ACCESS SHARE') {
  const client = await shop.db.connect();
  locks.push(client);
  await client.query(`BEGIN; LOCK TABLE ${schema}.users IN ${mode} MODE`);
  return async () => {
    await client.query('COMMIT');
  };
}

async function begin(shop: Shop, kind: string, view = USERS) {
  const { headers } = await shop.http.post(`/v1/views/${view}/${kind}`).expect(202);
  const read = async () => (await shop.http.get(headers.location as string).expect(200)).body;
  const done = async () => {
    let operation = await read();
    await until(async () => {
      operation = await read();
      return operation.state === 'done' || operation.state === 'failed';
    });
    expect(operation).toMatchObject({ state: 'done', error: null });
    return operation;
  };
  return { read, done };
}

const builds = async (shop: Shop) =>
  (
    await shop.db.query(
      `SELECT build || ' ' || version AS build FROM log.checkpoints WHERE subscription = $1 ORDER BY build DESC`,
      [USERS],
    )
  ).rows.map(({ build }) => build);

const waitsForTable = (shop: Shop, schema: string) =>
  until(async () => {
    const { rowCount } = await shop.db.query('SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass', [
      `${schema}.users`,
    ]);
    return rowCount === 1;
  });

/** Requires that rebuild and verification of another view work meanwhile. */
async function othersGoOn(shop: Shop) {
  await (await begin(shop, 'rebuild', 'order-history')).done();
  await (await begin(shop, 'verify', 'order-history')).done();
}

async function withPreviousBuild() {
  const shop = await openShop();
  await shop.createOrder(1);
  await shop.settle();
  await (await begin(shop, 'rebuild')).done();
  return shop;
}

describe('while a dump holds the tables of a build', () => {
  it('that has expired, other builds go on, and it is dropped afterwards', async () => {
    const shop = await withPreviousBuild();
    const end = await lockTable(shop, 'read_previous');
    await shop.db.query(`UPDATE log.checkpoints SET updated_at = updated_at - interval '25 hours' WHERE build = 'previous'`);
    await waitsForTable(shop, 'read_previous');
    await othersGoOn(shop);
    expect(await builds(shop)).toEqual(['serving 1', 'previous 1']);
    await end();
    await until(async () => (await builds(shop)).length === 1);
  });

  it('that a rollback needs, other builds go on, and it comes back afterwards', async () => {
    const shop = await withPreviousBuild();
    await shop.db.query('UPDATE read_previous.users SET orders = 77');
    const end = await lockTable(shop, 'read_previous');
    const rollback = await begin(shop, 'rollback');
    await waitsForTable(shop, 'read_previous');
    await othersGoOn(shop);
    expect((await rollback.read()).state).toBe('waiting');
    await end();
    await rollback.done();
    expect((await shop.db.query('SELECT orders FROM read.users')).rows).toEqual([{ orders: 77 }]);
  });

  it('that a rebuild drops, the build that serves and other builds go on, and it takes over afterwards', async () => {
    const shop = await withPreviousBuild();
    const end = await lockTable(shop, 'read_previous');
    const rebuild = await begin(shop, 'rebuild');
    await waitsForTable(shop, 'read_previous');
    const { rowCount } = await shop.db.query(
      `SELECT FROM log.checkpoints WHERE subscription = $1 AND build = 'serving' FOR UPDATE SKIP LOCKED`,
      [USERS],
    );
    expect(rowCount).toBe(1);
    await othersGoOn(shop);
    expect((await rebuild.read()).state).toBe('running');
    await end();
    await rebuild.done();
  });

  it('that new code brings back, the code starts, and the build takes over afterwards', async () => {
    const first = await openShop(1);
    await first.createOrder(1);
    await first.settle();
    await first.app.close();
    const second = await openShop(2, first);
    await until(async () => (await builds(second))[0] === 'serving 2');
    await second.app.close();
    const end = await lockTable(first, 'read_previous');
    const third = await openShop(1, first);
    await othersGoOn(third);
    expect(await builds(third)).toEqual(['serving 2', 'previous 1']);
    await end();
    await until(async () => (await builds(third))[0] === 'serving 1');
  });

  it('that the code no longer has, its removal is refused, and nothing is lost', async () => {
    const shop = await openShop();
    await shop.app.close();
    const other = await Shop.open({}, [], shop.database);
    open.push(other);
    const end = await lockTable(shop, 'read');
    const forget = () => other.app.get(ViewBuilds).forget(USERS);
    await expect(forget()).rejects.toMatchObject({ code: 'view.in-use' });
    expect(await builds(shop)).toEqual(['serving 1']);
    await end();
    expect(await forget()).toBe(true);
    expect(await builds(shop)).toEqual([]);
  });
});

describe('a verification', () => {
  it('with locked tables lets other builds go on', async () => {
    const shop = await withPreviousBuild();
    const serving = await lockTable(shop, 'read', 'ACCESS EXCLUSIVE');
    const verification = await begin(shop, 'verify');
    await waitsForTable(shop, 'read');
    await othersGoOn(shop);
    const dump = await lockTable(shop, 'read_check');
    await serving();
    await waitsForTable(shop, 'read_check');
    await othersGoOn(shop);
    expect((await verification.read()).state).toBe('running');
    await dump();
    expect((await verification.done()).result).toMatchObject({ differing: 0 });
  });

  it('fails if another version serves meanwhile', async () => {
    const first = await withPreviousBuild();
    const lock = await lockTable(first, 'read', 'ACCESS EXCLUSIVE');
    const verification = await begin(first, 'verify');
    await waitsForTable(first, 'read');
    // As if a takeover had happened before the lock.
    await first.db.query(`UPDATE log.checkpoints SET version = 2 WHERE subscription = $1 AND build = 'serving'`, [USERS]);
    await lock();
    await until(async () => ['done', 'failed'].includes((await verification.read()).state));
    expect(await verification.read()).toMatchObject({
      state: 'failed',
      error: 'The build that serves is of another version than the code.',
    });
    expect(await builds(first)).toEqual(['serving 2', 'previous 1']);
  });
});
