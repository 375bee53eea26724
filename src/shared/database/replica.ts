import pg from 'pg';
import { StartError } from '../settings.js';
import { connectionStartError, dataSourceOptions, READ } from './database.js';
import { Probe } from './probe.js';

/** Silence after which a connection to a replica is closed, because the primary can answer instead. */
const MAX_REPLICA_SILENCE_MS = 6_000;

/** SQLSTATEs of a wrong user or password, and of a database that does not exist. */
const WRONG_ADDRESS_SQLSTATES = /^(28...|3D000)$/;

/** Equal for a database and its physical replicas only. */
const IDENTITY_SQL = `
  (SELECT concat_ws(' ', system_identifier, d.oid) FROM pg_control_system(), pg_database AS d
   WHERE datname = current_database())`;

/** Identifies an event: two logs with the same position and key are the same log up to there. */
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

/** The primary at one moment. */
export interface PrimaryState {
  readonly identity: string;
  readonly lsn: number;
  /** In seconds. */
  readonly at: number;
}

interface FoundState {
  readonly identity: string;
  readonly isStandby: boolean;
  readonly lsn: number | null;
  /** When the primary committed the last transaction that was replayed, in seconds. */
  readonly replayedAt: number | null;
  /** The last event's; null on an empty log. */
  readonly position: number | null;
  readonly key: string;
}

/** The primary, as replicas are compared with it. */
export class PrimaryProbe {
  private readonly probe: Probe;

  constructor(url: string, roles: boolean) {
    this.probe = new Probe({ ...probeConfig(url, roles), needsPrimary: true });
  }

  /** @throws if it does not answer */
  async state(): Promise<PrimaryState> {
    return (await this.probe.ask<PrimaryState>(PRIMARY_SQL))[0] as PrimaryState;
  }

  /**
   * Whether the log has an event that a replica has.
   *
   * @returns undefined if the event's transaction has not ended, since a synchronous standby may see it earlier
   */
  async hasEvent(position: number, key: string): Promise<boolean | undefined> {
    // The event is looked for after the horizon was read, in a statement of its own, which sees all events up to it.
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

/** A database that answers queries in place of the primary, as long as nothing is wrong with it. */
export class Replica {
  /** Its connections take nothing but queries. */
  readonly pool: pg.Pool;
  /** Host and port. */
  readonly name: string;
  /** Why it gets no queries; null if it gets some. A sentence about it. */
  problem: string | null = NOT_ASKED;
  /** How far it is behind the primary; null if that is not known. */
  lagSeconds: number | null = null;
  private readonly probe: Probe;
  /** The primary's time at which it had all that the primary had. */
  private caughtUpAt?: number;
  private verified = '';
  /** What was wrong with it by comparison with the primary. */
  private difference: string | null = null;

  /** @param roles as of `dataSourceOptions` */
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
    // That of a connection which nobody uses; the next user gets another one.
    this.pool.on('error', () => undefined);
    this.probe = new Probe(probeConfig(url, roles));
    this.name = this.probe.server;
  }

  /** @returns the rows of a short statement, over a connection of its own */
  ask<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
    return this.probe.ask<R>(sql, values);
  }

  /**
   * Finds out what is wrong with it, and its lag.
   *
   * @param primary undefined if it does not answer: then there is nothing to compare with
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

  /** @returns what was found last, if there is nothing to compare with now */
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

  /** The time of the last transaction alone would say nothing while the primary is idle. */
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
 * Looks at the replicas before anything is changed. One that does not answer is left for later.
 *
 * @param primaryUrl of the database that they must be replicas of
 * @throws StartError if an address is wrong, if its user or password is, or if it leads to another database
 */
export async function requireReplicas(urls: readonly string[], primaryUrl: string): Promise<void> {
  const identities = await Promise.all(urls.map(meetReplica));
  if (!identities.some((found) => found !== undefined)) return;
  // If it does not answer, the next step of the start says so.
  const identity = await identityOf(primaryUrl).catch(() => undefined);
  for (const [n, url] of urls.entries())
    if (identity && identities[n] && identities[n] !== identity)
      throw new StartError(
        `${new Probe(probeConfig(url, false)).server} of READ_DATABASE_URL is no replica of the database of commands, but another database.`,
      );
}

/** @returns undefined if it does not answer */
async function meetReplica(url: string): Promise<string | undefined> {
  try {
    // TypeORM refuses such an address, and pg takes it for something else.
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
  // Before the migrations there may be no roles.
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
