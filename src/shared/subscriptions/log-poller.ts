import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import {
  BehaviorSubject,
  firstValueFrom,
  NEVER,
  type Observable,
  type Subscription as RxSubscription,
  race,
  Subject,
  timer,
} from 'rxjs';
import { filter } from 'rxjs/operators';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { VIEW } from '../database/database.js';
import { UserErased } from '../event-log/erasure.js';
import { EventLog } from '../event-log/event-log.js';
import type { RecordedEvent } from '../event-log/events.js';
import { SECRET } from '../event-log/sealing.js';
import { LogMarks } from './log-marks.js';
import { isWanted, type Subscription } from './subscription.js';

/** Interval between polls: the minimum while new events arrive, growing to the maximum while none do. */
const MIN_POLL_INTERVAL_MS = 20;
const MAX_POLL_INTERVAL_MS = 500;

/** The minimum in a process that only relays, so that a turn of the relay gets many events. */
export const RELAY_POLL_INTERVAL_MS = 100;

/** The same at a follower while a request waits for events that are on their way from the origin, at most for this time. */
const AWAITED_POLL_INTERVAL_MS = 3;
const MAX_AWAITED_MS = 1_000;

/**
 * Pause after a poll once command groups reach `LARGE_GROUP_COMMANDS`, so that commands get the CPU and new events are
 * read together. Below that the pause shrinks with the square of the group size, but is at least as long as the poll
 * took.
 */
const MAX_POLL_PAUSE_MS = 50;
const LARGE_GROUP_COMMANDS = 16;

/** Bounds of one poll. The bytes are the stored size, which may be compressed. */
const MAX_POLLED_EVENTS = 500;
const MAX_POLLED_BYTES = 1_000_000;

/** Bounds of the events in memory. */
const MAX_CACHED_EVENTS = 1_000;
const MAX_CACHED_CHARACTERS = 4_000_000;

/** Postgres knows the stored size of `data` without reading it, so oversized data is never read. */
const NEW_EVENTS_SQL = `
  SELECT position, stream, version, type, schema, metadata::text, recorded_at AS "recordedAt", ${SECRET},
    CASE WHEN sum(pg_column_size(data)) OVER (ORDER BY position) < ${MAX_POLLED_BYTES} THEN data::text END AS data
  FROM log.events WHERE position > $1 ORDER BY position LIMIT ${MAX_POLLED_EVENTS}`;

/**
 * An event in memory. Its JSON stays text, so that each reader gets objects of its own and only wanted events are
 * parsed.
 */
type CachedEvent = Omit<RecordedEvent, 'data' | 'metadata'> & { readonly data: string | null; readonly metadata: string };

/** The log went back, because of a restore or a failover that lost commits. */
export interface Rewind {
  /** The horizon before. */
  readonly from: number;
  /** The horizon when it was noticed. */
  readonly to: number;
  readonly at: Date;
}

/**
 * Polls the log for its horizon (elsewhere called high-water mark) and for the events just below it. A process polls
 * once for all of its subscriptions, and immediately after an append of its own.
 */
@Injectable()
export class LogPoller {
  private readonly logger = new Logger(LogPoller.name);
  private readonly reached = new BehaviorSubject(0);
  private readonly marks = new LogMarks();
  private readonly rewound = new Subject<Rewind>();
  /**
   * Fires when the poller notices that the log went back. Subscribers must drop all state that they derived from the
   * log, including positions.
   */
  readonly rewound$ = this.rewound.asObservable();
  private readonly replaced = new Subject<void>();
  /**
   * Fires when rows that this process has read from any table may be gone: the log went back, or it is read from another
   * server, a restarted one, or a table that was created anew. Subscribers must read again whatever they keep in memory.
   */
  readonly replaced$ = this.replaced.asObservable();
  private latestRewind?: Rewind;
  private isFollower = false;
  /** All events after `cachedAfter` and up to the horizon. */
  private cache: CachedEvent[] = [];
  private cachedAfter = Number.POSITIVE_INFINITY;
  private cachedCharacters = 0;
  private appends?: RxSubscription;
  private minInterval = MIN_POLL_INTERVAL_MS;
  private interval = MIN_POLL_INTERVAL_MS;
  private timer?: NodeJS.Timeout;
  private polling?: Promise<void>;
  private isPollRequested = false;
  private isCaching = false;
  private earliestPoll = 0;
  private isAwaited = false;
  /** The highest position that a request waits for, and until when it is polled for at the shortest interval. */
  private awaited = { position: 0, until: 0 };
  private knownLastPosition = 0;
  private stopped = false;
  /** Why the latest poll failed; the same reason is logged only once. */
  private failure?: string;
  private readonly stopping = new Subject<void>();
  private contact = Number.NEGATIVE_INFINITY;

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly log: EventLog,
  ) {}

  /**
   * @param isCaching whether this process runs subscriptions, so that events are worth keeping in memory
   * @param isOfFollower whether all events come from an origin, so that no append of this process announces them
   * @param minIntervalMs between polls while new events arrive
   */
  start(isCaching: boolean, isOfFollower = false, minIntervalMs = MIN_POLL_INTERVAL_MS): void {
    this.isCaching = isCaching;
    this.minInterval = minIntervalMs;
    this.interval = minIntervalMs;
    this.isFollower = isOfFollower;
    this.appends = this.log.appended$.subscribe(() => {
      this.interval = this.minInterval;
      this.poll();
    });
    this.poll();
  }

  /**
   * The high-water mark: no event at or below this position can become visible later. A stale horizon is too low but
   * still valid, as long as the log has the same `incarnation`.
   */
  get horizon(): number {
    return this.reached.value;
  }

  /** Whether the events come from an origin, which may have assigned positions that are not known here yet. */
  get isOfFollower(): boolean {
    return this.isFollower;
  }

  /** The value of `INCARNATION_SQL` when the horizon was read; undefined before the first poll. */
  get incarnation(): string | undefined {
    return this.marks.incarnation;
  }

  /** The latest rewind of the log since this process started; undefined if there was none. */
  get rewind(): Rewind | undefined {
    return this.latestRewind;
  }

  /** When the latest poll that read the log began, by `performance.now()`. `horizon` was not too low then. */
  get contactedAt(): number {
    return this.contact;
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

  /**
   * @param stop ends the wait early
   * @returns the horizon, once it is beyond `position`, after `milliseconds`, or when the process is about to stop
   */
  async beyond(position: number, milliseconds: number, stop: Observable<unknown> = NEVER): Promise<number> {
    const moved = this.reached.pipe(filter((horizon) => horizon > position));
    await firstValueFrom(race(moved, timer(milliseconds), this.stopping, stop));
    return this.horizon;
  }

  /**
   * The last position of the log, exact enough to be compared with `position`. Postgres is asked only if `position` is
   * beyond all positions that this process has seen or appended.
   */
  async lastPosition(position: number): Promise<number> {
    this.knownLastPosition = Math.max(this.knownLastPosition, this.horizon, this.log.lastPosition);
    if (position > this.knownLastPosition) {
      const [{ last }] = await this.database.query('SELECT log.last_position() AS last');
      this.knownLastPosition = Math.max(this.knownLastPosition, last);
    }
    return this.knownLastPosition;
  }

  /** Polls without the pause in favour of commands, because a request waits for this position. */
  hurry(position: number): void {
    if (position <= this.horizon) return;
    this.isAwaited = true;
    this.awaited = { position: Math.max(position, this.awaited.position), until: performance.now() + MAX_AWAITED_MS };
    this.poll();
  }

  /** Stops polling for all users of this poller, and ends every wait in `beyond`. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopping.next();
    this.appends?.unsubscribe();
    clearTimeout(this.timer);
    await this.polling;
  }

  /**
   * Starts a poll. If one is running, another one follows it, because the running one may have read the log too early.
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
      else this.timer = setTimeout(() => this.poll(), this.isOnItsWay ? AWAITED_POLL_INTERVAL_MS : this.interval);
    });
  }

  /** Whether a request waits at a follower whose log can be read. Nothing but a poll tells that the event has come. */
  private get isOnItsWay(): boolean {
    return (
      this.isFollower &&
      this.failure === undefined &&
      this.awaited.position > this.horizon &&
      performance.now() < this.awaited.until
    );
  }

  private async pollOnce(): Promise<void> {
    const start = performance.now();
    try {
      const { horizon, events, hasGoneBack, isReplaced } = await this.read();
      if (this.failure !== undefined) this.logger.log('The log can be read again');
      this.failure = undefined;
      if (isReplaced) this.replaced.next();
      if (hasGoneBack) {
        this.startOver(horizon);
      } else if (horizon > this.horizon) {
        this.interval = this.minInterval;
        // Cached before `reached` fires, because its subscribers ask for these events synchronously.
        if (this.isCaching) this.addToCache(events, horizon);
        this.reached.next(horizon);
      } else {
        this.interval = this.isFollower ? this.minInterval : Math.min(this.interval * 1.5, MAX_POLL_INTERVAL_MS);
      }
      this.contact = start;
    } catch (error) {
      this.interval = MAX_POLL_INTERVAL_MS;
      const { message } = error as Error;
      if (message !== this.failure) this.logger.warn(`The log can't be read: ${message}`);
      this.failure = message;
    }
  }

  /**
   * Reads the horizon and the events in one round trip, by pipelined statements on one connection. Each statement has
   * a younger snapshot than the one before, so the events include all up to that horizon. Events beyond the horizon
   * are dropped, because others may still appear below them.
   */
  private async read(): Promise<{ horizon: number; events?: CachedEvent[]; hasGoneBack: boolean; isReplaced: boolean }> {
    const client = await ((this.database.driver as PostgresDriver).master as Pool).connect();
    try {
      const [{ horizon, hasGoneBack, isReplaced }, events] = await Promise.all([
        this.marks.compare(client, this.horizon),
        this.isCaching && this.cachedAfter <= this.horizon
          ? client.query<CachedEvent>({ name: 'new-events', text: NEW_EVENTS_SQL, values: [this.horizon] })
          : undefined,
      ]);
      client.release();
      if (!events || (events.rows.length === MAX_POLLED_EVENTS && (events.rows.at(-1) as CachedEvent).position < horizon))
        return { horizon, hasGoneBack, isReplaced };
      return { horizon, hasGoneBack, isReplaced, events: events.rows.filter(({ position }) => position <= horizon) };
    } catch (error) {
      // Destroyed rather than reused, because the other statement may still be running on it.
      client.release(true);
      throw error;
    }
  }

  /** Drops all that was read before the log went back, and tells subscribers to do the same. */
  private startOver(horizon: number): void {
    const rewind = { from: this.horizon, to: horizon, at: new Date() };
    this.logger.error(
      `The log went back: this process had read it up to position ${rewind.from}, and some of those events are gone. ` +
        `It now ends at ${horizon}. Starting over from the database; live streams are told to start over`,
    );
    this.latestRewind = rewind;
    this.interval = this.minInterval;
    this.addToCache(undefined, horizon);
    this.knownLastPosition = 0;
    this.awaited = { position: 0, until: 0 };
    this.log.forgetPositions();
    this.rewound.next(rewind);
    this.reached.next(horizon);
  }

  /**
   * An erasure empties the cache, so that no text of the erased user stays in memory.
   *
   * @param events absent if the poll did not read all events up to the horizon: readers then use the database
   */
  private addToCache(events: CachedEvent[] | undefined, horizon: number): void {
    if (!events || events.at(-1)?.data === null || events.some(({ type }) => type === UserErased.type)) {
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
