import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, AppTables, and, given, NotFound, param, ReadDatabase, Settings, sql } from '#kronika';
import { localDays } from './local-days.js';
import type { CampaignDeliveryDocument, LimitUseDocument } from './report.documents.js';

/** The view with the terms of campaigns. */
export const CAMPAIGNS = 'campaigns';

/** Money is counted in thousandths of minor units. */
const THOUSANDTHS = 1_000;

export class FindCampaignDelivery extends Query<Answer<CampaignDeliveryDocument>> {
  constructor(
    readonly id: string,
    readonly boundTo?: number,
  ) {
    super();
  }
}

interface CampaignTermsRow {
  readonly currency: string;
  readonly start: Date | null;
  readonly end: Date | null;
  readonly limits: {
    readonly impressions: number | null;
    readonly perDay: number | null;
    readonly budget: number | null;
    readonly pacing: 'even' | 'asap';
    readonly timeZone: string | null;
  };
}

interface CapRow {
  /** `total`, a local day, or a currency. */
  readonly period: string;
  readonly counted: string;
  readonly reserved: string;
}

@QueryHandler(FindCampaignDelivery)
export class FindCampaignDeliveryHandler implements IQueryHandler<FindCampaignDelivery> {
  constructor(
    private readonly tables: AppTables,
    private readonly database: ReadDatabase,
    private readonly settings: Settings,
  ) {}

  /** @throws NotFound `campaign.not-found`, also for a campaign of another user */
  async execute({ id, boundTo }: FindCampaignDelivery): Promise<Answer<CampaignDeliveryDocument>> {
    const isOwn = given(boundTo, (user) => sql`user_id = ${param('bigint', user)}`);
    const { position, rows } = await this.database.query<CampaignTermsRow>(
      CAMPAIGNS,
      sql`SELECT currency, start, "end", limits FROM read.campaigns WHERE ${and([sql`id = ${param('uuid', id)}`, ...isOwn])}`,
    );
    const [campaign] = rows;
    if (!campaign) throw new NotFound('campaign.not-found', `There is no campaign ${id}.`);
    const [[clock], caps] = await Promise.all([
      this.tables.query<{ now: Date }>('SELECT clock_timestamp() AS now'),
      this.tables.query<CapRow>('SELECT period, counted, reserved FROM delivery.caps WHERE campaign_id = $1', [id]),
    ]);
    return { position, body: documentOf(campaign, caps, (clock as { now: Date }).now.getTime(), this.settings.TIME_ZONE) };
  }
}

/** @param zone that of campaigns which have none of their own */
function documentOf(
  { currency, start, end, limits }: CampaignTermsRow,
  caps: readonly CapRow[],
  now: number,
  zone: string,
): CampaignDeliveryDocument {
  const timeZone = limits.timeZone ?? zone;
  const { days, starts } = localDays(now, timeZone);
  const [, today = ''] = days;
  const isEven = limits.pacing === 'even';
  const flight = start && end && start < end ? partOf(now, start.getTime(), end.getTime()) : 1;
  const dayPart = partOf(now, Date.parse(starts[1] as string), Date.parse(starts[2] as string));
  const use = (period: string, limit: number | null, part: number): LimitUseDocument => {
    const { counted = 0, reserved = 0 } = caps.find((cap) => cap.period === period) ?? {};
    const due = isEven && limit !== null ? Math.floor(limit * part) : null;
    return { limit, counted: Number(counted), reserved: Number(reserved), due };
  };
  const spend = caps.flatMap(({ period, counted }) =>
    /^[A-Z]{3}$/.test(period) && Number(counted) > 0 ? [{ currency: period, thousandths: Number(counted) }] : [],
  );
  return {
    at: new Date(now).toISOString(),
    timeZone,
    day: today,
    pacing: limits.pacing,
    total: use('total', limits.impressions, flight),
    today: use(today, limits.perDay, dayPart),
    budget: { currency, ...use(currency, limits.budget === null ? null : limits.budget * THOUSANDTHS, flight) },
    spend: spend.toSorted((one, other) => (one.currency < other.currency ? -1 : 1)),
  };
}

/** How much of a span has passed, from 0 to 1. */
const partOf = (now: number, start: number, end: number) => Math.max(0, Math.min(1, (now - start) / (end - start)));
