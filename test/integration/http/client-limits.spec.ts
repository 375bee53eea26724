import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf } from '../../../src/shared/http/client-limits.js';
import { Advertising } from '../../support/advertising.js';
import { expectProblem } from '../../support/problem.js';
import { sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const PROXIES = '127.0.0.0/8,::1';

describe('an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0db8:0:0:ffff:ffff:ffff:ffff', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
  ])('%s counts as %s', (ip, counted) => {
    expect(addressOf(ip)).toBe(counted);
  });
});

describe('the requests of a client', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ RATE_LIMIT: '10', TRUST_PROXY: PROXIES });
  });
  afterAll(() => shop.close());
  const from = (forwarded: string, headers = {}) =>
    sendRaw(shop, 'GET', '/v1/order-history', { 'X-Forwarded-For': forwarded, ...headers });
  /** Sends until it is refused. @returns how many were answered */
  const takeAll = async (forwarded: (n: number) => string, headers = {}) => {
    for (let n = 0; ; n++) {
      const answered = await from(forwarded(n), headers);
      if (answered.status !== 200) return { n, answered };
    }
  };

  it('are counted by the minute, and those above the limit are told when to retry', async () => {
    const first = await from('198.51.100.1');
    expect([first.headers['ratelimit-limit'], first.headers['ratelimit-remaining']]).toEqual(['10', '9']);
    expect(Number(first.headers['ratelimit-reset'])).toBeGreaterThan(0);
    const { n, answered } = await takeAll(() => '198.51.100.1');
    expect(n).toBe(9);
    expectProblem(answered, { status: 429, code: 'request.too-many' });
    const seconds = Number(answered.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(answered.headers['ratelimit-remaining']).toBe('0');
  });

  it('are counted for the address that the proxy saw, whatever else is claimed', async () => {
    const { n } = await takeAll((each) => `6.6.6.${each}, 198.51.100.2`, { Forwarded: 'for=9.9.9.9', 'X-Real-IP': '9.9.9.9' });
    expect(n).toBe(10);
    // Nobody has used up what the claimed ones have.
    expect((await from('6.6.6.1')).status).toBe(200);
  });

  it('count together for a network of IPv6', async () => {
    expect((await takeAll((each) => `2001:db8:7::${each.toString(16)}`)).n).toBe(10);
    expect((await from('2001:db8:8::1')).status).toBe(200);
  });

  it('count at unknown addresses, too', async () => {
    for (let n = 0; n < 10; n++) await sendRaw(shop, 'GET', '/nothing', { 'X-Forwarded-For': '198.51.100.4' });
    expectProblem(await from('198.51.100.4'), { status: 429, code: 'request.too-many' });
  });

  it('do not change the host of the request', async () => {
    const evil = await from('198.51.100.5', { 'X-Forwarded-Host': 'evil.example' });
    expect(evil.status).toBe(200);
    expectProblem(await from('198.51.100.5', { Host: 'evil.example', 'X-Forwarded-Host': 'shop.test' }), {
      status: 421,
      code: 'request.host-not-allowed',
    });
  });
});

describe('the requests of programs on this machine', () => {
  it('are not counted, and what they claim to forward is not believed', async () => {
    const shop = await Shop.open();
    for (let n = 0; n < 20; n++) {
      const { status, headers } = await sendRaw(shop, 'GET', '/healthz', { 'X-Forwarded-For': '6.6.6.6' });
      expect([status, headers['ratelimit-limit']]).toEqual([200, undefined]);
    }
    await shop.close();
  });
});

describe('the streams of a client', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ TRUST_PROXY: PROXIES });
    for (let n = 0; n < 3; n++) await shop.createOrder();
  });
  afterAll(() => shop.close());
  const sockets: Socket[] = [];

  /** Opens a stream and reads its first bytes only. @returns its status */
  const open = async (path: string, forwarded: string) => {
    const { port } = shop.app.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${forwarded}\r\n\r\n`);
    const [data] = await once(socket, 'data');
    return { socket, status: Number(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1]), text: String(data) };
  };

  it('are at most 20, and each client has its own', async () => {
    const stream = () => open('/v1/events/stream', '198.51.100.7');
    const twenty = await Promise.all(Array.from({ length: 20 }, stream));
    expect(new Set(twenty.map(({ status }) => status))).toEqual(new Set([200]));
    const { status, text } = await stream();
    expect([status, /"code":"([^"]+)"/.exec(text)?.[1]]).toEqual([429, 'stream.too-many']);
    expect(text).toMatch(/retry-after: 10\r\n/i);
    expect((await open('/v1/events/stream', '198.51.100.8')).status).toBe(200);
    expect((await sendRaw(shop, 'HEAD', '/v1/events/stream', { 'X-Forwarded-For': '198.51.100.7' })).status).toBe(200);
    twenty[0]?.socket.destroy();
    await until(async () => (await stream()).status === 200);
    for (const socket of sockets) socket.destroy();
  });

  it('include one export at a time', async () => {
    const headers = { 'X-Forwarded-For': '198.51.100.9' };
    const [one, other] = await Promise.all([0, 1].map(() => sendRaw(shop, 'GET', '/v1/order-history.csv', headers)));
    expect([one?.status, other?.status].toSorted()).toEqual([200, 429]);
    const refused = one?.status === 429 ? one : other;
    expectProblem(refused as never, { status: 429, code: 'export.too-many' });
    expect((await sendRaw(shop, 'GET', '/v1/order-history.csv', headers)).status).toBe(200);
  });
});

describe('the uploads of a client', () => {
  it('are at most six at once, so that other clients have room', async () => {
    const shop = await Shop.open({ TRUST_PROXY: PROXIES });
    const ads = await Advertising.of(shop);
    const path = `/v1/creatives/${await ads.creative(await ads.campaign())}/media`;
    const { port } = shop.app.getHttpServer().address() as AddressInfo;
    const begin = (forwarded: string) => {
      const socket = connect(port, '127.0.0.1');
      const head = `Host: localhost\r\nX-Forwarded-For: ${forwarded}\r\nContent-Type: video/mp4\r\nContent-Length: 100`;
      socket.write(`POST ${path} HTTP/1.1\r\n${head}\r\n\r\n`);
      return socket;
    };
    const stalled = Array.from({ length: 6 }, () => begin('198.51.100.10'));
    const whole = (forwarded: string) =>
      sendRaw(shop, 'POST', path, { 'X-Forwarded-For': forwarded, 'Content-Type': 'video/mp4' }, 'x');
    await until(async () => (await whole('198.51.100.10')).status === 429);
    const refused = await whole('198.51.100.10');
    expectProblem(refused, { status: 429, code: 'upload.too-many' });
    expect(refused.headers['retry-after']).toBe('5');
    expect((await whole('198.51.100.11')).status).toBe(422);
    stalled[0]?.destroy();
    await until(async () => (await whole('198.51.100.10')).status === 422);
    for (const socket of stalled) socket.destroy();
    await shop.close();
  });
});

describe('the connections of an address', () => {
  it('are refused above the limit, and closed above twice the limit', async () => {
    const shop = await Shop.open({ CONNECTIONS_PER_ADDRESS: '5' });
    const { port } = shop.app.getHttpServer().address() as AddressInfo;
    const open = async () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      await once(socket, 'connect');
      return socket;
    };
    const ask = async (socket: Socket) => {
      if (socket.destroyed) return 'closed';
      socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
      const answer = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      return /^HTTP\/1\.1 (\d+)/.exec(String(answer[0]))?.[1] ?? 'closed';
    };
    const sockets: Socket[] = [];
    for (let n = 0; n < 11; n++) sockets.push(await open());
    expect(await ask(sockets[4] as Socket)).toBe('200');
    expect(await ask(sockets[5] as Socket)).toBe('429');
    expect(await ask(sockets[10] as Socket)).toBe('closed');
    for (const socket of sockets) socket.destroy();
    await until(async () => {
      const socket = await open();
      const answer = await ask(socket);
      socket.destroy();
      return answer === '200';
    });
    await shop.close();
  });
});

describe('requests that are sent before the answer to an earlier one', () => {
  const GET = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n';

  it('are answered in order, up to a limit above which the connection is closed', async () => {
    const shop = await Shop.open();
    const server = shop.app.getHttpServer();
    let parsed = 0;
    server.on('request', () => {
      parsed += 1;
    });
    const { port } = server.address() as AddressInfo;
    const send = async (text: string) => {
      parsed = 0;
      const socket = connect(port, '127.0.0.1');
      let received = '';
      socket.on('error', () => undefined).on('data', (piece) => (received += piece));
      socket.write(text);
      await once(socket, 'close');
      return received.match(/HTTP\/1\.1 200/g)?.length ?? 0;
    };
    const last = `${GET}Connection: close\r\n\r\n`;
    expect(await send(`${`${GET}\r\n`.repeat(16)}${last}`)).toBe(17);
    expect(parsed).toBe(17);
    expect(await send(`${`${GET}\r\n`.repeat(1_000)}${last}`)).toBeLessThan(18);
    // The others in the same piece are not even parsed, because that would hold up other clients.
    expect(parsed).toBe(18);
    // One after the other, there may be any number.
    const socket = connect(port, '127.0.0.1');
    for (let n = 0; n < 100; n++) {
      socket.write(`${GET}\r\n`);
      expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200/);
    }
    socket.destroy();
    await shop.close();
  });
});

describe('a page of another origin', () => {
  const ORIGIN = 'https://shop.example';
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ CORS_ORIGINS: `${ORIGIN},http://localhost:5173` });
  });
  afterAll(() => shop.close());
  const send = (method: string, path: string, headers: Record<string, string>, body = '') =>
    sendRaw(shop, method, path, { ...headers, ...(body && { 'Content-Type': 'application/json' }) }, body);
  const cors = (headers: Record<string, string>) => Object.keys(headers).filter((name) => name.startsWith('access-control-'));

  it('that is listed may send queries and commands, and read the answers', async () => {
    const site = { Origin: ORIGIN, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors' };
    const created = await send('POST', '/v1/order', site, '{"userId":1}');
    expect([created.status, created.headers['access-control-allow-origin']]).toEqual([201, ORIGIN]);
    expect(created.headers['access-control-allow-credentials']).toBe('true');
    expect(created.headers['access-control-expose-headers']).toContain('event-position');
    const refused = await send('POST', '/v1/order', site, '{"userId":0}');
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([400, ORIGIN]);
    const list = await send('GET', '/v1/order-history', site);
    expect(list.headers.vary?.split(', ').toSorted()).toEqual(['accept-encoding', 'origin']);
    const stream = await send('GET', '/v1/events/stream', site);
    expect([stream.status, stream.headers['access-control-allow-origin']]).toEqual([200, ORIGIN]);
  });

  it('learns from a preflight what it may do', async () => {
    const preflight = { Origin: ORIGIN, 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'if-match' };
    const { status, headers, text } = await send('OPTIONS', '/v1/order/1', preflight);
    expect([status, text, headers['access-control-allow-origin']]).toEqual([204, '', ORIGIN]);
    expect(headers['access-control-allow-methods']?.split(', ')).toEqual(expect.arrayContaining(['PUT', 'DELETE']));
    expect(headers['access-control-allow-headers']?.split(', ')).toEqual(expect.arrayContaining(['if-match', 'authorization']));
  });

  it.each([
    'https://shop.example.evil.example',
    'http://shop.example',
    'https://shop.example:444',
    'https://SHOP.example',
    'null',
    'https://evil.example',
    '*',
  ])('that is not listed is told nothing: %s', async (origin) => {
    const site = { Origin: origin, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors' };
    const command = await send('POST', '/v1/order', site, '{"userId":1}');
    expectProblem(command, { status: 403, code: 'request.cross-site' });
    const query = await send('GET', '/v1/order-history', site);
    const preflight = await send('OPTIONS', '/v1/order/1', { ...site, 'Access-Control-Request-Method': 'PUT' });
    for (const { headers } of [command, query, preflight]) expect(cors(headers)).toEqual([]);
    expect(query.headers.vary).toContain('origin');
  });
});

describe('without CORS_ORIGINS', () => {
  it('a page of another origin gets no CORS headers', async () => {
    const shop = await Shop.open();
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await sendRaw(shop, method, '/v1/order-history', { Origin: 'https://shop.example' });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(headers.vary ?? '').not.toContain('origin');
    }
    await shop.close();
  });
});
