import { Inject, Injectable, Optional } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pLimit from 'p-limit';
import { Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import { Session } from '../database/session.js';
import { traced } from '../tracing.js';
import type { CommandMeta, Receipt } from './command-meta.js';
import { CommandSession } from './command-session.js';
import { EventTypes } from './events.js';
import { GroupCommitter } from './group-committer.js';
import { firstReceipt, type Outcome, saveRefused } from './outcomes.js';
import { Refusal } from './refusal.js';
import { rehearse } from './rehearsal.js';
import { Transaction } from './transaction.js';

/** A command's work; one that concerns no row and no stream may return the id for its receipt. */
// biome-ignore lint/suspicious/noConfusingVoidType: nearly every work ends without a return
export type Work = (transaction: Transaction) => Promise<Pick<Receipt, 'id'> | void>;

/**
 * How long a command in parts may begin new parts. The time after which a saga counts as hanging is more than twice as
 * long, so the last command of a saga may take as long again.
 */
export const MAX_WORK_MS = 40_000;

/**
 * Maximum number of sagas' commands that run alone at once. Each takes a connection, and may wait for a lock with it.
 * Clients' commands need the rest of the pool's ten.
 */
const MAX_SAGA_TRANSACTIONS = 4;

/** Injection token of a boolean for tests. True: all work is rehearsed, that is, run and rolled back before it runs. */
export const REHEARSE_WORK = Symbol('REHEARSE_WORK');

/** A commit that appended events. */
export interface Append {
  /** The number of commands in the commit. */
  readonly commands: number;
  readonly events: number;
}

/** A refusal is an answer, not a failure. */
const failureOf = (error: unknown) => (error instanceof Refusal ? undefined : error);

/** A part of the command is committed. The same command, executed again, does the remaining parts. */
export class Unfinished extends Error {}

/** The only way to change data: it commits the rows and events of a command in one transaction. */
@Injectable()
export class EventLog {
  private readonly signal = new Subject<Append>();
  private readonly groups: GroupCommitter;
  private readonly sagaSlots = pLimit(MAX_SAGA_TRANSACTIONS);
  private highest = 0;

  /** Fires after each commit of this process that appended events, as a signal to poll the log. */
  readonly appended$ = this.signal.asObservable();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly types: EventTypes,
    @Optional() @Inject(REHEARSE_WORK) private readonly rehearses = false,
  ) {
    this.groups = new GroupCommitter(database, types, rehearses, {
      appended: (position, append) => this.noteAppend(position, append),
      runAlone: (meta, work) => (meta.once ? this.sagaSlots(() => this.runAlone(meta, work)) : this.runAlone(meta, work)),
    });
  }

  /** The highest position that this process has appended; 0 before its first append. */
  get lastPosition(): number {
    return this.highest;
  }

  /** Forgets the appended positions, because the log went back and they may be gone. */
  forgetPositions(): void {
    this.highest = 0;
  }

  /** Moving average of the number of commands per group: 1 when commands come one at a time, more under load. */
  get groupSize(): number {
    return this.groups.averageSize;
  }

  /**
   * Runs one command. Everything that `work` saved and appended becomes visible together or, if `work` throws, not at
   * all.
   *
   * With `meta.once` the receipt is saved in the same transaction. A repeated command gets that receipt, and `work`
   * does not run. A refusal is not saved: the command changed nothing and its reason may no longer hold, so a repeated
   * command is executed again. A client's key stays bound to its request all the same.
   *
   * Commands without a client's key that arrive together are committed together. Each has its own locks and its own
   * refusal. A command that can't be committed in its group is rolled back and runs again alone. So `work` must be
   * safe to run again: it changes nothing but what `transaction` rolls back.
   *
   * @returns the receipt of the first entity that `work` locked, inserted or decided on, or with the id that `work`
   * returned
   * @throws Refusal of the domain, `idempotency.in-progress`, `idempotency.key-reused`
   * @throws Error of the database, unchanged; if the connection broke during the commit, the outcome is unknown
   */
  transaction(meta: CommandMeta, work: Work): Promise<Receipt> {
    const run = (traceparent: string | undefined) => {
      const traceable = meta.within(traceparent);
      // A client's key is bound to its request even if the command is refused, which needs a savepoint of its own.
      const isAlone = meta.once && meta.once.cause === undefined;
      return isAlone ? this.runAlone(traceable, work) : this.groups.run(traceable, work);
    };
    return traced('append', { causes: [meta.traceparent] }, run, failureOf);
  }

  /**
   * Runs a saga's command that may affect any number of entities, in transactions of bounded size.
   *
   * @param work does one part: the entities after the given id, or the first ones if it is null. Returns the last id
   * of the part, or null if no entity can be left
   * @throws Unfinished after 40 s; the same command continues there, because a committed part does not run again
   */
  async inParts<I extends number | string>(
    meta: CommandMeta,
    work: (transaction: Transaction, after: I | null) => Promise<I | null>,
  ): Promise<void> {
    const start = performance.now();
    let after: I | null = null;
    for (let part = 0; ; part++) {
      if (performance.now() - start > MAX_WORK_MS) throw new Unfinished(`It has done ${part} parts, and goes on.`);
      const last: I | null = after;
      // The receipt of a part that was committed earlier still has the last id.
      const { id } = await this.transaction(meta.part(part), async (transaction) => ({
        id: (await work(transaction, last)) ?? 0,
      }));
      if (id === 0) return;
      after = id as I;
    }
  }

  /** Runs a command in a transaction of its own, in which it may wait for locks. */
  private async runAlone(meta: CommandMeta, work: Work): Promise<Receipt> {
    const { outcome, events } = await Session.run(this.database, async (session) => {
      const shared = new CommandSession(session, this.database, this.types, true);
      const transaction = new Transaction(shared, meta);
      return { outcome: await this.outcome(session, meta, transaction, work), events: transaction.newEvents.length };
    });
    if ('refusal' in outcome) throw outcome.refusal;
    meta.once?.onRecorded?.();
    if (events) this.noteAppend(outcome.receipt.position, { commands: 1, events });
    return outcome.receipt;
  }

  /** Runs `work` unless the key has a receipt. After a refusal, only the key and its request are saved. */
  private async outcome(session: Session, meta: CommandMeta, transaction: Transaction, work: Work): Promise<Outcome> {
    const { once } = meta;
    const receipt = once && (await firstReceipt(session, once));
    if (receipt) return { receipt };
    if (this.rehearses) await rehearse(new CommandSession(session, this.database, this.types, true), [{ meta, work }]);
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

  private noteAppend(position: number, append: Append): void {
    this.highest = Math.max(this.highest, position);
    this.signal.next(append);
  }
}
