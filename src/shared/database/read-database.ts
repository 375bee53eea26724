import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Problem } from '../http/problems.js';
import { READ } from './database.js';

/** Rows of a query, and the position up to which they surely have all events in them. */
export interface Rows<R> {
  readonly position: number;
  readonly rows: R[];
}

/** How many streams may be open at once: each keeps a connection as long as its reader takes. */
const MOST_STREAMS = 4;

/** Queries: read only, each with the checkpoint of its view from the same snapshot as its rows. */
@Injectable()
export class ReadDatabase {
  private streams = 0;

  constructor(@InjectDataSource(READ) private readonly database: DataSource) {}

  /**
   * @param view whose checkpoint is meant
   * @param sql a `SELECT`; its parameters are `$1` … as given
   */
  async query<R extends object>(view: string, sql: string, parameters: unknown[] = []): Promise<Rows<R>> {
    // One statement, hence one snapshot. The join keeps the order of its only inner side.
    const found: ({ atPosition: number; isRow: true | null } & R)[] = await this.database
      .query(
        `SELECT c.position AS "atPosition", q.* FROM (${checkpoint(parameters.length + 1)}) AS c
         LEFT JOIN LATERAL (SELECT true AS "isRow", s.* FROM (${sql}) AS s) AS q ON true`,
        [...parameters, view],
      )
      .catch((error) => this.explain(view, error));
    const rows = found.flatMap(({ atPosition, isRow, ...row }) => (isRow ? [row as unknown as R] : []));
    return { position: found[0]?.atPosition ?? 0, rows };
  }

  /**
   * Streams rows at the pace of their reader, in constant memory, from one snapshot.
   *
   * @throws Problem `export.busy` if too many are open
   * @returns the position of the snapshot and the rows; the connection is released when the stream ends or is destroyed
   */
  async stream(view: string, sql: string, parameters: unknown[]): Promise<{ position: number; rows: Readable }> {
    if (this.streams >= MOST_STREAMS)
      throw new Problem(
        503,
        'export.busy',
        `There are ${MOST_STREAMS} exports under way. Try again.`,
        {},
        { 'retry-after': '10' },
      );
    const [serving] = await this.database.query(
      `SELECT array_agg(format('read.%I', t)) AS tables FROM log.checkpoints, unnest(tables) AS t
       WHERE subscription = $1 AND build = 'serving' HAVING count(*) > 0`,
      [view],
    );
    this.streams += 1;
    const runner = this.database.createQueryRunner();
    const end = async () => {
      this.streams -= 1;
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      await runner.release();
    };
    try {
      await runner.startTransaction('REPEATABLE READ');
      // It would count the time that the reader takes; what bounds that is the transaction as a whole.
      await runner.query('SET LOCAL statement_timeout = 0');
      await runner.query(`SET LOCAL transaction_timeout = '30min'`);
      // Before the snapshot, so that no other build of the view takes over between the two.
      if (serving?.tables.length) await runner.query(`LOCK TABLE ${serving.tables.join(', ')} IN ACCESS SHARE MODE`);
      const [{ position }] = await runner.query(checkpoint(1), [view]);
      const rows: Readable = await runner.stream(sql, parameters);
      rows.once('close', () => void end());
      return { position, rows };
    } catch (error) {
      await end();
      return this.explain(view, error);
    }
  }

  /**
   * Waits until the view has reached a position; only the checkpoint in the database counts, so it works over processes.
   *
   * @returns the view's position, lower than the wanted one if `milliseconds` were not enough
   */
  async reach(view: string, position: number, milliseconds: number): Promise<number> {
    const end = Date.now() + milliseconds;
    for (let delay = 2; ; delay = Math.min(delay * 2, 50)) {
      const [row] = await this.database.query(checkpoint(1), [view]);
      const reached: number = row?.position ?? 0;
      if (reached >= position || Date.now() >= end) return reached;
      await wait(delay);
    }
  }

  /** A query that looks for a table or a column that is still being built can be answered soon; all else is as it was. */
  private async explain(view: string, error: unknown): Promise<never> {
    if (/^42(P01|703)$/.test((error as { driverError?: { code?: string } }).driverError?.code ?? '')) {
      const [next] = await this.database.query(
        `SELECT position FROM log.checkpoints WHERE subscription = $1 AND build = 'next'`,
        [view],
      );
      if (next)
        throw new Problem(
          503,
          'view.building',
          `${view} is being built, and has come to position ${next.position}.`,
          { position: next.position },
          { 'retry-after': '1' },
        );
    }
    throw error;
  }
}

/** The position of the build that serves. */
function checkpoint(parameter: number): string {
  return `SELECT coalesce(max(position), 0) AS position FROM log.checkpoints
          WHERE subscription = $${parameter} AND build = 'serving'`;
}
