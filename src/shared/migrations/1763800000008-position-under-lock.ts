import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last position handed out is read so that it is never one that nobody has got yet. */
export class PositionUnderLock1763800000008 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Under the lock of the sequence's buffer, which a SELECT from the sequence does not take: while nextval writes to the
      -- WAL, which it does ahead for 32 numbers, the buffer has the last of these. A horizon there would be beyond positions
      -- that are still to be handed out, and an appender's lock that names it would hold nobody back.
      CREATE OR REPLACE FUNCTION log.last_position() RETURNS bigint LANGUAGE sql VOLATILE
        RETURN coalesce(pg_sequence_last_value('log.position'), 0);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE OR REPLACE FUNCTION log.last_position() RETURNS bigint LANGUAGE sql VOLATILE
        RETURN (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM log.position);
    `);
  }
}
