import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { diskSpace } from './disk-space.js';

/**
 * The number of statement texts that may be prepared. The code has far fewer; the limit keeps texts that contain
 * values from filling the memory.
 */
const MAX_PREPARED_STATEMENTS = 500;

const prepared = new Map<string, string>();

/** What can be asked: a session, or the manager of a data source. */
export interface Queries {
  // biome-ignore lint/suspicious/noExplicitAny: as in TypeORM, the caller says what it asked for
  query<T = any>(sql: string, parameters?: unknown[]): Promise<T>;
}

const BEGIN = 'BEGIN READ WRITE';

/**
 * A transaction on a connection of its own. Statements may be sent while earlier ones are not answered yet; Postgres
 * runs them in turn, each with its own snapshot, and none after one that failed.
 */
export class Session implements Queries {
  private isOpen = true;
  private isBroken = false;
  private beginFailure?: unknown;

  private constructor(private readonly client: pg.PoolClient) {}

  /**
   * @param database whose connections write in nothing but a transaction (see `dataSourceOptions`)
   * @throws DiskFull if there is no room for changes
   */
  static async begin(database: DataSource): Promise<Session> {
    diskSpace.requireRoom();
    const session = new Session(await ((database.driver as PostgresDriver).master as pg.Pool).connect());
    // Not awaited: should it fail, what follows stands alone and can't write.
    session.query(BEGIN).catch(() => undefined);
    return session;
  }

  /** All that `work` does is committed when it ends, or, if it throws, undone. */
  static async run<T>(database: DataSource, work: (session: Session) => Promise<T>): Promise<T> {
    const session = await Session.begin(database);
    try {
      const result = await work(session);
      if (!(await session.commit())) throw new Error('The transaction was rolled back, since a statement in it had failed.');
      return result;
    } finally {
      await session.release();
    }
  }

  /** Whether a statement failed, so that it can only be rolled back. */
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
      // Without a transaction, other statements fail because they may only read, which is not the cause.
      if (sql === BEGIN) this.beginFailure = error;
      throw this.beginFailure ?? error;
    }
  }

  /**
   * Call it right after the last statement was sent, so that the two leave together.
   *
   * @returns whether it is committed; if not, a statement had failed and nothing happened
   * @throws if the connection broke: then it may be committed or not
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
   * Gives the connection back; what was not committed is undone. To be called once, when all statements are answered.
   */
  async release(): Promise<void> {
    if (this.isOpen) await this.client.query('ROLLBACK').catch(() => undefined);
    // After a failure it may be closed, or have prepared what a migration has made stale.
    this.client.release(this.isBroken);
  }
}

/** @returns what a statement is prepared as; undefined if there are so many already that it is not */
export function statementNameOf(sql: string): string | undefined {
  const known = prepared.get(sql);
  if (known || prepared.size >= MAX_PREPARED_STATEMENTS) return known;
  const name = `kronika_${prepared.size}`;
  prepared.set(sql, name);
  return name;
}
