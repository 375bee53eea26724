import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { Session } from '../database/session.js';
import type { Problem } from '../http/problems.js';
import { Settings } from '../settings.js';

const FLUSH_INTERVAL_MS = 1_000;

/** Maximum number of refusals per second. Further ones are only counted, and their number becomes one entry. */
const MAX_REFUSALS_PER_FLUSH = 100;

/** The outcomes that anybody can cause, without credentials. */
const REFUSALS: readonly AccessNote['outcome'][] = ['refused', 'sign-in-failed'];

const PURGE_INTERVAL_MS = 3_600_000;

/** An entry for a request that appends no event. Never contains a body, an address with its values, or a secret. */
export interface AccessNote {
  readonly outcome: 'done' | 'refused' | 'signed-in' | 'sign-in-failed';
  /** Absent: the request had no valid credentials. */
  readonly actor?: string;
  readonly method?: string;
  /** A template such as `/v1/order/{id}`. */
  readonly route?: string;
  readonly status?: number;
  readonly code?: string;
  /** The object of the request: a key (`key:…`), or the values of the route's parameters. */
  readonly subject?: string;
  /** The network address of the client. */
  readonly address?: string;
  readonly count?: number;
}

/** The statuses that are audited: 401 and 403 refuse credentials and roles, the others refuse commands. */
const AUDITED = [401, 403, 409, 412, 422];

/**
 * Records refused requests and sign-ins for the audit. Entries are written once a second in the background, so that no
 * request waits for them or fails with them. Above 100 a second, refusals are only counted, and so are all entries if
 * writing fails.
 */
@Injectable()
export class AccessLog implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AccessLog.name);
  private notes: (AccessNote & { readonly at: Date })[] = [];
  /** Those among the notes. */
  private refusals = 0;
  /** Those that are in no note. */
  private uncounted = 0;
  private timer?: NodeJS.Timeout;
  private purging?: NodeJS.Timeout;
  private writing?: Promise<void>;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.isFolding || this.settings.AUTH === 'none') return;
    const purge = () =>
      Session.run(this.database, (session) => session.query('SELECT access.purge_audit()')).catch((error) =>
        this.logger.warn(`Old entries of the audit could not be deleted: ${error.message}`),
      );
    this.purging = setInterval(purge, PURGE_INTERVAL_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.purging);
    clearTimeout(this.timer);
    await this.writing;
    await this.flush();
  }

  note(note: AccessNote): void {
    const isRefusal = REFUSALS.includes(note.outcome);
    if (isRefusal && this.refusals >= MAX_REFUSALS_PER_FLUSH) this.uncounted += note.count ?? 1;
    else {
      this.notes.push({ ...note, at: new Date() });
      if (isRefusal) this.refusals += 1;
    }
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.writing = this.flush();
    }, FLUSH_INTERVAL_MS).unref();
  }

  /** Records a successful request of an operator. */
  noteDone({ method, routeOptions, params, principal, ip }: FastifyRequest, status: number): void {
    const subject = Object.values(params as Record<string, string>).join('/') || undefined;
    const route = templateOf(routeOptions.url);
    this.note({ outcome: 'done', actor: principal.actor, method, route, status, subject, address: ip });
  }

  /** Records a request refused for its credentials or role, or a command that the domain refused. */
  noteProblem({ method, routeOptions, is404, principal, ip }: FastifyRequest, { status, code }: Problem): void {
    const isSignIn = routeOptions.config?.rules?.isSignIn === true;
    if (!AUDITED.includes(status) && !(isSignIn && status === 429)) return;
    const route = is404 ? undefined : templateOf(routeOptions.url);
    const actor = principal && principal.role !== 'public' ? principal.actor : undefined;
    this.note({ outcome: isSignIn ? 'sign-in-failed' : 'refused', actor, method, route, status, code, address: ip });
  }

  private async flush(): Promise<void> {
    const notes: typeof this.notes = this.notes;
    if (this.uncounted) notes.push({ outcome: 'refused', count: this.uncounted, at: new Date() });
    if (!notes.length) return;
    this.notes = [];
    this.refusals = 0;
    this.uncounted = 0;
    try {
      await Session.run(this.database, (session) =>
        session.query(
          `INSERT INTO access.audit (at, outcome, actor, method, route, status, code, subject, address, count)
           SELECT at, outcome, actor, method, route, status, code, subject, address, coalesce(count, 1)
           FROM jsonb_to_recordset($1) AS n (at timestamptz, outcome text, actor text, method text, route text,
             status smallint, code text, subject text, address text, count integer)`,
          [JSON.stringify(notes)],
        ),
      );
    } catch (error) {
      this.uncounted += notes.reduce((sum, { count = 1 }) => sum + count, 0);
      this.logger.warn(`Entries of the audit could not be written and are only counted: ${(error as Error).message}`);
    }
  }
}

/** Converts Fastify's `/v1/order/:id` to OpenAPI's `/v1/order/{id}`. */
const templateOf = (url?: string) => url?.replace(/:(\w+)/g, '{$1}');
