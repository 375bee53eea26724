import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The schema of ad delivery, and the keys that seal the tokens of ads. */
export class AdDelivery1763800000040 implements MigrationInterface {
  static readonly schema = 'delivery';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SCHEMA delivery;

      -- A token names its key by the id. Keys are deleted once no ad that they sealed can be shown any more.
      CREATE TABLE delivery.keys (
        id         integer GENERATED ALWAYS AS IDENTITY (MAXVALUE 65535 CYCLE) PRIMARY KEY,
        secret     bytea NOT NULL CHECK (octet_length(secret) = 32),
        created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
      );
    `);
  }

  /** Ads that were given out are not recognised any more. */
  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE delivery.keys; DROP SCHEMA delivery');
  }
}
