import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Orders1763800000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE write.orders (
        id         bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) PRIMARY KEY,
        user_id    bigint NOT NULL,
        currency   char(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        version    integer NOT NULL
      )
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM write.orders) THEN
          RAISE EXCEPTION 'Not undone: the orders would be lost.';
        END IF;
      END $$;
      DROP TABLE write.orders;
    `);
  }
}
