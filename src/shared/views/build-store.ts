import type { DataSource, EntityManager } from 'typeorm';
import type { Build } from '../subscriptions/subscription.js';
import { failOperation } from './operation.js';
import { SCHEMAS, type ViewBuilder } from './view-builder.js';

/** How long a build stays after another one has replaced it. */
const PREVIOUS_RETENTION = '24 hours';

/**
 * The longest wait for a lock on tables that no query reads. Autovacuum gives way after a second (`deadlock_timeout`);
 * `pg_dump` does not, and keeps its locks until it ends.
 */
const MAX_TABLE_LOCK_WAIT_MS = 2_000;

/** The first key of the advisory lock under which a process decides about the builds of a view. */
const BUILDS_LOCK = 7_502_003;

const EXPIRED_SQL = `
  SELECT subscription, build, tables, operation FROM log.checkpoints
  WHERE build = 'previous' AND updated_at < clock_timestamp() - interval '${PREVIOUS_RETENTION}'`;

/**
 * Identifies the tables `$1` in this database of this cluster. Neither a file-level backup nor a change of schema
 * changes it; a restored dump always has another one.
 */
export const HOME_SQL = `
  SELECT concat_ws(' ', system_identifier, d.oid, (SELECT string_agg(to_regclass(t)::oid::text, ' ') FROM unnest($1::text[]) AS t))
  FROM pg_control_system(), pg_database AS d WHERE datname = current_database()`;

/** A build of a view, as its row in `log.checkpoints` has it. */
export interface StoredBuild {
  readonly build: Build;
  readonly version: number;
  readonly position: number;
  /** The names of its tables, without schema. */
  readonly tables: readonly string[];
  /** The operation that made it or verifies it. */
  readonly operation: string | null;
  /** The positions of events that operators have skipped in it. */
  readonly skipped: readonly number[];
}

/**
 * Decides about the builds of a view in one transaction, while no other process does. Waits for locks are short from
 * here on, because other builds wait for the same loop.
 *
 * @throws an error for which `isLockTimeout` is true if tables or checkpoints are in use: nothing has changed then
 */
export function withBuildsLocked<T>(
  database: DataSource,
  view: string,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  return database.transaction(async (manager) => {
    // Without a limit: the process that holds it waits for no lock for long, and gets no time to be idle.
    await manager.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [BUILDS_LOCK, view]);
    await limitLockWaits(manager);
    return work(manager);
  });
}

/** Bounds each wait for a lock until the end of the transaction. */
export async function limitLockWaits(manager: EntityManager, milliseconds = MAX_TABLE_LOCK_WAIT_MS): Promise<void> {
  await manager.query(`SET LOCAL lock_timeout = ${milliseconds}`);
}

/** Whether a lock was not to be had in time, so that the same work may succeed later. */
export function isLockTimeout(error: unknown): boolean {
  return (error as { code?: string } | undefined)?.code === '55P03';
}

export async function findBuilds(
  manager: EntityManager,
  view: string,
  lock: 'FOR UPDATE' | '' = '',
): Promise<Map<Build, StoredBuild>> {
  const rows: StoredBuild[] = await manager.query(
    `SELECT build, version, position, tables, operation, to_json(skipped) AS skipped FROM log.checkpoints
     WHERE subscription = $1 ORDER BY build ${lock}`,
    [view],
  );
  return new Map(rows.map((row) => [row.build, row]));
}

/**
 * The position that a build has to reach: the end of the log, or, if it will be compared, the position of the build
 * that serves. The horizon is asked for here, because the log poller's may be older, and a build takes over only at
 * the end of the log.
 */
export async function targetOf(manager: EntityManager, { name, build }: ViewBuilder): Promise<number> {
  const [{ target }] = await manager.query(
    build === 'check'
      ? `SELECT coalesce(max(position), 0) AS target FROM log.checkpoints WHERE subscription = $1 AND build = 'serving'`
      : 'SELECT log.horizon() AS target WHERE $1::text IS NOT NULL',
    [name],
  );
  return target;
}

/** Whether a build has reached a position that the log has not handed out: the log was restored without it. */
export async function isBeyondLog(
  manager: EntityManager,
  { name, build }: Pick<ViewBuilder, 'name' | 'build'>,
): Promise<boolean> {
  const [found] = await manager.query(
    'SELECT position > log.last_position() AS "isBeyond" FROM log.checkpoints WHERE subscription = $1 AND build = $2',
    [name, build],
  );
  return found?.isBeyond ?? false;
}

/**
 * Creates the empty tables of a build and its checkpoint at position 0. It replaces a build of the same kind, and
 * leaves out what operators have skipped in the build that serves, and in a next build of an earlier version.
 *
 * @param operation if it is the operation of the replaced build, that build begins again: the operation goes on
 */
export async function createBuild(manager: EntityManager, view: ViewBuilder, operation: string | null): Promise<void> {
  const replaced = (await findBuilds(manager, view.name, 'FOR UPDATE')).get(view.build);
  const isAgain = replaced?.operation === operation;
  if (replaced) await removeBuild(manager, view.name, isAgain ? { ...replaced, operation: null } : replaced);
  const isSuccessor = replaced?.build === 'next' && (isAgain || replaced.version < view.version);
  for (const table of view.tables) await table.create(manager);
  await manager.query(
    `INSERT INTO log.checkpoints (subscription, version, position, build, tables, indexed, operation, skipped)
     VALUES ($1, $2, 0, $3, $4, false, $5, ARRAY(
       SELECT unnest(skipped) FROM log.checkpoints WHERE subscription = $1 AND build = 'serving'
       UNION SELECT unnest($6::bigint[])))`,
    [view.name, view.version, view.build, view.tables.map(({ name }) => name), operation, isSuccessor ? replaced.skipped : []],
  );
  await noteHome(manager, view.name, { build: view.build, tables: view.tables.map(({ name }) => name) });
}

/** Notes which tables belong to a checkpoint, so that others in their place are noticed. */
export async function noteHome(
  manager: EntityManager,
  view: string,
  build: Pick<StoredBuild, 'build' | 'tables'>,
): Promise<void> {
  await manager.query(
    `UPDATE log.checkpoints SET home = (${HOME_SQL})
     WHERE subscription = $2 AND build = $3 AND home IS DISTINCT FROM (${HOME_SQL})`,
    [namesOf(build), view, build.build],
  );
}

/**
 * Adds the indexes to a build unless it has them. They come last because they would slow down the folding.
 *
 * @returns whether they were missing
 */
export async function indexBuild(manager: EntityManager, view: ViewBuilder): Promise<boolean> {
  const [, missing] = await manager.query(
    'UPDATE log.checkpoints SET indexed = true WHERE subscription = $1 AND build = $2 AND NOT indexed',
    [view.name, view.build],
  );
  if (missing) for (const table of view.tables) await table.index(manager);
  return missing > 0;
}

/**
 * Makes a build another kind of build, such as the next one the one that serves: its tables move to another schema.
 */
export async function changeBuild(
  manager: EntityManager,
  view: string,
  { build, tables }: Pick<StoredBuild, 'build' | 'tables'>,
  to: Build,
): Promise<void> {
  for (const table of tables) {
    await manager.query(`DROP TABLE IF EXISTS ${qualified(to, table)}`);
    await manager.query(`ALTER TABLE ${qualified(build, table)} SET SCHEMA ${SCHEMAS[to]}`);
  }
  await manager.query(
    `UPDATE log.checkpoints SET build = $3, updated_at = clock_timestamp(), failure = NULL
     WHERE subscription = $1 AND build = $2`,
    [view, build, to],
  );
  // Entries that have ended are on record with the build that serves, whichever comes after it.
  await manager.query(
    `UPDATE log.quarantine SET build = $3 WHERE subscription = $1 AND build = $2 AND (state = 'parked' OR $3 = 'serving')`,
    [view, build, to],
  );
}

/** Drops a build. Its operation, if it runs, fails. What operators have decided about its streams stays on record. */
export async function removeBuild(
  manager: EntityManager,
  view: string,
  { build, tables, operation }: Pick<StoredBuild, 'build' | 'tables' | 'operation'>,
): Promise<void> {
  await failOperation(manager, operation, 'Another build took its place.');
  for (const table of tables) await manager.query(`DROP TABLE IF EXISTS ${qualified(build, table)}`);
  await manager.query('DELETE FROM log.checkpoints WHERE subscription = $1 AND build = $2', [view, build]);
  await manager.query(
    `DELETE FROM log.quarantine WHERE subscription = $1 AND build = $2 AND (state = 'parked' OR build = 'check')`,
    [view, build],
  );
}

/** The names of views whose previous build has expired. */
export async function findExpired(database: DataSource): Promise<string[]> {
  const rows: { subscription: string }[] = await database.query(EXPIRED_SQL);
  return rows.map(({ subscription }) => subscription);
}

/** Drops the previous build of a view, unless another one has replaced it meanwhile. */
export async function removeExpired(manager: EntityManager, view: string): Promise<void> {
  const [expired] = await manager.query(`${EXPIRED_SQL} AND subscription = $1 FOR UPDATE`, [view]);
  if (expired) await removeBuild(manager, view, expired);
}

/** Locks the tables of a build. It is one statement, and takes no snapshot. */
export async function lockTables(
  manager: EntityManager,
  { build, tables }: Pick<StoredBuild, 'build' | 'tables'>,
  mode: 'ACCESS EXCLUSIVE' | 'ACCESS SHARE',
): Promise<void> {
  if (!tables.length) return;
  await manager.query(`LOCK TABLE ${namesOf({ build, tables }).join(', ')} IN ${mode} MODE`);
}

/** Those tables of a build that exist: a backup may have left them out. */
export async function existingTables(
  manager: EntityManager,
  { build, tables }: Pick<StoredBuild, 'build' | 'tables'>,
): Promise<string[]> {
  const rows: { name: string }[] = await manager.query(
    'SELECT name FROM unnest($1::text[], $2::text[]) AS t (name, qualified) WHERE to_regclass(qualified) IS NOT NULL',
    [tables, namesOf({ build, tables })],
  );
  return rows.map(({ name }) => name);
}

/** The quoted names of a build's tables with their schema. */
export function namesOf({ build, tables }: Pick<StoredBuild, 'build' | 'tables'>): string[] {
  return tables.map((table) => qualified(build, table));
}

/** The quoted name of a table with its schema. */
function qualified(build: Build, table: string): string {
  return `${SCHEMAS[build]}."${table.replaceAll('"', '""')}"`;
}
