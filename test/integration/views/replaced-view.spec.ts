import { Controller, Get, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { PoolClient } from 'pg';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { afterEach, describe, expect, it } from 'vitest';
import { OrderCreated } from '../../../src/orders/order.events.js';
import { VIEW } from '../../../src/shared/database/database.js';
import { QueryRoute } from '../../../src/shared/http/queries.js';
import { ReadDatabase } from '../../../src/shared/views/read-database.js';
import { On, View } from '../../../src/shared/views/view.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const USERS = 'users';

@Entity({ schema: 'read', name: 'users' })
class FirstRow {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('integer')
  orders!: number;

  @Column('integer')
  label!: number;
}

@View({ name: USERS, version: 1, rows: [FirstRow] })
class FirstView {
  @On(OrderCreated, FirstRow, ({ data }) => ({ id: data.user_id }))
  created(row: FirstRow | null, { data }: OrderCreated) {
    return { id: data.user_id, orders: (row?.orders ?? 0) + 1, label: 1 };
  }
}

/** One column has another name, and one has another type. */
@Entity({ schema: 'read', name: 'users' })
class SecondRow {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('integer')
  ordersInAll!: number;

  @Column('text')
  label!: string;
}

@View({ name: USERS, version: 2, rows: [SecondRow] })
class SecondView {
  @On(OrderCreated, SecondRow, ({ data }) => ({ id: data.user_id }))
  created(row: SecondRow | null, { data }: OrderCreated) {
    return { id: data.user_id, ordersInAll: (row?.ordersInAll ?? 0) + 1, label: 'one' };
  }
}

/** Queries of one version of the code. */
function routes(columns: string) {
  @Controller('users')
  class UsersController {
    constructor(private readonly database: ReadDatabase) {}

    @Get('all')
    @QueryRoute({ summary: '', view: USERS, content: {} })
    async all() {
      const { position, rows } = await this.database.query(USERS, `SELECT ${columns} FROM read.users`);
      return { position, body: rows };
    }

    @Get('ids')
    @QueryRoute({ summary: '', view: USERS, content: {} })
    async ids() {
      const { position, rows } = await this.database.query(USERS, 'SELECT id FROM read.users');
      return { position, body: rows };
    }

    @Get('first')
    @QueryRoute({ summary: '', view: USERS, content: {} })
    async first() {
      const { position, row } = await this.database.find(USERS, `SELECT ${columns} FROM read.users WHERE id = key`, 1);
      return { position, body: [row] };
    }

    @Get('label')
    @QueryRoute({ summary: '', view: USERS, content: {} })
    async label() {
      const { position, row } = await this.database.find(USERS, 'SELECT label FROM read.users WHERE id = key', 1);
      return { position, body: row };
    }

    @Get('export')
    @QueryRoute({ summary: '', view: USERS, content: {} })
    async export() {
      const { position, rows } = await this.database.stream(USERS, { text: `SELECT ${columns} FROM read.users`, values: [] });
      return { position, body: await rows.toArray() };
    }

    @Get('mistake')
    @QueryRoute({ summary: '', view: USERS, content: {} })
    async mistake() {
      const { position, rows } = await this.database.query(USERS, 'SELECT nothing FROM read.users');
      return { position, body: rows };
    }
  }
  return UsersController;
}

@Module({ imports: [TypeOrmModule.forFeature([FirstRow], VIEW)], controllers: [routes('id, orders')], providers: [FirstView] })
class FirstModule {}
@Module({
  imports: [TypeOrmModule.forFeature([SecondRow], VIEW)],
  controllers: [routes('id, orders_in_all')],
  providers: [SecondView],
})
class SecondModule {}

const open: Shop[] = [];
const readers: PoolClient[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.release(true);
  for (const shop of open.splice(0).reverse()) await shop.close();
});

async function openShop(...[environment, modules, other]: Parameters<typeof Shop.open>): Promise<Shop> {
  const shop = await Shop.open(environment, modules, other);
  open.push(shop);
  return shop;
}

/** Opens a transaction that keeps builds from taking over. */
async function readForLong(shop: Shop): Promise<PoolClient> {
  const reader = await shop.db.connect();
  readers.push(reader);
  await reader.query('BEGIN; SELECT FROM read.users');
  return reader;
}

/** Old code and new code, with a build that has not taken over yet; `takeOver` lets it take over. */
async function beside() {
  const old = await openShop({}, [FirstModule]);
  await old.createOrder(1);
  await old.settle();
  const reader = await readForLong(old);
  const fresh = await openShop({}, [SecondModule], old.database);
  fresh.position = old.position;
  const takeOver = async () => {
    await reader.query('COMMIT');
    await until(async () => {
      const { rows } = await old.db.query(`SELECT version FROM log.checkpoints WHERE subscription = $1 AND build = 'serving'`, [
        USERS,
      ]);
      return rows[0].version === 2;
    });
  };
  return { old, fresh, takeOver };
}

const reasons = async (shop: Shop) => (await shop.http.get('/readyz').expect(200)).body.reasons;

describe('beside code with another version of a view', () => {
  it('new code answers that the view is being built, until the takeover', async () => {
    const { old, fresh, takeOver } = await beside();
    for (const path of ['/users/all', '/users/first', '/users/export']) {
      const { body, headers } = await fresh.get(path).expect(503);
      expect(body.code).toBe('view.building');
      expect(headers['retry-after']).toBe('1');
      expect((await old.get(path).expect(200)).body).toEqual([{ id: 1, orders: 1 }]);
    }
    expect((await fresh.get('/users/ids').expect(200)).body).toEqual([{ id: 1 }]);
    expect(await reasons(old)).toEqual([]);
    expect(await reasons(fresh)).toEqual([{ subscription: USERS, problem: 'version 1 serves, and this process has version 2' }]);
    await takeOver();
    for (const path of ['/users/all', '/users/first', '/users/export'])
      expect((await fresh.get(path).expect(200)).body).toEqual([{ id: 1, orders_in_all: 1 }]);
    expect(await reasons(fresh)).toEqual([]);
  });

  it('old code answers that its version was replaced, and still answers queries that work', async () => {
    const { old, takeOver } = await beside();
    await takeOver();
    for (const path of ['/users/all', '/users/first', '/users/export']) {
      const { body, headers } = await old.get(path).expect(503);
      expect(body).toMatchObject({ code: 'view.replaced', version: 2 });
      expect(headers['retry-after']).toBe('1');
    }
    expect((await old.get('/users/ids').expect(200)).body).toEqual([{ id: 1 }]);
    expect(await reasons(old)).toEqual([{ subscription: USERS, problem: 'version 2 serves, and this process has version 1' }]);
  });

  it('lookups by a column of another type work with their version, and are refused without it', async () => {
    const { old, fresh, takeOver } = await beside();
    for (let time = 0; time < 3; time++)
      for (const shop of [old, fresh]) expect((await shop.get('/users/label').expect(200)).body).toEqual({ label: 1 });
    await takeOver();
    expect((await old.get('/users/label').expect(503)).body.code).toBe('view.replaced');
    for (let time = 0; time < 3; time++) expect((await fresh.get('/users/label').expect(200)).body).toEqual({ label: 'one' });
  });

  it('a mistake in a query is not reported as a replaced view, neither beside it nor during a rebuild', async () => {
    const { old, fresh, takeOver } = await beside();
    expect((await old.get('/users/mistake').expect(500)).body.code).toBe('internal');
    await takeOver();
    expect((await fresh.get('/users/mistake').expect(500)).body.code).toBe('internal');
    await readForLong(old);
    await fresh.http.post(`/v1/views/${USERS}/rebuild`).expect(202);
    await until(async () => (await old.db.query(`SELECT FROM log.checkpoints WHERE build = 'next'`)).rowCount === 1);
    expect((await fresh.get('/users/mistake').expect(500)).body.code).toBe('internal');
  });
});
