import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { Controller, Get, Injectable, Logger, type OnModuleDestroy, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Subscription } from 'rxjs';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { EventTypes } from '../event-log/events.js';
import { type EventFilter, horizon, LiveFeed, type Piece } from '../subscriptions/live-feed.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { Token, Whole } from './fields.js';
import { Problem } from './problems.js';
import { QueryRoute } from './queries.js';
import { LOG_ITSELF, POSITIONS, positionFrom, requireInLog } from './waiting.js';

const logger = new Logger('EventStream');

class FollowEventsParameters {
  @Token({ maximum: 100, optional: true, description: 'Of this entity: its id, or its stream', example: 'order-1' })
  entityId?: string;

  @Token({ maximum: 100, optional: true, description: 'Of this type', example: 'order_created_v1' })
  eventType?: string;

  @Whole({ ...POSITIONS, optional: true, description: 'After this position; absent: from now on', example: 0 })
  after?: number;
}

/** Limits of open streams; tests set lower ones. */
@Injectable()
export class StreamLimits {
  /** How many streams may be open at once. */
  most = 2_000;
  /** In ms: after how long a silence readers are told that the stream lives. */
  heartBeat = 15_000;
  /** In ms: how long a reader may take for a hundred events, or take nothing of an export, before it is cut off. */
  patience = 10_000;
}

/** The log as it grows, as server-sent events. */
@ApiTags('log')
@Controller('v1')
export class EventStreamController implements OnModuleDestroy {
  private readonly readers = new Set<StreamReader>();
  private news?: Subscription;
  private stopping = false;

  constructor(
    @InjectDataSource(LOG) private readonly database: DataSource,
    private readonly types: EventTypes,
    private readonly live: LiveFeed,
    private readonly poller: LogPoller,
    private readonly limits: StreamLimits,
  ) {
    this.poller.rewound$.subscribe(({ to }) => {
      for (const reader of this.readers) reader.reset(to);
    });
  }

  /** How many streams are open. */
  get open(): number {
    return this.readers.size;
  }

  /** Readers reconnect by themselves, to any process that serves by then. */
  onModuleDestroy(): void {
    this.stopping = true;
    for (const reader of this.readers) reader.end();
  }

  @Get('events/stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Go on after this event; it wins over `after`. Browsers send it when they come back',
    schema: { type: 'integer', format: 'int64', ...POSITIONS, example: 0 },
  })
  @QueryRoute({
    summary: 'Follow the log, as server-sent events',
    description:
      'Each `data` is an event as `/v1/events` shows it, each `id` its position: all that match, in order, none twice. ' +
      'A comment is sent when there are no events. A client that does not read is disconnected, and can resume with ' +
      '`Last-Event-ID`. If the log went back, because it was restored or a failover lost commits, an event named ' +
      '`reset` comes and the stream ends: events that were sent may be gone, so discard what you derived from them and ' +
      'start over. Its `data` is `{"position": …}`, the end of the log now, and its `id` is the same.',
    view: LOG_ITSELF,
    content: { 'text/event-stream': { schema: { type: 'string' } } },
    problems: { 503: ['view.behind', 'database.unavailable', 'stream.busy'] },
  })
  async followEvents(
    @Query() { entityId, eventType, after }: FollowEventsParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lastEventId = positionFrom(request, 'last-event-id');
    const given = lastEventId ?? after;
    if (given !== undefined) await requireInLog(given, lastEventId === undefined ? 'after' : 'last-event-id', this.poller);
    const start = given ?? (await horizon(this.database));
    if (this.stopping || this.readers.size >= this.limits.most)
      throw new Problem(
        503,
        'stream.busy',
        this.stopping ? 'The process is about to stop.' : `There are ${this.limits.most} streams open. Try again.`,
        {},
        { 'retry-after': '10' },
      );
    reply.headers({
      'Content-Type': 'text/event-stream',
      'Event-Position': String(start),
      'Cache-Control': 'no-store',
      // For nginx, which would hold events back until it has a buffer full of them.
      'X-Accel-Buffering': 'no',
    });
    if (request.method === 'HEAD') return void reply.send(Readable.from([]));
    const filter =
      entityId === undefined && eventType === undefined
        ? undefined
        : { streams: entityId === undefined ? undefined : this.types.streamsOf(entityId), type: eventType };
    const { socket } = request.raw;
    // Its reader may have gone while this was waiting.
    if (socket.destroyed) return;
    reply.hijack();
    // Nothing comes after it on the connection, so its pieces need no frames of their own: each event is written
    // thousands of times.
    reply.raw.removeHeader('Transfer-Encoding');
    reply.raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), Connection: 'close' });
    // A start of "now" is given an id, so that a client that loses the connection before the first event misses none.
    reply.raw.write(`retry: 1000\n${given === undefined ? `id: ${start}\n` : ''}\n`);
    const reader = new StreamReader(reply.raw, socket, this.live, this.limits, start, filter);
    this.readers.add(reader);
    this.news ??= this.live.news$.subscribe(() => {
      for (const each of this.readers) each.go();
    });
    socket.once('close', () => {
      this.readers.delete(reader);
      reader.end();
      if (this.readers.size) return;
      this.news?.unsubscribe();
      this.news = undefined;
    });
    reader.go();
  }
}

/** One open stream. It gets the next events once its client has read the previous ones. */
class StreamReader {
  private wrote = Date.now();
  private isLooking = false;
  private beating?: NodeJS.Timeout;
  private losingPatience?: NodeJS.Timeout;

  constructor(
    private readonly response: ServerResponse,
    private readonly socket: Socket,
    private readonly live: LiveFeed,
    private readonly limits: StreamLimits,
    private position: number,
    private readonly filter?: EventFilter,
  ) {
    socket.on('drain', () => {
      clearTimeout(this.losingPatience);
      this.losingPatience = undefined;
      this.go();
    });
    this.beat();
  }

  /** For a thousand readers this is called one after the other, so it does no more than it must. */
  go(): void {
    while (this.isOpen && !this.isLooking && !this.socket.writableNeedDrain && this.live.isBeyond(this.position)) {
      const next = this.live.next(this.position, this.filter);
      if (!(next instanceof Promise)) this.take(next);
      else void this.look(next);
    }
  }

  /** Tells its reader that it may have got events that are gone. The id lets a browser come back after the new end. */
  reset(end: number): void {
    if (this.isOpen && !this.socket.writableNeedDrain)
      this.write(`event: reset\nid: ${end}\ndata: ${JSON.stringify({ position: end })}\n\n`);
    this.end();
  }

  /** What its reader has not taken yet is given up: waiting for that could take for ever. */
  end(): void {
    clearTimeout(this.beating);
    clearTimeout(this.losingPatience);
    if (this.socket.writableNeedDrain) this.socket.destroy();
    else this.response.end();
  }

  private get isOpen(): boolean {
    return !this.response.writableEnded && !this.socket.destroyed;
  }

  private async look(next: Promise<Piece>): Promise<void> {
    this.isLooking = true;
    try {
      this.take(await next);
    } catch (error) {
      logger.warn(`A stream of events ends after position ${this.position}: ${(error as Error).message}`);
      this.end();
    }
    this.isLooking = false;
    this.go();
  }

  private take({ to, bytes }: Piece): void {
    this.position = to;
    if (bytes.length && this.isOpen) this.write(bytes);
  }

  /** Past the response, which would gather what is written in one turn: a stream has one piece to write. */
  private write(bytes: Buffer | string): void {
    if (!this.socket.write(bytes)) this.losingPatience ??= setTimeout(() => this.cutOff(), this.limits.patience);
    this.wrote = Date.now();
  }

  private beat(): void {
    const silence = Date.now() - this.wrote;
    const isSilent = silence >= this.limits.heartBeat;
    if (isSilent && !this.socket.writableNeedDrain) this.write(':\n\n');
    this.beating = setTimeout(() => this.beat(), isSilent ? this.limits.heartBeat : this.limits.heartBeat - silence);
  }

  private cutOff(): void {
    logger.warn(
      `A reader of the log did not take in ${this.limits.patience} ms what it was sent, up to position ${this.position}: it is cut off`,
    );
    this.socket.destroy();
  }
}
