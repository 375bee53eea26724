import type { ClientBase } from 'pg';

/** Options of a backup. */
export interface BackupOptions {
  /** Leaves out the keys of personal texts, and replaces texts that are not sealed. */
  readonly withoutKeys?: boolean;
}

/** SQL expressions that replace values in a backup, by the quoted names of table and column. */
type Values = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The differences between the database and a backup. */
export interface Omissions {
  readonly values: Values;
  /** The quoted names of tables whose rows are left out. */
  readonly rows: readonly string[];
}

export const NO_OMISSIONS: Omissions = { values: {}, rows: [] };

/**
 * Replacements in a backup without keys. The original values contain personal texts, or could be used to open or guess
 * some. Comments of other columns say that they are personal or keys (see `omissionsWithoutKeys`).
 */
const TEXTLESS_VALUES: Values = {
  'personal.keys': { secret: 'NULL::bytea' },
  'log.snapshots': { state: `'null'::json`, decider: '0' },
  'log.operations': { result: `result || '{"differences": []}'` },
  'write.outcomes': { fingerprint: `''` },
};

/**
 * What a backup without keys lacks. Texts are replaced in columns whose comment begins with `personal`. A table with a
 * column whose comment begins with `key` has no rows.
 */
export async function omissionsWithoutKeys(client: ClientBase, schemas: readonly string[]): Promise<Omissions> {
  const { rows } = await client.query<{ name: string; column: string; comment: string }>(
    `SELECT format('%I.%I', nspname, relname) AS name, quote_ident(attname) AS column, col_description(attrelid, attnum) AS comment
     FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace JOIN pg_attribute ON attrelid = c.oid
     WHERE relkind = 'r' AND nspname = ANY ($1) AND attnum > 0 AND col_description(attrelid, attnum) ~ '^(personal|key)'`,
    [schemas],
  );
  const values: Record<string, Record<string, string>> = { ...TEXTLESS_VALUES };
  for (const { name, column, comment } of rows)
    if (comment.startsWith('personal'))
      values[name] = { ...values[name], [column]: `CASE WHEN ${column} <> '[erased]' THEN '[unreadable]' ELSE ${column} END` };
  return { values, rows: rows.flatMap(({ name, comment }) => (comment.startsWith('key') ? [name] : [])) };
}

/** @returns a `SELECT` of the rows of a table, as a backup has them */
export function rowsSql(
  { name, columns }: { readonly name: string; readonly columns: readonly string[] },
  { values, rows }: Omissions,
): string {
  const selected = columns.map((column) => {
    const value = values[name]?.[column];
    return value === undefined ? column : `${value} AS ${column}`;
  });
  return `SELECT ${selected.join(', ')} FROM ${name}${rows.includes(name) ? ' WHERE false' : ''}`;
}
