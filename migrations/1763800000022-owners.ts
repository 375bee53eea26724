import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes to find the owner of events. A principal that is bound to a user gets only the events of that user's orders,
 * goods and campaigns. These are found by the events that contain the id of the user or of the order.
 */
export class Owners1763800000022 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX events_order_user ON log.events ((data ->> 'user_id')) WHERE data ? 'user_id';
      CREATE INDEX events_goods_order ON log.events ((data ->> 'order_id')) WHERE data ? 'order_id';
      CREATE INDEX events_campaign_user ON log.events ((data ->> 'userId')) WHERE data ? 'userId';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX log.events_order_user, log.events_goods_order, log.events_campaign_user');
  }
}
