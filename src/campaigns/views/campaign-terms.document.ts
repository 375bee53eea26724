import { ApiProperty } from '@nestjs/swagger';
import type { Device, Limits, Rank, Targeting, ViewerCap } from '../campaign/campaign.events.js';

class ViewerCapDocument implements ViewerCap {
  @ApiProperty({ type: 'integer', example: 3 })
  views!: number;

  @ApiProperty({ type: 'integer', description: 'The window in which views are counted', example: 24 })
  hours!: number;

  @ApiProperty({ enum: ['serve', 'skip'], example: 'serve' })
  unknown!: ViewerCap['unknown'];
}

const LIMIT = { type: 'integer', format: 'int64', nullable: true } as const;

/** What a campaign may deliver. Null: no limit. */
export class LimitsDocument implements Limits {
  @ApiProperty({ ...LIMIT, description: 'Impressions in total', example: 100_000 })
  impressions!: number | null;

  @ApiProperty({ ...LIMIT, description: 'Impressions in each day of the time zone', example: 5_000 })
  perDay!: number | null;

  @ApiProperty({ ...LIMIT, description: 'In minor units of the currency', example: 250_000 })
  budget!: number | null;

  @ApiProperty({ enum: ['even', 'asap'], example: 'even' })
  pacing!: Limits['pacing'];

  @ApiProperty({ type: 'string', nullable: true, description: 'null: the setting TIME_ZONE', example: 'Europe/Prague' })
  timeZone!: string | null;

  @ApiProperty({ type: ViewerCapDocument, nullable: true })
  viewer!: ViewerCapDocument | null;
}

const LIST = { type: 'array', items: { type: 'string' } } as const;

/** When and to whom a campaign is shown. An empty list is no restriction. */
export class TargetingDocument implements Targeting {
  @ApiProperty({
    type: 'array',
    items: { type: 'boolean' },
    nullable: true,
    description: '168 hours of a week from Monday 00:00 in the time zone of the limits; null: at all hours',
    example: null,
  })
  hours!: readonly boolean[] | null;

  @ApiProperty({ ...LIST, example: ['desktop', 'mobile'] })
  devices!: readonly Device[];

  @ApiProperty({ ...LIST, example: ['cs', 'sk'] })
  languages!: readonly string[];

  @ApiProperty({ ...LIST, example: ['CZ'] })
  countries!: readonly string[];
}

/** How a campaign competes with others. */
export class RankDocument implements Rank {
  @ApiProperty({ type: 'integer', description: '1 comes first', example: 5 })
  tier!: number;

  @ApiProperty({ type: 'integer', description: 'The share of the draw among equals', example: 100 })
  weight!: number;

  @ApiProperty({ type: 'string', nullable: true, example: 'Brewery of Prague' })
  advertiser!: string | null;

  @ApiProperty({ ...LIST, description: 'Categories and advertisers that must not meet it in a break', example: ['beer'] })
  exclusions!: readonly string[];
}
