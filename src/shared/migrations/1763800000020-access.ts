import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API keys, and the entries of the audit that are not on the log. */
export class Access1763800000020 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SCHEMA access;

      CREATE TABLE access.keys (
        id           text PRIMARY KEY CHECK (id ~ '^[0-9A-Za-z]{12}$'),
        hash         bytea NOT NULL CHECK (octet_length(hash) = 32), -- SHA-256 of the secret, which is nowhere
        name         text NOT NULL,
        role         text NOT NULL CHECK (role IN ('reader', 'operator', 'admin')),
        user_id      bigint,
        created_at   timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        created_by   text NOT NULL,
        expires_at   timestamptz(3) NOT NULL,
        revoked_at   timestamptz(3),
        revoked_by   text,
        last_used_at timestamptz(3),
        CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
      );
      CREATE INDEX keys_page ON access.keys (created_at, id);

      -- The entries of the audit that are not on the log: refused requests, sign-ins, and commands on keys and
      -- sessions.
      CREATE TABLE access.audit (
        id      bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) PRIMARY KEY,
        at      timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'signed-in', 'sign-in-failed')),
        actor   text,
        method  text,
        route   text,    -- a template such as /v1/order/{id}: an address may hold what nobody should read
        status  smallint,
        code    text,
        subject text,    -- what it was done to
        address text,
        count   integer NOT NULL DEFAULT 1
      );
      CREATE INDEX audit_at ON access.audit (at);
      CREATE INDEX audit_actor ON access.audit (actor, id);

      -- The only way to delete entries, and it deletes only those older than 90 days or older than the latest million.
      CREATE FUNCTION access.purge_audit() RETURNS void LANGUAGE sql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
        DELETE FROM access.audit
        WHERE at < clock_timestamp() - interval '90 days' OR id <= (SELECT max(id) FROM access.audit) - 1000000
      $$;
      REVOKE ALL ON FUNCTION access.purge_audit FROM PUBLIC;

      -- Finds commands by actor. If all senders are anonymous, an append only evaluates the condition.
      CREATE INDEX events_actor ON log.events ((metadata ->> 'actor'), position)
        WHERE metadata ->> 'actor' <> 'anonymous';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM access.keys UNION ALL SELECT FROM access.audit) THEN
          RAISE EXCEPTION 'Not undone: API keys, or entries of the audit, would be lost.';
        END IF;
      END $$;
      DROP SCHEMA access CASCADE;
      DROP INDEX log.events_actor;
    `);
  }
}
