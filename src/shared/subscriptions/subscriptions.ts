import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { firstValueFrom, race, Subject, timer } from 'rxjs';
import { filter, map } from 'rxjs/operators';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
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
import { LogPoller } from './log-poller.js';
import { messageOf } from './quarantine.js';
import type { Subscription } from './subscription.js';

/** Delays after a failure that may pass: doubled from the first one up to the longest. */
const FIRST_RETRY_DELAY_MS = 100;
const MAX_RETRY_DELAY_MS = 5_000;

/** Pauses while another process holds a checkpoint: doubled from the first one up to the longest. */
const FIRST_BUSY_PAUSE_MS = 20;
const MAX_BUSY_PAUSE_MS = 500;

/** How long a subscription waits for new events before it checks whether the process is about to stop. */
const MAX_IDLE_WAIT_MS = 500;

/** How often timers and operator requests are looked up. */
const PENDING_INTERVAL_MS = 500;

/**
 * Delay before a saga or a handler takes new events, so that one batch has all that come together. Queries wait for
 * views only.
 */
const HANDLER_DELAY_MS = 50;

/** Subscriptions that have a due timer, or an operator request for a parked stream. */
const PENDING_SQL = `
  SELECT subscription FROM log.timers WHERE due_at <= clock_timestamp() AND error IS NULL
  UNION SELECT subscription FROM log.quarantine WHERE wish IS NOT NULL AND build = 'serving'`;

/** Runs all subscriptions of the process: in order, and exactly once in what they write to the database. */
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

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly poller: LogPoller,
    private readonly delivery: Delivery,
    private readonly settings: Settings,
  ) {
    // Each subscription listens while it waits, so more than ten listeners are no leak.
    setMaxListeners(0, this.stopping.signal);
  }

  get all(): readonly Subscription[] {
    return [...this.subscriptions.values()];
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
   * To be called once the app is built and its views are prepared. From then on the process takes its share of the
   * work.
   *
   * @throws StartError if checkpoints are beyond the log
   */
  async start(): Promise<void> {
    await this.requireCheckpointsInLog();
    this.poller.start(this.settings.isWorker);
    for (const subscription of this.all) if (!subscription.isFold) await createCheckpoint(this.database, subscription);
    await this.warnOfUnknown();
    if (!this.settings.isWorker) return;
    this.run('The lookup of timers and operator requests', () => this.findPending());
    for (const subscription of this.all) {
      const reader = readerOf(subscription);
      this.run(subscription.name, () => this.advance(reader), reader);
      // In a loop of its own, so that the retry of one stream does not delay the others.
      const pendingReader = readerOf(subscription);
      this.run(`${subscription.name}, with a timer or an operator request,`, () => this.servePending(pendingReader));
    }
  }

  /**
   * Whether this process works on a subscription and has not moved it to a position yet. Only a hint, because another
   * process may have.
   */
  isBehind(name: string, position: number): boolean {
    return (this.reached.get(name) ?? position) < position;
  }

  /**
   * Resolves when this process has moved a checkpoint to a position or beyond, or after some milliseconds. Moves by
   * other processes are not noticed here.
   *
   * @returns the position to which it has just been moved; undefined if it was not
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
          await step();
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

  /** Waits, but not after the process was told to stop. */
  pause(milliseconds: number): Promise<void> {
    return wait(milliseconds, undefined, { signal: this.stopped }).catch(() => undefined);
  }

  /** Shows all processes why a subscription fails, or, with null, that it no longer does. */
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

  /** The log was restored without its checkpoints: once it has passed them, events before them would be skipped. */
  private async requireCheckpointsInLog(): Promise<void> {
    const beyond = await checkpointsBeyondLog(
      this.database,
      this.all.map(({ name }) => name),
    );
    if (!beyond.length) return;
    // They may hold states that the log no longer leads to, and it is no loss to be without them.
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

  /** The code of such a checkpoint was renamed or removed, or belongs to another release that runs beside this one. */
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
   * For a reader beyond the horizon: either another process has taken it there, or the log has gone back, mostly with
   * its checkpoint. If the checkpoint is beyond the log, a saga or a handler goes on from the end of the log, and a
   * view is folded anew.
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
    reader.position = (await positionOf(this.database, reader.subscription)) ?? reader.position;
    this.reached.set(name, reader.position);
  }

  private async servePending(reader: Reader): Promise<void> {
    const { subscription } = reader;
    if (!this.pending.delete(subscription.name)) return this.pause(PENDING_INTERVAL_MS);
    while (!this.stopped.aborted && (await this.delivery.release(reader)));
    while (subscription.wake && !this.stopped.aborted && (await this.delivery.fire(reader)));
  }

  private async findPending(): Promise<void> {
    const found: { subscription: string }[] = await this.database.query(PENDING_SQL);
    this.pending = new Set(found.map(({ subscription }) => subscription));
    await this.pause(PENDING_INTERVAL_MS);
  }
}
