import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings, StartError } from '../../../src/shared/settings.js';
import { expectProblem } from '../../support/problem.js';
import { sendBytes, sendRaw } from '../../support/raw-request.js';
import { type Database, Shop } from '../../support/shop.js';

let shop: Shop;
let open: Shop;
let any: Shop;
beforeAll(async () => {
  // With default settings only.
  shop = await Shop.open({ ALLOWED_HOSTS: '' });
  const shared: Database = shop.database;
  open = await Shop.open({ HOST: '0.0.0.0', ALLOWED_HOSTS: 'shop.example, *.Shop.example,bücher.example' }, [], shared);
  any = await Shop.open({ ALLOWED_HOSTS: '*' }, [], shared);
});
afterAll(async () => {
  await any.close();
  await open.close();
  await shop.close();
});

const NOT_ALLOWED = { status: 421, code: 'request.host-not-allowed' };
const MALFORMED_REQUEST = { status: 400, code: 'request.malformed' };
const CROSS_SITE = { status: 403, code: 'request.cross-site' };

const LOCAL = [
  'localhost',
  'localhost:3000',
  'LOCALHOST:80',
  'localhost.',
  'app.localhost:4200',
  '127.0.0.1',
  '127.0.0.1:65535',
  '10.1.2.3:8080',
  '[::1]:3000',
  '[::1]',
  '[2001:DB8::1]:3000',
];
const FOREIGN = [
  'evil.example',
  'evil.example:3000',
  'EVIL.EXAMPLE',
  'localhost.evil.example',
  'evil-localhost',
  'notlocalhost',
  '127.0.0.1.evil.example',
  '127.0.0.1.nip.io:3000',
  'evil',
];
const NO_HOSTS = [
  '',
  ' ',
  'local host',
  'localhost:x',
  'localhost:99999',
  'a@localhost',
  'localhost/',
  'http://localhost',
  '[::1',
  '[x]',
  ':3000',
];

describe('the Host of a request', () => {
  it.each(LOCAL)('may be %s', async (host) => {
    expect((await sendRaw(shop, 'GET', '/healthz', { Host: host })).status).toBe(200);
  });

  it.each(FOREIGN)('may not be %s on any route', async (host) => {
    const asked = [
      ['GET', '/healthz'],
      ['HEAD', '/v1/order-history'],
      ['GET', '/v1/order-history.csv'],
      ['GET', '/v1/events/stream'],
      ['GET', '/docs'],
      ['GET', '/'],
      ['GET', '/openapi.json'],
      ['GET', '/v1/nothing'],
      ['OPTIONS', '/v1/order'],
      ['DELETE', '/v1/order/1'],
    ] as const;
    for (const [method, path] of asked) {
      const answered = await sendRaw(shop, method, path, { Host: host });
      if (method === 'HEAD') expect(answered.status).toBe(421);
      else expectProblem(answered, NOT_ALLOWED);
    }
    expectProblem(await sendRaw(shop, 'POST', '/v1/order', { Host: host, 'Content-Type': 'application/json' }, '{'), NOT_ALLOWED);
    expectProblem(await sendRaw(shop, 'GET', '/healthz', { Host: host, 'X-Forwarded-Host': 'localhost' }), NOT_ALLOWED);
    expectProblem(await sendRaw(shop, 'GET', '/%zz', { Host: host }), NOT_ALLOWED);
    expectProblem(await sendRaw(shop, 'GET', `/v1/order/${'1'.repeat(200)}`, { Host: host }), NOT_ALLOWED);
    expectProblem(await sendRaw(shop, 'GET', '/healthz', { Host: host, Expect: 'a-miracle' }), NOT_ALLOWED);
  });

  it.each(NO_HOSTS)('is refused if it is no valid host: %j', async (host) => {
    expectProblem(await sendRaw(shop, 'GET', '/healthz', { Host: host }), MALFORMED_REQUEST);
  });

  it('must be given exactly once', async () => {
    expectProblem(await sendBytes(shop, 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'), MALFORMED_REQUEST);
    for (const [one, other] of [
      ['localhost', 'evil.example'],
      ['localhost', 'localhost'],
    ])
      expectProblem(
        await sendBytes(shop, `GET /healthz HTTP/1.1\r\nHost: ${one}\r\nhost: ${other}\r\nConnection: close\r\n\r\n`),
        MALFORMED_REQUEST,
      );
  });

  it('must also be allowed in an absolute address', async () => {
    const ask = (target: string, host: string) => sendRaw(shop, 'GET', target, { Host: host });
    expect((await ask('http://localhost/healthz', 'localhost')).status).toBe(200);
    expectProblem(await ask('http://evil.example/healthz', 'localhost'), NOT_ALLOWED);
    expectProblem(await ask('HTTP://evil.example', 'localhost'), NOT_ALLOWED);
    expectProblem(await ask('http://localhost/healthz', 'evil.example'), NOT_ALLOWED);
    expectProblem(await ask('http://localhost@evil.example/healthz', 'localhost'), MALFORMED_REQUEST);
  });

  it.each([
    'shop.example',
    'shop.example:443',
    'a.shop.example',
    'A.B.SHOP.EXAMPLE',
    'xn--bcher-kva.example',
    'localhost',
    hostname(),
  ])('may be %s if the settings allow it', async (host) => {
    expect((await sendRaw(open, 'GET', '/healthz', { Host: host })).status).toBe(200);
  });

  it.each(['evil.example', 'ashop.example', 'shop.example.evil.example'])(
    'may not be %s if the settings allow other hosts',
    async (host) => {
      expectProblem(await sendRaw(open, 'GET', '/healthz', { Host: host }), NOT_ALLOWED);
    },
  );

  it('may be any if the settings allow it', async () => {
    expect((await sendRaw(any, 'GET', '/healthz', { Host: 'evil.example' })).status).toBe(200);
    expectProblem(await sendRaw(any, 'GET', '/healthz', { Host: 'a b' }), MALFORMED_REQUEST);
  });

  it.each(['http://shop.example', 'shop.example:3000', 'a b', 'a,,b', '*.*', 'shop.*', ','])('is no setting: %s', (hosts) => {
    expect(() => readSettings({ ALLOWED_HOSTS: hosts })).toThrow(StartError);
    expect(() => readSettings({ ALLOWED_HOSTS: hosts })).toThrow(/^ALLOWED_HOSTS must be [^\n]+$/);
  });
});

describe('a command', () => {
  const create = (headers: Record<string, string>) =>
    sendRaw(
      shop,
      'POST',
      '/v1/order',
      { Host: 'localhost:3000', 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      'userId=42',
    );

  it.each<Record<string, string>>([
    {},
    { 'Sec-Fetch-Site': 'same-origin', Origin: 'http://localhost:3000' },
    { 'Sec-Fetch-Site': 'none' },
    { Origin: 'http://localhost:3000' },
    { Origin: 'https://LOCALHOST:3000' },
    // A proxy in front of Kronika may have another name, so the browser's header counts.
    { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://shop.example' },
  ])('of the same origin is executed: %j', async (headers) => {
    expect((await create(headers)).status).toBe(201);
  });

  it.each<Record<string, string>>([
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost:8080' },
    { 'Sec-Fetch-Site': 'same-origin, cross-site' },
    { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://localhost:3000' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: 'http://localhost' },
    { Origin: 'http://localhost:8080' },
    { Origin: 'http://localhost:3000.evil.example' },
    { Origin: 'http://127.0.0.1:3000' },
    { Origin: 'x' },
  ])('of another origin is refused and has no effect: %j', async (headers) => {
    const before = await shop.logLength();
    expectProblem(await create(headers), CROSS_SITE);
    for (const [method, path] of [
      ['PUT', '/v1/order/1'],
      ['DELETE', '/v1/order/1'],
      ['PATCH', '/v1/order/1'],
      ['POST', '/v1/views/order-history/rebuild'],
      ['POST', '/v1/nothing'],
    ] as const)
      expectProblem(await sendRaw(shop, method, path, { Host: 'localhost:3000', ...headers }), CROSS_SITE);
    expect(await shop.logLength()).toBe(before);
  });

  it('of another origin is refused before its body is read', async () => {
    const answered = await sendBytes(
      shop,
      'POST /v1/order HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: null\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    expectProblem(answered, CROSS_SITE);
  });
});

describe('a page of another site', () => {
  const STREAMS = ['/v1/order-history.csv', '/v1/events/stream'];
  const asked = (path: string, headers: Record<string, string>, method = 'GET') =>
    sendRaw(shop, method, path, { Host: 'localhost:3000', ...headers });

  it.each<Record<string, string>>([
    { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' },
    { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty', Origin: 'http://localhost:8080' },
    { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
  ])('can open neither the live stream nor an export: %j', async (headers) => {
    for (const path of STREAMS) {
      expectProblem(await asked(path, headers), CROSS_SITE);
      expect((await asked(path, headers, 'HEAD')).status).toBe(403);
    }
  });

  it('may link to an export, but not open the live stream in a window', async () => {
    const click = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    expect((await asked('/v1/order-history.csv', click)).status).toBe(200);
    expectProblem(await asked('/v1/events/stream', click), CROSS_SITE);
  });

  it('does not affect pages of the same origin', async () => {
    for (const path of STREAMS)
      expect((await asked(path, { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' })).status).toBe(200);
  });

  it('can read no answer', async () => {
    const { status, headers } = await asked('/v1/order-history', {
      Origin: 'https://evil.example',
      'Sec-Fetch-Site': 'cross-site',
    });
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });
});

it('the document describes both refusals', async () => {
  const { body } = await shop.http.get('/openapi.json').expect(200);
  for (const { code } of [NOT_ALLOWED, CROSS_SITE]) expect(body.info.description).toContain(`\`${code}\``);
});
