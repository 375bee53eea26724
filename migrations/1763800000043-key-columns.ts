import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A backup without keys has no rows of tables with a column whose comment begins with `key`. */
export class KeyColumns1763800000043 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      COMMENT ON COLUMN delivery.keys.secret IS 'key of tokens';
      COMMENT ON COLUMN delivery.viewer_keys.secret IS 'key of viewers';
      COMMENT ON COLUMN delivery.viewers.viewer IS 'keyed hash of a viewer';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      COMMENT ON COLUMN delivery.keys.secret IS NULL;
      COMMENT ON COLUMN delivery.viewer_keys.secret IS NULL;
      COMMENT ON COLUMN delivery.viewers.viewer IS NULL;
    `);
  }
}
