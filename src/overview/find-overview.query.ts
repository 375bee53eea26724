import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { type Answer, Attention, countSql, type Json, pageCountOf, param, ReadDatabase, type Sql, sql } from '#kronika';

/** The views that the overview reads. */
export const OVERVIEW_VIEWS = ['order-history', 'campaigns', 'portfolios', 'publishers'] as const;

class OrderTotalDocument {
  @ApiProperty({ example: 'EUR' })
  currency!: string;

  @ApiProperty({ type: 'integer', format: 'int64', example: 3 })
  orders!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 5, description: 'Number of goods' })
  goods!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 12, description: 'The sum of their quantities' })
  units!: number;

  @ApiProperty({ type: 'integer', example: 18750, description: 'In minor units of the currency; always exact' })
  total!: number;
}

class OrderNumbersDocument {
  @ApiProperty({ type: 'integer', format: 'int64', example: 3 })
  orders!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 5 })
  goods!: number;

  @ApiProperty({
    type: [OrderTotalDocument],
    description: 'One for each currency, because totals of different currencies can not be added',
  })
  totals!: OrderTotalDocument[];
}

class CampaignNumbersDocument {
  @ApiProperty({ type: 'integer', format: 'int64', example: 4 })
  campaigns!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 3 })
  runnable!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  notRunnable!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Number of campaigns that can not run, by reason; a campaign may have several reasons',
    example: { 'no-schedule': 1, 'no-placement': 1, paused: 0, ended: 0, fulfilled: 0 },
  })
  reasons!: Record<string, number>;
}

class CappedCountDocument {
  @ApiProperty({ type: 'integer', description: 'Up to 10,000', example: 2 })
  count!: number;

  @ApiProperty({ description: 'Whether there are more', example: false })
  capped!: boolean;
}

class LogNumbersDocument {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'The latest position of the log', example: 42 })
  position!: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'Positions taken in the last 24 hours: events, and the few positions that failed commands left empty',
    example: 42,
  })
  lastDay!: number;
}

class AttentionDocument {
  @ApiProperty({ description: 'A stable code', example: 'campaign.ended' })
  code!: string;

  @ApiProperty({ description: 'A sentence for people', example: '1 campaign has ended' })
  summary!: string;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  count!: number;

  @ApiProperty({ description: 'The API path that lists them', example: '/v1/campaigns?ended=true' })
  link!: string;
}

export class OverviewDocument {
  @ApiProperty()
  orders!: OrderNumbersDocument;

  @ApiProperty()
  campaigns!: CampaignNumbersDocument;

  @ApiProperty()
  portfolios!: CappedCountDocument;

  @ApiProperty()
  publishers!: CappedCountDocument;

  @ApiProperty({ required: false, description: 'Absent for a principal that is bound to a user' })
  log?: LogNumbersDocument;

  @ApiProperty({ type: [AttentionDocument], description: 'What needs attention; empty: nothing does' })
  attention!: AttentionDocument[];
}

export class FindOverview extends Query<Answer<OverviewDocument>> {
  /** @param boundTo the only user whose orders and campaigns count; the log and its readers are left out then */
  constructor(readonly boundTo?: number) {
    super();
  }
}

/** The key of the counts over all users, see `CampaignCountRow`. */
const ALL_USERS = 0;

interface CampaignCounts {
  readonly campaigns: number;
  readonly runnable: number;
  readonly noSchedule: number;
  readonly noPlacement: number;
  readonly paused: number;
  readonly ended: number;
  readonly fulfilled: number;
}

const NO_CAMPAIGNS: CampaignCounts = {
  campaigns: 0,
  runnable: 0,
  noSchedule: 0,
  noPlacement: 0,
  paused: 0,
  ended: 0,
  fulfilled: 0,
};

/** Reads sums that the views maintain, so its cost depends neither on the number of orders nor on that of campaigns. */
@QueryHandler(FindOverview)
export class FindOverviewHandler implements IQueryHandler<FindOverview> {
  constructor(
    private readonly database: ReadDatabase,
    private readonly attention: Attention,
  ) {}

  async execute({ boundTo }: FindOverview): Promise<Answer<OverviewDocument>> {
    const counted = (view: string, rows: Sql) => this.database.query<{ counted: number }>(view, countSql(rows));
    const [orders, campaigns, portfolios, publishers, log, operators] = await Promise.all([
      this.database.query<{ orders: number; goods: number; total: Json<OrderTotalDocument> }>(
        'order-history',
        totalsSql(boundTo),
      ),
      this.database.query<CampaignCounts>(
        'campaigns',
        sql`SELECT campaigns, runnable, no_schedule AS "noSchedule", no_placement AS "noPlacement", paused, ended, fulfilled
            FROM read.campaign_counts WHERE user_id = ${param('bigint', boundTo ?? ALL_USERS)}`,
      ),
      counted('portfolios', sql`SELECT FROM read.portfolios`),
      counted('publishers', sql`SELECT FROM read.publishers`),
      boundTo === undefined ? this.attention.growth() : undefined,
      boundTo === undefined ? this.attention.items() : [],
    ]);
    const counts = campaigns.rows[0] ?? NO_CAMPAIGNS;
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    const numbers = {
      orders: sum(orders.rows.map((row) => row.orders)),
      goods: sum(orders.rows.map((row) => row.goods)),
    };
    const others = {
      campaigns: campaignNumbers(counts),
      portfolios: cappedCount(portfolios.rows[0]?.counted),
      publishers: cappedCount(publishers.rows[0]?.counted),
      ...(log && { log }),
      attention: [...operators, ...campaignAttention(counts)],
    };
    // Totals stay text, as Postgres wrote them, because they may exceed the numbers of JavaScript.
    const totals = orders.rows.map(({ total }) => total);
    const orderPart = `{"orders":${numbers.orders},"goods":${numbers.goods},"totals":[${totals}]}`;
    const body = `{"orders":${orderPart},${JSON.stringify(others).slice(1)}` as Json<OverviewDocument>;
    return { position: Math.min(...[orders, campaigns, portfolios, publishers].map(({ position }) => position)), body };
  }
}

function totalsSql(boundTo: number | undefined): Sql {
  const sums =
    boundTo === undefined
      ? sql`SELECT currency, sum(orders)::bigint AS orders, sum(orders * goods_count)::bigint AS goods, sum(units)::bigint AS units,
              sum(total) AS total FROM read.order_sizes GROUP BY currency`
      : sql`SELECT currency, orders, goods_count AS goods, units, total FROM read.order_users
            WHERE user_id = ${param('bigint', boundTo)}`;
  return sql`SELECT s.orders, s.goods, row_to_json(s)::text AS total FROM (${sums}) AS s ORDER BY s.currency`;
}

function campaignNumbers({
  campaigns,
  runnable,
  noSchedule,
  noPlacement,
  paused,
  ended,
  fulfilled,
}: CampaignCounts): CampaignNumbersDocument {
  const reasons = { 'no-schedule': noSchedule, 'no-placement': noPlacement, paused, ended, fulfilled };
  return { campaigns, runnable, notRunnable: campaigns - runnable, reasons };
}

function campaignAttention({ campaigns, runnable, ended }: CampaignCounts): AttentionDocument[] {
  const stopped = campaigns - runnable;
  const some = (count: number) => `${count} campaign${count === 1 ? '' : 's'}`;
  return [
    {
      code: 'campaign.ended',
      summary: `${some(ended)} ${ended === 1 ? 'has' : 'have'} ended`,
      count: ended,
      link: '/v1/campaigns?ended=true',
    },
    {
      code: 'campaign.not-runnable',
      summary: `${some(stopped)} can not run`,
      count: stopped,
      link: '/v1/campaigns?runnable=false',
    },
  ].filter(({ count }) => count > 0);
}

function cappedCount(counted = 0): CappedCountDocument {
  const { count = 0, count_capped: capped = false } = pageCountOf(counted);
  return { count, capped };
}
