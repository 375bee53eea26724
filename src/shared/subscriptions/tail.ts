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

/** Poll delays in ms: short while events come, up to the longest while nothing happens. */
const SHORTEST = 20;
const LONGEST = 500;

/**
 * In ms: how long after a look there is none where groups of commands have this size or more, so that what comes meanwhile is seen
 * together and commands have the time. It is less by the square of the size, hence next to nothing where few come at once; then it is
 * as long as the look took.
 */
const LONGEST_REST = 50;
const LARGE_GROUP = 16;

/** How many events are read at once and kept, and how much of their data: bytes as stored, and characters as kept. */
const BATCH = 500;
const KEPT = 1_000;
const STORED_BYTES = 1_000_000;
const KEPT_CHARACTERS = 4_000_000;

/** The size as stored is known without a look at the data, which may be large. */
const EVENTS = `
  SELECT position, stream, version, type, schema, metadata::text, recorded_at AS "recordedAt",
    CASE WHEN sum(pg_column_size(data)) OVER (ORDER BY position) < ${STORED_BYTES} THEN data::text END AS data
  FROM log.events WHERE position > $1 ORDER BY position LIMIT ${BATCH}`;

/** An event as it is kept: as text, so that each reader gets objects of its own and only what is wanted is parsed. */
type Kept = Omit<RecordedEvent, 'data' | 'metadata'> & { readonly data: string | null; readonly metadata: string };

/**
 * Knows the horizon of the log, and the events just below it: one poll a process, whatever the number of subscriptions, and
 * at once after an own append.
 */
@Injectable()
export class Tail {
  private readonly logger = new Logger(Tail.name);
  private readonly reached = new BehaviorSubject(0);
  /** All events after `from` and up to the horizon. */
  private kept: Kept[] = [];
  private from = Number.POSITIVE_INFINITY;
  private characters = 0;
  private appended?: RxSubscription;
  private delay = SHORTEST;
  private timer?: NodeJS.Timeout;
  private polling?: Promise<void>;
  private again = false;
  private keeps = false;
  private earliest = 0;
  private isAwaited = false;
  private last = 0;
  private stopped = false;
  private readonly stopping = new Subject<void>();

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly log: EventLog,
  ) {}

  /** @param keeps whether anybody in this process follows the log, so that events are worth keeping */
  start(keeps: boolean): void {
    this.keeps = keeps;
    this.appended = this.log.appended$.subscribe(() => {
      this.delay = SHORTEST;
      this.poll();
    });
    this.poll();
  }

  /** All events at or below it are visible or never will be, so it stays true however old it is. */
  get horizon(): number {
    return this.reached.value;
  }

  /**
   * The events after a position and up to another one, of some types or of all; the first `limit` of them.
   *
   * @returns undefined if they are not all in memory
   */
  between(after: number, end: number, types?: readonly string[], limit = KEPT): RecordedEvent[] | undefined {
    if (after < this.from || end > this.horizon) return undefined;
    let start = this.kept.length;
    while ((this.kept[start - 1]?.position ?? 0) > after) start--;
    const found: RecordedEvent[] = [];
    for (let event = this.kept[start]; event && event.position <= end && found.length < limit; event = this.kept[++start])
      if (!types || types.includes(event.type))
        found.push({ ...event, data: JSON.parse(event.data as string), metadata: JSON.parse(event.metadata) });
    return found;
  }

  /** Nothing new is told from now on. */
  get isStopped(): boolean {
    return this.stopped;
  }

  /** @returns the horizon, once it is beyond `position`, `milliseconds` have passed or the process is about to stop */
  async beyond(position: number, milliseconds: number): Promise<number> {
    const moved = this.reached.pipe(filter((horizon) => horizon > position));
    await firstValueFrom(race(moved, timer(milliseconds), this.stopping));
    return this.horizon;
  }

  /**
   * The highest position that the log has handed out, as far as it must be known to compare it with `position`: Postgres is asked only
   * for a position that is beyond all that this process has seen or appended.
   */
  async lastPosition(position: number): Promise<number> {
    this.last = Math.max(this.last, this.horizon, this.log.lastPosition);
    if (position > this.last) {
      const [{ last }] = await this.database.query('SELECT log.last_position() AS last');
      this.last = Math.max(this.last, last);
    }
    return this.last;
  }

  /** Somebody waits for a position: if it may be there by now, the next look is at once, whatever commands would have had. */
  hurry(position: number): void {
    if (position <= this.horizon) return;
    this.isAwaited = true;
    this.poll();
  }

  /** For all who follow it, at once: it looks no more, and nobody waits for what it would have found. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopping.next();
    this.appended?.unsubscribe();
    clearTimeout(this.timer);
    await this.polling;
  }

  /** One poll at a time; a wish that comes meanwhile is served by one more, since the running one may have looked too early. */
  private poll(): void {
    if (this.stopped) return;
    if (this.polling) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    const wait = this.earliest - performance.now();
    if (wait > 0 && !this.isAwaited) {
      this.timer = setTimeout(() => this.poll(), wait);
      return;
    }
    this.again = this.isAwaited = false;
    const start = performance.now();
    this.polling = this.look().finally(() => {
      this.polling = undefined;
      const end = performance.now();
      const rest = Math.max(end - start, LONGEST_REST * (this.log.groupSize / LARGE_GROUP) ** 2);
      this.earliest = end + Math.min(rest, LONGEST_REST);
      if (this.stopped) return;
      if (this.again) this.poll();
      else this.timer = setTimeout(() => this.poll(), this.delay);
    });
  }

  private async look(): Promise<void> {
    try {
      const { horizon, events } = await this.read();
      if (horizon > this.horizon) {
        this.delay = SHORTEST;
        // Before anybody is told of the new horizon.
        if (this.keeps) this.keep(events, horizon);
        this.reached.next(horizon);
      } else {
        this.delay = Math.min(this.delay * 1.5, LONGEST);
      }
    } catch (error) {
      this.delay = LONGEST;
      this.logger.warn(`The log can't be read: ${(error as Error).message}`);
    }
  }

  /**
   * Both in one round trip: the events by a statement of their own, on the same connection behind the horizon's. So its snapshot
   * is the later one, and has all events up to that horizon; what it has beyond is none of it.
   */
  private async read(): Promise<{ horizon: number; events?: Kept[] }> {
    const client = await ((this.database.driver as PostgresDriver).master as Pool).connect();
    try {
      const [horizons, events] = await Promise.all([
        client.query<{ horizon: number }>({ name: 'horizon', text: 'SELECT log.horizon() AS horizon' }),
        this.keeps && this.from <= this.horizon
          ? client.query<Kept>({ name: 'tail', text: EVENTS, values: [this.horizon] })
          : undefined,
      ]);
      client.release();
      const horizon = horizons.rows[0]?.horizon ?? 0;
      if (!events || (events.rows.length === BATCH && (events.rows.at(-1) as Kept).position < horizon)) return { horizon };
      return { horizon, events: events.rows.filter(({ position }) => position <= horizon) };
    } catch (error) {
      // Its other statement may still be on its way.
      client.release(true);
      throw error;
    }
  }

  private keep(events: Kept[] | undefined, horizon: number): void {
    if (!events || events.at(-1)?.data === null) {
      this.keepNone(horizon);
      return;
    }
    this.kept.push(...events);
    for (const { data } of events) this.characters += data?.length ?? 0;
    while (this.kept.length > KEPT || this.characters > KEPT_CHARACTERS) {
      const oldest = this.kept.shift() as Kept;
      this.characters -= oldest.data?.length ?? 0;
      this.from = oldest.position;
    }
  }

  /** More came at once than is kept: readers get it from the database. */
  private keepNone(horizon: number): void {
    this.kept = [];
    this.characters = 0;
    this.from = horizon;
  }
}
