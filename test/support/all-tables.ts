import type pg from 'pg';

/** Every row of every table of a database, as text, by table: schemas of views in all kinds of builds included. */
export async function allTables(db: pg.Pool | pg.Client): Promise<Map<string, string>> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const tables = new Map<string, string>();
  for (const { name } of rows) {
    const { rows: found } = await db.query(`SELECT coalesce(string_agg(t::text, E'\n'), '') AS text FROM ${name} AS t`);
    tables.set(name, found[0].text);
  }
  return tables;
}

/** The tables that have a text, wherever it stands. */
export async function tablesWith(db: pg.Pool | pg.Client, text: string): Promise<string[]> {
  return [...(await allTables(db))].flatMap(([name, rows]) => (rows.includes(text) ? [name] : [])).sort();
}
