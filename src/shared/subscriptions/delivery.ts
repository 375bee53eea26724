import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { ClientBase, Pool, QueryConfig } from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { VIEW } from '../database/database.js';
import { isOfDatabase, isOfSocket } from '../database/failures.js';
import { Unfinished } from '../event-log/event-log.js';
import { RECORDED, type RecordedEvent } from '../event-log/events.js';
import { LogPoller } from './log-poller.js';
import type { Later, Subscription } from './subscription.js';
import { DUE_TIMER, type Timer } from './timers.js';

/** How far one look goes, so that a subscription that wants few events does not scan the whole log in one statement. */
export const WINDOW = 20_000;

/** How often what lies outside of the database may fail with an event, with growing delays between, before the event is to blame. */
const MOST_ATTEMPTS = 8;

/** In ms, and well below the time after which Postgres gives up on a connection that is idle in a transaction. */
const SIGN_OF_LIFE = 300;

/** In ms, and below the time after which Postgres ends any transaction: who takes longer with a batch is taken to hang. */
const LONGEST_HANDLING = 100_000;

/**
 * A fold's statements find rows by their keys, so their plans are kept, and are those for large tables however small the tables were
 * at the time: a plan that reads all of a small table would be kept while the table grows.
 */
const BEGIN_FOLD = ['BEGIN', ...['seqscan', 'hashjoin', 'mergejoin', 'material'].map((way) => `SET LOCAL enable_${way} = off`)]
  .concat('SET LOCAL plan_cache_mode = force_generic_plan')
  .join('; ');

/** A subscription as one process works on it. */
export interface Reader {
  readonly subscription: Subscription;
  /** As far as this process knows. */
  position: number;
  /** How many events the next batch takes: fewer after a failure, until the one that fails is alone. */
  limit: number;
  /** How often in a row events were there and something outside of the database was not. */
  attempts: number;
  /** How often in a row another process had it. */
  misses: number;
}

export function readerOf(subscription: Subscription): Reader {
  return { subscription, position: 0, limit: subscription.batchSize, attempts: 0, misses: 0 };
}

/** A transaction under way. */
interface Open {
  readonly manager: EntityManager;
  /** Its connection. What is sent on it is done in that order. */
  readonly client: ClientBase;
  /** Whether it has begun, which must be known before anything is written. */
  readonly begun: Promise<unknown>;
  readonly later: Later;
}

/** A wish to move a checkpoint over events that ask for nothing. */
interface Passing {
  readonly subscription: Subscription;
  readonly after: number;
  readonly end: number;
  readonly resolve: (position: number | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Moves checkpoints that nobody holds. Whoever has come further than `after` meanwhile has only passed more of the same events;
 * who is before it has events in between that nobody has looked at.
 */
const PASS = `
  WITH wishes AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::bigint[]) AS w (subscription, build, version, after, until)
  ), free AS (
    SELECT c.subscription, c.build, w.until FROM log.checkpoints AS c JOIN wishes AS w USING (subscription, build, version)
    WHERE c.position >= w.after AND c.position < w.until FOR UPDATE OF c SKIP LOCKED
  ), moved AS (
    UPDATE log.checkpoints AS c SET position = f.until, failure = NULL, updated_at = clock_timestamp()
    FROM free AS f WHERE c.subscription = f.subscription AND c.build = f.build RETURNING c.subscription, c.build, c.position
  )
  SELECT c.subscription, c.build, coalesce(m.position, c.position) AS position
  FROM log.checkpoints AS c JOIN wishes USING (subscription, build, version) LEFT JOIN moved AS m USING (subscription, build)`;

interface Passed {
  readonly subscription: string;
  readonly build: string;
  readonly position: number;
}

interface Parked {
  readonly id: number;
  readonly position: number;
  readonly wish: 'retry' | 'skip';
  readonly stream: string;
}

/**
 * Brings events to a subscription: in order, each batch in one transaction with the checkpoint. The lock on the checkpoint
 * row makes a subscription the work of one process at a time; it is on the connection that does the work, so who holds it is
 * alive, who died or was frozen has lost it, and with it the right to commit.
 */
@Injectable()
export class Delivery {
  private readonly logger = new Logger('Delivery');
  /** Who moves over events by the next statement. */
  private passing: Passing[] = [];

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly poller: LogPoller,
  ) {}

  /**
   * Handles one batch of the events up to the horizon. An event that fails alone is parked together with its stream.
   *
   * @param known the events that the subscription wants between the reader's position and the horizon, all or the first of
   *   them up to the reader's limit; absent: those that the tail keeps, else they are read
   * @param isEarly whether a fold may begin before it is known that these are the events to handle
   * @returns the position reached; undefined if another process has the subscription, or another version serves
   * @throws what it failed on, if that may pass: the caller waits and comes again
   */
  async batch(reader: Reader, horizon: number, known?: RecordedEvent[], isEarly = true): Promise<number | undefined> {
    const { subscription, limit } = reader;
    const { types, isFold } = subscription;
    const recent = known?.slice(0, limit) ?? this.poller.between(reader.position, horizon, types, limit);
    const seen = recent?.length === limit ? (recent.at(-1) as RecordedEvent).position : horizon;
    if (recent && !recent.some((event) => subscription.concerns?.(event) ?? true)) {
      const passed = await this.pass(subscription, reader.position, seen);
      if (passed !== undefined && passed >= seen) return passed;
    }
    let after = 0;
    const done = await this.attempt<{ position: number } | 'late'>(
      reader,
      async ({ manager, client, begun, later }, found) => {
        const state = Promise.all([
          takeOn(client, subscription, 'SKIP LOCKED'),
          // A statement of its own, after the lock: what another process parked is committed before it gave up the lock.
          recent && parkedOf(client, subscription, recent),
          begun,
        ]);
        const isAsKnown = state.then(([checkpoint, parked]) => checkpoint === reader.position && parked?.size === 0);
        // A fold's loads are sent right behind the lock, so they see what its last holder wrote; all else waits for `isAsKnown`.
        const early = isEarly && recent && isFold ? this.handle(subscription, recent, manager, later, isAsKnown) : undefined;
        // It must not go on after this transaction.
        await Promise.allSettled([isAsKnown, early]);
        const [checkpoint, parked] = await state;
        if (checkpoint === undefined) return undefined;
        after = checkpoint;
        // Not in this transaction, which may have failed with what was no event to handle.
        if (early && !(await isAsKnown)) return 'late';
        const isRecent = recent && parked && after >= reader.position;
        const end = Math.max(after, isRecent ? seen : Math.min(horizon, after + WINDOW));
        const events = found(
          isRecent
            ? recent.filter(({ position, stream }) => position > after && !parked.has(stream))
            : await this.read(manager, subscription, after, end, limit),
        );
        const handled = await (early ?? this.handle(subscription, events, manager, later));
        const position = handled ?? (events.length === limit ? (events.at(-1)?.position ?? end) : end);
        // The checkpoint moves in the transaction of what the events did: exactly once, whatever dies.
        if (position > after) later(client.query(this.moving(subscription, position)));
        // Who stopped early, as a saga does after commands, may do so again: the rest was read for nothing.
        if (handled !== undefined) reader.limit = events.filter((event) => event.position <= handled).length;
        return { position };
      },
      async (event, error) => {
        await this.park(subscription, after, event, error);
        return { position: after };
      },
    );
    if (done === 'late') return this.batch(reader, horizon, known, false);
    return done === 'again' ? after : done?.position;
  }

  /**
   * Does what an operator wishes for a parked stream: the events that wait are handled in order, after the one they wait
   * for was handled or skipped.
   *
   * @returns whether there may be more to do
   */
  async release(reader: Reader): Promise<boolean> {
    const { subscription } = reader;
    const limit = reader.limit;
    let parked: Parked | undefined;
    const done = await this.attempt(
      reader,
      async ({ manager, begun }, found) => {
        await begun;
        // As long as this is held, nothing moves past the events that wait, so none is left behind at the end.
        const checkpoint = await this.take(manager, subscription);
        if (checkpoint === undefined) return undefined;
        [parked] = await manager.query(
          `SELECT id, position, wish, stream FROM log.quarantine
           WHERE subscription = $1 AND build = $2 AND state = 'parked' AND wish IS NOT NULL ORDER BY id LIMIT 1 FOR UPDATE`,
          [subscription.name, subscription.build],
        );
        if (!parked) return undefined;
        const isSkipped = parked.wish === 'skip';
        const events: RecordedEvent[] = await manager.query(
          `SELECT ${RECORDED} FROM log.events
           WHERE stream = $1 AND position >= $2 AND position <= $3 AND type = ANY ($4) ORDER BY position LIMIT $5`,
          [parked.stream, parked.position + Number(isSkipped), checkpoint, subscription.types, isSkipped ? 1 : limit],
        );
        if (isSkipped) {
          await manager.query(
            `UPDATE log.quarantine SET state = 'skipped', wish = NULL, ended_at = clock_timestamp() WHERE id = $1`,
            [parked.id],
          );
          const [next] = events;
          if (next) await this.quarantine(manager, subscription, next, 'It waits behind an event that was skipped.', 'retry');
          return true;
        }
        const handled = await this.handle(subscription, found(events), manager);
        const last = handled ?? events.at(-1)?.position;
        const isEnd = handled === undefined && events.length < limit;
        await manager.query(
          isEnd
            ? `UPDATE log.quarantine SET state = 'released', wish = NULL, ended_at = clock_timestamp() WHERE id = $1`
            : 'UPDATE log.quarantine SET position = $2 WHERE id = $1',
          isEnd ? [parked.id] : [parked.id, (last as number) + 1],
        );
        return true;
      },
      async (event, error) => {
        this.logger.error(
          `${subscription.name} failed again on ${event.stream} at position ${event.position}: ${stackOf(error)}`,
        );
        // Unless another process fared better meanwhile, or the wish is another one by now.
        await this.database.query(
          `UPDATE log.quarantine SET wish = NULL, position = $2, error = $3, attempts = attempts + 1
           WHERE id = $1 AND state = 'parked' AND wish = 'retry' AND position <= $2`,
          [parked?.id, event.position, messageOf(error)],
        );
        return true;
      },
    );
    return done !== undefined;
  }

  /** Fires the timer of a saga that has been due for longest; if it fails, it waits for an operator. @returns whether there was one */
  async fire(reader: Reader): Promise<boolean> {
    const { subscription } = reader;
    let timer: Timer | undefined;
    try {
      const isFired = await this.database.transaction(async (manager) => {
        const checkpoint = await this.take(manager, subscription, 'SKIP LOCKED');
        if (checkpoint === undefined) return false;
        [timer] = await manager.query(DUE_TIMER, [subscription.name, checkpoint]);
        if (!timer) return false;
        // First, since the saga may set a timer of the same key again.
        await manager.query('DELETE FROM log.timers WHERE id = $1', [timer.id]);
        await this.alive(subscription, manager, async () => subscription.wake?.(timer as Timer, manager));
        return true;
      });
      reader.attempts = 0;
      return isFired;
    } catch (error) {
      if (!timer || !this.isToBlame(reader, error)) throw error;
      this.logger.error(`${subscription.name} failed on its timer ${timer.key}: ${stackOf(error)}`);
      await this.database.query('UPDATE log.timers SET error = $3 WHERE id = $1 AND due_at = $2', [
        timer.id,
        timer.dueAt,
        messageOf(error),
      ]);
      return true;
    }
  }

  /**
   * Works on events in a transaction. If that fails, the next attempt takes fewer of them, until the one to blame is alone.
   *
   * @param work tells what events it found; answers undefined if there was nothing to do
   * @param blame is called with the event that failed alone, and why, after all was rolled back
   * @returns 'again' if it failed and is worth another attempt at once
   * @throws what may pass
   */
  private async attempt<T>(
    reader: Reader,
    work: (open: Open, found: (events: RecordedEvent[]) => RecordedEvent[]) => Promise<T | undefined>,
    blame: (event: RecordedEvent, error: unknown) => Promise<T>,
  ): Promise<T | undefined | 'again'> {
    let events: RecordedEvent[] = [];
    try {
      const found = (those: RecordedEvent[]) => {
        events = those;
        return those;
      };
      const done = await this.transaction(reader.subscription, (open) => work(open, found));
      if (done === undefined) return undefined;
      reader.limit = Math.min(reader.limit * 2, reader.subscription.batchSize);
      reader.attempts = 0;
      return done;
    } catch (error) {
      const [event] = events;
      if (!event) throw error;
      const isAlone = events.length === 1;
      reader.limit = Math.ceil(events.length / 2);
      if (!this.isToBlame(reader, error)) throw error;
      return isAlone ? blame(event, error) : 'again';
    }
  }

  /** A transaction that waits for as few answers as it can. */
  private async transaction<T>({ isFold }: Subscription, work: (open: Open) => Promise<T>): Promise<T> {
    const runner = this.database.createQueryRunner();
    let end: (() => Promise<unknown>) | undefined;
    try {
      const client: ClientBase = await runner.connect();
      // Handlers may open a transaction within this one, of which TypeORM must know then; a fold only has statements.
      if (!isFold) await runner.startTransaction();
      const begun = isFold ? client.query(BEGIN_FOLD) : Promise.resolve();
      end = () => (isFold ? client.query('ROLLBACK') : runner.rollbackTransaction());
      const sent: Promise<unknown>[] = [];
      const later: Later = (statement) => {
        // It is looked at below, unless something else fails before.
        statement.catch(() => undefined);
        sent.push(statement);
      };
      later(begun);
      const done = await work({ manager: runner.manager, client, begun, later });
      // Where one of them failed, COMMIT rolls back, and does so without an error of its own.
      const commit = isFold ? client.query('COMMIT') : runner.commitTransaction();
      const ends = await Promise.allSettled([...sent, commit]);
      end = undefined;
      for (const each of ends) if (each.status === 'rejected') throw each.reason;
      return done;
    } catch (error) {
      // A connection that broke has been rolled back by Postgres; the first error is the one to tell.
      await end?.().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** Whether an event is to blame, so that neither time nor anybody but its author or an operator can help. */
  private isToBlame(reader: Reader, error: unknown): boolean {
    if (isOfDatabase(error) || error instanceof Unfinished) return false;
    if (!isOfSocket(error)) return true;
    reader.attempts += 1;
    return reader.attempts >= MOST_ATTEMPTS;
  }

  /**
   * Locks the checkpoint row.
   *
   * @returns its position; undefined if another has it, or it is another version's
   */
  async take(manager: EntityManager, subscription: Subscription, otherwise?: 'SKIP LOCKED'): Promise<number | undefined> {
    return takeOn(await (manager.queryRunner as QueryRunner).connect(), subscription, otherwise);
  }

  /**
   * Moves the checkpoint over events that ask for nothing, without a transaction of its own: the readers of a process learn of
   * new events at the same moment, and most want none of them, so one statement moves them all.
   *
   * @returns the position of the checkpoint, which is lower than `end` if it could not be moved; undefined if it is another
   *   version's
   */
  private pass(subscription: Subscription, after: number, end: number): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      if (this.passing.push({ subscription, after, end, resolve, reject }) === 1) setImmediate(() => this.passAll());
    });
  }

  private async passAll(): Promise<void> {
    const all = this.passing;
    this.passing = [];
    try {
      const { rows: reached } = await ((this.database.driver as PostgresDriver).master as Pool).query<Passed>({
        name: 'pass',
        text: PASS,
        values: [
          all.map(({ subscription }) => subscription.name),
          all.map(({ subscription }) => subscription.build),
          all.map(({ subscription }) => subscription.version),
          all.map(({ after }) => after),
          all.map(({ end }) => end),
        ],
      });
      for (const {
        subscription: { name, build },
        resolve,
      } of all)
        resolve(reached.find((each) => each.subscription === name && each.build === build)?.position);
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  }

  async move(manager: EntityManager, subscription: Subscription, position: number): Promise<void> {
    const { text, values } = this.moving(subscription, position);
    await manager.query(text, values);
  }

  private moving({ name, build }: Subscription, position: number): QueryConfig<unknown[]> {
    return {
      name: 'move',
      text: `UPDATE log.checkpoints SET position = $3, failure = NULL, updated_at = clock_timestamp()
             WHERE subscription = $1 AND build = $2`,
      values: [name, build, position],
    };
  }

  /** @returns events that the subscription wants, but for those of streams that are parked: they wait */
  read(
    manager: EntityManager,
    { name, build, types }: Subscription,
    after: number,
    end: number,
    limit: number,
  ): Promise<RecordedEvent[]> {
    return manager.query(
      `SELECT ${RECORDED} FROM log.events AS e WHERE position > $1 AND position <= $2 AND type = ANY ($3)
         AND NOT EXISTS (SELECT FROM log.quarantine AS q
           WHERE q.subscription = $4 AND q.build = $5 AND q.state = 'parked' AND q.stream = e.stream)
       ORDER BY position LIMIT $6`,
      [after, end, types, name, build, limit],
    );
  }

  /** @returns up to where it is done, if that is not the last event */
  handle(
    subscription: Subscription,
    events: RecordedEvent[],
    manager: EntityManager,
    later?: Later,
    isWanted?: Promise<boolean>,
  ): Promise<number | undefined> {
    return this.alive(subscription, manager, async () =>
      events.length ? await subscription.handle(events, manager, later, isWanted) : undefined,
    );
  }

  /** Shows Postgres that the process lives while its connection waits for work done elsewhere; who is frozen can't. */
  private async alive<T>({ isFold }: Subscription, manager: EntityManager, work: () => Promise<T>): Promise<T> {
    // A fold waits for nothing but this connection, which is busy then.
    if (isFold) return work();
    const signs = setInterval(() => void manager.query('SELECT').catch(() => undefined), SIGN_OF_LIFE);
    const end = new AbortController();
    const hung = wait(LONGEST_HANDLING, undefined, { signal: end.signal }).then(() => {
      throw new Error(`It did not end within ${LONGEST_HANDLING / 1_000} s.`);
    });
    try {
      return await Promise.race([work(), hung]);
    } finally {
      clearInterval(signs);
      end.abort();
      hung.catch(() => undefined);
    }
  }

  /** Parks the stream of an event and moves the checkpoint past the event, so that other streams go on. */
  private async park(subscription: Subscription, after: number, event: RecordedEvent, error: unknown): Promise<void> {
    this.logger.error(`${subscription.name} parks ${event.stream} at position ${event.position}: ${stackOf(error)}`);
    await this.database.transaction(async (manager) => {
      // Another process may have been there meanwhile, and may have fared better.
      if ((await this.take(manager, subscription)) !== after) return;
      await this.quarantine(manager, subscription, event, messageOf(error));
      await this.move(manager, subscription, event.position);
    });
  }

  private async quarantine(
    manager: EntityManager,
    { name, build }: Subscription,
    { stream, position }: RecordedEvent,
    error: string,
    wish: 'retry' | null = null,
  ): Promise<void> {
    await manager.query(
      'INSERT INTO log.quarantine (subscription, build, stream, position, error, wish) VALUES ($1, $2, $3, $4, $5, $6)',
      [name, build, stream, position, error, wish],
    );
  }
}

/** As `Delivery.take`; it is sent at once, before whatever is sent on the connection after this call. */
async function takeOn(
  client: ClientBase,
  { name, build, version }: Subscription,
  otherwise: 'SKIP LOCKED' | '' = '',
): Promise<number | undefined> {
  const { rows } = await client.query<{ position: number }>({
    name: `take ${otherwise}`,
    text: `SELECT position FROM log.checkpoints WHERE subscription = $1 AND build = $2 AND version = $3 FOR UPDATE ${otherwise}`,
    values: [name, build, version],
  });
  return rows[0]?.position;
}

/** Sent at once as well. @returns those of the events' streams whose events wait */
async function parkedOf(client: ClientBase, { name, build }: Subscription, events: RecordedEvent[]): Promise<Set<string>> {
  const { rows } = await client.query<{ stream: string }>({
    name: 'parked',
    text: `SELECT stream FROM log.quarantine
           WHERE subscription = $1 AND build = $2 AND state = 'parked' AND stream = ANY ($3)`,
    values: [name, build, [...new Set(events.map(({ stream }) => stream))]],
  });
  return new Set(rows.map(({ stream }) => stream));
}

/** What an operator is shown: no stack, and of bounded length. */
export function messageOf(error: unknown): string {
  return String((error as Error)?.message || error).slice(0, 1_000);
}

function stackOf(error: unknown): string {
  return (error as Error)?.stack ?? String(error);
}
