import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSourceOptions } from '../../../src/shared/database/database.js';
import { prepare } from '../../support/prepare.js';
import { Shop } from '../../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
  await shop.addGoods(await shop.createOrder());
  await shop.settle();
});
afterAll(() => shop.close());

/** Runs SQL as one of the roles that Kronika's connections take. */
async function as(role: string, sql: string): Promise<unknown[]> {
  const client = await shop.db.connect();
  try {
    await client.query(`SET ROLE ${role}`);
    return (await client.query(sql)).rows;
  } finally {
    await client.query('RESET ROLE');
    client.release();
  }
}

describe('the roles in Postgres', () => {
  it.each([
    ['write', 'kronika_write'],
    ['view', 'kronika_view'],
    ['read', 'kronika_read'],
    ['log', 'kronika_read'],
  ])('the connections to %s have %s', async (purpose, role) => {
    const { getDataSourceToken } = await import('@nestjs/typeorm');
    const source = shop.app.get(getDataSourceToken(purpose === 'write' ? undefined : purpose));
    expect(await source.query('SELECT current_user')).toEqual([{ current_user: role }]);
  });

  it('are not lost to options in the address of the database', async () => {
    const url = new URL('postgres://u:p@h/d');
    url.searchParams.set('options', '-c work_mem=8MB -c role=postgres');
    const { extra, url: address } = dataSourceOptions(url.href, 'write', true);
    expect(extra.options).toMatch(/^-c work_mem=8MB -c role=postgres .* -c role=kronika_write$/);
    expect(address).toBe('postgres://u:p@h/d');
  });

  it.each([
    ['kronika_write', `UPDATE log.events SET type = 'forged'`],
    ['kronika_write', 'DELETE FROM log.events'],
    ['kronika_write', 'TRUNCATE log.events'],
    ['kronika_write', `UPDATE log.checkpoints SET position = 0`],
    ['kronika_write', `SELECT FROM read.order_history`],
    ['kronika_write', `SELECT setval('log.position', 1)`],
    ['kronika_view', `UPDATE log.events SET type = 'forged'`],
    ['kronika_view', `INSERT INTO log.events VALUES (99, 'a-1', 1, 'forged', '{}', '{}')`],
    ['kronika_view', 'SELECT FROM write.orders'],
    ['kronika_read', 'DELETE FROM read.order_history'],
    ['kronika_read', 'SELECT FROM write.orders'],
    ['kronika_read', `SELECT nextval('log.position')`],
  ])('do not let %s do this: %s', async (role, sql) => {
    await expect(as(role, sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('let each do its work', async () => {
    expect(await as('kronika_write', 'SELECT count(*)::int AS events FROM log.events')).toEqual([{ events: 2 }]);
    expect(await as('kronika_read', 'SELECT count(*)::int AS orders FROM read.order_history')).toEqual([{ orders: 1 }]);
  });

  it.each([`UPDATE log.events SET type = 'forged'`, 'DELETE FROM log.events', 'TRUNCATE log.events'])(
    'do not even let the owner do this: %s',
    async (sql) => {
      await expect(shop.db.query(sql)).rejects.toThrow('events are immutable');
    },
  );
});

describe('the log', () => {
  it('takes no event of a stream twice', async () => {
    const again = shop.db.query('SELECT log.append($1, $2)', [
      JSON.stringify([{ stream: 'order-1', version: 1, type: 'order_created_v1', data: {} }]),
      {},
    ]);
    await expect(again).rejects.toMatchObject({ code: '23505' });
  });

  it('takes all events of a command or none', async () => {
    const before = await shop.logLength();
    const half = shop.db.query('SELECT log.append($1, $2)', [
      JSON.stringify([
        { stream: 'order-77', version: 1, type: 'order_created_v1', data: {} },
        { stream: 'order-1', version: 1, type: 'order_created_v1', data: {} },
      ]),
      {},
    ]);
    await expect(half).rejects.toMatchObject({ code: '23505' });
    expect(await shop.logLength()).toBe(before);
  });
});

describe('the migrations', () => {
  it('can be run again and change nothing', async () => {
    const url = (shop.db as unknown as { options: { connectionString: string } }).options.connectionString;
    const prepared = { roles: true, repairs: [] };
    expect(await Promise.all([prepare(url), prepare(url)])).toEqual([prepared, prepared]);
    expect(await shop.logLength()).toBe(2);
    // A database knows by name which migrations it has run. A renamed one would run again.
    const { rows } = await shop.db.query('SELECT name FROM kronika_migrations ORDER BY id');
    expect(rows.map(({ name }) => name).slice(0, 10)).toEqual([
      'EventLog1763800000000',
      'Orders1763800000001',
      'Goods1763800000002',
      'Outcomes1763800000003',
      'Delivery1763800000004',
      'EventSourcing1763800000005',
      'Campaigns1763800000006',
      'GroupCommit1763800000007',
      'PositionUnderLock1763800000008',
      'LogFunctions1763800000012',
    ]);
  });
});
