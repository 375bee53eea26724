import { ApiProperty } from '@nestjs/swagger';
import { DEVICES } from './token.js';

const COUNT = { type: 'integer', format: 'int64', example: 12 } as const;
const RATE = { type: 'number', nullable: true, minimum: 0, maximum: 1, example: 0.75 } as const;

export class SpendDocument {
  @ApiProperty({ example: 'EUR' })
  currency!: string;

  @ApiProperty({ type: 'integer', example: 18000, description: 'In thousandths of minor units; always exact' })
  thousandths!: number;
}

export class DeliveryRowDocument {
  @ApiProperty({ required: false, description: 'The day, with by=day', example: '2026-01-31' })
  day?: string;

  @ApiProperty({
    required: false,
    description: 'The moment at which the hour begins, with by=hour',
    example: '2026-01-31T09:00:00Z',
  })
  hour?: string;

  @ApiProperty({ type: 'string', format: 'uuid', required: false, description: 'With by=campaign' })
  campaignId?: string;

  @ApiProperty({ type: 'string', required: false, nullable: true, description: 'Its name', example: 'Spring sale' })
  campaign?: string | null;

  @ApiProperty({ type: 'string', format: 'uuid', required: false, description: 'With by=section' })
  sectionId?: string;

  @ApiProperty({ type: 'string', required: false, nullable: true, description: 'Its name', example: 'Technet' })
  section?: string | null;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    required: false,
    nullable: true,
    description: 'Of the section; with by=section',
  })
  portfolioId?: string | null;

  @ApiProperty({ type: 'string', required: false, nullable: true, description: 'Its name', example: 'idnes.cz' })
  portfolio?: string | null;

  @ApiProperty({ type: 'string', format: 'uuid', required: false, description: 'With by=creative' })
  creativeId?: string;

  @ApiProperty({ type: 'string', required: false, nullable: true, description: 'Its name', example: 'Spot of 15 s' })
  creative?: string | null;

  @ApiProperty({ required: false, enum: DEVICES, description: 'With by=device', example: 'mobile' })
  device?: string;

  @ApiProperty({
    ...COUNT,
    nullable: true,
    description: 'Requests for ads; null where they are not known by group: a request has no campaign, creative or device',
  })
  requests!: number | null;

  @ApiProperty({ ...COUNT, nullable: true, description: 'Ads that were given out; null with by=creative and by=device' })
  fills!: number | null;

  @ApiProperty({ ...COUNT, description: 'Views, late ones included' })
  impressions!: number;

  @ApiProperty(COUNT)
  viewable!: number;

  @ApiProperty(COUNT)
  starts!: number;

  @ApiProperty(COUNT)
  firstQuartiles!: number;

  @ApiProperty(COUNT)
  midpoints!: number;

  @ApiProperty(COUNT)
  thirdQuartiles!: number;

  @ApiProperty(COUNT)
  completes!: number;

  @ApiProperty(COUNT)
  skips!: number;

  @ApiProperty(COUNT)
  clicks!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Views with an error by its code of VAST; 0: it had none that can be read',
    example: { 401: 2 },
  })
  errors!: Record<string, number>;

  @ApiProperty({ ...COUNT, description: 'Views that came after their ad had expired, and are not billed' })
  late!: number;

  @ApiProperty({ ...COUNT, description: 'Views of bots, prefetches and flooding networks, which no other number counts' })
  invalid!: number;

  @ApiProperty({ ...COUNT, description: 'Views that are billed' })
  billed!: number;

  @ApiProperty({ ...RATE, description: 'Clicks per view' })
  clickRate!: number | null;

  @ApiProperty({ ...RATE, description: 'Views to the end per view' })
  completionRate!: number | null;

  @ApiProperty({ ...RATE, description: 'Requests with an ad per request' })
  fillRate!: number | null;

  @ApiProperty({ type: [SpendDocument], description: 'By currency, since amounts of two do not add up' })
  spend!: SpendDocument[];
}

export class DeliveryReportDocument {
  @ApiProperty({ example: '2026-01-01T00:00:00.000Z' })
  from!: string;

  @ApiProperty({ description: 'The end of the span, which it does not include', example: '2026-02-01T00:00:00.000Z' })
  to!: string;

  @ApiProperty({ example: 'Europe/Prague' })
  timeZone!: string;

  @ApiProperty({
    description: 'From then on nothing changes any more, because all ads of the span have expired',
    example: '2026-02-01T04:30:00.000Z',
  })
  finalAt!: string;

  @ApiProperty({ type: [DeliveryRowDocument] })
  data!: DeliveryRowDocument[];
}

export class ReasonRowDocument {
  @ApiProperty({ example: '2026-01-31' })
  day!: string;

  @ApiProperty({ description: 'As in /v1/ads/explain', example: 'day-cap' })
  reason!: string;

  @ApiProperty({ ...COUNT, description: 'How many requests left the campaign out for it' })
  times!: number;
}

export class ReasonsReportDocument {
  @ApiProperty({ type: [ReasonRowDocument] })
  data!: ReasonRowDocument[];
}

export class LimitUseDocument {
  @ApiProperty({ ...COUNT, nullable: true, description: 'What may be used in all; null: there is no limit', example: 10_000 })
  limit!: number | null;

  @ApiProperty({ ...COUNT, description: 'What was billed', example: 4_200 })
  counted!: number;

  @ApiProperty({ ...COUNT, description: 'What is kept for ads that were given out and may still be shown' })
  reserved!: number;

  @ApiProperty({
    ...COUNT,
    nullable: true,
    description: 'What even pacing allows by now; null without a limit, and without even pacing',
    example: 4_250,
  })
  due!: number | null;
}

export class BudgetUseDocument extends LimitUseDocument {
  @ApiProperty({ example: 'EUR' })
  currency!: string;
}

export class CampaignDeliveryDocument {
  @ApiProperty({ description: 'The moment of these numbers, by the clock of the database', example: '2026-01-31T12:00:00.000Z' })
  at!: string;

  @ApiProperty({ description: 'Of the campaign’s days', example: 'Europe/Prague' })
  timeZone!: string;

  @ApiProperty({ description: 'Its present day', example: '2026-01-31' })
  day!: string;

  @ApiProperty({ enum: ['even', 'asap'], example: 'even' })
  pacing!: 'even' | 'asap';

  @ApiProperty({ description: 'Views in total' })
  total!: LimitUseDocument;

  @ApiProperty({ description: 'Views of the present day' })
  today!: LimitUseDocument;

  @ApiProperty({ description: 'Money in the campaign’s currency, in thousandths of minor units' })
  budget!: BudgetUseDocument;

  @ApiProperty({ type: [SpendDocument], description: 'What was billed in each currency that the campaign has had' })
  spend!: SpendDocument[];
}
