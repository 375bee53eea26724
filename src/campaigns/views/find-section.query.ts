import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, etag, ReadDatabase } from '#kronika';
import type { SectionDocument } from './portfolio.document.js';
import { PORTFOLIOS } from './portfolios.view.js';
import { notFound } from './when.js';

export class FindSection extends Query<Answer<SectionDocument>> {
  constructor(
    readonly portfolioId: string,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(FindSection)
export class FindSectionHandler implements IQueryHandler<FindSection> {
  constructor(private readonly database: ReadDatabase) {}

  /** @throws NotFound `section.not-found` */
  async execute({ portfolioId, id }: FindSection): Promise<Answer<SectionDocument>> {
    const { position, rows } = await this.database.query<SectionDocument>(
      PORTFOLIOS,
      // The website itself is a node, but no section.
      `SELECT n.id, n.name, n.portfolio_id AS "portfolioId", n.parent_id AS "parentId", n.nodes, p.version
       FROM read.portfolio_nodes AS n JOIN read.portfolios AS p ON p.id = n.portfolio_id
       WHERE n.portfolio_id = $1 AND n.id = $2 AND n.id <> n.portfolio_id`,
      [portfolioId, id],
    );
    const [section] = rows;
    if (!section) throw notFound('section', id);
    return { position, body: section, etag: etag(section.version) };
  }
}
