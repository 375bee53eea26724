import type { DataSource, EntityManager } from 'typeorm';
import type { Replicas } from '../database/replicas.js';
import { connectionOf, lockCheckpoint, moveCheckpoint } from '../subscriptions/checkpoints.js';
import { FOLD_ENGINE } from '../subscriptions/fold-batch.js';
import { readUnparked } from '../subscriptions/quarantine.js';
import {
  changeBuild,
  existingTables,
  findBuilds,
  isBeyondLog,
  limitLockWaits,
  lockTables,
  MAX_READER_WAIT_MS,
  removeBuild,
  requireNoReaders,
  targetOf,
  withBuildsLocked,
} from './build-store.js';
import { completeOperation } from './operation.js';
import { inheritSkips } from './skipped-events.js';
import type { ViewBuilder } from './view-builder.js';

/**
 * The next build replaces the one that serves, in one transaction.
 *
 * 1. Lock the checkpoint and the tables of the next build, and the tables of the previous one, which will be dropped.
 * No query reads these tables, so the build that serves continues however long the wait is.
 * 2. Lock the checkpoint of the build that serves. Now neither build can move.
 * 3. Fold the events that the next build lacks, so that its position is not behind.
 * 4. Move the tables to their new schemas. A query locks its tables before it takes its snapshot, so it sees rows and
 * checkpoint of the same build.
 *
 * @returns the position from which the next build serves; undefined if there is more to do first, or no such build any
 * more
 * @throws an error for which `isLockTimeout` is true if tables are in use
 */
export async function takeOver(database: DataSource, replicas: Replicas, view: ViewBuilder): Promise<number | undefined> {
  await requireNoReaders(database, replicas, view.name, ['next', 'serving', 'previous']);
  return withBuildsLocked(database, view.name, async (manager) => {
    if ((await lockCheckpoint(await connectionOf(manager), view, 'wait')) === undefined) return undefined;
    const unread = await findBuilds(manager, view.name);
    for (const { build, tables } of [unread.get('next'), unread.get('previous')].flatMap((found) => found ?? []))
      await lockTables(manager, { build, tables: await existingTables(manager, { build, tables }) }, 'ACCESS EXCLUSIVE');

    const builds = await findBuilds(manager, view.name, 'FOR UPDATE');
    const [next, serving, previous] = [builds.get('next'), builds.get('serving'), builds.get('previous')];
    if (!next || (serving && (await inheritSkips(manager, view)))) return undefined;
    // A build beyond the log has folded events that are gone.
    const isInLog = serving && !(await isBeyondLog(manager, { name: view.name, build: 'serving' }));
    const target = Math.max(next.position, isInLog ? serving.position : await targetOf(manager, view));
    if (!(await foldUpTo(manager, view, next.position, target))) return undefined;

    if (previous) await removeBuild(manager, view.name, previous);
    await limitLockWaits(manager, MAX_READER_WAIT_MS);
    if (serving) {
      await lockTables(manager, serving, 'ACCESS EXCLUSIVE');
      await changeBuild(manager, view.name, serving, 'previous');
    }
    await changeBuild(manager, view.name, next, 'serving');
    await completeOperation(manager, next.operation, target);
    return target;
  });
}

/**
 * Makes the previous build the next one, which takes over once it has caught up. It replaces an existing next build.
 *
 * @param view the build with the kind `next`
 */
export async function bringBack(manager: EntityManager, view: ViewBuilder, operation: string): Promise<void> {
  const builds = await findBuilds(manager, view.name, 'FOR UPDATE');
  const [next, previous] = [builds.get('next'), builds.get('previous')];
  if (next) await removeBuild(manager, view.name, next);
  if (!previous) throw new Error(`${view.name} has no previous build`);
  await changeBuild(manager, view.name, previous, 'next');
  await manager.query(`UPDATE log.checkpoints SET operation = $2 WHERE subscription = $1 AND build = 'next'`, [
    view.name,
    operation,
  ]);
  await inheritSkips(manager, view);
}

/**
 * Folds the missing events.
 *
 * @returns false if they do not fit into a batch; then nothing was folded
 */
async function foldUpTo(manager: EntityManager, view: ViewBuilder, after: number, target: number): Promise<boolean> {
  const events = await readUnparked(manager, view, after, target, view.batchSize);
  if (events.length === view.batchSize) return false;
  await FOLD_ENGINE.handle(view, events, manager);
  await moveCheckpoint(await connectionOf(manager), view, target);
  return true;
}
