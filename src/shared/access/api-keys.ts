import { randomBytes, randomInt } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Session } from '../database/session.js';
import { Conflict, NotFound } from '../event-log/refusal.js';
import type { Principal, Role } from '../http/principal.js';
import { Grants, hashOf } from './grants.js';

/** Identifies leaked keys to secret scanners. */
export const KEY_PREFIX = 'kro_';

/** The id, then the secret of 256 random bits. */
const KEY_PATTERN = /^kro_([0-9A-Za-z]{12})_([\w-]{43})$/;
const ID_LENGTH = 12;
const ID_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const API_KEY_BYTES = 32;

export const DEFAULT_DAYS = 90;
export const MAX_DAYS = 3_650;
export const MAX_KEY_NAME_LENGTH = 100;

/** The properties of a key to create. */
export interface NewKey {
  /** For display. Not unique, so that a new key can be in use before the old one of that name is revoked. */
  readonly name: string;
  readonly role: Role;
  /** The only user whose orders and campaigns the key gives access to; absent: all users. */
  readonly userId?: number;
  /** Days until the key expires. */
  readonly days?: number;
}

/** A key as admins see it, without its secret. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly userId: number | null;
  readonly state: 'active' | 'expired' | 'revoked';
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
  readonly lastUsedAt: Date | null;
}

const API_KEY_COLUMNS_SQL = `id, name, role, user_id AS "userId", created_at AS "createdAt", created_by AS "createdBy",
  expires_at AS "expiresAt", revoked_at AS "revokedAt", revoked_by AS "revokedBy", last_used_at AS "lastUsedAt",
  CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' ELSE 'active' END AS state`;

const IS_ACTIVE_SQL = 'revoked_at IS NULL AND expires_at > now()';

/** API keys: `kro_<id>_<secret>`, of which the database has the id and the SHA-256 of the secret. */
@Injectable()
export class ApiKeys implements OnModuleDestroy {
  private readonly grants: Grants;

  constructor(@InjectDataSource() private readonly database: DataSource) {
    this.grants = new Grants(
      async (ids) => {
        const rows = await this.database.query(
          `SELECT id, hash, role, user_id AS "userId", extract(epoch FROM expires_at - now())::float8 * 1000 AS "timeLeft"
           FROM access.keys WHERE id = ANY ($1) AND ${IS_ACTIVE_SQL}`,
          [ids],
        );
        return rows.map(({ id, hash, role, userId, timeLeft }: Record<string, never>) => ({
          id,
          hash,
          principal: { actor: `key:${id}`, role, userId: userId ?? undefined },
          timeLeft,
        }));
      },
      async (ids) => {
        // Limited to once a minute in SQL too, because other processes report the same keys.
        const sql = `UPDATE access.keys SET last_used_at = clock_timestamp()
          WHERE id = ANY ($1) AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')`;
        await Session.run(this.database, (session) => session.query(sql, [ids]));
      },
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.grants.stop();
  }

  /**
   * @returns the principal of a key; undefined if the key is malformed, unknown, expired or revoked
   * @throws if the key is not in memory and the database does not answer
   */
  find(key: string): Principal | undefined | Promise<Principal | undefined> {
    const [, id, secret] = KEY_PATTERN.exec(key) ?? [];
    return id && secret ? this.grants.find(id, secret) : undefined;
  }

  /**
   * @param actor the actor that creates the key
   * @returns the id, and the key itself, which can't be read again
   */
  async create({ name, role, userId, days = DEFAULT_DAYS }: NewKey, actor: string): Promise<{ id: string; key: string }> {
    const id = Array.from({ length: ID_LENGTH }, () => ID_CHARACTERS[randomInt(ID_CHARACTERS.length)]).join('');
    const secret = randomBytes(API_KEY_BYTES).toString('base64url');
    await Session.run(this.database, async (session) => {
      await session.query(
        `INSERT INTO access.keys (id, hash, name, role, user_id, created_by, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))`,
        [id, hashOf(secret), name, role, userId ?? null, actor, days],
      );
      await noteDone(session, actor, 'key.created', id);
    });
    return { id, key: `${KEY_PREFIX}${id}_${secret}` };
  }

  /** @throws NotFound `key.not-found` */
  async one(id: string): Promise<ApiKey> {
    const [found] = await this.database.query(`SELECT ${API_KEY_COLUMNS_SQL} FROM access.keys WHERE id = $1`, [id]);
    if (!found) throw keyNotFound(id);
    return found;
  }

  /**
   * Keys, the newest first.
   *
   * @param after the last key of the previous page
   */
  page(limit: number, after?: { readonly createdAt: string; readonly id: string }): Promise<ApiKey[]> {
    return this.database.query(
      `SELECT ${API_KEY_COLUMNS_SQL} FROM access.keys
       WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2)
       ORDER BY created_at DESC, id DESC LIMIT $3`,
      [after?.createdAt ?? null, after?.id ?? null, limit],
    );
  }

  /**
   * Revokes a key: immediately in this process, within 5 s in others. No effect if the key is revoked already.
   *
   * @param actor the actor that revokes it
   * @param isLastAllowed whether the last active key of an unbound admin may be revoked
   * @returns whether an active key of an unbound admin remains
   * @throws NotFound `key.not-found`, Conflict `key.last-admin`
   */
  async revoke(id: string, actor: string, isLastAllowed: boolean): Promise<boolean> {
    const isAdminLeft = await Session.run(this.database, async (session) => {
      // Locked, so that two admins can't revoke each other's key at the same time.
      const admins: { id: string }[] = await session.query(
        `SELECT id FROM access.keys WHERE role = 'admin' AND user_id IS NULL AND ${IS_ACTIVE_SQL} ORDER BY id FOR UPDATE`,
      );
      const [key] = await session.query('SELECT revoked_at FROM access.keys WHERE id = $1 FOR UPDATE', [id]);
      if (!key) throw keyNotFound(id);
      const others = admins.filter((admin) => admin.id !== id);
      if (!isLastAllowed && admins.length && !others.length)
        throw new Conflict('key.last-admin', `${id} is the last active key of an admin: create another one first.`);
      if (key.revoked_at === null) {
        await session.query('UPDATE access.keys SET revoked_at = clock_timestamp(), revoked_by = $2 WHERE id = $1', [id, actor]);
        await noteDone(session, actor, 'key.revoked', id);
      }
      return others.length > 0;
    });
    await this.grants.recheck();
    return isAdminLeft;
  }
}

const keyNotFound = (id: string) => new NotFound('key.not-found', `There is no key ${id}.`);

/** Records a command on a key for the audit, in the transaction of the command. */
async function noteDone(session: Session, actor: string, code: string, id: string): Promise<void> {
  await session.query(`INSERT INTO access.audit (outcome, actor, code, subject) VALUES ('done', $1, $2, $3)`, [
    actor,
    code,
    `key:${id}`,
  ]);
}
