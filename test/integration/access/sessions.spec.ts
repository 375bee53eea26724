import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiKeys } from '../../../src/shared/access/api-keys.js';
import { MAX_FAILURES } from '../../../src/shared/access/failed-sign-ins.js';
import { IssuerLimits } from '../../../src/shared/access/issuer.js';
import type { Role } from '../../../src/shared/http/principal.js';
import { ask, Browser } from '../../support/browser.js';
import { CLIENT, TestIssuer } from '../../support/issuer.js';
import { expectProblem } from '../../support/problem.js';
import { KronikaProcess } from '../../support/process.js';
import { type Answered, sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const UNAUTHENTICATED = { status: 401, code: 'access.unauthenticated' };
const CROSS_SITE = { status: 403, code: 'request.cross-site' };
const FORBIDDEN = { status: 403, code: 'access.forbidden' };
const TOO_MANY = { status: 429, code: 'access.too-many-failures' };

const COOKIE = 'kronika-session';
const OWN_PAGE = { 'Sec-Fetch-Site': 'same-origin' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

let issuer: TestIssuer;
let shop: Shop;
/** Another process on the same database, as far as memory goes. */
let other: Shop;
beforeAll(async () => {
  issuer = await TestIssuer.start();
  const settings = { ...issuer.settings, AUTH: 'keys,oidc' };
  shop = await Shop.open(settings);
  other = await Shop.open(settings, [], shop.database);
});
afterAll(async () => {
  await other?.close();
  await shop?.close();
  await issuer?.stop();
});
beforeEach(async () => {
  await shop.db.query('DELETE FROM access.failed_sign_ins');
});
afterEach(() => {
  issuer.mood = 'well';
});

/** Without the key of the shop's own requests. */
const send = (at: Shop, method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  sendRaw(at, method, path, { Authorization: undefined, ...headers }, body);

const addressOf = ({ app }: Shop) => `127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
const browserOf = (at = shop, host = 'shop.test') => new Browser({ [host]: addressOf(at) });
const createKey = (role: Role, userId?: number) => shop.app.get(ApiKeys).create({ name: 'test', role, userId }, 'test');
const cookie = (id: string) => ({ Cookie: `${COOKIE}=${id}` });

/** @returns the id of a session that was begun by a key */
async function signIn(key: string, at = shop): Promise<string> {
  const answered = await send(at, 'POST', '/v1/session', JSON_TYPE, JSON.stringify({ key }));
  expect(answered.status, answered.text).toBe(204);
  return /^kronika-session=([\w-]{43});/.exec(answered.headers['set-cookie'] ?? '')?.[1] as string;
}

/** @returns a browser that has signed in at the issuer */
async function signInAtIssuer(login: string, at = shop): Promise<Browser> {
  const browser = await browserOf(at).open('http://shop.test/sign-in/oidc');
  await browser.submit({ login, password: 'any' });
  return browser.submit();
}

/** A request that is open when its session ends gets no answer. */
const hasEnded = async (id: string, at = shop) => (await whoIs(id, at).catch(() => undefined))?.status === 401;

const whoIs = async (id: string, at = shop) => send(at, 'GET', '/v1/session', cookie(id));

describe('a browser that signs in at the issuer', () => {
  it('is led there and back, without a script', async () => {
    const browser = await browserOf().open('http://shop.test/sign-in');
    expect(browser.text).toContain('href="/sign-in/oidc"');
    await browser.open('/sign-in/oidc');
    const [, authorization = ''] = browser.visited;
    expect(authorization).toContain(issuer.url);
    const { state, nonce, code_challenge, ...rest } = Object.fromEntries(new URL(authorization).searchParams);
    expect(rest).toEqual({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: 'http://shop.test/sign-in/callback',
      scope: 'openid',
      code_challenge_method: 'S256',
    });
    for (const value of [state, nonce, code_challenge]) expect(value).toMatch(/^[\w-]{43}$/);
    await browser.submit({ login: 'olga', password: 'any' });
    await browser.submit();
    expect({ url: browser.url, status: browser.status }).toEqual({ url: 'http://shop.test/', status: 200 });
    expect(browser.text).toContain('<k-app>');
    const [begun, , ended] = browser.set.filter((line) => line.startsWith('kronika-'));
    expect(begun).toMatch(/^kronika-attempt=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(ended).toMatch(/^kronika-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(browser.cookie('shop.test', 'kronika-attempt')).toBeUndefined();
    const { text } = await whoIs(browser.cookie('shop.test', COOKIE) as string);
    expect(JSON.parse(text)).toMatchObject({ actor: 'user:olga', role: 'admin', userId: null });
    const { rows } = await shop.db.query("SELECT outcome, route FROM access.audit WHERE actor = 'user:olga'");
    if (rows.length) expect(rows[0]).toMatchObject({ outcome: 'signed-in', route: '/sign-in/callback' });
  });

  it('sees its actor, if it is no admin', async () => {
    const browser = await (await signInAtIssuer('stan')).open('http://shop.test/sign-in');
    expect({ url: browser.url, status: browser.status }).toEqual({ url: 'http://shop.test/sign-in', status: 200 });
    expect(browser.text).toContain('signed in as <strong>user:stan</strong>, with the role operator');
    expect(browser.text).not.toContain('href="/docs"');
  });

  it('is told that it has no role', async () => {
    const browser = await signInAtIssuer('nora');
    expect(browser.status).toBe(403);
    expect(browser.text).toContain('role="alert">You have signed in, and have no role here.');
    expect(browser.cookie('shop.test', COOKIE)).toBeUndefined();
  });

  it('is told if the issuer is down, before and after the redirect', async () => {
    const down = await Shop.open({ ...issuer.settings, AUTH: 'keys,oidc' }, [], shop.database);
    down.app.get(IssuerLimits).minIntervalMs = 0;
    issuer.mood = 'failing';
    const early = await browserOf(down).open('http://shop.test/sign-in/oidc');
    expect(early.status).toBe(503);
    expect(Number(early.headers['retry-after'])).toBeGreaterThan(0);
    expect(early.text).toContain('does not answer at the moment');
    issuer.mood = 'well';
    const late = await browserOf(down).open('http://shop.test/sign-in/oidc');
    await late.submit({ login: 'olga', password: 'any' });
    const callback = issuer.onToken(() => {
      issuer.mood = 'failing';
    });
    await late.submit();
    callback();
    expect(late.status).toBe(503);
    expect(late.cookie('shop.test', COOKIE)).toBeUndefined();
    await down.close();
  });

  it('can complete only its own sign-in, and only once', async () => {
    const browser = await browserOf().open('http://shop.test/sign-in/oidc');
    await browser.submit({ login: 'olga', password: 'any' });
    await browser.submit();
    const callback = browser.visited.find((url) => url.includes('/sign-in/callback?')) as string;
    expect(callback).toContain('code=');
    // By a link, as an attacker would have others sign in as himself; then with the start of another sign-in.
    const victim = await browserOf().open(callback);
    expect([victim.status, victim.cookie('shop.test', COOKIE)]).toEqual([401, undefined]);
    await victim.open('http://shop.test/sign-in/oidc');
    await victim.open(callback);
    expect([victim.status, victim.cookie('shop.test', COOKIE)]).toEqual([401, undefined]);
    const session = browser.cookie('shop.test', COOKIE);
    await browser.open(callback);
    expect([browser.status, browser.cookie('shop.test', COOKIE)]).toEqual([401, session]);
    for (const query of ['', '?code=x', '?error=access_denied', '?state=x&code=y', '?code=x&code=y', '?%00=1']) {
      await victim.open('http://shop.test/sign-in/oidc');
      await shop.db.query('DELETE FROM access.failed_sign_ins');
      expect((await victim.open(`http://shop.test/sign-in/callback${query}`)).status, query).toBe(401);
    }
  });

  it('completes no sign-in with another state, even with the right code and browser', async () => {
    const browser = await browserOf().open('http://shop.test/sign-in/oidc');
    await browser.submit({ login: 'olga', password: 'any' });
    browser.stopAt = /\/sign-in\/callback/;
    await browser.submit();
    const callback = new URL(browser.url);
    expect(callback.searchParams.get('code')).toMatch(/^[\w-]{43}$/);
    callback.searchParams.set('state', 'x'.repeat(43));
    await browser.open(callback.href);
    expect([browser.status, browser.cookie('shop.test', COOKIE)]).toEqual([401, undefined]);
  });

  it('has a session that ends when the settings that determined its role change', async () => {
    const browser = await signInAtIssuer('olga');
    const id = browser.cookie('shop.test', COOKIE) as string;
    for (const changed of [{ OIDC_ROLES: 'shop-staff=operator' }, { OIDC_USER_CLAIM: 'user' }, { AUTH: 'keys' }]) {
      const later = await Shop.open({ ...issuer.settings, AUTH: 'keys,oidc', ...changed }, [], shop.database);
      expectProblem(await whoIs(id, later), UNAUTHENTICATED);
      await later.close();
    }
    expect((await whoIs(id)).status).toBe(200);
  });
});

describe('a browser that signs in with a key', () => {
  it('gets a page with a form, into which nothing can be injected', async () => {
    const { status, headers, text } = await send(shop, 'GET', '/sign-in');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] as string;
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; ` +
        "base-uri 'none'; frame-ancestors 'none'",
    );
    expect(text).not.toMatch(/<script|javascript:|\son\w+=|style=/);
  });

  it.each([
    ['admin', 'http://shop.test/'],
    ['operator', 'http://shop.test/'],
  ] as const)('as %s comes to %s', async (role, page) => {
    const { id, key } = await createKey(role);
    const browser = await browserOf().open('http://shop.test/sign-in');
    await browser.submit({ key: ` ${key}\n` });
    expect({ url: browser.url, status: browser.status }).toEqual({ url: page, status: 200 });
    const answered = await whoIs(browser.cookie('shop.test', COOKIE) as string);
    expect(JSON.parse(answered.text)).toMatchObject({ actor: `key:${id}`, role });
  });

  it('is told that a key is wrong, without an echo of the key', async () => {
    const browser = await browserOf().open('http://shop.test/sign-in');
    const { key } = await createKey('admin');
    for (const wrong of [
      '',
      'x',
      '"><script>alert(1)</script>',
      `${key}x`,
      key.slice(0, -1),
      `kro_000000000000_${'a'.repeat(43)}`,
    ]) {
      await shop.db.query('DELETE FROM access.failed_sign_ins');
      await browser.submit({ key: wrong });
      expect({ status: browser.status, type: browser.headers['content-type'] }).toEqual({
        status: 401,
        type: 'text/html; charset=utf-8',
      });
      expect(browser.text).toContain('role="alert"');
      if (wrong.length > 1) expect(browser.text).not.toContain(wrong);
      expect(browser.cookie('shop.test', COOKIE)).toBeUndefined();
      await browser.open('http://shop.test/sign-in');
    }
  });

  it('signs out by a form', async () => {
    const browser = await browserOf().open('http://shop.test/sign-in');
    await browser.submit({ key: (await createKey('operator')).key });
    const id = browser.cookie('shop.test', COOKIE) as string;
    await (await browser.open('/sign-in')).submit({}, '/sign-out');
    expect(browser.url).toBe('http://shop.test/sign-in');
    expect(browser.text).toContain('name="key"');
    expect(browser.cookie('shop.test', COOKIE)).toBeUndefined();
    expectProblem(await whoIs(id), UNAUTHENTICATED);
  });

  it('signs out everywhere by a form', async () => {
    const { key } = await createKey('operator');
    const [first, second] = [browserOf(), browserOf()];
    for (const browser of [first, second]) await (await browser.open('http://shop.test/sign-in')).submit({ key });
    await (await first.open('/sign-in')).submit({}, '/sign-out-everywhere');
    expect((await second.open('/sign-in')).text).toContain('name="key"');
  });

  it('sees its name escaped', async () => {
    const id = 'e'.repeat(43);
    await shop.db.query(
      `INSERT INTO access.sessions (hash, actor, role, origin) SELECT $1, 'user:<b>&"', 'reader', origin
       FROM access.sessions WHERE origin <> 'key' LIMIT 1`,
      [createHash('sha256').update(id).digest()],
    );
    const { text } = await send(shop, 'GET', '/sign-in', cookie(id));
    expect(text).toContain('<strong>user:&lt;b&gt;&amp;&quot;</strong>');
  });
});

describe('a session', () => {
  it('has an actor and an end', async () => {
    const { id: keyId, key } = await createKey('reader', 42);
    const id = await signIn(key);
    const { text, headers } = await whoIs(id);
    const { expiresAt, ...who } = JSON.parse(text);
    expect(who).toEqual({ actor: `key:${keyId}`, role: 'reader', userId: 42 });
    const hours = (new Date(expiresAt).getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(7.9);
    expect(hours).toBeLessThanOrEqual(8);
    expect(headers['cache-control']).toBe('no-store');
    const byKey = await send(shop, 'GET', '/v1/session', { Authorization: `Bearer ${key}` });
    expect(new Date(JSON.parse(byKey.text).expiresAt).getTime()).toBeGreaterThan(Date.now() + 89 * 86_400_000);
  });

  it('is the actor in the events of its commands', async () => {
    const { id: keyId, key } = await createKey('operator');
    const id = await signIn(key);
    const created = await send(shop, 'POST', '/v1/order', { ...cookie(id), ...OWN_PAGE, ...JSON_TYPE }, '{"userId":7}');
    expect(created.status).toBe(201);
    const position = Number(created.headers['event-position']);
    const { rows } = await shop.db.query("SELECT metadata ->> 'actor' AS actor FROM log.events WHERE position = $1", [position]);
    expect(rows).toEqual([{ actor: `key:${keyId}` }]);
  });

  it('is nothing that can be known before the sign-in (fixation)', async () => {
    const { key } = await createKey('operator');
    const planted = 'p'.repeat(43);
    const browser = browserOf();
    browser.plant('shop.test', COOKIE, planted);
    await browser.open('http://shop.test/sign-in');
    await browser.submit({ key });
    const first = browser.cookie('shop.test', COOKIE) as string;
    expect(first).not.toBe(planted);
    expectProblem(await whoIs(planted), UNAUTHENTICATED);
    const answered = await send(
      shop,
      'POST',
      '/v1/session',
      { ...cookie(first), ...OWN_PAGE, ...JSON_TYPE },
      JSON.stringify({ key }),
    );
    expect(answered.status).toBe(204);
    expect(answered.headers['set-cookie']).not.toContain(first);
    // The one before has ended.
    expectProblem(await whoIs(first), UNAUTHENTICATED);
  });

  it('ends in all processes, with its open streams, when its owner signs out everywhere', async () => {
    const { key } = await createKey('reader');
    const [first, second, third] = [
      await signIn(key),
      await signIn(key),
      await signIn(await createKey('reader').then((made) => made.key)),
    ];
    for (const id of [first, second, third]) expect((await whoIs(id, other)).status).toBe(200);
    const stream = await fetch(`http://${addressOf(other)}/v1/events/stream`, { headers: cookie(second) });
    const ended = stream.text();
    const start = Date.now();
    expect((await send(shop, 'DELETE', '/v1/sessions', { ...cookie(first), ...OWN_PAGE })).status).toBe(204);
    for (const id of [first, second]) expectProblem(await whoIs(id), UNAUTHENTICATED);
    await ended;
    for (const id of [first, second]) await until(() => hasEnded(id, other));
    expect(Date.now() - start).toBeLessThan(5_000);
    expect((await whoIs(third, other)).status).toBe(200);
  });

  it('of another actor can be ended by an admin only', async () => {
    const { id: keyId, key } = await createKey('reader', 7);
    const id = await signIn(key);
    const end = async (role: Role, userId?: number) => {
      const headers = { Authorization: `Bearer ${(await createKey(role, userId)).key}` };
      return send(shop, 'DELETE', `/v1/sessions?actor=key:${keyId}`, headers);
    };
    for (const answered of [await end('operator'), await end('reader'), await end('admin', 7)])
      expectProblem(answered, FORBIDDEN);
    expect((await whoIs(id)).status).toBe(200);
    expect((await end('admin')).status).toBe(204);
    expectProblem(await whoIs(id), UNAUTHENTICATED);
  });

  it('ends by DELETE /v1/session, which does nothing for a request without one', async () => {
    const { key } = await createKey('reader', 7);
    const id = await signIn(key);
    const answered = await send(shop, 'DELETE', '/v1/session', { ...cookie(id), ...OWN_PAGE });
    expect(answered.status).toBe(204);
    expect(answered.headers['set-cookie']).toMatch(
      /^kronika-session=; Max-Age=0; Path=\/; Expires=.*1970.*; HttpOnly; SameSite=Lax$/,
    );
    expectProblem(await whoIs(id), UNAUTHENTICATED);
    expect((await send(shop, 'DELETE', '/v1/session', { Authorization: `Bearer ${key}` })).status).toBe(204);
  });

  it('that a key began ends with the key', async () => {
    const { id: keyId, key } = await createKey('reader');
    const id = await signIn(key);
    expect((await whoIs(id, other)).status).toBe(200);
    await shop.app.get(ApiKeys).revoke(keyId, 'test', true);
    await until(() => hasEnded(id, other));
    await until(() => hasEnded(id));
    // Nor does it outlive its expiry.
    const short = await createKey('reader');
    const late = await signIn(short.key);
    await shop.db.query("UPDATE access.keys SET expires_at = now() + interval '1 hour' WHERE id = $1", [short.id]);
    await until(async () => new Date(JSON.parse((await whoIs(late)).text).expiresAt).getTime() < Date.now() + 3_600_001);
    await shop.db.query('UPDATE access.keys SET expires_at = now() WHERE id = $1', [short.id]);
    await until(() => hasEnded(late));
  });

  it('may end itself, with its key, and is told so', async () => {
    const { id: keyId, key } = await createKey('admin');
    const id = await signIn(key);
    expect((await send(shop, 'DELETE', `/v1/keys/${keyId}`, { ...cookie(id), ...OWN_PAGE })).status).toBe(204);
    await until(() => hasEnded(id));
    const own = await createKey('admin');
    const revoked = await send(shop, 'DELETE', `/v1/keys/${own.id}`, { Authorization: `Bearer ${own.key}` });
    expect(revoked.status).toBe(204);
  });

  it.each([
    ['that nobody used for 8 hours', "used_at = now() - interval '8 hours'"],
    ['that is 7 days old', "created_at = now() - interval '7 days'"],
  ])('%s has ended', async (_, change) => {
    const id = await signIn((await createKey('reader')).key);
    expect((await whoIs(id)).status).toBe(200);
    await shop.db.query(`UPDATE access.sessions SET ${change} WHERE hash = $1`, [createHash('sha256').update(id).digest()]);
    await until(() => hasEnded(id));
    // And a process that starts removes it.
    const later = await Shop.open(issuer.settings, [], shop.database);
    await until(async () => {
      const { rows } = await shop.db.query('SELECT FROM access.sessions WHERE hash = $1', [
        createHash('sha256').update(id).digest(),
      ]);
      return rows.length === 0;
    });
    await later.close();
  });

  it('lasts longer by being used', async () => {
    const id = await signIn((await createKey('reader')).key);
    const hash = createHash('sha256').update(id).digest();
    await shop.db.query("UPDATE access.sessions SET used_at = now() - interval '7 hours' WHERE hash = $1", [hash]);
    expect((await whoIs(id, other)).status).toBe(200);
    await until(async () => {
      const { rows } = await shop.db.query(
        "SELECT used_at > now() - interval '1 minute' AS used FROM access.sessions WHERE hash = $1",
        [hash],
      );
      return rows[0].used;
    });
  });

  it('is ignored if the request has a key or a token', async () => {
    const id = await signIn((await createKey('admin')).key);
    const wrong = { Authorization: `Bearer kro_000000000000_${'a'.repeat(43)}` };
    expectProblem(await send(shop, 'GET', '/v1/session', { ...cookie(id), ...wrong }), UNAUTHENTICATED);
  });

  it.each(['', 'x', 'a'.repeat(43), '%00', 'a'.repeat(5_000), '../..'])('is not %j', async (id) => {
    expectProblem(await whoIs(id), UNAUTHENTICATED);
  });

  it('with TLS is in a cookie that no other host can set', async () => {
    const secure = await Shop.open({ ...issuer.settings, AUTH: 'keys', PUBLIC_URL: 'https://shop.example' }, [], shop.database);
    const { key } = await createKey('reader');
    // The host of PUBLIC_URL needs no ALLOWED_HOSTS.
    const answered = await send(secure, 'POST', '/v1/session', { ...JSON_TYPE, Host: 'shop.example' }, JSON.stringify({ key }));
    expect(answered.headers['set-cookie']).toMatch(/^__Host-kronika-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const id = /=([\w-]{43})/.exec(answered.headers['set-cookie'] ?? '')?.[1] as string;
    expect((await send(secure, 'GET', '/v1/session', { Cookie: `__Host-${COOKIE}=${id}` })).status).toBe(200);
    expectProblem(await whoIs(id, secure), UNAUTHENTICATED);
    const out = await send(secure, 'DELETE', '/v1/session', { Cookie: `__Host-${COOKIE}=${id}`, ...OWN_PAGE });
    expect(out.headers['set-cookie']).toMatch(/^__Host-kronika-session=; Max-Age=0; Path=\/; .*Secure/);
    await secure.close();
  });
});

describe('a command with a cookie', () => {
  let id: string;
  beforeAll(async () => {
    id = await signIn((await createKey('operator')).key);
  });
  const create = (headers: Record<string, string>, body = '{"userId":7}') =>
    send(shop, 'POST', '/v1/order', { Host: 'shop.test:3000', ...JSON_TYPE, ...cookie(id), ...headers }, body);

  it.each<Record<string, string>>([
    { 'Sec-Fetch-Site': 'same-origin' },
    { 'Sec-Fetch-Site': 'same-origin', Origin: 'http://shop.test:3000' },
    { Origin: 'http://shop.test:3000' },
    { Origin: 'https://SHOP.test:3000' },
  ])('goes on from a page of Kronika: %j', async (headers) => {
    expect((await create(headers)).status).toBe(201);
  });

  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
  it.each<[Record<string, string>, string?]>([
    [{}],
    [{ 'Sec-Fetch-Site': 'none' }],
    [{ 'Sec-Fetch-Site': 'same-site', Origin: 'http://shop.test:8080' }],
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: 'http://shop.test:3000' }],
    [{ 'Sec-Fetch-Site': 'same-origin, cross-site' }],
    [{ Origin: '' }],
    [{ Origin: '', 'Sec-Fetch-Site': '' }],
    [{ Origin: 'null' }],
    [{ Origin: 'http://shop.test' }],
    [{ Origin: 'http://shop.test.evil.example:3000' }],
    [{ Origin: 'https://evil.example' }],
    [{ ...FORM }, 'userId=7'],
    [{ ...FORM, 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }, 'userId=7'],
    [{ ...FORM, Origin: 'https://evil.example' }, 'userId=7'],
    [{ 'Content-Type': 'text/plain' }],
    [{ 'Content-Type': 'text/plain', Origin: 'https://evil.example' }],
    [{ 'Content-Type': 'text/plain', 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    [{ 'X-HTTP-Method-Override': 'GET' }],
  ])('is refused from anywhere else, and does nothing: %j', async (headers, body) => {
    const before = await shop.logLength();
    expectProblem(await create(headers, body), CROSS_SITE);
    expect(await shop.logLength()).toBe(before);
  });

  it.each([
    ['POST', '/sign-out'],
    ['POST', '/sign-out-everywhere'],
    ['POST', '/sign-in'],
    ['POST', '/v1/session'],
    ['DELETE', '/v1/session'],
    ['DELETE', '/v1/sessions'],
    ['POST', '/v1/views/order-history/rebuild'],
    ['PUT', '/v1/order/1'],
  ])('is refused on every kind of route: %s %s', async (method, path) => {
    expectProblem(await send(shop, method, path, cookie(id)), CROSS_SITE);
    expect((await whoIs(id)).status).toBe(200);
  });

  it('needs no proof of its origin if the request has a key', async () => {
    const { key } = await createKey('operator');
    expect((await create({ Authorization: `Bearer ${key}` })).status).toBe(201);
  });
});

describe('sign-ins that fail', () => {
  const wrong = { key: `kro_000000000000_${'a'.repeat(43)}` };
  const attempt = async (body: object, at = shop, localAddress?: string): Promise<Answered> => {
    const host: OutgoingHttpHeaders = { Host: 'shop.test', ...JSON_TYPE };
    return (await ask(addressOf(at), '/v1/session', 'POST', JSON.stringify(body), host, localAddress)) as Answered;
  };

  it('are limited for an address, in all processes together, and a right key works from elsewhere', async () => {
    const { key } = await createKey('reader');
    for (let n = 0; n < MAX_FAILURES; n++) {
      expect((await attempt({ key })).status).toBe(204);
      expectProblem(await attempt(wrong, n % 2 ? shop : other), UNAUTHENTICATED);
    }
    for (const at of [shop, other])
      for (const body of [wrong, { key }]) {
        const answered = await attempt(body, at);
        expectProblem(answered, TOO_MANY);
        const wait = Number(answered.headers['retry-after']);
        expect(wait).toBeGreaterThan(14 * 60);
        expect(wait).toBeLessThanOrEqual(15 * 60);
      }
    const browser = await browserOf().open('http://shop.test/sign-in');
    await browser.submit({ key });
    expect(browser.status).toBe(429);
    expect(browser.text).toContain('Too many sign-ins');
    expect(Number(browser.headers['retry-after'])).toBeGreaterThan(0);
    expect((await attempt({ key }, shop, '127.0.0.2')).status).toBe(204);
    // Only sign-ins are limited: nobody guesses 256 bits.
    expect((await send(shop, 'GET', '/v1/session', { Authorization: `Bearer ${key}` })).status).toBe(200);
    await shop.db.query(
      "UPDATE access.failed_sign_ins SET failed_at = ARRAY(SELECT at - interval '15 minutes' FROM unnest(failed_at) AS at)",
    );
    expect((await attempt({ key })).status).toBe(204);
    expectProblem(await attempt(wrong), UNAUTHENTICATED);
  });

  it('are counted one by one when they are simultaneous', async () => {
    const answers = await Promise.all(Array.from({ length: 3 * MAX_FAILURES }, (_, n) => attempt(wrong, n % 2 ? shop : other)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(MAX_FAILURES);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2 * MAX_FAILURES);
  });

  it('are on record, and so are those that succeed', async () => {
    const start = new Date();
    const { id, key } = await createKey('reader');
    expectProblem(await attempt(wrong), UNAUTHENTICATED);
    expect((await attempt({ key })).status).toBe(204);
    const browser = await browserOf().open('http://shop.test/sign-in');
    await browser.submit({ key: 'wrong' });
    await browser.submit({ key });
    const recorded = async () => {
      const sql =
        "SELECT outcome, actor, route, status, address FROM access.audit WHERE at >= $1 AND outcome <> 'done' ORDER BY id";
      return (await shop.db.query(sql, [start])).rows;
    };
    await until(async () => (await recorded()).length >= 4);
    const common = { address: '127.0.0.1' };
    expect(await recorded()).toEqual([
      { outcome: 'sign-in-failed', actor: null, route: '/v1/session', status: 401, ...common },
      { outcome: 'signed-in', actor: `key:${id}`, route: '/v1/session', status: null, ...common },
      { outcome: 'sign-in-failed', actor: null, route: '/sign-in', status: 401, ...common },
      { outcome: 'signed-in', actor: `key:${id}`, route: '/sign-in', status: null, ...common },
    ]);
  });
});

it('no key, token or session is in any line of the log or any table, at any level', async () => {
  const process = await KronikaProcess.start({
    ...issuer.settings,
    AUTH: 'keys,oidc',
    DATABASE_URL: shop.database.url,
    ALLOWED_HOSTS: 'shop.test',
    LOG_LEVEL: 'trace',
  });
  const { key } = await createKey('admin');
  const token = await issuer.sign();
  const forged = await issuer.sign({ iss: 'https://evil.example' });
  const browser = new Browser({ 'shop.test': new URL(process.url).host });
  await browser.open('http://shop.test/sign-in/oidc');
  const attempt = browser.cookie('shop.test', 'kronika-attempt')?.split('.') ?? [];
  expect(attempt).toHaveLength(3);
  await browser.submit({ login: 'olga', password: 'the password' });
  await browser.submit();
  const code = /code=([^&]+)/.exec(browser.visited.find((url) => url.includes('code=')) ?? '')?.[1] as string;
  const session = browser.cookie('shop.test', COOKIE) as string;
  await browser.open('http://shop.test/sign-in/callback?code=the-code-of-another&state=the-state-of-another');
  const form = await new Browser({ 'shop.test': new URL(process.url).host }).open('http://shop.test/sign-in');
  await form.submit({ key: 'the wrong key' });
  await form.submit({ key });
  const byKey = form.cookie('shop.test', COOKIE) as string;
  for (const each of [token, forged, key])
    await fetch(`${process.url}/v1/events`, { headers: { authorization: `Bearer ${each}` } });
  await fetch(`${process.url}/v1/session`, { headers: { authorization: `Basic ${btoa('the name:the secret')}` } });
  for (const path of [`/v1/nowhere/${key}`, `/v1/order/${key}`, `/v1/events?key=${key}`, `/${key}%zz`])
    await fetch(`${process.url}${path}`);
  expect(await process.signal('SIGTERM')).toBe(0);
  const secret = key.slice(-43);
  const secrets = [
    secret,
    token,
    token.split('.')[2],
    forged,
    session,
    byKey,
    code,
    ...attempt,
    CLIENT.secret,
    'the wrong key',
    'the-code-of-another',
  ];
  const tables = await shop.db.query(
    "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('access', 'log', 'write', 'read', 'public')",
  );
  let stored = '';
  for (const { schemaname, tablename } of tables.rows) {
    const { rows } = await shop.db.query(`SELECT t::text AS row FROM ${schemaname}.${tablename} AS t`);
    stored += rows.map(({ row }) => row).join('\n');
  }
  expect(stored).toContain(createHash('sha256').update(session).digest('hex'));
  expect(process.output).toContain('sign-in');
  for (const each of secrets) {
    expect(each?.length).toBeGreaterThan(10);
    expect(process.output).not.toContain(each);
    expect(stored).not.toContain(each);
    expect(stored).not.toContain(Buffer.from(each as string).toString('hex'));
  }
});

it.each(['"1"', 'Basic YTpi', 'Bearer a.b.c', 'Bearer', `Bearer kronika_${'a'.repeat(12)}`])(
  'without authentication, the principal is the same whatever Authorization says: %s',
  async (Authorization) => {
    const open = await Shop.open();
    const expected = await send(open, 'GET', '/v1/session');
    expect(JSON.parse(expected.text)).toMatchObject({ role: 'admin', userId: null, expiresAt: null });
    const answered = await send(open, 'GET', '/v1/session', { Authorization });
    expect(answered.status).toBe(200);
    expect(answered.text).toBe(expected.text);
    await open.close();
  },
);
