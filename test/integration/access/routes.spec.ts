import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { app } from '../../../src/app.js';
import { EXAMPLE_IDS } from '../../../src/campaigns/campaigns.input.js';
import { previewDocument } from '../../../src/shared/openapi-document.js';
import { expectProblem } from '../../support/problem.js';
import { type Answered, sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';

/** What stands in every row, name and event that the shop has, so that a glimpse of any of it is noticed. */
const SEEDED = ['Zyxwvut', '770077'];
const NAME = 'Zyxwvut';
const USER = 770_077;

const { paths } = JSON.parse(JSON.stringify(await previewDocument(app)));

interface Route {
  readonly method: string;
  /** With ids of what there is. */
  readonly path: string;
  readonly role: 'public' | 'reader' | 'operator' | 'admin';
}

const idOf = (path: string, name: string): string => {
  if (name === 'section') return EXAMPLE_IDS.section;
  if (name === 'name') return 'order-history';
  const kind = /^\/v1\/(campaigns|creatives|portfolios|publishers)\//.exec(path)?.[1];
  if (path.startsWith('/v1/ads/preview/')) return EXAMPLE_IDS.creative;
  if (kind) return EXAMPLE_IDS[kind.slice(0, -1) as 'campaign'];
  return '1';
};

const routes: Route[] = Object.entries<Record<string, { 'x-role': Route['role'] }>>(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => idOf(path, name)),
    role: operation['x-role'],
  })),
);
/** Commands come last: they are refused for their bodies, but deletions have none. */
const named = routes
  .toSorted((one, other) => Number(one.method === 'DELETE') - Number(other.method === 'DELETE'))
  .map((route) => [`${route.method} ${route.path}`, route] as const);

let shop: Shop;
const keys: Record<string, string | undefined> = {};
beforeAll(async () => {
  shop = await Shop.open({ AUTH: 'keys' });
  const order = await shop.createOrder(USER);
  await shop.addGoods(order, { name: NAME, sku: NAME });
  const done = (path: string, body: object) => shop.http.post(path).send(body).expect(201);
  const { campaign, creative, portfolio, publisher, section } = EXAMPLE_IDS;
  await done('/v1/publishers', { id: publisher, name: NAME });
  await done('/v1/portfolios', { id: portfolio, name: NAME, publisherId: publisher });
  await done(`/v1/portfolios/${portfolio}/sections`, { id: section, name: NAME, parentId: null });
  await done('/v1/campaigns', { id: campaign, name: NAME, userId: USER });
  await done('/v1/creatives', { id: creative, campaignId: campaign, name: NAME });
  await shop.settle();
  for (const role of ['reader', 'operator', 'admin'] as const) keys[role] = await shop.createKey({ role, name: NAME });
});
afterAll(() => shop.close());

const authorized = (key?: string) => ({ Authorization: key && `Bearer ${key}` });

/** Without what the answer may say at any rate: nothing of it is the shop's. */
function expectNothingSeeded({ headers, text }: Answered): void {
  for (const seed of SEEDED) expect(JSON.stringify(headers) + text).not.toContain(seed);
}

const RANKS = ['public', 'reader', 'operator', 'admin'];
const READS = ['GET', 'HEAD'];

describe('every route of the document', () => {
  it('is among those below', () => {
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter(([, { role }]) => role === 'public').map(([name]) => name)).toEqual([
      'GET /healthz',
      'GET /readyz',
      'POST /v1/session',
      'GET /v1/ads/media/1',
      'GET /v1/ads/vast',
      'GET /v1/ads/vmap',
      'GET /v1/ads/e/1/1',
      'POST /v1/ads/e/1/1',
    ]);
  });

  it.each(named)('%s is refused without credentials, and shows nothing', async (_, { method, path, role }) => {
    for (const each of method === 'GET' ? READS : [method]) {
      const answered = await sendRaw(shop, each, path, authorized());
      // There is no ad with such a token.
      if (role === 'public') expect(path.startsWith('/v1/ads/e/') ? [404] : [200, 400]).toContain(answered.status);
      else {
        expect(answered.status).toBe(401);
        expect(answered.headers['www-authenticate']).toBe('Bearer realm="Kronika"');
        if (each !== 'HEAD') expectProblem(answered, { status: 401, code: 'access.unauthenticated' });
      }
      expectNothingSeeded(answered);
    }
  });

  it.each(named)('%s is refused to smaller roles, and not to its own', async (_, { method, path, role }) => {
    for (const given of ['reader', 'operator', 'admin'] as const) {
      const isAllowed = RANKS.indexOf(given) >= RANKS.indexOf(role);
      // Of those that may, one is enough to delete what is there.
      if (method === 'DELETE' && isAllowed && given !== role) continue;
      const answered = await sendRaw(shop, method, path, authorized(keys[given]));
      if (isAllowed) expect([401, 403, 405, 500]).not.toContain(answered.status);
      else {
        expectProblem(answered, { status: 403, code: 'access.forbidden' });
        expectNothingSeeded(answered);
      }
    }
  });
});

describe('what the document does not have', () => {
  const UNDOCUMENTED = ['/docs', '/docs/', '/docs/swagger-ui-init.js', '/docs/swagger-ui.css', '/docs/nothing', '/openapi.json'];

  it.each(UNDOCUMENTED)('%s is for admins', async (path) => {
    expectProblem(await sendRaw(shop, 'GET', path, authorized()), { status: 401, code: 'access.unauthenticated' });
    expect((await sendRaw(shop, 'HEAD', path, authorized())).status).toBe(401);
    for (const role of ['reader', 'operator'])
      expectProblem(await sendRaw(shop, 'GET', path, authorized(keys[role])), { status: 403, code: 'access.forbidden' });
    expect((await sendRaw(shop, 'GET', path)).status).toBe(path.endsWith('nothing') ? 404 : 200);
  });

  it.each([
    ['GET', '/v1/nothing', 404],
    ['GET', '/.env', 404],
    ['PATCH', '/v1/order/1', 405],
    ['OPTIONS', '/v1/order/1', 204],
    ['OPTIONS', '*', 404],
    ['TRACE', '/v1/order/1', 405],
    ['PROPFIND', '/v1/order/1', 405],
    ['POST', '/', 404],
  ])('%s %s is not told to strangers', async (method, path, status) => {
    const answered = await sendRaw(shop, method, path, authorized());
    expectProblem(answered, { status: 401, code: 'access.unauthenticated' });
    expect(answered.headers).not.toHaveProperty('allow');
    expect((await sendRaw(shop, method, path, authorized(keys.reader))).status).toBe(status);
  });

  it.each(['/', '/?a=1'])('%s is the admin, which has no data in it', async (path) => {
    const { status, headers } = await sendRaw(shop, 'GET', path, authorized());
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });
});

/** A path in forms that a router, a proxy or a guard may take for the same. */
const SPELLINGS: Record<string, (path: string) => string> = {
  'a double slash': (path) => `/${path}`,
  'a double slash within': (path) => path.replace('/v1/', '/v1//'),
  capitals: (path) => path.toUpperCase(),
  'percent-encoding': (path) => path.replace('v', '%76'),
  'percent-encoding twice': (path) => path.replace('v', '%2576'),
  'an encoded slash': (path) => path.replace('/v1/', '/v1%2f'),
  'a slash at its end': (path) => `${path}/`,
  'a dot at its end': (path) => `${path}.`,
  'a matrix parameter': (path) => `${path};x=1`,
  'a matrix parameter within': (path) => path.replace('/v1/', '/v1;x/'),
  'encoded dots': (path) => `/healthz/%2e%2e${path}`,
  dots: (path) => `/healthz/..${path}`,
  'a backslash': (path) => path.replaceAll('/', '\\'),
  'a whole URL': (path) => `http://shop.test${path}`,
  'a whole URL with a user': (path) => `http://healthz@shop.test${path}`,
  'an encoded NUL': (path) => `${path}%00`,
  'a public address in the query': (path) => `${path}?/healthz`,
  'a fragment': (path) => `${path}#/healthz`,
  'a blank': (path) => `${path}%20`,
};

describe.each(Object.entries(SPELLINGS))('a path with %s', (_, spell) => {
  const gets = routes.filter(({ method, role }) => method === 'GET' && role !== 'public').map(({ path }) => path);
  it('opens nothing without credentials', async () => {
    for (const path of [...gets, '/docs', '/openapi.json']) {
      const answered = await sendRaw(shop, 'GET', spell(path), authorized());
      expect([400, 401, 421], `${spell(path)}: ${answered.status}`).toContain(answered.status);
      expectNothingSeeded(answered);
    }
  });
});
