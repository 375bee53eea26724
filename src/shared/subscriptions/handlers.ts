import type { EntityManager } from 'typeorm';
import type { EventTypes, RecordedEvent } from '../event-log/events.js';
import { traced } from '../tracing.js';
import type { StartPosition } from './start-at.js';
import type { Subscription } from './subscription.js';

/** The second argument of an event handler. */
export interface Delivered {
  /** The event on the log. Its position identifies the event if it is delivered twice. */
  readonly recorded: RecordedEvent;
  /** Writes through this manager are committed together with the checkpoint, so they take effect exactly once. */
  readonly manager: EntityManager;
}

/** The second argument of an event handler with `@InBatches`. */
export interface DeliveredBatch {
  /** The events on the log, in the order of the first argument. */
  readonly recorded: readonly RecordedEvent[];
  /** As in `Delivered`. */
  readonly manager: EntityManager;
}

/** An instance of a class with Nest's `@EventsHandler`, whose `handle` may take a second argument. */
interface EventsHandler {
  handle(event: object | readonly object[], delivered: Delivered | DeliveredBatch): unknown;
}

/**
 * The subscription of a class with Nest's `@EventsHandler`: in order, awaited, and one event at a time unless the class
 * has `@InBatches`.
 */
export class HandlerSubscription implements Subscription {
  readonly version = 1;
  readonly build = 'serving';
  readonly isFold = false;
  // The checkpoint usually moves after each event, because effects outside of the database can't be undone.
  readonly batchSize: number;

  constructor(
    readonly name: string,
    readonly types: readonly string[],
    private readonly handler: EventsHandler,
    private readonly eventTypes: EventTypes,
    readonly startAt: StartPosition = 'end',
    private readonly maxEvents?: number,
  ) {
    this.batchSize = maxEvents ?? 1;
  }

  async handle(events: RecordedEvent[], manager: EntityManager): Promise<undefined> {
    if (this.maxEvents !== undefined) return this.handleTogether(events, manager);
    for (const recorded of events) {
      const { position, metadata } = recorded;
      const attributes = { 'kronika.position': position };
      await traced(this.name, { kind: 'consumer', causes: [metadata.traceparent], attributes }, async () => {
        await this.handler.handle(this.eventTypes.eventOf(recorded), { recorded, manager });
      });
    }
  }

  private async handleTogether(recorded: readonly RecordedEvent[], manager: EntityManager): Promise<undefined> {
    const causes = recorded.map(({ metadata }) => metadata.traceparent);
    const attributes = { 'kronika.position': recorded.at(-1)?.position ?? 0, 'kronika.events': recorded.length };
    await traced(this.name, { kind: 'consumer', causes, attributes }, async () => {
      await this.handler.handle(
        recorded.map((event) => this.eventTypes.eventOf(event)),
        { recorded, manager },
      );
    });
  }
}
