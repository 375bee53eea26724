import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Support for event-sourced entities: versioned schemas of event data, and snapshots of long streams. */
export class EventSourcing1763800000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The schema in which the data were written. Upcasters convert older data to the schema that the code knows.
      ALTER TABLE log.events ADD schema smallint NOT NULL DEFAULT 1;

      -- Also takes schema, where it is not 1.
      CREATE OR REPLACE FUNCTION log.append(events jsonb, metadata jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(log.append_key(log.last_position()));
        INSERT INTO log.events (position, stream, version, type, data, metadata, schema)
          SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', append.metadata,
                 coalesce((e ->> 'schema')::smallint, 1)
          FROM (SELECT e FROM jsonb_array_elements(events) WITH ORDINALITY AS t (e, n) ORDER BY n) AS ordered;
        RETURN currval('log.position');
      END $$;

      -- The state of a stream at a version, so that a command need not fold a long stream from its start. Rows may be
      -- deleted at any time, because states follow from the events. json, not jsonb, because states are read as a
      -- whole.
      CREATE TABLE log.snapshots (
        stream   text PRIMARY KEY,
        decider  integer NOT NULL, -- the version of the fold; a snapshot of another one is not read
        version  integer NOT NULL, -- of the stream
        state    json NOT NULL,
        taken_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM log.events WHERE schema <> 1) THEN
          RAISE EXCEPTION 'Not undone: the log would no longer say in which form its events are.';
        END IF;
      END $$;
      DROP TABLE log.snapshots;
      CREATE OR REPLACE FUNCTION log.append(events jsonb, metadata jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(log.append_key(log.last_position()));
        INSERT INTO log.events (position, stream, version, type, data, metadata)
          SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', append.metadata
          FROM (SELECT e FROM jsonb_array_elements(events) WITH ORDINALITY AS t (e, n) ORDER BY n) AS ordered;
        RETURN currval('log.position');
      END $$;
      ALTER TABLE log.events DROP schema;
    `);
  }
}
