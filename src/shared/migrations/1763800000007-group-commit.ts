import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Appends the events of several commands by one statement, each with the metadata of its own command. */
export class GroupCommit1763800000007 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Appends the events of commands, [{metadata, events: [{stream, version, type, data, schema}, ...]}, ...], and
      -- returns the position of each event, in order. Must be the last statement of its transaction, like every
      -- append.
      CREATE FUNCTION log.append_group(commands jsonb) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
      BEGIN
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

      -- Appends the events of one command and returns the last position.
      CREATE OR REPLACE FUNCTION log.append(events jsonb, metadata jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
      BEGIN
        RETURN (SELECT max(position) FROM log.append_group(
          jsonb_build_array(jsonb_build_object('events', events, 'metadata', metadata))) AS position);
      END $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE OR REPLACE FUNCTION log.append(events jsonb, metadata jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(log.append_key(log.last_position()));
        INSERT INTO log.events (position, stream, version, type, data, metadata, schema)
          SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', append.metadata,
                 coalesce((e ->> 'schema')::smallint, 1)
          FROM (SELECT e FROM jsonb_array_elements(events) WITH ORDINALITY AS t (e, n) ORDER BY n) AS ordered;
        RETURN currval('log.position');
      END $$;
      DROP FUNCTION log.append_group;
    `);
  }
}
