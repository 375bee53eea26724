import type { EntityManager } from 'typeorm';
import type { Build } from '../subscriptions/subscription.js';
import { findBuilds, HOME_SQL, namesOf, noteHome, removeBuild, type StoredBuild } from './build-store.js';
import { failOperation } from './operation.js';
import type { ViewBuilder } from './view-builder.js';

/**
 * Drops the builds of a view that a restore has left without tables, with tables of another user, or without rows, and
 * fails the operations whose builds are gone. To be called at the start, before builds are created. The build that
 * serves stays until another one has inherited its skipped events.
 *
 * @returns the dropped or lost builds
 */
export async function dropLostBuilds(manager: EntityManager, view: ViewBuilder): Promise<Set<Build>> {
  const lost = new Set<Build>();
  for (const stored of (await findBuilds(manager, view.name)).values()) {
    if (!(await isLost(manager, view, stored))) {
      await noteHome(manager, view.name, stored);
      continue;
    }
    lost.add(stored.build);
    await failOperation(manager, stored.operation, 'Its tables were lost.');
    if (stored.build !== 'serving') await removeBuild(manager, view.name, stored);
  }
  await manager.query(
    `UPDATE log.operations AS o SET state = 'failed', error = 'Its build was lost.', ended_at = clock_timestamp()
     WHERE subscription = $1 AND state = 'running' AND NOT EXISTS (SELECT FROM log.checkpoints WHERE operation = o.id)`,
    [view.name],
  );
  return lost;
}

async function isLost(manager: EntityManager, view: ViewBuilder, stored: StoredBuild): Promise<boolean> {
  const names = namesOf(stored);
  const [{ isUsable, isMoved }] = await manager.query(
    `SELECT (SELECT bool_and(coalesce(pg_has_role(relowner, 'USAGE'), false))
             FROM unnest($1::text[]) AS t LEFT JOIN pg_class AS c ON c.oid = to_regclass(t)) AS "isUsable",
       coalesce(home <> (${HOME_SQL}), false) AS "isMoved"
     FROM log.checkpoints WHERE subscription = $2 AND build = $3`,
    [names, view.name, stored.build],
  );
  if (!names.length) return false;
  if (!isUsable) return true;
  if (!isMoved) return false;
  // A backup may leave out the rows of a table. A table that is rightly empty is built again for nothing.
  const [{ isEmptied }] = await manager.query(
    `SELECT (${names.map((name) => `NOT EXISTS (SELECT FROM ${name})`).join(' OR ')})
       AND EXISTS (SELECT FROM log.events WHERE type = ANY ($1) AND position <= $2) AS "isEmptied"`,
    [view.types, stored.position],
  );
  return isEmptied;
}
