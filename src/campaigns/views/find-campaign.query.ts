import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, and, EntityHistory, etag, given, param, ReadDatabase, Settings, sql } from '#kronika';
import { campaignDecider } from '../campaign/campaign.decider.js';
import { CAMPAIGN_COLUMNS, type CampaignDocument, campaignOfRow, campaignOfState } from './campaign.document.js';
import type { CampaignRow } from './campaigns.rows.js';
import { CAMPAIGNS } from './campaigns.view.js';
import { notFound, type PointInTimeParameters, pointInTimeOf, stateAt } from './point-in-time.js';

export class FindCampaign extends Query<Answer<CampaignDocument>> {
  constructor(
    readonly id: string,
    readonly parameters: PointInTimeParameters,
    readonly boundTo?: number,
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

  /** @throws NotFound `campaign.not-found`, also for a campaign of another user, `campaign.version-not-found` */
  async execute({ id, parameters, boundTo }: FindCampaign): Promise<Answer<CampaignDocument>> {
    const point = pointInTimeOf(parameters, this.settings.TIME_ZONE);
    if (point) {
      const { state, version, position } = await stateAt(this.past, campaignDecider, id, point, boundTo);
      return { position, body: campaignOfState(id, version, state), etag: etag(version) };
    }
    const isOwn = given(boundTo, (user) => sql`user_id = ${param('bigint', user)}`);
    const { position, rows } = await this.database.query<CampaignRow>(
      CAMPAIGNS,
      sql`SELECT ${CAMPAIGN_COLUMNS} FROM read.campaigns WHERE ${and([sql`id = ${param('uuid', id)}`, ...isOwn])}`,
    );
    const [row] = rows;
    if (!row) throw notFound('campaign', id);
    return { position, body: campaignOfRow(row), etag: etag(row.version) };
  }
}
