import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import type { CommandMeta } from '../event-log/command-meta.js';
import { EventTypes, type RecordedEvent } from '../event-log/events.js';
import { NotFound } from '../event-log/refusal.js';
import { secretSql } from '../event-log/sealing.js';
import { CancelTimer } from '../subscriptions/cancel-timer.command.js';
import { ReleaseStream } from '../subscriptions/release-stream.command.js';
import { CommandRoute, Meta } from './commands.js';
import { EventDocument } from './event.documents.js';
import { Choice, Id, Text, Whole } from './fields.js';
import { PageDocument, pageAfter } from './paging.js';
import { type Answer, QueryRoute } from './queries.js';
import { LOG_ITSELF } from './waiting.js';

class QuarantineIdInPath {
  @Id({ description: 'The id, as in the list' })
  id!: number;
}

const ENTRY_STATES = ['parked', 'released', 'skipped'] as const;

class PageParameters {
  @Whole({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    optional: true,
    default: 0,
    description: 'Only entries with a greater id',
    example: 0,
  })
  after: number = 0;

  @Whole({ minimum: 1, maximum: 100, optional: true, default: 20, description: 'Maximum number of entries', example: 20 })
  limit: number = 20;
}

class FindQuarantineParameters extends PageParameters {
  @Text({
    maximum: 200,
    optional: true,
    description: 'Only entries of this subscription, named as in /v1/subscriptions',
    example: 'order-history',
  })
  subscription?: string;

  @Choice({ of: ENTRY_STATES, optional: true, default: 'parked', description: 'Only entries in this state', example: 'parked' })
  state: (typeof ENTRY_STATES)[number] = 'parked';
}

class SkipBody {
  @Text({ maximum: 500, description: 'Why the event may be skipped; stays on record', example: 'A test order of ours' })
  reason!: string;

  @Text({ maximum: 100, optional: true, description: 'The person who decided', example: 'Jana' })
  by?: string;
}

class QuarantineDocument {
  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  id!: number;

  @ApiProperty({ description: 'The subscription that failed', example: 'order-history' })
  subscription!: string;

  @ApiProperty({
    enum: ['serving', 'next'],
    description: 'The build of the view; `serving` for sagas and handlers',
    example: 'serving',
  })
  build!: string;

  @ApiProperty({ description: 'The stream whose events wait', example: 'order-1' })
  stream!: string;

  @ApiProperty({ type: 'integer', format: 'int64', description: 'The position of the event that failed', example: 41 })
  position!: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'The type of that event', example: 'order_updated_v1' })
  eventType!: string | null;

  @ApiProperty({ type: EventDocument, nullable: true, description: 'That event, as in /v1/events' })
  event!: EventDocument | null;

  @ApiProperty({ description: 'The error', example: 'Cannot read properties of undefined' })
  error!: string;

  @ApiProperty({ type: 'integer', description: 'Number of attempts that failed', example: 1 })
  attempts!: number;

  @ApiProperty({ type: 'integer', description: 'Number of events of the stream that wait, with the one that failed', example: 3 })
  waiting!: number;

  @ApiProperty({
    enum: ENTRY_STATES,
    description:
      '`released`: the stream went on; `skipped`: it went on without the event, and if it failed later, that is another entry',
    example: 'parked',
  })
  state!: string;

  @ApiProperty({
    enum: ['retry', 'skip'],
    nullable: true,
    description: 'The operator request that a worker has not carried out yet',
    example: null,
  })
  wish!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The actor of the request', example: null })
  by!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The reason of the request', example: null })
  reason!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  parkedAt!: Date;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  endedAt!: Date | null;
}

class QuarantineListDocument {
  @ApiProperty({ type: [QuarantineDocument] })
  data!: QuarantineDocument[];

  @ApiProperty()
  page!: PageDocument;
}

const SCALARS = ['string', 'number', 'boolean', 'null'];

class TimerDocument {
  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  id!: number;

  @ApiProperty({ description: 'The saga, named as in /v1/subscriptions', example: 'saga RemindSaga.remind' })
  saga!: string;

  @ApiProperty({ description: 'The name that the saga gave the timer', example: 'remind-1' })
  key!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  dueAt!: Date;

  @ApiProperty({
    anyOf: [{ type: 'object', additionalProperties: true }, { type: 'array', items: {} }, { type: SCALARS as never }],
    description: 'What the saga gets when the timer fires: any JSON',
    example: { orderId: 1 },
  })
  data!: unknown;

  @ApiProperty({ type: 'integer', format: 'int64', description: 'The position of the event that set it', example: 41 })
  cause!: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it failed; it is not tried again', example: null })
  error!: string | null;
}

class TimerListDocument {
  @ApiProperty({ type: [TimerDocument] })
  data!: TimerDocument[];

  @ApiProperty()
  page!: PageDocument;
}

const QUARANTINE_SQL = `
  SELECT q.id, q.subscription, q.build, q.stream, q.position, to_jsonb(e) || jsonb_build_object('secret', ${secretSql('e.')}) AS recorded,
    q.error, q.attempts, w.waiting, q.state, q.wish,
    q.actor AS by, q.reason, q.parked_at AS "parkedAt", q.ended_at AS "endedAt"
  FROM log.quarantine AS q LEFT JOIN log.events AS e ON e.position = q.position
  CROSS JOIN LATERAL (
    SELECT count(*) AS waiting FROM log.events WHERE q.state = 'parked' AND stream = q.stream AND position >= q.position
  ) AS w
  WHERE q.build IN ('serving', 'next')`;

const TIMERS_SQL = 'SELECT id, subscription AS saga, key, due_at AS "dueAt", data, cause, error FROM log.timers';

type QuarantineRow = Omit<QuarantineDocument, 'event' | 'eventType'> & {
  /** The row of the event as JSON; null if the log was restored to an earlier position. */
  readonly recorded: (Omit<RecordedEvent, 'recordedAt'> & { readonly recorded_at: string }) | null;
};

const RELEASE_PROBLEMS = { 404: ['quarantine.not-found'], 422: ['quarantine.ended'] };

/** Streams in quarantine and failed timers of sagas. */
@ApiTags('operations')
@Controller('v1')
export class QuarantineController {
  constructor(
    private readonly commands: CommandBus,
    private readonly types: EventTypes,
    @InjectDataSource(LOG) private readonly database: DataSource,
  ) {}

  @Get('quarantine')
  @QueryRoute({ summary: 'Streams in quarantine', view: LOG_ITSELF, body: QuarantineListDocument })
  async findQuarantinedStreams(
    @Query() { subscription, state, after, limit }: FindQuarantineParameters,
  ): Promise<Answer<QuarantineListDocument>> {
    const { position, body } = await this.page<QuarantineRow>(
      `${QUARANTINE_SQL} AND q.state = $3 AND ($4::text IS NULL OR q.subscription = $4) AND q.id > $1 ORDER BY q.id LIMIT $2`,
      after,
      limit,
      [state, subscription ?? null],
    );
    return { position, body: { ...body, data: body.data.map((row) => this.shown(row)) } };
  }

  @Get('quarantine/:id')
  @QueryRoute({
    summary: 'One stream in quarantine',
    view: LOG_ITSELF,
    body: QuarantineDocument,
    problems: { 404: ['quarantine.not-found'] },
  })
  async findQuarantinedStream(@Param() { id }: QuarantineIdInPath): Promise<Answer<QuarantineDocument>> {
    const [found]: QuarantineRow[] = await this.database.query(`${QUARANTINE_SQL} AND q.id = $1`, [id]);
    if (!found) throw new NotFound('quarantine.not-found', `Nothing in quarantine has the id ${id}.`);
    return { position: await this.horizon(), body: this.shown(found) };
  }

  @Post('quarantine/:id/retry')
  @CommandRoute({
    operator: true,
    begins: '/v1/quarantine',
    summary: 'Retry: deliver the event that failed again, and then the events after it',
    problems: RELEASE_PROBLEMS,
  })
  retryQuarantinedStream(@Param() { id }: QuarantineIdInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new ReleaseStream(id, 'retry', meta));
  }

  @Post('quarantine/:id/skip')
  @CommandRoute({
    operator: true,
    begins: '/v1/quarantine',
    summary: 'Skip: leave the event that failed out, and deliver the events after it',
    problems: RELEASE_PROBLEMS,
  })
  skipQuarantinedEvent(@Param() { id }: QuarantineIdInPath, @Body() decision: SkipBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new ReleaseStream(id, 'skip', meta, decision));
  }

  @Get('timers')
  @QueryRoute({ summary: 'Pending and failed timers of sagas', view: LOG_ITSELF, body: TimerListDocument })
  findTimers(@Query() { after, limit }: PageParameters): Promise<Answer<TimerListDocument>> {
    return this.page(`${TIMERS_SQL} WHERE id > $1 ORDER BY id LIMIT $2`, after, limit);
  }

  @Delete('timers/:id')
  @CommandRoute({ operator: true, summary: 'Cancel a timer of a saga', problems: { 404: ['timer.not-found'] } })
  cancelTimer(@Param() { id }: QuarantineIdInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new CancelTimer(id, meta));
  }

  private shown({ recorded, ...row }: QuarantineRow): QuarantineDocument {
    const event = recorded && this.types.publicEvent({ ...recorded, recordedAt: new Date(recorded.recorded_at) });
    return { ...row, eventType: event?.eventType ?? null, event };
  }

  private async page<R extends { id: number }>(sql: string, after: number, limit: number, values: unknown[] = []) {
    const found: R[] = await this.database.query(sql, [after, limit + 1, ...values]);
    return { position: await this.horizon(), body: pageAfter(found, limit, ({ id }) => id) };
  }

  private async horizon(): Promise<number> {
    const [{ horizon }] = await this.database.query('SELECT log.horizon() AS horizon');
    return horizon;
  }
}
