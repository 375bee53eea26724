import { setImmediate as immediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import { Session } from '../database/session.js';
import type { CommandMeta, Receipt } from './command-meta.js';
import { EventTypes } from './events.js';
import { Group } from './group.js';
import { firstReceipt, type Outcome, saveRefused } from './outcomes.js';
import { Refusal } from './refusal.js';
import { Transaction } from './transaction.js';

/** What a command does; a command that is about no row may return the id for its receipt. */
// biome-ignore lint/suspicious/noConfusingVoidType: nearly every one ends without a return
export type Work = (transaction: Transaction) => Promise<Pick<Receipt, 'id'> | void>;

/** In ms: twice this is below the time after which a saga is taken to hang, so that its last command may take as long again. */
export const LONGEST_WORK = 40_000;

/**
 * How many commands are committed together at most, and how many such groups are under way at once. The second one begins when as
 * many wait as the first one has: so the two take turns with Postgres, and share its work among as many as the load allows.
 */
const LARGEST_GROUP = 32;
const GROUPS = 2;

/** What the latest group counts in the average of their sizes. */
const LATEST = 0.1;

/** A command that waits for its outcome. */
interface Waiting {
  readonly meta: CommandMeta;
  readonly work: Work;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: unknown) => void;
}

/** What a command came to within its group; without a receipt it has failed there. */
interface Attempt {
  readonly command: Waiting;
  readonly transaction: Transaction;
  readonly receipt?: Receipt;
  readonly error?: unknown;
}

/** The work was more than should be done at once; what was done stays, and the rest can be done by the same command again. */
export class Unfinished extends Error {}

/** The only way to change anything: rows and events of one command in one transaction. */
@Injectable()
export class EventLog {
  private readonly signal = new Subject<void>();
  private readonly waiting: Waiting[] = [];
  private groups = 0;
  private underWay = 0;
  private size = 0;
  private latest = 0;

  /** Fires after each commit of this process that appended; a hint to look at the log, never the news itself. */
  readonly appended$ = this.signal.asObservable();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly types: EventTypes,
  ) {}

  /** The highest position that this process has appended; 0 before its first append. */
  get lastPosition(): number {
    return this.latest;
  }

  /** How many commands a group has had lately: 1 where each finds Postgres idle, more the more of them come at once. */
  get groupSize(): number {
    return this.size;
  }

  /**
   * Runs one command: all that `work` saved and appended becomes visible at once, or, if it throws, nothing.
   *
   * With `meta.once` the receipt is saved in the same transaction; when the command comes again, `work` is not run, and the
   * command is answered with that receipt. A refusal is not repeated: it had no effect, and its cause may be gone by the next time.
   * A client's key stays bound to its request all the same.
   *
   * Commands that come while others are being committed are committed together. Each has what it locks to itself and is refused
   * for itself; one that can't go with the others runs alone, so `work` may be run a second time, after all of the first was
   * undone.
   *
   * @returns the receipt of the first entity that `work` locked, inserted or decided on, or with the id that it returned
   * @throws Refusal of the domain, `idempotency.in-progress`, `idempotency.key-reused`; errors of the database as they come
   */
  transaction(meta: CommandMeta, work: Work): Promise<Receipt> {
    if (meta.once) return this.alone(meta, work);
    return new Promise((resolve, reject) => {
      this.waiting.push({ meta, work, resolve, reject });
      if (this.groups < GROUPS && this.isGroup) void this.commitGroups();
    });
  }

  /**
   * Runs a saga's command that may concern any number of entities, in transactions of bounded size.
   *
   * @param work does one part, of what comes after the id (null: from the first); answers the last id of the part, or null if
   *   there can't be more
   * @throws Unfinished after 40 s; the same command goes on from there, since a part that was done is not done again
   */
  async inParts<I extends number | string>(
    meta: CommandMeta,
    work: (transaction: Transaction, after: I | null) => Promise<I | null>,
  ): Promise<void> {
    const start = performance.now();
    let after: I | null = null;
    for (let part = 0; ; part++) {
      if (performance.now() - start > LONGEST_WORK) throw new Unfinished(`It has done ${part} parts, and goes on.`);
      const last: I | null = after;
      // The receipt of a part that was done before still says where it ended.
      const { id } = await this.transaction(meta.part(part), async (transaction) => ({
        id: (await work(transaction, last)) ?? 0,
      }));
      if (id === 0) return;
      after = id as I;
    }
  }

  private async commitGroups(): Promise<void> {
    this.groups += 1;
    // Whoever comes at this moment comes along.
    await immediate();
    while (this.isGroup) {
      const commands = this.waiting.splice(0, LARGEST_GROUP);
      this.underWay += commands.length;
      await this.commitGroup(commands);
      this.underWay -= commands.length;
    }
    this.groups -= 1;
  }

  /** Whether those that wait are enough for a group; where they are not, another one is under way that takes them when it ends. */
  private get isGroup(): boolean {
    return this.waiting.length > 0 && this.waiting.length >= Math.min(this.underWay, LARGEST_GROUP);
  }

  /** Runs commands side by side in one transaction. It waits for no lock, so none of them holds up the others. */
  private async commitGroup(commands: Waiting[]): Promise<void> {
    this.size += LATEST * (commands.length - this.size);
    let session: Session;
    try {
      session = await Session.begin(this.database);
    } catch (error) {
      for (const { reject } of commands) reject(error);
      return;
    }
    const group = new Group(session);
    const attempts = await Promise.all(commands.map((command) => this.attempt(command, group)));
    // What a command wrote before it failed can't be undone by itself.
    const isSpoilt = session.hasFailed || attempts.some(({ receipt, transaction }) => !receipt && transaction.hasWritten);
    const done = isSpoilt ? [] : attempts.filter(({ receipt }) => receipt);
    const others = attempts.filter((attempt) => !done.includes(attempt));
    try {
      const receipts = await this.commit(group, done);
      if (!receipts) others.push(...done);
      else for (const [n, { command }] of done.entries()) command.resolve(receipts[n] as Receipt);
    } catch (error) {
      // The connection broke: these may be committed, so they must not be done again.
      for (const { command } of done) command.reject(error);
    } finally {
      await session.release();
    }
    for (const { command, transaction, error } of others) {
      if (error instanceof Refusal && !transaction.hasWritten) command.reject(error);
      else this.alone(command.meta, command.work).then(command.resolve, command.reject);
    }
  }

  private async attempt(command: Waiting, group: Group): Promise<Attempt> {
    const transaction = new Transaction(this.database, group, command.meta, this.types);
    try {
      return { command, transaction, receipt: await transaction.receipt(await command.work(transaction)) };
    } catch (error) {
      return { command, transaction, error };
    }
  }

  /**
   * Appends the events of a group, and commits right behind.
   *
   * @returns the receipts in order; undefined if nothing happened
   * @throws if it is not known whether it happened
   */
  private async commit(group: Group, done: readonly Attempt[]): Promise<Receipt[] | undefined> {
    if (!done.length) return undefined;
    const { session } = group;
    // If it fails, then so does the commit.
    group.keep(done.flatMap(({ transaction }) => transaction.snapshots)).catch(() => undefined);
    const appending = done.filter(({ transaction }) => transaction.appended);
    const appended: Promise<{ position: number }[]> = appending.length
      ? session.query('SELECT position FROM log.append_group($1) AS position', [
          JSON.stringify(appending.map(({ transaction: { metadata, events } }) => ({ metadata, events }))),
        ])
      : Promise.resolve([]);
    appended.catch(() => undefined);
    if (!(await session.commit())) return undefined;
    if (appending.length) this.signal.next();
    const positions = await appended;
    this.latest = Math.max(this.latest, positions.at(-1)?.position ?? 0);
    let before = 0;
    return done.map(({ receipt, transaction: { events } }) => {
      before += events.length;
      return { ...(receipt as Receipt), ...(events.length ? positions[before - 1] : {}) };
    });
  }

  /** Runs a command in a transaction of its own, in which it may wait for locks. */
  private async alone(meta: CommandMeta, work: Work): Promise<Receipt> {
    const { outcome, appended } = await Session.run(this.database, async (session) => {
      const transaction = new Transaction(this.database, new Group(session, true), meta, this.types);
      return { outcome: await this.outcome(session, meta, transaction, work), appended: transaction.appended };
    });
    if ('refusal' in outcome) throw outcome.refusal;
    meta.once?.onRecorded?.();
    if (appended) {
      this.latest = Math.max(this.latest, outcome.receipt.position);
      this.signal.next();
    }
    return outcome.receipt;
  }

  /** What the transaction is to be committed with: after a client's refusal, the key and the request that it is bound to. */
  private async outcome(session: Session, { once }: CommandMeta, transaction: Transaction, work: Work): Promise<Outcome> {
    const receipt = once && (await firstReceipt(session, once));
    if (receipt) return { receipt };
    const bindsKey = once && once.cause === undefined;
    if (bindsKey) await session.query('SAVEPOINT work');
    try {
      return { receipt: await transaction.finish(await work(transaction)) };
    } catch (error) {
      if (!bindsKey || !(error instanceof Refusal)) throw error;
      await session.query('ROLLBACK TO SAVEPOINT work');
      await saveRefused(session, once, error);
      return { refusal: error };
    }
  }
}
