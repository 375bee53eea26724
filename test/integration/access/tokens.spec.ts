import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { IssuerLimits } from '../../../src/shared/access/issuer.js';
import { AUDIENCE, CLIENT, TestIssuer } from '../../support/issuer.js';
import { expectProblem } from '../../support/problem.js';
import { sendBytes, sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';

let issuer: TestIssuer;
let shop: Shop;
/** Trusts tokens that only say `JWT`, and binds them to a user. */
let lenient: Shop;
beforeAll(async () => {
  issuer = await TestIssuer.start();
  shop = await Shop.open(issuer.settings);
  lenient = await Shop.open(
    { ...issuer.settings, OIDC_TOKEN_TYPE: 'JWT', OIDC_USER_CLAIM: 'https://shop.example/user', OIDC_ROLE_CLAIM: 'groups' },
    [],
    shop.database,
  );
});
afterAll(async () => {
  await lenient?.close();
  await shop?.close();
  await issuer?.stop();
});
afterEach(() => {
  issuer.mood = 'well';
});

const UNAUTHENTICATED = { status: 401, code: 'access.unauthenticated' };
const UNAVAILABLE = { status: 503, code: 'access.issuer-unavailable' };
const FORBIDDEN = { status: 403, code: 'access.forbidden' };

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const get = (token: string, asked = shop, path = '/v1/session') => sendRaw(asked, 'GET', path, bearer(token));
const now = () => Math.floor(Date.now() / 1_000);

/** A Kronika that has asked the issuer for nothing yet, with limits of its own. */
async function fresh(limits: Partial<IssuerLimits> = {}): Promise<Shop> {
  const other = await Shop.open(issuer.settings, [], shop.database);
  Object.assign(other.app.get(IssuerLimits), limits);
  return other;
}

describe('a token of the issuer', () => {
  it('is accepted as the issuer makes it, and names the actor of events', async () => {
    const token = await issuer.accessToken();
    const answered = await get(token);
    expect(answered.status).toBe(200);
    expect(JSON.parse(answered.text)).toMatchObject({ actor: `user:${CLIENT.id}`, role: 'admin', userId: null });
    expect(answered.headers['cache-control']).toBe('no-store');
    const created = await sendRaw(
      shop,
      'POST',
      '/v1/order',
      { ...bearer(token), 'Content-Type': 'application/json' },
      '{"userId":7}',
    );
    expect(created.status).toBe(201);
    const { rows } = await shop.db.query("SELECT metadata ->> 'actor' AS actor FROM log.events");
    expect(rows).toEqual([{ actor: `user:${CLIENT.id}` }]);
  });

  it.each([
    [['shop-owner'], 'admin'],
    [['shop-guest', 'shop-staff', 'unknown'], 'operator'],
    ['shop-guest', 'reader'],
  ])('with %j has the role %s', async (roles, role) => {
    const { text } = await get(await issuer.sign({ realm_access: { roles } }));
    expect(JSON.parse(text)).toMatchObject({ actor: 'user:olga', role });
  });

  it.each<[string, JWTPayload]>([
    ['none', { realm_access: { roles: [] } }],
    ['an unknown one', { realm_access: { roles: ['shop'] } }],
    ['one in another place', { realm_access: undefined, roles: ['shop-owner'] }],
    ['a part of one', { realm_access: { roles: 'shop-owner shop-staff' } }],
    ['no list', { realm_access: { roles: { 'shop-owner': true } } }],
    ['nothing there', { realm_access: null }],
  ])('without a role that is known is refused with 403: %s', async (_, claims) => {
    expectProblem(await get(await issuer.sign(claims)), FORBIDDEN);
  });

  it('may differ from our clock by 30 s', async () => {
    for (const claims of [{ exp: now() - 20 }, { nbf: now() + 20 }])
      expect((await get(await issuer.sign(claims))).status).toBe(200);
  });

  it('may have further audiences', async () => {
    expect((await get(await issuer.sign({ aud: ['other', AUDIENCE] }))).status).toBe(200);
  });

  it('gets 403 for what its role may not do', async () => {
    const token = await issuer.sign({ realm_access: { roles: ['shop-guest'] } });
    expectProblem(await sendRaw(shop, 'DELETE', '/v1/order/1', bearer(token)), FORBIDDEN);
    expectProblem(await get(token, shop, '/docs'), FORBIDDEN);
  });

  it('ends the live stream of its owner when it expires', async () => {
    const { port } = shop.app.getHttpServer().address() as AddressInfo;
    // With the skew, that is in 2 s.
    const token = await issuer.sign({ exp: now() - 28 });
    const response = await fetch(`http://127.0.0.1:${port}/v1/events/stream`, { headers: bearer(token) });
    expect(response.status).toBe(200);
    await response.text();
    expectProblem(await get(token), UNAUTHENTICATED);
  });
});

describe('a token that was forged', () => {
  const forgeries: [string, () => Promise<string>][] = [
    ['without a signature (alg: none)', async () => new UnsecuredJWT(claimsOf({})).encode()],
    ['with alg: none and the rest as it should be', async () => withHeader(await issuer.sign(), { alg: 'none' }, '')],
    [
      'signed with the public key as if it were a secret (HS256)',
      async () => issuer.sign({}, { alg: 'HS256' }, new TextEncoder().encode(await exportSPKI(issuer.publicKey))),
    ],
    [
      'signed with a key that it brings along (jwk)',
      async () => {
        const { privateKey, publicKey } = await generateKeyPair('RS256');
        return issuer.sign({}, { kid: undefined, jwk: await exportJWK(publicKey) }, privateKey);
      },
    ],
    [
      'signed with a key that it brings along, under a known name',
      async () => {
        const { privateKey, publicKey } = await generateKeyPair('RS256');
        return issuer.sign({}, { jwk: await exportJWK(publicKey) }, privateKey);
      },
    ],
    ['with a foreign kid', async () => issuer.sign({}, { kid: 'foreign' }, (await generateKeyPair('RS256')).privateKey)],
    ['signed by another key under a known kid', async () => issuer.sign({}, {}, (await generateKeyPair('RS256')).privateKey)],
    ['of another issuer', () => issuer.sign({ iss: 'https://evil.example' })],
    ['of nearly the same issuer', () => issuer.sign({ iss: `${issuer.url}/` })],
    ['for another audience', () => issuer.sign({ aud: 'https://other.example' })],
    ['for nobody', () => issuer.sign({ aud: undefined })],
    ['of another typ', () => issuer.sign({}, { typ: 'logout+jwt' })],
    ['of typ JWT', () => issuer.sign({}, { typ: 'JWT' })],
    ['without typ', () => issuer.sign({}, { typ: undefined })],
    ['without exp', () => issuer.sign({ exp: undefined })],
    ['with an exp that is no number', () => issuer.sign({ exp: String(now() + 600) as never })],
    ['that has expired', () => issuer.sign({ exp: now() - 40 })],
    ['that begins in 10 minutes', () => issuer.sign({ nbf: now() + 600 })],
    ['an ID token', () => issuer.sign({ aud: CLIENT.id, nonce: 'x' }, { typ: undefined })],
    ['an ID token for the audience', () => issuer.sign({ nonce: 'x' }, { typ: 'JWT' })],
    ['of nobody', () => issuer.sign({ sub: undefined })],
    ['with a subject that can be no actor', () => issuer.sign({ sub: 'a\u0000b' })],
    ['that is bound to a key of its sender', () => issuer.sign({ cnf: { jkt: 'x' } })],
    ['changed after it was signed', async () => withClaims(await issuer.sign(), { sub: 'admin' })],
    ['of two parts', async () => 'a.b'],
    ['of no parts', async () => 'x'],
    ['of no JSON', async () => 'eyJ.eyJ.eyJ'],
    ['of __proto__', async () => `${btoa('{"__proto__":{"alg":"none"}}')}.${btoa('{}')}.`],
  ];
  it.each(forgeries)('%s', async (_, forge) => {
    const answered = await get(await forge());
    expectProblem(answered, UNAUTHENTICATED);
    expect(answered.headers['www-authenticate']).toBe('Bearer realm="Kronika"');
  });

  it('with an address of keys (jku, x5u) does not make Kronika fetch them', async () => {
    let asked = 0;
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'evil' }] });
    const server = createServer((_, response) => {
      asked += 1;
      response.end(jwks);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const jku = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    for (const header of [{ jku }, { x5u: jku }, { jku, kid: 'evil' }])
      expectProblem(await get(await issuer.sign({}, header, privateKey)), UNAUTHENTICATED);
    server.close();
    expect(asked).toBe(0);
  });

  it('is not ignored beside a good one: two Authorization headers are refused', async () => {
    const good = `Authorization: Bearer ${await issuer.sign()}\r\n`;
    const head = 'GET /v1/session HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n';
    for (const other of [good, 'authorization: Bearer x\r\n', 'Authorization: Basic eDp5\r\n'])
      expectProblem(await sendBytes(shop, `${head}${good}${other}\r\n`), { status: 400, code: 'request.malformed' });
  });

  it('is not looked for anywhere but in the header', async () => {
    const token = await issuer.sign();
    expectProblem(await sendRaw(shop, 'GET', `/v1/session?access_token=${token}`), UNAUTHENTICATED);
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expectProblem(await sendRaw(shop, 'POST', '/v1/order', form, `userId=1&access_token=${token}`), UNAUTHENTICATED);
    expectProblem(await sendRaw(shop, 'GET', '/v1/session', { Authorization: `Basic ${token}` }), UNAUTHENTICATED);
    expectProblem(await sendRaw(shop, 'GET', '/v1/session', { Authorization: token }), UNAUTHENTICATED);
  });
});

describe('for issuers that do not say what is an access token', () => {
  const groups = ['shop-owner'];
  const user = { 'https://shop.example/user': '42' };
  it.each([
    ['JWT', 'jwt'],
    ['typ', undefined],
    ['at+jwt', 'application/at+jwt'],
  ])('%s is taken', async (_, typ) => {
    const { text } = await get(await issuer.sign({ groups, ...user }, { typ }), lenient);
    expect(JSON.parse(text)).toMatchObject({ role: 'admin', userId: 42 });
  });

  it.each<[string, JWTPayload]>([
    ['with a nonce', { nonce: 'x' }],
    ['with at_hash', { at_hash: createHash('sha256').update('x').digest('base64url') }],
    ['of Keycloak', { typ: 'ID' }],
    ['for the client', { aud: CLIENT.id }],
  ])('an ID token is not: %s', async (_, claims) => {
    expectProblem(await get(await issuer.sign({ groups, ...user, ...claims }, { typ: 'JWT' }), lenient), UNAUTHENTICATED);
  });

  it.each([undefined, null, '', '0', '-1', '1.5', '٤٢', ' 42', '9007199254740993', 0, 1.5, 2 ** 53, true, ['42'], { id: 42 }])(
    'a token that has to name a user and does not is refused: %j',
    async (value) => {
      const token = await issuer.sign({ groups, 'https://shop.example/user': value });
      expectProblem(await get(token, lenient), FORBIDDEN);
    },
  );

  it('a token may be for all users, if it says so', async () => {
    const { text } = await get(await issuer.sign({ groups, 'https://shop.example/user': '*' }), lenient);
    expect(JSON.parse(text)).toMatchObject({ userId: null });
  });

  it("a bound token sees nothing but its user's entities", async () => {
    const token = await issuer.sign({ groups, ...user });
    // User 7 has an order.
    expect(await shop.logLength()).toBeGreaterThan(0);
    expect(JSON.parse((await get(token, lenient, '/v1/events')).text).data).toEqual([]);
    for (const path of ['/v1/subscriptions', '/docs', '/openapi.json']) expectProblem(await get(token, lenient, path), FORBIDDEN);
  });
});

describe('the keys of the issuer', () => {
  it('are fetched with the first token, once for all requests', async () => {
    issuer.asked.length = 0;
    const other = await fresh();
    expect(issuer.asked).toEqual([]);
    const token = await issuer.sign();
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(token, other)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
    await other.close();
  });

  it('may change: a new one is accepted, a withdrawn one no longer', async () => {
    const other = await fresh({ minIntervalMs: 0 });
    const old = await issuer.sign();
    expect((await get(old, other)).status).toBe(200);
    await issuer.rotate();
    expect((await get(await issuer.sign(), other)).status).toBe(200);
    expectProblem(await get(old, other), UNAUTHENTICATED);
    await other.close();
  });

  it('are fetched at limited intervals, however many tokens name unknown ones', async () => {
    const other = await fresh();
    const { privateKey } = await generateKeyPair('RS256');
    expect((await get(await issuer.sign(), other)).status).toBe(200);
    issuer.asked.length = 0;
    for (let n = 0; n < 20; n++)
      expectProblem(await get(await issuer.sign({}, { kid: `k${n}` }, privateKey), other), UNAUTHENTICATED);
    expect(issuer.asked).toEqual([]);
    await other.close();
  });

  it('are fetched again when they are old, and stay in use meanwhile', async () => {
    const other = await fresh({ minIntervalMs: 0, maxKeyAgeMs: 0 });
    const old = await issuer.sign();
    expect((await get(old, other)).status).toBe(200);
    await issuer.rotate();
    // No token of the new key has come: it is age alone.
    let answered = await get(old, other);
    expect(answered.status).toBe(200);
    while (answered.status === 200) answered = await get(old, other);
    expectProblem(answered, UNAUTHENTICATED);
    await other.close();
  });
});

describe.each(['failing', 'gone', 'silent', 'endless'] as const)('while the issuer is %s', (mood) => {
  it('Kronika starts, known keys stay in use, and unknown ones get 503', async () => {
    const limits = { timeoutMs: 200, minIntervalMs: 0 };
    const other = await fresh(limits);
    const { privateKey } = await generateKeyPair('RS256');
    const token = await issuer.sign();
    expect((await get(token, other)).status).toBe(200);
    issuer.mood = mood;
    expect((await get(token, other)).status).toBe(200);
    const unknown = await get(await issuer.sign({}, { kid: 'unknown' }, privateKey), other);
    expectProblem(unknown, UNAVAILABLE);
    expect(Number(unknown.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect((await get(token, other)).status).toBe(200);
    await other.close();

    const started = await fresh(limits);
    expectProblem(await get(token, started), UNAVAILABLE);
    expect((await sendRaw(started, 'GET', '/healthz')).status).toBe(200);
    expectProblem(await sendRaw(started, 'GET', '/v1/session'), UNAUTHENTICATED);
    issuer.mood = 'well';
    expect((await get(token, started)).status).toBe(200);
    await started.close();
  });
});

it('an answer of the issuer is read up to a limit, however long it would take', async () => {
  const other = await fresh({ timeoutMs: 600_000 });
  issuer.mood = 'endless';
  expectProblem(await get(await issuer.sign(), other), UNAVAILABLE);
  await other.close();
});

it('an issuer that has another name than the settings say is not trusted', async () => {
  const other = await Shop.open(
    { ...issuer.settings, OIDC_ISSUER: issuer.url.replace('127.0.0.1', 'localhost') },
    [],
    shop.database,
  );
  expectProblem(await get(await issuer.sign(), other), UNAVAILABLE);
  await other.close();
});

const claimsOf = (claims: JWTPayload) => ({ iss: issuer.url, aud: AUDIENCE, sub: 'olga', exp: now() + 600, ...claims });

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function withHeader(token: string, header: object, signature: string): string {
  const [, claims] = token.split('.');
  return `${encoded({ typ: 'at+jwt', kid: issuer.kid, ...header })}.${claims}.${signature}`;
}

function withClaims(token: string, changes: object): string {
  const [header, claims = '', signature] = token.split('.');
  return `${header}.${encoded({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), ...changes })}.${signature}`;
}
