import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, etag, param, ReadDatabase, sql } from '#kronika';
import { notFound } from './point-in-time.js';
import type { SectionDocument } from './portfolio.document.js';
import { PORTFOLIOS } from './portfolios.view.js';

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
      sql`SELECT n.id, n.name, n.portfolio_id AS "portfolioId", n.parent_id AS "parentId", n.nodes, p.version
       FROM read.portfolio_nodes AS n JOIN read.portfolios AS p ON p.id = n.portfolio_id
       WHERE n.portfolio_id = ${param('uuid', portfolioId)} AND n.id = ${param('uuid', id)} AND n.id <> n.portfolio_id`,
    );
    const [section] = rows;
    if (!section) throw notFound('section', id);
    return { position, body: section, etag: etag(section.version) };
  }
}
