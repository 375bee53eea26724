import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The outcomes of commands with an idempotency key. Each is saved in the transaction of its command. */
export class Outcomes1763800000003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE write.outcomes (
        key         text PRIMARY KEY,
        fingerprint text NOT NULL,
        outcome     json NOT NULL, -- not jsonb, which would give the members of a refusal back in another order
        position    bigint, -- of a receipt; apart from the outcome, as only the append knows it
        cause       bigint, -- position of the event that led to a saga's command; null for the key of a client
        created_at  timestamptz(3) NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX outcomes_created_at ON write.outcomes (created_at); -- for the purge
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM write.outcomes) THEN
          RAISE EXCEPTION 'Not undone: commands that come again would be executed again.';
        END IF;
      END $$;
      DROP TABLE write.outcomes;
    `);
  }
}
