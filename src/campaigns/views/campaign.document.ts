import { ApiProperty } from '@nestjs/swagger';
import { PageDocument, sql } from '#kronika';
import { type Campaign, reasonsAgainst } from '../campaign/campaign.decider.js';
import type { Reason } from '../campaign/campaign.events.js';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import type { CampaignRow } from './campaigns.view.js';

class ScheduleDocument {
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2026-03-01T00:00:00.000Z' })
  start!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'From then on no more',
    example: '2026-04-01T00:00:00.000Z',
  })
  end!: string | null;
}

const REASONS: readonly Reason[] = ['no-schedule', 'no-placement', 'paused', 'ended'];

export class CampaignDocument {
  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.campaign })
  id!: string;

  @ApiProperty({ example: 'Spring sale' })
  name!: string;

  @ApiProperty({ type: 'integer', format: 'int64', example: 42 })
  userId!: number;

  @ApiProperty({ example: 'EUR' })
  currency!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'Of 1,000 views, in minor units of the currency',
    example: 1250,
  })
  price!: number | null;

  @ApiProperty({ description: 'Both null: it has none' })
  schedule!: ScheduleDocument;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    description: 'The sections where it may show',
    example: [EXAMPLE_IDS.section],
  })
  placements!: readonly string[];

  @ApiProperty({ example: false })
  paused!: boolean;

  @ApiProperty({ description: 'Its schedule came to its end', example: false })
  ended!: boolean;

  @ApiProperty({ description: 'Whether it can run', example: true })
  runnable!: boolean;

  @ApiProperty({ enum: REASONS, isArray: true, description: 'Why it can not run', example: [] })
  reasons!: readonly Reason[];

  @ApiProperty({ type: 'integer', example: 6 })
  version!: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  createdAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-02-01T10:00:00.000Z' })
  updatedAt!: string;
}

export class CampaignListDocument {
  @ApiProperty({ type: [CampaignDocument] })
  data!: CampaignDocument[];

  @ApiProperty()
  page!: PageDocument;
}

/** The columns of `read.campaigns` as its row class names them. */
export const CAMPAIGN_COLUMNS = sql`id, name, sort_name AS "sortName", user_id AS "userId", currency, price, start, "end", placements,
  paused, ended, runnable, reasons, version, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** A campaign as the view has it. */
export function campaignOfRow(row: CampaignRow): CampaignDocument {
  const { foldedName: _, sortName: __, start, end, createdAt, updatedAt, ...campaign } = row;
  return {
    ...campaign,
    schedule: { start: start?.toISOString() ?? null, end: end?.toISOString() ?? null },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** A campaign as its events have it. */
export function campaignOfState(id: string, version: number, campaign: Campaign): CampaignDocument {
  const { name, userId, currency, price, schedule, placements, paused, ended, createdAt, updatedAt } = campaign;
  const { start, end } = schedule;
  const reasons = reasonsAgainst(campaign);
  return {
    id,
    name,
    userId,
    currency,
    price,
    schedule: { start: start && new Date(start).toISOString(), end: end && new Date(end).toISOString() },
    placements,
    paused,
    ended,
    runnable: reasons.length === 0,
    reasons,
    version,
    createdAt,
    updatedAt,
  };
}
