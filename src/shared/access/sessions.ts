import { hash, randomBytes } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Session } from '../database/session.js';
import type { Principal } from '../http/principal.js';
import { Settings } from '../settings.js';
import { type GrantRow, Grants, hashOf } from './grants.js';
import type { Identity } from './oidc.js';

const ID_BYTES = 32;
const SESSION_ID = /^[\w-]{43}$/;

/** The lifetime of a session without requests, and its maximum lifetime. */
const IDLE_LIMIT = '8 hours';
const LIFE_LIMIT = '7 days';

const PURGE_INTERVAL_MS = 3_600_000;

/** The origin of sessions that began with a key. */
const BY_KEY = 'key';

const KEY_ACTOR = /^key:(.+)$/;

const END_SQL = `least(s.used_at + interval '${IDLE_LIMIT}', s.created_at + interval '${LIFE_LIMIT}', k.expires_at)`;

/** Valid sessions whose origin the settings still allow (`$1`). */
const VALID_SESSIONS_SQL = `access.sessions AS s LEFT JOIN access.keys AS k ON k.id = s.key_id
  WHERE s.origin = ANY ($1) AND k.revoked_at IS NULL AND ${END_SQL} > now()`;

/**
 * Sessions of browsers. The browser has the id, 256 random bits, in a cookie; the database has its SHA-256. A session
 * that began with a key has the principal of that key, and ends with it.
 */
@Injectable()
export class Sessions implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sessions.name);
  private readonly grants: Grants;
  /** The origins that the settings allow: keys, and the issuer in its present configuration. */
  private readonly origins: readonly string[];
  private readonly byIssuer: string;
  private purging?: NodeJS.Timeout;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly settings: Settings,
  ) {
    this.byIssuer = `oidc ${digestOf(settings)}`;
    this.origins = [...(settings.hasKeys ? [BY_KEY] : []), ...(settings.hasOidc ? [this.byIssuer] : [])];
    this.grants = new Grants(
      (ids) => this.read(ids),
      async (ids) => {
        const sql = `UPDATE access.sessions SET used_at = clock_timestamp()
          WHERE hash = ANY ($1) AND used_at < clock_timestamp() - interval '1 minute'`;
        await Session.run(this.database, (session) => session.query(sql, [ids.map(toHash)]));
      },
    );
  }

  onApplicationBootstrap(): void {
    if (!this.settings.isFolding || this.settings.AUTH === 'none') return;
    this.purging = setInterval(() => void this.purge(), PURGE_INTERVAL_MS).unref();
    void this.purge();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.purging);
  }

  async onModuleDestroy(): Promise<void> {
    await this.grants.stop();
  }

  /**
   * @returns the principal of a session; undefined if its id is malformed or unknown, or if it has ended
   * @throws if the session is not in memory and the database does not answer
   */
  find(id: string): Principal | undefined | Promise<Principal | undefined> {
    return SESSION_ID.test(id) ? this.grants.find(toKey(id), id) : undefined;
  }

  /** @returns the id of a new session, which can't be read again */
  async begin({ actor, role, userId }: Identity): Promise<string> {
    const id = randomBytes(ID_BYTES).toString('base64url');
    const keyId = KEY_ACTOR.exec(actor)?.[1];
    await Session.run(this.database, (session) =>
      session.query('INSERT INTO access.sessions (hash, actor, role, user_id, key_id, origin) VALUES ($1, $2, $3, $4, $5, $6)', [
        hashOf(id),
        actor,
        role,
        userId ?? null,
        keyId ?? null,
        keyId ? BY_KEY : this.byIssuer,
      ]),
    );
    return id;
  }

  /** @returns the time when it ends unless it is used again; undefined if it has ended */
  async endOf(id: string): Promise<Date | undefined> {
    const [found] = await this.database.query(`SELECT ${END_SQL} AS end FROM ${VALID_SESSIONS_SQL} AND s.hash = $2`, [
      this.origins,
      hashOf(id),
    ]);
    return found?.end;
  }

  /** Ends a session: immediately in this process, within 5 s in others. */
  async end(id: string): Promise<void> {
    await this.delete('hash = $1', hashOf(id));
  }

  /** Ends all sessions of an actor: immediately in this process, within 5 s in others. */
  async endAllOf(actor: string): Promise<void> {
    await this.delete('actor = $1', actor);
  }

  private async delete(condition: string, value: string | Buffer): Promise<void> {
    await Session.run(this.database, (session) => session.query(`DELETE FROM access.sessions WHERE ${condition}`, [value]));
    await this.grants.recheck();
  }

  private async read(ids: string[]): Promise<GrantRow[]> {
    const rows = await this.database.query(
      `SELECT s.hash, s.actor, s.role, s.user_id AS "userId", extract(epoch FROM ${END_SQL} - now())::float8 * 1000 AS "timeLeft"
       FROM ${VALID_SESSIONS_SQL} AND s.hash = ANY ($2)`,
      [this.origins, ids.map(toHash)],
    );
    return rows.map(({ hash, actor, role, userId, timeLeft }: Record<string, never> & { hash: Buffer }) => ({
      id: hash.toString('hex'),
      hash,
      principal: { actor, role, userId: userId ?? undefined },
      timeLeft,
    }));
  }

  private async purge(): Promise<void> {
    try {
      await Session.run(this.database, async (session) => {
        await session.query(
          `DELETE FROM access.sessions WHERE used_at < now() - interval '${IDLE_LIMIT}' OR created_at < now() - interval '${LIFE_LIMIT}'`,
        );
        await session.query(`DELETE FROM access.failed_sign_ins WHERE last_at < now() - interval '1 hour'`);
      });
    } catch (error) {
      this.logger.warn(`Ended sessions could not be deleted: ${(error as Error).message}`);
    }
  }
}

/** The key of a session in memory: a hash, so that memory does not contain ids either. */
const toKey = (id: string): string => hash('sha256', id, 'hex');
const toHash = (key: string): Buffer => Buffer.from(key, 'hex');

/**
 * A digest of all settings that map a sign-in at the issuer to a principal, so that a change of one ends all sessions.
 */
function digestOf({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_ROLE_CLAIM, OIDC_ROLES, OIDC_USER_CLAIM }: Settings): string {
  return hash('sha256', JSON.stringify([OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_ROLE_CLAIM, OIDC_ROLES, OIDC_USER_CLAIM]));
}
