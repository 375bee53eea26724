import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../../support/problem.js';
import { KronikaProcess } from '../../support/process.js';
import { type Answered, sendRaw } from '../../support/raw-request.js';
import { ROOT } from '../../support/root.js';
import { createDatabase, type Database, Shop } from '../../support/shop.js';

const HTML = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const PAGE = readFileSync(join(ROOT, 'web/dist/index.html'), 'utf8');
const MAIN = /src="(main-\w+\.js)"/.exec(PAGE)?.[1] as string;
const NOT_FOUND = { status: 404, code: 'route.not-found' };

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({ AUTH: 'keys' });
});
afterAll(() => shop.close());

const get = (path: string, headers: Record<string, string | undefined> = {}, method = 'GET'): Promise<Answered> =>
  sendRaw(shop, method, path, { Authorization: undefined, ...headers });

describe('an address that the server does not know', () => {
  it.each(['/', '/?a=b', '/campaigns', '/campaigns/019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e?version=3', '/no/such/page'])(
    'is the admin, without credentials, if a browser asks for a page: %s',
    async (path) => {
      const { status, headers, text } = await get(path, { Accept: HTML });
      expect({ status, text }).toEqual({ status: 200, text: PAGE });
      expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("base-uri 'self'");
      expect(policy).toMatch(/default-src 'self'/);
      // The policy of scripts is the default one.
      expect(policy).not.toMatch(/script-src|'unsafe-eval'/);
    },
  );

  it.each(['/v1/nothing', '/v1', '/healthz/nothing', '/sign-in/nothing', '/docs/nothing/at/all', '/openapi.json/nothing'])(
    'is a problem below what the API has: %s',
    async (path) => {
      const answered = await get(path, { Accept: HTML, Authorization: `Bearer ${shop.key}` });
      expectProblem(answered, NOT_FOUND);
    },
  );

  it('is a problem for programs, and for methods that change something', async () => {
    const authorized = { Authorization: `Bearer ${shop.key}` };
    expectProblem(await get('/campaigns', { Accept: 'application/json', ...authorized }), NOT_FOUND);
    expectProblem(await get('/campaigns', authorized), NOT_FOUND);
    expectProblem(await get('/campaigns', { Accept: HTML, ...authorized }, 'DELETE'), NOT_FOUND);
    expectProblem(await get('/campaigns', { Accept: 'application/json' }), { status: 401, code: 'access.unauthenticated' });
  });

  it('leads to no file outside of the folder', async () => {
    for (const path of ['/../package.json', '/..%2fpackage.json', '/media/../../package.json', '/%2e%2e/angular.json'])
      expect((await get(path, { Accept: HTML })).text, path).not.toContain('"name"');
  });
});

describe('the files of the admin', () => {
  it('are public, and their names change with them', async () => {
    const { status, headers } = await get(`/${MAIN}`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const { headers: icon } = await get('/favicon.svg');
    expect(icon).toMatchObject({ 'content-type': 'image/svg+xml', 'cache-control': 'no-cache' });
  });

  it('have no data among them, which needs credentials', async () => {
    expectProblem(await get('/v1/campaigns', { Accept: HTML }), { status: 401, code: 'access.unauthenticated' });
  });

  it.each(['/', `/${MAIN}`])('are not sent again if the browser has them: %s', async (path) => {
    const { etag } = (await get(path)).headers;
    const again = await get(path, { 'If-None-Match': `"x", ${etag}` });
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
    expect(again.headers.etag).toBe(etag);
    expect((await get(path, { 'If-None-Match': '"x"' })).status).toBe(200);
  });

  it.each(['/', '/campaigns', `/${MAIN}`])('are told about by HEAD: %s', async (path) => {
    const [head, full] = [await get(path, { Accept: HTML }, 'HEAD'), await get(path, { Accept: HTML })];
    expect({ status: head.status, text: head.text }).toEqual({ status: 200, text: '' });
    for (const name of ['content-length', 'content-type', 'etag', 'cache-control'])
      expect(head.headers[name], name).toBe(full.headers[name]);
  });
});

describe('the built product', () => {
  let database: Database;
  let kronika: KronikaProcess;
  beforeAll(async () => {
    database = await createDatabase();
    kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await kronika.signal('SIGTERM');
    await database.drop();
  });

  const bytes = async (encoding: string, path = `/${MAIN}`) => {
    const address = new URL(kronika.url);
    return new Promise<{ encoding?: string; body: Buffer; vary?: string }>((resolve, reject) => {
      import('node:http').then(({ get }) =>
        get({ host: address.hostname, port: address.port, path, headers: { 'accept-encoding': encoding } }, async (response) => {
          const parts: Buffer[] = [];
          for await (const part of response) parts.push(part as Buffer);
          const { 'content-encoding': its, vary } = response.headers;
          resolve({ encoding: its, vary, body: Buffer.concat(parts) });
        }).on('error', reject),
      );
    });
  };

  it('sends the smallest form that the browser takes, compressed when it was built', async () => {
    const plain = readFileSync(join(ROOT, 'web/dist', MAIN));
    const [br, gzip, none] = [await bytes('gzip, deflate, br'), await bytes('gzip, br;q=0'), await bytes('identity')];
    expect([br.encoding, gzip.encoding, none.encoding]).toEqual(['br', 'gzip', undefined]);
    expect([br.vary, none.vary]).toEqual(['accept-encoding', 'accept-encoding']);
    for (const body of [brotliDecompressSync(br.body), gunzipSync(gzip.body), none.body]) expect(body.equals(plain)).toBe(true);
    expect(br.body.length).toBeLessThan(gzip.body.length);
  });

  it('says at the start where to look', () => {
    expect(kronika.output).toContain(`Kronika is ready at ${kronika.url}\nOpen it in a browser.`);
  });
});
