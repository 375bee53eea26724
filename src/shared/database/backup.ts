import { pipeline } from 'node:stream/promises';
import type { ClientBase, Pool } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { StartError } from '../settings.js';
import { appSchemas } from './app-schemas.js';
import { type BackupOptions, NO_OMISSIONS, type Omissions, omissionsWithoutKeys, rowsSql } from './backup-values.js';

/** The engine's schemas in a backup, besides those of the app. Views are left out, because they are rebuilt from the log. */
const BACKUP_SCHEMAS = ['log', 'write', 'access', 'personal'];

/** Ends the rows of a COPY in a `psql` script. No row can look like it, because COPY writes `\` as `\\`. */
const END_OF_ROWS = '\\.';

/** Minimum size of the chunks in which rows are passed to a COPY. */
const MIN_CHUNK_BYTES = 65_536;

/** A table in a backup. */
interface TableContent {
  /** Schema-qualified and quoted. */
  readonly name: string;
  /** Quoted, in the order of the table. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** The sum of the MD5 digests of all rows, which does not depend on their order. */
  readonly digest: string;
}

/** The first line of a backup, after `-- `. */
export interface BackupHeader {
  readonly format: 'kronika backup 1';
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The position of the last event. */
  readonly position: number;
  /** The names of the migrations that had run. */
  readonly migrations: readonly string[];
  /** Present if keys, and what only they protect, were left out. */
  readonly withoutKeys?: true;
  readonly tables: readonly TableContent[];
}

/** @param rows the number of rows written or read so far, out of `of` rows in total */
export type TellProgress = (rows: number, of: number) => void;

/**
 * Dumps the whole database except its views, from one snapshot, as a script that `psql` can run on a migrated, empty
 * database. Commands continue to run.
 *
 * @returns the script in chunks
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
    const schemas = [...BACKUP_SCHEMAS, ...appSchemas(source)];
    const omissions = options.withoutKeys ? await omissionsWithoutKeys(client, schemas) : NO_OMISSIONS;
    const header = await headerOf(client, schemas, omissions, options);
    yield Buffer.from(`-- ${JSON.stringify(header)}\n`);
    const all = header.tables.reduce((sum, { rows }) => sum + rows, 0);
    let before = 0;
    for (const { name, columns, rows } of header.tables) {
      const list = columns.join(', ');
      yield Buffer.from(`COPY ${name} (${list}) FROM stdin;\n`);
      const copy = client.query(copyTo(`COPY (${rowsSql({ name, columns }, omissions)}) TO STDOUT`));
      for await (const chunk of copy) {
        yield chunk;
        tell(before + copy.rowCount, all);
      }
      before += rows;
      yield Buffer.from(`${END_OF_ROWS}\n`);
    }
    for (const { sequence, value } of await sequenceValues(client, schemas))
      yield Buffer.from(`SELECT pg_catalog.setval('${sequence}', ${value});\n`);
    yield Buffer.from('-- end\n');
    await client.query('COMMIT');
    isWhole = true;
  } finally {
    // If the consumer stopped in the middle of a COPY, the connection can't be reused.
    client.release(!isWhole);
  }
}

/**
 * Fills a database from a backup, all or nothing, and verifies its content against the backup's header.
 *
 * @param target connected, with all migrations of the code; only those that the backup names are run
 * @throws StartError if the target holds data or is in use, or if the backup is truncated, damaged or from newer code
 */
export async function restoreInto(
  target: DataSource,
  chunks: AsyncIterable<Buffer>,
  tell: TellProgress = () => undefined,
): Promise<BackupHeader> {
  const lines = linesOf(chunks);
  try {
    const header = readHeader((await lines.next()).value);
    await migrateAs(target, header);
    await fill(target, lines, header, tell);
    return header;
  } finally {
    // Otherwise the producer of the chunks would wait forever.
    await lines.return(undefined);
  }
}

/** @throws StartError if the backup is truncated or damaged */
async function fill(target: DataSource, lines: AsyncGenerator<Buffer>, header: BackupHeader, tell: TellProgress): Promise<void> {
  const client = await poolOf(target).connect();
  let isDone = false;
  try {
    await client.query('BEGIN');
    for (const { name } of header.tables) {
      const { rows } = await client.query(`SELECT EXISTS (SELECT FROM ${name}) AS "hasRows"`);
      // Rows that a migration inserted.
      if (rows[0].hasRows) await client.query(`DELETE FROM ${name}`);
    }
    await readScript(client, lines, header, tell);
    for (const { name, columns, rows, digest } of header.tables) {
      const found = await contentOf(client, rowsSql({ name, columns }, NO_OMISSIONS));
      if (found.rows !== rows || found.digest !== digest)
        throw new StartError(`The backup is damaged: ${name} would have other rows than it had. Nothing was changed.`);
    }
    await client.query('COMMIT');
    isDone = true;
  } finally {
    client.release(!isDone);
  }
}

/** @returns the header in the first line @throws StartError if the line has no header */
function readHeader(line?: Buffer): BackupHeader {
  try {
    const header = JSON.parse(String(line).replace(/^-- /, ''));
    if (header.format === 'kronika backup 1') return header;
  } catch {
    // Reported below.
  }
  throw new StartError('This is not a backup of Kronika.');
}

/** Migrates an empty database to the schema of the backup. @throws StartError if the database can't take the backup */
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
  // The code's later migrations run at the next start, as in an upgrade.
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
async function headerOf(
  client: ClientBase,
  schemas: readonly string[],
  omissions: Omissions,
  { withoutKeys }: BackupOptions,
): Promise<BackupHeader> {
  const query = async (sql: string) => (await client.query(sql)).rows;
  const [{ hasLog }] = await query(`SELECT to_regclass('log.events') IS NOT NULL AS "hasLog"`);
  if (!hasLog) throw new StartError('Kronika was never started on this database: there is nothing to back up or to move.');
  const migrations = await migrationsOf({ query } as never);
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
    `SELECT format('%I.%I', nspname, relname) AS name, array_agg(quote_ident(attname) ORDER BY attnum) AS columns
     FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace JOIN pg_attribute ON attrelid = c.oid
     WHERE relkind = 'r' AND nspname = ANY ($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     GROUP BY 1 ORDER BY 1`,
    [schemas],
  );
  const contents: TableContent[] = [];
  for (const table of tables) contents.push({ ...table, ...(await contentOf(client, rowsSql(table, omissions))) });
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

/** The last values of all sequences in use. */
async function sequenceValues(client: ClientBase, schemas: readonly string[]): Promise<{ sequence: string; value: string }[]> {
  const { rows } = await client.query(
    `SELECT format('%I.%I', schemaname, sequencename) AS sequence, last_value::text AS value FROM pg_sequences
     WHERE schemaname = ANY ($1) AND last_value IS NOT NULL ORDER BY 1`,
    [schemas],
  );
  return rows;
}

/**
 * Executes the script. The only statements allowed are COPY into tables of the header, and `setval`.
 *
 * @throws StartError if the script has any other line, or ends too early
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

/** The rows of one COPY, in chunks. */
async function* rowsOf(lines: AsyncGenerator<Buffer>, tell: (count: number) => void): AsyncGenerator<Buffer> {
  const newline = Buffer.from('\n');
  const end = Buffer.from(END_OF_ROWS);
  let chunk: Buffer[] = [];
  let [bytes, count] = [0, 0];
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new StartError('The backup is cut off. Nothing was changed.');
    const isEnd = end.equals(value);
    if (!isEnd) {
      chunk.push(value, newline);
      bytes += value.length + 1;
      count += 1;
    }
    if (bytes < MIN_CHUNK_BYTES && !isEnd) continue;
    if (bytes) yield Buffer.concat(chunk);
    tell(count);
    if (isEnd) return;
    chunk = [];
    [bytes, count] = [0, 0];
  }
}

/** Splits at newlines only, and drops what follows the last one. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = chunk.subarray(start, end);
      yield rest.length ? Buffer.concat([...rest, line]) : line;
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
}

const poolOf = (source: DataSource) => (source.driver as PostgresDriver).master as Pool;
