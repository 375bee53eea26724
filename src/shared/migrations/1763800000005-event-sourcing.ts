import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What entities need that exist only as events: payloads whose schema may change, and snapshots of long streams. */
export class EventSourcing1763800000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Which form of its data an event was written in; upcasters bring older ones up to what the code knows.
      ALTER TABLE log.events ADD schema smallint NOT NULL DEFAULT 1;

      -- As before, and {schema} where it is not 1.
      CREATE OR REPLACE FUNCTION log.append(events jsonb, metadata jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(log.append_key(log.last_position()));
        INSERT INTO log.events (position, stream, version, type, data, metadata, schema)
          SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', append.metadata,
                 coalesce((e ->> 'schema')::smallint, 1)
          FROM (SELECT e FROM jsonb_array_elements(events) WITH ORDINALITY AS t (e, n) ORDER BY n) AS ordered;
        RETURN currval('log.position');
      END $$;

      -- The state of a stream folded up to a version, so that a command need not fold a long one from its start. All of it
      -- follows from the events: it may be deleted at any time. json, not jsonb: it is only ever read as a whole.
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
