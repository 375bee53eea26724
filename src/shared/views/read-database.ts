import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { READ } from '../database/database.js';
import { isOfConnection, isOfServer, isWorthRetry } from '../database/failures.js';
import type { LookupKey } from '../database/lookup.js';
import { NOT_A_REPLICA, type Replica } from '../database/replica.js';
import { Replicas } from '../database/replicas.js';
import { statementNameOf } from '../database/session.js';
import type { Statement } from '../database/sql.js';
import { Unavailable } from '../event-log/refusal.js';
import type { Build } from '../subscriptions/subscription.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import { openStream } from './export-stream.js';
import { checkpoint, isEnough, type Placed, ReadPlace, type ReplicaPlace } from './read-place.js';

/** Rows of a query, and the position up to which they surely have all events in them. */
export interface RowsUpTo<R> {
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

/**
 * Queries: read only, each with a checkpoint of its view that its rows are not behind. A replica answers if it has
 * reached the position that the query needs, else the primary.
 */
@Injectable()
export class ReadDatabase {
  private readonly primary: ReadPlace;
  private readonly places: ReadonlyMap<Replica, ReadPlace>;
  /** The position that answers to the current request must have reached. */
  private readonly wanted = new AsyncLocalStorage<number>();
  private streams = 0;

  constructor(
    @InjectDataSource(READ) private readonly database: DataSource,
    private readonly replicas: Replicas,
    private readonly subscriptions: Subscriptions,
  ) {
    this.primary = new ReadPlace((database.driver as PostgresDriver).master);
    this.places = new Map(replicas.all.map((replica) => [replica, new ReadPlace(replica.pool, replica)]));
  }

  /** Runs work whose queries get no answer from before a position, which the primary has reached. */
  since<T>(position: number, work: () => T): T {
    return this.places.size ? this.wanted.run(position, work) : work();
  }

  /**
   * @param view whose checkpoint is meant
   * @param query a `SELECT`: built by the tag `sql`, or text with `$1` … for `values`
   * @throws Unavailable `view.building`, `view.replaced` if it needs what the tables of the version that serves do not
   *   have
   */
  async query<R extends object>(view: string, query: Statement | string, values: unknown[] = []): Promise<RowsUpTo<R>> {
    const statement = typeof query === 'string' ? { text: query, values } : query;
    const { text, isPrepared } = statement;
    const config = { name: isPrepared ? statementNameOf(text) : undefined, text, values: statement.values };
    const { position, rows } = await this.answered(view, (place) =>
      place.use(async (client) => {
        // Two snapshots, the checkpoint's first: rows that are newer than it have all events up to it as well, even if
        // another build took over between the two. Sent together, as one statement they would take longer to plan than
        // most take to run.
        const [checkpoints, { rows }] = await Promise.all([
          client.query<Placed>({ name: 'checkpoint', text: checkpoint(1), values: [view] }),
          client.query<R>(config),
        ]);
        return { ...(checkpoints.rows[0] as Placed), rows };
      }),
    );
    return { position, rows };
  }

  /**
   * The row of a key. Lookups that arrive while others are running share the next statement and its
   * snapshot, which is never older than a request that it answers.
   *
   * @param sql a `SELECT` that finds at most one row for the value of `key`; a constant, since its plan is kept
   * @param key a number for a bigint, a text for a UUID
   * @throws Unavailable as of `query`
   */
  async find<R extends object>(view: string, sql: string, key: LookupKey): Promise<{ position: number; row?: R }> {
    const { position, found } = await this.answered(view, async (place) => {
      const { atPosition, isStandby, ...found } = await place.find(view, sql, key);
      return { position: atPosition, isStandby, found };
    });
    const { key: _, isRow, ...row } = found;
    return { position, row: isRow ? (row as object as R) : undefined };
  }

  /**
   * Asks a replica, and the primary if no replica has an answer that is new enough.
   *
   * @param ask gets the position that its answer must have reached
   */
  private async answered<A extends Placed>(view: string, ask: (place: ReadPlace, wanted: number) => Promise<A>): Promise<A> {
    const wanted = this.wanted.getStore() ?? 0;
    const place = this.places.size ? await this.replicaFor(view, wanted) : undefined;
    if (place) {
      const answer = await ask(place, wanted).catch((error) => this.leave(place, error));
      if (answer) place.note(view, answer.position);
      if (answer && isEnough(place, answer, wanted)) return answer;
      if (answer?.isStandby === false) this.replicas.suspect(place.replica, NOT_A_REPLICA);
    }
    const answer = await this.askPrimary(view, (primary) => ask(primary, wanted));
    if (isEnough(this.primary, answer, wanted)) return answer;
    const detail = `${view} has reached position ${answer.position} and not yet ${wanted}.`;
    throw new Unavailable('view.behind', detail, 1, { position: answer.position, lag: wanted - answer.position });
  }

  /** @returns undefined if no replica is known to have reached the position, or says so */
  private async replicaFor(view: string, wanted: number): Promise<ReplicaPlace | undefined> {
    for (const replica of this.replicas.usable()) {
      const place = this.places.get(replica) as ReplicaPlace;
      if (wanted === 0 || (await place.has(view, wanted).catch((error) => this.leave(place, error)))) return place;
    }
    return undefined;
  }

  /** @throws the error if the primary would fail as well */
  private leave({ replica }: ReplicaPlace, error: unknown): undefined {
    if (!isOfServer(error) && !isOfShape(error)) throw error;
    if (isOfConnection(error)) this.replicas.suspect(replica, `it does not answer: ${(error as Error).message}`);
  }

  /** @param ask is asked again if what it failed for has passed meanwhile */
  private async askPrimary<A>(view: string, ask: (place: ReadPlace) => Promise<A>): Promise<A> {
    return ask(this.primary).catch(async (error) => {
      // The version that the query is for may have begun to serve right after it failed.
      if (!isWorthRetry(error)) await this.explain(view, error);
      return ask(this.primary);
    });
  }

  /** How many streams are open. */
  get openStreams(): number {
    return this.streams;
  }

  /**
   * Streams rows at the pace of their reader, in constant memory, from one snapshot.
   *
   * @throws Unavailable `export.busy` if too many are open; `view.building`, `view.replaced` as of `query`
   * @returns the position of the snapshot and the rows; the connection is released when the stream ends or is
   *   destroyed
   */
  async stream(view: string, statement: Statement): Promise<{ position: number; rows: Readable }> {
    this.requireStream();
    // Right after the check, or several requests of one moment would pass it together.
    this.streams += 1;
    try {
      const { position, rows } = await this.answered(view, (place, wanted) => openStream(place, view, statement, wanted));
      (rows as Readable).once('close', () => {
        this.streams -= 1;
      });
      return { position, rows: rows as Readable };
    } catch (error) {
      this.streams -= 1;
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
   * committed it there. What it remembers of earlier does not count, since a view can be rolled back.
   *
   * @returns the view's position, lower than the wanted one if `milliseconds` were not enough
   */
  async reach(view: string, position: number, milliseconds: number): Promise<number> {
    const end = Date.now() + milliseconds;
    // Where this process moves the view, it would look too early.
    let moved = this.subscriptions.isBehind(view, position) ? await this.subscriptions.moved(view, position, 10) : undefined;
    for (let delay = 10; moved === undefined; delay = Math.min(delay * 2, 50)) {
      const reached = await this.reached(view, position);
      if (reached >= position || Date.now() >= end) return reached;
      moved = await this.subscriptions.moved(view, position, delay);
    }
    return moved;
  }

  /** The primary's position of a view; while it does not answer, that of a replica that is there. */
  private async reached(view: string, position: number): Promise<number> {
    return this.primary.reached(view).catch(async (error) => {
      if (await this.replicaFor(view, position)) return position;
      throw error;
    });
  }

  /**
   * The version of a view that serves is not always that of this process's code: before a takeover new code waits for
   * it, and after it old code may still run beside new code. Returns if the version of the code serves, as far as is
   * known.
   *
   * @throws Unavailable if another version explains the error; the error itself if it is not about the shape of tables
   */
  private async explain(view: string, error: unknown): Promise<void> {
    if (!isOfShape(error)) throw error;
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

function isOfShape(error: unknown): boolean {
  return OTHER_SHAPE.includes((error as { code?: string } | undefined)?.code ?? '');
}
