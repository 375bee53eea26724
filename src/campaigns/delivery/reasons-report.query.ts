import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, AppTables, Settings } from '#kronika';
import { reasonsSql } from './delivery-report.sql.js';
import type { ReasonsReportDocument } from './report.documents.js';
import { momentsOf, type ReasonsReportParameters } from './report.input.js';
import { ReportNames } from './report-names.js';

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
    private readonly tables: AppTables,
    private readonly names: ReportNames,
    private readonly settings: Settings,
  ) {}

  async execute({ parameters, boundTo }: FindReasons): Promise<Answer<ReasonsReportDocument>> {
    const { campaignId, time_zone: zone = this.settings.TIME_ZONE } = parameters;
    const moments = momentsOf(parameters, zone);
    const [campaigns = [], { position }] = await Promise.all([this.names.campaigns(campaignId, boundTo), this.names.of([])]);
    const { text, values } = reasonsSql(zone, moments, campaigns);
    const data = await this.tables.query<ReasonsReportDocument['data'][number]>(text, values);
    return { position, body: { data } };
  }
}
