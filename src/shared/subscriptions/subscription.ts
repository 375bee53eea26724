import type { EntityManager } from 'typeorm';
import { categoryOf, type RecordedEvent } from '../event-log/events.js';
import type { StartPosition } from './start-at.js';
import type { Timer } from './timers.js';

/**
 * A build of a view: the one that answers queries, the one that will replace it, the one that it replaced, or one that
 * is compared with it. Sagas and event handlers have only `serving`.
 */
export type Build = 'serving' | 'next' | 'previous' | 'check';

/**
 * Takes the answer to a statement that has been sent. If the statement fails, its transaction fails with that error.
 */
export type Later = (statement: Promise<unknown>) => void;

/** The events that a subscription gets only to fail on them: those of types that this process does not know. */
export interface Strangers {
  /** Prefixes of their streams, such as `order` in `order-42`. */
  readonly categories: readonly string[];
  /** The types that this process knows. */
  readonly known: readonly string[];
}

/** A named reader of the log with a durable checkpoint. */
export interface Subscription {
  /** Unique. Also the name of the checkpoint. */
  readonly name: string;
  /** The version of what it makes of events. It ignores checkpoints of other versions. */
  readonly version: number;
  readonly build: Build;
  /**
   * Whether it is a view, which may be folded again from position 0. Sagas and event handlers must not repeat their
   * effects.
   */
  readonly isFold: boolean;
  /**
   * Where the checkpoint of a saga or an event handler begins, if there is none yet; absent: at the end of the log.
   */
  readonly startAt?: StartPosition;
  /** The types of the events that it handles. */
  readonly types: readonly string[];
  /** What it must not skip although it can't handle it, because newer code may; absent: nothing. */
  readonly strangers?: Strangers;
  /** The most events per batch. */
  readonly batchSize: number;
  /**
   * Whether it would do anything about an event; absent: always. It is asked in the order of the log, and `handle` may
   * get the event all the same.
   */
  concerns?(event: RecordedEvent): boolean;
  /**
   * Handles events in the order of the log. What it writes through `manager` is committed together with the
   * checkpoint, so it takes effect exactly once. All other effects may be repeated after a crash.
   *
   * @param later takes statements that were sent on the manager's connection and whose answers are only needed before
   *   the commit; absent: all statements must have ended when this ends
   * @param isWanted for a fold: whether these are the events to handle; nothing may be written before that is known
   * @returns the position of the last event that it handled, if that is not the last of `events`
   */
  handle(
    events: RecordedEvent[],
    manager: EntityManager,
    later?: Later,
    isWanted?: Promise<boolean>,
  ): Promise<number | undefined>;
  /** Tells a saga that one of its timers is due; `manager` as in `handle`. */
  wake?(timer: Timer, manager: EntityManager): Promise<void>;
}

/** Whether a subscription gets an event. */
export function isWanted({ types, strangers }: Subscription, { type, stream }: Pick<RecordedEvent, 'type' | 'stream'>): boolean {
  if (types.includes(type)) return true;
  return strangers !== undefined && !strangers.known.includes(type) && strangers.categories.includes(categoryOf(stream));
}

/** The condition `isWanted` in SQL, with `wantedParameters` from `$first` on. */
export function wantedSql(first: number): string {
  return `(type = ANY ($${first}) OR type <> ALL ($${first + 1}::text[]) AND split_part(stream, '-', 1) = ANY ($${first + 2}::text[]))`;
}

export function wantedParameters({ types, strangers }: Subscription): (readonly string[])[] {
  return [types, strangers?.known ?? [], strangers?.categories ?? []];
}
