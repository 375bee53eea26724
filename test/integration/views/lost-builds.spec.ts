import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type Database, Shop } from '../../support/shop.js';

let database: Database;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

async function started<T>(work: (shop: Shop) => Promise<T>): Promise<T> {
  const shop = await Shop.open({}, [], database);
  return work(shop).finally(() => shop.close());
}

describe('a start', () => {
  it('records the tables of a checkpoint, also if an earlier release created them', async () => {
    const homes = `SELECT count(*) FILTER (WHERE home IS NULL)::int AS without, count(*)::int AS views
                   FROM log.checkpoints WHERE tables <> '{}'`;
    await started(async ({ db }) => {
      expect((await db.query(homes)).rows[0].without).toBe(0);
      await db.query('UPDATE log.checkpoints SET home = NULL');
    });
    await started(async ({ db }) => expect((await db.query(homes)).rows[0]).toMatchObject({ without: 0, views: 7 }));
  });

  it('ends an operation that has lost its build, so that the next request begins a new one', async () => {
    const id = await started(async ({ db }) => {
      const { rows } = await db.query(
        `INSERT INTO log.operations (kind, subscription, actor, state) VALUES ('rebuild', 'order-history', 'test', 'running')
         RETURNING id`,
      );
      return rows[0].id as string;
    });
    await started(async ({ http }) => {
      expect((await http.get(`/v1/operations/${id}`).expect(200)).body).toMatchObject({
        state: 'failed',
        error: 'Its build was lost.',
      });
      const { headers } = await http.post('/v1/views/order-history/rebuild').expect(202);
      expect(headers.location).not.toBe(`/v1/operations/${id}`);
    });
  });
});
