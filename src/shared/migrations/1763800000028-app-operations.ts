import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Operations of an app, which have no view and count their own steps. */
export class AppOperations1763800000028 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE log.operations
        DROP CONSTRAINT operations_kind_check,
        ALTER subscription DROP NOT NULL,
        ADD target bigint, -- of an operation that is not about a view: how many steps it has
        ADD CONSTRAINT operations_of_views
          CHECK ((kind IN ('rebuild', 'upgrade', 'rollback', 'verify')) = (subscription IS NOT NULL));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DELETE FROM log.operations WHERE subscription IS NULL;
      ALTER TABLE log.operations
        DROP CONSTRAINT operations_of_views,
        DROP target,
        ALTER subscription SET NOT NULL,
        ADD CONSTRAINT operations_kind_check CHECK (kind IN ('rebuild', 'upgrade', 'rollback', 'verify'));
    `);
  }
}
