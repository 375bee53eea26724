import type { AddressInfo } from 'node:net';
import type { Response } from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeys } from '../../../src/shared/access/api-keys.js';
import { expectProblem } from '../../support/problem.js';
import { sendBytes, sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

let shop: Shop;
/** Another process of the same database. */
let other: Shop;
beforeAll(async () => {
  shop = await Shop.open({ AUTH: 'keys' });
  other = await Shop.open({ AUTH: 'keys' }, [], shop.database);
  await shop.createOrder(42);
  await shop.settle();
});
afterAll(async () => {
  await other.close();
  await shop.close();
});

const idOf = (key: string) => key.split('_')[1] as string;
const authorized = (key?: string) => ({ Authorization: key && `Bearer ${key}` });
const ask = (at: Shop, key: string | undefined, path = '/v1/order/1') => sendRaw(at, 'GET', path, authorized(key));
const statusOf = async (at: Shop, key: string) => (await ask(at, key)).status;
const create = async (body: object) =>
  (await shop.http.post('/v1/keys').send(body).expect(201)).body as { id: string; key: string };

describe('an API key', () => {
  it('is created by an admin, shown once, and stored as a hash alone', async () => {
    const { headers, body } = await shop.http.post('/v1/keys').send({ name: 'warehouse', role: 'operator', days: 3 }).expect(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9A-Za-z]{12}$/),
      key: expect.stringMatching(/^kro_\w{12}_[\w-]{43}$/),
    });
    expect(headers).toMatchObject({ location: `/v1/keys/${body.id}`, 'cache-control': 'no-store' });
    const { body: found, text } = await shop.http.get(headers.location as string).expect(200);
    const creator = `key:${idOf(shop.key as string)}`;
    expect(found).toMatchObject({
      id: body.id,
      name: 'warehouse',
      role: 'operator',
      state: 'active',
      createdBy: creator,
      userId: null,
    });
    expect(Date.parse(found.expiresAt) - Date.parse(found.createdAt)).toBeCloseTo(3 * 86_400_000, -3);
    expect(text).not.toContain(body.key.split('_').slice(2).join('_'));
    const { rows } = await shop.db.query('SELECT hash, sha256($2) AS expected FROM access.keys WHERE id = $1', [
      body.id,
      Buffer.from(body.key.slice('kro_'.length + 13)),
    ]);
    expect(rows[0].hash).toEqual(rows[0].expected);
    expect(await statusOf(other, body.key)).toBe(200);
  });

  it('is valid for 90 days unless it says otherwise, and its secret differs from all others', async () => {
    const made = [await create({ name: 'a', role: 'reader' }), await create({ name: 'a', role: 'reader' })];
    expect(new Set(made.flatMap(({ id, key }) => [id, key])).size).toBe(4);
    const { body } = await shop.http.get(`/v1/keys/${made[0]?.id}`).expect(200);
    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBeCloseTo(90 * 86_400_000, -3);
  });

  it('acts under its id, which stands in the events', async () => {
    const { id, key } = await create({ name: 'a', role: 'operator' });
    const { headers } = await shop.http.post('/v1/order').set('Authorization', `Bearer ${key}`).send({ userId: 1 }).expect(201);
    const { body } = await shop.http.get(`/v1/events?after=${Number(headers['event-position']) - 1}&limit=1`).expect(200);
    expect(body.data[0].metadata.actor).toBe(`key:${id}`);
  });

  it.each([
    [{ role: 'reader' }, '#/name', 'missing'],
    [{ name: ' ', role: 'reader' }, '#/name', 'empty'],
    [{ name: 'x'.repeat(101), role: 'reader' }, '#/name', 'too-long'],
    [{ name: 'a', role: 'root' }, '#/role', 'not-a-choice'],
    [{ name: 'a', role: 'reader', days: 0 }, '#/days', 'out-of-range'],
    [{ name: 'a', role: 'reader', days: 3_651 }, '#/days', 'out-of-range'],
    [{ name: 'a', role: 'reader', userId: 0 }, '#/userId', 'out-of-range'],
    [{ name: 'a', role: 'reader', key: 'kro_' }, '#/key', 'unknown'],
  ])('is not created from %j', async (body, pointer, code) => {
    const { status, body: problem } = await shop.http.post('/v1/keys').send(body);
    expect([status, problem.errors.map((each: object) => each)]).toEqual([400, [expect.objectContaining({ pointer, code })]]);
  });

  it('is listed by pages, the newest first', async () => {
    for (let n = 0; n < 3; n++) await create({ name: `page ${n}`, role: 'reader' });
    const { rows } = await shop.db.query('SELECT id FROM access.keys ORDER BY created_at DESC, id DESC');
    const ids: string[] = [];
    for (let path: string | undefined = '/v1/keys?limit=2'; path; ) {
      const { body, headers }: Response = await shop.http.get(path).expect(200);
      ids.push(...body.data.map(({ id }: { id: string }) => id));
      path = /<(.*)>; rel="next"/.exec(headers.link ?? '')?.[1];
      expect(body.page.next_cursor === null).toBe(path === undefined);
    }
    expect(ids).toEqual(rows.map(({ id }) => id));
  });

  it('can have successors of the same name before it is revoked', async () => {
    const [old, next] = [await create({ name: 'rotated', role: 'reader' }), await create({ name: 'rotated', role: 'reader' })];
    expect([await statusOf(shop, old.key), await statusOf(shop, next.key)]).toEqual([200, 200]);
    await shop.http.delete(`/v1/keys/${old.id}`).expect(204);
    expect([await statusOf(shop, old.key), await statusOf(shop, next.key)]).toEqual([401, 200]);
  });
});

describe('credentials', () => {
  const secret = 'A'.repeat(43);
  it.each([
    ['nothing', ''],
    ['another scheme', `Basic ${Buffer.from('a:b').toString('base64')}`],
    ['no token', 'Bearer'],
    ['an empty token', 'Bearer '],
    ['a key without its secret', `Bearer kro_0123456789ab`],
    ['a secret that is too short', `Bearer kro_0123456789ab_${secret.slice(1)}`],
    ['a secret that is too long', `Bearer kro_0123456789ab_${secret}A`],
    ['an unknown key', `Bearer kro_0123456789ab_${secret}`],
    ['SQL', `Bearer kro_' OR 1=1 --_${secret}`],
    ['a token of another issuer', 'Bearer eyJhbGciOiJub25lIn0.e30.'],
    ['200 kB less a bit', `Bearer kro_${'A'.repeat(10_000)}`],
    ['bytes that are no text', 'Bearer kro_\xff'],
  ])('that are %s are refused', async (_, Authorization) => {
    const answered = await sendRaw(shop, 'GET', '/v1/order/1', { Authorization });
    expectProblem(answered, { status: 401, code: 'access.unauthenticated' });
    expect(answered.headers['www-authenticate']).toBe('Bearer realm="Kronika"');
  });

  it('are refused in the same words, whether unknown, false, expired or revoked', async () => {
    const { key: expired, id } = await create({ name: 'a', role: 'reader' });
    await shop.db.query(`UPDATE access.keys SET expires_at = now() WHERE id = $1`, [id]);
    const revoked = await create({ name: 'a', role: 'reader' });
    await shop.http.delete(`/v1/keys/${revoked.id}`).expect(204);
    const known = await create({ name: 'a', role: 'reader' });
    expect(await statusOf(shop, known.key)).toBe(200);
    const falsified = known.key.slice(0, -1) + (known.key.endsWith('A') ? 'B' : 'A');
    const foreign = await Shop.open({ AUTH: 'keys' });
    const all = [undefined, 'kro_', `kro_0123456789ab_${secret}`, expired, revoked.key, falsified, foreign.key];
    const answers = await Promise.all(all.map((key) => ask(shop, key)));
    await foreign.close();
    expect(answers.map(({ status }) => status)).toEqual(all.map(() => 401));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    // Each of them counts, and is a request of its own.
    const own = ['date', 'x-request-id', 'ratelimit-remaining', 'ratelimit-reset'];
    const heads = answers.map(({ headers }) => JSON.stringify(Object.entries(headers).filter(([name]) => !own.includes(name))));
    expect(new Set(heads).size).toBe(1);
  });

  it('may come once only', async () => {
    const bearer = `Authorization: Bearer ${shop.key}\r\n`;
    const head = `GET /v1/order/1 HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n`;
    expect((await sendBytes(shop, `${head}${bearer}\r\n`)).status).toBe(200);
    for (const second of [bearer, 'authorization: Bearer kro_x\r\n', 'AUTHORIZATION: Basic x\r\n'])
      for (const both of [bearer + second, second + bearer])
        expectProblem(await sendBytes(shop, `${head}${both}\r\n`), { status: 400, code: 'request.malformed' });
  });

  it('are not looked for in the address, the body or other headers', async () => {
    for (const name of ['key', 'api_key', 'access_token', 'token', 'Authorization'])
      expectProblem(await ask(shop, undefined, `/v1/order-history?${name}=${shop.key}`), {
        status: 401,
        code: 'access.unauthenticated',
      });
    expectProblem(await ask(shop, shop.key, `/v1/order-history?key=${shop.key}`), { status: 400, code: 'request.invalid' });
    for (const name of ['X-Api-Key', 'Proxy-Authorization', 'Cookie'])
      expect((await sendRaw(shop, 'GET', '/v1/order/1', { Authorization: undefined, [name]: `Bearer ${shop.key}` })).status).toBe(
        401,
      );
  });

  it('that are bad don’t matter to public routes', async () => {
    for (const key of [undefined, 'kro_x', `kro_0123456789ab_${secret}`]) {
      const { status, text } = await ask(shop, key, '/readyz');
      expect([status, text]).toEqual([200, '{"status":"ok"}']);
    }
    expect(JSON.parse((await ask(shop, shop.key, '/readyz')).text)).toEqual({ status: 'ok', reasons: [] });
    const bound = await create({ name: 'a', role: 'admin', userId: 1 });
    expect((await ask(shop, bound.key, '/readyz')).text).toBe('{"status":"ok"}');
  });
});

/** A stream of events, which stays open. */
async function openStream(at: Shop, key: string): Promise<{ ended: Promise<number> }> {
  const { port } = at.app.getHttpServer().address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/v1/events/stream`, { headers: { Authorization: `Bearer ${key}` } });
  expect(response.status).toBe(200);
  const read = async () => {
    // It is cut off, so it ends with an error.
    await response.text().catch(() => undefined);
    return performance.now();
  };
  return { ended: read() };
}

describe('a key that ends', () => {
  afterEach(() => expect(shop.app.getHttpServer().listening).toBe(true));

  it('is refused, and its streams end, within 5 s in every process', async () => {
    const { id, key } = await create({ name: 'a', role: 'reader' });
    const streams = await Promise.all([openStream(shop, key), openStream(other, key), openStream(other, key)]);
    const stays = await openStream(other, shop.key as string);
    const revoked = performance.now();
    await shop.http.delete(`/v1/keys/${id}`).expect(204);
    expect(await statusOf(shop, key)).toBe(401);
    // Before any other request, because a request may make the process check the key.
    for (const { ended } of streams) expect((await ended) - revoked).toBeLessThan(5_000);
    expect(await statusOf(other, key)).toBe(401);
    expect(performance.now() - revoked).toBeLessThan(5_000);
    expect(await Promise.race([stays.ended, 'open'])).toBe('open');
  });

  it('ends its streams when it expires, by the clock of the database', async () => {
    const { id, key } = await create({ name: 'a', role: 'reader' });
    await shop.db.query(`UPDATE access.keys SET expires_at = now() + interval '1.5 s' WHERE id = $1`, [id]);
    const opened = performance.now();
    const { ended } = await openStream(shop, key);
    const after = (await ended) - opened;
    expect(after).toBeGreaterThan(1_000);
    expect(after).toBeLessThan(6_500);
    expect(await statusOf(shop, key)).toBe(401);
  });

  it('ends the requests that wait for a view', async () => {
    const { id, key } = await create({ name: 'a', role: 'reader' });
    const { position, end } = await shop.stall();
    const { port } = shop.app.getHttpServer().address() as AddressInfo;
    const headers = { Authorization: `Bearer ${key}`, 'Wait-For-Position': String(position) };
    const answer = fetch(`http://127.0.0.1:${port}/v1/order-history`, { headers }).then(
      ({ status }) => status,
      () => 'cut',
    );
    // It waits, since another request of the key was answered since.
    expect(await statusOf(shop, key)).toBe(200);
    await shop.http.delete(`/v1/keys/${id}`).expect(204);
    expect(await answer).toBe('cut');
    end();
  });

  it('ends once, and by an admin', async () => {
    const { id } = await create({ name: 'a', role: 'reader' });
    await shop.http.delete(`/v1/keys/${id}`).expect(204);
    const { body } = await shop.http.get(`/v1/keys/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'revoked', revokedBy: `key:${idOf(shop.key as string)}` });
    await shop.http.delete(`/v1/keys/${id}`).expect(204);
    expect((await shop.http.get(`/v1/keys/${id}`)).body.revokedAt).toBe(body.revokedAt);
    await shop.http.delete('/v1/keys/0123456789ab').expect(404);
  });
});

describe('the last key of an admin', () => {
  let alone: Shop;
  beforeAll(async () => {
    alone = await Shop.open({ AUTH: 'keys' });
  });
  afterAll(() => alone.close());

  it('stays, even when two admins revoke each other at the same moment', async () => {
    // None of these counts, because a bound, expired or revoked key is not that of an admin of all users.
    await alone.createKey({ role: 'admin', userId: 1 });
    await alone.db.query(`UPDATE access.keys SET expires_at = now() WHERE id = $1`, [
      idOf(await alone.createKey({ role: 'admin' })),
    ]);
    const first = alone.key as string;
    const { status, body } = await alone.http.delete(`/v1/keys/${idOf(first)}`);
    expect([status, body.code]).toEqual([409, 'key.last-admin']);
    const keys = alone.app.get(ApiKeys);
    for (let n = 0; n < 10; n++) {
      const [one, two] = [idOf(alone.key as string), idOf(await alone.createKey({ role: 'admin' }))];
      const revoked = await Promise.allSettled([keys.revoke(one, 'test', false), keys.revoke(two, 'test', false)]);
      expect(revoked.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
      alone.key = await keys.create({ name: 'a', role: 'admin' }, 'test').then(({ key }) => key);
      await keys.revoke(revoked[0]?.status === 'fulfilled' ? two : one, 'test', false);
    }
  });
});

describe('without a query for each request', () => {
  it('a key is found in memory, and its use is noted once a minute', async () => {
    const { id, key } = await create({ name: 'a', role: 'reader' });
    expect(await statusOf(shop, key)).toBe(200);
    await until(async () => (await shop.http.get(`/v1/keys/${id}`)).body.lastUsedAt !== null);
    const { rows } = await shop.db.query('SELECT xmin::text, last_used_at FROM access.keys WHERE id = $1', [id]);
    // Nothing reads the table for these: it is locked.
    const lock = await shop.db.connect();
    await lock.query('BEGIN; LOCK TABLE access.keys IN ACCESS EXCLUSIVE MODE');
    try {
      for (let n = 0; n < 20; n++) expect(await statusOf(shop, key)).toBe(200);
    } finally {
      await lock.query('COMMIT');
      lock.release();
    }
    expect(await statusOf(other, key)).toBe(200);
    await shop.db.query('SELECT pg_sleep(2.5)');
    expect((await shop.db.query('SELECT xmin::text, last_used_at FROM access.keys WHERE id = $1', [id])).rows).toEqual(rows);
  });

  it('ends when it expires, also while the table does not answer', async () => {
    const { id, key } = await create({ name: 'a', role: 'reader' });
    await shop.db.query(`UPDATE access.keys SET expires_at = now() + interval '2 s' WHERE id = $1`, [id]);
    expect(await statusOf(other, key)).toBe(200);
    const lock = await shop.db.connect();
    await lock.query('BEGIN; LOCK TABLE access.keys IN ACCESS EXCLUSIVE MODE');
    try {
      await until(async () => (await statusOf(other, key)) === 503);
    } finally {
      await lock.query('COMMIT');
      lock.release();
    }
    expect(await statusOf(other, key)).toBe(401);
  });

  it('serves on for a while when the table does not answer; an unknown key gets 503, and a false secret 401', async () => {
    const { key } = await create({ name: 'a', role: 'reader' });
    const unknown = await create({ name: 'a', role: 'reader' });
    expect(await statusOf(other, key)).toBe(200);
    const lock = await shop.db.connect();
    await lock.query('BEGIN; LOCK TABLE access.keys IN ACCESS EXCLUSIVE MODE');
    const started = performance.now();
    try {
      // Longer than a check lasts.
      while (performance.now() - started < 6_000) {
        expect(await statusOf(other, key)).toBe(200);
        expect(await statusOf(other, `${key.slice(0, -2)}AA`)).toBe(401);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      // By the limit of statements.
      expectProblem(await ask(other, unknown.key), { status: 503, code: 'database.unavailable' });
    } finally {
      await lock.query('COMMIT');
      lock.release();
    }
    await until(async () => (await statusOf(other, unknown.key)) === 200);
  });
});

describe('where keys are not in use', () => {
  it.each(['none', 'oidc'])('with AUTH=%s, nobody makes one for later', async (AUTH) => {
    const issuer = { OIDC_ISSUER: 'https://login.example', OIDC_AUDIENCE: 'shop', OIDC_ROLES: 'owner=admin' };
    const open = await Shop.open({ AUTH, ...issuer });
    const answered = await open.http.post('/v1/keys').send({ name: 'a', role: 'admin' });
    expect([answered.status, answered.body.code]).toEqual(
      AUTH === 'none' ? [409, 'key.not-in-use'] : [401, 'access.unauthenticated'],
    );
    expect((await sendRaw(open, 'GET', '/v1/order-history', authorized(await open.createKey({ role: 'admin' })))).status).toBe(
      AUTH === 'none' ? 200 : 401,
    );
    await open.close();
  });
});
