import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import QueryStream from 'pg-query-stream';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { Connection } from '../database/connection.js';
import { READ } from '../database/database.js';
import { Lookup, type LookupKey } from '../database/lookup.js';
import { nameOf } from '../database/session.js';
import type { Statement } from '../database/sql.js';
import { WatchedClient } from '../database/watched-client.js';
import { Unavailable } from '../event-log/refusal.js';
import { Settings } from '../settings.js';
import type { Build } from '../subscriptions/subscription.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';

/** Rows of a query, and the position up to which they surely have all events in them. */
export interface Rows<R> {
  readonly position: number;
  readonly rows: R[];
}

/**
 * What Postgres says of a table, a column or an operator that is not there, of a column of another type, and of a
 * statement that was prepared when it had another type.
 */
const OTHER_SHAPE = ['42P01', '42703', '42883', '42804', '0A000'];

/** How many streams may be open at once: each has a connection of its own as long as its reader takes. */
const MAX_EXPORTS = 4;

/** Queries: read only, each with a checkpoint of its view that its rows are not behind. */
@Injectable()
export class ReadDatabase {
  private readonly lookups = new Map<string, Lookup<Found>>();
  private readonly checkpoints = new Lookup<{ key: string; reached: number }>((views) => this.database.query(REACHED, [views]));
  private streams = 0;

  constructor(
    @InjectDataSource(READ) private readonly database: DataSource,
    private readonly subscriptions: Subscriptions,
    private readonly settings: Settings,
  ) {}

  /**
   * @param view whose checkpoint is meant
   * @param query a `SELECT`: built by the tag `sql`, or text with `$1` … for `values`
   * @throws Unavailable `view.building`, `view.replaced` if it needs what the tables of the version that serves do not
   *   have
   */
  query<R extends object>(view: string, query: Statement | string, values: unknown[] = []): Promise<Rows<R>> {
    const statement = typeof query === 'string' ? { text: query, values } : query;
    const { text, isPrepared } = statement;
    const config = { name: isPrepared ? nameOf(text) : undefined, text, values: statement.values };
    return this.explained(view, async (client) => {
      // Two snapshots, the checkpoint's first: rows that are newer than it have all events up to it as well, even if
      // another build
      // took over between the two. Sent together, as one statement they would take longer to plan than most take to
      // run.
      const [checkpoints, { rows }] = await Promise.all([
        client.query<{ position: number }>({ name: 'checkpoint', text: checkpoint(1), values: [view] }),
        client.query<R>(config),
      ]);
      return { position: checkpoints.rows[0]?.position ?? 0, rows };
    });
  }

  /**
   * The row of a key. Lookups that come while others are on their way share a statement, hence one snapshot, which is
   * never older than a request that it answers.
   *
   * @param sql a `SELECT` that finds at most one row for the value of `key`; a constant, since its plan is kept
   * @param key a number for a bigint, a text for a UUID
   * @throws Unavailable as of `query`
   */
  async find<R extends object>(view: string, sql: string, key: LookupKey): Promise<{ position: number; row?: R }> {
    let lookup = this.lookups.get(sql);
    if (!lookup) {
      const type = typeof key === 'number' ? 'bigint' : 'uuid';
      const statement = {
        name: `lookup ${this.lookups.size}`,
        // The keys in a SELECT of their own, so that their number does not count for the planner: else it would plan
        // each time.
        text: `SELECT key, c.position AS "atPosition", q.* FROM unnest((SELECT $1::${type}[])) AS key
               CROSS JOIN (${checkpoint(2)}) AS c
               LEFT JOIN LATERAL (SELECT true AS "isRow", s.* FROM (${sql}) AS s) AS q ON true`,
      };
      // One connection: a process of Postgres that is busy with them all takes less from this one than several that
      // take turns.
      const connection = new Connection(this.pool);
      const read = (keys: LookupKey[]) => async (client: PoolClient) =>
        (await client.query<Found>({ ...statement, values: [keys, view] })).rows;
      lookup = new Lookup((keys) => this.explained(view, read(keys), connection));
      this.lookups.set(sql, lookup);
    }
    const { key: _, atPosition, isRow, ...row } = await lookup.find(key);
    return { position: atPosition, row: isRow ? (row as R) : undefined };
  }

  /** @param run is run again if what it failed for has passed meanwhile */
  private async explained<T>(
    view: string,
    run: (client: PoolClient) => Promise<T>,
    connection = new Connection(this.pool),
  ): Promise<T> {
    return connection.use(run).catch(async (error) => {
      await this.explain(view, error);
      // The version that the query is for may have begun to serve right after it failed.
      return connection.use(run);
    });
  }

  /** Not through TypeORM, which would take as long again. */
  private get pool(): Pool {
    return (this.database.driver as PostgresDriver).master;
  }

  /**
   * Streams rows at the pace of their reader, in constant memory, from one snapshot.
   *
   * @throws Unavailable `export.busy` if too many are open; `view.building`, `view.replaced` as of `query`
   * @returns the position of the snapshot and the rows; the connection is released when the stream ends or is
   *   destroyed
   */
  async stream(view: string, { text, values }: Statement): Promise<{ position: number; rows: Readable }> {
    this.requireStream();
    // Right after the check, or several requests of one moment would pass it together.
    this.streams += 1;
    // A cursor can't share a connection with other statements on their way.
    const client = new WatchedClient({ ...this.pool.options, pipeline: false });
    const end = async () => {
      this.streams -= 1;
      await client.end();
    };
    try {
      const [serving] = await this.database.query(
        `SELECT array_agg(format('read.%I', t)) AS tables FROM log.checkpoints, unnest(tables) AS t
         WHERE subscription = $1 AND build = 'serving' HAVING count(*) > 0`,
        [view],
      );
      await client.connect();
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      // It would count the time that the reader takes; what bounds that is the transaction as a whole.
      await client.query('SET LOCAL statement_timeout = 0');
      await client.query(`SET LOCAL transaction_timeout = '30min'`);
      // Before the snapshot, so that no other build of the view takes over between the two.
      if (serving?.tables.length) await client.query(`LOCK TABLE ${serving.tables.join(', ')} IN ACCESS SHARE MODE`);
      const checkpoints = await client.query<{ position: number }>(checkpoint(1), [view]);
      const rows: Readable = client.query(new RowStream(client, text, values));
      // What is wrong with the statement is told here and not in the middle of an answer.
      await once(rows, 'readable');
      rows.once('close', () => void end());
      return { position: checkpoints.rows[0]?.position ?? 0, rows };
    } catch (error) {
      await end();
      await this.explain(view, error);
      throw error;
    }
  }

  /**
   * What `stream` would say before its first row: it fails for the same reasons, but reads no row and takes no stream.
   *
   * @returns the position
   */
  async streamHead(view: string, { text, values }: Statement): Promise<number> {
    this.requireStream();
    const { position } = await this.query(view, `SELECT FROM (${text}) AS streamed LIMIT 0`, values);
    return position;
  }

  private requireStream(): void {
    if (this.streams >= MAX_EXPORTS)
      throw new Unavailable('export.busy', `There are ${MAX_EXPORTS} exports under way. Try again.`, 10);
  }

  /**
   * Waits until the view has reached a position: its checkpoint was read there, or this process has this moment
   * committed it there, which only a replica may not have seen. What it remembers of earlier does not count, since a
   * view can be rolled back.
   *
   * @returns the view's position, lower than the wanted one if `milliseconds` were not enough
   */
  async reach(view: string, position: number, milliseconds: number): Promise<number> {
    const end = Date.now() + milliseconds;
    // Where this process moves the view, it would look too early.
    const committed = async (delay: number) => {
      const moved = await this.subscriptions.moved(view, position, delay);
      return this.settings.READ_DATABASE_URL ? undefined : moved;
    };
    let moved = this.subscriptions.isBehind(view, position) ? await committed(10) : undefined;
    for (let delay = 10; moved === undefined; delay = Math.min(delay * 2, 50)) {
      const { reached } = await this.checkpoints.find(view);
      if (reached >= position || Date.now() >= end) return reached;
      moved = await committed(delay);
    }
    return moved;
  }

  /**
   * The version of a view that serves is not always that of this process's code: before a takeover new code waits for
   * it, and after it old code may still run beside new code. Returns if the version of the code serves, as far as is
   * known.
   *
   * @throws Unavailable if another version explains the error; the error itself if it is not about the shape of tables
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
      throw new Unavailable('view.building', `${view} is being built, and has come to position ${next.position}.`, 1, {
        position: next.position,
      });
    if (serving)
      throw new Unavailable(
        'view.replaced',
        `${view} is served in version ${serving.version}, and this process has version ${version}. Ask another one.`,
        1,
        { version: serving.version },
      );
  }
}

/** Ends with its connection, too: a cursor that is closed on a broken one waits for ever. */
class RowStream extends QueryStream {
  constructor(
    private readonly client: WatchedClient,
    sql: string,
    parameters: unknown[],
  ) {
    super(sql, parameters);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.client.isBroken) done(error);
    else super._destroy(error as Error, done);
  }
}

/** A row of a lookup; one without `isRow` says that there is none. */
interface Found {
  readonly key: LookupKey;
  readonly atPosition: number;
  readonly isRow: true | null;
}

/** The checkpoints of views, for all requests that wait for one. */
const REACHED = `
  SELECT key, coalesce(max(position), 0) AS reached FROM unnest($1::text[]) AS key
  LEFT JOIN log.checkpoints ON subscription = key AND build = 'serving' GROUP BY key`;

/** The position of the build that serves. */
function checkpoint(parameter: number): string {
  return `SELECT coalesce(max(position), 0) AS position FROM log.checkpoints
          WHERE subscription = $${parameter} AND build = 'serving'`;
}
