import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Gives the log an id, by which clients notice that they talk to another log. */
export class Instance1763800000025 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The oldest row is the id of the log. A restore of data alone into migrated tables adds the row of the restored
      -- log, which is older than the one from the migration.
      CREATE TABLE log.instances (
        id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      INSERT INTO log.instances DEFAULT VALUES;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE log.instances');
  }
}
