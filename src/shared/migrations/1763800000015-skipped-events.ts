import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Saves which events each build of a view skips, so that a new build can skip the same ones. */
export class SkippedEvents1763800000015 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Positions of events that an operator skipped. The build has all other events up to its position.
      ALTER TABLE log.checkpoints ADD skipped bigint[] NOT NULL DEFAULT '{}';
      UPDATE log.checkpoints AS c SET skipped = ARRAY(
        SELECT DISTINCT e.position FROM log.quarantine AS q JOIN log.events AS e USING (stream, position)
        WHERE q.subscription = c.subscription AND q.build = c.build AND q.state = 'skipped'
      );
      -- Ended entries stay as a record for the view, whichever of its builds they were about.
      UPDATE log.quarantine SET build = 'serving' WHERE state <> 'parked' AND build = 'previous';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM log.checkpoints WHERE skipped <> '{}') THEN
          RAISE EXCEPTION 'Not undone: views would fold events again that an operator has skipped.';
        END IF;
      END $$;
      ALTER TABLE log.checkpoints DROP skipped;
    `);
  }
}
