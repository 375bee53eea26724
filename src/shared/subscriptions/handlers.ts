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

/** An instance of a class with Nest's `@EventsHandler`, whose `handle` may take a second argument. */
interface EventsHandler {
  handle(event: object, delivered: Delivered): unknown;
}

/** The subscription of a class with Nest's `@EventsHandler`: one event at a time, in order, awaited. */
export class HandlerSubscription implements Subscription {
  readonly version = 1;
  readonly build = 'serving';
  readonly isFold = false;
  // The checkpoint moves after each event, because effects outside of the database can't be undone.
  readonly batchSize = 1;

  constructor(
    readonly name: string,
    readonly types: readonly string[],
    private readonly handler: EventsHandler,
    private readonly eventTypes: EventTypes,
    readonly startAt: StartPosition = 'end',
  ) {}

  async handle(events: RecordedEvent[], manager: EntityManager): Promise<undefined> {
    for (const recorded of events) {
      const { position, metadata } = recorded;
      const attributes = { 'kronika.position': position };
      await traced(this.name, { kind: 'consumer', causes: [metadata.traceparent], attributes }, async () => {
        await this.handler.handle(this.eventTypes.eventOf(recorded), { recorded, manager });
      });
    }
  }
}
