import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, Choice, EntityHistory, etag, ReadDatabase, Settings } from '#kronika';
import { portfolioDecider } from '../portfolio/portfolio.decider.js';
import {
  type FlatNodeDocument,
  PORTFOLIO_COLUMNS,
  type PortfolioDocument,
  portfolioOfRow,
  portfolioOfState,
  SHAPES,
  type Shape,
  shaped,
} from './portfolio.document.js';
import { PORTFOLIOS, type PortfolioRow } from './portfolios.view.js';
import { notFound, pastOf, WhenParameters, whenOf } from './when.js';

export class FindPortfolioParameters extends WhenParameters {
  @Choice({ of: SHAPES, optional: true, default: 'tree', description: 'How its sections are told', example: 'tree' })
  shape: Shape = 'tree';
}

export class FindPortfolio extends Query<Answer<PortfolioDocument>> {
  constructor(
    readonly id: string,
    readonly parameters: FindPortfolioParameters,
  ) {
    super();
  }
}

@QueryHandler(FindPortfolio)
export class FindPortfolioHandler implements IQueryHandler<FindPortfolio> {
  constructor(
    private readonly database: ReadDatabase,
    private readonly past: EntityHistory,
    private readonly settings: Settings,
  ) {}

  /** @throws NotFound `portfolio.not-found`, `portfolio.version-not-found` */
  async execute({ id, parameters }: FindPortfolio): Promise<Answer<PortfolioDocument>> {
    const { shape } = parameters;
    const when = whenOf(parameters, this.settings.TIME_ZONE);
    if (when) {
      const { state, version, position } = await pastOf(this.past, portfolioDecider, id, when);
      return { position, body: portfolioOfState(id, version, state, shape), etag: etag(version) };
    }
    const { position, rows } = await this.database.query<PortfolioRow & { nodes: FlatNodeDocument[] }>(
      PORTFOLIOS,
      `SELECT ${PORTFOLIO_COLUMNS},
         (SELECT json_agg(json_build_object('id', n.id, 'name', n.name, 'nodes', n.nodes))
          FROM read.portfolio_nodes AS n WHERE n.portfolio_id = p.id) AS nodes
       FROM read.portfolios AS p WHERE p.id = $1`,
      [id],
    );
    const [row] = rows;
    if (!row) throw notFound('portfolio', id);
    return { position, body: { ...portfolioOfRow(row), nodes: shaped(shape, id, row.nodes) }, etag: etag(row.version) };
  }
}
