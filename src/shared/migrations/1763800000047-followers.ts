import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Followers: databases that get the log by logical replication. */
export class Followers1763800000047 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The horizon of an origin, for its followers. Replication delivers commits in their order, and not in the order
      -- of positions. So a follower has all events up to a horizon once it has the mark with that horizon. No row: the
      -- log has no followers.
      CREATE TABLE log.mark (
        id      boolean PRIMARY KEY DEFAULT true CHECK (id),
        horizon bigint NOT NULL,
        address text NOT NULL, -- where the origin takes commands; empty: not known
        at      timestamptz(3) NOT NULL DEFAULT clock_timestamp()
      ) WITH (fillfactor = 50);

      -- One row in a follower, none elsewhere. It stays when the follower leaves, because the follower has no rows of
      -- schema write.
      CREATE TABLE log.origin (
        id     boolean PRIMARY KEY DEFAULT true CHECK (id),
        server text NOT NULL, -- host and port of the origin's Postgres
        slot   text NOT NULL  -- at the origin
      );

      CREATE OR REPLACE FUNCTION log.raise_position() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        IF coalesce((SELECT max(position) FROM log.events), 0) <= log.last_position() OR EXISTS (SELECT FROM log.origin) THEN
          RETURN false;
        END IF;
        LOCK TABLE log.events IN SHARE ROW EXCLUSIVE MODE;
        PERFORM setval('log.position', greatest(max(position), (SELECT max(position) FROM log.checkpoints)))
          FROM log.events HAVING max(position) > log.last_position();
        RETURN true;
      END $$;

      CREATE FUNCTION log.refuse_append() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        RAISE EXCEPTION 'this database is a follower, only its origin appends events' USING ERRCODE = 'insufficient_privilege';
      END $$;

      CREATE FUNCTION log.reach_mark() RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        PERFORM setval('log.position', horizon) FROM log.mark
          WHERE horizon > log.last_position() AND EXISTS (SELECT FROM pg_subscription_rel WHERE srrelid = 'log.events'::regclass)
            AND NOT EXISTS (SELECT FROM pg_subscription_rel AS t JOIN pg_class AS c ON c.oid = srrelid
                            WHERE srsubstate <> 'r' AND relnamespace IN ('log'::regnamespace, 'personal'::regnamespace));
        RETURN log.last_position();
      END $$;

      CREATE FUNCTION log.follow_mark() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        PERFORM log.reach_mark();
        RETURN NULL;
      END $$;
      CREATE TRIGGER mark_is_followed AFTER INSERT OR UPDATE ON log.mark FOR EACH ROW EXECUTE FUNCTION log.follow_mark();
      ALTER TABLE log.mark ENABLE REPLICA TRIGGER mark_is_followed;

      CREATE FUNCTION log.follow_erasure() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        IF TG_TABLE_NAME = 'keys' THEN
          DELETE FROM log.snapshots WHERE stream = NEW.entity;
          UPDATE log.quarantine SET error = '[erased]' WHERE stream = NEW.entity;
        ELSE
          PERFORM personal.end_access((NEW.data ->> 'userId')::bigint, NEW.metadata ->> 'actor');
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER erasure_is_followed AFTER UPDATE ON personal.keys FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL)
        EXECUTE FUNCTION log.follow_erasure();
      ALTER TABLE personal.keys ENABLE REPLICA TRIGGER erasure_is_followed;
      CREATE TRIGGER erasure_is_followed AFTER INSERT ON log.events FOR EACH ROW WHEN (NEW.type = 'UserErasureRequested')
        EXECUTE FUNCTION log.follow_erasure();
      ALTER TABLE log.events ENABLE REPLICA TRIGGER erasure_is_followed;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM log.origin) THEN
          RAISE EXCEPTION 'Not undone: the database is a follower, and would take commands.';
        END IF;
      END $$;
      DROP TRIGGER erasure_is_followed ON log.events;
      DROP TRIGGER erasure_is_followed ON personal.keys;
      DROP TABLE log.mark;
      DROP FUNCTION log.follow_erasure, log.follow_mark, log.reach_mark, log.refuse_append;
      CREATE OR REPLACE FUNCTION log.raise_position() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        IF coalesce((SELECT max(position) FROM log.events), 0) <= log.last_position() THEN
          RETURN false;
        END IF;
        LOCK TABLE log.events IN SHARE ROW EXCLUSIVE MODE;
        PERFORM setval('log.position', greatest(max(position), (SELECT max(position) FROM log.checkpoints)))
          FROM log.events HAVING max(position) > log.last_position();
        RETURN true;
      END $$;
      DROP TABLE log.origin;
    `);
  }
}
