import type { DataSource, EntityManager } from 'typeorm';
import type { Replicas } from '../database/replicas.js';
import { UserErased } from '../event-log/erasure.js';
import type { Build } from '../subscriptions/subscription.js';
import { failOperation } from './operation.js';
import { BUILD_SCHEMAS, type ViewBuilder } from './view-builder.js';

/** How long a replaced build stays. The erasure of a user drops it earlier, because it may have the user's texts. */
const PREVIOUS_RETENTION = '24 hours';

/**
 * The longest wait for queries that read the tables of the build that serves. New queries queue behind the waiting
 * lock, so a long query must not make it wait.
 */
export const MAX_READER_WAIT_MS = 100;

/**
 * The longest wait for a lock on tables that no query reads. Autovacuum gives way after a second (`deadlock_timeout`);
 * `pg_dump` does not, and keeps its locks until it ends.
 */
const MAX_TABLE_LOCK_WAIT_MS = 2_000;

/** First key of the advisory lock that a process holds while it changes the builds of a view. */
const BUILDS_LOCK = 7_502_003;

const EXPIRED_SQL = `
  SELECT subscription, build, tables, operation FROM log.checkpoints
  WHERE build = 'previous' AND (updated_at < clock_timestamp() - interval '${PREVIOUS_RETENTION}'
    OR EXISTS (SELECT FROM log.events AS e WHERE e.type = '${UserErased.type}' AND e.position > checkpoints.position))`;

/**
 * Identifies the tables `$1` in this database of this cluster. It survives a file-level backup and a change of schema.
 * Tables of a restored dump always have another one.
 */
export const HOME_SQL = `
  SELECT concat_ws(' ', system_identifier, d.oid, (SELECT string_agg(to_regclass(t)::oid::text, ' ') FROM unnest($1::text[]) AS t))
  FROM pg_control_system(), pg_database AS d WHERE datname = current_database()`;

/** A build of a view, as its row in `log.checkpoints` has it. */
export interface StoredBuild {
  readonly build: Build;
  readonly version: number;
  readonly position: number;
  /** The names of the build's tables, without schema. */
  readonly tables: readonly string[];
  /** The operation that made the build or verifies it. */
  readonly operation: string | null;
  /** Positions of the events that operators have skipped in the build. */
  readonly skipped: readonly number[];
}

/**
 * Changes the builds of a view in one transaction that excludes all other processes. Later waits for locks in it are
 * short, because other builds wait for the same loop.
 *
 * @throws an error for which `isLockTimeout` is true if tables or checkpoints are in use; then nothing has changed
 */
export function withBuildsLocked<T>(
  database: DataSource,
  view: string,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  return database.transaction(async (manager) => {
    // Waits without a limit, because the holder never waits long for other locks and is never idle.
    await manager.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [BUILDS_LOCK, view]);
    await limitLockWaits(manager);
    return work(manager);
  });
}

/** Queries on a replica read tables that are about to change. */
class TablesInUse extends Error {
  /** As of a lock that was not to be had in time. */
  readonly code = '55P03';
}

/**
 * To be called before tables of builds move or are dropped. A replica's replay waits for what reads them there, and
 * all other changes wait with it; at last it ends those queries.
 *
 * @param kinds of the builds
 * @throws an error for which `isLockTimeout` is true if a query on a replica reads them for longer than usual
 */
export async function requireNoReaders(
  { manager }: DataSource,
  replicas: Replicas,
  view: string,
  kinds?: readonly Build[],
): Promise<void> {
  const builds = [...(await findBuilds(manager, view)).values()].filter(({ build }) => kinds?.includes(build) ?? true);
  if (await replicas.haveReaders(builds.flatMap(namesOf), MAX_READER_WAIT_MS))
    throw new TablesInUse(`Queries on a replica read tables of ${view}.`);
}

/** Bounds each wait for a lock until the end of the transaction. */
export async function limitLockWaits(manager: EntityManager, milliseconds = MAX_TABLE_LOCK_WAIT_MS): Promise<void> {
  await manager.query(`SET LOCAL lock_timeout = ${milliseconds}`);
}

/** Whether a wait for a lock timed out, so that the same work may succeed later. */
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
 * The position that a build has to reach: the end of the log or, for a verification, the position of the build that
 * serves. The horizon is queried here, because a build takes over only at the end of the log and the log poller's
 * horizon may be older.
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

/** Whether a build is beyond the last assigned position, which means that the log was restored to an earlier one. */
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
 * Creates the empty tables of a build and its checkpoint at position 0. The build replaces one of the same kind. It
 * leaves out what operators have skipped in the build that serves, and in a next build of an earlier version.
 *
 * @param operation if the replaced build has the same operation, that build begins again and the operation continues
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

/** Saves which tables belong to a checkpoint, so that other tables in their place are noticed. */
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
 * Adds the missing indexes to a build. They come last because they would slow down the folding.
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

/** Changes the kind of a build, for example from `next` to `serving`. Its tables move to the schema of that kind. */
export async function changeBuild(
  manager: EntityManager,
  view: string,
  { build, tables }: Pick<StoredBuild, 'build' | 'tables'>,
  to: Build,
): Promise<void> {
  for (const table of tables) {
    await manager.query(`DROP TABLE IF EXISTS ${qualified(to, table)}`);
    await manager.query(`ALTER TABLE ${qualified(build, table)} SET SCHEMA ${BUILD_SCHEMAS[to]}`);
  }
  await manager.query(
    `UPDATE log.checkpoints SET build = $3, updated_at = clock_timestamp(), failure = NULL
     WHERE subscription = $1 AND build = $2`,
    [view, build, to],
  );
  // Ended entries stay as a record for the build that serves now, and for each build that replaces it.
  await manager.query(
    `UPDATE log.quarantine SET build = $3 WHERE subscription = $1 AND build = $2 AND (state = 'parked' OR $3 = 'serving')`,
    [view, build, to],
  );
}

/**
 * Drops a build and fails its operation if that is running. What operators decided about its streams stays on record,
 * unless it was a check.
 */
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

/** Locks the tables of a build, in one statement that takes no snapshot. */
export async function lockTables(
  manager: EntityManager,
  { build, tables }: Pick<StoredBuild, 'build' | 'tables'>,
  mode: 'ACCESS EXCLUSIVE' | 'ACCESS SHARE',
): Promise<void> {
  if (!tables.length) return;
  await manager.query(`LOCK TABLE ${namesOf({ build, tables }).join(', ')} IN ${mode} MODE`);
}

/** The tables of a build that exist. A backup may have left out some. */
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
  return `${BUILD_SCHEMAS[build]}."${table.replaceAll('"', '""')}"`;
}
