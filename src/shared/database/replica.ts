import pg from 'pg';
import { StartError } from '../settings.js';
import { connectionStartError, dataSourceOptions, READ } from './database.js';
import { Probe } from './probe.js';

/** Silence after which a connection to a replica is closed. Short, because the primary can answer instead. */
const MAX_REPLICA_SILENCE_MS = 6_000;

/** SQLSTATEs of a wrong user or password, and of a database that does not exist. */
const WRONG_ADDRESS_SQLSTATES = /^(28...|3D000)$/;

/** The same for a database and its physical replicas, and for no other database. */
const IDENTITY_SQL = `
  (SELECT concat_ws(' ', system_identifier, d.oid) FROM pg_control_system(), pg_database AS d
   WHERE datname = current_database())`;

/** Identifies an event. Two logs that have the same key at the same position are identical up to there. */
const EVENT_KEY_SQL = `concat_ws(' ', stream, version, recorded_at, metadata->>'commandId')`;

const PRIMARY_SQL = `
  SELECT ${IDENTITY_SQL} AS identity, (pg_current_wal_lsn() - '0/0')::bigint AS lsn,
    extract(epoch FROM clock_timestamp())::float8 AS "at"`;

const REPLICA_SQL = `
  SELECT ${IDENTITY_SQL} AS identity, pg_is_in_recovery() AS "isStandby", (pg_last_wal_replay_lsn() - '0/0')::bigint AS lsn,
    extract(epoch FROM pg_last_xact_replay_timestamp())::float8 AS "replayedAt",
    position, ${EVENT_KEY_SQL} AS key
  FROM (SELECT) AS one LEFT JOIN (SELECT * FROM log.events ORDER BY position DESC LIMIT 1) AS last ON true`;

export const NOT_ASKED = 'it has not answered yet';
export const NOT_A_REPLICA = 'it is not a replica, because it takes changes itself';

/** A sample of the state of the primary. */
export interface PrimaryState {
  readonly identity: string;
  readonly lsn: number;
  /** Its clock, in seconds since the epoch. */
  readonly at: number;
}

interface FoundState {
  readonly identity: string;
  readonly isStandby: boolean;
  readonly lsn: number | null;
  /** When the primary committed the last replayed transaction, in seconds since the epoch. */
  readonly replayedAt: number | null;
  /** The position of the last event; null if the log is empty. */
  readonly position: number | null;
  readonly key: string;
}

/** Queries the primary, so that replicas can be compared with it. */
export class PrimaryProbe {
  private readonly probe: Probe;

  constructor(url: string, roles: boolean) {
    this.probe = new Probe({ ...probeConfig(url, roles), needsPrimary: true });
  }

  /** @throws if the primary does not answer */
  async state(): Promise<PrimaryState> {
    return (await this.probe.ask<PrimaryState>(PRIMARY_SQL))[0] as PrimaryState;
  }

  /**
   * Whether the log of the primary has an event of a replica.
   *
   * @returns undefined if the event's transaction has not ended on the primary, because a synchronous standby may see
   *   the event earlier
   */
  async hasEvent(position: number, key: string): Promise<boolean | undefined> {
    // A second statement, because its snapshot has to include all events up to the horizon that the first one read.
    const [ends] = await this.probe.ask<{ horizon: number; last: number }>(
      'SELECT log.horizon() AS horizon, log.last_position() AS last',
    );
    const found = await this.probe.ask(`SELECT FROM log.events WHERE position = $1 AND ${EVENT_KEY_SQL} = $2`, [position, key]);
    if (found.length) return true;
    return ends && position > ends.horizon && position <= ends.last ? undefined : false;
  }

  close(): void {
    this.probe.close();
  }
}

/** A database that answers queries in place of the primary, as long as it has no problem. */
export class Replica {
  /** Connections for queries only. */
  readonly pool: pg.Pool;
  /** Host and port. */
  readonly name: string;
  /** Why the replica gets no queries, as a sentence with the subject "it"; null if it gets queries. */
  problem: string | null = NOT_ASKED;
  /** The distance from the primary; null if unknown. */
  lagSeconds: number | null = null;
  private readonly probe: Probe;
  /** The primary's clock when the replica last had all changes of the primary. */
  private caughtUpAt?: number;
  /** Position and key of the last event that the primary was found to have, too. */
  private verified = '';
  /** The problem that the last comparison with the primary found. */
  private difference: string | null = null;

  /** @param roles see `dataSourceOptions` */
  constructor(url: string, roles: boolean) {
    const { poolSize, connectTimeoutMS, extra, ...options } = dataSourceOptions(url, READ, roles);
    this.pool = new pg.Pool({
      connectionString: options.url,
      application_name: options.applicationName,
      max: poolSize,
      connectionTimeoutMillis: connectTimeoutMS,
      ...extra,
      maxUnexplainedSilenceMs: MAX_REPLICA_SILENCE_MS,
    });
    // The error of an idle connection. The next query uses another one.
    this.pool.on('error', () => undefined);
    this.probe = new Probe(probeConfig(url, roles));
    this.name = this.probe.server;
  }

  /** Runs a short query on a separate connection. @returns the rows */
  ask<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
    return this.probe.ask<R>(sql, values);
  }

  /**
   * Updates `problem` and `lagSeconds`.
   *
   * @param state of the primary; undefined if the primary does not answer
   */
  async check(primary: PrimaryProbe, state: PrimaryState | undefined, maxLagSeconds: number): Promise<void> {
    try {
      const [found] = (await this.ask<FoundState>(REPLICA_SQL)) as [FoundState];
      this.lagSeconds = found.isStandby && state ? this.lagOf(found, state) : null;
      this.difference = await this.compare(found, primary, state, maxLagSeconds);
      this.problem = found.isStandby ? this.difference : NOT_A_REPLICA;
    } catch (error) {
      this.lagSeconds = null;
      this.problem = `it does not answer: ${messageOf(error)}`;
    }
  }

  /** @returns the problem, or the result of the last comparison if the state of the primary is unknown */
  private async compare(
    { identity, position, key }: FoundState,
    primary: PrimaryProbe,
    state: PrimaryState | undefined,
    maxLagSeconds: number,
  ): Promise<string | null> {
    if (!state) return this.difference;
    if (identity !== state.identity) return 'it belongs to another database';
    if (position !== null && `${position} ${key}` !== this.verified) {
      const isKnown = await primary.hasEvent(position, key).catch(() => undefined);
      if (isKnown === false) return 'it is not a replica of this primary, which lacks events that it has';
      if (isKnown) this.verified = `${position} ${key}`;
    }
    const seconds = Math.round(this.lagSeconds ?? 0);
    return seconds > maxLagSeconds ? `it is ${seconds} s behind` : null;
  }

  /** Compares WAL positions, too, because the time of the last transaction means nothing while the primary is idle. */
  private lagOf({ lsn, replayedAt }: FoundState, { lsn: target, at }: PrimaryState): number {
    if (lsn !== null && lsn >= target) this.caughtUpAt = at;
    const seenAt = Math.max(this.caughtUpAt ?? Number.NEGATIVE_INFINITY, replayedAt ?? Number.NEGATIVE_INFINITY);
    if (!Number.isFinite(seenAt)) this.caughtUpAt = at;
    return Number.isFinite(seenAt) ? Math.max(0, at - seenAt) : 0;
  }

  async close(): Promise<void> {
    this.probe.close();
    await this.pool.end();
  }
}

/**
 * Checks the replicas before the start changes anything. A replica that does not answer is skipped.
 *
 * @param primaryUrl the address of their primary
 * @throws StartError if an address, a user or a password is wrong, or if an address leads to another database
 */
export async function requireReplicas(urls: readonly string[], primaryUrl: string): Promise<void> {
  const identities = await Promise.all(urls.map(replicaIdentity));
  if (!identities.some((found) => found !== undefined)) return;
  // If the primary does not answer, the next step of the start reports it.
  const identity = await identityOf(primaryUrl).catch(() => undefined);
  for (const [n, url] of urls.entries())
    if (identity && identities[n] && identities[n] !== identity)
      throw new StartError(
        `${new Probe(probeConfig(url, false)).server} of READ_DATABASE_URL is no replica of the database of commands, but another database.`,
      );
}

/** @returns the identity of a replica; undefined if it does not answer */
async function replicaIdentity(url: string): Promise<string | undefined> {
  try {
    // TypeORM rejects an address that fails here, while pg would misread it.
    decodeURIComponent(url.split('?')[0] as string);
    return await identityOf(url);
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    const isUnreadable = error instanceof URIError || code === 'ERR_INVALID_URL';
    if (isUnreadable || error instanceof StartError || WRONG_ADDRESS_SQLSTATES.test(code) || /startup parameter/.test(message))
      throw connectionStartError(error, 'The database of READ_DATABASE_URL', 'READ_DATABASE_URL');
    return undefined;
  }
}

async function identityOf(url: string): Promise<string> {
  // Without a role, because the roles may not exist before the migrations.
  const probe = new Probe(probeConfig(url, false));
  try {
    return ((await probe.ask<{ identity: string }>(`SELECT ${IDENTITY_SQL} AS identity`))[0] as { identity: string }).identity;
  } finally {
    probe.close();
  }
}

function probeConfig(url: string, roles: boolean) {
  const { url: connectionString, extra } = dataSourceOptions(url, READ, roles);
  return { ...extra, connectionString, application_name: 'kronika replicas' };
}

function messageOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}
