import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A flood of refusals, which anybody can cause, no longer pushes other entries out of the audit. */
export class AuditOfFloods1763800000049 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The only way to delete entries, and it deletes only those older than 90 days, and refusals older than the
      -- latest million entries.
      CREATE OR REPLACE FUNCTION access.purge_audit() RETURNS void LANGUAGE sql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
        DELETE FROM access.audit
        WHERE at < clock_timestamp() - interval '90 days'
          OR (outcome IN ('refused', 'sign-in-failed') AND id <= (SELECT max(id) FROM access.audit) - 1000000)
      $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE OR REPLACE FUNCTION access.purge_audit() RETURNS void LANGUAGE sql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
        DELETE FROM access.audit
        WHERE at < clock_timestamp() - interval '90 days' OR id <= (SELECT max(id) FROM access.audit) - 1000000
      $$;
    `);
  }
}
