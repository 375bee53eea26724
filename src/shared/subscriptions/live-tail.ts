import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import { LOG, VIEW } from '../database/database.js';
import { EventTypes, RECORDED, type RecordedEvent } from '../event-log/events.js';
import { Tail } from './tail.js';

/** How many events are read from the log at once, and how many of the latest ones are kept for all readers. */
const BATCH = 500;
const KEPT = 1_000;

/** How many events a reader gets at once: who is slow to take them holds no more than these in memory. */
const PAGE = 100;

/** In ms: how long a look waits for news, and how long for the log after it couldn't be read. */
const LONGEST_WAIT = 500;

/** How many times as long as it took to hand news to all listeners the process does other work before the next ones. */
const REST = 1;

/** What a reader wants: events of these streams, of this type; absent: of all. */
export interface EventFilter {
  readonly streams?: readonly string[];
  readonly type?: string;
}

/** Events as one piece of a `text/event-stream`, and the position up to which a reader has now seen all. */
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
 * The end of the log as it grows, for any number of listeners: read once a process, and only while somebody listens.
 *
 * Who subscribes to Nest's `EventBus` gets instances of the event classes, in the order of the log, from then on and until
 * the process ends; what must miss no event is a subscription of its own.
 */
@Injectable()
export class LiveTail implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveTail.name);
  private readonly moved = new Subject<void>();
  /** Fires when `next` may have more. Listen before you ask: the log is read for those who listen. */
  readonly news$ = this.moved.asObservable();
  /** All events after `from` and up to `reached`. */
  private frames: Frame[] = [];
  private from = 0;
  private reached = 0;
  /** What most readers ask for at the same time. */
  private latest?: Piece & { readonly after: number };
  private running?: Promise<void>;

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    @InjectDataSource(LOG) private readonly pages: DataSource,
    private readonly tail: Tail,
    private readonly types: EventTypes,
    private readonly eventBus: EventBus,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.tail.stop(), this.running]);
  }

  /** Whether `next` has something to look at for a reader who has seen all up to `position`. */
  isBeyond(position: number): boolean {
    return this.reached > position;
  }

  /** The next events after a position; a reader who is far behind gets them from the database, at its own pace. */
  next(after: number, filter?: EventFilter): Piece | Promise<Piece> {
    if (after < this.from) return this.earlier(after, filter);
    if (!filter && this.latest?.after === after) return this.latest;
    let start = this.frames.length;
    while ((this.frames[start - 1]?.position ?? 0) > after) start--;
    const found: Frame[] = [];
    for (let index = start; index < this.frames.length && found.length < PAGE; index++) {
      const each = this.frames[index] as Frame;
      if (passes(each, filter)) found.push(each);
    }
    const answer = piece(found, this.reached);
    if (!filter) this.latest = { after, ...answer };
    return answer;
  }

  private async earlier(after: number, filter?: EventFilter): Promise<Piece> {
    const { reached } = this;
    const events = await read(this.pages, after, reached, PAGE, filter);
    return piece(
      events.map((event) => this.frame(event)),
      reached,
    );
  }

  private async run(): Promise<void> {
    let started = false;
    while (!this.tail.isStopped) {
      try {
        // Not the tail's horizon, which is 0 until its first poll: listeners would be told the whole past.
        if (!started) this.skipTo(await horizon(this.database));
        started = true;
        const end = await this.tail.beyond(this.reached, LONGEST_WAIT);
        if (end <= this.reached) continue;
        if (!this.moved.observed && !this.eventBus.subject$.observed) {
          this.skipTo(end);
          continue;
        }
        const events = this.tail.between(this.reached, end) ?? (await read(this.database, this.reached, end, BATCH));
        const start = performance.now();
        this.hand(events, end);
        // A write costs the same for one event as for all that came meanwhile.
        await wait((performance.now() - start) * REST);
      } catch (error) {
        this.logger.warn(`The log can't be read: ${(error as Error).message}`);
        await wait(LONGEST_WAIT);
      }
    }
  }

  private skipTo(position: number): void {
    this.from = this.reached = position;
    this.frames = [];
    this.latest = undefined;
  }

  private hand(events: RecordedEvent[], end: number): void {
    this.frames.push(...events.map((event) => this.frame(event)));
    const [last] = this.frames.splice(0, this.frames.length - KEPT).slice(-1);
    if (last) this.from = last.position;
    this.reached = events.length < BATCH ? end : (events.at(-1) as RecordedEvent).position;
    this.latest = undefined;
    this.moved.next();
    if (!this.eventBus.subject$.observed) return;
    for (const event of events) if (this.types.knows(event.type, event.schema)) this.eventBus.publish(this.types.eventOf(event));
  }

  /** No `event:` field, so that `EventSource.onmessage` gets all of them. */
  private frame(event: RecordedEvent): Frame {
    const { position, stream, type } = event;
    const bytes = Buffer.from(`id: ${position}\ndata: ${JSON.stringify(this.types.publicEvent(event))}\n\n`);
    return { position, stream, type, bytes };
  }
}

/** @returns the horizon as it is now, whereas the tail's is that of its last poll */
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
  const to = frames.length < PAGE ? reached : (frames.at(-1) as Frame).position;
  return { to, bytes: Buffer.concat(frames.map(({ bytes }) => bytes)) };
}
