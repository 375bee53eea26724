import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { diskSpace } from './disk-space.js';

/**
 * Maximum number of prepared statement texts. The code has far fewer. The limit bounds memory if some texts contain
 * values.
 */
const MAX_PREPARED_STATEMENTS = 500;

const prepared = new Map<string, string>();

/** Anything that runs queries: a session, or the manager of a data source. */
export interface Queries {
  // biome-ignore lint/suspicious/noExplicitAny: as in TypeORM, the caller knows the type of the rows
  query<T = any>(sql: string, parameters?: unknown[]): Promise<T>;
}

const BEGIN = 'BEGIN READ WRITE';

/**
 * A transaction on its own connection. Statements may be sent before earlier ones are answered. Postgres executes them
 * in order, each with its own snapshot, and none after one that failed.
 */
export class Session implements Queries {
  private isOpen = true;
  private isBroken = false;
  private beginFailure?: unknown;

  private constructor(private readonly client: pg.PoolClient) {}

  /**
   * @param database a data source whose connections can write only in a transaction (see `dataSourceOptions`)
   * @throws DiskFull if there is no disk space for changes
   */
  static async begin(database: DataSource): Promise<Session> {
    diskSpace.requireRoom();
    const session = new Session(await ((database.driver as PostgresDriver).master as pg.Pool).connect());
    // Not awaited, because if it fails, later statements run outside of a transaction and can't write.
    session.query(BEGIN).catch(() => undefined);
    return session;
  }

  /** Commits the changes of `work`, or rolls them back if it throws. */
  static async run<T>(database: DataSource, work: (session: Session) => Promise<T>): Promise<T> {
    const session = await Session.begin(database);
    try {
      const result = await work(session);
      if (!(await session.commit())) throw new Error('The transaction was rolled back, because a statement in it had failed.');
      return result;
    } finally {
      await session.release();
    }
  }

  /** Whether a statement failed, so that the transaction can only be rolled back. */
  get hasFailed(): boolean {
    return this.isBroken;
  }

  /** @returns the rows */
  // biome-ignore lint/suspicious/noExplicitAny: see `Queries`
  async query<T = any>(sql: string, parameters: unknown[] = []): Promise<T> {
    try {
      const { rows } = await this.client.query({ name: statementNameOf(sql), text: sql, values: parameters });
      return rows as T;
    } catch (error) {
      this.isBroken = true;
      // Without a transaction, later statements fail because the connection is read-only. The cause is the `BEGIN`.
      if (sql === BEGIN) this.beginFailure = error;
      throw this.beginFailure ?? error;
    }
  }

  /**
   * Call it right after sending the last statement, so that both leave in one write.
   *
   * @returns whether the transaction is committed. If not, a statement had failed and nothing was changed.
   * @throws if the connection broke. The outcome is then unknown.
   */
  async commit(): Promise<boolean> {
    try {
      this.isOpen = false;
      const { command } = await this.client.query('COMMIT');
      return command === 'COMMIT';
    } catch (error) {
      this.isBroken = true;
      throw error;
    }
  }

  /**
   * Returns the connection to the pool and rolls back an open transaction. Call it once, after all statements are
   * answered.
   */
  async release(): Promise<void> {
    if (this.isOpen) await this.client.query('ROLLBACK').catch(() => undefined);
    // After a failure, the connection may be closed, or have prepared statements that a migration made stale.
    this.client.release(this.isBroken);
  }
}

/** @returns the name under which a statement is prepared; undefined if the limit is reached, so that it is not */
export function statementNameOf(sql: string): string | undefined {
  const known = prepared.get(sql);
  if (known || prepared.size >= MAX_PREPARED_STATEMENTS) return known;
  const name = `kronika_${prepared.size}`;
  prepared.set(sql, name);
  return name;
}
