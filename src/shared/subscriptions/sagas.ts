import { createHash } from 'node:crypto';
import type { CommandBus, ICommand, ISaga } from '@nestjs/cqrs';
import { Observable, Subject } from 'rxjs';
import type { EntityManager } from 'typeorm';
import { CommandMeta } from '../event-log/command-meta.js';
import { MAX_WORK_MS, Unfinished } from '../event-log/event-log.js';
import type { EventTypes, RecordedEvent } from '../event-log/events.js';
import type { StartPosition } from './start-at.js';
import type { Subscription } from './subscription.js';
import { applyTimer, CancelWakeUp, type Cause, type Timer, WakeUp, Woken } from './timers.js';

/**
 * The subscription of a method with Nest's `@Saga()`. The saga's stream is built anew for each event, so that neither
 * an error nor state outlives the event. What the stream emits while it gets the event are that event's commands and
 * timers. An operator that waits or keeps values for later breaks this rule, which is detected.
 */
export class SagaSubscription implements Subscription {
  readonly version = 1;
  readonly build = 'serving';
  readonly isFold = false;
  readonly batchSize = 200;
  /** What the saga emitted for events that `handle` has not got yet. */
  private readonly answers = new WeakMap<RecordedEvent, ICommand[]>();

  constructor(
    readonly name: string,
    private readonly saga: ISaga,
    private readonly commandBus: CommandBus,
    private readonly eventTypes: EventTypes,
    readonly startAt: StartPosition = 'end',
  ) {}

  get types(): readonly string[] {
    return this.eventTypes.all.map((event) => event.type);
  }

  /** Tells the saga the event outside of any lock, because a saga only emits and has no effects. */
  concerns(event: RecordedEvent): boolean {
    try {
      const emitted = this.tell(this.eventTypes.eventOf(event));
      this.answers.set(event, emitted);
      return emitted.length > 0;
    } catch {
      // `handle` fails on the event in the same way, and there the failure is dealt with.
      return true;
    }
  }

  async handle(events: RecordedEvent[], manager: EntityManager): Promise<number | undefined> {
    for (const recorded of events) {
      const { position, recordedAt, metadata } = recorded;
      const cause = { position, recordedAt, correlationId: metadata.correlationId };
      const emitted = this.answers.get(recorded) ?? this.tell(this.eventTypes.eventOf(recorded));
      const hasCommands = await this.execute(emitted, cause, String(position), manager);
      // The commands are committed, so the checkpoint moves before another event can fail.
      if (hasCommands) return position;
    }
    return undefined;
  }

  async wake({ id, key, data, dueAt, cause, correlationId }: Timer, manager: EntityManager): Promise<void> {
    const emitted = this.tell(new Woken(key, data, dueAt));
    // The origin has the time, because a timer that was moved is another timer.
    const origin = `timer ${id} ${dueAt.toISOString()}`;
    await this.execute(emitted, { position: cause, recordedAt: dueAt, correlationId }, origin, manager);
  }

  /** @returns what the saga emits for an event */
  private tell(event: object): ICommand[] {
    const source = new Subject<object>();
    const emitted: ICommand[] = [];
    const failures: unknown[] = [];
    let isTelling = false;
    const noteLate = () =>
      failures.push(new Error(`${this.name} must answer what it is told, at once, and keep nothing for later`));
    const stream = this.saga(source.asObservable());
    if (!(stream instanceof Observable)) throw new Error(`${this.name} must return an Observable`);
    const subscription = stream.subscribe({
      next: (command) => (isTelling ? emitted.push(command) : noteLate()),
      error: (error) => failures.push(error),
    });
    isTelling = true;
    source.next(event);
    isTelling = false;
    // An operator that kept values emits them now. A stream that has not ended by then waits for something.
    source.complete();
    if (!subscription.closed) {
      subscription.unsubscribe();
      noteLate();
    }
    if (failures.length) throw failures[0];
    return emitted.filter(Boolean);
  }

  /**
   * Executes commands one after the other, each under an id that is the same whenever the same event is delivered.
   *
   * @param origin identifies the event or the timer
   * @returns whether there was a command
   * @throws Unfinished if they take more than 40 s in all; delivered again, the event finds the first ones done
   * @throws Unrecorded if a handler did not save its command's outcome: without it, the same event would repeat the
   *   command
   */
  private async execute(emitted: ICommand[], cause: Cause, origin: string, manager: EntityManager): Promise<boolean> {
    const counts = new Map<string, number>();
    const start = performance.now();
    for (const command of emitted) {
      if (performance.now() - start > MAX_WORK_MS) throw new Unfinished(`${this.name} has more to do, and goes on.`);
      if (command instanceof WakeUp || command instanceof CancelWakeUp) {
        await applyTimer(command, this.name, cause, manager);
        continue;
      }
      // Counted per class, because a corrected saga may emit other commands before those that it has emitted already.
      const { name } = command.constructor;
      const index = counts.get(name) ?? 0;
      counts.set(name, index + 1);
      const commandId = derivedId(`${this.name}/${origin}/${name}/${index}`);
      let isRecorded = false;
      const onRecorded = () => {
        isRecorded = true;
      };
      const meta = new CommandMeta({
        commandId,
        actor: this.name,
        correlationId: cause.correlationId,
        causationId: String(cause.position),
        once: { key: `saga/${commandId}`, fingerprint: '', cause: cause.position, wait: true, onRecorded },
      });
      await this.commandBus.execute(withMeta(command, meta));
      if (!isRecorded) throw new Unrecorded(this.name, name);
    }
    return counts.size > 0;
  }
}

/**
 * The handler of a saga's command ended without a receipt in `write.outcomes`. What it did is done, and a retry would
 * repeat it.
 */
class Unrecorded extends Error {
  constructor(saga: string, command: string) {
    super(
      `${saga} sent ${command}, whose handler recorded no outcome: it must pass the command's meta to EventLog.transaction or inParts, or the command may take effect twice.`,
    );
  }
}

/**
 * @returns a copy of the command that has this meta. The command itself is the saga's: it may be frozen, or emitted
 *   for another event as well
 */
function withMeta<C extends ICommand>(command: C, meta: CommandMeta): C {
  return Object.assign(Object.create(Object.getPrototypeOf(command)), command, { meta });
}

/** @returns a UUID of version 8 (RFC 9562: free form) that depends only on the text */
function derivedId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = 'a';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
