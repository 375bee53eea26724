import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, AppTables, ReadDatabase, Settings, sql } from '#kronika';
import { NAMES } from './delivery-report.query.js';
import { reasonsSql } from './delivery-report.sql.js';
import type { ReasonsReportDocument } from './report.documents.js';
import { momentsOf, type ReasonsReportParameters } from './report.input.js';

export class FindReasons extends Query<Answer<ReasonsReportDocument>> {
  constructor(readonly parameters: ReasonsReportParameters) {
    super();
  }
}

@QueryHandler(FindReasons)
export class FindReasonsHandler implements IQueryHandler<FindReasons> {
  constructor(
    private readonly tables: AppTables,
    private readonly database: ReadDatabase,
    private readonly settings: Settings,
  ) {}

  async execute({ parameters }: FindReasons): Promise<Answer<ReasonsReportDocument>> {
    const { campaignId, time_zone: zone = this.settings.TIME_ZONE } = parameters;
    const { text, values } = reasonsSql(zone, momentsOf(parameters, zone), campaignId);
    const [{ position }, data] = await Promise.all([
      this.database.query(NAMES, sql`SELECT 1`),
      this.tables.query<ReasonsReportDocument['data'][number]>(text, values),
    ]);
    return { position, body: { data } };
  }
}
