import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reads the last assigned position under the append lock, so that it is never one that is not assigned yet. */
export class PositionUnderLock1763800000008 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Reads under the lock of the sequence's buffer, which a SELECT from the sequence does not take. Every 32nd
      -- nextval writes the value of 32 calls later to the WAL, and the buffer holds that value meanwhile. A horizon
      -- with that value would be ahead of positions that are still to be handed out, and a lock with that value would
      -- hold back no reader.
      CREATE OR REPLACE FUNCTION log.last_position() RETURNS bigint LANGUAGE sql VOLATILE
        RETURN coalesce(pg_sequence_last_value('log.position'), 0);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM log.events) THEN
          RAISE EXCEPTION 'Not undone: with the function of before, a reader of the log may miss an event.';
        END IF;
      END $$;
      CREATE OR REPLACE FUNCTION log.last_position() RETURNS bigint LANGUAGE sql VOLATILE
        RETURN (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM log.position);
    `);
  }
}
