import type { Session } from '../database/session.js';
import type { CommandMeta, Receipt } from './command-meta.js';
import { CommandScope, type CommandSubject } from './command-scope.js';
import { type CommandSession, type NewEntityKey, type Snapshot, STREAM_LOCK_CLASS } from './command-session.js';
import { type Decider, EVENTS_PER_PAGE, eventsOf, type Folded, fold, foldAll, snapshotOf, streamOf } from './decider.js';
import { EventSearch } from './event-search.js';
import { categoryOf, type EventClass, entityIdOf, type PersonalTexts } from './events.js';
import { requireNoVersion } from './if-match.js';
import { Collision, type LockMode } from './in-group-locks.js';
import { saveReceipt } from './outcomes.js';
import type { SenderScope } from './owners.js';
import { Conflict, idTaken, NotFound } from './refusal.js';
import { type NewEvent, sealEvents } from './sealed-events.js';
import { type StreamRow, StreamRows, subjectOf } from './stream-rows.js';

/** A snapshot is saved after this many events. Reading and folding more of them costs more than writing a snapshot. */
const SNAPSHOT_INTERVAL_EVENTS = 3;
const LARGE_SNAPSHOT_INTERVAL_EVENTS = 10;
/** Size on disk. */
const LARGE_SNAPSHOT_BYTES = 2_000;

/**
 * What a command handler may do within `EventLog.transaction`. In a group, the command shares a database transaction
 * and must not wait for a lock. Whatever a group can't do throws a `Collision`, and the command then runs again alone.
 */
export class Transaction {
  /** The events to append, in order. */
  readonly newEvents: NewEvent[] = [];
  /** Snapshots to save with the commit. */
  readonly snapshots: Snapshot[] = [];
  /** New keys of texts in the events, to save with the commit. */
  readonly newKeys: NewEntityKey[] = [];
  /** Rows of schema `write`. */
  readonly rows: StreamRows;
  private readonly scope: CommandScope;

  /** @param shared the session, and the other commands in it */
  constructor(
    private readonly shared: CommandSession,
    private readonly meta: CommandMeta,
  ) {
    this.scope = new CommandScope(shared, meta);
    this.rows = new StreamRows(this.scope, (stream, lock) => this.lockOwn(stream, lock));
  }

  /** Whether a statement has changed something, which only a rollback can undo. */
  get hasWritten(): boolean {
    return this.scope.hasWritten;
  }

  /** Entities that exist only as events. A transaction may decide once on each. */
  readonly streams = {
    /**
     * Decides on an entity that may not exist yet.
     *
     * @param decision returns new events, given the state; if it throws, the command is undone
     * @throws VersionMismatch `<category>.version-mismatch` if the command names another version, or any version of a
     * new entity
     * @throws Conflict `<category>.id-taken` if the entity belongs to another user than the sender is bound to
     */
    create: async <S, E extends { data: unknown }>(decider: Decider<S, E>, id: string, decision: (state: S | null) => E[]) => {
      const stream = streamOf(decider, id);
      const folded = await this.lockState(decider, stream);
      if (folded.state === null) requireNoVersion(this.meta, decider.category);
      else if (!(await this.sender.owns(stream))) throw idTaken(decider.category);
      return this.decide(decider, id, folded, decision);
    },

    /**
     * Decides on an entity that exists.
     *
     * @throws NotFound `<category>.not-found`, also if the entity belongs to another user than the sender is bound to
     * @throws VersionMismatch as above
     */
    change: async <S, E extends { data: unknown }>(decider: Decider<S, E>, id: string, decision: (state: S) => E[]) => {
      const stream = streamOf(decider, id);
      const { state, version } = await this.lockOwn(stream, () => this.lockState(decider, stream));
      if (state === null) throw new NotFound(`${decider.category}.not-found`, `There is no ${decider.category} ${id}.`);
      return this.decide(decider, id, { state, version }, decision);
    },

    /**
     * The state at an earlier version; null if the entity never had that version, or belongs to another user than the
     * sender is bound to.
     */
    past: async <S, E>(decider: Decider<S, E>, id: string, version: number): Promise<S | null> => {
      const stream = streamOf(decider, id);
      if (!(await this.sender.owns(stream))) return null;
      const known = await snapshotOf(this.session, decider, stream, version);
      const past = await foldAll(this.shared.types, decider, known, eventsOf(this.session, stream, known.version, version));
      return past.version === version ? past.state : null;
    },
  };

  /** Questions about events of other entities. */
  get events(): EventSearch {
    return new EventSearch(this.session, this.shared.types, this.sender, () => this.scope.requireAlone());
  }

  /** Adds the event of a row's change. Events are written to the log at the end of the transaction. */
  readonly append = (row: StreamRow, event: { data: unknown }): void => {
    const { stream, version } = subjectOf(row);
    this.add(stream, version, event);
  };

  /**
   * Locks streams until this transaction ends, so that modules can rely on each other's entities without reading each
   * other's rows. A command that relies on an entity locks its stream `shared`; a command that ends the entity locks
   * it `exclusive`. So the first command either commits before the end, or sees it.
   *
   * @param of considers only events of these classes. With `[OrderCancelled, OrderReopened]`, an order that was
   * cancelled and then updated is still cancelled. The stream is read backwards to the first such event. Absent: all
   * classes
   * @returns the type of the latest event by stream; absent for a stream that has none, or that belongs to another
   * user than the sender is bound to. It stays valid until this transaction ends
   */
  readonly lockStreams = async (
    asked: readonly string[],
    mode: LockMode,
    of?: readonly Pick<EventClass, 'type'>[],
  ): Promise<Map<string, string>> => {
    const streams = await this.sender.seen(asked);
    for (const stream of streams) this.scope.lockInGroup(`stream ${stream}`, mode);
    const lock = `pg_${this.shared.isAlone ? '' : 'try_'}advisory_xact_lock${mode === 'shared' ? '_shared' : ''}($1, key)`;
    // All transactions lock in the order of the keys, so they can't deadlock.
    const locked: Promise<{ locked: boolean | '' }[]> = this.session.query(
      `SELECT ${lock} AS locked FROM (SELECT DISTINCT hashtext(s) AS key FROM unnest($2::text[]) AS s ORDER BY 1) AS k`,
      [STREAM_LOCK_CLASS, streams],
    );
    // A second statement, because its snapshot must be younger than the locks. Both are sent in one write.
    const visible = this.sender.visible('s.stream', of ? 3 : 2);
    const latest: Promise<{ stream: string; type: string }[]> = this.session.query(
      `SELECT s.stream, e.type FROM unnest($1::text[]) AS s (stream) CROSS JOIN LATERAL
         (SELECT type FROM log.events AS e WHERE e.stream = s.stream ${of ? 'AND type = ANY ($2)' : ''} ORDER BY version DESC LIMIT 1) AS e
       WHERE true ${visible.sql}`,
      [streams, ...(of ? [of.map(({ type }) => type)] : []), ...visible.values],
    );
    const [locks, rows] = await Promise.all([locked, latest]);
    if (locks.some(({ locked }) => locked === false)) throw new Collision();
    this.sender.hold(rows.map(({ stream }) => stream));
    return new Map(rows.map(({ stream, type }) => [stream, type]));
  };

  /** Runs SQL on data that are neither events nor rows with a stream, such as operator requests. */
  readonly query = async <R extends object>(sql: string, parameters: unknown[]): Promise<R[]> => {
    this.scope.requireAlone();
    this.sender.requireUnbound();
    return this.session.query(sql, parameters);
  };

  /**
   * Runs SQL on tables of the app that follow from the entities which this command changes. The rights of the sender
   * were checked on those.
   */
  readonly follow = async (sql: string, parameters: unknown[]): Promise<void> => {
    this.scope.requireAlone();
    this.scope.hasWritten = true;
    await this.session.query(sql, parameters);
  };

  /**
   * Erases the texts of a person in an entity: the present ones as its module registered, the past ones by destroying
   * the keys. The sender must be bound to the person.
   *
   * @throws NotFound if the entity belongs to another user by now
   */
  readonly erase = async (stream: string): Promise<void> => {
    this.scope.requireAlone();
    const { fields, erase } = this.shared.types.personalTextsOf(categoryOf(stream)) as PersonalTexts;
    await erase(this, entityIdOf(stream)).catch((error) => {
      if (!(error instanceof Conflict)) throw error;
    });
    // Dropped, because they contain the state before the erasure.
    this.snapshots.length = 0;
    this.scope.hasWritten = true;
    await this.session.query('SELECT personal.erase_entity($1, $2)', [stream, fields]);
  };

  /** Whether there are events to append. */
  get appended(): boolean {
    return this.newEvents.length > 0;
  }

  /** The metadata of each appended event. */
  get metadata(): object {
    const { commandId, actor, correlationId, causationId, traceparent } = this.meta;
    return { commandId, actor, correlationId, causationId, ...(traceparent === undefined ? {} : { traceparent }) };
  }

  /**
   * The receipt; its position is 0 if events are still to be appended.
   *
   * @param given what the work returned, which replaces the subject's id
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: what a work returns
  async receipt(given: Pick<Receipt, 'id'> | void): Promise<Receipt> {
    const { id, version } = { id: 0, version: 0, ...this.scope.subject, ...given };
    return { id, version, position: this.scope.subject && !this.appended ? await this.latestPosition(this.scope.subject) : 0 };
  }

  /** Seals the texts of a person in the events. To be called once, after the work is done. */
  async seal(): Promise<void> {
    const { events, keys } = await sealEvents(this.shared, this.newEvents);
    this.newEvents.splice(0, events.length, ...events);
    this.newKeys.push(...keys);
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
    await this.seal();
    await Promise.all([this.shared.saveKeys(this.newKeys), this.shared.saveSnapshots(this.snapshots)]);
    const receipt = await this.receipt(given);
    if (!this.appended) return once ? saveReceipt(this.session, once, receipt, '$5', [receipt.position]) : receipt;
    const values = [JSON.stringify(this.newEvents), this.metadata];
    if (once) return saveReceipt(this.session, once, receipt, 'log.append($5, $6)', values);
    const [{ position }] = await this.session.query('SELECT log.append($1, $2) AS position', values);
    return { ...receipt, position };
  }

  private async decide<S, E extends { data: unknown }>(
    { category }: Pick<Decider<unknown, E>, 'category'>,
    id: string,
    { state, version }: { readonly state: S; readonly version: number },
    decision: (state: S) => E[],
  ): Promise<void> {
    const subject = { id, stream: streamOf({ category }, id), version };
    if (version > 0) await this.scope.requireVersion(category, subject);
    for (const event of decision(state)) this.add(subject.stream, ++subject.version, event);
    this.scope.subject ??= subject;
  }

  /** Locks an entity that belongs to the user that the sender is bound to; see `SenderScope.lock`. */
  private lockOwn<T>(stream: string, lock: () => Promise<T>): Promise<T> {
    return this.sender.lock(stream, lock, async (owner) => (await this.lockStreams([owner], 'shared')).has(owner));
  }

  /**
   * Reads the state under a lock that is held until the end. So of two commands, the later one decides on the state
   * that the earlier one left. Without the lock, it would fail on `UNIQUE (stream, version)`.
   */
  private async lockState<S, E>(decider: Decider<S, E>, stream: string): Promise<Folded<S>> {
    this.scope.lockInGroup(`stream ${stream}`, 'exclusive');
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

  private get sender(): SenderScope {
    return this.scope.sender;
  }

  private get session(): Session {
    return this.shared.session;
  }

  private add(stream: string, version: number, event: { data: unknown }): void {
    this.sender.requireOwn(stream, version, event.data);
    const { type, schema } = event.constructor as unknown as EventClass;
    this.newEvents.push({ stream, version, type, data: event.data, schema });
  }

  private async latestPosition({ stream, version }: CommandSubject): Promise<number> {
    const [{ position }] = await this.session.query('SELECT position FROM log.events WHERE stream = $1 AND version = $2', [
      stream,
      version,
    ]);
    return position;
  }
}
