import type { Pool, PoolClient } from 'pg';
import { Connection } from '../database/connection.js';
import { Lookup, type LookupKey } from '../database/lookup.js';
import type { Replica } from '../database/replica.js';

/** What a place says with each answer, of the same or of an earlier snapshot. */
export interface Placed {
  readonly position: number;
  /** Whether the place is a hot standby at this moment: a replica may have been promoted. */
  readonly isStandby: boolean;
}

/** A row of a lookup; one without `isRow` says that there is none. */
export interface FoundRows extends Pick<Placed, 'isStandby'> {
  readonly key: LookupKey;
  readonly atPosition: number;
  readonly isRow: true | null;
}

/** The checkpoints of views, for all requests that wait for one. */
const REACHED = `
  SELECT key, coalesce(max(position), 0) AS reached FROM unnest($1::text[]) AS key
  LEFT JOIN log.checkpoints ON subscription = key AND build = 'serving' GROUP BY key`;

/** The position of the build that serves. */
export function checkpoint(parameter: number): string {
  return `SELECT coalesce(max(position), 0) AS position, pg_is_in_recovery() AS "isStandby" FROM log.checkpoints
          WHERE subscription = $${parameter} AND build = 'serving'`;
}

/**
 * Whether an answer has reached a position. That of a replica which was promoted never has, since it may lack what the
 * primary has; that of the primary has, unless its address leads to a standby.
 */
export function isEnough({ replica }: ReadPlace, { position, isStandby }: Placed, wanted: number): boolean {
  return replica ? isStandby && position >= wanted : !isStandby || position >= wanted;
}

/** A place that is a replica. */
export type ReplicaPlace = ReadPlace & { readonly replica: Replica };

/** A database that answers queries: the primary or a replica. */
export class ReadPlace {
  private readonly lookups = new Map<string, Lookup<FoundRows>>();
  private readonly checkpoints: Lookup<{ key: string; reached: number }>;
  /** The highest positions that were seen here, by view. */
  private readonly seen = new Map<string, number>();

  /** @param replica absent: the primary */
  constructor(
    readonly pool: Pool,
    readonly replica?: Replica,
  ) {
    this.checkpoints = new Lookup(async (views) => (await pool.query(REACHED, [views])).rows);
  }

  /** The position that a view has reached here, read after this call. */
  async reached(view: string): Promise<number> {
    const { reached } = await this.checkpoints.find(view);
    this.note(view, reached);
    return reached;
  }

  /** Whether a view has reached a position here, as far as is known or, if need be, as it says. */
  async has(view: string, position: number): Promise<boolean> {
    return (this.seen.get(view) ?? 0) >= position || (await this.reached(view)) >= position;
  }

  note(view: string, position: number): void {
    if (position > (this.seen.get(view) ?? 0)) this.seen.set(view, position);
  }

  /** Runs statements on a connection; see `Connection.use`. */
  use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return new Connection(this.pool).use(work);
  }

  /** Lookups that arrive while others are running share the next statement and its snapshot. */
  find(view: string, sql: string, key: LookupKey): Promise<FoundRows> {
    let lookup = this.lookups.get(sql);
    if (!lookup) {
      const type = typeof key === 'number' ? 'bigint' : 'uuid';
      const statement = {
        name: `lookup ${this.lookups.size}`,
        // The keys in a SELECT of their own, so that their number does not count for the planner: else it would plan
        // each time.
        text: `SELECT key, c.position AS "atPosition", c."isStandby", q.* FROM unnest((SELECT $1::${type}[])) AS key
               CROSS JOIN (${checkpoint(2)}) AS c
               LEFT JOIN LATERAL (SELECT true AS "isRow", s.* FROM (${sql}) AS s) AS q ON true`,
      };
      // One connection: a process of Postgres that is busy with them all takes less from this one than several that
      // take turns.
      const connection = new Connection(this.pool);
      lookup = new Lookup((keys) =>
        connection.use(async (client) => (await client.query<FoundRows>({ ...statement, values: [keys, view] })).rows),
      );
      this.lookups.set(sql, lookup);
    }
    return lookup.find(key);
  }
}
