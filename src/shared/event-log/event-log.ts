import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import type { CommandMeta, Receipt } from './command-meta.js';
import { Transaction } from './transaction.js';

/** The only way to change anything: rows and events of one command in one transaction. */
@Injectable()
export class EventLog {
  private readonly signal = new Subject<void>();

  /** Fires after each commit of this process that appended; a hint to look at the log, never the news itself. */
  readonly appended$ = this.signal.asObservable();

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * Runs one command: all that `work` saved and appended becomes visible at once, or, if it throws, nothing.
   *
   * @returns the receipt of the first row that `work` locked or inserted
   * @throws Refusal of the domain; errors of the database as they come
   */
  async transaction(meta: CommandMeta, work: (transaction: Transaction) => Promise<unknown>): Promise<Receipt> {
    const runner = this.database.createQueryRunner();
    try {
      await runner.startTransaction();
      const transaction = new Transaction(runner.manager, meta);
      await work(transaction);
      const { receipt, appended } = await transaction.finish();
      await runner.commitTransaction();
      if (appended) this.signal.next();
      return receipt;
    } catch (error) {
      // A connection that broke has been rolled back by Postgres; the first error is the one to tell.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}
