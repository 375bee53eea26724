import type { DataSource } from 'typeorm';
import type { VerifyRows } from '../event-log/verify-rows.js';
import { connectionOf, lockCheckpoint } from '../subscriptions/checkpoints.js';
import { FOLD_ENGINE } from '../subscriptions/fold-batch.js';
import { readUnparked } from '../subscriptions/quarantine.js';
import { findBuilds, limitLockWaits, lockTables, removeBuild, withBuildsLocked } from './build-store.js';
import { completeOperation, failOperation } from './operation.js';
import { inheritSkips } from './skipped-events.js';
import { BUILD_SCHEMAS, type ViewBuilder } from './view-builder.js';
import type { RowDifference } from './view-table.js';

/** The number of rows, and of parked streams, that a report lists. */
const MAX_LISTED_DIFFERENCES = 100;

export const OTHER_VERSION_SERVES = 'The build that serves is of another version than the code.';

/** Time limit of the transaction that compares. */
const MAX_COMPARISON_TIME = '1h';

/**
 * Compares a build that was folded for this purpose with the build that serves, both at one position, and the rows of
 * schema `write` with their events. It ends the operation with a report and drops the build.
 *
 * @param view the build with the kind `check`
 * @throws an error for which `isLockTimeout` is true if tables are in use
 */
export async function compare(database: DataSource, verifyRows: VerifyRows, view: ViewBuilder): Promise<void> {
  if (!(await isComparable(database, view))) return;
  const rows = await verifyRows.ofTypes(view.types, MAX_LISTED_DIFFERENCES);
  await database.transaction('REPEATABLE READ', async (manager) => {
    await manager.query(`SET LOCAL transaction_timeout = '${MAX_COMPARISON_TIME}'`);
    await limitLockWaits(manager);
    const names = view.tables.map(({ name }) => name);
    // Locked before the comparison, which takes long and would be wasted if the tables could not be dropped
    // afterwards.
    await lockTables(manager, { build: 'check', tables: names }, 'ACCESS EXCLUSIVE');
    await lockTables(manager, { build: 'serving', tables: names }, 'ACCESS SHARE');
    const after = (await lockCheckpoint(await connectionOf(manager), view, 'give up'))?.position;
    const builds = await findBuilds(manager, view.name);
    const [serving, check] = [builds.get('serving'), builds.get('check')];
    if (after === undefined || !serving || !check) return;
    // The builds have become incomparable meanwhile. The next round examines them again.
    if (serving.version !== view.version || !isSameSet(serving.skipped, check.skipped)) return;
    for (let at = after; at < serving.position; ) {
      const events = await readUnparked(manager, view, at, serving.position, view.batchSize);
      await FOLD_ENGINE.handle(view, events, manager);
      at = events.length === view.batchSize ? (events.at(-1)?.position ?? at) : serving.position;
    }
    let { differing } = rows;
    const differences: RowDifference[] = [...rows.rows];
    for (const table of view.tables) {
      const found = await table.compare(manager, BUILD_SCHEMAS.serving, MAX_LISTED_DIFFERENCES);
      differing += found.differing;
      differences.push(...found.rows);
    }
    const parked: object[] = await manager.query(
      `SELECT build, stream, position FROM log.quarantine
       WHERE subscription = $1 AND build IN ('serving', 'check') AND state = 'parked'
       ORDER BY position LIMIT ${MAX_LISTED_DIFFERENCES}`,
      [view.name],
    );
    await completeOperation(manager, check.operation, serving.position, {
      position: serving.position,
      differing,
      differences,
      parked,
    });
    await removeBuild(manager, view.name, check);
  });
}

/**
 * Makes the build leave out what was skipped in the build that serves. If another version serves by now, the
 * verification fails, because a comparison would mean nothing.
 */
function isComparable(database: DataSource, view: ViewBuilder): Promise<boolean> {
  return withBuildsLocked(database, view.name, async (manager) => {
    if ((await lockCheckpoint(await connectionOf(manager), view, 'give up')) === undefined) return false;
    const builds = await findBuilds(manager, view.name);
    const check = builds.get('check');
    if (!check) return false;
    if (builds.get('serving')?.version === view.version) return !(await inheritSkips(manager, view));
    await failOperation(manager, check.operation, OTHER_VERSION_SERVES);
    await removeBuild(manager, view.name, check);
    return false;
  });
}

function isSameSet(positions: readonly number[], others: readonly number[]): boolean {
  return positions.length === others.length && positions.every((position) => others.includes(position));
}
