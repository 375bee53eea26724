import type { ClientBase } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { RECORDED, type RecordedEvent } from '../event-log/events.js';
import { type Subscription, wantedParameters, wantedSql } from './subscription.js';

const MAX_ERROR_CHARACTERS = 1_000;

/**
 * An operator request for a parked stream: retry the failed event, or skip it and continue with the events after it.
 */
export type OperatorRequest = 'retry' | 'skip';

/** A parked stream with an operator request. */
export interface RequestedStream {
  readonly id: number;
  readonly stream: string;
  /** The position of the stream's first unhandled event. */
  readonly position: number;
  readonly request: OperatorRequest;
}

/**
 * Finds which streams of some events are parked for a subscription. The statement is sent synchronously, like that of
 * `lockCheckpoint`. It must be sent after it, so that its snapshot includes the streams that the last holder of the
 * lock parked.
 */
export async function parkedStreams(
  client: ClientBase,
  { name, build }: Subscription,
  events: readonly RecordedEvent[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ stream: string }>({
    name: 'parked streams',
    text: `SELECT stream FROM log.quarantine
           WHERE subscription = $1 AND build = $2 AND state = 'parked' AND stream = ANY ($3)`,
    values: [name, build, [...new Set(events.map(({ stream }) => stream))]],
  });
  return new Set(rows.map(({ stream }) => stream));
}

/** Condition for an event that no operator has skipped. The subscription is `$4` and its build `$5`. */
const NOT_SKIPPED_SQL = `position <> ALL (coalesce(
  (SELECT skipped FROM log.checkpoints WHERE subscription = $4 AND build = $5), '{}'))`;

/** The next events of a subscription, without skipped ones, and without those of parked streams, which wait. */
export function readUnparked(
  manager: EntityManager,
  subscription: Subscription,
  after: number,
  end: number,
  limit: number,
): Promise<RecordedEvent[]> {
  return manager.query(
    `SELECT ${RECORDED} FROM log.events AS e WHERE position > $1 AND position <= $2 AND ${wantedSql(6)}
       AND ${NOT_SKIPPED_SQL}
       AND NOT EXISTS (SELECT FROM log.quarantine AS q
         WHERE q.subscription = $4 AND q.build = $5 AND q.state = 'parked' AND q.stream = e.stream)
     ORDER BY position LIMIT $3`,
    [after, end, limit, subscription.name, subscription.build, ...wantedParameters(subscription)],
  );
}

/** Parks a stream from one of its events on. */
export async function park(
  manager: EntityManager,
  { name, build }: Subscription,
  { stream, position }: RecordedEvent,
  error: string,
  request: OperatorRequest | null = null,
): Promise<void> {
  await manager.query(
    'INSERT INTO log.quarantine (subscription, build, stream, position, error, wish) VALUES ($1, $2, $3, $4, $5, $6)',
    [name, build, stream, position, error, request],
  );
}

/** Locks the first parked stream that has an operator request. */
export async function lockRequested(manager: EntityManager, { name, build }: Subscription): Promise<RequestedStream | undefined> {
  const [found] = await manager.query(
    `SELECT id, stream, position, wish AS request FROM log.quarantine
     WHERE subscription = $1 AND build = $2 AND state = 'parked' AND wish IS NOT NULL ORDER BY id LIMIT 1 FOR UPDATE`,
    [name, build],
  );
  return found;
}

/** The events of a stream that wait for a subscription, without skipped ones, from a position to its checkpoint. */
export function readWaiting(
  manager: EntityManager,
  subscription: Subscription,
  stream: string,
  from: number,
  checkpoint: number,
  limit: number,
): Promise<RecordedEvent[]> {
  return manager.query(
    `SELECT ${RECORDED} FROM log.events
     WHERE position >= $1 AND position <= $2 AND ${wantedSql(6)} AND ${NOT_SKIPPED_SQL} AND stream = $9
     ORDER BY position LIMIT $3`,
    [from, checkpoint, limit, subscription.name, subscription.build, ...wantedParameters(subscription), stream],
  );
}

/** Ends an entry, because its events were handled or its failed event was skipped. */
export async function endEntry(manager: EntityManager, id: number, state: 'released' | 'skipped'): Promise<void> {
  await manager.query(`UPDATE log.quarantine SET state = $2, wish = NULL, ended_at = clock_timestamp() WHERE id = $1`, [
    id,
    state,
  ]);
}

/** Sets the first unhandled event of an entry. Its operator request stays. */
export async function moveEntry(manager: EntityManager, id: number, position: number): Promise<void> {
  await manager.query('UPDATE log.quarantine SET position = $2 WHERE id = $1', [id, position]);
}

/**
 * Saves the error of a failed retry and ends the operator request. Has no effect if another process got further
 * meanwhile, or if the request has changed.
 *
 * @param position of the event that failed
 */
export async function noteFailedRetry(database: DataSource, id: number, position: number, error: unknown): Promise<void> {
  await database.query(
    `UPDATE log.quarantine SET wish = NULL, position = $2, error = $3, attempts = attempts + 1
     WHERE id = $1 AND state = 'parked' AND wish = 'retry' AND position <= $2`,
    [id, position, messageOf(error)],
  );
}

/** An error as operators see it: without a stack, and of bounded length. */
export function messageOf(error: unknown): string {
  return String((error as Error)?.message || error).slice(0, MAX_ERROR_CHARACTERS);
}
