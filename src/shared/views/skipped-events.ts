import type { EntityManager } from 'typeorm';
import { createBuild } from './build-store.js';
import type { ViewBuilder } from './view-builder.js';

/**
 * Events that were skipped in the build that serves (of view `$1`) and not in another build (`$2`). Each comes with
 * the entry of its parked stream, if that waits at the event or earlier. `isHandled`: the other build has the event in
 * its rows.
 */
const UNKNOWN_SKIPS_SQL = `
  SELECT e.position, q.id AS entry, q.position = e.position AS "isFailed",
    e.position <= b.position AND q.id IS NULL AS "isHandled"
  FROM log.checkpoints AS s CROSS JOIN unnest(s.skipped) AS p JOIN log.events AS e ON e.position = p
  JOIN log.checkpoints AS b ON b.subscription = s.subscription AND b.build = $2
  LEFT JOIN log.quarantine AS q ON q.subscription = b.subscription AND q.build = b.build AND q.state = 'parked'
    AND q.stream = e.stream AND q.position <= e.position
  WHERE s.subscription = $1 AND s.build = 'serving' AND e.position <> ALL (b.skipped)`;

/**
 * Whether a build (`$2` of view `$1`) began at position 0, and whether it leaves out more events than the one that
 * serves.
 */
const ORIGIN_SQL = `
  SELECT b.operation, coalesce(o.position, 0) = 0 AS "isFresh", NOT b.skipped <@ coalesce(s.skipped, '{}') AS "hasMore"
  FROM log.checkpoints AS b LEFT JOIN log.operations AS o ON o.id = b.operation
  LEFT JOIN log.checkpoints AS s ON s.subscription = b.subscription AND s.build = 'serving'
  WHERE b.subscription = $1 AND b.build = $2`;

/**
 * Makes a build leave out the events that operators have skipped in the build that serves since the build was made.
 * The checkpoint of the build must be locked.
 *
 * - An event that the build has not handled yet is left out. If its stream is parked at the event, the stream
 * continues.
 * - If the build has handled the event, it begins again at position 0. A build that was brought back keeps the event,
 * because a rollback is to return to what it had.
 *
 * @returns whether the build has changed, so that it has more to do before the takeover or the comparison
 */
export async function inheritSkips(manager: EntityManager, view: ViewBuilder): Promise<boolean> {
  const [origin] = await manager.query(ORIGIN_SQL, [view.name, view.build]);
  const skips: { position: number; entry: number | null; isFailed: boolean | null; isHandled: boolean }[] = await manager.query(
    UNKNOWN_SKIPS_SQL,
    [view.name, view.build],
  );
  // A comparison needs exactly the events that the build that serves has.
  const isOtherThanServing = view.build === 'check' && origin.hasMore;
  if (isOtherThanServing || (origin.isFresh && skips.some(({ isHandled }) => isHandled))) {
    await createBuild(manager, view, origin.operation);
    return true;
  }
  const unhandled = skips.filter(({ isHandled }) => !isHandled);
  if (!unhandled.length) return false;
  await manager.query('UPDATE log.checkpoints SET skipped = skipped || $3::bigint[] WHERE subscription = $1 AND build = $2', [
    view.name,
    view.build,
    unhandled.map(({ position }) => position),
  ]);
  await manager.query(`UPDATE log.quarantine SET wish = 'retry' WHERE id = ANY ($1)`, [
    unhandled.filter(({ isFailed }) => isFailed).map(({ entry }) => entry),
  ]);
  return true;
}
