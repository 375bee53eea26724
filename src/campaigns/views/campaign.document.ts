import { ApiProperty } from '@nestjs/swagger';
import { PageDocument, sql } from '#kronika';
import type { Campaign } from '../campaign/campaign.decider.js';
import type { Reason } from '../campaign/campaign.events.js';
import { isFulfilled, reasonsAgainst } from '../campaign/campaign-terms.refusals.js';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { LimitsDocument, RankDocument, TargetingDocument } from './campaign-terms.document.js';
import type { CampaignRow } from './campaigns.rows.js';

class ScheduleDocument {
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2026-03-01T00:00:00.000Z' })
  start!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'The first moment at which the campaign no longer runs',
    example: '2026-04-01T00:00:00.000Z',
  })
  end!: string | null;
}

export const REASONS: readonly Reason[] = ['no-schedule', 'no-placement', 'paused', 'ended', 'fulfilled'];

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
    description: 'Price of 1,000 views, in minor units of the currency',
    example: 1250,
  })
  price!: number | null;

  @ApiProperty({ description: 'Both null: the campaign has no schedule' })
  schedule!: ScheduleDocument;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    description: 'Ids of the sections in which the campaign may be shown',
    example: [EXAMPLE_IDS.section],
  })
  placements!: readonly string[];

  @ApiProperty({ example: false })
  paused!: boolean;

  @ApiProperty({ description: 'Whether the end of the schedule has passed', example: false })
  ended!: boolean;

  @ApiProperty({ description: 'Whether it has delivered what its limits allow in total', example: false })
  fulfilled!: boolean;

  @ApiProperty()
  limits!: LimitsDocument;

  @ApiProperty()
  targeting!: TargetingDocument;

  @ApiProperty()
  rank!: RankDocument;

  @ApiProperty({ description: 'Whether the campaign can run', example: true })
  runnable!: boolean;

  @ApiProperty({ enum: REASONS, isArray: true, description: 'The reasons why the campaign can not run', example: [] })
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

/** The columns of `read.campaigns`, selected under the property names of the row class. */
export const CAMPAIGN_COLUMNS = sql`id, name, sort_name AS "sortName", sort_price AS "sortPrice", sort_start AS "sortStart",
  sort_end AS "sortEnd", user_id AS "userId", currency, price, start, "end", placements,
  paused, ended, fulfilled, limits, targeting, rank, runnable, reasons, version, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** The document of a campaign from its row in the view. */
export function campaignOfRow(row: Omit<CampaignRow, 'delivered'>): CampaignDocument {
  const { foldedName: _, sortName: __, sortPrice: _price, sortStart: _start, sortEnd: _end, ...shown } = row;
  const { start, end, createdAt, updatedAt, ...campaign } = shown;
  return {
    ...campaign,
    schedule: { start: start?.toISOString() ?? null, end: end?.toISOString() ?? null },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** The document of a campaign from its state as folded from events. */
export function campaignOfState(id: string, version: number, campaign: Campaign): CampaignDocument {
  const { name, userId, currency, price, schedule, placements, paused, ended, limits, targeting, rank } = campaign;
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
    fulfilled: isFulfilled(campaign),
    limits,
    targeting,
    rank,
    runnable: reasons.length === 0,
    reasons,
    version,
    createdAt: campaign.createdAt,
    updatedAt: campaign.updatedAt,
  };
}
