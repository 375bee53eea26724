import type { ClientBase } from 'pg';

/** Options of a backup. */
export interface BackupOptions {
  /** Leaves out the keys of personal texts, and replaces texts that are not sealed. */
  readonly withoutKeys?: boolean;
}

/** SQL expressions that replace values in a backup, by the quoted names of table and column. */
export type Values = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Replacements in a backup without keys. The original values contain personal texts, or could be used to open or guess
 * some. Columns whose comment begins with `personal` are replaced as well (see `valuesWithoutTexts`).
 */
const TEXTLESS_VALUES: Values = {
  'personal.keys': { secret: 'NULL::bytea' },
  'log.snapshots': { state: `'null'::json`, decider: '0' },
  'log.operations': { result: `result || '{"differences": []}'` },
  'write.outcomes': { fingerprint: `''` },
};

/** @returns the replacements in a backup without keys */
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

/** @returns a `SELECT` of the rows of a table, with replaced values */
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
