import type { DataSource, EntityManager } from 'typeorm';
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
  removeBuild,
  targetOf,
  withBuildsLocked,
} from './build-store.js';
import { completeOperation } from './operation.js';
import { inheritSkips } from './skipped-events.js';
import type { ViewBuilder } from './view-builder.js';

/**
 * The longest wait for queries that read the tables of the build that serves. New queries queue behind the waiting
 * lock, so a long query must not make it wait.
 */
const MAX_READER_WAIT_MS = 100;

/**
 * The next build replaces the one that serves, in one transaction.
 *
 * 1. The checkpoint and the tables of the next build, and the tables of the previous one, which is dropped, are
 * locked. No query reads them, and the build that serves goes on, however long this waits. 2. The checkpoint of the
 * build that serves is locked too. Now neither moves. 3. Events that the next build lacks are folded, so that its
 * position is not behind. 4. The tables change schemas. A query locks its tables before its snapshot is taken, so it
 * sees rows and checkpoint of the same build.
 *
 * @returns the position from which the next build serves; undefined if there is more to do first, or if there is no
 *   such build any more
 * @throws an error for which `isLockTimeout` is true if tables are in use
 */
export function takeOver(database: DataSource, view: ViewBuilder): Promise<number | undefined> {
  return withBuildsLocked(database, view.name, async (manager) => {
    if ((await lockCheckpoint(await connectionOf(manager), view, 'wait')) === undefined) return undefined;
    const unread = await findBuilds(manager, view.name);
    for (const { build, tables } of [unread.get('next'), unread.get('previous')].flatMap((found) => found ?? []))
      await lockTables(manager, { build, tables: await existingTables(manager, { build, tables }) }, 'ACCESS EXCLUSIVE');

    const builds = await findBuilds(manager, view.name, 'FOR UPDATE');
    const [next, serving, previous] = [builds.get('next'), builds.get('serving'), builds.get('previous')];
    if (!next || (serving && (await inheritSkips(manager, view)))) return undefined;
    // What a build that is beyond the log has folded last never happened.
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
 * Makes the previous build the next one, which takes over once it has caught up. It replaces a next build.
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

/** Folds the missing events. @returns false, and folds nothing, if they do not fit into a batch */
async function foldUpTo(manager: EntityManager, view: ViewBuilder, after: number, target: number): Promise<boolean> {
  const events = await readUnparked(manager, view, after, target, view.batchSize);
  if (events.length === view.batchSize) return false;
  await FOLD_ENGINE.handle(view, events, manager);
  await moveCheckpoint(await connectionOf(manager), view, target);
  return true;
}
