import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, Choice, EntityHistory, etag, param, ReadDatabase, Settings, sql } from '#kronika';
import { portfolioDecider } from '../portfolio/portfolio.decider.js';
import { adRulesOf } from './ad-rules.document.js';
import { notFound, PointInTimeParameters, pointInTimeOf, stateAt } from './point-in-time.js';
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
import { PORTFOLIOS, type PortfolioNodeRow, type PortfolioRow } from './portfolios.view.js';

export class FindPortfolioParameters extends PointInTimeParameters {
  @Choice({
    of: SHAPES,
    optional: true,
    default: 'tree',
    description: 'The shape of its sections: nested as a tree, or a flat list',
    example: 'tree',
  })
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
    const point = pointInTimeOf(parameters, this.settings.TIME_ZONE);
    if (point) {
      const { state, version, position } = await stateAt(this.past, portfolioDecider, id, point);
      return { position, body: portfolioOfState(id, version, state, shape), etag: etag(version) };
    }
    const { position, rows } = await this.database.query<
      PortfolioRow & { nodes: (FlatNodeDocument & Pick<PortfolioNodeRow, 'adRules'>)[] }
    >(
      PORTFOLIOS,
      sql`SELECT ${PORTFOLIO_COLUMNS},
         (SELECT json_agg(json_build_object('id', n.id, 'name', n.name, 'nodes', n.nodes, 'adRules', n.ad_rules))
          FROM read.portfolio_nodes AS n WHERE n.portfolio_id = p.id) AS nodes
       FROM read.portfolios AS p WHERE p.id = ${param('uuid', id)}`,
    );
    const [row] = rows;
    if (!row) throw notFound('portfolio', id);
    const parts = { nodes: shaped(shape, id, row.nodes), adRules: adRulesOf(id, row.nodes) };
    return { position, body: { ...portfolioOfRow(row), ...parts }, etag: etag(row.version) };
  }
}
