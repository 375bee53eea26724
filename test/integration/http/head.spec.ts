import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE_IDS } from '../../../src/campaigns/campaigns.input.js';
import { givenLargePortfolio } from '../../support/large-portfolio.js';
import { type Answered, sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';

const shop = await Shop.open();
const { body: document } = await shop.http.get('/openapi.json').expect(200);
afterAll(() => shop.close());

interface Operation {
  readonly parameters?: { name: string; in: string; schema: { example?: unknown } }[];
}

/** Every address that answers GET, with the examples of the document. */
const documented = Object.entries<{ get?: Operation }>(document.paths).flatMap(([path, { get }]) => {
  if (!get) return [];
  const given = (place: string) =>
    (get.parameters ?? []).filter((parameter) => parameter.in === place && parameter.schema.example !== undefined);
  const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
    String(given('path').find((parameter) => parameter.name === name)?.schema.example),
  );
  const query = new URLSearchParams(
    given('query').map(({ name, schema }): [string, string] => [name, String(schema.example)]),
  ).toString();
  return [query ? `${filled}?${query}` : filled];
});
const addresses = [
  ...documented,
  '/',
  '/openapi.json',
  '/docs',
  '/docs/',
  '/docs/swagger-ui.css',
  '/docs/swagger-ui-init.js',
  '/docs/nothing.js',
  '/v1/nothing',
  '/v1/order/999',
  '/v1/order-history?limit=0',
  '/v1/order-history.csv?limit=0',
  '/v1/order-history.csv?threshold=100',
];

beforeAll(async () => {
  for (let n = 0; n < 30; n++)
    await shop.addGoods(await shop.createOrder(42), { sku: `MUG-${n}`, name: 'A mug', unitPrice: 1250 });
  const { publisher: publisherId, portfolio, campaign } = EXAMPLE_IDS;
  await shop.http.post('/v1/publishers').send({ id: publisherId, name: 'News' }).expect(201);
  await shop.http.post('/v1/portfolios').send({ id: portfolio, name: 'news.example', publisherId }).expect(201);
  await shop.http.post('/v1/campaigns').send({ id: campaign, name: 'Spring', userId: 42 }).expect(201);
  await givenLargePortfolio(shop, 'ffffffff-ffff-4fff-8fff-fffffffffff3', publisherId);
  await shop.settle();
});

/** Headers of the connection, the moment, or the transfer of a body of unknown length. */
const OF_THE_CONNECTION = ['connection', 'keep-alive', 'date', 'transfer-encoding'];

/** Status and headers; a length only if both answers have one, because HEAD need not know it. */
const head = ({ status, headers }: Answered, other: Answered) => ({
  status,
  headers: Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !OF_THE_CONNECTION.includes(name) && (name !== 'content-length' || 'content-length' in other.headers),
    ),
  ),
});

describe.each<[string, Record<string, string>]>([
  ['plain', {}],
  ['to a client that has it', { 'If-None-Match': '*' }],
  ['to a client that takes Brotli', { 'Accept-Encoding': 'br, gzip' }],
  ['to a client that takes gzip', { 'Accept-Encoding': 'gzip' }],
  ['after a position', { 'Wait-For-Position': '1' }],
])('HEAD, %s,', (_, headers) => {
  it.each(addresses)('answers %s as GET does, without a body', async (address) => {
    // Without one, each request gets an id of its own.
    const named = { ...headers, 'X-Request-Id': 'of-both' };
    const get = await sendRaw(shop, 'GET', address, named);
    const answered = await sendRaw(shop, 'HEAD', address, named);
    expect(answered.text).toBe('');
    expect(head(answered, get)).toEqual(head(get, answered));
    expect(get.status).toBeLessThan(500);
    // HEAD must not name a length, such as 0, that GET's body does not have.
    if (get.text && !('content-length' in get.headers)) expect(answered.headers).not.toHaveProperty('content-length');
  });
});

describe('HEAD', () => {
  it('covers all of the document, and most addresses answer 200', async () => {
    expect(documented.length).toBeGreaterThan(25);
    const statuses = await Promise.all(documented.map(async (address) => (await sendRaw(shop, 'HEAD', address)).status));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(20);
  });

  it.each(['*', '"1.4"', 'W/"x", *'])('of an entity that the client knows is 304: %s', async (known) => {
    const { headers } = await shop.http.get('/v1/order/1').expect(200);
    const tag = known === '"1.4"' ? (headers.etag as string) : known;
    const answered = await sendRaw(shop, 'HEAD', '/v1/order/1', { 'If-None-Match': tag });
    expect(answered).toMatchObject({ status: 304, text: '', headers: { etag: headers.etag } });
    expect(answered.headers).not.toHaveProperty('content-type');
    expect(answered.headers).not.toHaveProperty('content-length');
  });

  it('of an export or the live stream holds no connection, even after many requests', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => [
        sendRaw(shop, 'HEAD', '/v1/order-history.csv'),
        sendRaw(shop, 'HEAD', '/v1/events/stream'),
      ]).flat(),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it('of an export reads no order', async () => {
    const before = await rowsRead();
    await sendRaw(shop, 'HEAD', '/v1/order-history.csv?sort=-total');
    await sendRaw(shop, 'HEAD', '/v1/order-history.csv?sort=-total');
    expect(await rowsRead()).toBe(before);
    await sendRaw(shop, 'GET', '/v1/order-history.csv?sort=-total');
    expect(await rowsRead()).toBeGreaterThan(before);
  });

  async function rowsRead(): Promise<number> {
    // A process reports its statistics when it is idle, at most once a second. Ending it makes it report at once.
    await shop.db.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'kronika read' AND state = 'idle'`,
    );
    const { rows } = await shop.db.query(
      `SELECT (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS read FROM pg_stat_user_tables
       WHERE schemaname = 'read' AND relname = 'order_history'`,
    );
    return rows[0].read;
  }
});

describe('the root', () => {
  it.each(['/', '/?from=somewhere'])('%s is the admin', async (address) => {
    await shop.http.get(address).expect(200).expect('Content-Type', 'text/html; charset=utf-8');
  });

  it('takes nothing else', async () => {
    await shop.http.post('/').send({}).expect(404);
  });
});

describe('an answer', () => {
  const address = () => `http://127.0.0.1:${(shop.app.getHttpServer().address() as AddressInfo).port}`;
  const decoders = { br: brotliDecompressSync, gzip: gunzipSync, deflate: inflateSync } as const;

  /** The answer's bytes before decompression. */
  async function bytes(path: string, encoding?: string) {
    return new Promise<{ headers: Record<string, unknown>; body: Buffer; status?: number }>((resolve, reject) => {
      request(`${address()}${path}`, { headers: encoding === undefined ? {} : { 'accept-encoding': encoding } }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece) => pieces.push(piece));
        response.on('end', () =>
          resolve({ headers: response.headers, body: Buffer.concat(pieces), status: response.statusCode }),
        );
      })
        .on('error', reject)
        .end();
    });
  }

  const LARGE = [
    '/v1/order-history?limit=100',
    '/v1/order-history.csv',
    '/v1/events?limit=1000',
    '/openapi.json',
    '/docs',
    '/docs/swagger-ui.css',
    '/docs/swagger-ui-bundle.js',
  ];

  it.each(LARGE.flatMap((path) => (['br', 'gzip', 'deflate'] as const).map((encoding) => [path, encoding] as const)))(
    'of %s is compressed as %s without a change of content',
    async (path, encoding) => {
      const plain = await bytes(path);
      expect(plain.headers).not.toHaveProperty('content-encoding');
      expect(plain.headers.vary).toBe('accept-encoding');
      const compressed = await bytes(path, encoding);
      expect(compressed.headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
      expect(compressed.body.length).toBeLessThan(plain.body.length / 2);
      const length = compressed.headers['content-length'];
      if (length !== undefined) expect(Number(length)).toBe(compressed.body.length);
      expect(decoders[encoding](compressed.body).equals(plain.body)).toBe(true);
      expect(compressed.headers['content-type']).toBe(plain.headers['content-type']);
    },
  );

  it.each([['identity'], ['gzip;q=0, br;q=0'], ['x-unknown'], ['']])(
    'is plain for a client that accepts %j',
    async (encoding) => {
      for (const path of ['/v1/order-history?limit=100', '/v1/order-history.csv'])
        expect((await bytes(path, encoding)).headers).not.toHaveProperty('content-encoding');
    },
  );

  it('is not compressed if it is small, has an ETag for a command, or never ends', async () => {
    for (const path of [
      '/v1/order-history?limit=1',
      '/v1/order/1',
      '/healthz',
      '/v1/portfolios/ffffffff-ffff-4fff-8fff-fffffffffff3',
    ])
      expect((await bytes(path, 'br, gzip')).headers, path).not.toHaveProperty('content-encoding');
    const controller = new AbortController();
    const stream = await fetch(`${address()}/v1/events/stream`, {
      headers: { 'accept-encoding': 'br, gzip' },
      signal: controller.signal,
    });
    expect(stream.headers.get('content-encoding')).toBeNull();
    controller.abort();
  });

  it('has an ETag that a command accepts', async () => {
    const { headers } = await shop.http.get('/v1/order/1').set('Accept-Encoding', 'br, gzip').expect(200);
    await shop.http
      .put('/v1/order/1')
      .set('If-Match', headers.etag as string)
      .send({ userId: 43 })
      .expect(204);
  });

  it('of a file that the client knows is 304, compressed or not', async () => {
    for (const encoding of ['identity', 'gzip']) {
      const { headers } = await shop.http.get('/docs/swagger-ui.css').set('Accept-Encoding', encoding).expect(200);
      expect(headers.etag).toMatch(/^W\//);
      const { headers: again } = await shop.http
        .get('/docs/swagger-ui.css')
        .set('Accept-Encoding', encoding)
        .set('If-None-Match', headers.etag as string)
        .expect(304);
      expect(again).not.toHaveProperty('content-encoding');
    }
  });
});
