import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, Flag, given, Id, param, SortedBy, sql } from '#kronika';
import { CAMPAIGN_COLUMNS, type CampaignDocument, type CampaignListDocument, campaignOfRow } from './campaign.document.js';
import { CAMPAIGNS, type CampaignRow } from './campaigns.view.js';
import { NamePart, nameHas, type PagedList, PagedListParameters, PagedLists } from './paged-list.js';

const CAMPAIGN_SORTS = {
  name: ['sortName', 'text'],
  createdAt: ['createdAt', 'timestamptz'],
  updatedAt: ['updatedAt', 'timestamptz'],
} as const;

export class FindCampaignsParameters extends PagedListParameters {
  @Id({ optional: true, description: 'Of this user', example: 42 })
  userId?: number;

  @Flag({ optional: true, description: 'Those that can run, or those that can not', example: false })
  runnable?: boolean;

  @Flag({ optional: true, description: 'Those that are paused, or those that are not', example: false })
  paused?: boolean;

  @NamePart('sale')
  q?: string;

  @SortedBy(Object.keys(CAMPAIGN_SORTS), '-createdAt', { example: '-createdAt' })
  sort: string = '-createdAt';
}

export class FindCampaigns extends Query<Answer<CampaignListDocument>> {
  constructor(readonly parameters: FindCampaignsParameters) {
    super();
  }
}

const CAMPAIGN_LIST: PagedList<FindCampaignsParameters, CampaignRow, CampaignDocument> = {
  view: CAMPAIGNS,
  path: '/v1/campaigns',
  select: sql`SELECT ${CAMPAIGN_COLUMNS} FROM read.campaigns`,
  sorts: CAMPAIGN_SORTS,
  id: 'id',
  conditions: ({ userId, runnable, paused, q }) => [
    ...given(userId, (id) => sql`user_id = ${param('bigint', id)}`),
    ...given(runnable, (flag) => sql`runnable = ${param('boolean', flag)}`),
    ...given(paused, (flag) => sql`paused = ${param('boolean', flag)}`),
    ...given(q, nameHas),
  ],
  document: campaignOfRow,
};

@QueryHandler(FindCampaigns)
export class FindCampaignsHandler implements IQueryHandler<FindCampaigns> {
  constructor(private readonly lists: PagedLists) {}

  execute({ parameters }: FindCampaigns): Promise<Answer<CampaignListDocument>> {
    return this.lists.page(CAMPAIGN_LIST, parameters, parameters.sort);
  }
}
