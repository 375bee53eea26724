import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, etag, param, ReadDatabase, sql } from '#kronika';
import { inherited, NO_AD_RULES } from '../portfolio/ad-rules.refusals.js';
import type { AdRules } from '../portfolio/portfolio.events.js';
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

interface SectionRow extends Omit<SectionDocument, 'adRules' | 'effectiveAdRules'> {
  readonly adRules: AdRules | null;
  /** The rules of the section and of those above it, top down. */
  readonly rules: AdRules[] | null;
}

@QueryHandler(FindSection)
export class FindSectionHandler implements IQueryHandler<FindSection> {
  constructor(private readonly database: ReadDatabase) {}

  /** @throws NotFound `section.not-found` */
  async execute({ portfolioId, id }: FindSection): Promise<Answer<SectionDocument>> {
    const { position, rows } = await this.database.query<SectionRow>(
      PORTFOLIOS,
      // The website itself is a node, but no section.
      sql`WITH RECURSIVE up AS (
         SELECT portfolio_id, parent_id, ad_rules, 0 AS height FROM read.portfolio_nodes
         WHERE portfolio_id = ${param('uuid', portfolioId)} AND id = ${param('uuid', id)}
         UNION ALL
         SELECT n.portfolio_id, n.parent_id, n.ad_rules, height + 1 FROM up JOIN read.portfolio_nodes AS n
           ON n.portfolio_id = up.portfolio_id AND n.id = up.parent_id
       )
       SELECT n.id, n.name, n.portfolio_id AS "portfolioId", n.parent_id AS "parentId", n.nodes, p.version,
         n.ad_rules AS "adRules", (SELECT json_agg(ad_rules ORDER BY height DESC) FROM up WHERE ad_rules IS NOT NULL) AS rules
       FROM read.portfolio_nodes AS n JOIN read.portfolios AS p ON p.id = n.portfolio_id
       WHERE n.portfolio_id = ${param('uuid', portfolioId)} AND n.id = ${param('uuid', id)} AND n.id <> n.portfolio_id`,
    );
    const [section] = rows;
    if (!section) throw notFound('section', id);
    const { rules, adRules, ...body } = section;
    const effectiveAdRules = (rules ?? []).reduce(inherited, NO_AD_RULES);
    return {
      position,
      body: { ...body, adRules: adRules ?? NO_AD_RULES, effectiveAdRules },
      etag: etag(section.version),
    };
  }
}
