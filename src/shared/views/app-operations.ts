import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { isTransient } from '../database/failures.js';
import type { Transaction } from '../event-log/transaction.js';
import { Settings } from '../settings.js';
import { messageOf } from '../subscriptions/quarantine.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import { completeOperation, failOperation } from './operation.js';

/** Pause between polls for a requested operation. */
const IDLE_PAUSE_MS = 500;

/** Minimum interval between saves of the progress. */
const SAVE_INTERVAL_MS = 200;

/** Class of the advisory locks that keep an operation to one process. */
const OPERATION_LOCK = 7_502_006;

/** One run of an operation. If its process dies, another one runs the operation again from the start. */
export interface OperationRun {
  readonly id: string;
  /** The time of the request. */
  readonly createdAt: Date;
  /** Aborted when the process is about to stop. The work should then end soon; it begins again after the next start. */
  readonly stopping: AbortSignal;
  /** Reports progress. It may be called often, because only some of the calls write. */
  progress(done: number, total: number): void;
}

/** @returns the result of the operation; undefined if it was stopped before its end */
export type OperationWork = (run: OperationRun) => Promise<object | undefined>;

/**
 * Long work that an app does on request, once over all processes, shown as `/v1/operations/{id}`. A worker holds a
 * lock while it works. If the worker dies, the operation stays `running` and the next worker begins the work again, so
 * the work must be safe to repeat.
 */
@Injectable()
export class AppOperations implements OnApplicationBootstrap {
  private readonly logger = new Logger('Operations');
  private readonly works = new Map<string, OperationWork>();

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly subscriptions: Subscriptions,
    private readonly settings: Settings,
  ) {}

  /** To be called while the app is being built. */
  register(kind: string, work: OperationWork): void {
    this.works.set(kind, work);
  }

  /** The ids of the operations of a kind that have not ended, read in a command's transaction. */
  async open({ query }: Transaction, kind: string): Promise<string[]> {
    const rows = await query<{ id: string }>(
      `SELECT id FROM log.operations WHERE kind = $1 AND state IN ('waiting', 'running')`,
      [kind],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Requests an operation, in a command's transaction.
   *
   * @returns what the receipt needs
   */
  async request({ query }: Transaction, kind: string, actor: string): Promise<{ id: string }> {
    const [made] = await query<{ id: string }>('INSERT INTO log.operations (kind, actor) VALUES ($1, $2) RETURNING id', [
      kind,
      actor,
    ]);
    return made as { id: string };
  }

  onApplicationBootstrap(): void {
    if (this.settings.isWorker && this.works.size) this.subscriptions.run('operations', () => this.round());
  }

  private async round(): Promise<void> {
    const open: { id: string; kind: string; createdAt: Date }[] = await this.database.query(
      `SELECT id, kind, created_at AS "createdAt" FROM log.operations
       WHERE state IN ('waiting', 'running') AND kind = ANY ($1) ORDER BY created_at`,
      [[...this.works.keys()]],
    );
    for (const operation of open) if (!this.subscriptions.stopped.aborted) await this.attempt(operation);
    await this.subscriptions.pause(IDLE_PAUSE_MS);
  }

  private async attempt({ id, kind, createdAt }: { id: string; kind: string; createdAt: Date }): Promise<void> {
    // The lock ends with its connection, so a dead process frees it.
    const runner = this.database.createQueryRunner();
    try {
      const [{ isTaken }] = await runner.query('SELECT pg_try_advisory_lock($1, hashtext($2)) AS "isTaken"', [
        OPERATION_LOCK,
        id,
      ]);
      if (!isTaken) return;
      try {
        await this.run(id, kind, createdAt);
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1, hashtext($2))', [OPERATION_LOCK, id]);
      }
    } finally {
      await runner.release();
    }
  }

  private async run(id: string, kind: string, createdAt: Date): Promise<void> {
    const { manager } = this.database;
    // Under the lock, because another process may have ended the operation meanwhile.
    const [, begun] = await manager.query(
      `UPDATE log.operations SET state = 'running', started_at = coalesce(started_at, clock_timestamp())
       WHERE id = $1 AND state IN ('waiting', 'running')`,
      [id],
    );
    if (!begun) return;
    let steps: [done: number, total: number] = [0, 0];
    const save = () =>
      manager.query('UPDATE log.operations SET position = greatest(position, $2), target = $3 WHERE id = $1', [id, ...steps]);
    const saving = setInterval(() => void save().catch(() => undefined), SAVE_INTERVAL_MS);
    try {
      const work = this.works.get(kind) as OperationWork;
      const progress = (...now: typeof steps) => {
        steps = now;
      };
      const result = await work({ id, createdAt, stopping: this.subscriptions.stopped, progress });
      if (!result) return;
      await save();
      await completeOperation(manager, id, steps[0], result);
    } catch (error) {
      // Transient errors leave the operation running, and it is tried again.
      if (isTransient(error)) throw error;
      this.logger.error(`${kind} failed: ${(error as Error).stack}`);
      await failOperation(manager, id, messageOf(error));
    } finally {
      clearInterval(saving);
    }
  }
}
