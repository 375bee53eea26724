import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { DateOrMoment, TimeZone } from '../http/date-fields.js';
import { Choice, Text } from '../http/fields.js';
import { Cursors, PageCursor, PageDocument, PageLimit } from '../http/paging.js';
import { InvalidInput } from '../http/problems.js';
import { type Answer, QueryRoute } from '../http/queries.js';
import { LOG_ITSELF } from '../http/waiting.js';
import { Settings } from '../settings.js';
import { spanOf, startingAt } from '../time-zones.js';
import { Audit, type AuditEntry, type AuditOutcome, type AuditPlace } from './audit.js';

const OUTCOMES = ['done', 'refused', 'signed-in', 'sign-in-failed'];

class FindAuditParameters {
  @Text({ maximum: 300, optional: true, description: 'Of this actor', example: 'anonymous' })
  actor?: string;

  @Choice({ of: OUTCOMES, optional: true, description: 'With this outcome', example: 'done' })
  outcome?: AuditOutcome;

  @DateOrMoment({ optional: true, description: 'At or after this', example: '2026-01-01' })
  from?: string;

  @DateOrMoment({ optional: true, description: 'At or before this', example: '9999-12-31' })
  to?: string;

  @TimeZone({ description: 'The time zone of dates; absent: the setting TIME_ZONE' })
  tz?: string;

  @PageLimit('entries')
  limit: number = 20;

  @PageCursor()
  cursor?: string;
}

class AuditedCommandDocument {
  @ApiProperty({ type: 'string', nullable: true, example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f' })
  id!: string | null;

  @ApiProperty({ type: 'integer', description: 'Number of events that it appended', example: 1 })
  events!: number;

  @ApiProperty({ type: [String], description: 'Their types, up to 20', example: ['order_created_v1'] })
  types!: string[];

  @ApiProperty({ type: [String], description: 'Their streams, up to 20', example: ['order-1'] })
  streams!: string[];

  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  firstPosition!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  lastPosition!: number;
}

class AuditEntryDocument {
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  datetime!: Date;

  @ApiProperty({ enum: OUTCOMES, example: 'done' })
  outcome!: AuditOutcome;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Null if the request had no valid credentials',
    example: 'anonymous',
  })
  actor!: string | null;

  @ApiProperty({
    type: 'integer',
    description: 'More than 1 for refusals that came too fast to be listed one by one',
    example: 1,
  })
  count!: number;

  @ApiProperty({ type: AuditedCommandDocument, nullable: true, description: 'The command, if it appended events' })
  command!: AuditedCommandDocument | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The method of a refused request', example: null })
  method!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The route of a refused request; null if its address has no route',
    example: null,
  })
  route!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The status of a refused request', example: null })
  status!: number | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The code of the problem, or `key.created`, `key.revoked`',
    example: null,
  })
  code!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The object of a command that appends no event, such as a key',
    example: null,
  })
  subject!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The network address of the client', example: null })
  address!: string | null;
}

class AuditDocument {
  @ApiProperty({ type: [AuditEntryDocument] })
  data!: AuditEntryDocument[];

  @ApiProperty()
  page!: PageDocument;
}

/** The audit: commands by actor, and refused requests. */
@ApiTags('access')
@Controller('v1')
export class AuditController {
  constructor(
    private readonly audit: Audit,
    private readonly cursors: Cursors,
    private readonly settings: Settings,
  ) {}

  @Get('audit')
  @QueryRoute({
    summary: 'The audit: commands by actor and refused requests, the newest first',
    description:
      'Commands that appended events, since the first event. For 90 days also refused requests (401, 403), refused ' +
      'commands (409, 412, 422), sign-ins, and commands to keys, all of them only if `AUTH` is on. A command of many events may have ' +
      'several entries, one for each 1,000 positions.',
    view: LOG_ITSELF,
    body: AuditDocument,
    role: 'admin',
  })
  async findAudit(@Query() { limit, cursor, tz, ...given }: FindAuditParameters): Promise<Answer<AuditDocument>> {
    const zone = tz ?? this.settings.TIME_ZONE;
    const from = given.from === undefined ? undefined : startingAt(given.from, zone);
    const to = given.to === undefined ? undefined : spanOf(given.to, zone).after;
    if (from !== undefined && to !== undefined && from >= to)
      throw new InvalidInput([{ pointer: '#/from', code: 'range-reversed', detail: 'must not be after to' }]);
    const bound = { list: 'audit', ...given, zone };
    const place = await this.cursors.read(bound, cursor);
    const start = place ? placeOf(String(place.value), Number(place.id)) : await this.audit.start();
    const { entries, next } = await this.audit.page({ ...given, from, to }, limit, start);
    const last = next && { value: `${next.position}/${next.horizon}`, id: next.id };
    const parameters = { ...given, tz };
    const { page, headers } = await this.cursors.endOfPage({ bound, limit, path: '/v1/audit', parameters }, last);
    return { position: start.horizon, headers, body: { data: entries satisfies AuditEntry[], page } };
  }
}

function placeOf(value: string, id: number): AuditPlace {
  const [position, horizon] = value.split('/').map(Number) as [number, number];
  return { position, horizon, id };
}
