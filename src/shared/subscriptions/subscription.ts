import type { EntityManager } from 'typeorm';
import { categoryOf, type RecordedEvent } from '../event-log/events.js';
import type { StartPosition } from './start-at.js';
import type { Timer } from './timers.js';

/**
 * A build of a view: `serving` answers queries, `next` will replace it, `previous` was replaced by it, and `check` is
 * compared with it. Sagas and event handlers have only `serving`.
 */
export type Build = 'serving' | 'next' | 'previous' | 'check';

/**
 * Takes over a statement that has been sent, whose answer is awaited before the commit. If the statement fails, the
 * transaction fails with its error.
 */
export type Later = (statement: Promise<unknown>) => void;

/** Events of types that this process does not know. A subscription gets them, and must fail on them. */
export interface UnknownEvents {
  /** Prefixes of their streams, such as `order` in `order-42`. */
  readonly categories: readonly string[];
  /** The types that this process knows. */
  readonly known: readonly string[];
}

/** A named reader of the log with a durable checkpoint. */
export interface Subscription {
  /** Unique. Also the name of the checkpoint. */
  readonly name: string;
  /** The version of its logic. A subscription does not use checkpoints of other versions. */
  readonly version: number;
  readonly build: Build;
  /**
   * Whether it is a view, which may be folded again from position 0. Sagas and event handlers may not, because they
   * would repeat their effects.
   */
  readonly isFold: boolean;
  /**
   * Where the checkpoint of a saga or an event handler begins, if there is none yet; absent: at the end of the log.
   */
  readonly startAt?: StartPosition;
  /** The types of the events that it handles. */
  readonly types: readonly string[];
  /** Events that it must not skip although it can't handle them, because a newer release may; absent: none. */
  readonly unknownEvents?: UnknownEvents;
  /** Maximum number of events per batch. */
  readonly batchSize: number;
  /**
   * Whether an event would have any effect; absent: always. Called in the order of the log. `handle` may get the event
   * even if this returned false.
   */
  concerns?(event: RecordedEvent): boolean;
  /**
   * Handles events in the order of the log. Writes through `manager` are committed together with the checkpoint, so
   * they take effect exactly once. All other effects may be repeated after a crash.
   *
   * @param later takes over statements on the manager's connection whose answers are needed only before the commit;
   *   absent: all statements must have ended when this promise resolves
   * @param isWanted for a fold: resolves to whether these are the events to handle; nothing may be written before
   * @returns the position of the last event that it handled, if that is not the last of `events`
   */
  handle(
    events: RecordedEvent[],
    manager: EntityManager,
    later?: Later,
    isWanted?: Promise<boolean>,
  ): Promise<number | undefined>;
  /** Wakes a saga because one of its timers is due; `manager` as in `handle`. */
  wake?(timer: Timer, manager: EntityManager): Promise<void>;
}

/** Whether a subscription gets an event. */
export function isWanted(
  { types, unknownEvents }: Subscription,
  { type, stream }: Pick<RecordedEvent, 'type' | 'stream'>,
): boolean {
  if (types.includes(type)) return true;
  return (
    unknownEvents !== undefined && !unknownEvents.known.includes(type) && unknownEvents.categories.includes(categoryOf(stream))
  );
}

/** The condition `isWanted` in SQL, with `wantedParameters` from `$first` on. */
export function wantedSql(first: number): string {
  return `(type = ANY ($${first}) OR type <> ALL ($${first + 1}::text[]) AND split_part(stream, '-', 1) = ANY ($${first + 2}::text[]))`;
}

export function wantedParameters({ types, unknownEvents }: Subscription): (readonly string[])[] {
  return [types, unknownEvents?.known ?? [], unknownEvents?.categories ?? []];
}
