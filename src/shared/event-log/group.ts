import type { Session } from '../database/session.js';
import { Claims, type LockMode } from './claims.js';
import { PAGE, type Told } from './decider.js';
import { Gathering } from './gathering.js';
import type { RowTable } from './row-table.js';

/** Of locks with two keys of 32 bits, as opposed to that of an append; streams whose hashes are the same share one. */
export const STREAM_LOCK = 7_502_002;

interface Wish {
  readonly stream: string;
  /** The version of the decider whose snapshots can be used. */
  readonly decider: number;
}

/** What is known of a stream under its lock. */
export interface Stored {
  /** False: somebody else has it, and the rest need not be true for long. */
  readonly locked: boolean;
  /** The latest snapshot and its version; null: there is none. */
  readonly state: unknown;
  readonly version: number | null;
  /** Of the snapshot as stored, in bytes. */
  readonly size: number | null;
  /** The first page of events after that. */
  readonly events: Told[];
}

/** A state to be kept, as text. */
export interface Snapshot extends Wish {
  readonly version: number;
  readonly state: string;
}

/**
 * The commands that share a session, one of which may be alone in it, and then waits for locks. What several ask for in one
 * moment is one statement.
 */
export class Group {
  private readonly claims = new Claims();
  private readonly states = new Gathering((wishes: Wish[]) => this.lockAndRead(wishes));
  private readonly inserts = new Map<string, Gathering<object, object>>();

  constructor(
    readonly session: Session,
    readonly isAlone = false,
  ) {}

  /** @throws Collision if another command of the group has it, unless both only share it */
  claim(key: string, mode: LockMode, owner: object): void {
    this.claims.take(key, mode, owner);
  }

  /** Locks a stream for this session until its end, and reads what decides on its state. */
  stored(wish: Wish): Promise<Stored> {
    return this.states.ask(wish);
  }

  /** @returns the row as it then is, with id and defaults */
  insert(table: RowTable, row: object): Promise<object> {
    const sql = table.insert(row);
    const rows =
      this.inserts.get(sql) ??
      new Gathering((rows) => this.session.query(sql, [JSON.stringify(rows.map((row) => table.json(row)))]));
    this.inserts.set(sql, rows);
    return rows.ask(row);
  }

  /** Keeps states; those that are there for a newer decider stay. */
  async keep(snapshots: readonly Snapshot[]): Promise<void> {
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

  private async lockAndRead(wishes: Wish[]): Promise<Stored[]> {
    const streams = wishes.map(({ stream }) => stream);
    // In one order for everybody, so that no two wait for each other.
    const locks: Promise<{ stream: string; locked: boolean | '' }[]> = this.session.query(
      `SELECT stream, pg_${this.isAlone ? '' : 'try_'}advisory_xact_lock($1, key) AS locked
       FROM (SELECT stream, hashtext(stream) AS key FROM unnest($2::text[]) AS stream ORDER BY 2) AS ordered`,
      [STREAM_LOCK, streams],
    );
    // A statement of its own, sent with the other one: its snapshot must be younger than the locks.
    const reads: Promise<Omit<Stored, 'locked'>[]> = this.session.query(
      `SELECT known.version, known.state, known.size, page.events
       FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS asked (stream, decider, n)
       LEFT JOIN LATERAL
         (SELECT version, state, pg_column_size(state) AS size FROM log.snapshots
          WHERE stream = asked.stream AND decider = asked.decider LIMIT 1) AS known ON true
       CROSS JOIN LATERAL (
         SELECT coalesce(json_agg(e), '[]') AS events FROM (
           SELECT stream, version, type, schema, data, recorded_at AS "recordedAt" FROM log.events
           WHERE stream = asked.stream AND version > coalesce(known.version, 0) ORDER BY version LIMIT ${PAGE}
         ) AS e
       ) AS page
       ORDER BY n`,
      [streams, wishes.map(({ decider }) => decider)],
    );
    const [locked, read] = await Promise.all([locks, reads]);
    const refused = new Set(locked.flatMap(({ stream, locked }) => (locked === false ? [stream] : [])));
    return read.map((stored, n) => ({ ...stored, locked: !refused.has(streams[n] as string) }));
  }
}
