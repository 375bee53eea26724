import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, EntityHistory, etag, ReadDatabase, Settings } from '#kronika';
import { campaignDecider } from '../campaign/campaign.decider.js';
import { CAMPAIGN_COLUMNS, type CampaignDocument, campaignOfRow, campaignOfState } from './campaign.document.js';
import { CAMPAIGNS, type CampaignRow } from './campaigns.view.js';
import { notFound, pastOf, type WhenParameters, whenOf } from './when.js';

export class FindCampaign extends Query<Answer<CampaignDocument>> {
  constructor(
    readonly id: string,
    readonly parameters: WhenParameters,
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
    const when = whenOf(parameters, this.settings.TIME_ZONE);
    if (when) {
      const { state, version, position } = await pastOf(this.past, campaignDecider, id, when);
      return { position, body: campaignOfState(id, version, state), etag: etag(version) };
    }
    const { position, rows } = await this.database.query<CampaignRow>(
      CAMPAIGNS,
      `SELECT ${CAMPAIGN_COLUMNS} FROM read.campaigns WHERE id = $1`,
      [id],
    );
    const [row] = rows;
    if (!row) throw notFound('campaign', id);
    return { position, body: campaignOfRow(row), etag: etag(row.version) };
  }
}
