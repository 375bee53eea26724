import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessLog } from '../../../src/shared/access/access-log.js';
import { sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

interface Entry {
  readonly datetime: string;
  readonly outcome: string;
  readonly actor: string | null;
  readonly count: number;
  readonly command: {
    id: string;
    events: number;
    types: string[];
    streams: string[];
    firstPosition: number;
    lastPosition: number;
  } | null;
  readonly [name: string]: unknown;
}

let shop: Shop;
let key: string;
let actor: string;
beforeAll(async () => {
  shop = await Shop.open({ AUTH: 'keys' });
  key = await shop.createKey({ role: 'operator' });
  actor = `key:${key.split('_')[1]}`;
});
afterAll(() => shop.close());

const as = (bearer?: string) => ({ Authorization: bearer && `Bearer ${bearer}` });
const send = (method: string, path: string, body: object | undefined, bearer: string | undefined = key) =>
  sendRaw(
    shop,
    method,
    path,
    { ...as(bearer), ...(body && { 'Content-Type': 'application/json' }) },
    body === undefined ? '' : JSON.stringify(body),
  );

/** All entries, by pages of a size. */
async function audit(query: Record<string, string> = {}, limit = 100): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: Response = await shop.http
      .get('/v1/audit')
      .query({ ...query, limit, ...(cursor && { cursor }) })
      .expect(200);
    expect(body.data.length).toBeLessThanOrEqual(limit);
    entries.push(...body.data);
    cursor = body.page.next_cursor;
  }
  return entries;
}

/** Waits until so many are written, which is done once a second. */
async function written(query: Record<string, string>, count: number): Promise<Entry[]> {
  let found: Entry[] = [];
  await until(async () => {
    found = await audit(query);
    return found.length >= count;
  });
  return found;
}

describe('the audit', () => {
  it('has commands with their actors, events and positions', async () => {
    const { headers } = await send('POST', '/v1/order', { userId: 1 });
    const position = Number(headers['event-position']);
    const [entry] = await audit({ actor });
    expect(entry).toMatchObject({
      outcome: 'done',
      actor,
      count: 1,
      command: { events: 1, types: ['order_created_v1'], streams: ['order-1'], firstPosition: position, lastPosition: position },
      status: null,
    });
    expect(Date.now() - Date.parse((entry as Entry).datetime)).toBeLessThan(60_000);
  });

  it('has commands of sagas', async () => {
    const order = await shop.createOrder(1);
    await shop.addGoods(order);
    await shop.deleteOrder(order);
    await shop.settle();
    expect(await audit({ actor: 'saga RemoveGoodsSaga.removeGoods' })).toMatchObject([
      { command: { types: ['goods_deleted_v1'] } },
    ]);
  });

  it('has refused requests and commands with actor, route and reason, but without their content', async () => {
    const secret = `Wertzuiop${randomUUID()}`;
    await send('POST', '/v1/goods', { orderId: 4_000_000_000, name: secret });
    await send('POST', '/v1/keys', { name: secret, role: 'admin' });
    await sendRaw(shop, 'DELETE', '/v1/order/1', { ...as(key), 'If-Match': '"9"' });
    await send('DELETE', '/v1/order/987654', undefined);
    expect(
      (await written({ actor, outcome: 'refused' }, 3)).map(({ method, route, status, code, address }) => [
        method,
        route,
        status,
        code,
        address,
      ]),
    ).toEqual(
      [
        ['DELETE', '/v1/order/{id}', 412, 'order.version-mismatch', '127.0.0.1'],
        ['POST', '/v1/keys', 403, 'access.forbidden', '127.0.0.1'],
        ['POST', '/v1/goods', 422, 'goods.order-not-found', '127.0.0.1'],
      ].map((row) => row.map((value) => (value === 'order.version-mismatch' ? expect.stringMatching(/version/) : value))),
    );
    await sendRaw(shop, 'GET', `/v1/${secret}?token=${secret}`, { Authorization: `Bearer ${secret}` });
    const [refused] = await written({ outcome: 'refused' }, 4);
    expect(refused).toMatchObject({ actor: null, method: 'GET', route: null, status: 401, code: 'access.unauthenticated' });
    expect(JSON.stringify(await audit())).not.toContain(secret);
  });

  it('has commands on keys, and operator requests without an event', async () => {
    const { body } = await shop.http.post('/v1/keys').send({ name: 'a', role: 'reader' }).expect(201);
    await shop.http.delete(`/v1/keys/${body.id}`).expect(204);
    await send('POST', '/v1/views/names/verify', undefined);
    const admin = `key:${shop.key?.split('_')[1]}`;
    const ofKeys = (await audit({ outcome: 'done', actor: admin })).filter(({ subject }) => subject === `key:${body.id}`);
    expect(ofKeys.map(({ code }) => code)).toEqual(['key.revoked', 'key.created']);
    await until(async () => (await audit({ outcome: 'done', actor })).some(({ route }) => route === '/v1/views/{name}/verify'));
    expect((await audit({ outcome: 'done', actor }))[0]).toMatchObject({ method: 'POST', status: 202, subject: 'names' });
  });

  it('has sign-ins', async () => {
    const log = shop.app.get(AccessLog);
    log.note({ outcome: 'sign-in-failed', address: '192.0.2.1' });
    log.note({ outcome: 'signed-in', actor: 'user:ann' });
    expect(await written({ actor: 'user:ann' }, 1)).toMatchObject([{ outcome: 'signed-in' }]);
    expect(await audit({ outcome: 'sign-in-failed' })).toMatchObject([{ actor: null, address: '192.0.2.1' }]);
  });

  it('is the same in pages of any size, the newest first', async () => {
    const all = await audit();
    expect(all.length).toBeGreaterThan(10);
    for (const limit of [1, 3, 7]) expect(await audit({}, limit)).toEqual(all);
    const times = all.map(({ datetime }) => datetime);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('has each command once and complete, however its events are mixed with those of others, and while the log grows', async () => {
    const commands = Array.from({ length: 40 }, () => ({ metadata: { commandId: randomUUID(), actor: 'mixer' }, events: 5 }));
    // Event by event in turns, over the bounds of the ranges in which commands are grouped.
    await shop.insertEvents(
      `INSERT INTO log.events (position, stream, version, type, data, metadata)
       SELECT nextval('log.position'), 'mix-' || c, e, 'Mixed', '{}', m
       FROM generate_series(1, $1::int) AS e, jsonb_array_elements($2::jsonb) WITH ORDINALITY AS t (m, c) ORDER BY e, c`,
      [5, JSON.stringify(commands.map(({ metadata }) => metadata))],
    );
    const entries: Entry[] = [];
    for (let cursor: string | undefined = ''; cursor !== null; ) {
      const { body }: Response = await shop.http.get('/v1/audit').query({ actor: 'mixer', limit: 3, ...(cursor && { cursor }) });
      entries.push(...body.data);
      cursor = body.page.next_cursor;
      // One of them goes on.
      await shop.insertEvents(
        `INSERT INTO log.events (position, stream, version, type, data, metadata)
         VALUES (nextval('log.position'), 'mix-1', $1, 'Mixed', '{}', $2)`,
        [5 + entries.length, JSON.stringify(commands[0]?.metadata)],
      );
    }
    expect(entries.map(({ command }) => command?.id).toSorted()).toEqual(
      commands.map(({ metadata }) => metadata.commandId).toSorted(),
    );
    expect(entries.map(({ command }) => command?.events)).toEqual(entries.map(() => 5));
  });

  it('has a command with many events in parts, which together are complete', async () => {
    const metadata = { commandId: randomUUID(), actor: 'bulk' };
    await shop.insertEvents(
      `INSERT INTO log.events (position, stream, version, type, data, metadata)
       SELECT nextval('log.position'), 'bulk-' || e, 1, 'Bulk', '{}', $2 FROM generate_series(1, $1::int) AS e`,
      [3_500, JSON.stringify(metadata)],
    );
    const parts = await audit({ actor: 'bulk' }, 1);
    expect(parts.length).toBeGreaterThanOrEqual(4);
    expect(parts.length).toBeLessThanOrEqual(5);
    expect(parts.reduce((sum, { command }) => sum + (command?.events ?? 0), 0)).toBe(3_500);
    for (const { command } of parts) expect(command?.streams.length).toBeLessThanOrEqual(20);
  });

  it('takes moments and whole days', async () => {
    await shop.insertEvents(
      `INSERT INTO log.events (position, stream, version, type, data, metadata, recorded_at)
       SELECT nextval('log.position'), 'day-' || n, 1, 'Day', '{}', '{"actor": "days", "commandId": "x"}'::jsonb || jsonb_build_object('commandId', n),
         timestamptz '2040-01-01 00:00Z' + n * interval '6 hours' FROM generate_series(0, 39) AS n`,
    );
    const found = async (query: Record<string, string>) => (await audit({ actor: 'days', ...query })).length;
    expect(await found({})).toBe(40);
    expect(await found({ from: '2040-01-02', to: '2040-01-03' })).toBe(8);
    expect(await found({ from: '2040-01-02T06:00:00Z', to: '2040-01-02T12:00:00Z' })).toBe(2);
    expect(await found({ from: '2040-01-02', to: '2040-01-02', tz: 'Asia/Tokyo' })).toBe(4);
    expect(await found({ to: '2039-12-31' })).toBe(0);
    expect(await found({ from: '2041-01-01' })).toBe(0);
    expect(await found({ from: '0001-01-01', to: '9999-12-31' })).toBe(40);
    const { status, body } = await shop.http.get('/v1/audit?from=2041-01-01&to=2040-01-01');
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ pointer: '#/from', code: 'range-reversed' })]]);
  });

  it('refuses the cursor of another list', async () => {
    const { body } = await shop.http.get('/v1/audit?limit=1').expect(200);
    const cursor = body.page.next_cursor as string;
    for (const query of [{ actor: 'x' }, { outcome: 'done' }, { from: '2026-01-01' }])
      expect((await shop.http.get('/v1/audit').query({ ...query, limit: 1, cursor })).status).toBe(400);
  });

  it('writes at most 100 refusals a second, counts the rest, and loses nothing else', async () => {
    const log = shop.app.get(AccessLog);
    for (let n = 0; n < 400; n++) log.note({ outcome: n % 2 ? 'refused' : 'sign-in-failed', actor: 'flood' });
    for (const outcome of ['done', 'signed-in'] as const) log.note({ outcome, actor: 'behind the flood' });
    const all = () => audit({ outcome: 'refused' });
    await until(async () => (await all()).some(({ count }) => count > 1));
    expect((await audit({ actor: 'flood' })).length).toBe(100);
    expect((await audit({ actor: 'behind the flood' })).length).toBe(2);
    expect((await all()).filter(({ count }) => count > 1)).toMatchObject([{ actor: null, count: 300 }]);
  });
});

it('nobody may change or delete entries of the audit, except old ones', async () => {
  for (const sql of [
    'UPDATE access.audit SET actor = NULL',
    'DELETE FROM access.audit',
    'TRUNCATE access.audit',
    'DELETE FROM access.keys',
    "UPDATE access.keys SET role = 'admin'",
  ])
    for (const role of ['kronika_write', 'kronika_view', 'kronika_read'])
      await expect(
        shop.db.query(`BEGIN; SET LOCAL ROLE ${role}; ${sql}`).finally(() => shop.db.query('ROLLBACK')),
        `${role}: ${sql}`,
      ).rejects.toThrow(/permission denied/);
  for (const role of ['kronika_view', 'kronika_read'])
    await expect(
      shop.db.query(`BEGIN; SET LOCAL ROLE ${role}; SELECT FROM access.keys`).finally(() => shop.db.query('ROLLBACK')),
    ).rejects.toThrow(/permission denied/);
  await shop.db.query(
    `INSERT INTO access.audit (outcome, at) VALUES ('done', now() - interval '91 days'), ('done', now() - interval '89 days')`,
  );
  await shop.db.query('BEGIN; SET LOCAL ROLE kronika_write; SELECT access.purge_audit(); COMMIT');
  const { rows } = await shop.db.query(
    `SELECT at < now() - interval '90 days' AS old FROM access.audit WHERE at < now() - interval '80 days'`,
  );
  expect(rows).toEqual([{ old: false }]);
});

it('a flood of refusals pushes nothing else out of the audit', async () => {
  const { rows: all } = await shop.db.query('SELECT coalesce(max(id), 0)::int AS last FROM access.audit');
  const [last, outcomes] = [all[0].last, ['done', 'signed-in', 'refused', 'sign-in-failed']];
  try {
    await shop.db.query(
      `INSERT INTO access.audit (id, outcome, actor) OVERRIDING SYSTEM VALUE
       SELECT -n, outcome, 'early' FROM unnest($1::text[]) WITH ORDINALITY AS o (outcome, n)
       UNION ALL SELECT $2::bigint + 1000001, 'refused', 'flood'`,
      [outcomes, last],
    );
    await shop.db.query('BEGIN; SET LOCAL ROLE kronika_write; SELECT access.purge_audit(); COMMIT');
    const { rows } = await shop.db.query(`SELECT outcome FROM access.audit WHERE actor = 'early' ORDER BY id DESC`);
    expect(rows).toEqual([{ outcome: 'done' }, { outcome: 'signed-in' }]);
  } finally {
    await shop.db.query(`DELETE FROM access.audit WHERE actor IN ('early', 'flood')`);
  }
});

it('a key stands in no table, no event, no answer and no log line', async () => {
  const lines: string[] = [];
  const original = process.stdout.write;
  process.stdout.write = ((text: string) => {
    lines.push(String(text));
    return true;
  }) as never;
  const noisy = await Shop.open({ AUTH: 'keys', LOG_LEVEL: 'trace' });
  try {
    const bearer = noisy.key as string;
    const secret = bearer.split('_').slice(2).join('_').slice(0, 43);
    await noisy.createOrder(1);
    const answers = await Promise.all([
      sendRaw(noisy, 'GET', '/v1/order-history'),
      sendRaw(noisy, 'GET', '/v1/keys'),
      sendRaw(noisy, 'GET', '/v1/audit'),
      sendRaw(noisy, 'GET', '/v1/events'),
      sendRaw(noisy, 'GET', '/v1/nothing', { Authorization: `Bearer ${bearer.slice(0, -1)}` }),
      sendRaw(noisy, 'POST', '/v1/order', { 'Content-Type': 'application/json' }, '{'),
      sendRaw(noisy, 'POST', '/v1/order', { 'Content-Type': 'application/json', 'Idempotency-Key': 'x' }, '{"userId":1}'),
    ]);
    for (const { text, headers } of answers) expect(text + JSON.stringify(headers)).not.toContain(secret.slice(0, 20));
    await noisy.settle();
    const { rows: tables } = await noisy.db.query(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(15);
    for (const { name } of tables) {
      const { rows } = await noisy.db.query(`SELECT t::text AS row FROM ${name} AS t`);
      expect(JSON.stringify(rows), name).not.toContain(secret.slice(0, 20));
    }
  } finally {
    await noisy.close();
    process.stdout.write = original;
  }
  expect(lines.join('')).toContain('/v1/order-history');
  expect(lines.join('')).not.toContain('kro_');
});
