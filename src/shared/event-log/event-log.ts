import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Subject } from 'rxjs';
import { DataSource, type EntityManager } from 'typeorm';
import type { CommandMeta, Receipt } from './command-meta.js';
import { EventTypes } from './events.js';
import { firstOutcome, type Outcome, saveRefused } from './outcomes.js';
import { Refusal } from './refusal.js';
import { Transaction } from './transaction.js';

/** What a command does; a command that is about no row may return the id for its receipt. */
// biome-ignore lint/suspicious/noConfusingVoidType: nearly every one ends without a return
export type Work = (transaction: Transaction) => Promise<Pick<Receipt, 'id'> | void>;

/** In ms: twice this is below the time after which a saga is taken to hang, so that its last command may take as long again. */
export const LONGEST_WORK = 40_000;

/** The work was more than should be done at once; what was done stays, and the rest can be done by the same command again. */
export class Unfinished extends Error {}

/** The only way to change anything: rows and events of one command in one transaction. */
@Injectable()
export class EventLog {
  private readonly signal = new Subject<void>();

  /** Fires after each commit of this process that appended; a hint to look at the log, never the news itself. */
  readonly appended$ = this.signal.asObservable();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly types: EventTypes,
  ) {}

  /**
   * Runs one command: all that `work` saved and appended becomes visible at once, or, if it throws, nothing.
   *
   * With `meta.once` the outcome is saved in the same transaction; when the command comes again, `work` is not run, and the
   * outcome is that of the first time: the receipt, or for a client the refusal. A saga's refusal is not saved: it had no
   * effect to repeat, and by the next time what was in the way may be mended.
   *
   * @returns the receipt of the first entity that `work` locked, inserted or decided on, or with the id that it returned
   * @throws Refusal of the domain, `idempotency.in-progress`, `idempotency.key-reused`; errors of the database as they come
   */
  async transaction(meta: CommandMeta, work: Work): Promise<Receipt> {
    const runner = this.database.createQueryRunner();
    try {
      await runner.startTransaction();
      const transaction = new Transaction(runner.manager, meta, this.types);
      const outcome = await this.outcome(runner.manager, meta, transaction, work);
      await runner.commitTransaction();
      if ('refusal' in outcome) throw outcome.refusal;
      if (transaction.appended) this.signal.next();
      return outcome.receipt;
    } catch (error) {
      // A connection that broke has been rolled back by Postgres; the first error is the one to tell.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
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

  /** What the transaction is to be committed with: a refusal is an outcome only where it is saved. */
  private async outcome(manager: EntityManager, { once }: CommandMeta, transaction: Transaction, work: Work): Promise<Outcome> {
    const first = once && (await firstOutcome(manager, once));
    if (first) return first;
    const savesRefusals = once && once.cause === undefined;
    if (savesRefusals) await manager.query('SAVEPOINT work');
    try {
      return { receipt: await transaction.finish(await work(transaction)) };
    } catch (error) {
      if (!savesRefusals || !(error instanceof Refusal)) throw error;
      await manager.query('ROLLBACK TO SAVEPOINT work');
      await saveRefused(manager, once, error);
      return { refusal: error };
    }
  }
}
