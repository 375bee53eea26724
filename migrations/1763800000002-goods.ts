import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No foreign key to orders, because modules interact by events only: a saga removes the goods of a deleted order. */
export class Goods1763800000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE write.goods (
        id         bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) PRIMARY KEY,
        order_id   bigint NOT NULL,
        sku        text,
        name       text,
        quantity   integer NOT NULL,
        unit_price bigint NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        version    integer NOT NULL
      );
      CREATE INDEX goods_order ON write.goods (order_id, id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM write.goods) THEN
          RAISE EXCEPTION 'Not undone: the goods would be lost.';
        END IF;
      END $$;
      DROP TABLE write.goods;
    `);
  }
}
