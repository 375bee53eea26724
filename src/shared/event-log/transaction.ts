import type { EntityManager, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { CommandMeta, Receipt } from './command-meta.js';
import { type Decider, eventsOf, type Folded, fold, snapshotOf, streamOf } from './decider.js';
import { type EventClass, type EventTypes, RECORDED, type RecordedEvent } from './events.js';
import { saveReceipt } from './outcomes.js';
import { NotFound, VersionMismatch } from './refusal.js';

/** A row of schema `write` whose changes are events of its stream: `version` is that of the latest one. */
export interface StreamRow extends ObjectLiteral {
  id: number;
  version: number;
}

/** The class of such rows; `category` starts the names of their streams, as in `order-42`. */
export interface StreamRowClass<R extends StreamRow> {
  readonly category: string;
  new (): R;
}

/** How many missed events a refused `If-Match` shows. */
const MISSED_EVENTS = 100;

const STREAM_LOCK = 7_502_002;

/** After how many events a stream gets a new snapshot: to fold these takes less than the statement that reads them. */
const SNAPSHOT_EVERY = 100;

/** The entity that a command is about. */
interface Subject {
  readonly id: number | string;
  readonly stream: string;
  version: number;
}

/** What a command handler may do within `EventLog.transaction`. */
export class Transaction {
  private readonly events: object[] = [];
  private first?: Subject;

  constructor(
    private readonly manager: EntityManager,
    private readonly meta: CommandMeta,
    private readonly types: EventTypes,
  ) {}

  /** Rows of schema `write`; each change raises the row's version, and the row's event takes it. */
  readonly rows = {
    /**
     * The row, which nobody else can change until the command ends.
     *
     * @throws NotFound `<category>.not-found`
     * @throws VersionMismatch `<category>.version-mismatch` if the command was meant for another version
     */
    lock: async <R extends StreamRow>(type: StreamRowClass<R>, id: number): Promise<R> => {
      const row = await this.manager.findOne(type, {
        where: { id } as FindOptionsWhere<R>,
        lock: { mode: 'pessimistic_write' },
      });
      if (!row) throw new NotFound(`${type.category}.not-found`, `There is no ${type.category} ${id}.`);
      await this.requireVersion(type.category, subjectOf(row));
      this.first ??= subjectOf(row);
      return row;
    },

    /**
     * Saves a new row; Postgres gives it its id.
     *
     * @throws VersionMismatch if the command was meant for a version, since what does not exist has none
     */
    insert: async <R extends StreamRow>(row: R): Promise<R> => {
      this.requireNoVersion(categoryOf(row));
      row.version = 1;
      await this.manager.insert(row.constructor as never, row as never);
      this.first ??= subjectOf(row);
      return row;
    },

    /** Saves a row that this transaction has locked. */
    save: async <R extends StreamRow>(row: R): Promise<R> => {
      row.version += 1;
      const { id, ...columns } = row;
      await this.manager.update(row.constructor as never, id, columns as never);
      this.raise(row);
      return row;
    },

    /** Removes rows that this transaction has locked. */
    remove: async (rows: StreamRow[]): Promise<void> => {
      const [some] = rows;
      if (!some) return;
      for (const row of rows) {
        row.version += 1;
        this.raise(row);
      }
      await this.manager.delete(
        some.constructor as never,
        rows.map((row) => row.id),
      );
    },

    /** The first `limit` rows that match, in order of id, locked. */
    lockMany: <R extends StreamRow>(type: StreamRowClass<R>, where: FindOptionsWhere<R>, limit: number): Promise<R[]> =>
      this.manager.find(type, { where, order: { id: 'ASC' } as never, take: limit, lock: { mode: 'pessimistic_write' } }),
  };

  /** Entities that exist only as events; of each, a transaction decides once. */
  readonly streams = {
    /**
     * Decides on an entity that need not be there yet.
     *
     * @param decision what happens, given the state; what it throws undoes the command
     * @throws VersionMismatch `<category>.version-mismatch` if the command was meant for another version, or there is none yet
     */
    create: <S, E extends { data: unknown }>(decider: Decider<S, E>, id: string, decision: (state: S | null) => E[]) =>
      this.decide(decider, id, (state) => {
        if (state === null) this.requireNoVersion(decider.category);
        return decision(state);
      }),

    /**
     * Decides on an entity that is there.
     *
     * @throws NotFound `<category>.not-found`
     * @throws VersionMismatch as above
     */
    change: <S, E extends { data: unknown }>(decider: Decider<S, E>, id: string, decision: (state: S) => E[]) =>
      this.decide(decider, id, (state) => {
        if (state === null) throw new NotFound(`${decider.category}.not-found`, `There is no ${decider.category} ${id}.`);
        return decision(state);
      }),

    /** The state as it was at an earlier version; null if there is no such version. */
    past: async <S, E>(decider: Decider<S, E>, id: string, version: number): Promise<S | null> => {
      const stream = streamOf(decider, id);
      const known = await snapshotOf(this.manager, decider, stream, version);
      const past = await fold(this.types, decider, known, eventsOf(this.manager, stream, known.version, version));
      return past.version === version ? past.state : null;
    },
  };

  /** Adds the event that the row's change is; it goes to the log at the end of the transaction. */
  readonly append = (row: StreamRow, event: { data: unknown }): void => {
    const { stream, version } = subjectOf(row);
    this.add(stream, version, event);
  };

  /**
   * Ties streams without a look into another module's rows: who relies on an entity locks its stream `shared`, who ends the
   * entity locks it `exclusive`. So whoever relied has committed before the end, and who comes later sees it.
   *
   * @returns the name of each stream's latest event, as it stays until this transaction ends; of those that have one
   */
  readonly lockStreams = async (streams: readonly string[], mode: 'shared' | 'exclusive'): Promise<Map<string, string>> => {
    const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
    // In one order for everybody, so that no two wait for each other.
    await this.manager.query(
      `SELECT ${lock}($1, key) FROM (SELECT DISTINCT hashtext(s) AS key FROM unnest($2::text[]) AS s ORDER BY 1) AS k`,
      [STREAM_LOCK, streams],
    );
    // A statement of its own: its snapshot must be younger than the lock.
    const latest: { stream: string; type: string }[] = await this.manager.query(
      `SELECT s AS stream, e.type FROM unnest($1::text[]) AS s CROSS JOIN LATERAL
         (SELECT type FROM log.events WHERE stream = s ORDER BY version DESC LIMIT 1) AS e`,
      [streams],
    );
    return new Map(latest.map(({ stream, type }) => [stream, type]));
  };

  /** For what is neither a row with a stream nor an event: an operator's wish, say. */
  readonly query = <R extends object>(sql: string, parameters: unknown[]): Promise<R[]> => this.manager.query(sql, parameters);

  /** Whether anything happens, so far. */
  get appended(): boolean {
    return this.events.length > 0;
  }

  /**
   * Appends what was collected and saves the receipt where `once` asks for that; the caller commits right after, since
   * readers of the log wait for that.
   *
   * @param given what the receipt has in place of the first row's
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: what a work returns
  async finish(given: Pick<Receipt, 'id'> | void): Promise<Receipt> {
    const { commandId, actor, correlationId, causationId, once } = this.meta;
    const { id, version } = { id: 0, version: 0, ...this.first, ...given };
    if (this.appended) {
      const values = [JSON.stringify(this.events), { commandId, actor, correlationId, causationId }];
      if (once) return saveReceipt(this.manager, once, { id, version }, 'log.append($5, $6)', values);
      const [{ position }] = await this.manager.query('SELECT log.append($1, $2) AS position', values);
      return { id, version, position };
    }
    const position = this.first ? await this.latestPosition(this.first) : 0;
    return once ? saveReceipt(this.manager, once, { id, version }, '$5', [position]) : { id, version, position };
  }

  /**
   * The state is read under a lock that is held until the end, so of two commands the later one decides on what the earlier
   * one left: `UNIQUE (stream, version)` would stop it otherwise.
   */
  private async decide<S, E extends { data: unknown }>(
    decider: Decider<S, E>,
    id: string,
    decision: (state: S | null) => E[],
  ): Promise<void> {
    const stream = streamOf(decider, id);
    const { state, version } = await this.lockState(decider, stream);
    const subject = { id, stream, version };
    if (version > 0) await this.requireVersion(decider.category, subject);
    for (const event of decision(state)) this.add(stream, ++subject.version, event);
    this.first ??= subject;
  }

  private async lockState<S, E>(decider: Decider<S, E>, stream: string): Promise<Folded<S>> {
    // In one statement, though a snapshot that was taken while it waited for the lock is missed: the next one reads the events.
    const [snapshot] = await this.manager.query(
      `SELECT l.locked::text, s.version, s.state FROM (SELECT pg_advisory_xact_lock($1, hashtext($2)) AS locked) AS l
       LEFT JOIN log.snapshots AS s ON s.stream = $2 AND s.decider = $3`,
      [STREAM_LOCK, stream, decider.version],
    );
    const known: Folded<S> = { state: snapshot.state, version: snapshot.version ?? 0 };
    const folded = await fold(this.types, decider, known, eventsOf(this.manager, stream, known.version));
    if (folded.version - known.version >= SNAPSHOT_EVERY)
      await this.manager.query(
        `INSERT INTO log.snapshots (stream, decider, version, state) VALUES ($1, $2, $3, $4)
         ON CONFLICT (stream) DO UPDATE SET decider = excluded.decider, version = excluded.version, state = excluded.state,
           taken_at = clock_timestamp() WHERE excluded.decider >= snapshots.decider`,
        [stream, decider.version, folded.version, JSON.stringify(folded.state)],
      );
    return folded;
  }

  private add(stream: string, version: number, event: { data: unknown }): void {
    const { type, schema } = event.constructor as unknown as EventClass;
    this.events.push({ stream, version, type, data: event.data, schema });
  }

  private raise(row: StreamRow): void {
    const { stream, version } = subjectOf(row);
    if (this.first?.stream === stream) this.first.version = version;
  }

  private async latestPosition({ stream, version }: Subject): Promise<number> {
    const [{ position }] = await this.manager.query('SELECT position FROM log.events WHERE stream = $1 AND version = $2', [
      stream,
      version,
    ]);
    return position;
  }

  private requireNoVersion(category: string): void {
    if (!this.meta.ifMatch) return;
    throw new VersionMismatch(`${category}.version-mismatch`, `A new ${category} has no version to match.`, {
      version: 0,
      events: [],
    });
  }

  private async requireVersion(category: string, { stream, version }: Subject): Promise<void> {
    const { ifMatch } = this.meta;
    if (!ifMatch || ifMatch.includes(version)) return;
    const known = Math.max(0, ...ifMatch.filter((each) => each < version));
    const missed: RecordedEvent[] = await this.manager.query(
      `SELECT ${RECORDED} FROM log.events WHERE stream = $1 AND version > $2 ORDER BY version LIMIT ${MISSED_EVENTS}`,
      [stream, known],
    );
    throw new VersionMismatch(`${category}.version-mismatch`, `The ${category} has version ${version} by now.`, {
      version,
      events: missed.map((event) => this.types.publicEvent(event)),
    });
  }
}

const categoryOf = (row: StreamRow): string => (row.constructor as unknown as StreamRowClass<StreamRow>).category;

const subjectOf = (row: StreamRow): Subject => ({ id: row.id, stream: `${categoryOf(row)}-${row.id}`, version: row.version });
