import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, EntityHistory, etag, param, ReadDatabase, Settings, sql } from '#kronika';
import { campaignDecider } from '../campaign/campaign.decider.js';
import { CAMPAIGN_COLUMNS, type CampaignDocument, campaignOfRow, campaignOfState } from './campaign.document.js';
import { CAMPAIGNS, type CampaignRow } from './campaigns.view.js';
import { notFound, type PointInTimeParameters, pointInTimeOf, stateAt } from './point-in-time.js';

export class FindCampaign extends Query<Answer<CampaignDocument>> {
  constructor(
    readonly id: string,
    readonly parameters: PointInTimeParameters,
  ) {
    super();
  }
}

@QueryHandler(FindCampaign)
export class FindCampaignHandler implements IQueryHandler<FindCampaign> {
  constructor(
    private readonly database: ReadDatabase,
    private readonly past: EntityHistory,
    private readonly settings: Settings,
  ) {}

  /** @throws NotFound `campaign.not-found`, `campaign.version-not-found` */
  async execute({ id, parameters }: FindCampaign): Promise<Answer<CampaignDocument>> {
    const point = pointInTimeOf(parameters, this.settings.TIME_ZONE);
    if (point) {
      const { state, version, position } = await stateAt(this.past, campaignDecider, id, point);
      return { position, body: campaignOfState(id, version, state), etag: etag(version) };
    }
    const { position, rows } = await this.database.query<CampaignRow>(
      CAMPAIGNS,
      sql`SELECT ${CAMPAIGN_COLUMNS} FROM read.campaigns WHERE id = ${param('uuid', id)}`,
    );
    const [row] = rows;
    if (!row) throw notFound('campaign', id);
    return { position, body: campaignOfRow(row), etag: etag(row.version) };
  }
}
