import { randomBytes } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AppTables, LogFollower } from '#kronika';
import { type AdKey, type AdToken, openToken, sealToken } from './token.js';

const AD_KEY_BYTES = 32;

/** The age at which a key gets a successor, and the age at which no ad of it can be shown any more. */
const KEY_PERIOD = '1 day';
const KEY_RETENTION = '3 days';

/** Interval between looks at the keys. A new key is used only after every process has had two. */
const REFRESH_MS = 60_000;
const HAND_OVER = '3 minutes';

/** Delay before another attempt after a failure. */
const RETRY_MS = 1_000;

/** Shortest interval between looks that unknown keys of tokens cause, so that forged tokens cause few. */
const MIN_REFRESH_MS = 1_000;

const ADVISORY_LOCK = 7_502_040;

/** The keys of tokens, shared by all processes through the database. A key is used for a day. */
@Injectable()
export class AdKeys implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AdKeys.name);
  private keys: ReadonlyMap<number, AdKey> = new Map();
  private current?: AdKey;
  private refreshing?: Promise<void>;
  private refreshedAt = Number.NEGATIVE_INFINITY;
  private timer?: NodeJS.Timeout;
  private retry?: NodeJS.Timeout;

  constructor(
    private readonly tables: AppTables,
    private readonly follower: LogFollower,
  ) {}

  onApplicationBootstrap(): void {
    // Keys that were made since would be unknown to other processes, and their ids may come again.
    this.follower.replaced$.subscribe(() => void this.readAgain());
    void this.refresh();
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    clearTimeout(this.retry);
    await this.refreshing;
  }

  /** Whether tokens can be sealed: the keys have been read. */
  get isReady(): boolean {
    return this.current !== undefined;
  }

  /** @throws Error unless `isReady` */
  seal(token: AdToken): string {
    if (!this.current) throw new Error('The keys of ads have not been read yet');
    return sealToken(token, this.current);
  }

  /** @returns undefined if the text is no token that a known key has sealed */
  async open(text: string): Promise<AdToken | undefined> {
    const token = openToken(text, this.keys);
    // Another process may have made a key a moment ago, as at the first start.
    if (token || performance.now() - this.refreshedAt < MIN_REFRESH_MS) return token;
    await this.refresh();
    return openToken(text, this.keys);
  }

  /** As `refresh`, which may have read the keys from the database as it was before. */
  private async readAgain(): Promise<void> {
    await this.refreshing;
    await this.refresh();
  }

  /** Reads the keys, and makes and deletes keys where that is due. */
  private refresh(): Promise<void> {
    this.refreshing ??= this.read()
      .catch((error) => {
        this.logger.warn(`The keys of ads can't be read: ${error.message}`);
        this.retry = setTimeout(() => void this.refresh(), RETRY_MS).unref();
      })
      .finally(() => {
        this.refreshing = undefined;
        this.refreshedAt = performance.now();
      });
    return this.refreshing;
  }

  private async read(): Promise<void> {
    const found = await this.tables.query<AdKey & { isDue: boolean; isUsable: boolean }>(
      `SELECT id, secret, created_at < now() - interval '${KEY_PERIOD}' AS "isDue",
         created_at < now() - interval '${HAND_OVER}' AS "isUsable"
       FROM delivery.keys ORDER BY created_at DESC, id DESC`,
    );
    if (found[0] === undefined || found[0].isDue) {
      await this.rotate();
      return this.read();
    }
    this.keys = new Map(found.map(({ id, secret }) => [id, { id, secret }]));
    this.current = found.find(({ isUsable }) => isUsable) ?? found.at(-1);
  }

  private async rotate(): Promise<void> {
    await this.tables.transaction(async (session) => {
      await session.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
      await session.query(
        `INSERT INTO delivery.keys (secret) SELECT $1
         WHERE NOT EXISTS (SELECT FROM delivery.keys WHERE created_at >= now() - interval '${KEY_PERIOD}')`,
        [randomBytes(AD_KEY_BYTES)],
      );
      await session.query(`DELETE FROM delivery.keys WHERE created_at < now() - interval '${KEY_RETENTION}'`, []);
    });
  }
}
