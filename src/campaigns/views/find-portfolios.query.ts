import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, Uuid } from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { type List, Lists, NamePart, nameHas, PageParameters, SortedBy } from './list.js';
import {
  PORTFOLIO_COLUMNS,
  type PortfolioListDocument,
  type PortfolioListRowDocument,
  portfolioOfRow,
} from './portfolio.document.js';
import { PORTFOLIOS, type PortfolioRow } from './portfolios.view.js';

const SORTS = { name: 'sortName', createdAt: 'createdAt' } as const;

export class FindPortfoliosParameters extends PageParameters {
  @Uuid({ optional: true, description: 'Of this publisher', example: EXAMPLE_IDS.publisher })
  publisherId?: string;

  @NamePart('idnes')
  q?: string;

  @SortedBy(SORTS, 'name')
  sort: string = '-createdAt';
}

export class FindPortfolios extends Query<Answer<PortfolioListDocument>> {
  constructor(readonly parameters: FindPortfoliosParameters) {
    super();
  }
}

const LIST: List<FindPortfoliosParameters, PortfolioRow, PortfolioListRowDocument> = {
  view: PORTFOLIOS,
  path: '/v1/portfolios',
  select: `SELECT ${PORTFOLIO_COLUMNS} FROM read.portfolios`,
  sorts: SORTS,
  id: 'id',
  conditions: ({ publisherId, q }) => [['publisher_id = ?', publisherId], nameHas(q)],
  document: portfolioOfRow,
};

@QueryHandler(FindPortfolios)
export class FindPortfoliosHandler implements IQueryHandler<FindPortfolios> {
  constructor(private readonly lists: Lists) {}

  execute({ parameters }: FindPortfolios): Promise<Answer<PortfolioListDocument>> {
    return this.lists.page(LIST, parameters, parameters.sort);
  }
}
