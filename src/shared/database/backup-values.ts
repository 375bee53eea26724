import type { ClientBase } from 'pg';

/** What a backup is to hold. */
export interface BackupOptions {
  /** Leaves out the keys of persons' texts, and replaces texts that are not sealed. */
  readonly withoutKeys?: boolean;
}

/** The SQL of values that a backup has in place of others, by quoted names of table and column. */
export type Values = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * What stands in a backup without keys for values that have texts of persons, or by which some could be opened or
 * guessed; besides columns whose comment begins with `personal`.
 */
const TEXTLESS_VALUES: Values = {
  'personal.keys': { secret: 'NULL::bytea' },
  'log.snapshots': { state: `'null'::json`, decider: '0' },
  'log.operations': { result: `result || '{"differences": []}'` },
  'write.outcomes': { fingerprint: `''` },
};

/** @returns what a backup without keys has in place of texts */
export async function valuesWithoutTexts(client: ClientBase, schemas: readonly string[]): Promise<Values> {
  const { rows } = await client.query<{ name: string; column: string }>(
    `SELECT format('%I.%I', nspname, relname) AS name, quote_ident(attname) AS column
     FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace JOIN pg_attribute ON attrelid = c.oid
     WHERE relkind = 'r' AND nspname = ANY ($1) AND attnum > 0 AND col_description(attrelid, attnum) LIKE 'personal%'`,
    [schemas],
  );
  const values: Record<string, Record<string, string>> = { ...TEXTLESS_VALUES };
  for (const { name, column } of rows)
    values[name] = { ...values[name], [column]: `CASE WHEN ${column} <> '[erased]' THEN '[unreadable]' ELSE ${column} END` };
  return values;
}

/** A `SELECT` of the rows of a table as the backup has them. */
export function rowsSql(
  { name, columns }: { readonly name: string; readonly columns: readonly string[] },
  values: Values,
): string {
  const selected = columns.map((column) => {
    const value = values[name]?.[column];
    return value === undefined ? column : `${value} AS ${column}`;
  });
  return `SELECT ${selected.join(', ')} FROM ${name}`;
}
