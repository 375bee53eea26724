import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { type Answer, NotFound, offsetsOf, param, ReadDatabase, Settings, sql, Uuid, Whole } from '#kronika';
import { DAY_MS } from '../../durations.js';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { groupsSql } from './delivery-report.sql.js';
import { type DayForecast, type EvenCampaign, forecast } from './forecast.js';
import { localDays } from './local-days.js';
import { NAMES } from './report-names.js';
import { ReportReads } from './report-reads.js';

/** The view that knows which campaigns may show in a section. */
export const PLACEMENTS = 'placements';

/** Days of the past that are looked at: four weeks, and a week because the days ahead are up to a week away. */
const HISTORY_DAYS = 35;

export class ForecastParameters {
  @Uuid({ description: 'The section', example: EXAMPLE_IDS.section })
  sectionId!: string;

  @Whole({ minimum: 1, maximum: 28, optional: true, default: 7, description: 'How many days, from tomorrow on', example: 7 })
  days: number = 7;
}

export class ForecastDayDocument implements DayForecast {
  @ApiProperty({ example: '2026-02-01' })
  day!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'The median of the requests of the same weekday; null if there was none yet',
    example: 1200,
  })
  requests!: number | null;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'Views that campaigns with even pacing are to show here',
    example: 300,
  })
  booked!: number;

  @ApiProperty({ type: 'integer', format: 'int64', nullable: true, description: 'What is left for others', example: 900 })
  available!: number | null;

  @ApiProperty({ type: 'integer', description: 'How many weeks the median is of, at most 4', example: 4 })
  weeks!: number;
}

export class ForecastDocument {
  @ApiProperty({ type: [ForecastDayDocument] })
  data!: ForecastDayDocument[];
}

export class FindForecast extends Query<Answer<ForecastDocument>> {
  constructor(readonly parameters: ForecastParameters) {
    super();
  }
}

@QueryHandler(FindForecast)
export class FindForecastHandler implements IQueryHandler<FindForecast> {
  constructor(
    private readonly reads: ReportReads,
    private readonly database: ReadDatabase,
    private readonly settings: Settings,
  ) {}

  /** @throws NotFound `section.not-found`, also for one that was removed */
  async execute({ parameters: { sectionId, days } }: FindForecast): Promise<Answer<ForecastDocument>> {
    const zone = this.settings.TIME_ZONE;
    const now = Date.now();
    const today = localDays(now, zone).days[1] as string;
    const moments = { first: new Date(now - HISTORY_DAYS * DAY_MS).toISOString(), after: new Date(now).toISOString() };
    const { text, values } = groupsSql('requests', { by: ['day'], offsets: await offsetsOf(zone), moments, sectionId });
    const [section, history, placed] = await Promise.all([
      this.database.query(
        NAMES,
        sql`SELECT 1 FROM read.names WHERE type = 'section' AND id = ${param('uuid', sectionId)} AND NOT deleted`,
      ),
      this.reads.query<{ key: string[]; requests: number }>(text, values),
      this.database.query<PlacedCampaign>(
        PLACEMENTS,
        sql`SELECT p.campaign_id AS id, p.start, p."end", p.currency, p.price, jsonb_array_length(c.sections) AS sections
            FROM read.placements AS p JOIN read.placed_campaigns AS c USING (campaign_id)
            WHERE p.section_id = ${param('uuid', sectionId)} AND p.start IS NOT NULL`,
      ),
    ]);
    if (!section.rows.length) throw new NotFound('section.not-found', `There is no section ${sectionId}.`);
    const ids = placed.rows.map(({ id }) => id);
    const limits = await this.reads.query<EvenLimits>(
      `SELECT l.campaign_id AS id, l.impressions, l.budget, l.per_day AS "perDay",
         (SELECT jsonb_object_agg(period, counted) FROM delivery.caps AS c
          WHERE c.campaign_id = l.campaign_id AND (c.period = 'total' OR c.period ~ '^[A-Z]{3}$')) AS counted
       FROM delivery.limits AS l WHERE l.campaign_id = ANY ($1) AND l.pacing = 'even'`,
      [ids],
    );
    const even = limits.flatMap((limit) => {
      const campaign = placed.rows.find(({ id }) => id === limit.id);
      return campaign ? [evenCampaign(campaign, limit, zone)] : [];
    });
    const requests = history.map(({ key, requests }) => ({ day: key[0] as string, requests }));
    return { position: Math.min(section.position, placed.position), body: { data: forecast(requests, even, today, days) } };
  }
}

interface PlacedCampaign {
  readonly id: string;
  readonly start: Date;
  readonly end: Date;
  readonly currency: string;
  readonly price: number | null;
  /** How many sections it is placed in. */
  readonly sections: number;
}

interface EvenLimits {
  readonly id: string;
  readonly impressions: number | null;
  /** In minor units. */
  readonly budget: number | null;
  readonly perDay: number | null;
  /** By `total`, and by currency in thousandths of minor units, which a price of 1,000 views is for one. */
  readonly counted: Readonly<Record<string, number>> | null;
}

function evenCampaign(
  { start, end, currency, price, sections }: PlacedCampaign,
  { impressions, budget, perDay, counted }: EvenLimits,
  zone: string,
): EvenCampaign {
  const lefts = [
    ...(impressions === null ? [] : [Number(impressions) - Number(counted?.total ?? 0)]),
    ...(budget === null || !price
      ? []
      : [Math.floor((Number(budget) * 1_000 - Number(counted?.[currency] ?? 0)) / Number(price))]),
  ];
  const left = lefts.length ? Math.max(0, Math.min(...lefts)) : null;
  return {
    start: wallClock(start, zone),
    end: wallClock(end, zone),
    left,
    perDay: perDay === null ? null : Number(perDay),
    sections,
  };
}

const wallClock = (moment: Date, zone: string) =>
  `${Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone).toPlainDateTime()}Z`;
