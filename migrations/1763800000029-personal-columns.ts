import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A backup without keys has no texts in columns whose comment begins with `personal`. */
export class PersonalColumns1763800000029 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`COMMENT ON COLUMN write.goods.name IS 'personal text'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('COMMENT ON COLUMN write.goods.name IS NULL');
  }
}
