import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { firstValueFrom, race, Subject, timer } from 'rxjs';
import { filter, map } from 'rxjs/operators';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { Settings } from '../settings.js';
import { Delivery, messageOf, type Reader, readerOf } from './delivery.js';
import { LogPoller } from './log-poller.js';
import type { Subscription } from './subscription.js';

/** Delays in ms after a failure that may pass: from the first, doubled up to the last. */
const FIRST_RETRY = 100;
const LAST_RETRY = 5_000;

/** In ms: how long a subscription waits that another process has at the moment, at first, and one that nobody woke. */
const SHORT_WAIT = 20;
const LONGEST_WAIT = 500;

/** In ms: what follows from events can wait for more of them to come, so that one batch has them all; whoever reads a view can't. */
const GATHERING = 50;

/** What wants to be done for a subscription beside its events: timers that are due, and wishes for parked streams. */
const ERRANDS = `
  SELECT subscription FROM log.timers WHERE due_at <= clock_timestamp() AND error IS NULL
  UNION SELECT subscription FROM log.quarantine WHERE wish IS NOT NULL AND build = 'serving'`;

/** Runs every subscription of the process: in order, exactly once in what it writes to the database. */
@Injectable()
export class Subscriptions implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Subscriptions.name);
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly stopping = new AbortController();
  private readonly moves = new Subject<Reader>();
  private readonly reached = new Map<string, number>();
  private errands = new Set<string>();
  private loops: Promise<void>[] = [];

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly poller: LogPoller,
    private readonly delivery: Delivery,
    private readonly settings: Settings,
  ) {
    // Each subscription listens while it waits; more than ten are no leak.
    setMaxListeners(0, this.stopping.signal);
  }

  get all(): readonly Subscription[] {
    return [...this.subscriptions.values()];
  }

  /** Aborted when the process is about to stop: nothing begins any more, what has begun ends. */
  get stopped(): AbortSignal {
    return this.stopping.signal;
  }

  /** Call it while the app is being built. */
  add(subscription: Subscription): void {
    if (this.subscriptions.has(subscription.name)) throw new Error(`Two subscriptions are called ${subscription.name}`);
    this.subscriptions.set(subscription.name, subscription);
  }

  /** Call it once the app is built and its views are prepared; from here on the process takes its share of the work. */
  async start(): Promise<void> {
    this.poller.start(this.settings.isWorker);
    for (const subscription of this.all) {
      if (subscription.isFold) continue;
      await this.database.query(
        `INSERT INTO log.checkpoints (subscription, version, position) VALUES ($1, $2, log.horizon())
         ON CONFLICT (subscription, build) DO NOTHING`,
        [subscription.name, subscription.version],
      );
    }
    await this.tellOfOrphans();
    if (!this.settings.isWorker) return;
    this.run('errands', () => this.lookForErrands());
    for (const subscription of this.all) {
      const reader = readerOf(subscription);
      this.run(subscription.name, () => this.advance(reader), reader);
      // Apart, so that a stream that is tried again holds up no other.
      const errand = readerOf(subscription);
      this.run(`${subscription.name}, on an errand,`, () => this.doErrand(errand));
    }
  }

  /** Whether this process moves a reader and has not come to a position yet. Only a hint: another one may have gone on. */
  isBehind(name: string, position: number): boolean {
    return (this.reached.get(name) ?? position) < position;
  }

  /**
   * Resolves when this process has moved a checkpoint to a position or beyond, or after some milliseconds: of what other processes
   * do nothing is heard here.
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

  /** Does `step` again and again until the process stops; after a failure, later and later. */
  run(name: string, step: () => Promise<unknown>, reader?: Reader): void {
    const loop = async () => {
      let retry = FIRST_RETRY;
      while (!this.stopped.aborted) {
        try {
          await step();
          if (reader && retry > FIRST_RETRY) await this.sayFailure(reader, null);
          retry = FIRST_RETRY;
        } catch (error) {
          this.logger.error(`${name} failed${reader ? ` after position ${reader.position}` : ''}: ${(error as Error).stack}`);
          if (reader) await this.sayFailure(reader, messageOf(error));
          await this.pause(retry);
          retry = Math.min(retry * 2, LAST_RETRY);
        }
      }
    };
    this.loops.push(loop());
  }

  /** Waits, but not beyond the process's end. */
  pause(milliseconds: number): Promise<void> {
    return wait(milliseconds, undefined, { signal: this.stopped }).catch(() => undefined);
  }

  /** Checkpoints that no code moves: of something that was renamed or removed, or of another release beside this one. */
  private async tellOfOrphans(): Promise<void> {
    const orphans: { subscription: string }[] = await this.database.query(
      'SELECT DISTINCT subscription FROM log.checkpoints WHERE subscription <> ALL ($1)',
      [this.all.map(({ name }) => name)],
    );
    for (const { subscription } of orphans)
      this.logger.warn(
        `Nothing in the code reads as "${subscription}". If it is gone for good: npm run view -- forget "${subscription}"`,
      );
  }

  private async advance(reader: Reader): Promise<void> {
    if (this.poller.horizon <= reader.position) {
      await this.poller.beyond(reader.position, LONGEST_WAIT);
      if (!reader.subscription.isFold) await this.pause(GATHERING);
    }
    if (this.stopped.aborted) return;
    if (this.poller.horizon <= reader.position) return;
    const position = await this.delivery.batch(reader, this.poller.horizon);
    if (position === undefined) {
      await this.pause(Math.min(SHORT_WAIT * 2 ** reader.misses, LONGEST_WAIT));
      reader.misses += 1;
      return;
    }
    reader.misses = 0;
    reader.position = position;
    this.reached.set(reader.subscription.name, position);
    this.moves.next(reader);
  }

  private async doErrand(reader: Reader): Promise<void> {
    const { subscription } = reader;
    if (!this.errands.delete(subscription.name)) return this.pause(LONGEST_WAIT);
    while (!this.stopped.aborted && (await this.delivery.release(reader)));
    while (subscription.wake && !this.stopped.aborted && (await this.delivery.fire(reader)));
  }

  private async lookForErrands(): Promise<void> {
    const found: { subscription: string }[] = await this.database.query(ERRANDS);
    this.errands = new Set(found.map(({ subscription }) => subscription));
    await this.pause(LONGEST_WAIT);
  }

  /** For all processes to see; not more than an attempt, since the reason may be that the database is away. */
  async sayFailure({ subscription: { name, build } }: Reader, failure: string | null): Promise<void> {
    await this.database
      .query(
        `UPDATE log.checkpoints SET failure = $3 WHERE ctid =
           (SELECT ctid FROM log.checkpoints WHERE subscription = $1 AND build = $2 FOR UPDATE SKIP LOCKED)`,
        [name, build, failure],
      )
      .catch(() => undefined);
  }
}
