import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log: one table of all events, the order in which readers may see them, and the checkpoints of readers. */
export class EventLog1763800000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SCHEMA log;
      CREATE SCHEMA write;
      CREATE SCHEMA read;

      -- CACHE 1, because a session with cached numbers would assign positions that readers have passed.
      CREATE SEQUENCE log.position CACHE 1 MAXVALUE 9007199254740991;

      CREATE TABLE log.events (
        position    bigint PRIMARY KEY,
        stream      text NOT NULL,
        version     integer NOT NULL CHECK (version > 0),
        type        text NOT NULL,
        data        jsonb NOT NULL,
        metadata    jsonb NOT NULL,
        recorded_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (stream, version) -- decides races: of two writers who saw the same version, one wins
      );

      CREATE INDEX events_type ON log.events (type, position); -- readers that want few of many

      CREATE FUNCTION log.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'events are immutable' USING ERRCODE = 'insufficient_privilege';
      END $$;
      CREATE TRIGGER events_are_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON log.events
        FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();

      -- The highest position handed out so far; 0 if the sequence was never called.
      CREATE FUNCTION log.last_position() RETURNS bigint LANGUAGE sql VOLATILE
        RETURN (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM log.position);

      -- Key of an append's advisory lock: 16 bits that mean "append" (19282, in ASCII "KR") and 48 bits of position.
      CREATE FUNCTION log.append_key(after bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
        RETURN (19282::bigint << 48) | after;

      -- Appends [{stream, version, type, data}, ...] and returns the last position. Must be the last statement of its
      -- transaction, because readers stop at the position that the lock names until the transaction ends. The lock is
      -- taken before the first nextval. So a reader that does not see the lock has read a last position below every
      -- position that this append takes.
      CREATE FUNCTION log.append(events jsonb, metadata jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(log.append_key(log.last_position()));
        INSERT INTO log.events (position, stream, version, type, data, metadata)
          SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', append.metadata
          FROM (SELECT e FROM jsonb_array_elements(events) WITH ORDINALITY AS t (e, n) ORDER BY n) AS ordered;
        RETURN currval('log.position');
      END $$;

      -- The highest position up to which every append has ended. It reads the last position first, and only then the
      -- locks of the appends in progress. These are two statements with a snapshot each, hence plpgsql and VOLATILE.
      -- Postgres releases a transaction's locks after its rows became visible. So every event at or below the horizon
      -- is visible, or was rolled back and never will be.
      CREATE FUNCTION log.horizon() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
      DECLARE
        handed_out bigint;
        append_under_way bigint;
      BEGIN
        handed_out := log.last_position();
        SELECT min(((classid::bigint << 32) | objid::bigint) & ((1::bigint << 48) - 1)) INTO append_under_way
          FROM pg_locks
          WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = 19282
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
        RETURN least(handed_out, append_under_way);
      END $$;

      -- The position of each reader of the log, moved in the transaction of the reader's writes.
      CREATE TABLE log.checkpoints (
        subscription text NOT NULL,
        version      integer NOT NULL,
        position     bigint NOT NULL DEFAULT 0,
        updated_at   timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (subscription, version)
      ) WITH (fillfactor = 50);

      -- Signs the cursors of lists. All processes of the database share it, so each accepts the cursors of the others.
      CREATE TABLE log.cursor_secret (secret text NOT NULL);
      INSERT INTO log.cursor_secret VALUES (gen_random_uuid()::text || gen_random_uuid()::text);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM log.events) THEN
          RAISE EXCEPTION 'Not undone: the events of the log would be lost.';
        END IF;
      END $$;
      DROP SCHEMA read CASCADE;
      DROP SCHEMA write CASCADE;
      DROP SCHEMA log CASCADE;
    `);
  }
}
