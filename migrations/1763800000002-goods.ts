import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No foreign key to orders: the modules meet through events only, and a deleted order's goods go by a saga. */
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
    await db.query('DROP TABLE write.goods');
  }
}
