import type { EntityManager } from 'typeorm';
import type { RecordedEvent } from '../event-log/events.js';
import type { Timer } from './timers.js';

/**
 * Which of the builds of a view: the one that answers queries, one to take its place, the one whose place it took, one to
 * compare it with. Sagas and handlers only have the first.
 */
export type Build = 'serving' | 'next' | 'previous' | 'check';

/** Takes the answer to a statement that has been sent; should it fail, its transaction fails with it. */
export type Later = (statement: Promise<unknown>) => void;

/** A named reader of the log with a durable checkpoint. */
export interface Subscription {
  /** Unique; the checkpoint's name. */
  readonly name: string;
  /** Of what it makes of events; a checkpoint of another version is not its own. */
  readonly version: number;
  readonly build: Build;
  /** Whether it may be folded again from position 0. All others start at the end of the log: they must not act on the past. */
  readonly isFold: boolean;
  /** The events it wants to see. */
  readonly types: readonly string[];
  /** How many events it takes at once. */
  readonly batchSize: number;
  /** Whether it would do anything about an event, asked in the order of the log; absent: about each. `handle` may come again with it. */
  concerns?(event: RecordedEvent): boolean;
  /**
   * Handles events in the order of the log. What it writes through `manager` is committed together with the checkpoint,
   * so it is done exactly once; anything else may be done again after a crash and must know how to take that.
   *
   * @param later takes what was sent on the manager's connection and need not be waited for: it is looked at before the commit
   *   counts; absent: all has ended when this ends
   * @param isWanted for a fold: whether these are the events to handle; before it is known they are, nothing may be written
   * @returns the position up to which it is done, where that is not the last of `events`
   */
  handle(
    events: RecordedEvent[],
    manager: EntityManager,
    later?: Later,
    isWanted?: Promise<boolean>,
  ): Promise<number | undefined>;
  /** Tells a saga that one of its timers is due; `manager` is as above. */
  wake?(timer: Timer, manager: EntityManager): Promise<void>;
}
