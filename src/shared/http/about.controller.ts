import { Controller, Get, Inject } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { EventTypes } from '../event-log/events.js';
import { Settings } from '../settings.js';
import { versionFrom } from './process-metrics.js';
import { type Answer, QueryRoute } from './queries.js';
import { LOG_ITSELF } from './waiting.js';

/** Members that an app adds to `/v1/about`. */
export interface AboutMember {
  /** The JSON Schema of the member, with an example. */
  readonly schema: object;
  /** @returns the value of the member. `isEmpty`: the log has no event */
  readonly tell: (kronika: { readonly settings: Settings; readonly isEmpty: boolean }) => unknown;
}

export type AboutMembers = Readonly<Record<string, AboutMember>>;

/** The token by which the app's members are injected. */
export const ABOUT_MEMBERS = Symbol('members of /v1/about');

export class AboutDocument {
  @ApiProperty({
    type: 'string',
    format: 'uuid',
    description:
      'The id of the log. It goes with the log into backups and to other machines. Another id is another log: what a ' +
      'client kept for the one must not be sent to the other',
    example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f',
  })
  instance!: string;

  @ApiProperty({ description: 'The version of Kronika', example: '1.0.0' })
  version!: string;

  @ApiProperty({ description: 'The default time zone of dates in requests', example: 'UTC' })
  timeZone!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', enum: ['keys', 'oidc'] },
    description: 'The methods of authentication (`AUTH`); empty: every client may do everything',
    example: ['keys'],
  })
  auth!: string[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: 'The event types of this version, by category',
    example: { order: ['order_created_v1', 'order_updated_v1', 'order_deleted_v1'] },
  })
  eventTypes!: Record<string, string[]>;
}

/** What a client has to know about the Kronika that it talks to. */
@ApiTags('log')
@Controller('v1')
export class AboutController {
  constructor(
    @InjectDataSource(LOG) private readonly database: DataSource,
    @Inject(ABOUT_MEMBERS) private readonly members: AboutMembers,
    private readonly settings: Settings,
    private readonly types: EventTypes,
  ) {}

  @Get('about')
  @QueryRoute({
    summary: 'The log, version and settings that clients need to know',
    view: LOG_ITSELF,
    body: AboutDocument,
    isCommon: true,
  })
  async findAbout(): Promise<Answer<AboutDocument>> {
    // Read for each request, because the database may be replaced while the process runs.
    const [{ position, instance, isEmpty }] = await this.database.query(
      `SELECT log.horizon() AS position, NOT EXISTS (SELECT FROM log.events) AS "isEmpty",
         (SELECT id FROM log.instances ORDER BY created_at, id LIMIT 1) AS instance`,
    );
    const { settings, types } = this;
    const typesOf = (category: string) => types.all.map(({ type }) => type).filter((type) => types.categoryOf(type) === category);
    const own = Object.entries(this.members).map(([name, { tell }]) => [name, tell({ settings, isEmpty })]);
    const body = {
      instance,
      version: versionFrom(import.meta.dirname),
      timeZone: settings.TIME_ZONE,
      auth: [...(settings.hasKeys ? ['keys'] : []), ...(settings.hasOidc ? ['oidc'] : [])],
      eventTypes: Object.fromEntries(types.categories.map((category) => [category, typesOf(category)])),
      ...Object.fromEntries(own),
    };
    return { position, body };
  }
}
