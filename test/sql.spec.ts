import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { and, given, identifier, list, literal, param, sql } from '../src/shared/database/sql.js';
import { createDatabase } from './shop.js';

describe('the tag sql', () => {
  it('numbers the parameters of composed fragments, and sends one that stands in several places once', () => {
    const name = param('text', 'a');
    const isNamed = sql`name = ${name}`;
    const { text, values } = sql`SELECT ${list([sql`id`, identifier('a "b"')])} FROM t
      WHERE ${and([isNamed, ...given(3, (n) => sql`n > ${param('integer', n)}`), ...given(undefined, () => sql`false`)])}
        OR NOT ${isNamed} ORDER BY ${name} LIMIT ${literal(5)}`;
    expect(text).toBe(`SELECT id, "a ""b""" FROM t
      WHERE name = $1::text AND n > $2::integer
        OR NOT name = $1::text ORDER BY $1::text LIMIT 5`);
    expect(values).toEqual(['a', 3]);
    expect(sql`WHERE ${and([])}`).toMatchObject({ text: 'WHERE true', values: [] });
  });

  it('takes no value into the text', () => {
    const evil = `'; DROP TABLE t; --`;
    expect(sql`name = ${param('text', evil)}`).toMatchObject({ text: 'name = $1::text', values: [evil] });
    expect(() => literal(evil as unknown as number)).toThrow('is no whole number');
    // @ts-expect-error: a value is not a fragment
    expect(() => sql`name = ${evil}`).toThrow('must be a `param`');
  });

  describe('in Postgres', () => {
    let database: Awaited<ReturnType<typeof createDatabase>>;
    beforeAll(async () => {
      database = await createDatabase();
    });
    afterAll(() => database.drop());

    it('prepares a statement whose plan is kept from the first value on, where the values are seen it is planned for each', async () => {
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
  });
});
