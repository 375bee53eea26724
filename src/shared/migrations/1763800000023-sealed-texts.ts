import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Texts of persons are sealed by keys that can be destroyed. An erasure is the only change that an event permits. */
export class SealedTexts1763800000023 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SCHEMA personal;

      -- The keys of entities whose events have texts of a person. A row stays when its secret is destroyed, so that an
      -- erased text differs from a text whose key is lost.
      CREATE TABLE personal.keys (
        entity     text NOT NULL,     -- the name of its stream
        generation smallint NOT NULL CHECK (generation > 0), -- from 1: after an erasure, new texts get a new key
        secret     bytea CHECK (octet_length(secret) = 32), -- null: destroyed, or left out of the backup it came from
        erased_at  timestamptz(3),    -- when it was destroyed
        PRIMARY KEY (entity, generation),
        CHECK (secret IS NULL OR erased_at IS NULL)
      );

      -- The generation of the key for texts in data; null: nothing is sealed.
      ALTER TABLE log.events ADD key smallint;

      CREATE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        IF to_jsonb(OLD) - 'data' = to_jsonb(NEW) - 'data' AND jsonb_typeof(OLD.data) = 'object' AND NOT EXISTS (
          SELECT FROM jsonb_each(OLD.data) AS was (name, value) FULL JOIN jsonb_each(NEW.data) AS becomes (name, value) USING (name)
          WHERE was.value IS DISTINCT FROM becomes.value
            AND (jsonb_typeof(was.value) = 'string' AND becomes.value = '"[erased]"') IS NOT TRUE
        ) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'events are immutable' USING ERRCODE = 'insufficient_privilege';
      END $$;
      DROP TRIGGER events_are_immutable ON log.events;
      CREATE TRIGGER events_are_immutable BEFORE DELETE OR TRUNCATE ON log.events
        FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
      CREATE TRIGGER events_change_by_erasure BEFORE UPDATE ON log.events
        FOR EACH ROW EXECUTE FUNCTION log.refuse_change();

      CREATE OR REPLACE FUNCTION log.append_group(commands jsonb) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM log.raise_position();
        PERFORM pg_advisory_xact_lock_shared(log.append_key(log.last_position()));
        RETURN QUERY INSERT INTO log.events AS l (position, stream, version, type, data, metadata, schema, key)
          SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', metadata,
                 coalesce((e ->> 'schema')::smallint, 1), (e ->> 'key')::smallint
          FROM (
            SELECT c -> 'metadata' AS metadata, e
            FROM jsonb_array_elements(commands) WITH ORDINALITY AS t (c, n),
                 jsonb_array_elements(c -> 'events') WITH ORDINALITY AS u (e, m)
            ORDER BY n, m
          ) AS ordered
          RETURNING l.position;
      END $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM log.events WHERE key IS NOT NULL) THEN
          RAISE EXCEPTION 'Not undone: texts of events are sealed, and earlier code could not read them.';
        END IF;
      END $$;

      CREATE OR REPLACE FUNCTION log.append_group(commands jsonb) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM log.raise_position();
        PERFORM pg_advisory_xact_lock_shared(log.append_key(log.last_position()));
        RETURN QUERY INSERT INTO log.events AS l (position, stream, version, type, data, metadata, schema)
          SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', metadata,
                 coalesce((e ->> 'schema')::smallint, 1)
          FROM (
            SELECT c -> 'metadata' AS metadata, e
            FROM jsonb_array_elements(commands) WITH ORDINALITY AS t (c, n),
                 jsonb_array_elements(c -> 'events') WITH ORDINALITY AS u (e, m)
            ORDER BY n, m
          ) AS ordered
          RETURNING l.position;
      END $$;
      DROP TRIGGER events_change_by_erasure ON log.events;
      DROP TRIGGER events_are_immutable ON log.events;
      CREATE TRIGGER events_are_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON log.events
        FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
      DROP FUNCTION log.refuse_change;
      ALTER TABLE log.events DROP key;
      DROP SCHEMA personal CASCADE;
    `);
  }
}
