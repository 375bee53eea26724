import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, Flag, Id } from '#kronika';
import { CAMPAIGN_COLUMNS, type CampaignDocument, type CampaignListDocument, campaignOfRow } from './campaign.document.js';
import { CAMPAIGNS, type CampaignRow } from './campaigns.view.js';
import { type List, Lists, NamePart, nameHas, PageParameters, SortedBy } from './list.js';

const SORTS = { name: 'sortName', createdAt: 'createdAt', updatedAt: 'updatedAt' } as const;

export class FindCampaignsParameters extends PageParameters {
  @Id({ optional: true, description: 'Of this user', example: 42 })
  userId?: number;

  @Flag({ optional: true, description: 'Those that can run, or those that can not', example: false })
  runnable?: boolean;

  @Flag({ optional: true, description: 'Those that are paused, or those that are not', example: false })
  paused?: boolean;

  @NamePart('sale')
  q?: string;

  @SortedBy(SORTS, '-createdAt')
  sort: string = '-createdAt';
}

export class FindCampaigns extends Query<Answer<CampaignListDocument>> {
  constructor(readonly parameters: FindCampaignsParameters) {
    super();
  }
}

const LIST: List<FindCampaignsParameters, CampaignRow, CampaignDocument> = {
  view: CAMPAIGNS,
  path: '/v1/campaigns',
  select: `SELECT ${CAMPAIGN_COLUMNS} FROM read.campaigns`,
  sorts: SORTS,
  id: 'id',
  conditions: ({ userId, runnable, paused, q }) => [
    ['user_id = ?', userId],
    ['runnable = ?', runnable],
    ['paused = ?', paused],
    nameHas(q),
  ],
  document: campaignOfRow,
};

@QueryHandler(FindCampaigns)
export class FindCampaignsHandler implements IQueryHandler<FindCampaigns> {
  constructor(private readonly lists: Lists) {}

  execute({ parameters }: FindCampaigns): Promise<Answer<CampaignListDocument>> {
    return this.lists.page(LIST, parameters, parameters.sort);
  }
}
