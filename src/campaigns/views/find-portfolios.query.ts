import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, given, param, SortedBy, sql, Uuid } from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { NamePart, nameHas, type PagedList, PagedListParameters, PagedLists } from './paged-list.js';
import {
  PORTFOLIO_COLUMNS,
  type PortfolioListDocument,
  type PortfolioListRowDocument,
  portfolioOfRow,
} from './portfolio.document.js';
import { PORTFOLIOS, type PortfolioRow } from './portfolios.view.js';

const PORTFOLIO_SORTS = { name: ['sortName', 'text'], createdAt: ['createdAt', 'timestamptz'] } as const;

export class FindPortfoliosParameters extends PagedListParameters {
  @Uuid({ optional: true, description: 'Only portfolios of this publisher', example: EXAMPLE_IDS.publisher })
  publisherId?: string;

  @NamePart('idnes')
  q?: string;

  @SortedBy(Object.keys(PORTFOLIO_SORTS), '-createdAt', { example: 'name' })
  sort: string = '-createdAt';
}

export class FindPortfolios extends Query<Answer<PortfolioListDocument>> {
  constructor(readonly parameters: FindPortfoliosParameters) {
    super();
  }
}

const PORTFOLIO_LIST: PagedList<FindPortfoliosParameters, PortfolioRow, PortfolioListRowDocument> = {
  view: PORTFOLIOS,
  path: '/v1/portfolios',
  select: sql`SELECT ${PORTFOLIO_COLUMNS} FROM read.portfolios`,
  sorts: PORTFOLIO_SORTS,
  id: 'id',
  conditions: ({ publisherId, q }) => [
    ...given(publisherId, (id) => sql`publisher_id = ${param('uuid', id)}`),
    ...given(q, nameHas),
  ],
  document: portfolioOfRow,
};

@QueryHandler(FindPortfolios)
export class FindPortfoliosHandler implements IQueryHandler<FindPortfolios> {
  constructor(private readonly lists: PagedLists) {}

  execute({ parameters }: FindPortfolios): Promise<Answer<PortfolioListDocument>> {
    return this.lists.page(PORTFOLIO_LIST, parameters, parameters.sort);
  }
}
