import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes for the queries of commands. Campaigns, portfolios and publishers exist only as events, and a view may lag.
 * So commands search the log for other entities: the portfolio of a section, the campaigns placed in a section, and
 * the portfolios of a publisher.
 */
export class Campaigns1763800000006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX events_section_added ON log.events ((data ->> 'id')) WHERE type = 'SectionAdded';
      CREATE INDEX events_section_removed ON log.events (stream) WHERE type = 'SectionRemoved';
      CREATE INDEX events_placements ON log.events USING gin ((data -> 'sections')) WHERE type = 'CampaignPlacementsSet';
      CREATE INDEX events_portfolio_publisher ON log.events ((data ->> 'publisherId')) WHERE type = 'PortfolioCreated';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX log.events_section_added, log.events_section_removed, log.events_placements, log.events_portfolio_publisher;
    `);
  }
}
