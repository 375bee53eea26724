import type { DataSource, ObjectLiteral } from 'typeorm';
import type { Session } from '../database/session.js';
import { Collision, type LockMode } from './claims.js';
import type { CommandMeta, Receipt } from './command-meta.js';
import { type Decider, eventsOf, type Folded, fold, foldAll, PAGE, snapshotOf, streamOf } from './decider.js';
import { type EventClass, type EventTypes, type FromLog, RECORDED, type RecordedEvent } from './events.js';
import { type Group, type Snapshot, STREAM_LOCK } from './group.js';
import { saveReceipt } from './outcomes.js';
import { deleted, NotFound, type Refusal, VersionMismatch } from './refusal.js';
import { RowTable } from './row-table.js';

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

/** After how many events a stream gets a new snapshot: to read and fold more costs more than to write one. A large one is in bytes as stored. */
const SNAPSHOT_EVERY = 3;
const LARGE_SNAPSHOT_EVERY = 10;
const LARGE_SNAPSHOT = 2_000;

/** The entity that a command is about. */
interface Subject {
  readonly id: number | string;
  readonly stream: string;
  version: number;
}

/**
 * What a command handler may do within `EventLog.transaction`. In a group it waits for no lock and shares its transaction
 * with other commands, each of which has what it locks to itself; what can't be done so throws a `Collision`.
 */
export class Transaction {
  /** What it appends, in order. */
  readonly events: object[] = [];
  /** States that it has folded and that are worth keeping. */
  readonly snapshots: Snapshot[] = [];
  /** Whether it has changed anything that its refusal would have to undo. */
  hasWritten = false;
  private first?: Subject;

  /** @param group it and the commands that it shares the session with */
  constructor(
    private readonly database: DataSource,
    private readonly group: Group,
    private readonly meta: CommandMeta,
    private readonly types: EventTypes,
  ) {}

  /** Rows of schema `write`; each change raises the row's version, and the row's event takes it. */
  readonly rows = {
    /**
     * The row, which nobody else can change until the command ends.
     *
     * @throws NotFound `<category>.not-found`
     * @throws Conflict `<category>.deleted` if the row was there once: of every entity, a command learns that it was deleted
     * @throws VersionMismatch `<category>.version-mismatch` if the command was meant for another version
     */
    lock: async <R extends StreamRow>(type: StreamRowClass<R>, id: number): Promise<R> => {
      this.claim(`row ${type.category}-${id}`, 'exclusive');
      const table = RowTable.of(this.database, type);
      const [found] = await this.session.query(table.select(`id = $1 FOR UPDATE ${this.group.isAlone ? '' : 'SKIP LOCKED'}`), [
        id,
      ]);
      // Somebody has it, or it is not there: who may wait for it is told.
      if (!found && !this.group.isAlone) throw new Collision();
      if (!found) throw await this.missing(type.category, id);
      const row = Object.assign(new type(), found);
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
      this.hasWritten = true;
      Object.assign(row, await this.group.insert(this.tableOf(row), row));
      this.first ??= subjectOf(row);
      return row;
    },

    /** Saves a row that this transaction has locked. */
    save: async <R extends StreamRow>(row: R): Promise<R> => {
      row.version += 1;
      const { sql, values } = this.tableOf(row).update(row);
      this.hasWritten = true;
      await this.session.query(sql, values);
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
      const { sql, values } = this.tableOf(some).delete(rows.map(({ id }) => id));
      this.hasWritten = true;
      await this.session.query(sql, values);
    },

    /** The first `limit` rows that match, in order of id, locked. */
    lockMany: async <R extends StreamRow>(type: StreamRowClass<R>, where: Partial<R>, limit: number): Promise<R[]> => {
      this.requireAlone();
      const table = RowTable.of(this.database, type);
      const sql = table.select(`${table.matching(Object.keys(where))} ORDER BY id LIMIT ${limit} FOR UPDATE`);
      const found: R[] = await this.session.query(sql, Object.values(where));
      return found.map((row) => Object.assign(new type(), row));
    },
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
      const known = await snapshotOf(this.session, decider, stream, version);
      const past = await foldAll(this.types, decider, known, eventsOf(this.session, stream, known.version, version));
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
  readonly lockStreams = async (streams: readonly string[], mode: LockMode): Promise<Map<string, string>> => {
    for (const stream of streams) this.claim(`stream ${stream}`, mode);
    const lock = `pg_${this.group.isAlone ? '' : 'try_'}advisory_xact_lock${mode === 'shared' ? '_shared' : ''}($1, key)`;
    // In one order for everybody, so that no two wait for each other.
    const locked: Promise<{ locked: boolean | '' }[]> = this.session.query(
      `SELECT ${lock} AS locked FROM (SELECT DISTINCT hashtext(s) AS key FROM unnest($2::text[]) AS s ORDER BY 1) AS k`,
      [STREAM_LOCK, streams],
    );
    // A statement of its own: its snapshot must be younger than the lock.
    const latest: Promise<{ stream: string; type: string }[]> = this.session.query(
      `SELECT s AS stream, e.type FROM unnest($1::text[]) AS s CROSS JOIN LATERAL
         (SELECT type FROM log.events WHERE stream = s ORDER BY version DESC LIMIT 1) AS e`,
      [streams],
    );
    const [locks, rows] = await Promise.all([locked, latest]);
    if (locks.some(({ locked }) => locked === false)) throw new Collision();
    return new Map(rows.map(({ stream, type }) => [stream, type]));
  };

  /**
   * The event that each stream began with; of those that have one. It never changes, so it needs no lock: also of what is
   * gone since.
   *
   * @throws Error if newer code wrote one in a form that this one does not know
   */
  readonly firstEvents = async (streams: readonly string[]): Promise<Map<string, FromLog<{ data: unknown }>>> => {
    const first: Pick<RecordedEvent, 'stream' | 'type' | 'schema' | 'data'>[] = await this.session.query(
      'SELECT stream, type, schema, data FROM log.events WHERE stream = ANY ($1) AND version = 1',
      [streams],
    );
    return new Map(first.map((event) => [event.stream, this.types.eventOf(event)]));
  };

  /** For what is neither a row with a stream nor an event: an operator's wish, say. */
  readonly query = async <R extends object>(sql: string, parameters: unknown[]): Promise<R[]> => {
    this.requireAlone();
    return this.session.query(sql, parameters);
  };

  /** Whether anything happens, so far. */
  get appended(): boolean {
    return this.events.length > 0;
  }

  /** What is saved with each of its events. */
  get metadata(): object {
    const { commandId, actor, correlationId, causationId } = this.meta;
    return { commandId, actor, correlationId, causationId };
  }

  /**
   * What the receipt says, as far as it is known before the events have their positions.
   *
   * @param given what it has in place of the first entity's
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: what a work returns
  async receipt(given: Pick<Receipt, 'id'> | void): Promise<Receipt> {
    const { id, version } = { id: 0, version: 0, ...this.first, ...given };
    return { id, version, position: this.first && !this.appended ? await this.latestPosition(this.first) : 0 };
  }

  /**
   * Appends what was collected and saves the receipt where `once` asks for that; the caller commits right after, since
   * readers of the log wait for that.
   *
   * @param given as for `receipt`
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: what a work returns
  async finish(given: Pick<Receipt, 'id'> | void): Promise<Receipt> {
    const { once } = this.meta;
    await this.group.keep(this.snapshots);
    const receipt = await this.receipt(given);
    if (!this.appended) return once ? saveReceipt(this.session, once, receipt, '$5', [receipt.position]) : receipt;
    const values = [JSON.stringify(this.events), this.metadata];
    if (once) return saveReceipt(this.session, once, receipt, 'log.append($5, $6)', values);
    const [{ position }] = await this.session.query('SELECT log.append($1, $2) AS position', values);
    return { ...receipt, position };
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
    this.claim(`stream ${stream}`, 'exclusive');
    const stored = await this.group.stored({ stream, decider: decider.version });
    if (!stored.locked) throw new Collision();
    const known = { state: stored.state as S | null, version: stored.version ?? 0 };
    let folded = fold(this.types, decider, known, stored.events);
    if (stored.events.length === PAGE)
      folded = await foldAll(this.types, decider, folded, eventsOf(this.session, stream, folded.version));
    const { state, version } = folded;
    // As text, since a decision may change it.
    if (version - known.version >= ((stored.size ?? 0) < LARGE_SNAPSHOT ? SNAPSHOT_EVERY : LARGE_SNAPSHOT_EVERY))
      this.snapshots.push({ stream, decider: decider.version, version, state: JSON.stringify(state) });
    return folded;
  }

  private get session(): Session {
    return this.group.session;
  }

  private claim(key: string, mode: LockMode): void {
    this.group.claim(key, mode, this);
  }

  /** For work that may wait, or change what no lock of the group stands for. */
  private requireAlone(): void {
    if (!this.group.isAlone) throw new Collision();
  }

  private tableOf(row: StreamRow): RowTable {
    return RowTable.of(this.database, row.constructor as StreamRowClass<StreamRow>);
  }

  private add(stream: string, version: number, event: { data: unknown }): void {
    const { type, schema } = event.constructor as unknown as EventClass;
    this.events.push({ stream, version, type, data: event.data, schema });
  }

  private raise(row: StreamRow): void {
    const { stream, version } = subjectOf(row);
    if (this.first?.stream === stream) this.first.version = version;
  }

  /** The refusal of a command to a row that is not there. */
  private async missing(category: string, id: number): Promise<Refusal> {
    const ended = await this.session.query('SELECT FROM log.events WHERE stream = $1 AND type = ANY ($2) LIMIT 1', [
      `${category}-${id}`,
      this.types.endsOf(category),
    ]);
    return ended.length ? deleted(category) : new NotFound(`${category}.not-found`, `There is no ${category} ${id}.`);
  }

  private async latestPosition({ stream, version }: Subject): Promise<number> {
    const [{ position }] = await this.session.query('SELECT position FROM log.events WHERE stream = $1 AND version = $2', [
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
    const missed: RecordedEvent[] = await this.session.query(
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
