import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes that find the effects of an event, the events of a request, and failed timers without reading the log. */
export class Trace1763800000026 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX events_correlation ON log.events ((metadata ->> 'correlationId'), position);
      CREATE INDEX events_causation ON log.events ((metadata ->> 'causationId'), position)
        WHERE metadata ->> 'causationId' IS NOT NULL;
      CREATE INDEX timers_failed ON log.timers (subscription) WHERE error IS NOT NULL;
      CREATE INDEX operations_page ON log.operations (created_at, id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX log.events_correlation, log.events_causation, log.timers_failed, log.operations_page');
  }
}
