import { pipeline } from 'node:stream/promises';
import type { ClientBase, Pool } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { StartError } from '../settings.js';
import { type BackupOptions, rowsSql, type Values, valuesWithoutTexts } from './backup-values.js';

/** What a backup holds. Views are left out, because they are folded from the log again. */
const BACKUP_SCHEMAS = ['log', 'write', 'access', 'personal'];

/** A line in a script of Postgres's `psql` that ends the rows of a COPY. No row has it: COPY writes `\` as `\\`. */
const END_OF_ROWS = '\\.';

/** Rows are handed on in pieces of at least this many bytes. */
const MIN_CHUNK_BYTES = 65_536;

/** A table in a backup. */
interface TableContent {
  /** With its schema, quoted. */
  readonly name: string;
  /** Quoted, in order. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** A sum over the MD5 digests of the rows; independent of their order. */
  readonly digest: string;
}

/** The first line of a backup, behind `-- `. */
export interface BackupHeader {
  readonly format: 'kronika backup 1';
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The position of the last event. */
  readonly position: number;
  /** The names of the migrations that had run. */
  readonly migrations: readonly string[];
  /** Absent: the keys of persons' texts are in it. */
  readonly withoutKeys?: true;
  readonly tables: readonly TableContent[];
}

/** @param rows how many rows have been written or read, of how many */
export type TellProgress = (rows: number, of: number) => void;

/**
 * The whole database but its views, from one snapshot, as a script that `psql` runs on a migrated, empty database.
 * Commands go on meanwhile.
 *
 * @returns pieces of the script
 * @throws StartError if the database has no log
 */
export async function* backupOf(
  source: DataSource,
  tell: TellProgress = () => undefined,
  options: BackupOptions = {},
): AsyncGenerator<Buffer> {
  const client = await poolOf(source).connect();
  let isWhole = false;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const values = options.withoutKeys ? await valuesWithoutTexts(client, BACKUP_SCHEMAS) : {};
    const header = await headerOf(client, values, options);
    yield Buffer.from(`-- ${JSON.stringify(header)}\n`);
    const all = header.tables.reduce((sum, { rows }) => sum + rows, 0);
    let before = 0;
    for (const { name, columns, rows } of header.tables) {
      const list = columns.join(', ');
      yield Buffer.from(`COPY ${name} (${list}) FROM stdin;\n`);
      const copy = client.query(copyTo(`COPY (${rowsSql({ name, columns }, values)}) TO STDOUT`));
      for await (const piece of copy) {
        yield piece;
        tell(before + copy.rowCount, all);
      }
      before += rows;
      yield Buffer.from(`${END_OF_ROWS}\n`);
    }
    for (const { sequence, value } of await sequenceValues(client))
      yield Buffer.from(`SELECT pg_catalog.setval('${sequence}', ${value});\n`);
    yield Buffer.from('-- end\n');
    await client.query('COMMIT');
    isWhole = true;
  } finally {
    // Its reader may have stopped in the middle of a COPY.
    client.release(!isWhole);
  }
}

/**
 * Fills a database from a backup, all or nothing, and compares what is there with what the backup says.
 *
 * @param target connected, with all migrations that the code has; of them, those of the backup are run
 * @throws StartError if the target holds data or is in use, if the backup is from newer code, cut off or damaged
 */
export async function restoreInto(
  target: DataSource,
  pieces: AsyncIterable<Buffer>,
  tell: TellProgress = () => undefined,
): Promise<BackupHeader> {
  const lines = linesOf(pieces);
  try {
    const header = readHeader((await lines.next()).value);
    await migrateAs(target, header);
    await fill(target, lines, header, tell);
    return header;
  } finally {
    // Or what writes the pieces would wait to go on for ever.
    await lines.return(undefined);
  }
}

/** @throws StartError as of `restoreInto` */
async function fill(target: DataSource, lines: AsyncGenerator<Buffer>, header: BackupHeader, tell: TellProgress): Promise<void> {
  const client = await poolOf(target).connect();
  let isDone = false;
  try {
    await client.query('BEGIN');
    for (const { name } of header.tables) {
      const { rows } = await client.query(`SELECT EXISTS (SELECT FROM ${name}) AS "hasRows"`);
      // A migration put them there.
      if (rows[0].hasRows) await client.query(`DELETE FROM ${name}`);
    }
    await readScript(client, lines, header, tell);
    for (const { name, columns, rows, digest } of header.tables) {
      const found = await contentOf(client, rowsSql({ name, columns }, {}));
      if (found.rows !== rows || found.digest !== digest)
        throw new StartError(`The backup is damaged: ${name} would have other rows than it had. Nothing was changed.`);
    }
    await client.query('COMMIT');
    isDone = true;
  } finally {
    client.release(!isDone);
  }
}

/** @returns the header of a backup @throws StartError if it is none */
function readHeader(line?: Buffer): BackupHeader {
  try {
    const header = JSON.parse(String(line).replace(/^-- /, ''));
    if (header.format === 'kronika backup 1') return header;
  } catch {
    // Said below.
  }
  throw new StartError('This is not a backup of Kronika.');
}

/** Brings an empty database to the schema that the backup has. @throws StartError if it can't be filled */
async function migrateAs(target: DataSource, header: BackupHeader): Promise<void> {
  const nameOf = (migration: object & { name?: string }) => migration.name ?? migration.constructor.name;
  const known = target.migrations.map(nameOf);
  const unknown = header.migrations.filter((name) => !known.includes(name));
  if (unknown.length)
    throw new StartError(`The backup was made by newer code, which has the migration ${unknown[0]}. Restore it with that.`);
  const [{ others }] = await target.query(
    `SELECT count(*)::int AS others FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name ~ '^kronika (write|view|read|log)$'`,
  );
  if (others) throw new StartError('Kronika runs on this database. Stop it first.');
  const [{ hasLog }] = await target.query(`SELECT to_regclass('log.events') IS NOT NULL AS "hasLog"`);
  if (hasLog) {
    const [{ hasEvents }] = await target.query('SELECT EXISTS (SELECT FROM log.events) AS "hasEvents"');
    const run = await migrationsOf(target);
    if (hasEvents || run.some((name) => !header.migrations.includes(name)))
      throw new StartError(
        `The database ${hasEvents ? 'holds events' : 'is migrated further than the backup'}. Restore into a new, empty database, ` +
          'or an empty DATA_DIR.',
      );
  }
  // Those that the code has besides run at the next start, as in an upgrade.
  Object.assign(target, { migrations: target.migrations.filter((each) => header.migrations.includes(nameOf(each))) });
  await target.runMigrations({ transaction: 'each' });
}

/** The names of the migrations that have run. */
async function migrationsOf(queries: Pick<DataSource, 'query'>): Promise<string[]> {
  const [found] = await queries.query(
    `SELECT oid::regclass::text AS "table" FROM pg_class WHERE relname = 'kronika_migrations' AND relkind = 'r'`,
  );
  const rows: { name: string }[] = found ? await queries.query(`SELECT name FROM ${found.table} ORDER BY id`) : [];
  return rows.map(({ name }) => name);
}

/** @throws StartError if the database has no log */
async function headerOf(client: ClientBase, values: Values, { withoutKeys }: BackupOptions): Promise<BackupHeader> {
  const query = async (sql: string) => (await client.query(sql)).rows;
  const [{ hasLog }] = await query(`SELECT to_regclass('log.events') IS NOT NULL AS "hasLog"`);
  if (!hasLog) throw new StartError('Kronika was never started on this database: there is nothing to back up or to move.');
  const migrations = await migrationsOf({ query } as never);
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
    `SELECT format('%I.%I', nspname, relname) AS name, array_agg(quote_ident(attname) ORDER BY attnum) AS columns
     FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace JOIN pg_attribute ON attrelid = c.oid
     WHERE relkind = 'r' AND nspname = ANY ($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     GROUP BY 1 ORDER BY 1`,
    [BACKUP_SCHEMAS],
  );
  const contents: TableContent[] = [];
  for (const table of tables) contents.push({ ...table, ...(await contentOf(client, rowsSql(table, values))) });
  const [{ position }] = await query('SELECT coalesce(max(position), 0)::float8 AS position FROM log.events');
  return {
    format: 'kronika backup 1',
    createdAt: new Date().toISOString(),
    position,
    migrations,
    ...(withoutKeys ? { withoutKeys } : {}),
    tables: contents,
  };
}

/** @param rows a `SELECT` of all columns, in order */
async function contentOf(client: ClientBase, rows: string): Promise<Pick<TableContent, 'rows' | 'digest'>> {
  const { rows: found } = await client.query(
    `SELECT count(*)::float8 AS rows, coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text AS digest
     FROM (${rows}) AS t`,
  );
  return found[0];
}

/** Sequences that have given a value. */
async function sequenceValues(client: ClientBase): Promise<{ sequence: string; value: string }[]> {
  const { rows } = await client.query(
    `SELECT format('%I.%I', schemaname, sequencename) AS sequence, last_value::text AS value FROM pg_sequences
     WHERE schemaname = ANY ($1) AND last_value IS NOT NULL ORDER BY 1`,
    [BACKUP_SCHEMAS],
  );
  return rows;
}

/**
 * Does what the script says and nothing else: only COPY into tables of the header, and values of sequences.
 *
 * @throws StartError if it says anything else, or ends too early
 */
async function readScript(
  client: ClientBase,
  lines: AsyncGenerator<Buffer>,
  { tables }: BackupHeader,
  tell: TellProgress,
): Promise<void> {
  const copies = new Map(tables.map(({ name, columns }) => [`COPY ${name} (${columns.join(', ')}) FROM stdin;`, name]));
  const all = tables.reduce((sum, { rows }) => sum + rows, 0);
  let read = 0;
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new StartError('The backup is cut off. Nothing was changed.');
    const line = String(value);
    if (line === '-- end') return;
    const [, sequence, last] = /^SELECT pg_catalog\.setval\('([\w".]+)', (\d+)\);$/.exec(line) ?? [];
    if (sequence && last) {
      await client.query('SELECT setval($1::regclass, $2)', [sequence, last]);
    } else if (copies.has(line)) {
      const rows = rowsOf(lines, (count) => {
        read += count;
        tell(read, all);
      });
      await pipeline(rows, client.query(copyFrom(line.replace(/;$/, ''))));
    } else throw new StartError('The backup has a line that Kronika did not write. Nothing was changed.');
  }
}

/** The rows of one COPY, in pieces. */
async function* rowsOf(lines: AsyncGenerator<Buffer>, tell: (count: number) => void): AsyncGenerator<Buffer> {
  const newline = Buffer.from('\n');
  const end = Buffer.from(END_OF_ROWS);
  let piece: Buffer[] = [];
  let [bytes, count] = [0, 0];
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new StartError('The backup is cut off. Nothing was changed.');
    const isEnd = end.equals(value);
    if (!isEnd) {
      piece.push(value, newline);
      bytes += value.length + 1;
      count += 1;
    }
    if (bytes < MIN_CHUNK_BYTES && !isEnd) continue;
    if (bytes) yield Buffer.concat(piece);
    tell(count);
    if (isEnd) return;
    piece = [];
    [bytes, count] = [0, 0];
  }
}

/** Splits at each newline, and nowhere else. What follows the last newline is no line. */
async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, start)) {
      const line = piece.subarray(start, end);
      yield rest.length ? Buffer.concat([...rest, line]) : line;
      rest = [];
      start = end + 1;
    }
    if (start < piece.length) rest.push(piece.subarray(start));
  }
}

const poolOf = (source: DataSource) => (source.driver as PostgresDriver).master as Pool;
