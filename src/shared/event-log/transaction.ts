import type { ObjectLiteral } from 'typeorm';
import type { Session } from '../database/session.js';
import type { CommandMeta, Receipt } from './command-meta.js';
import { type CommandSession, type Snapshot, STREAM_LOCK_CLASS } from './command-session.js';
import { type Decider, EVENTS_PER_PAGE, eventsOf, type Folded, fold, foldAll, snapshotOf, streamOf } from './decider.js';
import { EventSearch } from './event-search.js';
import type { EventClass } from './events.js';
import { requireNoVersion, requireVersion } from './if-match.js';
import { Collision, type LockMode } from './in-group-locks.js';
import { saveReceipt } from './outcomes.js';
import { deleted, NotFound, type Refusal } from './refusal.js';
import { RowTable } from './row-table.js';

/** A row of schema `write`. Each change of it is an event of its stream; `version` is that of the latest event. */
export interface StreamRow extends ObjectLiteral {
  id: number;
  version: number;
}

/** The class of such rows; their streams are named after `category` and id, as in `order-42`. */
export interface StreamRowClass<R extends StreamRow> {
  readonly category: string;
  new (): R;
}

/**
 * A snapshot is saved once so many events follow the last one: reading and folding more costs more than writing one.
 */
const SNAPSHOT_INTERVAL_EVENTS = 3;
const LARGE_SNAPSHOT_INTERVAL_EVENTS = 10;
/** Size on disk. */
const LARGE_SNAPSHOT_BYTES = 2_000;

/** The entity that a command's receipt is about. */
interface CommandSubject {
  readonly id: number | string;
  readonly stream: string;
  version: number;
}

/**
 * What a command handler may do within `EventLog.transaction`. In a group, the command shares a database transaction
 * with others and must not wait for a lock: what a group can't do throws a `Collision`, and then the command runs
 * again alone.
 */
export class Transaction {
  /** The events to append, in order. */
  readonly newEvents: object[] = [];
  /** Snapshots to save with the commit. */
  readonly snapshots: Snapshot[] = [];
  /** Whether a statement has changed something, which only a rollback can undo. */
  hasWritten = false;
  private first?: CommandSubject;

  /** @param shared the session, and the other commands in it */
  constructor(
    private readonly shared: CommandSession,
    private readonly meta: CommandMeta,
  ) {}

  /** Rows of schema `write`. Each change raises the row's version; the row's event takes that version. */
  readonly rows = {
    /**
     * Reads a row and locks it until the command ends.
     *
     * @throws NotFound `<category>.not-found`
     * @throws Conflict `<category>.deleted` if the row existed once
     * @throws VersionMismatch `<category>.version-mismatch` if the command names another version
     */
    lock: async <R extends StreamRow>(type: StreamRowClass<R>, id: number): Promise<R> => {
      this.lockInGroup(`row ${type.category}-${id}`, 'exclusive');
      const table = RowTable.of(this.shared.database, type);
      const [found] = await this.session.query(table.select(`id = $1 FOR UPDATE ${this.shared.isAlone ? '' : 'SKIP LOCKED'}`), [
        id,
      ]);
      // SKIP LOCKED hides a locked row as if it did not exist; only a command that waits can tell.
      if (!found && !this.shared.isAlone) throw new Collision();
      if (!found) throw await this.missing(type.category, id);
      const row = Object.assign(new type(), found);
      await this.requireVersion(type.category, subjectOf(row));
      this.first ??= subjectOf(row);
      return row;
    },

    /**
     * Inserts a row; Postgres gives it its id.
     *
     * @throws VersionMismatch if the command names a version, because a new row has none
     */
    insert: async <R extends StreamRow>(row: R): Promise<R> => {
      requireNoVersion(this.meta, categoryOf(row));
      row.version = 1;
      this.hasWritten = true;
      Object.assign(row, await this.shared.insert(this.tableOf(row), row));
      this.first ??= subjectOf(row);
      return row;
    },

    /** Updates a row that this transaction has locked. */
    save: async <R extends StreamRow>(row: R): Promise<R> => {
      row.version += 1;
      const { text, values } = this.tableOf(row).update(row);
      this.hasWritten = true;
      await this.session.query(text, values);
      this.raise(row);
      return row;
    },

    /** Deletes rows that this transaction has locked. */
    remove: async (rows: StreamRow[]): Promise<void> => {
      const [some] = rows;
      if (!some) return;
      for (const row of rows) {
        row.version += 1;
        this.raise(row);
      }
      const { text, values } = this.tableOf(some).delete(rows.map(({ id }) => id));
      this.hasWritten = true;
      await this.session.query(text, values);
    },

    /** Reads and locks the first `limit` rows that match, in the order of their ids. */
    lockMany: async <R extends StreamRow>(type: StreamRowClass<R>, where: Partial<R>, limit: number): Promise<R[]> => {
      this.requireAlone();
      const table = RowTable.of(this.shared.database, type);
      const sql = table.select(`${table.matching(Object.keys(where))} ORDER BY id LIMIT ${limit} FOR UPDATE`);
      const found: R[] = await this.session.query(sql, Object.values(where));
      return found.map((row) => Object.assign(new type(), row));
    },
  };

  /** Entities that exist only as events. A transaction decides at most once on each. */
  readonly streams = {
    /**
     * Decides on an entity that need not exist yet.
     *
     * @param decision returns the events that happen, given the state; if it throws, the command is undone
     * @throws VersionMismatch `<category>.version-mismatch` if the command names another version, or any version of a
     *   new entity
     */
    create: <S, E extends { data: unknown }>(decider: Decider<S, E>, id: string, decision: (state: S | null) => E[]) =>
      this.decide(decider, id, (state) => {
        if (state === null) requireNoVersion(this.meta, decider.category);
        return decision(state);
      }),

    /**
     * Decides on an entity that exists.
     *
     * @throws NotFound `<category>.not-found`
     * @throws VersionMismatch as above
     */
    change: <S, E extends { data: unknown }>(decider: Decider<S, E>, id: string, decision: (state: S) => E[]) =>
      this.decide(decider, id, (state) => {
        if (state === null) throw new NotFound(`${decider.category}.not-found`, `There is no ${decider.category} ${id}.`);
        return decision(state);
      }),

    /** The state at an earlier version; null if the entity has not had that version. */
    past: async <S, E>(decider: Decider<S, E>, id: string, version: number): Promise<S | null> => {
      const stream = streamOf(decider, id);
      const known = await snapshotOf(this.session, decider, stream, version);
      const past = await foldAll(this.shared.types, decider, known, eventsOf(this.session, stream, known.version, version));
      return past.version === version ? past.state : null;
    },
  };

  /** Questions about events of other entities. */
  get events(): EventSearch {
    return new EventSearch(this.session, this.shared.types, () => this.requireAlone());
  }

  /** Adds the event of a row's change; events are written to the log at the end of the transaction. */
  readonly append = (row: StreamRow, event: { data: unknown }): void => {
    const { stream, version } = subjectOf(row);
    this.add(stream, version, event);
  };

  /**
   * Locks streams until this transaction ends, so that modules can rely on each other's entities without reading each
   * other's rows. A command that relies on an entity locks its stream `shared`; a command that ends the entity locks
   * it `exclusive`. So the one either commits before the end, or sees the end.
   *
   * @param of asks for the latest event among these classes only. With `[OrderCancelled, OrderReopened]`, an order
   *   that was cancelled and then updated is still cancelled. Reads the stream backwards to the first such event.
   *   Absent: of any class
   * @returns the type of that event by stream; absent for a stream that has none. It stays true until this transaction
   *   ends
   */
  readonly lockStreams = async (
    streams: readonly string[],
    mode: LockMode,
    of?: readonly Pick<EventClass, 'type'>[],
  ): Promise<Map<string, string>> => {
    for (const stream of streams) this.lockInGroup(`stream ${stream}`, mode);
    const lock = `pg_${this.shared.isAlone ? '' : 'try_'}advisory_xact_lock${mode === 'shared' ? '_shared' : ''}($1, key)`;
    // Every transaction locks in the order of the keys, so two of them can't deadlock.
    const locked: Promise<{ locked: boolean | '' }[]> = this.session.query(
      `SELECT ${lock} AS locked FROM (SELECT DISTINCT hashtext(s) AS key FROM unnest($2::text[]) AS s ORDER BY 1) AS k`,
      [STREAM_LOCK_CLASS, streams],
    );
    // A second statement, because its snapshot must be younger than the locks. Both leave in one write.
    const latest: Promise<{ stream: string; type: string }[]> = this.session.query(
      `SELECT s AS stream, e.type FROM unnest($1::text[]) AS s CROSS JOIN LATERAL
         (SELECT type FROM log.events WHERE stream = s ${of ? 'AND type = ANY ($2)' : ''} ORDER BY version DESC LIMIT 1) AS e`,
      [streams, ...(of ? [of.map(({ type }) => type)] : [])],
    );
    const [locks, rows] = await Promise.all([locked, latest]);
    if (locks.some(({ locked }) => locked === false)) throw new Collision();
    return new Map(rows.map(({ stream, type }) => [stream, type]));
  };

  /** Runs SQL on what is neither a row with a stream nor an event, such as an operator request. */
  readonly query = async <R extends object>(sql: string, parameters: unknown[]): Promise<R[]> => {
    this.requireAlone();
    return this.session.query(sql, parameters);
  };

  /** Whether there are events to append so far. */
  get appended(): boolean {
    return this.newEvents.length > 0;
  }

  /** Saved with each of the events. */
  get metadata(): object {
    const { commandId, actor, correlationId, causationId } = this.meta;
    return { commandId, actor, correlationId, causationId };
  }

  /**
   * The receipt; its position is 0 if events are still to be appended.
   *
   * @param given what the work returned, which replaces the subject's id
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: what a work returns
  async receipt(given: Pick<Receipt, 'id'> | void): Promise<Receipt> {
    const { id, version } = { id: 0, version: 0, ...this.first, ...given };
    return { id, version, position: this.first && !this.appended ? await this.latestPosition(this.first) : 0 };
  }

  /**
   * Appends the events, and saves the receipt if the command has `once`. The caller must commit right after, because
   * readers of the log wait for that commit.
   *
   * @param given as for `receipt`
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: what a work returns
  async finish(given: Pick<Receipt, 'id'> | void): Promise<Receipt> {
    const { once } = this.meta;
    await this.shared.saveSnapshots(this.snapshots);
    const receipt = await this.receipt(given);
    if (!this.appended) return once ? saveReceipt(this.session, once, receipt, '$5', [receipt.position]) : receipt;
    const values = [JSON.stringify(this.newEvents), this.metadata];
    if (once) return saveReceipt(this.session, once, receipt, 'log.append($5, $6)', values);
    const [{ position }] = await this.session.query('SELECT log.append($1, $2) AS position', values);
    return { ...receipt, position };
  }

  /**
   * Reads the state under a lock that is held until the end. So of two commands, the later one decides on what the
   * earlier one left; without the lock `UNIQUE (stream, version)` would stop it.
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
    this.lockInGroup(`stream ${stream}`, 'exclusive');
    const loaded = await this.shared.lockAndLoad({ stream, decider: decider.version });
    if (!loaded.locked) throw new Collision();
    const known = { state: loaded.state as S | null, version: loaded.version ?? 0 };
    let folded = fold(this.shared.types, decider, known, loaded.events);
    if (loaded.events.length === EVENTS_PER_PAGE)
      folded = await foldAll(this.shared.types, decider, folded, eventsOf(this.session, stream, folded.version));
    const { state, version } = folded;
    const interval = (loaded.size ?? 0) < LARGE_SNAPSHOT_BYTES ? SNAPSHOT_INTERVAL_EVENTS : LARGE_SNAPSHOT_INTERVAL_EVENTS;
    // As text, because `evolve` may change the state in place.
    if (version - known.version >= interval)
      this.snapshots.push({ stream, decider: decider.version, version, state: JSON.stringify(state) });
    return folded;
  }

  private get session(): Session {
    return this.shared.session;
  }

  private lockInGroup(key: string, mode: LockMode): void {
    this.shared.lockInGroup(key, mode, this);
  }

  /** For work that may wait, or that reads or changes something that no lock in the group stands for. */
  private requireAlone(): void {
    if (!this.shared.isAlone) throw new Collision();
  }

  private requireVersion(category: string, subject: CommandSubject): Promise<void> {
    return requireVersion(this.session, this.shared.types, this.meta, category, subject);
  }

  private tableOf(row: StreamRow): RowTable {
    return RowTable.of(this.shared.database, row.constructor as StreamRowClass<StreamRow>);
  }

  private add(stream: string, version: number, event: { data: unknown }): void {
    const { type, schema } = event.constructor as unknown as EventClass;
    this.newEvents.push({ stream, version, type, data: event.data, schema });
  }

  private raise(row: StreamRow): void {
    const { stream, version } = subjectOf(row);
    if (this.first?.stream === stream) this.first.version = version;
  }

  /** The refusal of a command to a row that does not exist. */
  private async missing(category: string, id: number): Promise<Refusal> {
    const ended = await this.session.query('SELECT FROM log.events WHERE stream = $1 AND type = ANY ($2) LIMIT 1', [
      `${category}-${id}`,
      this.shared.types.endsOf(category),
    ]);
    return ended.length ? deleted(category) : new NotFound(`${category}.not-found`, `There is no ${category} ${id}.`);
  }

  private async latestPosition({ stream, version }: CommandSubject): Promise<number> {
    const [{ position }] = await this.session.query('SELECT position FROM log.events WHERE stream = $1 AND version = $2', [
      stream,
      version,
    ]);
    return position;
  }
}

const categoryOf = (row: StreamRow): string => (row.constructor as unknown as StreamRowClass<StreamRow>).category;

const subjectOf = (row: StreamRow): CommandSubject => ({
  id: row.id,
  stream: `${categoryOf(row)}-${row.id}`,
  version: row.version,
});
