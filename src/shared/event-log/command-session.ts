import type { DataSource } from 'typeorm';
import { Batcher } from '../database/batcher.js';
import type { Session } from '../database/session.js';
import type { Once, Receipt } from './command-meta.js';
import { EVENTS_PER_PAGE, type FoldInput } from './decider.js';
import type { EventTypes } from './events.js';
import { Collision, InGroupLocks, type LockMode } from './in-group-locks.js';
import { firstReceipts } from './outcomes.js';
import type { RowTable } from './row-table.js';
import { type EntityKey, SECRET } from './sealing.js';

/**
 * First key of the advisory locks on streams; the second key is a hash of the stream's name. Locks with two keys of 32
 * bits never meet the 64-bit lock of an append. Streams with the same hash share a lock.
 */
export const STREAM_LOCK_CLASS = 7_502_002;

interface LatestKey {
  readonly generation: number;
  readonly secret: Buffer | null;
}

interface SnapshotLookup {
  readonly stream: string;
  /** Only snapshots of this version of the decider are read. */
  readonly decider: number;
}

/** A stream's state and events for a decision, read under the stream's lock. */
export interface LoadedStream {
  /** False: another transaction holds the lock, so the other members may be outdated. */
  readonly locked: boolean;
  /** The state of the latest snapshot; null if there is none. */
  readonly state: unknown;
  /** The version of the stream at the snapshot; null if there is none. */
  readonly version: number | null;
  /** Size of the snapshot on disk, in bytes. */
  readonly size: number | null;
  /** The first page of events after the snapshot. */
  readonly events: FoldInput[];
}

/** A new key of an entity, to be saved with the first events that it seals. */
export interface NewEntityKey extends EntityKey {
  readonly entity: string;
}

/** A state to save, as JSON text. */
export interface Snapshot extends SnapshotLookup {
  readonly version: number;
  readonly state: string;
}

/** The database session of a group of commands, or of one command that runs alone and may therefore wait for locks. */
export class CommandSession {
  private readonly locks = new InGroupLocks();
  private readonly streams = new Batcher((lookups: SnapshotLookup[]) => this.lockAndRead(lookups));
  private readonly keys = new Batcher((streams: string[]) => this.readKeys(streams));
  private readonly receipts = new Batcher((asked: Once[]) => firstReceipts(this.session, asked));
  private readonly inserts = new Map<string, Batcher<object, object>>();

  /** @param isAlone whether one command has the session to itself */
  constructor(
    readonly session: Session,
    readonly database: DataSource,
    readonly types: EventTypes,
    readonly isAlone: boolean,
  ) {}

  /** @throws Collision if another command of this session holds the lock, unless both modes are `shared` */
  lockInGroup(key: string, mode: LockMode, owner: object): void {
    this.locks.take(key, mode, owner);
  }

  /**
   * The receipt of an earlier success of a saga's command, under its key's lock; see `firstReceipts`.
   *
   * @throws Collision if another command of this session, or another transaction, holds the key
   */
  async firstReceipt(once: Once, owner: object): Promise<Receipt | undefined> {
    this.locks.take(`key ${once.key}`, 'exclusive', owner);
    const first = await this.receipts.ask(once);
    if (first === 'in-progress') throw new Collision();
    return first;
  }

  /** Locks a stream until the session ends, and reads its snapshot and the events after it. */
  lockAndLoad(lookup: SnapshotLookup): Promise<LoadedStream> {
    return this.streams.ask(lookup);
  }

  /**
   * The latest key of an entity whose stream or row is locked, without the secret if that was destroyed.
   *
   * @returns undefined if the entity has no key yet
   */
  latestKey(stream: string): Promise<LatestKey | undefined> {
    return this.keys.ask(stream);
  }

  /** @returns the inserted row, with its id and defaults */
  insert(table: RowTable, row: object): Promise<object> {
    const sql = table.insert(row);
    const batcher = this.inserts.get(sql) ?? new Batcher((rows) => this.session.query(sql, [JSON.stringify(rows)]));
    this.inserts.set(sql, batcher);
    return batcher.ask(table.json(row));
  }

  /** Saves snapshots. A stored snapshot of a newer decider stays, because newer code may run beside this process. */
  async saveSnapshots(snapshots: readonly Snapshot[]): Promise<void> {
    if (!snapshots.length) return;
    await this.session.query(
      `INSERT INTO log.snapshots (stream, decider, version, state) SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::json[])
       ON CONFLICT (stream) DO UPDATE SET decider = excluded.decider, version = excluded.version, state = excluded.state,
         taken_at = clock_timestamp() WHERE excluded.decider >= snapshots.decider`,
      [
        snapshots.map(({ stream }) => stream),
        snapshots.map(({ decider }) => decider),
        snapshots.map(({ version }) => version),
        snapshots.map(({ state }) => state),
      ],
    );
  }

  /** Saves new keys. The key for a stream's first event may replace one that a partial restore has left. */
  async saveKeys(keys: readonly NewEntityKey[]): Promise<void> {
    if (!keys.length) return;
    await this.session.query(
      `INSERT INTO personal.keys (entity, generation, secret) SELECT * FROM unnest($1::text[], $2::smallint[], $3::bytea[])
       ON CONFLICT (entity, generation) DO UPDATE SET secret = excluded.secret, erased_at = NULL`,
      [keys.map(({ entity }) => entity), keys.map(({ generation }) => generation), keys.map(({ secret }) => secret)],
    );
  }

  private async readKeys(streams: string[]): Promise<(LatestKey | undefined)[]> {
    const found: (LatestKey & { entity: string })[] = await this.session.query(
      `SELECT DISTINCT ON (entity) entity, generation, secret FROM personal.keys WHERE entity = ANY ($1)
       ORDER BY entity, generation DESC`,
      [streams],
    );
    const keys = new Map(found.map((key) => [key.entity, key]));
    return streams.map((stream) => keys.get(stream));
  }

  private async lockAndRead(lookups: SnapshotLookup[]): Promise<LoadedStream[]> {
    const streams = lookups.map(({ stream }) => stream);
    // All transactions lock in the order of the keys, so they can't deadlock.
    const locks: Promise<{ stream: string; locked: boolean | '' }[]> = this.session.query(
      `SELECT stream, pg_${this.isAlone ? '' : 'try_'}advisory_xact_lock($1, key) AS locked
       FROM (SELECT stream, hashtext(stream) AS key FROM unnest($2::text[]) AS stream ORDER BY 2) AS ordered`,
      [STREAM_LOCK_CLASS, streams],
    );
    // A second statement, because its snapshot must be younger than the locks. Both are sent in one write.
    const reads: Promise<Omit<LoadedStream, 'locked'>[]> = this.session.query(
      `SELECT known.version, known.state, known.size, page.events
       FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS asked (stream, decider, n)
       LEFT JOIN LATERAL
         (SELECT version, state, pg_column_size(state) AS size FROM log.snapshots
          WHERE stream = asked.stream AND decider = asked.decider LIMIT 1) AS known ON true
       CROSS JOIN LATERAL (
         SELECT coalesce(json_agg(e), '[]') AS events FROM (
           SELECT stream, version, type, schema, data, recorded_at AS "recordedAt", ${SECRET} FROM log.events
           WHERE stream = asked.stream AND version > coalesce(known.version, 0) ORDER BY version LIMIT ${EVENTS_PER_PAGE}
         ) AS e
       ) AS page
       ORDER BY n`,
      [streams, lookups.map(({ decider }) => decider)],
    );
    const [locked, read] = await Promise.all([locks, reads]);
    const refused = new Set(locked.flatMap(({ stream, locked }) => (locked === false ? [stream] : [])));
    return read.map((loaded, n) => ({ ...loaded, locked: !refused.has(streams[n] as string) }));
  }
}
