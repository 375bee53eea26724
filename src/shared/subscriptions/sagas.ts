import { createHash } from 'node:crypto';
import type { CommandBus, ICommand, ISaga } from '@nestjs/cqrs';
import { Observable, Subject } from 'rxjs';
import type { EntityManager } from 'typeorm';
import { CommandMeta } from '../event-log/command-meta.js';
import { MAX_WORK_MS, Unfinished } from '../event-log/event-log.js';
import type { EventTypes, RecordedEvent } from '../event-log/events.js';
import type { Subscription } from './subscription.js';
import { applyTimer, CancelWakeUp, type Cause, type Timer, WakeUp, Woken } from './timers.js';

/**
 * A saga of Nest's as a subscription. For each event its stream is built anew, so that neither what it threw nor what it
 * kept outlives the event; what it emits while it is handed the event are that event's commands, and timers. An operator
 * that waits, or that keeps something for later, breaks that and is found out.
 */
export class SagaSubscription implements Subscription {
  readonly version = 1;
  readonly build = 'serving';
  readonly isFold = false;
  readonly batchSize = 200;
  /** What it answered to events that it has not been handed yet. */
  private readonly answers = new WeakMap<RecordedEvent, ICommand[]>();

  constructor(
    readonly name: string,
    private readonly saga: ISaga,
    private readonly commandBus: CommandBus,
    private readonly eventTypes: EventTypes,
  ) {}

  get types(): readonly string[] {
    return this.eventTypes.all.map((event) => event.type);
  }

  /** It is told the event here, outside of any lock: it only says what it wants. */
  concerns(event: RecordedEvent): boolean {
    try {
      const wishes = this.tell(this.eventTypes.eventOf(event));
      this.answers.set(event, wishes);
      return wishes.length > 0;
    } catch {
      // It will fail again when it is handed the event, where somebody sees to that.
      return true;
    }
  }

  async handle(events: RecordedEvent[], manager: EntityManager): Promise<number | undefined> {
    for (const recorded of events) {
      const { position, recordedAt, metadata } = recorded;
      const cause = { position, recordedAt, correlationId: metadata.correlationId };
      const wishes = this.answers.get(recorded) ?? this.tell(this.eventTypes.eventOf(recorded));
      const commands = await this.fulfil(wishes, cause, String(position), manager);
      // Commands are out: the checkpoint moves before any other event can fail.
      if (commands) return position;
    }
    return undefined;
  }

  async wake({ id, key, data, dueAt, cause, correlationId }: Timer, manager: EntityManager): Promise<void> {
    const wishes = this.tell(new Woken(key, data, dueAt));
    // The time is part of the name, since a timer that is moved is one more timer.
    await this.fulfil(
      wishes,
      { position: cause, recordedAt: dueAt, correlationId },
      `timer ${id} ${dueAt.toISOString()}`,
      manager,
    );
  }

  /** @returns what the saga emits when it is told something */
  private tell(event: object): ICommand[] {
    const source = new Subject<object>();
    const wishes: ICommand[] = [];
    const failures: unknown[] = [];
    let isTold = false;
    const late = () => failures.push(new Error(`${this.name} must answer what it is told, at once, and keep nothing for later`));
    const stream = this.saga(source.asObservable());
    if (!(stream instanceof Observable)) throw new Error(`${this.name} must return an Observable`);
    const subscription = stream.subscribe({
      next: (wish) => (isTold ? wishes.push(wish) : late()),
      error: (error) => failures.push(error),
    });
    isTold = true;
    source.next(event);
    isTold = false;
    // Whoever kept something emits it now; whoever waits for something has not ended yet.
    source.complete();
    if (!subscription.closed) {
      subscription.unsubscribe();
      late();
    }
    if (failures.length) throw failures[0];
    return wishes.filter(Boolean);
  }

  /**
   * Executes commands, one after the other, each under an id that the same event gives again, however often it comes.
   *
   * @returns whether there was any
   * @throws Unfinished if they take too long in all
   */
  private async fulfil(wishes: ICommand[], cause: Cause, origin: string, manager: EntityManager): Promise<boolean> {
    const commands = new Map<string, number>();
    const start = performance.now();
    for (const wish of wishes) {
      // When it is told again, what was done is found done.
      if (performance.now() - start > MAX_WORK_MS) throw new Unfinished(`${this.name} has more to do, and goes on.`);
      if (wish instanceof WakeUp || wish instanceof CancelWakeUp) {
        await applyTimer(wish, this.name, cause, manager);
        continue;
      }
      // Counted by class: a saga that was mended may send other commands than the last time, before those that it sent.
      const { name } = wish.constructor;
      const index = commands.get(name) ?? 0;
      commands.set(name, index + 1);
      const commandId = derivedId(`${this.name}/${origin}/${name}/${index}`);
      const meta = new CommandMeta({
        commandId,
        actor: this.name,
        correlationId: cause.correlationId,
        causationId: String(cause.position),
        once: { key: `saga/${commandId}`, fingerprint: '', cause: cause.position, wait: true },
      });
      await this.commandBus.execute(Object.assign(wish, { meta }));
    }
    return commands.size > 0;
  }
}

/** @returns a UUID of version 8 (RFC 9562: free form) that depends on the text alone */
function derivedId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = 'a';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
