import type { DataSource } from 'typeorm';
import { appSchemas } from './app-schemas.js';

/** The columns that take their values from a sequence; `$1`: the schemas. */
const NUMBERED_COLUMNS_SQL = `
  SELECT * FROM (
    SELECT format('%I.%I', nspname, relname) AS table, quote_ident(attname) AS column, nspname AS schema,
      pg_get_serial_sequence(format('%I.%I', nspname, relname), attname) AS sequence
    FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid JOIN pg_namespace AS n ON n.oid = relnamespace
    WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped AND (nspname = ANY ($1) OR relname = 'kronika_migrations')
  ) AS t WHERE sequence IS NOT NULL ORDER BY sequence`;

/**
 * The highest id that a row of schema write ever had. It is taken from stream names such as order-42, because streams
 * remain after their rows are deleted.
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

const numberedColumns = (source: DataSource): Promise<NumberedColumn[]> =>
  source.query(NUMBERED_COLUMNS_SQL, [['log', 'write', 'access', ...appSchemas(source)]]);

/**
 * Raises each id sequence that is behind the ids in use, as after a data-only restore or logical replication. Never
 * lowers one. Call it before the migrations, because their own records take ids from a sequence.
 *
 * @returns the sequences that were behind
 */
export async function raiseIdSequences(source: DataSource): Promise<string[]> {
  const columns = await numberedColumns(source);
  const raised: string[] = [];
  for (const column of columns)
    if (await raise(source, column, `SELECT max(${column.column}) AS highest FROM ${column.table}`)) raised.push(column.sequence);
  return raised;
}

/** The result of raising the position sequence. */
interface Raised {
  readonly sequences: string[];
  /** The views that will be rebuilt. */
  readonly views: string[];
}

/**
 * Raises the position sequence if it is behind the log. Otherwise an append could be acknowledged at a position that
 * readers have already passed. Call it after the migrations.
 *
 * @param isRestored whether an id sequence was behind, which suggests a restore
 */
export async function raisePositionSequence(source: DataSource, isRestored: boolean): Promise<Raised> {
  const [{ end }] = await source.query('SELECT coalesce(max(position), 0) AS "end" FROM log.events');
  const [{ raised }] = await source.query('SELECT log.raise_position() AS raised');
  if (!raised && !isRestored) return { sequences: [], views: [] };
  // Only after a restore, because the query reads the whole log.
  const sequences = raised ? ['log.position'] : [];
  const columns = await numberedColumns(source);
  for (const column of columns)
    if (column.schema === 'write' && (await raise(source, column, HIGHEST_ID_SQL))) sequences.push(column.sequence);
  return { sequences, views: raised ? await resetReadersAfter(source, end) : [] };
}

/**
 * Resets readers whose checkpoint is after the last event, because appends were rolled back or a restore lost events.
 * Once the sequence is raised, the two causes look alike. So the views are rebuilt, and records of parked or skipped
 * events at these positions are deleted, as are all snapshots. Sagas and handlers continue where they are.
 *
 * @param end the position of the last event
 * @returns the views to rebuild
 */
async function resetReadersAfter(source: DataSource, end: number): Promise<string[]> {
  const readers: { subscription: string; isView: boolean }[] = await source.query(
    `SELECT subscription, cardinality(tables) > 0 AS "isView" FROM log.checkpoints WHERE build = 'serving' AND position > $1
     ORDER BY subscription`,
    [end],
  );
  if (!readers.length) return [];
  const views = readers.filter(({ isView }) => isView).map(({ subscription }) => subscription);
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
  // The snapshot predates the read of the sequence, so ids that other processes take meanwhile don't look too high.
  const isBehind = `highest > coalesce(pg_sequence_last_value($1), 0)`;
  const [behind] = await source.query(`SELECT FROM (${highest}) AS h WHERE ${isBehind}`, [sequence]);
  if (!behind) return false;
  return source.transaction(async (manager) => {
    // An insert locks the table before it takes an id, so no insert can advance the sequence meanwhile.
    await manager.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
    const rows: object[] = await manager.query(`SELECT setval($1, highest) FROM (${highest}) AS h WHERE ${isBehind}`, [sequence]);
    return rows.length > 0;
  });
}
