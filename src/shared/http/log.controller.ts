import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { EventTypes, RECORDED, type RecordedEvent } from '../event-log/events.js';
import { ownerSql } from '../event-log/owners.js';
import { boundedPart, readEvents } from '../event-log/read-events.js';
import { NotFound } from '../event-log/refusal.js';
import { type Trace, Traces } from '../event-log/trace.js';
import { horizon } from '../subscriptions/live-feed.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import { ReadDatabase } from '../views/read-database.js';
import { CorrelationId } from './commands.js';
import { EventDocument, TracedCommandDocument } from './event.documents.js';
import { Choice, Id, Token, Whole } from './fields.js';
import { Tokens } from './list-fields.js';
import { PageDocument, pageAfter } from './paging.js';
import { BoundUser } from './principal.js';
import { type Answer, QueryRoute } from './queries.js';
import { LOG_ITSELF, POSITIONS, reach, requireInLog } from './waiting.js';

/** The query parameter `eventType` of the log and of the live stream. */
export const EventTypesParameter = () =>
  Tokens({
    maximum: 100,
    maxItems: 50,
    optional: true,
    description: 'Only events of these types',
    example: ['order_created_v1'],
  });

class FindEventsParameters {
  @Token({ maximum: 100, optional: true, description: 'Only events of this entity: its id, or its stream', example: 'order-1' })
  entityId?: string;

  @EventTypesParameter()
  eventType?: string[];

  @CorrelationId({ optional: true, description: 'Only events of commands with this correlation id, and of all that they caused' })
  correlationId?: string;

  @Whole({ ...POSITIONS, optional: true, default: 0, description: 'Only events after this position', example: 0 })
  after: number = 0;

  @Whole({ ...POSITIONS, optional: true, description: 'Only events before this position', example: 5 })
  before?: number;

  @Choice({
    of: ['position', '-position'],
    optional: true,
    default: 'position',
    description: '`position`: oldest first; `-position`: newest first',
    example: 'position',
  })
  sort: string = 'position';

  @Whole({ minimum: 1, maximum: 1000, optional: true, default: 100, description: 'Maximum number of events', example: 100 })
  limit: number = 100;
}

class PositionInPath {
  @Id({ description: 'The position of the event' })
  position!: number;
}

class EventListDocument {
  @ApiProperty({ type: [EventDocument] })
  data!: EventDocument[];

  @ApiProperty()
  page!: PageDocument;
}

class TraceDocument implements Trace {
  @ApiProperty({
    description: 'The correlation id of the event, and usually of all events in the trace',
    example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f',
  })
  correlationId!: string;

  @ApiProperty({
    type: [TracedCommandDocument],
    description: 'In the order of a tree: each stands behind the one whose event led to it',
  })
  commands!: TracedCommandDocument[];

  @ApiProperty({ description: 'Whether there is more than is shown', example: false })
  isCut!: boolean;

  @ApiProperty({
    type: [String],
    description: 'The readers of the log that do something about the event, as /v1/subscriptions names them',
    example: ['order-history'],
  })
  readers!: string[];
}

/** The end of a page that has none. */
const NO_END = Number.MAX_SAFE_INTEGER;

const EVENT_PROBLEMS = { 404: ['event.not-found'] };

/** The log. It is read from the primary, because a replica does not know the horizon. */
@ApiTags('log')
@Controller('v1')
export class LogController {
  constructor(
    @InjectDataSource(LOG) private readonly database: DataSource,
    private readonly readDatabase: ReadDatabase,
    private readonly poller: LogPoller,
    private readonly types: EventTypes,
    private readonly subscriptions: Subscriptions,
  ) {}

  @Get('events')
  @QueryRoute({
    summary: 'Read the log, in order',
    description:
      'With `entityId` the answer has every event of the entity whose command was answered before. The next page comes ' +
      'with `next_cursor` as `after`, or as `before` if the newest come first. With `correlationId` and `eventType`, a page ' +
      'that is not the last may have fewer events than `limit`, or none.',
    view: LOG_ITSELF,
    body: EventListDocument,
    isOwned: true,
  })
  async findEvents(
    @Query() { entityId, eventType, correlationId, after, before, sort, limit }: FindEventsParameters,
    @BoundUser() boundTo?: number,
  ): Promise<Answer<EventListDocument>> {
    await requireInLog(after, 'after', this.poller);
    if (before !== undefined) await requireInLog(before, 'before', this.poller);
    const position = await horizon(this.database);
    const streams = entityId === undefined ? undefined : this.types.streamsOf(entityId);
    const known = streams ? await this.endOf(streams, position, boundTo) : position;
    const end = before === undefined ? known : Math.min(known, before - 1);
    const isNewestFirst = sort === '-position';
    const filter = { streams, types: eventType, correlationId, boundTo };
    const whole = { after, end, limit: limit + 1, isNewestFirst };
    const part = await boundedPart(this.database, whole, filter);
    const found = await readEvents(this.database, this.types, part, filter);
    const { data, page } = pageAfter(found, limit, (event) => event.position);
    // The rest of the log may have further events.
    const rest = isNewestFirst ? part.after + 1 : part.end;
    const next_cursor = page.next_cursor ?? (part === whole ? null : String(rest));
    return { position, body: { data: data.map((event) => this.types.publicEvent(event)), page: { limit, next_cursor } } };
  }

  @Get('events/:position')
  @QueryRoute({ summary: 'One event', view: LOG_ITSELF, body: EventDocument, isOwned: true, problems: EVENT_PROBLEMS })
  async findEvent(@Param() { position }: PositionInPath, @BoundUser() boundTo?: number): Promise<Answer<EventDocument>> {
    const event = await this.event(position, boundTo);
    return { position: await horizon(this.database), body: this.types.publicEvent(event) };
  }

  @Get('events/:position/trace')
  @QueryRoute({
    summary: 'What led to an event, and what it led to',
    description:
      'Commands with their events: from the first command to that of the event, then all that sagas sent because of it. ' +
      'At most 20 causes, 500 events that followed, and of each command on the way those within 100 events of the one. ' +
      'A principal that is bound to a user gets no `readers`.',
    view: LOG_ITSELF,
    body: TraceDocument,
    isOwned: true,
    problems: EVENT_PROBLEMS,
  })
  async findTrace(@Param() { position }: PositionInPath, @BoundUser() boundTo?: number): Promise<Answer<TraceDocument>> {
    const event = await this.event(position, boundTo);
    const reached = await horizon(this.database);
    const trace = await new Traces(this.database, this.types, boundTo).of(position);
    if (!trace) throw notFound(position);
    const readers = boundTo === undefined ? this.subscriptions.readersOf(event) : [];
    return { position: reached, body: { ...trace, readers } };
  }

  /** @throws Problem `position.beyond-log`, NotFound `event.not-found` */
  private async event(position: number, boundTo: number | undefined): Promise<RecordedEvent> {
    await requireInLog(position, 'position', this.poller);
    const isOwn = boundTo === undefined ? '' : `AND ${ownerSql(this.types, 'events.stream')} = $2`;
    const [event]: RecordedEvent[] = await this.database.query(
      `SELECT ${RECORDED} FROM log.events WHERE position = $1 ${isOwn}`,
      [position, ...(boundTo === undefined ? [] : [String(boundTo)])],
    );
    if (!event) throw notFound(position);
    return event;
  }

  /**
   * The position up to which the streams are complete: the answer has their latest events, and a reader that continues
   * behind it misses none. One stream needs no horizon, because its lock is held until the commit, so its events
   * become visible in order. Several streams are read after the horizon has reached their latest event.
   *
   * @throws Problem `view.behind` if the horizon does not reach it in time
   */
  private async endOf(streams: string[], position: number, boundTo?: number): Promise<number> {
    const isOwn = boundTo === undefined ? '' : `WHERE ${ownerSql(this.types, 's.stream')} = $2`;
    const latest: { position: number }[] = await this.database.query(
      `SELECT e.position FROM unnest($1::text[]) AS s (stream) CROSS JOIN LATERAL
         (SELECT position FROM log.events AS e WHERE e.stream = s.stream ORDER BY version DESC LIMIT 1) AS e ${isOwn}`,
      [streams, ...(boundTo === undefined ? [] : [String(boundTo)])],
    );
    if (latest.length <= 1) return NO_END;
    const last = Math.max(...latest.map((event) => event.position));
    if (last > position) await reach(last, LOG_ITSELF, this.readDatabase, this.poller);
    return Math.max(last, position);
  }
}

/** The position was rolled back, or the principal may not see its event. */
function notFound(position: number): NotFound {
  return new NotFound('event.not-found', `There is no event at position ${position}.`);
}
