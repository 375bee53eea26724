import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Problem } from '../http/problems.js';
import type { Build } from '../subscriptions/subscription.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import { READ } from './database.js';

/** Rows of a query, and the position up to which they surely have all events in them. */
export interface Rows<R> {
  readonly position: number;
  readonly rows: R[];
}

/** What Postgres says of a table, a column or an operator that is not there, or of a column of another type. */
const OTHER_SHAPE = ['42P01', '42703', '42883', '42804'];

/** How many streams may be open at once: each keeps a connection as long as its reader takes. */
const MOST_STREAMS = 4;

/** Queries: read only, each with the checkpoint of its view from the same snapshot as its rows. */
@Injectable()
export class ReadDatabase {
  private streams = 0;

  constructor(
    @InjectDataSource(READ) private readonly database: DataSource,
    private readonly subscriptions: Subscriptions,
  ) {}

  /**
   * @param view whose checkpoint is meant
   * @param sql a `SELECT`; its parameters are `$1` … as given
   * @throws Problem `view.building`, `view.replaced` if it needs what the tables of the version that serves do not have
   */
  async query<R extends object>(view: string, sql: string, parameters: unknown[] = []): Promise<Rows<R>> {
    // One statement, hence one snapshot. The join keeps the order of its only inner side.
    const select = (): Promise<({ atPosition: number; isRow: true | null } & R)[]> =>
      this.database.query(
        `SELECT c.position AS "atPosition", q.* FROM (${checkpoint(parameters.length + 1)}) AS c
         LEFT JOIN LATERAL (SELECT true AS "isRow", s.* FROM (${sql}) AS s) AS q ON true`,
        [...parameters, view],
      );
    const found = await select().catch(async (error) => {
      await this.explain(view, error);
      // The version that the query is for may have begun to serve right after it failed.
      return select();
    });
    const rows = found.flatMap(({ atPosition, isRow, ...row }) => (isRow ? [row as unknown as R] : []));
    return { position: found[0]?.atPosition ?? 0, rows };
  }

  /**
   * Streams rows at the pace of their reader, in constant memory, from one snapshot.
   *
   * @throws Problem `export.busy` if too many are open; `view.building`, `view.replaced` as of `query`
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
      // What is wrong with the statement is told here and not in the middle of an answer.
      await once(rows, 'readable');
      rows.once('close', () => void end());
      return { position, rows };
    } catch (error) {
      await end();
      await this.explain(view, error);
      throw error;
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
      await this.subscriptions.moved(view, position, delay);
    }
  }

  /**
   * The version of a view that serves is not always that of this process's code: before a takeover new code waits for it, and
   * after it old code may still run beside new code. Returns if the version of the code serves, as far as is known.
   *
   * @throws Problem if another version explains the error; the error itself if it is not about the shape of tables
   */
  private async explain(view: string, error: unknown): Promise<void> {
    // That of a stream comes from the driver as it is.
    const { driverError, code } = error as { driverError?: { code?: string }; code?: string };
    if (!OTHER_SHAPE.includes(driverError?.code ?? code ?? '')) throw error;
    const version = this.subscriptions.all.find(({ name, isFold }) => isFold && name === view)?.version;
    const builds: { build: Build; version: number; position: number }[] = await this.database.query(
      `SELECT build, version, position FROM log.checkpoints WHERE subscription = $1 AND build IN ('serving', 'next')`,
      [view],
    );
    const serving = builds.find(({ build }) => build === 'serving');
    if (serving?.version === version) return;
    const next = builds.find((each) => each.build === 'next' && each.version === version);
    if (next)
      throw new Problem(
        503,
        'view.building',
        `${view} is being built, and has come to position ${next.position}.`,
        { position: next.position },
        { 'retry-after': '1' },
      );
    if (serving)
      throw new Problem(
        503,
        'view.replaced',
        `${view} is served in version ${serving.version}, and this process has version ${version}. Ask another one.`,
        { version: serving.version },
        { 'retry-after': '1' },
      );
  }
}

/** The position of the build that serves. */
function checkpoint(parameter: number): string {
  return `SELECT coalesce(max(position), 0) AS position FROM log.checkpoints
          WHERE subscription = $${parameter} AND build = 'serving'`;
}
