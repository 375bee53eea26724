import type { EntityManager } from 'typeorm';
import type { RecordedEvent } from '../event-log/events.js';

/** A named reader of the log with a durable checkpoint. */
export interface Subscription {
  /** Unique; the checkpoint's name. */
  readonly name: string;
  /** Another version starts at position 0 with a checkpoint of its own. */
  readonly version: number;
  /** The events it wants to see. */
  readonly types: readonly string[];
  /** How many events it takes at once. */
  readonly batchSize: number;
  /** Whether it sees what happened before it was first started. */
  readonly from: 'start' | 'now';
  /** Makes ready what `handle` needs, in the transaction that makes the checkpoint; not called again once that exists. */
  prepare?(manager: EntityManager): Promise<void>;
  /**
   * Handles events in the order of the log. What it writes through `manager` is committed together with the checkpoint,
   * so it is done exactly once; anything else may be done again after a crash and must know how to take that.
   *
   * @returns the position up to which it is done, where that is not the last of `events`
   */
  handle(events: RecordedEvent[], manager: EntityManager): Promise<number | undefined>;
}
