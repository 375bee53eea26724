import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { app as shopApp } from '../../src/app.js';
import { createApp } from '../../src/shared/create-app.js';
import { openDatabase, prepareDatabase } from '../../src/shared/database/database.js';
import { joinOrigin } from '../../src/shared/followers/join.js';
import { prepareOrigin } from '../../src/shared/followers/prepare.js';
import { migrationsOf } from '../../src/shared/migrations/migrations.js';
import { readSettings } from '../../src/shared/settings.js';
import { Cluster } from './cluster.js';
import { ROOT } from './root.js';
import { until } from './until.js';

/** The app's own are compiled. */
const MIGRATIONS = migrationsOf({ migrations: [join(ROOT, 'dist/migrations/*.js')] });

/** The role by which followers connect in tests, and its password. */
export const ROLE = 'kronika_follower';
const PASSWORD = 'let me follow';

/** Reconnects at once in place of every 5 s. */
const FOLLOWER_FLAGS = ['wal_retrieve_retry_interval=100ms'];

export interface Reply {
  readonly status: number;
  readonly position: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers
  readonly body: any;
}

/** Two servers, of which one may become a follower of the other. */
export class Pair {
  private readonly apps: NestFastifyApplication[] = [];

  private constructor(
    readonly origin: Cluster,
    readonly follower: Cluster,
  ) {}

  /** Starts both with migrated databases. */
  static async start(originFlags = ['wal_level=logical']): Promise<Pair> {
    const [origin, follower] = await Promise.all([Cluster.start(originFlags), Cluster.start(FOLLOWER_FLAGS)]);
    const pair = new Pair(origin, follower);
    for (const { url } of [origin, follower]) await prepareDatabase(url, MIGRATIONS);
    await origin.query(`CREATE ROLE ${ROLE} LOGIN REPLICATION PASSWORD '${PASSWORD}'`);
    return pair;
  }

  /** The address of the origin's database for its followers. */
  get originUrl(): string {
    const url = new URL(this.origin.url);
    url.username = ROLE;
    url.password = encodeURIComponent(PASSWORD);
    return url.href;
  }

  prepare(options: { withoutKeys?: boolean; address?: string } = {}): Promise<void> {
    return this.at(this.origin, (source) => prepareOrigin(source, { role: ROLE, withoutKeys: false, address: '', ...options }));
  }

  join(originUrl = this.originUrl): Promise<boolean> {
    return this.at(this.follower, (source) => joinOrigin(source, originUrl));
  }

  /** Runs work on one of both databases, as the tools do. */
  async at<T>({ url }: Cluster, work: (source: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>): Promise<T> {
    const source = await openDatabase(url, MIGRATIONS);
    return work(source).finally(() => source.destroy());
  }

  /** Starts Kronika in this process, on one of both databases. @returns a function that sends requests to it */
  async open({ url }: Cluster, environment: NodeJS.ProcessEnv = {}) {
    const settings = readSettings({ LOG_LEVEL: 'error', DATABASE_URL: url, ...environment }, shopApp.settings);
    const { roles, origin } = await prepareDatabase(url, MIGRATIONS);
    const app = await createApp(shopApp, settings, { url, roles, origin });
    this.apps.push(app);
    await app.listen(0, '127.0.0.1');
    const base = await app.getUrl();
    const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Reply> => {
      const answer = await fetch(base + path, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        body: body && JSON.stringify(body),
      });
      const text = await answer.text();
      const isJson = /json/.test(answer.headers.get('content-type') ?? '');
      const position = Number(answer.headers.get('event-position'));
      return { status: answer.status, position, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
    };
    return {
      app,
      base,
      send,
      get: (path: string, position = 0) => send('GET', path, undefined, { 'wait-for-position': String(position) }),
      close: async () => {
        this.apps.splice(this.apps.indexOf(app), 1);
        await app.close();
      },
    };
  }

  /** Waits until the follower may read all that the origin has appended so far. */
  async caughtUp(): Promise<void> {
    const [{ last }] = await this.origin.query('SELECT log.last_position() AS last');
    await until(async () => {
      const [{ reached }] = await this.follower.query('SELECT log.last_position() >= $1 AS reached', [last]);
      return reached;
    });
  }

  async stop(): Promise<void> {
    for (const app of this.apps.reverse()) await app.close();
    await Promise.all([this.follower.stop(), this.origin.stop()]);
  }
}
