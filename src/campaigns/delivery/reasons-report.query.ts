import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, offsetsOf, Settings } from '#kronika';
import { reasonsSql } from './delivery-report.sql.js';
import type { ReasonsReportDocument } from './report.documents.js';
import { momentsOf, type ReasonsReportParameters } from './report.input.js';
import { ReportNames } from './report-names.js';
import { ReportReads } from './report-reads.js';

export class FindReasons extends Query<Answer<ReasonsReportDocument>> {
  /** @param boundTo the only user whose campaigns have reasons */
  constructor(
    readonly parameters: ReasonsReportParameters,
    readonly boundTo?: number,
  ) {
    super();
  }
}

@QueryHandler(FindReasons)
export class FindReasonsHandler implements IQueryHandler<FindReasons> {
  constructor(
    private readonly reads: ReportReads,
    private readonly names: ReportNames,
    private readonly settings: Settings,
  ) {}

  async execute({ parameters, boundTo }: FindReasons): Promise<Answer<ReasonsReportDocument>> {
    const { campaignId, time_zone: zone = this.settings.TIME_ZONE } = parameters;
    const moments = momentsOf(parameters, zone);
    const [campaigns = [], { position }] = await Promise.all([this.names.campaigns(campaignId, boundTo), this.names.of([])]);
    const { text, values } = reasonsSql(await offsetsOf(zone), moments, campaigns);
    const data = await this.reads.query<ReasonsReportDocument['data'][number]>(text, values);
    return { position, body: { data } };
  }
}
