import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import { LOG, VIEW } from '../database/database.js';
import { Lookup } from '../database/lookup.js';
import { UserErased } from '../event-log/erasure.js';
import { EventTypes, type RecordedEvent } from '../event-log/events.js';
import { ownerSql } from '../event-log/owners.js';
import { type EventFilter, readEvents } from '../event-log/read-events.js';
import { LogPoller } from './log-poller.js';

/** Events that the feed reads in one statement. Its buffer holds the latest ones for all listeners. */
const FEED_BATCH_EVENTS = 500;
const MAX_BUFFERED_EVENTS = 1_000;

/** Maximum number of events in a chunk, and so of the events that a slow reader keeps in memory. */
const MAX_CHUNK_EVENTS = 100;

/** Maximum wait for new events, and the wait after a failure to read the log. */
const MAX_FEED_WAIT_MS = 500;

/** Pause after a delivery to all listeners, as a multiple of its duration, so that the process can do other work. */
const FEED_PAUSE_RATIO = 1;

/** Events as one chunk of a `text/event-stream`. A client that has read it has all events up to the position `to`. */
export interface Chunk {
  readonly to: number;
  readonly bytes: Buffer;
}

/** The filters of a live stream. */
export type LiveFilter = Omit<EventFilter, 'correlationId'>;

/** The owner of an entity's stream, if it has one. */
interface StreamOwner {
  readonly key: string;
  readonly owner: string | null;
}

interface Frame {
  readonly position: number;
  readonly stream: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * New events of the log for any number of listeners. A process reads them once for all listeners, and only while there
 * are any.
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
   * Fires when `next` may have more events. Subscribe before you call `next`, because the log is read only while there
   * are subscribers.
   */
  readonly news$ = this.moved.asObservable();
  /** All events after `bufferedAfter` and up to `reached`. */
  private buffer: Frame[] = [];
  private bufferedAfter = 0;
  private reached = 0;
  /** The latest chunk, because most readers request the same one. */
  private latest?: Chunk & { readonly after: number };
  private running?: Promise<void>;
  /** The owners of streams, for readers that are bound to a user. */
  private readonly owners = new Lookup<StreamOwner>((streams) =>
    this.pages.query(
      `SELECT s.stream AS key, ${ownerSql(this.types, 's.stream')} AS owner FROM unnest($1::text[]) AS s (stream)`,
      [streams],
    ),
  );

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

  /** The next events after a position. For a reader that is far behind they come from the database. */
  next(after: number, filter?: LiveFilter): Chunk | Promise<Chunk> {
    if (after < this.bufferedAfter) return this.nextFromDatabase(after, filter);
    if (!filter && this.latest?.after === after) return this.latest;
    let start = this.buffer.length;
    while ((this.buffer[start - 1]?.position ?? 0) > after) start--;
    const found: Frame[] = [];
    for (let index = start; index < this.buffer.length && found.length < MAX_CHUNK_EVENTS; index++) {
      const each = this.buffer[index] as Frame;
      if (passes(each, filter)) found.push(each);
    }
    if (filter?.boundTo !== undefined) return this.ownChunk(found, this.reached, filter.boundTo);
    const answer = chunk(found, this.reached);
    if (!filter) this.latest = { after, ...answer };
    return answer;
  }

  /**
   * The chunk without the events of other users. Owners are looked up each time, because an entity may change its
   * owner.
   */
  private async ownChunk(frames: Frame[], reached: number, boundTo: number): Promise<Chunk> {
    const { to } = chunk(frames, reached);
    const found = await Promise.all(frames.map(({ stream }) => this.owners.find(stream)));
    const own = frames.filter((_, n) => found[n]?.owner === String(boundTo));
    return { to, bytes: Buffer.concat(own.map(({ bytes }) => bytes)) };
  }

  private async nextFromDatabase(after: number, filter?: LiveFilter): Promise<Chunk> {
    const { reached } = this;
    const events = await readEvents(this.pages, this.types, { after, end: reached, limit: MAX_CHUNK_EVENTS }, filter);
    return chunk(
      events.map((event) => this.frame(event)),
      reached,
    );
  }

  private async run(): Promise<void> {
    let started = false;
    while (!this.poller.isStopped) {
      try {
        // The poller's horizon is 0 until its first poll, and would make listeners get the whole log.
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
          this.poller.between(this.reached, end) ??
          (await readEvents(this.database, this.types, { after: this.reached, end, limit: FEED_BATCH_EVENTS }));
        if (rewind !== this.poller.rewind) continue;
        const start = performance.now();
        this.handOver(events, end);
        // Writing several events to a socket costs as much as writing one, so events are collected meanwhile.
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
    // Events of the erased user must leave the buffer. Clients get the remaining events from the database.
    if (events.some(({ type }) => type === UserErased.type)) this.skipTo(this.reached);
    this.moved.next();
    if (!this.eventBus.subject$.observed) return;
    for (const event of events) if (this.types.knows(event.type, event.schema)) this.eventBus.publish(this.types.eventOf(event));
  }

  /** A frame without an `event:` field, because `EventSource.onmessage` gets only such frames. */
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

function passes({ stream, type }: Frame, { streams, types }: LiveFilter = {}): boolean {
  return (!streams || streams.includes(stream)) && (!types || types.includes(type));
}

function chunk(frames: Frame[], reached: number): Chunk {
  const to = frames.length < MAX_CHUNK_EVENTS ? reached : (frames.at(-1) as Frame).position;
  return { to, bytes: Buffer.concat(frames.map(({ bytes }) => bytes)) };
}
