import type { ClientBase } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { RecordedEvent } from '../event-log/events.js';
import { lockCheckpoint, moveCheckpoint } from './checkpoints.js';
import { parkedStreams, readUnparked } from './quarantine.js';
import type { Later, Subscription } from './subscription.js';

/** Maximum positions per scan, so that a subscription with few events does not scan the whole log in one statement. */
export const MAX_SCANNED_POSITIONS = 20_000;

/** A batch of events that a process is about to handle. */
export interface Batch {
  readonly subscription: Subscription;
  /** The position of the checkpoint, as far as this process knows. */
  readonly after: number;
  readonly horizon: number;
  /** The incarnation of the log that the horizon and the recent events were read from; see `lockCheckpoint`. */
  readonly incarnation?: string;
  /** Maximum number of events. */
  readonly limit: number;
  /** The events after `after`, if they were read before the checkpoint is locked. */
  readonly recent?: RecentEvents;
}

/**
 * Events of a subscription that were read before its checkpoint is locked. Events never change, so they need no lock.
 */
export interface RecentEvents {
  readonly events: RecordedEvent[];
  /** There is no other event of the subscription up to this position. */
  readonly end: number;
}

/** The checkpoint moved to a position, in the transaction in which the events were handled. */
export interface Advanced {
  readonly kind: 'advanced';
  readonly position: number;
  /** Number of events handled, if the subscription stopped before the last one, as a saga does after commands. */
  readonly stoppedAfter?: number;
}

/** The checkpoint is held by another process or belongs to another version, or the log is another incarnation. */
export interface BatchUnavailable {
  readonly kind: 'unavailable';
}

/** An attempt that failed while handling events, and was rolled back. */
export interface Failed {
  readonly kind: 'failed';
  readonly error: unknown;
  readonly checkpoint: number;
  /** At least one event. */
  readonly events: readonly RecordedEvent[];
}

export type BatchResult = Advanced | BatchUnavailable | Failed;

/** A transaction in progress. */
export interface OpenTransaction {
  readonly manager: EntityManager;
  /** Its connection, which executes statements in the order in which they are sent. */
  readonly client: ClientBase;
  /** Resolves once the transaction has begun. Nothing may be written before that is known. */
  readonly begun: Promise<unknown>;
  /** Takes a statement whose answer is only needed before the commit. */
  readonly later: Later;
}

/**
 * How transactions of one kind of subscription work. Those of handlers can have TypeORM's nested transactions in them.
 */
export interface Engine {
  /** Sends its statement synchronously, before any later one on the connection. */
  begin(client: ClientBase, runner: QueryRunner): Promise<unknown>;
  commit(client: ClientBase, runner: QueryRunner): Promise<unknown>;
  rollback(client: ClientBase, runner: QueryRunner): Promise<unknown>;
  /**
   * Makes a subscription handle events.
   *
   * @returns as `Subscription.handle`
   */
  handle(
    subscription: Subscription,
    events: RecordedEvent[],
    manager: EntityManager,
    later?: Later,
    isWanted?: Promise<boolean>,
  ): Promise<number | undefined>;
  batch(database: DataSource, batch: Batch): Promise<BatchResult>;
}

/** Must be called with the position of the locked checkpoint and the events, before the events are handled. */
export type WorkOn = (checkpoint: number, events: readonly RecordedEvent[]) => void;

/**
 * Runs `work` in a transaction.
 *
 * @returns `Failed` if the work failed while handling events
 * @throws the error if the work failed before it had events
 */
export async function inBatchTransaction<R>(
  database: DataSource,
  engine: Engine,
  work: (open: OpenTransaction, workOn: WorkOn) => Promise<R>,
): Promise<R | Failed> {
  let [checkpoint, events]: [number, readonly RecordedEvent[]] = [0, []];
  const workOn: WorkOn = (...found) => {
    [checkpoint, events] = found;
  };
  try {
    return await inTransaction(database, engine, (open) => work(open, workOn));
  } catch (error) {
    if (!events.length) throw error;
    return { kind: 'failed', error, checkpoint, events };
  }
}

/** Runs `work` in a transaction with as few round trips as the engine permits. */
async function inTransaction<T>(database: DataSource, engine: Engine, work: (open: OpenTransaction) => Promise<T>): Promise<T> {
  const runner = database.createQueryRunner();
  let rollback: (() => Promise<unknown>) | undefined;
  try {
    const client: ClientBase = await runner.connect();
    rollback = () => engine.rollback(client, runner);
    const sent: Promise<unknown>[] = [];
    const later: Later = (statement) => {
      // The commit below reports its failure, unless something else fails first.
      statement.catch(() => undefined);
      sent.push(statement);
    };
    const begun = engine.begin(client, runner);
    later(begun);
    const result = await work({ manager: runner.manager, client, begun, later });
    // After a failed statement, COMMIT rolls back and reports no error of its own.
    const answers = await Promise.allSettled([...sent, engine.commit(client, runner)]);
    rollback = undefined;
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
    return result;
  } catch (error) {
    // On a broken connection this fails as well: Postgres has rolled back, and the first error is the one to report.
    await rollback?.().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** The state that can't change while a batch holds the lock on its checkpoint. */
export interface LockedState {
  /** The checkpoint's position; undefined if it could not be locked. */
  readonly checkpoint: number | undefined;
  /** Whether a recent event was skipped, or belongs to a stream that is parked. */
  readonly isLeftOut: (event: RecordedEvent) => boolean;
}

/** Sends the lock on the checkpoint and the query for parked streams together, in this order. */
export async function lockState(
  { client, begun }: OpenTransaction,
  { subscription, recent, incarnation }: Batch,
): Promise<LockedState> {
  const [locked, parked] = await Promise.all([
    lockCheckpoint(client, subscription, 'give up', incarnation),
    recent ? parkedStreams(client, subscription, recent.events) : new Set<string>(),
    begun,
  ]);
  const skipped = new Set(locked?.skipped);
  return {
    checkpoint: locked?.position,
    isLeftOut: ({ stream, position }) => parked.has(stream) || skipped.has(position),
  };
}

/** A batch that chooses its events after it has locked the checkpoint. */
export async function lockedBatch(
  open: OpenTransaction,
  batch: Batch,
  engine: Engine,
  workOn: WorkOn,
): Promise<Advanced | BatchUnavailable> {
  const { subscription, after, horizon, limit, recent } = batch;
  const { manager, later } = open;
  const { checkpoint, isLeftOut } = await lockState(open, batch);
  if (checkpoint === undefined) return { kind: 'unavailable' };
  // If the checkpoint was set back, there are events that were not read before.
  const isKnown = recent && checkpoint >= after;
  const end = Math.max(checkpoint, isKnown ? recent.end : Math.min(horizon, checkpoint + MAX_SCANNED_POSITIONS));
  const events = isKnown
    ? recent.events.filter((event) => event.position > checkpoint && !isLeftOut(event))
    : await readUnparked(manager, subscription, checkpoint, end, limit);
  workOn(checkpoint, events);
  return advance(open, batch, { checkpoint, events, end }, await engine.handle(subscription, events, manager, later));
}

/**
 * Moves the checkpoint in the transaction in which the events were handled, so that a crash can neither lose nor
 * repeat their effects.
 *
 * @param stoppedAt the position of the last event that was handled, if that was not the last one of `events`
 */
export function advance(
  { client, later }: OpenTransaction,
  { subscription, limit }: Batch,
  { checkpoint, events, end }: { checkpoint: number; events: readonly RecordedEvent[]; end: number },
  stoppedAt: number | undefined,
): Advanced {
  const position = stoppedAt ?? (events.length === limit ? (events.at(-1)?.position ?? end) : end);
  if (position > checkpoint) later(moveCheckpoint(client, subscription, position));
  if (stoppedAt === undefined) return { kind: 'advanced', position };
  return { kind: 'advanced', position, stoppedAfter: events.filter((event) => event.position <= stoppedAt).length };
}
