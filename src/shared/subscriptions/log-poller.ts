import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import { BehaviorSubject, firstValueFrom, type Subscription as RxSubscription, race, Subject, timer } from 'rxjs';
import { filter } from 'rxjs/operators';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { VIEW } from '../database/database.js';
import { EventLog } from '../event-log/event-log.js';
import type { RecordedEvent } from '../event-log/events.js';
import { LogMarks } from './log-marks.js';
import { isWanted, type Subscription } from './subscription.js';

/** The interval between polls is the shortest while events come, and grows to the longest while none come. */
const MIN_POLL_INTERVAL_MS = 20;
const MAX_POLL_INTERVAL_MS = 500;

/**
 * Pause after a poll once groups of commands have `LARGE_GROUP_COMMANDS`, so that commands get the time and new events
 * are read together. The pause shrinks with the square of the group size. With small groups it is next to nothing;
 * then the pause is as long as the poll took.
 */
const MAX_POLL_PAUSE_MS = 50;
const LARGE_GROUP_COMMANDS = 16;

/** Bounds of one poll. The bytes are those that Postgres stores, which may be compressed. */
const MAX_POLLED_EVENTS = 500;
const MAX_POLLED_BYTES = 1_000_000;

/** Bounds of the events in memory. */
const MAX_CACHED_EVENTS = 1_000;
const MAX_CACHED_CHARACTERS = 4_000_000;

/** Postgres knows the stored size of `data` without reading it, so data that are too large are never read. */
const NEW_EVENTS_SQL = `
  SELECT position, stream, version, type, schema, metadata::text, recorded_at AS "recordedAt",
    CASE WHEN sum(pg_column_size(data)) OVER (ORDER BY position) < ${MAX_POLLED_BYTES} THEN data::text END AS data
  FROM log.events WHERE position > $1 ORDER BY position LIMIT ${MAX_POLLED_EVENTS}`;

/**
 * An event in memory. Its JSON stays text, so that each reader gets objects of its own and only wanted events are
 * parsed.
 */
type CachedEvent = Omit<RecordedEvent, 'data' | 'metadata'> & { readonly data: string | null; readonly metadata: string };

/** The log went back: it was restored, or a failover lost commits. */
export interface Rewind {
  /** The horizon before. */
  readonly from: number;
  /** The horizon when it was noticed. */
  readonly to: number;
  readonly at: Date;
}

/**
 * Polls the log for its horizon (elsewhere called high-water mark) and for the events just below it. A process polls
 * once for all of its subscriptions, and at once after an append of its own.
 */
@Injectable()
export class LogPoller {
  private readonly logger = new Logger(LogPoller.name);
  private readonly reached = new BehaviorSubject(0);
  private readonly marks = new LogMarks();
  private readonly rewound = new Subject<Rewind>();
  /**
   * Fires when the log is noticed to have gone back. What is remembered of it then, positions included, is to be
   * dropped.
   */
  readonly rewound$ = this.rewound.asObservable();
  private latestRewind?: Rewind;
  /** All events after `cachedAfter` and up to the horizon. */
  private cache: CachedEvent[] = [];
  private cachedAfter = Number.POSITIVE_INFINITY;
  private cachedCharacters = 0;
  private appends?: RxSubscription;
  private interval = MIN_POLL_INTERVAL_MS;
  private timer?: NodeJS.Timeout;
  private polling?: Promise<void>;
  private isPollRequested = false;
  private isCaching = false;
  private earliestPoll = 0;
  private isAwaited = false;
  private knownLastPosition = 0;
  private stopped = false;
  /** Why the latest poll failed, which is logged once. */
  private failure?: string;
  private readonly stopping = new Subject<void>();

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly log: EventLog,
  ) {}

  /** @param isCaching whether this process runs subscriptions, so that events are worth keeping in memory */
  start(isCaching: boolean): void {
    this.isCaching = isCaching;
    this.appends = this.log.appended$.subscribe(() => {
      this.interval = MIN_POLL_INTERVAL_MS;
      this.poll();
    });
    this.poll();
  }

  /**
   * Each event at or below this position is visible or never will be. An old horizon is therefore low, never wrong, as
   * long as the log has the same `incarnation`.
   */
  get horizon(): number {
    return this.reached.value;
  }

  /** What the log had for `INCARNATION_SQL` when the horizon was read; undefined before the first poll. */
  get incarnation(): string | undefined {
    return this.marks.incarnation;
  }

  /** The latest time that the log went back under this process. */
  get rewind(): Rewind | undefined {
    return this.latestRewind;
  }

  /**
   * The first `limit` events after one position and up to another: those that a subscription gets, or all.
   *
   * @returns undefined if memory does not have all of them
   */
  between(after: number, end: number, reader?: Subscription, limit = MAX_CACHED_EVENTS): RecordedEvent[] | undefined {
    if (after < this.cachedAfter || end > this.horizon) return undefined;
    let start = this.cache.length;
    while ((this.cache[start - 1]?.position ?? 0) > after) start--;
    const found: RecordedEvent[] = [];
    for (let event = this.cache[start]; event && event.position <= end && found.length < limit; event = this.cache[++start])
      if (!reader || isWanted(reader, event))
        found.push({ ...event, data: JSON.parse(event.data as string), metadata: JSON.parse(event.metadata) });
    return found;
  }

  /** Whether `stop` was called: the horizon no longer moves. */
  get isStopped(): boolean {
    return this.stopped;
  }

  /** @returns the horizon, once it is beyond `position`, after `milliseconds`, or when the process is about to stop */
  async beyond(position: number, milliseconds: number): Promise<number> {
    const moved = this.reached.pipe(filter((horizon) => horizon > position));
    await firstValueFrom(race(moved, timer(milliseconds), this.stopping));
    return this.horizon;
  }

  /**
   * The last position of the log, as exactly as a comparison with `position` needs it. Postgres is asked only if
   * `position` is beyond all positions that this process has seen or appended.
   */
  async lastPosition(position: number): Promise<number> {
    this.knownLastPosition = Math.max(this.knownLastPosition, this.horizon, this.log.lastPosition);
    if (position > this.knownLastPosition) {
      const [{ last }] = await this.database.query('SELECT log.last_position() AS last');
      this.knownLastPosition = Math.max(this.knownLastPosition, last);
    }
    return this.knownLastPosition;
  }

  /** Polls without the pause that commands get, because a request waits for this position. */
  hurry(position: number): void {
    if (position <= this.horizon) return;
    this.isAwaited = true;
    this.poll();
  }

  /** Stops polling, for all users of this poller at once, and ends every wait in `beyond`. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopping.next();
    this.appends?.unsubscribe();
    clearTimeout(this.timer);
    await this.polling;
  }

  /**
   * Only one poll runs at a time. A request during a poll causes one more, because the running one may have read too
   * early.
   */
  private poll(): void {
    if (this.stopped) return;
    if (this.polling) {
      this.isPollRequested = true;
      return;
    }
    clearTimeout(this.timer);
    const wait = this.earliestPoll - performance.now();
    if (wait > 0 && !this.isAwaited) {
      this.timer = setTimeout(() => this.poll(), wait);
      return;
    }
    this.isPollRequested = this.isAwaited = false;
    const start = performance.now();
    this.polling = this.pollOnce().finally(() => {
      this.polling = undefined;
      const end = performance.now();
      const pause = Math.max(end - start, MAX_POLL_PAUSE_MS * (this.log.groupSize / LARGE_GROUP_COMMANDS) ** 2);
      this.earliestPoll = end + Math.min(pause, MAX_POLL_PAUSE_MS);
      if (this.stopped) return;
      if (this.isPollRequested) this.poll();
      else this.timer = setTimeout(() => this.poll(), this.interval);
    });
  }

  private async pollOnce(): Promise<void> {
    try {
      const { horizon, events, hasGoneBack } = await this.read();
      if (this.failure !== undefined) this.logger.log('The log can be read again');
      this.failure = undefined;
      if (hasGoneBack) {
        this.startOver(horizon);
      } else if (horizon > this.horizon) {
        this.interval = MIN_POLL_INTERVAL_MS;
        // Before `reached` fires, because its subscribers ask for these events at once.
        if (this.isCaching) this.addToCache(events, horizon);
        this.reached.next(horizon);
      } else {
        this.interval = Math.min(this.interval * 1.5, MAX_POLL_INTERVAL_MS);
      }
    } catch (error) {
      this.interval = MAX_POLL_INTERVAL_MS;
      const { message } = error as Error;
      if (message !== this.failure) this.logger.warn(`The log can't be read: ${message}`);
      this.failure = message;
    }
  }

  /**
   * Reads the horizon and the events in one round trip: statements on one connection. The snapshots of the later ones
   * are younger, so they have all events up to that horizon. Events beyond the horizon are dropped, because others may
   * still appear below them.
   */
  private async read(): Promise<{ horizon: number; events?: CachedEvent[]; hasGoneBack: boolean }> {
    const client = await ((this.database.driver as PostgresDriver).master as Pool).connect();
    try {
      const [{ horizon, hasGoneBack }, events] = await Promise.all([
        this.marks.compare(client, this.horizon),
        this.isCaching && this.cachedAfter <= this.horizon
          ? client.query<CachedEvent>({ name: 'new-events', text: NEW_EVENTS_SQL, values: [this.horizon] })
          : undefined,
      ]);
      client.release();
      if (!events || (events.rows.length === MAX_POLLED_EVENTS && (events.rows.at(-1) as CachedEvent).position < horizon))
        return { horizon, hasGoneBack };
      return { horizon, hasGoneBack, events: events.rows.filter(({ position }) => position <= horizon) };
    } catch (error) {
      // Destroyed rather than reused, because the other statement may still be running on it.
      client.release(true);
      throw error;
    }
  }

  /** Forgets what was read of a log that is no more, and has everybody do the same. */
  private startOver(horizon: number): void {
    const rewind = { from: this.horizon, to: horizon, at: new Date() };
    this.logger.error(
      `The log went back: this process had read it up to position ${rewind.from}, and some of those events are gone. ` +
        `It now ends at ${horizon}. Starting over from the database; live streams are told to start over`,
    );
    this.latestRewind = rewind;
    this.interval = MIN_POLL_INTERVAL_MS;
    this.addToCache(undefined, horizon);
    this.knownLastPosition = 0;
    this.log.forgetPositions();
    this.rewound.next(rewind);
    this.reached.next(horizon);
  }

  /**
   * @param events absent if a poll did not have all events up to the horizon: readers then get them from the database
   */
  private addToCache(events: CachedEvent[] | undefined, horizon: number): void {
    if (!events || events.at(-1)?.data === null) {
      this.cache = [];
      this.cachedCharacters = 0;
      this.cachedAfter = horizon;
      return;
    }
    this.cache.push(...events);
    for (const { data } of events) this.cachedCharacters += data?.length ?? 0;
    while (this.cache.length > MAX_CACHED_EVENTS || this.cachedCharacters > MAX_CACHED_CHARACTERS) {
      const oldest = this.cache.shift() as CachedEvent;
      this.cachedCharacters -= oldest.data?.length ?? 0;
      this.cachedAfter = oldest.position;
    }
  }
}
