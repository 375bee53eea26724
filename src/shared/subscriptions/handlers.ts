import type { EntityManager } from 'typeorm';
import type { EventTypes, RecordedEvent } from '../event-log/events.js';
import type { Subscription } from './subscription.js';

/** What an event handler is told besides the event. */
export interface Delivered {
  /** The event on the log; its position is a name for it that stays, should it come twice. */
  readonly recorded: RecordedEvent;
  /** What is written through this is committed together with the checkpoint: exactly once. */
  readonly manager: EntityManager;
}

/** An `@EventsHandler` of Nest's; the second argument is there for those that want it. */
interface EventsHandler {
  handle(event: object, delivered: Delivered): unknown;
}

/** An event handler of Nest's as a subscription: one event at a time, in order, awaited. */
export class HandlerSubscription implements Subscription {
  readonly version = 1;
  readonly build = 'serving';
  readonly isFold = false;
  // What it does elsewhere can't be undone, so the checkpoint moves after each event.
  readonly batchSize = 1;

  constructor(
    readonly name: string,
    readonly types: readonly string[],
    private readonly handler: EventsHandler,
    private readonly eventTypes: EventTypes,
  ) {}

  async handle(events: RecordedEvent[], manager: EntityManager): Promise<undefined> {
    for (const recorded of events) {
      await this.handler.handle(this.eventTypes.eventOf(recorded), { recorded, manager });
    }
  }
}
