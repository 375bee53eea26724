import type { ClientBase, Pool, QueryConfig } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { Batcher } from '../database/batcher.js';
import { INCARNATION_SQL } from '../event-log/incarnation.js';
import type { Subscription } from './subscription.js';

/**
 * Moves checkpoints that no process holds. A checkpoint between `after` and `until` may be moved, because all events
 * there are ignored. One before `after` may not, because the events in between have not been examined.
 */
const PASS_SQL = `
  WITH requests AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::text[])
      AS r (subscription, build, version, after, until, incarnation)
  ), free AS (
    SELECT c.subscription, c.build, r.until FROM log.checkpoints AS c JOIN requests AS r USING (subscription, build, version)
    WHERE c.position >= r.after AND c.position < r.until AND (r.incarnation IS NULL OR r.incarnation = ${INCARNATION_SQL})
    FOR UPDATE OF c SKIP LOCKED
  ), moved AS (
    UPDATE log.checkpoints AS c SET position = f.until, failure = NULL, updated_at = clock_timestamp()
    FROM free AS f WHERE c.subscription = f.subscription AND c.build = f.build RETURNING c.subscription, c.build, c.position
  )
  SELECT c.subscription, c.build, coalesce(m.position, c.position) AS position
  FROM log.checkpoints AS c JOIN requests USING (subscription, build, version) LEFT JOIN moved AS m USING (subscription, build)`;

/** A checkpoint that the connection's transaction has locked. */
export interface LockedCheckpoint {
  readonly position: number;
  /** The positions after it of events that an operator has skipped. */
  readonly skipped: readonly number[];
}

/**
 * Locks the checkpoint until the transaction ends. The statement is sent synchronously, before any later one on this
 * connection.
 *
 * @param whenLocked wait for another process that holds the checkpoint, or give up
 * @param incarnation the incarnation that events and horizon were read from, because another one may lack those events
 * or have others in their place; absent: nothing was read before
 * @returns undefined if another process holds the checkpoint, if it belongs to another version, or if the log is
 * another incarnation
 */
export async function lockCheckpoint(
  client: ClientBase,
  { name, build, version }: Pick<Subscription, 'name' | 'build' | 'version'>,
  whenLocked: 'wait' | 'give up',
  incarnation?: string,
): Promise<LockedCheckpoint | undefined> {
  const { rows } = await client.query<LockedCheckpoint>({
    name: `lock checkpoint or ${whenLocked}`,
    text: `SELECT position, array_to_json(ARRAY(SELECT p FROM unnest(skipped) AS p WHERE p > position)) AS skipped
           FROM log.checkpoints WHERE subscription = $1 AND build = $2 AND version = $3 AND ($4::text IS NULL OR $4 = ${INCARNATION_SQL})
           FOR UPDATE ${whenLocked === 'wait' ? '' : 'SKIP LOCKED'}`,
    values: [name, build, version, incarnation ?? null],
  });
  return rows[0];
}

/** Moves a checkpoint that the connection's transaction has locked. */
export function moveCheckpoint(
  client: ClientBase,
  { name, build }: Pick<Subscription, 'name' | 'build'>,
  position: number,
): Promise<unknown> {
  return client.query({
    name: 'move checkpoint',
    text: `UPDATE log.checkpoints SET position = $3, failure = NULL, updated_at = clock_timestamp()
           WHERE subscription = $1 AND build = $2`,
    values: [name, build, position],
  } satisfies QueryConfig);
}

/**
 * Makes a subscription skip an event of a stream for good, even if its checkpoint is set back, and in later builds.
 * The checkpoint must be locked.
 */
export async function skipEvent(
  manager: EntityManager,
  { name, build }: Subscription,
  stream: string,
  position: number,
): Promise<void> {
  // A retry in parts may have left the entry at a position where another stream has its event.
  await manager.query(
    `UPDATE log.checkpoints SET skipped = skipped || $3::bigint
     WHERE subscription = $1 AND build = $2 AND $3 <> ALL (skipped)
       AND EXISTS (SELECT FROM log.events WHERE position = $3 AND stream = $4)`,
    [name, build, position, stream],
  );
}

/** The connection of a manager's transaction. */
export function connectionOf(manager: EntityManager): Promise<ClientBase> {
  return (manager.queryRunner as QueryRunner).connect();
}

/** Creates the checkpoint of a handler or a saga if there is none: at position 0 or at the present end of the log. */
export async function createCheckpoint(
  database: DataSource,
  { name, version, startAt }: Pick<Subscription, 'name' | 'version' | 'startAt'>,
): Promise<void> {
  await database.query(
    `INSERT INTO log.checkpoints (subscription, version, position) VALUES ($1, $2, CASE WHEN $3 THEN 0 ELSE log.horizon() END)
     ON CONFLICT (subscription, build) DO NOTHING`,
    [name, version, startAt === 'origin'],
  );
}

/**
 * Saves why a subscription fails, so that all processes can show it (null: it no longer fails). An error is ignored
 * and not retried, because the reason may be that the database is unreachable.
 */
export async function noteFailure(
  database: DataSource,
  { name, build }: Pick<Subscription, 'name' | 'build'>,
  failure: string | null,
): Promise<void> {
  await database
    .query(
      `UPDATE log.checkpoints SET failure = $3 WHERE ctid =
         (SELECT ctid FROM log.checkpoints WHERE subscription = $1 AND build = $2 FOR UPDATE SKIP LOCKED)`,
      [name, build, failure],
    )
    .catch(() => undefined);
}

/** Names of subscriptions that have a checkpoint and are not among `known`, without relays, which other processes may run. */
export async function unknownSubscriptions(database: DataSource, known: readonly string[]): Promise<string[]> {
  const rows: { subscription: string }[] = await database.query(
    `SELECT DISTINCT subscription FROM log.checkpoints WHERE subscription <> ALL ($1) AND subscription NOT LIKE 'relay %'`,
    [known],
  );
  return rows.map(({ subscription }) => subscription);
}

/**
 * A checkpoint at a position that the log has not assigned yet: one of the two was restored without the other.
 */
export interface BeyondLog {
  readonly name: string;
  readonly position: number;
  /** The last position of the log. */
  readonly last: number;
}

/** Finds the checkpoints of some subscriptions that are beyond the log. */
export function checkpointsBeyondLog(database: DataSource, names: readonly string[]): Promise<BeyondLog[]> {
  // The statement calls `log.last_position()` after it has taken its snapshot, so no valid checkpoint can be beyond
  // it.
  return database.query(
    `SELECT subscription AS name, position, log.last_position() AS last FROM log.checkpoints
     WHERE build = 'serving' AND subscription = ANY ($1) AND position > log.last_position() ORDER BY subscription`,
    [names],
  );
}

/**
 * Deletes the skipped events and quarantine entries of some subscriptions that are beyond the log, because those
 * events are gone and other events will get their positions.
 */
export async function forgetEventsBeyondLog(database: DataSource, names: readonly string[]): Promise<void> {
  await database.query(
    `UPDATE log.checkpoints SET skipped = ARRAY(SELECT p FROM unnest(skipped) AS p WHERE p <= log.last_position())
     WHERE subscription = ANY ($1) AND EXISTS (SELECT FROM unnest(skipped) AS p WHERE p > log.last_position())`,
    [names],
  );
  await database.query(
    `DELETE FROM log.quarantine WHERE subscription = ANY ($1) AND state = 'parked' AND position > log.last_position()`,
    [names],
  );
}

/**
 * Moves the checkpoint of a saga or a handler from beyond the log to its end.
 *
 * @returns the end; undefined if the checkpoint was not beyond it
 */
export async function moveToLogEnd(database: DataSource, name: string): Promise<number | undefined> {
  const [[moved]] = await database.query(
    `UPDATE log.checkpoints SET position = log.last_position(), failure = NULL, updated_at = clock_timestamp()
     WHERE subscription = $1 AND build = 'serving' AND position > log.last_position() RETURNING position`,
    [name],
  );
  return moved?.position;
}

/**
 * Requests a rebuild of a view, unless a build is in progress.
 *
 * @returns whether it was requested
 */
export async function requestRebuild(database: DataSource, name: string): Promise<boolean> {
  const made: object[] = await database.query(
    `INSERT INTO log.operations (kind, subscription, actor) SELECT 'rebuild', $1, 'kronika' WHERE NOT EXISTS (
       SELECT FROM log.operations WHERE subscription = $1 AND kind <> 'verify' AND state IN ('waiting', 'running')) RETURNING id`,
    [name],
  );
  return made.length > 0;
}

/** The position of a subscription's checkpoint; undefined if it belongs to another version. */
export async function positionOf(database: DataSource, { name, build, version }: Subscription): Promise<number | undefined> {
  const [found] = await database.query(
    'SELECT position FROM log.checkpoints WHERE subscription = $1 AND build = $2 AND version = $3',
    [name, build, version],
  );
  return found?.position;
}

/** A request to move a checkpoint over events that the subscription ignores. */
interface PassRequest {
  readonly subscription: Subscription;
  readonly after: number;
  readonly end: number;
  readonly incarnation: string | undefined;
}

/**
 * Moves checkpoints over events that their subscriptions ignore. All subscriptions of a process learn of new events
 * together, and most ignore them, so one statement moves all of them and none needs a transaction of its own.
 */
export class CheckpointPasser {
  private readonly batcher = new Batcher((requests: PassRequest[]) => this.passAll(requests), { schedule: setImmediate });

  constructor(private readonly database: DataSource) {}

  /**
   * @param incarnation as for `lockCheckpoint`
   * @returns the position of the checkpoint, which is lower than `end` if it could not be moved; undefined if it
   *   belongs to another version
   */
  pass(subscription: Subscription, after: number, end: number, incarnation?: string): Promise<number | undefined> {
    return this.batcher.ask({ subscription, after, end, incarnation });
  }

  private async passAll(requests: PassRequest[]): Promise<(number | undefined)[]> {
    const { rows } = await ((this.database.driver as PostgresDriver).master as Pool).query<{
      subscription: string;
      build: string;
      position: number;
    }>({
      name: 'pass',
      text: PASS_SQL,
      values: [
        requests.map(({ subscription }) => subscription.name),
        requests.map(({ subscription }) => subscription.build),
        requests.map(({ subscription }) => subscription.version),
        requests.map(({ after }) => after),
        requests.map(({ end }) => end),
        requests.map(({ incarnation }) => incarnation ?? null),
      ],
    });
    return requests.map(
      ({ subscription: { name, build } }) => rows.find((row) => row.subscription === name && row.build === build)?.position,
    );
  }
}
