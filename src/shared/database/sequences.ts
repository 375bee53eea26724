import type { DataSource } from 'typeorm';

/** The columns that get their values from a sequence. */
const NUMBERED_COLUMNS_SQL = `
  SELECT * FROM (
    SELECT format('%I.%I', nspname, relname) AS table, quote_ident(attname) AS column, nspname AS schema,
      pg_get_serial_sequence(format('%I.%I', nspname, relname), attname) AS sequence
    FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid JOIN pg_namespace AS n ON n.oid = relnamespace
    WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped AND (nspname IN ('log', 'write', 'access') OR relname = 'kronika_migrations')
  ) AS t WHERE sequence IS NOT NULL ORDER BY sequence`;

/**
 * The highest id that a row of schema write ever had, taken from names of streams such as order-42. Streams stay when
 * rows are deleted.
 */
const HIGHEST_ID_SQL = `
  SELECT max(id) AS highest
  FROM (SELECT substring(stream FROM '^[[:alpha:]_-]+-([0-9]{1,15})$')::bigint AS id FROM log.events WHERE version = 1) AS s`;

interface NumberedColumn {
  readonly table: string;
  readonly column: string;
  readonly schema: string;
  readonly sequence: string;
}

/**
 * Raises the sequences of ids that are behind the ids in use, as after a restore of data alone or a logical
 * replication. Never lowers one. To be called before the migrations, which number themselves.
 *
 * @returns the sequences that were behind
 */
export async function raiseIdSequences(source: DataSource): Promise<string[]> {
  const columns: NumberedColumn[] = await source.query(NUMBERED_COLUMNS_SQL);
  const raised: string[] = [];
  for (const column of columns)
    if (await raise(source, column, `SELECT max(${column.column}) AS highest FROM ${column.table}`)) raised.push(column.sequence);
  return raised;
}

/** The result of a repair. */
interface Raised {
  readonly sequences: string[];
  /** The views that will be built again. */
  readonly views: string[];
}

/**
 * Raises the position sequence if it is behind the log. An append in between would be acknowledged at a position that
 * readers have passed. To be called after the migrations.
 *
 * @param isRestored whether the sequences of ids were behind
 */
export async function raisePositionSequence(source: DataSource, isRestored: boolean): Promise<Raised> {
  const [{ end }] = await source.query('SELECT coalesce(max(position), 0) AS "end" FROM log.events');
  const [{ raised }] = await source.query('SELECT log.raise_position() AS raised');
  if (!raised && !isRestored) return { sequences: [], views: [] };
  // Only now, because it reads the whole log.
  const sequences = raised ? ['log.position'] : [];
  const columns: NumberedColumn[] = await source.query(NUMBERED_COLUMNS_SQL);
  for (const column of columns)
    if (column.schema === 'write' && (await raise(source, column, HIGHEST_ID_SQL))) sequences.push(column.sequence);
  return { sequences, views: raised ? await doubtReadersAfter(source, end) : [] };
}

/**
 * A checkpoint after the last event has two possible causes: appends that were rolled back, or a restore that lost
 * events. Once the sequence is raised, the two look alike. So the views are built again, and decisions about events at
 * these positions are dropped. Sagas and handlers continue where they are.
 *
 * @param end the position of the last event
 * @returns the views
 */
async function doubtReadersAfter(source: DataSource, end: number): Promise<string[]> {
  const doubtful: { subscription: string; isView: boolean }[] = await source.query(
    `SELECT subscription, cardinality(tables) > 0 AS "isView" FROM log.checkpoints WHERE build = 'serving' AND position > $1
     ORDER BY subscription`,
    [end],
  );
  if (!doubtful.length) return [];
  const views = doubtful.filter(({ isView }) => isView).map(({ subscription }) => subscription);
  await source.transaction(async (manager) => {
    await manager.query('DELETE FROM log.snapshots');
    await manager.query(`DELETE FROM log.quarantine WHERE state = 'parked' AND position > $1`, [end]);
    await manager.query(
      `UPDATE log.checkpoints SET skipped = ARRAY(SELECT p FROM unnest(skipped) AS p WHERE p <= $1)
       WHERE EXISTS (SELECT FROM unnest(skipped) AS p WHERE p > $1)`,
      [end],
    );
    await manager.query(
      `INSERT INTO log.operations (kind, subscription, actor) SELECT 'rebuild', v, 'kronika' FROM unnest($1::text[]) AS v
       WHERE NOT EXISTS (SELECT FROM log.operations WHERE subscription = v AND kind = 'rebuild' AND state = 'waiting')`,
      [views],
    );
  });
  return views;
}

/** @returns whether the sequence was below what `highest` selects */
async function raise(source: DataSource, { table, sequence }: NumberedColumn, highest: string): Promise<boolean> {
  // The snapshot of `highest` is older than the value of the sequence, so ids in use by others do not look too high.
  const isBehind = `highest > coalesce(pg_sequence_last_value($1), 0)`;
  const [behind] = await source.query(`SELECT FROM (${highest}) AS h WHERE ${isBehind}`, [sequence]);
  if (!behind) return false;
  return source.transaction(async (manager) => {
    // Inserts take this lock before their ids, so none can raise the sequence meanwhile.
    await manager.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
    const rows: object[] = await manager.query(`SELECT setval($1, highest) FROM (${highest}) AS h WHERE ${isBehind}`, [sequence]);
    return rows.length > 0;
  });
}
