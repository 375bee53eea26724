import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import { LOG, VIEW } from '../database/database.js';
import { EventTypes, RECORDED, type RecordedEvent } from '../event-log/events.js';
import { LogPoller } from './log-poller.js';

/** Events that the feed reads from the log in one statement, and the latest ones that it keeps for all readers. */
const FEED_BATCH_EVENTS = 500;
const MAX_BUFFERED_EVENTS = 1_000;

/** Events that a reader gets in one piece. A slow reader holds no more than these in memory. */
const MAX_PIECE_EVENTS = 100;

/** Longest wait for new events, and the wait after a failure to read the log. */
const MAX_FEED_WAIT_MS = 500;

/**
 * Pause after a hand-over to all listeners, as a multiple of the time it took, so that the process can do other work.
 */
const FEED_PAUSE_RATIO = 1;

/** The events that a reader wants: of these streams and of this type. What is absent does not limit them. */
export interface EventFilter {
  readonly streams?: readonly string[];
  readonly type?: string;
}

/**
 * Events as one piece of a `text/event-stream`; `to` is the position up to which the reader has then seen everything.
 */
export interface Piece {
  readonly to: number;
  readonly bytes: Buffer;
}

interface Frame {
  readonly position: number;
  readonly stream: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * The log as it grows, for any number of listeners. A process reads it once for all of them, and only while there are
 * any.
 *
 * Subscribers of Nest's `EventBus` get instances of the event classes in the order of the log, from the moment they
 * subscribe until the process ends. Code that must not miss an event is a subscription instead (`@EventsHandler`,
 * `@Saga`).
 */
@Injectable()
export class LiveFeed implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveFeed.name);
  private readonly moved = new Subject<void>();
  /**
   * Fires when `next` may have more. Subscribe before you call `next`: the log is read only while there are
   * subscribers.
   */
  readonly news$ = this.moved.asObservable();
  /** All events after `bufferedAfter` and up to `reached`. */
  private buffer: Frame[] = [];
  private bufferedAfter = 0;
  private reached = 0;
  /** The piece that most readers ask for at the same time. */
  private latest?: Piece & { readonly after: number };
  private running?: Promise<void>;

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    @InjectDataSource(LOG) private readonly pages: DataSource,
    private readonly poller: LogPoller,
    private readonly types: EventTypes,
    private readonly eventBus: EventBus,
  ) {}

  onApplicationBootstrap(): void {
    this.poller.rewound$.subscribe(({ to }) => this.skipTo(to));
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.poller.stop(), this.running]);
  }

  /** Whether there are events for a reader that has seen everything up to `position`. */
  isBeyond(position: number): boolean {
    return this.reached > position;
  }

  /** The next events after a position. A reader that is far behind gets them from the database, at its own pace. */
  next(after: number, filter?: EventFilter): Piece | Promise<Piece> {
    if (after < this.bufferedAfter) return this.nextFromDatabase(after, filter);
    if (!filter && this.latest?.after === after) return this.latest;
    let start = this.buffer.length;
    while ((this.buffer[start - 1]?.position ?? 0) > after) start--;
    const found: Frame[] = [];
    for (let index = start; index < this.buffer.length && found.length < MAX_PIECE_EVENTS; index++) {
      const each = this.buffer[index] as Frame;
      if (passes(each, filter)) found.push(each);
    }
    const answer = piece(found, this.reached);
    if (!filter) this.latest = { after, ...answer };
    return answer;
  }

  private async nextFromDatabase(after: number, filter?: EventFilter): Promise<Piece> {
    const { reached } = this;
    const events = await read(this.pages, after, reached, MAX_PIECE_EVENTS, filter);
    return piece(
      events.map((event) => this.frame(event)),
      reached,
    );
  }

  private async run(): Promise<void> {
    let started = false;
    while (!this.poller.isStopped) {
      try {
        // The poller's horizon is 0 until its first poll: from there, listeners would get the whole past.
        if (!started) this.skipTo(await horizon(this.database));
        started = true;
        const end = await this.poller.beyond(this.reached, MAX_FEED_WAIT_MS);
        const { rewind } = this.poller;
        if (end <= this.reached) continue;
        if (!this.moved.observed && !this.eventBus.subject$.observed) {
          this.skipTo(end);
          continue;
        }
        const events =
          this.poller.between(this.reached, end) ?? (await read(this.database, this.reached, end, FEED_BATCH_EVENTS));
        if (rewind !== this.poller.rewind) continue;
        const start = performance.now();
        this.handOver(events, end);
        // A write to a socket costs the same for one event as for all that have come since.
        await wait((performance.now() - start) * FEED_PAUSE_RATIO);
      } catch (error) {
        this.logger.warn(`The log can't be read: ${(error as Error).message}`);
        await wait(MAX_FEED_WAIT_MS);
      }
    }
  }

  private skipTo(position: number): void {
    this.bufferedAfter = this.reached = position;
    this.buffer = [];
    this.latest = undefined;
  }

  private handOver(events: RecordedEvent[], end: number): void {
    this.buffer.push(...events.map((event) => this.frame(event)));
    const [last] = this.buffer.splice(0, this.buffer.length - MAX_BUFFERED_EVENTS).slice(-1);
    if (last) this.bufferedAfter = last.position;
    this.reached = events.length < FEED_BATCH_EVENTS ? end : (events.at(-1) as RecordedEvent).position;
    this.latest = undefined;
    this.moved.next();
    if (!this.eventBus.subject$.observed) return;
    for (const event of events) if (this.types.knows(event.type, event.schema)) this.eventBus.publish(this.types.eventOf(event));
  }

  /** Without an `event:` field, because `EventSource.onmessage` gets only frames that have none. */
  private frame(event: RecordedEvent): Frame {
    const { position, stream, type } = event;
    const bytes = Buffer.from(`id: ${position}\ndata: ${JSON.stringify(this.types.publicEvent(event))}\n\n`);
    return { position, stream, type, bytes };
  }
}

/** @returns the present horizon; `LogPoller.horizon` is that of its latest poll */
export async function horizon(database: DataSource): Promise<number> {
  const [{ horizon }] = await database.query('SELECT log.horizon() AS horizon');
  return horizon;
}

function read(
  database: DataSource,
  after: number,
  end: number,
  limit: number,
  { streams, type }: EventFilter = {},
): Promise<RecordedEvent[]> {
  return database.query(
    `SELECT ${RECORDED} FROM log.events
     WHERE position > $1 AND position <= $2 AND ($3::text[] IS NULL OR stream = ANY ($3)) AND ($4::text IS NULL OR type = $4)
     ORDER BY position LIMIT $5`,
    [after, end, streams ?? null, type ?? null, limit],
  );
}

function passes({ stream, type }: Frame, filter: EventFilter = {}): boolean {
  return (!filter.streams || filter.streams.includes(stream)) && (filter.type === undefined || filter.type === type);
}

function piece(frames: Frame[], reached: number): Piece {
  const to = frames.length < MAX_PIECE_EVENTS ? reached : (frames.at(-1) as Frame).position;
  return { to, bytes: Buffer.concat(frames.map(({ bytes }) => bytes)) };
}
