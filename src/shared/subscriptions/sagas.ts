import { createHash } from 'node:crypto';
import type { CommandBus, ICommand, ISaga } from '@nestjs/cqrs';
import { Observable, Subject } from 'rxjs';
import type { EntityManager } from 'typeorm';
import { CommandMeta } from '../event-log/command-meta.js';
import { MAX_WORK_MS, Unfinished } from '../event-log/event-log.js';
import type { EventTypes, RecordedEvent } from '../event-log/events.js';
import { traced } from '../tracing.js';
import type { StartPosition } from './start-at.js';
import type { Subscription } from './subscription.js';
import { applyTimer, CancelWakeUp, type Cause, type Timer, WakeUp, Woken } from './timers.js';

/**
 * The subscription of a method with Nest's `@Saga()`. The saga's stream is built anew for each event, so that neither
 * an error nor state outlives the event. The commands and timers of an event are those that the stream emits
 * synchronously when it gets the event. An RxJS operator that delays or buffers values breaks this rule and is an
 * error.
 */
export class SagaSubscription implements Subscription {
  readonly version = 1;
  readonly build = 'serving';
  readonly isFold = false;
  readonly batchSize = 200;
  /** What the saga emitted in `concerns`, until `handle` gets the same events. */
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

  /** Passes the event to the saga outside of any lock, because a saga only emits and has no effects. */
  concerns(event: RecordedEvent): boolean {
    try {
      const emitted = this.emissionsOf(this.eventTypes.eventOf(event));
      this.answers.set(event, emitted);
      return emitted.length > 0;
    } catch {
      // `handle` will fail on the event in the same way, and the caller of `handle` deals with failures.
      return true;
    }
  }

  async handle(events: RecordedEvent[], manager: EntityManager): Promise<number | undefined> {
    for (const recorded of events) {
      const { position, recordedAt, metadata } = recorded;
      const { correlationId, traceparent } = metadata;
      const cause = { position, recordedAt, correlationId, traceparent };
      const emitted = this.answers.get(recorded) ?? this.emissionsOf(this.eventTypes.eventOf(recorded));
      const hasCommands = await this.execute(emitted, cause, String(position), manager);
      // The commands are committed, so the checkpoint moves before another event can fail.
      if (hasCommands) return position;
    }
    return undefined;
  }

  async wake({ id, key, data, dueAt, cause, correlationId, traceparent }: Timer, manager: EntityManager): Promise<void> {
    const emitted = this.emissionsOf(new Woken(key, data, dueAt));
    // The origin includes the time, because a timer that was set to another time must cause new commands.
    const origin = `timer ${id} ${dueAt.toISOString()}`;
    const woken = { position: cause, recordedAt: dueAt, correlationId, traceparent: traceparent ?? undefined };
    await this.execute(emitted, woken, origin, manager);
  }

  /** @returns what the saga emits for an event */
  private emissionsOf(event: object): ICommand[] {
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
    // An operator that buffers values emits them on completion. A stream that is still open afterwards delays values.
    source.complete();
    if (!subscription.closed) {
      subscription.unsubscribe();
      noteLate();
    }
    if (failures.length) throw failures[0];
    return emitted.filter(Boolean);
  }

  /**
   * Executes commands one after the other. Their ids are derived from the event, so a repeated delivery has no effect.
   *
   * @param origin identifies the event or the timer
   * @returns whether there was a command
   * @throws Unfinished if they take more than 40 s in all; the next delivery of the event executes the remaining ones
   * @throws Unrecorded if a handler did not save its command's outcome: without it, a repeated delivery would repeat
   * the command
   */
  private execute(emitted: ICommand[], cause: Cause, origin: string, manager: EntityManager): Promise<boolean> {
    if (!emitted.length) return Promise.resolve(false);
    const attributes = { 'kronika.position': cause.position };
    return traced(this.name, { kind: 'consumer', causes: [cause.traceparent], attributes }, (traceparent) =>
      this.executeAll(emitted, { ...cause, traceparent }, origin, manager),
    );
  }

  private async executeAll(emitted: ICommand[], cause: Cause, origin: string, manager: EntityManager): Promise<boolean> {
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
        traceparent: cause.traceparent,
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
 * The handler of a saga's command ended without an outcome in `write.outcomes`. Its effects are committed, and a retry
 * would repeat them.
 */
class Unrecorded extends Error {
  constructor(saga: string, command: string) {
    super(
      `${saga} sent ${command}, whose handler recorded no outcome: it must pass the command's meta to EventLog.transaction or inParts, or the command may take effect twice.`,
    );
  }
}

/**
 * @returns a copy of the command with this meta. The command itself is not changed, because it may be frozen, or the
 *   saga may emit the same object for another event
 */
export function withMeta<C extends ICommand>(command: C, meta: CommandMeta): C {
  return Object.assign(Object.create(Object.getPrototypeOf(command)), command, { meta });
}

/** @returns a UUID that depends only on the text; version 8 of RFC 9562, the one for custom formats */
function derivedId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = 'a';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
