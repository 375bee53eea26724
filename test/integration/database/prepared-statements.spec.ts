import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { param, sql } from '../../../src/shared/database/sql.js';
import { createDatabase } from '../../support/shop.js';

let database: Awaited<ReturnType<typeof createDatabase>>;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

it('keeps the plan of a prepared statement from the first value on; a statement with visible values is planned for each', async () => {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    await client.query('CREATE TABLE numbers AS SELECT n FROM generate_series(1, 10000) AS n');
    await client.query('CREATE INDEX ON numbers (n)');
    await client.query('ANALYZE numbers');
    const above = (n: number) => sql`SELECT count(*) FROM numbers WHERE n > ${param('integer', n)}`;
    const statements = {
      kept: (n: number) => above(n).prepared(),
      seen: (n: number): { text: string; values: unknown[] } => above(n),
    };
    for (const [name, statement] of Object.entries(statements))
      for (const n of [9_990, 9_991, 9_992, 9_993, 9_994, 10, 9_995]) {
        const { text, values } = statement(n);
        expect((await client.query({ name, text, values })).rows).toEqual([{ count: String(10_000 - n) }]);
      }
    const { rows } = await client.query(`SELECT name, generic_plans::int, custom_plans::int FROM pg_prepared_statements`);
    expect(rows).toContainEqual({ name: 'kept', generic_plans: 2, custom_plans: 5 });
    expect(rows).toContainEqual({ name: 'seen', generic_plans: 0, custom_plans: 7 });
  } finally {
    await client.end();
  }
});
