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
import { CheckpointFeed, type Checkpoints } from '../subscriptions/checkpoint-feed.js';
import { type Chunk, horizon, LiveFeed, type LiveFilter } from '../subscriptions/live-feed.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { Flag, Token, Whole } from './fields.js';
import { EventTypesParameter } from './log.controller.js';
import { BoundUser } from './principal.js';
import { Problem } from './problems.js';
import { QueryRoute } from './queries.js';
import { LOG_ITSELF, POSITIONS, positionFrom, requireInLog } from './waiting.js';

const logger = new Logger('EventStream');

class FollowEventsParameters {
  @Token({ maximum: 100, optional: true, description: 'Only events of this entity: its id, or its stream', example: 'order-1' })
  entityId?: string;

  @EventTypesParameter()
  eventType?: string[];

  @Whole({ ...POSITIONS, optional: true, description: 'Start after this position; absent: with the next event', example: 0 })
  after?: number;

  @Flag({ optional: true, default: false, description: 'True: also sends the position of each subscription', example: true })
  views: boolean = false;
}

/** Limits of open streams. Tests set lower ones. */
@Injectable()
export class StreamLimits {
  /** The number of streams that may be open in this process. */
  most = 2_000;
  /** Interval in ms between heartbeats to a silent stream. */
  heartBeat = 15_000;
  /**
   * Time in ms that a client may take to read a hundred events, or may read nothing of an export, before it is
   * disconnected.
   */
  patience = 10_000;
}

/** The log as server-sent events. */
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
    private readonly checkpoints: CheckpointFeed,
    private readonly poller: LogPoller,
    private readonly limits: StreamLimits,
  ) {
    this.poller.rewound$.subscribe(({ to }) => {
      for (const reader of this.readers) reader.reset(to);
    });
  }

  /** The number of open streams. */
  get open(): number {
    return this.readers.size;
  }

  /** Clients reconnect by themselves, to a process that still serves. */
  onModuleDestroy(): void {
    this.stopping = true;
    for (const reader of this.readers) reader.end();
  }

  @Get('events/stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Resume after this event; takes precedence over `after`. Browsers send it when they reconnect',
    schema: { type: 'integer', format: 'int64', ...POSITIONS, example: 0 },
  })
  @QueryRoute({
    summary: 'Follow the log, as server-sent events',
    description:
      'Each `data` is an event as `/v1/events` shows it, each `id` its position: all that match, in order, none twice. ' +
      'A comment is sent when there are no events. A client that does not read is disconnected, and can resume with ' +
      '`Last-Event-ID`. If the log went back, because it was restored or a failover lost commits, an event named ' +
      '`reset` comes and the stream ends: events that were sent may be gone, so discard what you derived from them and ' +
      'start over. Its `data` is `{"position": …}`, the end of the log now, and its `id` is the same. With `views=true`, events ' +
      'named `views` come as well, at the beginning and when a reader of the log has moved, at most 4 a second. Their `data` is ' +
      '`{"position", "data": [{"name", "build", "position"}, …]}`: the horizon, and how far each reader of the log has come. They ' +
      'have no `id`. A principal that is bound to a user may not ask for them.',
    view: LOG_ITSELF,
    isOwned: true,
    content: { 'text/event-stream': { schema: { type: 'string' } } },
    problems: {
      403: ['access.forbidden'],
      429: ['stream.too-many'],
      503: ['view.behind', 'database.unavailable', 'stream.busy'],
    },
  })
  async followEvents(
    @Query() { entityId, eventType, after, views }: FollowEventsParameters,
    @BoundUser() boundTo: number | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (views && boundTo !== undefined)
      throw new Problem(403, 'access.forbidden', `You are bound to user ${boundTo}, and views are not about one user alone.`);
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
      // Otherwise nginx would buffer events.
      'X-Accel-Buffering': 'no',
    });
    if (request.method === 'HEAD') return void reply.send(Readable.from([]));
    const filter =
      entityId === undefined && eventType === undefined && boundTo === undefined
        ? undefined
        : { streams: entityId === undefined ? undefined : this.types.streamsOf(entityId), types: eventType, boundTo };
    const { socket } = request.raw;
    // The client may have disconnected during the wait.
    if (socket.destroyed) return;
    reply.hijack();
    // The stream ends with the connection, so it needs no chunk headers: each event is written thousands of times.
    reply.raw.removeHeader('Transfer-Encoding');
    reply.raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), Connection: 'close' });
    // The first line names the position where "now" was. A client that loses the connection before its first event can
    // go on from there, and misses none.
    reply.raw.write(`retry: 1000\n${given === undefined ? `id: ${start}\n` : ''}\n`);
    const reader = new StreamReader(reply.raw, socket, this.live, this.limits, start, filter);
    this.readers.add(reader);
    this.news ??= this.live.news$.subscribe(() => {
      for (const each of this.readers) each.go();
    });
    const following = views ? this.checkpoints.checkpoints$.subscribe((each) => reader.tell(each)) : undefined;
    socket.once('close', () => {
      following?.unsubscribe();
      this.readers.delete(reader);
      reader.end();
      if (this.readers.size) return;
      this.news?.unsubscribe();
      this.news = undefined;
    });
    reader.go();
  }
}

/** One open stream. It gets the next events after its client has read the previous ones. */
class StreamReader {
  private wrote = Date.now();
  private isLooking = false;
  private beating?: NodeJS.Timeout;
  private losingPatience?: NodeJS.Timeout;
  /** Checkpoints of views that the client is still to be sent; only the newest. */
  private checkpoints?: Checkpoints;

  constructor(
    private readonly response: ServerResponse,
    private readonly socket: Socket,
    private readonly live: LiveFeed,
    private readonly limits: StreamLimits,
    private position: number,
    private readonly filter?: LiveFilter,
  ) {
    socket.on('drain', () => {
      clearTimeout(this.losingPatience);
      this.losingPatience = undefined;
      this.writeCheckpoints();
      this.go();
    });
    this.beat();
  }

  /** Kept minimal, because each event calls it for every open stream in turn. */
  go(): void {
    while (this.isOpen && !this.isLooking && !this.socket.writableNeedDrain && this.live.isBeyond(this.position)) {
      const next = this.live.next(this.position, this.filter);
      if (!(next instanceof Promise)) this.take(next);
      else void this.look(next);
    }
  }

  /**
   * Sends the checkpoints of views, once the client has read what it was sent. Newer checkpoints replace unsent ones.
   */
  tell(checkpoints: Checkpoints): void {
    this.checkpoints = checkpoints;
    if (!this.socket.writableNeedDrain) this.writeCheckpoints();
  }

  private writeCheckpoints(): void {
    if (this.checkpoints && this.isOpen) this.write(`event: views\ndata: ${JSON.stringify(this.checkpoints)}\n\n`);
    this.checkpoints = undefined;
  }

  /**
   * Tells the client that some of its events are no longer on the log. The id lets a browser reconnect from the new
   * end.
   */
  reset(end: number): void {
    if (this.isOpen && !this.socket.writableNeedDrain)
      this.write(`event: reset\nid: ${end}\ndata: ${JSON.stringify({ position: end })}\n\n`);
    this.end();
  }

  /**
   * Closes the stream. Unread data is dropped, because a client that has stopped reading would hold the connection
   * open.
   */
  end(): void {
    clearTimeout(this.beating);
    clearTimeout(this.losingPatience);
    if (this.socket.writableNeedDrain) this.socket.destroy();
    else this.response.end();
  }

  private get isOpen(): boolean {
    return !this.response.writableEnded && !this.socket.destroyed;
  }

  private async look(next: Promise<Chunk>): Promise<void> {
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

  private take({ to, bytes }: Chunk): void {
    this.position = to;
    if (bytes.length && this.isOpen) this.write(bytes);
  }

  /**
   * Writes to the socket itself. The response would buffer the pieces of a turn, and a stream writes a single piece.
   */
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
