import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { type Answer, AppTables, param, ReadDatabase, Settings, sql, Uuid, Whole } from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { groupsSql } from './delivery-report.sql.js';
import { type DayForecast, forecast } from './forecast.js';
import { localDays } from './local-days.js';

/** The view that knows which campaigns may show in a section. */
export const PLACEMENTS = 'placements';

/** Days of the past that are looked at: four weeks, and a week because the days ahead are up to a week away. */
const HISTORY_DAYS = 35;

const DAY_MS = 86_400_000;

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
    private readonly tables: AppTables,
    private readonly database: ReadDatabase,
    private readonly settings: Settings,
  ) {}

  async execute({ parameters: { sectionId, days } }: FindForecast): Promise<Answer<ForecastDocument>> {
    const zone = this.settings.TIME_ZONE;
    const now = Date.now();
    const today = localDays(now, zone).days[1] as string;
    const moments = { first: new Date(now - HISTORY_DAYS * DAY_MS).toISOString(), after: new Date(now).toISOString() };
    const { text, values } = groupsSql('requests', { by: ['day'], zone, moments, sectionId });
    const [history, placed] = await Promise.all([
      this.tables.query<{ key: string[]; requests: number }>(text, values),
      this.database.query<{ id: string; start: Date; end: Date; sections: number }>(
        PLACEMENTS,
        sql`SELECT p.campaign_id AS id, p.start, p."end", jsonb_array_length(c.sections) AS sections
            FROM read.placements AS p JOIN read.placed_campaigns AS c USING (campaign_id)
            WHERE p.section_id = ${param('uuid', sectionId)} AND p.start IS NOT NULL`,
      ),
    ]);
    const limits = await this.tables.query<{ id: string; left: bigint | null; perDay: number | null }>(
      `SELECT l.campaign_id AS id, greatest(0, l.impressions - coalesce(c.counted, 0)) AS left, l.per_day AS "perDay"
       FROM delivery.limits AS l LEFT JOIN delivery.caps AS c ON c.campaign_id = l.campaign_id AND c.period = 'total'
       WHERE l.campaign_id = ANY ($1) AND l.pacing = 'even'`,
      [placed.rows.map(({ id }) => id)],
    );
    const even = limits.flatMap(({ id, left, perDay }) => {
      const campaign = placed.rows.find((each) => each.id === id);
      if (!campaign) return [];
      const { start, end, sections } = campaign;
      return [
        { start: start.toISOString(), end: end.toISOString(), left: left === null ? null : Number(left), perDay, sections },
      ];
    });
    const requests = history.map(({ key, requests }) => ({ day: key[0] as string, requests }));
    return { position: placed.position, body: { data: forecast(requests, even, today, days) } };
  }
}
