import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * All functions of the log, as in `src/shared/event-log/log.sql`, which explains them. Earlier migrations define the
 * same functions.
 */
export class LogFunctions1763800000012 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE OR REPLACE FUNCTION log.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'events are immutable' USING ERRCODE = 'insufficient_privilege';
      END $$;

      CREATE OR REPLACE FUNCTION log.last_position() RETURNS bigint LANGUAGE sql VOLATILE
        RETURN coalesce(pg_sequence_last_value('log.position'), 0);

      CREATE OR REPLACE FUNCTION log.append_key(after bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
        RETURN (19282::bigint << 48) | after;

      CREATE OR REPLACE FUNCTION log.append_group(commands jsonb) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
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

      CREATE OR REPLACE FUNCTION log.append(events jsonb, metadata jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
      BEGIN
        RETURN (SELECT max(position) FROM log.append_group(
          jsonb_build_array(jsonb_build_object('events', events, 'metadata', metadata))) AS position);
      END $$;

      CREATE OR REPLACE FUNCTION log.horizon() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
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
    `);
  }

  /** Does nothing, because the functions before this migration were equivalent. */
  async down(): Promise<void> {}
}
