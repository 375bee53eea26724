import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus, EventBus, type ICommand, type ISaga } from '@nestjs/cqrs';
import { Observable, Subject } from 'rxjs';
import { CommandMeta } from '../event-log/command-meta.js';
import { EventTypes, type RecordedEvent } from '../event-log/events.js';
import type { Subscription } from './subscription.js';
import { Subscriptions } from './subscriptions.js';

/**
 * Makes Nest's sagas durable. `CqrsModule` registers them on the `EventBus` when the app starts; by then `registerSaga` is
 * ours, and each saga is a subscription that is fed from the log instead of from memory.
 *
 * A saga must answer an event while it is handed to it (no timers, no operators that wait), since what it emits until
 * then are the commands of that event; and it must keep no state of its own, since it may be built anew at any event.
 */
@Injectable()
export class Sagas implements OnModuleInit {
  constructor(
    private readonly eventBus: EventBus,
    private readonly commandBus: CommandBus,
    private readonly subscriptions: Subscriptions,
    private readonly types: EventTypes,
  ) {}

  onModuleInit(): void {
    // Protected in the types only; Nest calls it for each @Saga method, which it has named after its property.
    (this.eventBus as unknown as { registerSaga(saga: ISaga): void }).registerSaga = (saga) =>
      this.subscriptions.add(new SagaSubscription(saga, this.commandBus, this.types));
  }
}

class SagaSubscription implements Subscription {
  readonly name: string;
  readonly version = 1;
  readonly batchSize = 200;
  /** A saga that is added to a shop with a past must not act on it. */
  readonly from = 'now';

  constructor(
    private readonly saga: ISaga,
    private readonly commandBus: CommandBus,
    private readonly eventTypes: EventTypes,
  ) {
    this.name = `saga ${saga.name}`;
  }

  get types(): readonly string[] {
    return this.eventTypes.all.map((event) => event.type);
  }

  async handle(events: RecordedEvent[]): Promise<number | undefined> {
    const classes = new Map(this.eventTypes.all.map((event) => [event.type, event]));
    const { feed, end } = this.build();
    try {
      for (const recorded of events) {
        const type = classes.get(recorded.type);
        const commands = type ? feed(new type(recorded.data)) : [];
        for (const [index, command] of commands.entries()) await this.execute(command, recorded, index);
        // Commands are out: the checkpoint moves before any other event can fail.
        if (commands.length) return recorded.position;
      }
    } finally {
      end();
    }
    return undefined;
  }

  /** A fresh stream for each batch: what a saga threw, or kept, ends with it. */
  private build() {
    const source = new Subject<object>();
    let commands: ICommand[] = [];
    let failure: { error: unknown } | undefined;
    const stream = this.saga(source.asObservable());
    if (!(stream instanceof Observable)) throw new Error(`${this.name} must return an Observable`);
    const subscription = stream.subscribe({
      next: (command) => commands.push(command),
      error: (error) => {
        failure = { error };
      },
    });
    const feed = (event: object): ICommand[] => {
      commands = [];
      source.next(event);
      if (failure) throw failure.error;
      return commands;
    };
    return { feed, end: () => subscription.unsubscribe() };
  }

  /** The same event gives the same command id, however often it comes. */
  private async execute(command: ICommand, cause: RecordedEvent, index: number): Promise<void> {
    const meta = new CommandMeta({
      commandId: derivedId(`${this.name}/${cause.position}/${index}`),
      actor: this.name,
      correlationId: cause.metadata.correlationId,
      causationId: String(cause.position),
    });
    await this.commandBus.execute(Object.assign(command, { meta }));
  }
}

/** @returns a UUID of version 8 (RFC 9562: free form) that depends on the text alone */
function derivedId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = 'a';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
