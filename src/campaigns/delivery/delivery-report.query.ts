import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, InvalidInput, offsetsOf } from '#kronika';
import { ShopSettings } from '../../shop-settings.js';
import { groupsSql, isKnownTo, type ReportQuestion, type Source } from './delivery-report.sql.js';
import type { DeliveryReportDocument, DeliveryRowDocument } from './report.documents.js';
import { type DeliveryReportParameters, momentsOf, type ReportGroup } from './report.input.js';
import { ReportNames } from './report-names.js';
import { ReportReads } from './report-reads.js';

/** Rows of an answer. */
const MAX_ROWS = 10_000;

export class FindDelivery extends Query<Answer<DeliveryReportDocument>> {
  /** @param boundTo the only user whose campaigns count */
  constructor(
    readonly parameters: DeliveryReportParameters,
    readonly boundTo?: number,
  ) {
    super();
  }
}

@QueryHandler(FindDelivery)
export class FindDeliveryHandler implements IQueryHandler<FindDelivery> {
  constructor(
    private readonly reads: ReportReads,
    private readonly names: ReportNames,
    private readonly settings: ShopSettings,
  ) {}

  /** @throws InvalidInput for a span that is reversed or too long, for day and hour together, and for too many rows */
  async execute({ parameters, boundTo }: FindDelivery): Promise<Answer<DeliveryReportDocument>> {
    const { by = [], time_zone: timeZone = this.settings.TIME_ZONE, campaignId, ...filters } = parameters;
    const moments = momentsOf(parameters, timeZone);
    if (by.includes('day') && by.includes('hour'))
      throw new InvalidInput([{ pointer: '#/by', code: 'not-together', detail: 'must not have both day and hour' }]);
    const campaigns = await this.names.campaigns(campaignId, boundTo);
    const groups = await this.groups({ ...filters, by, offsets: await offsetsOf(timeZone), moments, campaigns });
    if (groups.length > MAX_ROWS)
      throw new InvalidInput([
        {
          pointer: '#/by',
          code: 'too-many',
          detail: `would give more than ${MAX_ROWS} rows; take a shorter span or fewer groups`,
        },
      ]);
    const { position, nameOf, portfolioOf } = await this.names.of(groups);
    for (const row of groups) {
      if (row.campaignId) row.campaign = nameOf('campaign', row.campaignId);
      if (row.sectionId) {
        row.section = nameOf('section', row.sectionId);
        Object.assign(row, portfolioOf(row.sectionId));
      }
      if (row.creativeId) row.creative = nameOf('creative', row.creativeId);
    }
    // The longest life of an ad is 16 times the setting; a view may then go on for a while.
    const finalAfter = 16 * this.settings.AD_LIFETIME + 1_800;
    const finalAt = new Date(Date.parse(moments.after) + finalAfter * 1_000).toISOString();
    return { position, body: { from: moments.first, to: moments.after, timeZone, finalAt, data: groups } };
  }

  /** The rows in the order of their groups. Without groups there is one row, also if nothing happened. */
  private async groups(question: ReportQuestion): Promise<DeliveryRowDocument[]> {
    const read = async <R extends object>(source: Source): Promise<(R & { key: string[] })[] | undefined> => {
      if (!isKnownTo(source, question)) return undefined;
      const { text, values } = groupsSql(source, question);
      return this.reads.query(text, values);
    };
    const [views, spend, errors, requests, fills] = await Promise.all([
      read<Record<string, number>>('views'),
      read<{ currency: string; views: number; amount: bigint }>('spend'),
      read<{ code: number; views: number }>('errors'),
      read<{ requests: number; filled: number }>('requests'),
      read<{ fills: number }>('fills'),
    ]);
    const groups = new Map<string, { row: DeliveryRowDocument; filled: number | null }>();
    const group = (key: string[]) => {
      const text = key.join(' ');
      const known = groups.get(text);
      if (known) return known;
      const made = { row: emptyRow(question.by, key, requests && 0, fills && 0), filled: requests ? 0 : null };
      groups.set(text, made);
      return made;
    };
    if (!question.by.length) group([]);
    for (const { key, ...counts } of views ?? []) Object.assign(group(key).row, counts);
    for (const { key, currency, views, amount } of spend ?? []) {
      const { row } = group(key);
      row.billed += views;
      // Exact below 2^53 thousandths, as all money of this API that is a JSON number.
      row.spend.push({ currency, thousandths: Number(amount) });
    }
    for (const { key, code, views } of errors ?? []) group(key).row.errors[code] = views;
    for (const { key, requests: asked, filled } of requests ?? []) Object.assign(group(key), { filled }).row.requests = asked;
    for (const { key, fills: given } of fills ?? []) group(key).row.fills = given;
    return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { row, filled }]) => withRates(row, filled));
  }
}

const KEY_MEMBERS: Record<ReportGroup, keyof DeliveryRowDocument> = {
  day: 'day',
  hour: 'hour',
  campaign: 'campaignId',
  section: 'sectionId',
  creative: 'creativeId',
  device: 'device',
};

function emptyRow(
  by: readonly ReportGroup[],
  key: readonly string[],
  requests = null as number | null,
  fills = null as number | null,
) {
  const members = Object.fromEntries(by.map((group, n) => [KEY_MEMBERS[group], key[n]]));
  return {
    ...members,
    requests,
    fills,
    impressions: 0,
    viewable: 0,
    starts: 0,
    firstQuartiles: 0,
    midpoints: 0,
    thirdQuartiles: 0,
    completes: 0,
    skips: 0,
    clicks: 0,
    errors: {},
    late: 0,
    invalid: 0,
    billed: 0,
    clickRate: null,
    completionRate: null,
    fillRate: null,
    spend: [],
  } as DeliveryRowDocument;
}

function withRates(row: DeliveryRowDocument, filled: number | null): DeliveryRowDocument {
  const rate = (part: number | null, of: number | null) => (part !== null && of ? Math.min(1, part / of) : null);
  row.clickRate = rate(row.clicks, row.impressions);
  row.completionRate = rate(row.completes, row.impressions);
  row.fillRate = rate(filled, row.requests);
  row.spend.sort((a, b) => (a.currency < b.currency ? -1 : 1));
  return row;
}
