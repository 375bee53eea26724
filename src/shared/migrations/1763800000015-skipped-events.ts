import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Builds of a view know which events they leave out, so that a new build can leave out the same ones. */
export class SkippedEvents1763800000015 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Positions of events that an operator skipped; the build has all other events up to its position.
      ALTER TABLE log.checkpoints ADD skipped bigint[] NOT NULL DEFAULT '{}';
      UPDATE log.checkpoints AS c SET skipped = ARRAY(
        SELECT DISTINCT e.position FROM log.quarantine AS q JOIN log.events AS e USING (stream, position)
        WHERE q.subscription = c.subscription AND q.build = c.build AND q.state = 'skipped'
      );
      -- What has ended is on record for the view, whichever of its builds it was about.
      UPDATE log.quarantine SET build = 'serving' WHERE state <> 'parked' AND build = 'previous';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE log.checkpoints DROP skipped');
  }
}
