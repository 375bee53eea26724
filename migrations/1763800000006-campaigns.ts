import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Campaigns, portfolios and publishers exist only as events. What a command must know of other entities, it looks up on the
 * log itself, since a view may lag: which portfolio has a section, which campaigns are placed there, what a publisher owns.
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
