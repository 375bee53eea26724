import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import request, { type Response } from 'supertest';
import { inject } from 'vitest';
import { app as shopApp } from '../../src/app.js';
import { ApiKeys, type NewKey } from '../../src/shared/access/api-keys.js';
import { createApp } from '../../src/shared/create-app.js';
import type { Authenticate } from '../../src/shared/http/principal.js';
import { readSettings } from '../../src/shared/settings.js';
import { RunTwice } from './run-twice.js';
import { until } from './until.js';

export interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates a database from the migrated template, or from another one. `drop` deletes it. */
export async function createDatabase(template = 'kronika_template'): Promise<Database> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await admin(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const url = new URL(inject('postgres'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client(inject('postgres'));
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/**
 * Copies a database that has no connections.
 *
 * @returns a function that replaces the database by the copy, and ends connections to it
 */
export async function backUp({ url }: Database, change?: string): Promise<() => Promise<void>> {
  const name = new URL(url).pathname.slice(1);
  const copy = await createDatabase(name);
  if (change) {
    const client = new pg.Client(copy.url);
    await client.connect();
    await client.query(change).finally(() => client.end());
  }
  return async () => {
    await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin(`ALTER DATABASE ${new URL(copy.url).pathname.slice(1)} RENAME TO ${name}`);
  };
}

export interface GoodsBody {
  sku?: string | null;
  name?: string | null;
  quantity?: number;
  unitPrice?: number;
}

/** An append that is neither committed nor rolled back yet. */
export interface Stalled {
  readonly position: number;
  commit(): Promise<void>;
  end(): void;
}

/** A shop that runs in this process, on a database of its own; tests talk to it through HTTP. */
export class Shop {
  /** The position of the latest command. */
  position = 0;
  /** An admin's, with which the shop's own requests are sent; undefined with AUTH=none. */
  key?: string;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly db: pg.Pool,
    readonly database: Database,
    private readonly ownsDatabase: boolean,
  ) {}

  /**
   * @param modules more than the app's own
   * @param shared the database of another shop, which that one drops; absent: a new one
   * @param authenticate in place of the app's own way
   */
  static async open(
    environment: NodeJS.ProcessEnv = {},
    modules: Type[] = [],
    shared?: Database,
    authenticate?: Authenticate,
  ): Promise<Shop> {
    const database = shared ?? (await createDatabase());
    const { url } = database;
    const settings = readSettings({ LOG_LEVEL: 'silent', ALLOWED_HOSTS: 'shop.test', ...environment }, shopApp.settings);
    const all = process.env.KRONIKA_TEST_RUN_TWICE ? [RunTwice, ...modules] : modules;
    const app = await createApp(shopApp, settings, { url, roles: true }, all, authenticate);
    await app.listen(0, '127.0.0.1');
    const db = new pg.Pool({ connectionString: url, max: 4 });
    // Dropping the database at the end breaks its connections.
    db.on('error', () => undefined);
    const shop = new Shop(app, db, database, !shared);
    if (settings.hasKeys) shop.key = await shop.createKey({ role: 'admin' });
    return shop;
  }

  /** @returns an API key, as `npm run keys` prints it */
  async createKey({ name = 'test', ...order }: Partial<NewKey> & Pick<NewKey, 'role'>): Promise<string> {
    return (await this.app.get(ApiKeys).create({ name, ...order }, 'test')).key;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.db.end();
    if (this.ownsDatabase) await this.database.drop();
  }

  get http() {
    const agent = request.agent(this.app.getHttpServer());
    return this.key ? agent.set('Authorization', `Bearer ${this.key}`) : agent;
  }

  /** A query that waits until its view has seen the latest command. */
  get(path: string, query: Record<string, unknown> = {}): request.Test {
    return this.http.get(path).query(query).set('Wait-For-Position', String(this.position));
  }

  async history(query: Record<string, unknown> = {}) {
    const { body } = await this.get('/v1/order-history', query).expect(200);
    return body.data;
  }

  async createOrder(userId = 42, currency?: string): Promise<number> {
    return this.idOf(await this.http.post('/v1/order').send({ userId, currency }).expect(201));
  }

  async addGoods(orderId: number, body: GoodsBody = {}): Promise<number> {
    return this.idOf(
      await this.http
        .post('/v1/goods')
        .send({ orderId, ...body })
        .expect(201),
    );
  }

  async changeOrder(id: number, body: object): Promise<Response> {
    return this.note(await this.http.put(`/v1/order/${id}`).send(body));
  }

  async changeGoods(id: number, body: object): Promise<Response> {
    return this.note(await this.http.put(`/v1/goods/${id}`).send(body));
  }

  async deleteOrder(id: number): Promise<Response> {
    return this.note(await this.http.delete(`/v1/order/${id}`));
  }

  async deleteGoods(id: number): Promise<Response> {
    return this.note(await this.http.delete(`/v1/goods/${id}`));
  }

  /** Waits until all subscriptions, sagas and their effects included, are at the end of the log. */
  async settle(): Promise<void> {
    await until(async () => {
      const { rows } = await this.db.query(
        "SELECT log.last_position() AS last, (SELECT min(position) FROM log.checkpoints WHERE build = 'serving') AS reached",
      );
      return rows[0].last === rows[0].reached;
    });
    const { rows } = await this.db.query('SELECT log.last_position() AS last');
    this.position = Number(rows[0].last);
  }

  /**
   * Inserts events that `log.append` would not make, under its lock. Without the lock readers pass positions that are
   * not committed yet.
   *
   * @param insert an `INSERT INTO log.events` that takes positions from the sequence
   */
  async insertEvents(insert: string, values: readonly unknown[] = []): Promise<void> {
    const client = await this.db.connect();
    try {
      await client.query('BEGIN; SELECT pg_advisory_xact_lock_shared(log.append_key(log.last_position()))');
      await client.query(insert, [...values]);
      await client.query('COMMIT');
    } finally {
      // A failed insert ends with its connection.
      client.release(true);
    }
  }

  /**
   * Appends an event in a transaction that stays open, so that the horizon stays below it.
   *
   * @returns the event's position; `commit`, or `end` to roll it back
   */
  async stall(stream = `test-${randomUUID()}`, version = 1): Promise<Stalled> {
    const client = await this.db.connect();
    await client.query('BEGIN');
    const event = { stream, version, type: 'Stalled', data: {} };
    const metadata = { commandId: randomUUID(), actor: 'test', correlationId: randomUUID(), causationId: null };
    const { rows } = await client.query('SELECT log.append($1, $2) AS position', [JSON.stringify([event]), metadata]);
    const commit = async () => {
      await client.query('COMMIT');
      client.release();
    };
    return { position: Number(rows[0].position), commit, end: () => client.release(true) };
  }

  /**
   * Waits until an operation on a view is over.
   *
   * @param location of the operation, as its request was answered
   */
  // biome-ignore lint/suspicious/noExplicitAny: results differ by operation
  async ended(location: string): Promise<any> {
    let operation: { state?: string } = {};
    await until(async () => {
      operation = (await this.http.get(location).expect(200)).body;
      return operation.state === 'done' || operation.state === 'failed';
    });
    return operation;
  }

  /** The number of events on the log. */
  async logLength(): Promise<number> {
    const { rows } = await this.db.query('SELECT count(*)::int AS length FROM log.events');
    return rows[0].length;
  }

  private note(response: Response): Response {
    this.position = Math.max(this.position, Number(response.headers['event-position'] ?? 0));
    return response;
  }

  private idOf(response: Response): number {
    return Number(this.note(response).headers.location?.split('/').pop());
  }
}
