import type { DataSource, EntityManager } from 'typeorm';

/**
 * The indexes that `log.events` lacks during a first copy, and the statements that make them. It exists from the start of
 * the copy until they are back, so an interrupted call of `join` leaves nothing behind that the next one can't finish.
 */
export const DEFERRED_INDEXES = 'log.deferred_indexes';

/** All indexes but the primary key, by which replication finds the events that it changes. */
const SECONDARY_SQL = `
  SELECT c.relname AS name, k.oid IS NOT NULL AS "isConstraint",
    CASE WHEN k.oid IS NULL THEN pg_get_indexdef(c.oid)
         ELSE format('ALTER TABLE log.events ADD CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)) END AS statement
  FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid LEFT JOIN pg_constraint AS k ON k.conindid = c.oid
  WHERE i.indrelid = 'log.events'::regclass AND NOT i.indisprimary`;

/** Memory of each index build, which sorts the log. */
const BUILD_MEMORY = '256MB';

/**
 * Drops the secondary indexes of `log.events`, because it takes far less time to build them from a complete table than to
 * add each event to each of them.
 */
export async function deferIndexes(manager: EntityManager): Promise<void> {
  await manager.query(`CREATE TABLE IF NOT EXISTS ${DEFERRED_INDEXES} (name text PRIMARY KEY, statement text NOT NULL)`);
  const indexes: { name: string; isConstraint: boolean; statement: string }[] = await manager.query(SECONDARY_SQL);
  for (const { name, isConstraint, statement } of indexes) {
    await manager.query(`INSERT INTO ${DEFERRED_INDEXES} VALUES ($1, $2)`, [name, statement]);
    await manager.query(isConstraint ? `ALTER TABLE log.events DROP CONSTRAINT "${name}"` : `DROP INDEX log."${name}"`);
  }
}

/** Builds the indexes that `deferIndexes` has dropped, if any: all of them or, if the process ends, none. */
export async function buildIndexes(source: DataSource): Promise<void> {
  const [{ isDeferred }] = await source.query(`SELECT to_regclass('${DEFERRED_INDEXES}') IS NOT NULL AS "isDeferred"`);
  if (!isDeferred) return;
  await source.transaction(async (manager) => {
    await manager.query(`SET LOCAL maintenance_work_mem = '${BUILD_MEMORY}'`);
    // Replication waits. A weaker lock, raised for the constraint, could deadlock with it.
    await manager.query('LOCK TABLE log.events IN ACCESS EXCLUSIVE MODE');
    const indexes: { statement: string }[] = await manager.query(`SELECT statement FROM ${DEFERRED_INDEXES} ORDER BY name`);
    for (const { statement } of indexes) await manager.query(statement);
    await manager.query(`DROP TABLE ${DEFERRED_INDEXES}`);
  });
}
