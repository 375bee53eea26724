import type { DataSource } from 'typeorm';

/** Creates missing roles if permitted. @returns whether the database's user may assume all of them */
export async function createRoles(source: DataSource): Promise<boolean> {
  await source.query(`
    DO $$
    DECLARE
      role text;
    BEGIN
      FOREACH role IN ARRAY ARRAY['kronika_write', 'kronika_view', 'kronika_read'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
          EXECUTE format('CREATE ROLE %I NOLOGIN', role);
        END IF;
        IF NOT pg_has_role(role, 'SET') THEN
          EXECUTE format('GRANT %I TO CURRENT_USER', role);
        END IF;
      END LOOP;
    EXCEPTION
      -- Roles belong to the whole cluster, so the start of another database may create them at the same time.
      WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
    END $$`);
  const [{ usable }] = await source.query(`
    SELECT count(*) = 3 AND bool_and(pg_has_role(oid, 'SET')) AS usable
    FROM pg_roles WHERE rolname IN ('kronika_write', 'kronika_view', 'kronika_read')`);
  return usable;
}

/**
 * Grants each role its privileges, except those on view tables (see `repairViewTables`). Idempotent.
 *
 * @param schemas of the app's own tables
 */
export async function grantPrivileges(source: DataSource, schemas: readonly string[]): Promise<void> {
  for (const schema of schemas)
    await source.query(`
      GRANT USAGE ON SCHEMA ${schema} TO kronika_write;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO kronika_write;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO kronika_write;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO kronika_write`);
  await source.query(`
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA log TO kronika_write, kronika_view, kronika_read;

    GRANT USAGE ON SCHEMA write, log TO kronika_write;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA write TO kronika_write;
    GRANT SELECT, INSERT ON log.events TO kronika_write;
    GRANT SELECT, INSERT, UPDATE ON log.snapshots TO kronika_write;
    GRANT SELECT ON log.checkpoints TO kronika_write;
    GRANT SELECT, USAGE ON SEQUENCE log.position TO kronika_write;

    GRANT SELECT, INSERT ON log.operations TO kronika_write;
    GRANT SELECT, UPDATE (wish, actor, reason) ON log.quarantine TO kronika_write;
    GRANT SELECT, DELETE ON log.timers TO kronika_write;

    GRANT USAGE ON SCHEMA personal TO kronika_write, kronika_view, kronika_read;
    GRANT SELECT ON personal.keys TO kronika_write, kronika_view, kronika_read;
    GRANT INSERT, UPDATE (secret, erased_at) ON personal.keys TO kronika_write;
    GRANT EXECUTE ON FUNCTION personal.erase_entity, personal.end_access TO kronika_write;

    GRANT USAGE ON SCHEMA access TO kronika_write;
    GRANT SELECT, INSERT, UPDATE (revoked_at, revoked_by, last_used_at) ON access.keys TO kronika_write;
    GRANT SELECT, INSERT, DELETE, UPDATE (used_at) ON access.sessions TO kronika_write;
    GRANT SELECT, INSERT, UPDATE, DELETE ON access.failed_sign_ins TO kronika_write;
    GRANT SELECT, INSERT ON access.audit TO kronika_write;
    GRANT EXECUTE ON FUNCTION access.purge_audit TO kronika_write;

    GRANT USAGE, CREATE ON SCHEMA read, read_next, read_previous, read_check TO kronika_view;
    GRANT USAGE ON SCHEMA log TO kronika_view;
    GRANT SELECT ON log.events, log.position TO kronika_view;
    GRANT SELECT, UPDATE (horizon, at) ON log.mark TO kronika_view;
    GRANT SELECT ON log.origin TO kronika_view;
    GRANT SELECT, DELETE ON log.snapshots TO kronika_view;
    GRANT SELECT, INSERT, UPDATE, DELETE ON log.checkpoints, log.operations, log.quarantine, log.timers TO kronika_view;

    GRANT USAGE ON SCHEMA read, log TO kronika_read;
    GRANT SELECT ON ALL TABLES IN SCHEMA log TO kronika_read;
    GRANT SELECT ON SEQUENCE log.position TO kronika_read;
    ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read, read_next, read_previous GRANT SELECT ON TABLES TO kronika_read`);
}
