import { describe, expect, it } from 'vitest';
import { and, given, identifier, list, literal, param, sql } from '../../../src/shared/database/sql.js';

describe('the tag sql', () => {
  it('numbers the parameters of composed fragments, and sends a repeated one once', () => {
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

  it('puts no value into the text', () => {
    const evil = `'; DROP TABLE t; --`;
    expect(sql`name = ${param('text', evil)}`).toMatchObject({ text: 'name = $1::text', values: [evil] });
    expect(() => literal(evil as unknown as number)).toThrow('is no whole number');
    // @ts-expect-error: a value is not a fragment
    expect(() => sql`name = ${evil}`).toThrow('must be a `param`');
  });
});
