import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { firstValueFrom, race, Subject, timer } from 'rxjs';
import { filter, map } from 'rxjs/operators';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { diskSpace } from '../database/disk-space.js';
import { LogOrigin } from '../database/log-origin.js';
import type { RecordedEvent } from '../event-log/events.js';
import { Settings, StartError } from '../settings.js';
import {
  checkpointsBeyondLog,
  createCheckpoint,
  forgetEventsBeyondLog,
  moveToLogEnd,
  noteFailure,
  positionOf,
  requestRebuild,
  unknownSubscriptions,
} from './checkpoints.js';
import { Delivery, type Reader, readerOf } from './delivery.js';
import { LogPoller, RELAY_POLL_INTERVAL_MS, type Rewind } from './log-poller.js';
import { messageOf } from './quarantine.js';
import { isWanted, type Subscription } from './subscription.js';

/** Delays after a transient failure: doubled from the first up to the maximum. */
const FIRST_RETRY_DELAY_MS = 100;
const MAX_RETRY_DELAY_MS = 5_000;

/** Interval between checks whether a full disk has room again. */
const DISK_FULL_PAUSE_MS = 1_000;

/** Pauses while another process holds a checkpoint: doubled from the first up to the maximum. */
const FIRST_BUSY_PAUSE_MS = 20;
const MAX_BUSY_PAUSE_MS = 500;

/** Maximum wait for new events, after which a subscription checks whether the process is about to stop. */
const MAX_IDLE_WAIT_MS = 500;

/** Interval between lookups of due timers and operator requests. */
const PENDING_INTERVAL_MS = 500;

/**
 * Delay before a saga or a handler takes new events, so that one batch gets all events of a burst. Views have no such
 * delay, because queries wait for them.
 */
const HANDLER_DELAY_MS = 50;

/** Subscriptions that have a due timer, or an operator request for a parked stream. */
const PENDING_SQL = `
  SELECT subscription FROM log.timers WHERE due_at <= clock_timestamp() AND error IS NULL
  UNION SELECT subscription FROM log.quarantine WHERE wish IS NOT NULL AND build = 'serving'`;

/** Runs all subscriptions of the process. */
@Injectable()
export class Subscriptions implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Subscriptions.name);
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly stopping = new AbortController();
  private readonly moves = new Subject<Reader>();
  private readonly reached = new Map<string, number>();
  /** Names of subscriptions with a due timer or an operator request, as of the latest lookup. */
  private pending = new Set<string>();
  private loops: Promise<void>[] = [];
  /** The latest rewind of the log after which missing checkpoints were created. */
  private rewind?: Rewind;

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly poller: LogPoller,
    private readonly delivery: Delivery,
    private readonly settings: Settings,
    private readonly origin: LogOrigin,
  ) {
    // Each subscription listens while it waits, so more than ten listeners are no leak.
    setMaxListeners(0, this.stopping.signal);
  }

  get all(): readonly Subscription[] {
    return [...this.subscriptions.values()];
  }

  /** The names of the subscriptions that would do something about an event, sorted. */
  readersOf(event: RecordedEvent): string[] {
    const readers = this.all.filter((each) => isWanted(each, event) && (each.concerns?.(event) ?? true));
    return readers.map(({ name }) => name).sort();
  }

  /** Aborted when the process is about to stop: no new step begins, and those in progress end. */
  get stopped(): AbortSignal {
    return this.stopping.signal;
  }

  /** To be called while the app is being built. */
  add(subscription: Subscription): void {
    if (this.subscriptions.has(subscription.name)) throw new Error(`Two subscriptions are called ${subscription.name}`);
    this.subscriptions.set(subscription.name, subscription);
  }

  /**
   * Starts the poller and, in a worker process, the loops of all subscriptions; with `ROLES=views`, those of views. To
   * be called once the app is built and its views are prepared.
   *
   * @throws StartError if checkpoints are beyond the log
   */
  async start(): Promise<void> {
    await this.requireCheckpointsInLog();
    const minIntervalMs = this.settings.isOnlyRelay ? RELAY_POLL_INTERVAL_MS : undefined;
    this.poller.start(this.settings.isFolding, this.origin.isElsewhere, minIntervalMs);
    await this.createCheckpoints();
    await this.warnOfUnknown();
    if (!this.settings.isFolding) return;
    this.run('The lookup of timers and operator requests', () => this.findPending());
    for (const subscription of this.all) {
      if (!subscription.isFold && !this.settings.isWorker) continue;
      const reader = readerOf(subscription);
      this.run(subscription.name, () => this.advance(reader), reader);
      // A separate loop, so that the retry of one stream does not delay the others.
      const pendingReader = readerOf(subscription);
      this.run(`${subscription.name}, with a timer or an operator request,`, () => this.servePending(pendingReader));
    }
  }

  /**
   * Whether this process works on a subscription and has not moved it to a position yet. Only a hint: another process
   * may have moved it there.
   */
  isBehind(name: string, position: number): boolean {
    return (this.reached.get(name) ?? position) < position;
  }

  /**
   * Resolves when this process moves a checkpoint to a position or beyond it, or after `milliseconds`. Moves by other
   * processes are not noticed.
   *
   * @returns the checkpoint's new position; undefined after a timeout
   */
  moved(name: string, position: number, milliseconds: number): Promise<number | undefined> {
    const moved = this.moves.pipe(
      filter((reader) => reader.subscription.name === name && reader.position >= position),
      map((reader) => reader.position),
    );
    return firstValueFrom(race(moved, timer(milliseconds).pipe(map(() => undefined))));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.poller.stop(), ...this.loops]);
  }

  /** Repeats a step until the process stops, with growing delays after failures. */
  run(name: string, step: () => Promise<unknown>, reader?: Reader): void {
    const loop = async () => {
      let delay = FIRST_RETRY_DELAY_MS;
      while (!this.stopped.aborted) {
        try {
          // Views and sagas write too, and unlike commands they can wait.
          if (diskSpace.isFull) await this.pause(DISK_FULL_PAUSE_MS);
          else await step();
          if (reader && delay > FIRST_RETRY_DELAY_MS) await this.noteFailure(reader, null);
          delay = FIRST_RETRY_DELAY_MS;
        } catch (error) {
          this.logger.error(`${name} failed${reader ? ` after position ${reader.position}` : ''}: ${(error as Error).stack}`);
          if (reader) await this.noteFailure(reader, messageOf(error));
          await this.pause(delay);
          delay = Math.min(delay * 2, MAX_RETRY_DELAY_MS);
        }
      }
    };
    this.loops.push(loop());
  }

  /** Pauses for some time, or until the process is about to stop. */
  pause(milliseconds: number): Promise<void> {
    return wait(milliseconds, undefined, { signal: this.stopped }).catch(() => undefined);
  }

  /** Saves why a subscription fails; null: it no longer fails. */
  noteFailure({ subscription }: Reader, failure: string | null): Promise<void> {
    return noteFailure(this.database, subscription, failure);
  }

  /**
   * Moves the checkpoint of a saga or a handler from beyond the log to its end.
   *
   * @returns the end; undefined if the checkpoint was not beyond it
   */
  moveToLogEnd(name: string): Promise<number | undefined> {
    return moveToLogEnd(this.database, name);
  }

  /**
   * Refuses to start if checkpoints are beyond the log, because the log was restored without them. New events up to
   * the checkpoints would be skipped.
   *
   * @throws StartError
   */
  private async requireCheckpointsInLog(): Promise<void> {
    const beyond = await checkpointsBeyondLog(
      this.database,
      this.all.map(({ name }) => name),
    );
    if (!beyond.length) return;
    // Snapshots may contain states of lost events. They can be deleted at any time, because they only save time.
    await this.database.query('DELETE FROM log.snapshots');
    await forgetEventsBeyondLog(
      this.database,
      this.all.map(({ name }) => name),
    );
    const positions = beyond.map(({ name, position }) => `${name} (${position})`).join(', ');
    const commands = beyond.map(({ name }) => `npm run view -- ${this.isFold(name) ? 'rebuild' : 'rewind'} "${name}"`);
    throw new StartError(
      `The log ends at position ${beyond[0]?.last}, and checkpoints are beyond it: ${positions}. ` +
        `It was restored without them. Run: ${commands.join(' && ')}`,
    );
  }

  private isFold(name: string): boolean {
    return this.all.some((each) => each.isFold && each.name === name);
  }

  /**
   * Logs a warning for each checkpoint without code: its class was renamed or removed, or belongs to another release.
   */
  private async warnOfUnknown(): Promise<void> {
    const known = this.all.map(({ name }) => name);
    for (const name of await unknownSubscriptions(this.database, known))
      this.logger.warn(`Nothing in the code reads as "${name}". If it is gone for good: npm run view -- forget "${name}"`);
  }

  private async advance(reader: Reader): Promise<void> {
    if (this.poller.horizon <= reader.position) {
      await this.poller.beyond(reader.position, MAX_IDLE_WAIT_MS);
      if (!reader.subscription.isFold) await this.pause(HANDLER_DELAY_MS);
    }
    if (this.stopped.aborted) return;
    if (this.poller.horizon < reader.position) await this.findCheckpoint(reader);
    if (this.poller.horizon <= reader.position) return;
    const position = await this.delivery.batch(reader, this.poller.horizon);
    if (position === undefined) {
      await this.pause(Math.min(FIRST_BUSY_PAUSE_MS * 2 ** reader.misses, MAX_BUSY_PAUSE_MS));
      reader.misses += 1;
      return;
    }
    reader.misses = 0;
    reader.position = position;
    this.reached.set(reader.subscription.name, position);
    this.moves.next(reader);
  }

  /**
   * Finds the position of a reader that is beyond the horizon: either another process has moved the checkpoint there,
   * or the log went back, usually together with the checkpoint. If the checkpoint itself is beyond the log, a saga or
   * a handler continues from the end of the log, and a view is rebuilt.
   */
  private async findCheckpoint(reader: Reader): Promise<void> {
    const { name, isFold } = reader.subscription;
    const [beyond] = await checkpointsBeyondLog(this.database, [name]);
    if (beyond) {
      await forgetEventsBeyondLog(this.database, [name]);
      const isMended = isFold ? await requestRebuild(this.database, name) : (await this.moveToLogEnd(name)) !== undefined;
      const consequence = isFold ? 'It is rebuilt' : 'It goes on from there';
      if (isMended)
        this.logger.error(
          `${name} is at position ${beyond.position}, beyond the log, which ends at ${beyond.last}. ${consequence}`,
        );
    }
    // Of another version: its build for this version takes over at some position.
    reader.position = (await positionOf(this.database, reader.subscription)) ?? 0;
    this.reached.set(name, reader.position);
  }

  private async createCheckpoints(): Promise<void> {
    if (this.origin.isElsewhere) return;
    for (const subscription of this.all) if (!subscription.isFold) await createCheckpoint(this.database, subscription);
  }

  private async servePending(reader: Reader): Promise<void> {
    const { subscription } = reader;
    if (!this.pending.delete(subscription.name)) return this.pause(PENDING_INTERVAL_MS);
    while (!this.stopped.aborted && (await this.delivery.release(reader)));
    while (subscription.wake && !this.stopped.aborted && (await this.delivery.fire(reader)));
  }

  private async findPending(): Promise<void> {
    const { rewind } = this.poller;
    // The log may have gone back to before a saga or a handler was first started.
    if (rewind !== this.rewind) await this.createCheckpoints();
    this.rewind = rewind;
    const found: { subscription: string }[] = await this.database.query(PENDING_SQL);
    this.pending = new Set(found.map(({ subscription }) => subscription));
    await this.pause(PENDING_INTERVAL_MS);
  }
}
