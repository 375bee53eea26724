import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes by an erasure that no role may make otherwise. Both functions have the rights of their owner. */
export class Erasure1763800000024 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Destroys the keys of an entity, and replaces plain texts, which are in events of earlier releases; the trigger
      -- of the log permits that. To be called under the entity's lock. Texts are the members of data that fields
      -- names.
      CREATE FUNCTION personal.erase_entity(entity text, fields text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
      #variable_conflict use_column
      BEGIN
        UPDATE personal.keys SET secret = NULL, erased_at = clock_timestamp() WHERE entity = $1 AND erased_at IS NULL;
        UPDATE log.events SET data = data || plain.erased
          FROM (
            SELECT e.position, jsonb_object_agg(field, '[erased]'::text) AS erased FROM log.events AS e, unnest($2) AS field
            WHERE e.stream = $1 AND jsonb_typeof(e.data -> field) = 'string' AND e.data ->> field <> '[erased]'
            GROUP BY e.position
          ) AS plain
          WHERE events.position = plain.position;
        DELETE FROM log.snapshots WHERE stream = $1;
        UPDATE log.quarantine SET error = '[erased]' WHERE stream = $1;
      END $$;

      -- Ends the access of principals that are bound to a user: keys with their names, and sessions. Reports of
      -- verifications lose their lists of rows, which may have texts of anybody.
      CREATE FUNCTION personal.end_access(user_id bigint, actor text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
      #variable_conflict use_column
      BEGIN
        WITH revoked AS (
          UPDATE access.keys SET revoked_at = clock_timestamp(), revoked_by = $2
          WHERE user_id = $1 AND revoked_at IS NULL RETURNING id
        ) INSERT INTO access.audit (outcome, actor, code, subject) SELECT 'done', $2, 'key.revoked', 'key:' || id FROM revoked;
        UPDATE access.keys SET name = '[erased]' WHERE user_id = $1;
        DELETE FROM access.sessions WHERE user_id = $1;
        UPDATE log.operations SET result = result || '{"differences": []}'
          WHERE kind = 'verify' AND result -> 'differences' <> '[]';
      END $$;

      REVOKE ALL ON FUNCTION personal.erase_entity, personal.end_access FROM PUBLIC;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP FUNCTION personal.erase_entity, personal.end_access');
  }
}
