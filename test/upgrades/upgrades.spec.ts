import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript } from '../faults/dump.js';
import { KronikaProcess } from '../support/process.js';
import { ROOT } from '../support/root.js';
import { createDatabase, type Database } from '../support/shop.js';
import { until } from '../support/until.js';

const RELEASES = join(import.meta.dirname, 'releases');

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers
  readonly body: any;
}

/** A command with an `Idempotency-Key`, and what the release answered. */
interface Repeat {
  readonly method: string;
  readonly path: string;
  readonly body: object;
  readonly key: string;
  readonly answer: Answer & { readonly location: string | null; readonly etag: string | null; readonly position: number };
}

/** What the release in a dump answered; see make.mjs. */
interface Told {
  /** Of an admin, where the release had keys. */
  readonly key?: string;
  readonly repeats: readonly Repeat[];
  readonly answers: Record<string, Answer>;
}

const EVENTS_SQL = `
  SELECT position, stream, version, type, data::text, metadata::text, recorded_at::text, 
    coalesce(to_jsonb(e) ->> 'schema', '1') AS schema
  FROM log.events AS e ORDER BY position`;

/** See story.mjs. */
const POISONED = 'order-900000';

/** A command that changes an entity, by the category of its stream. */
const ROUTES: Record<string, (id: string) => [path: string, body: object]> = {
  order: (id) => [`/v1/order/${id}`, { userId: 777 }],
  goods: (id) => [`/v1/goods/${id}`, { quantity: 777 }],
  campaign: (id) => [`/v1/campaigns/${id}/name`, { name: 'After the upgrade' }],
  portfolio: (id) => [`/v1/portfolios/${id}/name`, { name: 'After the upgrade' }],
  publisher: (id) => [`/v1/publishers/${id}/name`, { name: 'After the upgrade' }],
};

/** Answers without what an upgrade changes: a view that is built anew parks again, and keys are made to last. */
function comparable(answers: Record<string, Answer>): Record<string, Answer> {
  const { '/v1/quarantine': quarantine, '/v1/keys': keys, ...others } = structuredClone(answers);
  if (quarantine)
    others['/v1/quarantine'] = {
      ...quarantine,
      body: quarantine.body.data
        .filter(({ build }: { build: string }) => build === 'serving')
        .map(({ id: _, error: __, parkedAt: ___, ...entry }: Record<string, unknown>) => entry),
    };
  if (keys)
    others['/v1/keys'] = {
      ...keys,
      body: keys.body.data.map(({ expiresAt: _, lastUsedAt: __, ...key }: Record<string, unknown>) => key),
    };
  return others;
}

const names = readdirSync(RELEASES)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => name.replace(/\.sql$/, ''));

it('has a dump of each version in the changelog', () => {
  const versions = [...readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').matchAll(/^## (\d\S*)/gm)].map(([, version]) => version);
  expect(versions.length).toBeGreaterThan(0);
  expect(names).toEqual(expect.arrayContaining(versions));
});

describe.each(names)('from the release %s', (name) => {
  const read = (ending: string) => readFileSync(join(RELEASES, `${name}.${ending}`), 'utf8');
  const told: Told = JSON.parse(read('json'));
  let database: Database;
  let db: pg.Client;
  let kronika: KronikaProcess;
  let before: { version: number; stream: string; type: string }[];
  let last: number;

  const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${kronika.url}${path}`, {
      method,
      headers: {
        ...headers,
        ...(told.key && { authorization: `Bearer ${told.key}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const of = (header: string) => response.headers.get(header);
    return {
      status: response.status,
      location: of('location'),
      etag: of('etag'),
      position: Number(of('event-position')),
      body: isJson ? JSON.parse(text) : text,
    };
  };
  const subscriptions = async (): Promise<{ build: string; lag: number }[]> => (await send('GET', '/v1/subscriptions')).body.data;
  const events = async () => (await db.query(EVENTS_SQL)).rows;
  const expectSameAnswers = async () => {
    const found: Record<string, Answer> = {};
    for (const path of Object.keys(told.answers)) {
      const { status, body } = await send('GET', path, undefined, { 'wait-for-position': String(last) });
      found[path] = { status, body };
    }
    // Members that were added since are all that may differ.
    expect(comparable(found)).toMatchObject(comparable(told.answers));
  };
  const ended = async (method: string, path: string) => {
    const { status, location } = await send(method, path);
    expect(status).toBe(202);
    let operation: Answer['body'] = {};
    await until(async () => {
      operation = (await send('GET', location as string)).body;
      return operation.state === 'done' || operation.state === 'failed';
    });
    return operation;
  };

  beforeAll(async () => {
    database = await createDatabase('template0');
    db = new pg.Client(database.url);
    await db.connect();
    await runScript(db, read('sql'));
    await db.query('RESET ALL');
    before = await events();
    // What ends after days, has not ended yet.
    const { rows } = await db.query(`SELECT to_regclass('write.outcomes') AS outcomes, to_regclass('access.keys') AS keys`);
    if (rows[0].outcomes) await db.query('UPDATE write.outcomes SET created_at = now()');
    if (rows[0].keys) await db.query(`UPDATE access.keys SET expires_at = now() + interval '1 day'`);
    kronika = await KronikaProcess.start({ DATABASE_URL: database.url, LOG_LEVEL: 'fatal', ...(told.key && { AUTH: 'keys' }) });
    await until(async () => (await subscriptions()).every(({ lag, build }) => lag === 0 && build !== 'next'));
    last = Number((await events()).at(-1)?.position);
  }, 60_000);
  afterAll(async () => {
    await kronika?.signal('SIGTERM');
    await db?.end();
    await database?.drop();
  });

  it('keeps every event', async () => {
    expect((await events()).slice(0, before.length)).toEqual(before);
  });

  it('answers as the release did', expectSameAnswers);

  it('has views that are as the log has it, and answer the same once they are rebuilt', async () => {
    const { rows } = await db.query(
      `SELECT subscription AS view FROM log.checkpoints WHERE build = 'serving' AND tables <> '{}'`,
    );
    expect(rows.length).toBeGreaterThan(5);
    const verify = async ({ view }: { view: string }) => {
      const { state, result } = await ended('POST', `/v1/views/${view}/verify`);
      // No command has made the event that no view can fold, so its row is missing.
      const known = result.differences.filter(({ key }: { key: { id: unknown } }) => `order-${key.id}` === POISONED);
      expect([view, state, result.differing - known.length]).toEqual([view, 'done', 0]);
    };
    await Promise.all(rows.map(verify));
    const rebuilt = await Promise.all(rows.map(({ view }) => ended('POST', `/v1/views/${view}/rebuild`)));
    expect(rebuilt.map(({ state }) => state)).toEqual(rows.map(() => 'done'));
    await expectSameAnswers();
  }, 60_000);

  it('answers a command that comes again as the release did, and does nothing', async () => {
    const length = (await events()).length;
    for (const { method, path, body, key, answer } of told.repeats)
      expect([path, await send(method, path, body, { 'idempotency-key': key })]).toEqual([path, answer]);
    const [repeat] = told.repeats;
    if (repeat) {
      const other = await send('POST', '/v1/order', { userId: 999 }, { 'idempotency-key': repeat.key });
      expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.key-reused' } });
    }
    expect(await events()).toHaveLength(length);
  });

  it('goes on: versions follow those of the release, ids and positions are new', async () => {
    const latest = new Map(before.map((event) => [event.stream, event]));
    let [commands, position] = [0, last];
    for (const { stream, version, type } of latest.values()) {
      const [, kind = '', id] = /^(\w+)-(.*)$/.exec(stream) ?? [];
      const route = ROUTES[kind];
      if (!route || /deleted/i.test(type) || stream === POISONED) continue;
      const [path, body] = route(id as string);
      const stale = await send('PUT', path, body, { 'if-match': `"${version + 1}"` });
      expect([path, stale.status]).toEqual([path, 412]);
      const { status, etag, position: own } = await send('PUT', path, body, { 'if-match': `"${version}"` });
      expect([path, status, etag]).toEqual([path, 204, `"${version + 1}"`]);
      expect(own).toBeGreaterThan(position);
      position = own;
      commands += 1;
    }
    expect(commands).toBeGreaterThan(3);
    const created = await send('POST', '/v1/order', { userId: 1 });
    expect(created).toMatchObject({ status: 201, etag: '"1"' });
    expect(before.map(({ stream }) => stream)).not.toContain(`order-${created.location?.split('/').at(-1)}`);
    const shown = await send('GET', `/v1/order-history/${created.location?.split('/').at(-1)}`, undefined, {
      'wait-for-position': String(created.position),
    });
    expect(shown).toMatchObject({ status: 200, body: { user_id: 1 } });
  });
});
