import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, Choice, Flag, given, Id, InvalidInput, param, SortedBy, type Sql, sql, Uuid, Uuids } from '#kronika';
import { StoredCurrency } from '../../money/currency.fields.js';
import type { Reason } from '../campaign/campaign.events.js';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import {
  CAMPAIGN_COLUMNS,
  type CampaignDocument,
  type CampaignListDocument,
  campaignOfRow,
  REASONS,
} from './campaign.document.js';
import type { CampaignRow } from './campaigns.rows.js';
import { CAMPAIGNS } from './campaigns.view.js';
import { NamePart, nameHas, type PagedList, PagedListParameters, PagedLists } from './paged-list.js';

const CAMPAIGN_SORTS = {
  name: ['sortName', 'text'],
  createdAt: ['createdAt', 'timestamptz'],
  updatedAt: ['updatedAt', 'timestamptz'],
  price: ['sortPrice', 'bigint'],
  start: ['sortStart', 'timestamptz'],
  end: ['sortEnd', 'timestamptz'],
  runnable: ['runnable', 'boolean'],
} as const;

export class FindCampaignsParameters extends PagedListParameters {
  @Id({ optional: true, description: 'Only campaigns of this user', example: 42 })
  userId?: number;

  @Flag({ optional: true, description: 'Only campaigns that can run (true), or that can not (false)', example: false })
  runnable?: boolean;

  @Flag({ optional: true, description: 'Only campaigns that are paused (true), or that are not (false)', example: false })
  paused?: boolean;

  @Flag({ optional: true, description: 'Only campaigns whose schedule is over (true), or is not (false)', example: false })
  ended?: boolean;

  @Choice({
    of: REASONS,
    optional: true,
    description: 'Only campaigns that can not run for this reason, among others',
    example: 'no-schedule',
  })
  reason?: Reason;

  @StoredCurrency({ optional: true, description: 'Only campaigns with prices in this currency' })
  currency?: string;

  @Uuid({
    optional: true,
    description: 'Only campaigns that are placed in exactly this section, whether they can run or not; see `below`',
    example: EXAMPLE_IDS.section,
  })
  sectionId?: string;

  @Flag({
    optional: true,
    default: false,
    description:
      'With `sectionId`: true finds campaigns in the sections below it as well, those that would leave if it was removed',
    example: false,
  })
  below?: boolean;

  @Uuid({
    optional: true,
    description: 'Only campaigns that are placed in a section of this portfolio',
    example: EXAMPLE_IDS.portfolio,
  })
  portfolioId?: string;

  @Uuid({
    optional: true,
    description: 'Only campaigns that are placed on a website of this publisher',
    example: EXAMPLE_IDS.publisher,
  })
  publisherId?: string;

  @Uuids({ optional: true, maximum: 200, description: 'Only these campaigns', example: [EXAMPLE_IDS.campaign] })
  ids?: string[];

  @NamePart('sale')
  q?: string;

  @SortedBy(Object.keys(CAMPAIGN_SORTS), '-createdAt', {
    more: 'Prices in several currencies are sorted by their numbers of minor units, a campaign without one as 0. A campaign without a schedule is the last to start and to end',
    example: '-createdAt',
  })
  sort: string = '-createdAt';
}

export class FindCampaigns extends Query<Answer<CampaignListDocument>> {
  constructor(
    readonly parameters: FindCampaignsParameters,
    readonly boundTo?: number,
  ) {
    super();
  }
}

/** The condition that a campaign is placed in one of these sections. */
const isPlacedIn = (sections: Sql) =>
  sql`id IN (SELECT campaign_id FROM read.campaign_sections WHERE section_id IN (${sections}))`;

/** The section itself and all sections below it. */
const downFrom = (section: Sql) => sql`
  WITH RECURSIVE down AS (
    SELECT ${section} AS id UNION SELECT p.id FROM down AS d JOIN read.campaign_section_places AS p ON p.parent_id = d.id
  ) SELECT id FROM down`;

const CAMPAIGN_LIST: PagedList<FindCampaignsParameters, CampaignRow, CampaignDocument> = {
  view: CAMPAIGNS,
  path: '/v1/campaigns',
  select: sql`SELECT ${CAMPAIGN_COLUMNS} FROM read.campaigns`,
  sorts: CAMPAIGN_SORTS,
  id: 'id',
  conditions: ({ userId, runnable, paused, ended, reason, currency, sectionId, below, portfolioId, publisherId, ids, q }) => [
    ...given(userId, (id) => sql`user_id = ${param('bigint', id)}`),
    ...given(runnable, (flag) => sql`runnable = ${param('boolean', flag)}`),
    ...given(paused, (flag) => sql`paused = ${param('boolean', flag)}`),
    ...given(ended, (flag) => sql`ended = ${param('boolean', flag)}`),
    ...given(reason, (reason) => sql`reasons @> jsonb_build_array(${param('text', reason)})`),
    ...given(currency, (currency) => sql`currency = ${param('bpchar', currency)}`),
    ...given(sectionId, (id) => isPlacedIn(below ? downFrom(param('uuid', id)) : param('uuid', id))),
    ...given(portfolioId, (id) =>
      isPlacedIn(sql`SELECT id FROM read.campaign_section_places WHERE portfolio_id = ${param('uuid', id)}`),
    ),
    ...given(publisherId, (id) =>
      isPlacedIn(sql`SELECT p.id FROM read.campaign_section_places AS p JOIN read.campaign_portfolios AS o ON o.id = p.portfolio_id
                     WHERE o.publisher_id = ${param('uuid', id)}`),
    ),
    ...given(ids, (ids) => sql`id = ANY (${param('uuid[]', ids)})`),
    ...given(q, nameHas),
  ],
  document: campaignOfRow,
};

@QueryHandler(FindCampaigns)
export class FindCampaignsHandler implements IQueryHandler<FindCampaigns> {
  constructor(private readonly lists: PagedLists) {}

  /** @throws InvalidInput for `below` without a section, or a cursor of another list */
  async execute({ parameters, boundTo }: FindCampaigns): Promise<Answer<CampaignListDocument>> {
    if (parameters.below && parameters.sectionId === undefined)
      throw new InvalidInput([{ pointer: '#/sectionId', code: 'missing', detail: 'must be given together with below' }]);
    return this.lists.page(CAMPAIGN_LIST, parameters, parameters.sort, boundTo);
  }
}
