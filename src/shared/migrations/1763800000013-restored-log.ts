import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Detects a database that was restored completely or in part: a sequence behind the log, or tables of views without
 * their rows.
 */
export class RestoredLog1763800000013 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Identifies the tables of a view's checkpoint. A restore creates other ones, and may leave them empty.
      ALTER TABLE log.checkpoints ADD home text;

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
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE log.checkpoints DROP home;
      DROP FUNCTION log.raise_position;

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
    `);
  }
}
