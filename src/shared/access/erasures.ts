import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { type Queries, Session } from '../database/session.js';
import { CommandMeta, type Receipt } from '../event-log/command-meta.js';
import { endErasure, erasureDecider, requestErasure, UserErased, UserErasureRequested } from '../event-log/erasure.js';
import { EventLog } from '../event-log/event-log.js';
import { EventTypes } from '../event-log/events.js';
import { namedStreamsSql, ownerSql } from '../event-log/owners.js';
import { NotFound } from '../event-log/refusal.js';
import { ERASED } from '../event-log/sealing.js';
import { Settings } from '../settings.js';
import { LogPoller, type Rewind } from '../subscriptions/log-poller.js';
import { ErasureList } from './erasure-list.js';

/** Maximum number of entities that are erased concurrently, each in a transaction of its own. */
const MAX_CONCURRENT_ENTITIES = 4;

/** Interval between attempts to finish erasures whose process died. */
const RESUME_INTERVAL_MS = 30_000;

/** Delay before another attempt to replay the list. */
const RETRY_DELAY_MS = 1_000;

/** The actor of an erasure that the list requires. */
const LIST_ACTOR = 'erasure-list';

const literal = pg.escapeLiteral;

/** Whether a key or a session is bound to the user `$1`. */
const HAS_ACCESS_SQL = `(EXISTS (SELECT FROM access.keys WHERE user_id = $1::text::bigint AND (revoked_at IS NULL OR name <> '${ERASED}'))
  OR EXISTS (SELECT FROM access.sessions WHERE user_id = $1::text::bigint))`;

/**
 * Erases the texts of a person (decision 36), each entity of the user in a transaction of its own. The request is
 * appended to the log first, so any worker can finish an interrupted erasure.
 */
@Injectable()
export class Erasures implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Erasures.name);
  private readonly list: ErasureList;
  private timer?: NodeJS.Timeout;
  private retry?: NodeJS.Timeout;
  private resuming?: Promise<void>;
  /** The latest rewind of the log after which the list was replayed. */
  private replayedAfter?: Rewind;
  private stopped = false;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly log: EventLog,
    private readonly types: EventTypes,
    private readonly settings: Settings,
    private readonly poller: LogPoller,
  ) {
    this.list = new ErasureList(settings.ERASURE_LIST);
    types.register(erasureDecider.category, { UserErasureRequested, UserErased }, { property: 'userId', events: 'first' });
  }

  /** Compares the list with the log, and finishes erasures that were requested. To be called before the app listens. */
  async start(): Promise<void> {
    await this.replay();
    await this.resume(0);
    if (!this.settings.isWorker) return;
    this.timer = setInterval(() => this.resumeOnce(), RESUME_INTERVAL_MS).unref();
    this.poller.rewound$.subscribe(() => void Promise.resolve(this.resuming).then(() => this.resumeOnce()));
  }

  /** Repeats erasures that are on the list but not on the log, as after the restore of an older backup. */
  private async replay(): Promise<void> {
    const listed = await this.list.read();
    const done = await this.done();
    for (const [userId, at] of listed)
      if (at > (done.get(userId) ?? '')) await this.request(userId, new CommandMeta({ actor: LIST_ACTOR }), true);
    await this.list.add([...done].filter(([userId, at]) => at > (listed.get(userId) ?? '')));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.retry);
    await this.resuming;
  }

  /**
   * Erases all texts that a user has at the time of the call. A repeated call erases texts that were added since, and
   * does nothing without any.
   *
   * @returns the receipt of the erasure: nothing at or after its position has these texts
   */
  async erase(userId: number, meta: CommandMeta): Promise<Receipt> {
    await this.request(userId, meta);
    const [latest] = await this.pending(0, userId);
    if (latest) await this.eraseAll(userId, meta);
    const { actor, correlationId } = meta;
    return this.log.transaction(new CommandMeta({ actor, correlationId }), ({ streams }) =>
      streams.change(erasureDecider, String(userId), (erasure) => endErasure(erasure, userId)),
    );
  }

  /** @param isNeeded absent: true if there is something to erase, or if the user was never erased */
  private request(userId: number, meta: CommandMeta, isNeeded?: boolean): Promise<Receipt> {
    return this.log.transaction(meta, async ({ streams, query }) => {
      const [found] = await query<{ hasMore: boolean }>(
        `SELECT ${HAS_ACCESS_SQL} OR EXISTS (${this.withTextsSql('$1::text')}) AS "hasMore"`,
        [String(userId)],
      );
      await streams.create(erasureDecider, String(userId), (erasure) =>
        requestErasure(erasure, userId, isNeeded ?? (erasure === null || found?.hasMore === true)),
      );
      await query('SELECT personal.end_access($1, $2)', [userId, meta.actor]);
    });
  }

  private async eraseAll(userId: number, { actor, correlationId }: Pick<CommandMeta, 'actor' | 'correlationId'>): Promise<void> {
    const found: { stream: string }[] = await this.database.query(this.withTextsSql('$1::text'), [String(userId)]);
    const left = found[Symbol.iterator]();
    const work = async () => {
      for (const { stream } of left) {
        if (this.stopped) throw new Error('The process stops; another one goes on with the erasure.');
        const meta = new CommandMeta({ actor, correlationId, boundTo: userId });
        await this.log.transaction(meta, ({ erase }) => erase(stream)).catch(ignoreHandedOver);
      }
    };
    await Promise.all(Array.from({ length: MAX_CONCURRENT_ENTITIES }, work));
    const at = await Session.run(this.database, (session) => this.forgetRequests(session, userId));
    await this.list.add([[userId, at]]);
  }

  /**
   * Deletes the fingerprints of the user's requests, because a short text could be guessed from them. A client's key
   * stays bound, to a request that nobody can send.
   *
   * @returns the time of the database, ISO 8601, UTC
   */
  private async forgetRequests(session: Queries, userId: number): Promise<string> {
    await session.query(
      `UPDATE write.outcomes AS o SET fingerprint = '' FROM log.events AS e
       WHERE o.position = e.position AND o.cause IS NULL AND o.fingerprint <> ''
         AND e.stream IN (SELECT s.stream FROM (${namedStreamsSql(this.types, '$1::text')}) AS s (stream)
           WHERE ${ownerSql(this.types, 's.stream')} = $1 AND split_part(s.stream, '-', 1) = ANY ($2::text[]))`,
      [String(userId), this.types.personalTexts.map(([category]) => category)],
    );
    const [{ now }] = await session.query('SELECT clock_timestamp() AS now');
    return now.toISOString();
  }

  private resumeOnce(): void {
    if (this.stopped) return;
    this.resuming ??= this.resume(RESUME_INTERVAL_MS).finally(() => {
      this.resuming = undefined;
    });
  }

  /**
   * Finishes the erasures that were requested at least this long ago, each on behalf of the actor that requested it. If
   * the log went back since the previous call, the list is replayed first.
   */
  private async resume(ageMs: number): Promise<void> {
    const { rewind } = this.poller;
    const isRestored = rewind !== this.replayedAfter;
    try {
      if (isRestored) await this.replay();
      this.replayedAfter = rewind;
      for (const { userId, actor, correlationId } of await this.pending(isRestored ? 0 : ageMs)) {
        const meta = new CommandMeta({ actor, correlationId });
        await this.eraseAll(userId, meta);
        await this.log.transaction(meta, ({ streams }) =>
          streams.change(erasureDecider, String(userId), (erasure) => endErasure(erasure, userId)),
        );
      }
    } catch (error) {
      this.logger.error(`An erasure could not be finished, and is tried again: ${(error as Error).message}`);
      // Connections that a restore has broken fail once.
      if (rewind !== this.replayedAfter) this.retry = setTimeout(() => this.resumeOnce(), RETRY_DELAY_MS).unref();
    }
  }

  private pending(ageMs: number, userId?: number): Promise<{ userId: number; actor: string; correlationId: string }[]> {
    return this.database.query(
      `SELECT "userId", actor, "correlationId" FROM (
         SELECT DISTINCT ON (stream) type, recorded_at, (data ->> 'userId')::bigint AS "userId",
           metadata ->> 'actor' AS actor, metadata ->> 'correlationId' AS "correlationId"
         FROM log.events WHERE type IN ($1, $2) AND ($3::text IS NULL OR stream = $3) ORDER BY stream, version DESC
       ) AS latest
       WHERE type = $1 AND recorded_at <= clock_timestamp() - make_interval(secs => $4 / 1000.0)`,
      [UserErasureRequested.type, UserErased.type, userId === undefined ? null : `${erasureDecider.category}-${userId}`, ageMs],
    );
  }

  /** The time of the latest erasure by user, ISO 8601, UTC. */
  private async done(): Promise<Map<number, string>> {
    const found: { userId: number; at: Date }[] = await this.database.query(
      `SELECT (data ->> 'userId')::bigint AS "userId", max(recorded_at) AS at FROM log.events WHERE type = $1 GROUP BY 1`,
      [UserErased.type],
    );
    return new Map(found.map(({ userId, at }) => [userId, at.toISOString()]));
  }

  /** A `SELECT` of the user's streams with texts, sealed or, from earlier releases, plain. */
  private withTextsSql(user: string): string {
    const plain = this.types.personalTexts.map(([category, { fields }]) => {
      const texts = fields.map((field) => {
        const value = `e.data -> ${literal(field)}`;
        return `jsonb_typeof(${value}) = 'string' AND ${value} <> ${literal(JSON.stringify(ERASED))}`;
      });
      return `split_part(s.stream, '-', 1) = ${literal(category)} AND (${texts.join(' OR ')})`;
    });
    return `SELECT s.stream FROM (${namedStreamsSql(this.types, user)}) AS s (stream)
      WHERE ${ownerSql(this.types, 's.stream')} = ${user} AND (
        EXISTS (SELECT FROM personal.keys WHERE entity = s.stream AND erased_at IS NULL)
        OR EXISTS (SELECT FROM log.events AS e WHERE e.stream = s.stream AND (${plain.join(' OR ') || 'false'})))`;
  }
}

/** Ignores that an entity no longer exists for the user: it now belongs to another user, with all its texts. */
function ignoreHandedOver(error: unknown): void {
  if (!(error instanceof NotFound)) throw error;
}
