import { createHash } from 'node:crypto';
import type { CommandBus, ICommand, ISaga } from '@nestjs/cqrs';
import type { LimitFunction } from 'p-limit';
import { Observable, Subject } from 'rxjs';
import type { EntityManager } from 'typeorm';
import { CommandMeta } from '../event-log/command-meta.js';
import { MAX_WORK_MS, Unfinished } from '../event-log/event-log.js';
import type { EventTypes, RecordedEvent } from '../event-log/events.js';
import { INCARNATION_SQL } from '../event-log/incarnation.js';
import { traced } from '../tracing.js';
import type { StartPosition } from './start-at.js';
import type { Subscription } from './subscription.js';
import { applyTimer, CancelWakeUp, type Cause, type Timer, WakeUp, Woken } from './timers.js';

/** How long a batch may begin to work on further events, so that operators and timers get their turn. */
const MAX_BATCH_MS = 10_000;

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
  /** What the saga emitted for events, mostly in `concerns`, before `handle` gets them. */
  private readonly answers = new WeakMap<RecordedEvent, ICommand[]>();

  constructor(
    readonly name: string,
    private readonly saga: ISaga,
    private readonly commandBus: CommandBus,
    private readonly eventTypes: EventTypes,
    /** Bounds the events that all sagas of this process work on at once. */
    private readonly slots: LimitFunction,
    readonly startAt: StartPosition = 'end',
  ) {}

  get types(): readonly string[] {
    return this.eventTypes.all.map((event) => event.type);
  }

  /** Passes the event to the saga outside of any lock, because a saga only emits and has no effects. */
  concerns(event: RecordedEvent): boolean {
    try {
      return this.answerTo(event).length > 0;
    } catch {
      // `handle` will fail on the event in the same way, and the caller of `handle` deals with failures.
      return true;
    }
  }

  /**
   * Works on events of different streams side by side, and on those of one stream in order. Timers are set in the order
   * of the log, in the transaction that moves the checkpoint past their events.
   *
   * @returns as `Subscription.handle`: after a failure, the events before it are handled
   * @throws what the first event failed with
   */
  async handle(events: RecordedEvent[], manager: EntityManager): Promise<number | undefined> {
    const deadline = performance.now() + MAX_BATCH_MS;
    const incarnation = await incarnationOf(manager);
    const latest = new Map<string, Promise<void>>();
    const failures = new Map<number, unknown>();
    // The first event that is left to the next batch. Later events that were handled are found done then.
    let end = events.length;
    const work = async (event: RecordedEvent, n: number) => {
      if (n >= end) return;
      if (n > 0 && performance.now() > deadline) end = n;
      else await this.execute(this.answerTo(event), causeOf(event), String(event.position), incarnation);
    };
    const works = events.map((event, n) => {
      const own = (latest.get(event.stream) ?? Promise.resolve())
        .then(() => this.slots(work, event, n))
        .catch((error) => {
          failures.set(n, error);
          end = Math.min(end, n);
        });
      latest.set(event.stream, own);
      return own;
    });
    await Promise.all(works);
    if (failures.has(0)) throw failures.get(0);
    for (const event of events.slice(0, end)) await this.setTimers(this.answerTo(event), causeOf(event), manager);
    return end < events.length ? (events[end - 1] as RecordedEvent).position : undefined;
  }

  async wake({ id, key, data, dueAt, cause, correlationId, traceparent }: Timer, manager: EntityManager): Promise<void> {
    const emitted = this.emissionsOf(new Woken(key, data, dueAt));
    // The origin includes the time, because a timer that was set to another time must cause new commands.
    const origin = `timer ${id} ${dueAt.toISOString()}`;
    const woken = { position: cause, recordedAt: dueAt, correlationId, traceparent: traceparent ?? undefined };
    await this.execute(emitted, woken, origin, await incarnationOf(manager));
    await this.setTimers(emitted, woken, manager);
  }

  /** @returns what the saga emits for an event of the log; asked once for each event */
  private answerTo(event: RecordedEvent): ICommand[] {
    const answer = this.answers.get(event) ?? this.emissionsOf(this.eventTypes.eventOf(event));
    this.answers.set(event, answer);
    return answer;
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
   * Executes the commands among what was emitted, one after the other. Their ids are derived from the event, so a
   * repeated delivery has no effect.
   *
   * @param origin identifies the event or the timer
   * @throws Unfinished if they take more than 40 s in all; the next delivery of the event executes the remaining ones
   * @throws Unrecorded if a handler did not save its command's outcome: without it, a repeated delivery would repeat
   * the command
   */
  private async execute(emitted: readonly ICommand[], cause: Cause, origin: string, incarnation: string): Promise<void> {
    const commands = emitted.filter((command) => !isTimer(command));
    if (!commands.length) return;
    const attributes = { 'kronika.position': cause.position };
    await traced(this.name, { kind: 'consumer', causes: [cause.traceparent], attributes }, (traceparent) =>
      this.executeAll(commands, { ...cause, traceparent }, origin, incarnation),
    );
  }

  private async executeAll(commands: readonly ICommand[], cause: Cause, origin: string, incarnation: string): Promise<void> {
    const counts = new Map<string, number>();
    const start = performance.now();
    for (const command of commands) {
      if (performance.now() - start > MAX_WORK_MS) throw new Unfinished(`${this.name} has more to do, and goes on.`);
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
        once: { key: `saga/${commandId}`, fingerprint: '', cause: cause.position, incarnation, wait: true, onRecorded },
      });
      await this.commandBus.execute(withMeta(command, meta));
      if (!isRecorded) throw new Unrecorded(this.name, name);
    }
  }

  private async setTimers(emitted: readonly ICommand[], cause: Cause, manager: EntityManager): Promise<void> {
    for (const command of emitted) if (isTimer(command)) await applyTimer(command, this.name, cause, manager);
  }
}

const isTimer = (command: ICommand): command is WakeUp | CancelWakeUp =>
  command instanceof WakeUp || command instanceof CancelWakeUp;

/**
 * The incarnation of the log under the lock of the checkpoint. Commands have connections of their own, which may lead to
 * another one by then: a restored log, on which another event may have the same position.
 */
async function incarnationOf(manager: EntityManager): Promise<string> {
  const [{ incarnation }] = await manager.query(`SELECT ${INCARNATION_SQL} AS incarnation`);
  return incarnation;
}

function causeOf({ position, recordedAt, metadata: { correlationId, traceparent } }: RecordedEvent): Cause {
  return { position, recordedAt, correlationId, traceparent };
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
