import { parseArgs } from 'node:util';
import { CommandBus } from '@nestjs/cqrs';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { LOG } from '../shared/database/database.js';
import { isTransient } from '../shared/database/failures.js';
import { CommandMeta } from '../shared/event-log/command-meta.js';
import { Progresses } from '../shared/subscriptions/progress.js';
import { Subscriptions } from '../shared/subscriptions/subscriptions.js';
import { OperateView } from '../shared/views/operate-view.command.js';
import { OPERATION_SQL, type Operation } from '../shared/views/operation.js';
import { ViewBuilds } from '../shared/views/view-builds.js';
import { LOOK, ProgressBar } from './progress-bar.js';
import { Failure, run, withApp } from './tool.js';

const USAGE = `npm run view -- list             every reader of the log, and how far it is
npm run view -- rebuild NAME     fold a view from the log again; the old build serves until the new one takes over
npm run view -- verify NAME      fold the log afresh, compare, and name the rows that differ
npm run view -- rollback NAME    go back to the build that was replaced last
npm run view -- rewind NAME      move the checkpoint of a saga or a handler from beyond the log, which was restored, to its end
npm run view -- forget NAME      delete checkpoint, quarantine, timers and tables of a reader that is no more in the code`;

const KINDS = ['rebuild', 'verify', 'rollback'] as const;

/**
 * Work on views from the shell. The process takes its share of it, so it needs no Kronika that runs; if one does, they
 * work side by side, and what is interrupted here goes on there.
 */
async function main(): Promise<void> {
  const [kind, name, ...rest] = argumentsOf();
  const isList = kind === 'list' && name === undefined;
  const known = KINDS.find((each) => each === kind);
  const others = new Map<string | undefined, typeof forget | typeof rewind>(Object.entries({ forget, rewind }));
  const other = name !== undefined && !rest.length ? others.get(kind) : undefined;
  if (!isList && !other && !(known && name && !rest.length)) throw new Failure(USAGE, 2);
  await withApp('worker', async (app) => {
    if (isList) return list(app.get(Progresses));
    if (!known) return other?.(app.get(Subscriptions), name as string, app.get(ViewBuilds));
    await app.get(ViewBuilds).start();
    const { id } = await app.get(CommandBus).execute(new OperateView(known, name as string, new CommandMeta({ actor: 'shell' })));
    const operation = await watch(app.get<DataSource>(getDataSourceToken(LOG)), String(id));
    if (operation.state === 'failed') throw new Failure(`The ${known} of ${name} failed. ${operation.error}`, 1);
    tell(operation);
  });
}

function argumentsOf(): string[] {
  try {
    return parseArgs({ allowPositionals: true }).positionals;
  } catch {
    throw new Failure(USAGE, 2);
  }
}

async function list(progresses: Progresses): Promise<void> {
  const { horizon, progresses: found } = await progresses.all();
  console.log(`The log ends at position ${horizon}.`);
  for (const { name, build, version, position, state, problem } of found)
    console.log([name, `version ${version}`, build, `position ${position}`, state, ...(problem ? [problem] : [])].join(' · '));
}

/** @throws Failure if the code has a reader of that name */
async function forget(subscriptions: Subscriptions, name: string, builds: ViewBuilds): Promise<void> {
  if (subscriptions.all.some((each) => each.name === name)) throw new Failure(`${name} is in the code: it will be needed.`, 1);
  if (!(await builds.forget(name))) throw new Failure(`Nothing is known of ${name}.`, 1);
  console.log(`${name} is forgotten.`);
}

/** @throws Failure if it is no saga and no handler, or if its checkpoint is not beyond the log */
async function rewind(subscriptions: Subscriptions, name: string): Promise<void> {
  const found = subscriptions.all.find((each) => each.name === name);
  if (!found || found.isFold) throw new Failure(`There is no saga or handler ${name}.`, 1);
  const end = await subscriptions.moveToLogEnd(name);
  if (end === undefined) throw new Failure(`The checkpoint of ${name} is not beyond the log: nothing is to be done.`, 1);
  console.log(`${name} goes on from position ${end}, where the log ends.`);
}

/** @returns the operation when it has ended; until then a bar shows how far it is */
async function watch(database: DataSource, id: string): Promise<Operation> {
  const bar = new ProgressBar('events');
  for (;;) {
    const found = await find(database, id);
    if (found === 'no answer') {
      await new Promise((resolve) => setTimeout(resolve, LOOK));
      continue;
    }
    const [operation] = found;
    if (!operation) throw new Failure(`The operation ${id} is gone.`, 1);
    const { kind, view, state } = operation;
    const isOver = state === 'done' || state === 'failed';
    bar.show({ ...operation, title: `${kind} ${view}`, note: state === 'running' ? undefined : state }, isOver);
    if (isOver) return operation;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

/**
 * @returns at most one; or that the database does not answer at the moment, while the operation may go on elsewhere
 */
async function find(database: DataSource, id: string): Promise<Operation[] | 'no answer'> {
  try {
    const [{ horizon }] = await database.query('SELECT log.horizon() AS horizon');
    return await database.query(OPERATION_SQL, [id, horizon]);
  } catch (error) {
    if (isTransient(error)) return 'no answer';
    throw error;
  }
}

/** @throws Failure if a verification found that rows differ */
function tell({ kind, view, position, result }: Operation): void {
  if (kind !== 'verify') {
    console.log(`${view} is served by the ${kind === 'rollback' ? 'earlier' : 'new'} build from position ${position} on.`);
    return;
  }
  const { differing, differences, parked } = result as { differing: number; differences: object[]; parked: object[] };
  for (const each of parked) console.log(`In quarantine: ${JSON.stringify(each)}`);
  for (const each of differences) console.log(JSON.stringify(each));
  if (differing) throw new Failure(`${differing} rows differ from the log at position ${position}.`, 1);
  console.log(`${view} is what the log says at position ${position}, and so are the rows of its commands.`);
}

run(main);
