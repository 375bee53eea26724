import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { EventTypes, RECORDED, type RecordedEvent } from '../event-log/events.js';
import { horizon } from '../subscriptions/live-feed.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { ReadDatabase } from '../views/read-database.js';
import { Token, Whole } from './fields.js';
import { PageDocument, pageAfter } from './paging.js';
import { type Answer, QueryRoute } from './queries.js';
import { LOG_ITSELF, reach, requireInLog } from './waiting.js';

class FindEventsParameters {
  @Token({ maximum: 100, optional: true, description: 'Of this entity: its id, or its stream', example: 'order-1' })
  entityId?: string;

  @Token({ maximum: 100, optional: true, description: 'Of this type', example: 'order_created_v1' })
  eventType?: string;

  @Whole({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    optional: true,
    default: 0,
    description: 'After this position',
    example: 0,
  })
  after: number = 0;

  @Whole({ minimum: 1, maximum: 1000, optional: true, default: 100, description: 'How many events', example: 100 })
  limit: number = 100;
}

class MetadataDocument {
  @ApiProperty({ type: 'string', format: 'uuid', example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f' })
  commandId!: string;

  @ApiProperty({ example: 'anonymous' })
  actor!: string;

  @ApiProperty({ example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f' })
  correlationId!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The position of the event that led to the command',
    example: null,
  })
  causationId!: string | null;
}

class EventDocument {
  @ApiProperty({ example: 'order_created_v1' })
  eventType!: string;

  @ApiProperty({ example: '1' })
  entityId!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  datetime!: Date;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { id: 1, user_id: 42 } })
  data!: unknown;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1, description: 'In the whole log' })
  position!: number;

  @ApiProperty({ example: 'order-1' })
  stream!: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'In the stream' })
  version!: number;

  @ApiProperty()
  metadata!: MetadataDocument;
}

class EventListDocument {
  @ApiProperty({ type: [EventDocument] })
  data!: EventDocument[];

  @ApiProperty()
  page!: PageDocument;
}

/** Higher than any position. */
const NO_END = Number.MAX_SAFE_INTEGER;

/** The log. It is read from the primary, because a replica can't tell the horizon. */
@ApiTags('log')
@Controller('v1')
export class LogController {
  constructor(
    @InjectDataSource(LOG) private readonly database: DataSource,
    private readonly readDatabase: ReadDatabase,
    private readonly poller: LogPoller,
    private readonly types: EventTypes,
  ) {}

  @Get('events')
  @QueryRoute({
    summary: 'Read the log, in order',
    description: 'With `entityId` the answer has every event of the entity whose command was answered before.',
    view: LOG_ITSELF,
    body: EventListDocument,
  })
  async findEvents(@Query() { entityId, eventType, after, limit }: FindEventsParameters): Promise<Answer<EventListDocument>> {
    await requireInLog(after, 'after', this.poller);
    const position = await horizon(this.database);
    const streams = entityId === undefined ? null : this.types.streamsOf(entityId);
    const end = streams ? await this.endOf(streams, position) : position;
    const found: RecordedEvent[] = await this.database.query(
      `SELECT ${RECORDED} FROM log.events
       WHERE position > $1 AND position <= $2 AND ($3::text[] IS NULL OR stream = ANY ($3)) AND ($4::text IS NULL OR type = $4)
       ORDER BY position LIMIT $5`,
      [after, end, streams, eventType ?? null, limit + 1],
    );
    const { data, page } = pageAfter(found, limit, (event) => event.position);
    return { position, body: { data: data.map((event) => this.types.publicEvent(event)), page } };
  }

  /**
   * Up to which position streams can be read, so that their latest events are in the answer and a reader that goes on
   * behind it misses none. One stream needs no horizon: its lock is held until the commit, so its events become
   * visible in their order. Several streams are read once the horizon has reached their latest event.
   *
   * @throws Problem `view.behind` if the horizon does not reach it in time
   */
  private async endOf(streams: string[], position: number): Promise<number> {
    const latest: { position: number }[] = await this.database.query(
      `SELECT e.position FROM unnest($1::text[]) AS s CROSS JOIN LATERAL
         (SELECT position FROM log.events WHERE stream = s ORDER BY version DESC LIMIT 1) AS e`,
      [streams],
    );
    if (latest.length <= 1) return NO_END;
    const last = Math.max(...latest.map((event) => event.position));
    if (last > position) await reach(last, LOG_ITSELF, this.readDatabase, this.poller);
    return Math.max(last, position);
  }
}
