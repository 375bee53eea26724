import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, Choice, Flag, given, param, SortedBy, sql, Uuid } from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import type { ApprovalState } from '../creative/creative.events.js';
import { type CreativeDocument, type CreativeListDocument, creativeOfRow, SELECT_CREATIVES } from './creative.document.js';
import { CREATIVES, type CreativeRow } from './creatives.view.js';
import { NamePart, nameHas, type PagedList, PagedListParameters, PagedLists } from './paged-list.js';

const CREATIVE_SORTS = {
  name: ['sortName', 'text'],
  createdAt: ['createdAt', 'timestamptz'],
  updatedAt: ['updatedAt', 'timestamptz'],
} as const;

export class FindCreativesParameters extends PagedListParameters {
  @Uuid({ optional: true, description: 'Only creatives of this campaign', example: EXAMPLE_IDS.campaign })
  campaignId?: string;

  @Choice({
    of: ['pending', 'approved', 'rejected'],
    optional: true,
    description: 'Only creatives whose approval has this state',
    example: 'pending',
  })
  state?: ApprovalState;

  @Flag({
    optional: true,
    description: 'Only creatives that have something to show (true), a video or a tag, or that have not (false)',
    example: true,
  })
  complete?: boolean;

  @NamePart('spring')
  q?: string;

  @SortedBy(Object.keys(CREATIVE_SORTS), '-createdAt', { example: 'name' })
  sort: string = '-createdAt';
}

export class FindCreatives extends Query<Answer<CreativeListDocument>> {
  constructor(
    readonly parameters: FindCreativesParameters,
    readonly boundTo?: number,
  ) {
    super();
  }
}

const CREATIVE_LIST: PagedList<FindCreativesParameters, CreativeRow, CreativeDocument> = {
  view: CREATIVES,
  path: '/v1/creatives',
  select: SELECT_CREATIVES,
  sorts: CREATIVE_SORTS,
  id: 'id',
  conditions: ({ campaignId, state, complete, q }) => [
    ...given(campaignId, (id) => sql`campaign_id = ${param('uuid', id)}`),
    ...given(state, (state) => sql`approval = ${param('text', state)}`),
    ...given(complete, (flag) => sql`(media IS NOT NULL OR tag IS NOT NULL) = ${param('boolean', flag)}`),
    ...given(q, nameHas),
  ],
  document: creativeOfRow,
};

@QueryHandler(FindCreatives)
export class FindCreativesHandler implements IQueryHandler<FindCreatives> {
  constructor(private readonly lists: PagedLists) {}

  execute({ parameters, boundTo }: FindCreatives): Promise<Answer<CreativeListDocument>> {
    return this.lists.page(CREATIVE_LIST, parameters, parameters.sort, boundTo);
  }
}
