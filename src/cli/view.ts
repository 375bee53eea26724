import { parseArgs } from 'node:util';
import { CommandBus } from '@nestjs/cqrs';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { LOG } from '../shared/database/database.js';
import { isTransient } from '../shared/database/failures.js';
import { CommandMeta } from '../shared/event-log/command-meta.js';
import { horizon } from '../shared/subscriptions/live-feed.js';
import { Progresses } from '../shared/subscriptions/progress.js';
import { Subscriptions } from '../shared/subscriptions/subscriptions.js';
import { OperateView } from '../shared/views/operate-view.command.js';
import { findOperation, type ViewOperation } from '../shared/views/operation.js';
import { ViewBuilds } from '../shared/views/view-builds.js';
import { PROGRESS_INTERVAL_MS, ProgressBar } from './progress-bar.js';
import { runTool, ToolFailure, withApp } from './tool.js';

const VIEW_USAGE = `npm run view -- list             all subscriptions and their progress
npm run view -- rebuild NAME     rebuild a view from the log; the old build serves until the new one takes over
npm run view -- verify NAME      build the view a second time, compare, and list the rows that differ
npm run view -- rollback NAME    return to the build that was replaced last
npm run view -- rewind NAME      after a restore of the log, move the checkpoint of a saga or a handler from beyond the log to its end
npm run view -- forget NAME      delete checkpoint, quarantine, timers and tables of a subscription that the code no longer has`;

const OPERATION_KINDS = ['rebuild', 'verify', 'rollback'] as const;

/**
 * Operations on views from the shell. The process works on them itself, so that Kronika need not run. A running
 * Kronika shares the work, and completes it if this process is interrupted.
 */
async function main(): Promise<void> {
  const [kind, name, ...rest] = argumentsOf();
  const isList = kind === 'list' && name === undefined;
  const known = OPERATION_KINDS.find((each) => each === kind);
  const others = new Map<string | undefined, typeof forget | typeof rewind>(Object.entries({ forget, rewind }));
  const other = name !== undefined && !rest.length ? others.get(kind) : undefined;
  if (!isList && !other && !(known && name && !rest.length)) throw new ToolFailure(VIEW_USAGE, 2);
  await withApp('worker', async (app) => {
    if (isList) return listReaders(app.get(Progresses));
    if (!known) return other?.(app.get(Subscriptions), name as string, app.get(ViewBuilds));
    await app.get(ViewBuilds).start();
    const { id } = await app.get(CommandBus).execute(new OperateView(known, name as string, new CommandMeta({ actor: 'shell' })));
    const operation = await watch(app.get<DataSource>(getDataSourceToken(LOG)), String(id));
    if (operation.state === 'failed') throw new ToolFailure(`The ${known} of ${name} failed. ${operation.error}`, 1);
    report(operation);
  });
}

function argumentsOf(): string[] {
  try {
    return parseArgs({ allowPositionals: true }).positionals;
  } catch {
    throw new ToolFailure(VIEW_USAGE, 2);
  }
}

async function listReaders(progresses: Progresses): Promise<void> {
  const { horizon, progresses: found } = await progresses.all();
  console.log(`The log ends at position ${horizon}.`);
  for (const { name, build, version, position, state, problem } of found)
    console.log([name, `version ${version}`, build, `position ${position}`, state, ...(problem ? [problem] : [])].join(' · '));
}

/** @throws ToolFailure if the code has a subscription of that name */
async function forget(subscriptions: Subscriptions, name: string, builds: ViewBuilds): Promise<void> {
  if (subscriptions.all.some((each) => each.name === name))
    throw new ToolFailure(`${name} is in the code: it will be needed.`, 1);
  if (!(await builds.forget(name))) throw new ToolFailure(`Nothing is known of ${name}.`, 1);
  console.log(`${name} is forgotten.`);
}

/** @throws ToolFailure if there is no saga or handler of that name, or if its checkpoint is not beyond the log */
async function rewind(subscriptions: Subscriptions, name: string): Promise<void> {
  const found = subscriptions.all.find((each) => each.name === name);
  if (!found || found.isFold) throw new ToolFailure(`There is no saga or handler ${name}.`, 1);
  const end = await subscriptions.moveToLogEnd(name);
  if (end === undefined) throw new ToolFailure(`The checkpoint of ${name} is not beyond the log: nothing is to be done.`, 1);
  console.log(`${name} goes on from position ${end}, where the log ends.`);
}

/**
 * Shows the progress of an operation until it has ended.
 *
 * @returns the ended operation
 */
async function watch(database: DataSource, id: string): Promise<ViewOperation> {
  const bar = new ProgressBar('events');
  for (;;) {
    const found = await find(database, id);
    if (found === 'no answer') {
      await new Promise((resolve) => setTimeout(resolve, PROGRESS_INTERVAL_MS));
      continue;
    }
    if (!found) throw new ToolFailure(`The operation ${id} is gone.`, 1);
    const { kind, view, state } = found;
    const isOver = state === 'done' || state === 'failed';
    bar.show({ ...found, title: `${kind} ${view}`, note: state === 'running' ? undefined : state }, isOver);
    if (isOver) return found;
    await new Promise((resolve) => setTimeout(resolve, PROGRESS_INTERVAL_MS));
  }
}

/**
 * @returns the operation, or undefined; 'no answer' if the database is unreachable, because another process may still
 * be working on the operation
 */
async function find(database: DataSource, id: string): Promise<ViewOperation | undefined | 'no answer'> {
  try {
    return await findOperation(database, id, await horizon(database));
  } catch (error) {
    if (isTransient(error)) return 'no answer';
    throw error;
  }
}

/** @throws ToolFailure if a verification found differing rows */
function report({ kind, view, position, result }: ViewOperation): void {
  if (kind !== 'verify') {
    console.log(`${view} is served by the ${kind === 'rollback' ? 'earlier' : 'new'} build from position ${position} on.`);
    return;
  }
  const { differing, differences, parked } = result as { differing: number; differences: object[]; parked: object[] };
  for (const each of parked) console.log(`In quarantine: ${JSON.stringify(each)}`);
  for (const each of differences) console.log(JSON.stringify(each));
  if (differing) throw new ToolFailure(`${differing} rows differ from the log at position ${position}.`, 1);
  console.log(`${view} is what the log says at position ${position}, and so are the rows of its commands.`);
}

runTool(main);
