import { setImmediate as endOfTick } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { Session } from '../database/session.js';
import { traced } from '../tracing.js';
import type { CommandMeta, Receipt } from './command-meta.js';
import { CommandSession } from './command-session.js';
import type { Append, Work } from './event-log.js';
import type { EventTypes } from './events.js';
import { appendWithOutcomes, type NewOutcome } from './outcomes.js';
import { Refusal } from './refusal.js';
import { rehearse } from './rehearsal.js';
import { Transaction } from './transaction.js';

const MAX_GROUP_COMMANDS = 32;

/**
 * Maximum number of groups in progress. The second one starts once as many commands wait as the first one has. So the
 * two alternate, and both stay large.
 */
const MAX_CONCURRENT_GROUPS = 2;

/** Weight of the latest group in the moving average of group sizes. */
const LATEST_GROUP_WEIGHT = 0.1;

interface QueuedCommand {
  readonly meta: CommandMeta;
  readonly work: Work;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: unknown) => void;
}

/** The result of one command's work within its group, before the commit. */
type Attempt =
  | { readonly kind: 'done'; readonly command: QueuedCommand; readonly transaction: Transaction; readonly receipt: Receipt }
  /** Refused before it wrote anything, so the others can be committed. */
  | { readonly kind: 'refused'; readonly command: QueuedCommand; readonly refusal: Refusal }
  /** Needs a lock that another command holds, or failed. `hasWritten`: only a rollback of the whole group undoes it. */
  | { readonly kind: 'failed'; readonly command: QueuedCommand; readonly hasWritten: boolean };

type Done = Extract<Attempt, { kind: 'done' }>;

/** How a group's transaction ended. `unknown`: the connection broke during the commit, which may have succeeded. */
type Commit =
  | { readonly kind: 'committed'; readonly receipts: readonly Receipt[] }
  | { readonly kind: 'rolled-back' }
  | { readonly kind: 'unknown'; readonly error: unknown };

/** What the group committer needs of the log. */
interface Hooks {
  /** Called after a commit with the highest position that it appended. */
  appended(position: number, append: Append): void;
  /** Runs a command in a transaction of its own. */
  runAlone(meta: CommandMeta, work: Work): Promise<Receipt>;
}

/**
 * Commits commands that arrive together in one transaction (decision 14). A group never waits for a lock: a command
 * that would wait leaves the group and runs alone.
 */
export class GroupCommitter {
  private readonly queue: QueuedCommand[] = [];
  private groupsInProgress = 0;
  private commandsInProgress = 0;
  private average = 0;

  /** @param rehearses see `REHEARSE_WORK` */
  constructor(
    private readonly database: DataSource,
    private readonly types: EventTypes,
    private readonly rehearses: boolean,
    private readonly hooks: Hooks,
  ) {}

  /** Moving average of the number of commands per group. */
  get averageSize(): number {
    return this.average;
  }

  /** Adds a command to the next group; see `EventLog.transaction` for the result. */
  run(meta: CommandMeta, work: Work): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      this.queue.push({ meta, work, resolve, reject });
      if (this.groupsInProgress < MAX_CONCURRENT_GROUPS && this.isGroupReady) void this.commitGroups();
    });
  }

  /** Whether enough commands wait for a group. Otherwise a group is in progress, and they follow when it ends. */
  private get isGroupReady(): boolean {
    return this.queue.length > 0 && this.queue.length >= Math.min(this.commandsInProgress, MAX_GROUP_COMMANDS);
  }

  private async commitGroups(): Promise<void> {
    this.groupsInProgress += 1;
    // Commands that arrive in this tick join the group.
    await endOfTick();
    while (this.isGroupReady) {
      const commands = this.queue.splice(0, MAX_GROUP_COMMANDS);
      this.commandsInProgress += commands.length;
      const causes = commands.map(({ meta }) => meta.traceparent);
      const attributes = { 'kronika.commands': commands.length };
      await traced('group commit', { causes, attributes }, () => this.runGroup(commands));
      this.commandsInProgress -= commands.length;
    }
    this.groupsInProgress -= 1;
  }

  /** Runs commands concurrently in one transaction, and answers each of them. */
  private async runGroup(commands: readonly QueuedCommand[]): Promise<void> {
    this.average += LATEST_GROUP_WEIGHT * (commands.length - this.average);
    let session: Session;
    try {
      session = await Session.begin(this.database);
    } catch (error) {
      for (const { reject } of commands) reject(error);
      return;
    }
    let attempts: Attempt[];
    let commit: Commit;
    try {
      const shared = () => new CommandSession(session, this.database, this.types, false);
      if (this.rehearses) await rehearse(shared(), commands).catch(() => undefined);
      const group = shared();
      attempts = await Promise.all(commands.map((command) => attemptCommand(command, group)));
      commit = await this.commit(group, attempts);
    } catch (error) {
      // Otherwise the group would count as in progress for ever, and its commands would get no answer.
      for (const { reject } of commands) reject(error);
      return;
    } finally {
      await session.release();
    }
    this.answer(attempts, commit);
  }

  /**
   * Appends the events of the successful commands, and sends the commit in the same write, because readers wait for
   * it.
   */
  private async commit(group: CommandSession, attempts: readonly Attempt[]): Promise<Commit> {
    const { session } = group;
    const done = attempts.filter(isDone);
    const isSpoilt = session.hasFailed || attempts.some((each) => each.kind === 'failed' && each.hasWritten);
    if (!done.length || isSpoilt) return { kind: 'rolled-back' };
    const appending = done.filter(({ transaction }) => transaction.appended);
    let events: string;
    try {
      events = JSON.stringify(appending.map(({ transaction: { metadata, newEvents } }) => ({ metadata, events: newEvents })));
    } catch {
      // One command has data that JSON can't represent. Alone, it fails and the others succeed.
      return { kind: 'rolled-back' };
    }
    // Not awaited before the commit, because the commit fails if one of these statements does.
    group.saveSnapshots(done.flatMap(({ transaction }) => transaction.snapshots)).catch(() => undefined);
    group.saveKeys(done.flatMap(({ transaction }) => transaction.newKeys)).catch(() => undefined);
    const outcomes = newOutcomes(done);
    let appended: Promise<{ position: number }[]> = Promise.resolve([]);
    if (outcomes.length) appended = appendWithOutcomes(session, events, outcomes);
    else if (appending.length) appended = session.query('SELECT position FROM log.append_group($1) AS position', [events]);
    appended.catch(() => undefined);
    let positions: { position: number }[];
    try {
      if (!(await session.commit())) return { kind: 'rolled-back' };
      positions = await appended;
    } catch (error) {
      return { kind: 'unknown', error };
    }
    const highest = positions.at(-1);
    if (highest) this.hooks.appended(highest.position, { commands: appending.length, events: positions.length });
    let count = 0;
    const receipts = done.map(({ receipt, transaction: { newEvents } }) => {
      count += newEvents.length;
      return { ...receipt, ...(newEvents.length ? positions[count - 1] : {}) };
    });
    return { kind: 'committed', receipts };
  }

  private answer(attempts: readonly Attempt[], commit: Commit): void {
    for (const each of attempts)
      if (each.kind === 'refused') each.command.reject(each.refusal);
      else if (each.kind === 'failed') this.runAlone(each.command);
    for (const [n, { command }] of attempts.filter(isDone).entries())
      if (commit.kind === 'committed') {
        command.meta.once?.onRecorded?.();
        command.resolve(commit.receipts[n] as Receipt);
      } else if (commit.kind === 'rolled-back') this.runAlone(command);
      // The commit may have succeeded, so the command must not run again.
      else command.reject(commit.error);
  }

  private runAlone({ meta, work, resolve, reject }: QueuedCommand): void {
    this.hooks.runAlone(meta, work).then(resolve, reject);
  }
}

const isDone = (attempt: Attempt): attempt is Done => attempt.kind === 'done';

/** The receipts to save: those of sagas' commands that have none yet. */
function newOutcomes(done: readonly Done[]): NewOutcome[] {
  const outcomes: NewOutcome[] = [];
  let events = 0;
  for (const { command, receipt, transaction } of done) {
    const { once } = command.meta;
    events += transaction.newEvents.length;
    if (once && !receipt.repeated) outcomes.push({ once, receipt, last: transaction.appended ? events : 0 });
  }
  return outcomes;
}

async function attemptCommand(command: QueuedCommand, group: CommandSession): Promise<Attempt> {
  const transaction = new Transaction(group, command.meta);
  try {
    const { once } = command.meta;
    const first = once && (await group.firstReceipt(once, transaction));
    if (first) return { kind: 'done', command, transaction, receipt: first };
    const receipt = await transaction.receipt(await command.work(transaction));
    await transaction.seal();
    return { kind: 'done', command, transaction, receipt };
  } catch (error) {
    const { hasWritten } = transaction;
    if (error instanceof Refusal && !hasWritten) return { kind: 'refused', command, refusal: error };
    return { kind: 'failed', command, hasWritten };
  }
}
