import * as fc from 'fast-check';
import type { Response } from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid, expectProblem } from '../../support/problem.js';
import { type Answered, sendBytes, sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const FORM = 'application/x-www-form-urlencoded';
const MALFORMED = 'request.malformed';
const MALFORMED_JSON = 'request.malformed-json';
const MALFORMED_TEXT = 'request.malformed-text';
const CONTENT_TYPE_UNKNOWN = 'request.content-type-unknown';

let shop: Shop;
let order: number;
let goods: number;
let parked: number;
let logLength: number;

beforeAll(async () => {
  shop = await Shop.open();
  order = await shop.createOrder(42);
  goods = await shop.addGoods(order, { sku: 'MUG-RED', name: 'A red mug', quantity: 2, unitPrice: 1250 });
  await shop.createOrder(42);
  await shop.settle();
  // No subscription has this name, so no worker executes operator requests for it.
  parked = await park('order-1');
});
afterAll(() => shop.close());

// Refused input leaves no trace on the log, and the shop still works.
beforeEach(async () => {
  logLength = await shop.logLength();
});
afterEach(async () => {
  expect(await shop.logLength()).toBe(logLength);
  await shop.http.get('/healthz').expect(200);
});

async function park(stream: string): Promise<number> {
  const { rows } = await shop.db.query(
    `INSERT INTO log.quarantine (subscription, build, stream, position, error) VALUES ('nobody', 'serving', $1, 1, 'It failed')
     RETURNING id::int`,
    [stream],
  );
  return rows[0].id;
}

const raw = (...pieces: (string | Buffer)[]) => sendBytes(shop, ...pieces);
const rawRequest = (method: string, url: string, headers?: Record<string, string>, body?: string | Buffer) =>
  sendRaw(shop, method, url, headers, body);

const json = (method: 'post' | 'put', path: string, body: string | Buffer): Promise<Answered> =>
  rawRequest(method.toUpperCase(), path, { 'Content-Type': 'application/json' }, body);

const form = (path: string, body: string | Buffer): Promise<Answered> => rawRequest('POST', path, { 'Content-Type': FORM }, body);

/** Texts that are no whole number. */
const NOT_WHOLE_NUMBERS = [
  ['empty', ''],
  ['a word', 'abc'],
  ['a fraction', '1.5'],
  ['a whole number with a fraction', '1.0'],
  ['with an exponent', '1e3'],
  ['huge, with an exponent', '1e400'],
  ['hexadecimal', '0x10'],
  ['led by a blank', ' 1'],
  ['followed by a blank', '1 '],
  ['led by a plus', '+1'],
  ['led by a zero', '01'],
  ['minus zero', '-0'],
  ['in other digits', '١٢'],
  ['with separators', '1_000'],
  ['not a number', 'NaN'],
  ['infinite', 'Infinity'],
  ['null', 'null'],
  ['a list', '1,2'],
] as const;

const OUT_OF_RANGE_IDS = [
  ['zero', '0'],
  ['negative', '-1'],
  ['2^53, above which JSON loses digits', '9007199254740992'],
  ['2^53 + 1', '9007199254740993'],
  ['2^63, above which Postgres has no bigint', '9223372036854775808'],
  ['2^64', '18446744073709551616'],
  ['of 60 digits', '9'.repeat(60)],
] as const;

describe('an id in a path', () => {
  const routes = [
    ['PUT', '/v1/order/:id', '{"userId":1}'],
    ['DELETE', '/v1/order/:id'],
    ['GET', '/v1/order/:id'],
    ['PUT', '/v1/goods/:id', '{"quantity":1}'],
    ['DELETE', '/v1/goods/:id'],
    ['GET', '/v1/goods/:id'],
    ['GET', '/v1/order-history/:id'],
    ['GET', '/v1/quarantine/:id'],
    ['POST', '/v1/quarantine/:id/retry'],
    ['POST', '/v1/quarantine/:id/skip', '{"reason":"x"}'],
    ['DELETE', '/v1/timers/:id'],
  ] as const;
  /** With a valid body where one is needed, so that only the id is wrong. */
  const send = ([method, path, body]: (typeof routes)[number], id: string) =>
    rawRequest(method, path.replace(':id', id), body && { 'Content-Type': 'application/json' }, body);
  const ids = [
    ...NOT_WHOLE_NUMBERS.filter(([, text]) => text !== '').map(([what, text]) => [what, text, 'not-a-whole-number'] as const),
    ...OUT_OF_RANGE_IDS.map(([what, text]) => [what, text, 'out-of-range'] as const),
    ['followed by a slash in code', '1/', 'not-a-whole-number'],
    ['with a NUL', '1\0', 'not-a-whole-number'],
    ['__proto__', '__proto__', 'not-a-whole-number'],
  ] as const;

  it.each(ids)('that is %s is refused by each route', async (_, id, code) => {
    for (const route of routes) expectInvalid(await send(route, encodeURIComponent(id)), ['#/id', code]);
  });

  it('that is empty makes an address that does not exist', async () => {
    for (const route of routes) expectProblem(await send(route, ''), { status: 404, code: 'route.not-found' });
  });

  it('that is longer than any id is refused for its length', async () => {
    for (const route of routes)
      expectProblem(await send(route, '1'.repeat(5_000)), { status: 414, code: 'request.url-too-long' });
  });

  it.each([
    ['half a surrogate pair', '%ED%A0%80'],
    ['not UTF-8', '%FF'],
    ['cut off', '%C3'],
    ['no percent-encoding', '%zz'],
  ])('whose percent-encoding is %s is refused', async (_, id) => {
    for (const route of routes) expectProblem(await send(route, id), { status: 400, code: MALFORMED_TEXT });
  });
});

describe('the id of an operation', () => {
  const find = (id: string) => rawRequest('GET', `/v1/operations/${id}`);

  it.each(['%20', 'a%20b', '%00', "1'", '1%2F', 'a'.repeat(37), '%F0%9F%AB%96'])('is not %s', async (id) => {
    expectInvalid(await find(id), ['#/id', 'malformed-token']);
  });

  it.each(['1', 'x', '__proto__', '00000000-0000-0000-0000-000000000000'])('may be %s, and is not found', async (id) => {
    expectProblem(await find(id), { status: 404, code: 'operation.not-found' });
  });

  it.each(['', 'a'.repeat(201)])('has a length: %s', async (id) => {
    expectProblem(await find(id), id ? { status: 414, code: 'request.url-too-long' } : { status: 404, code: 'route.not-found' });
  });
});

describe('the name of a view', () => {
  const operate = async (name: string, expected: (answered: Answered) => void) => {
    for (const verb of ['rebuild', 'rollback', 'verify']) expected(await rawRequest('POST', `/v1/views/${name}/${verb}`));
  };

  it.each([
    'nothing',
    'ORDER-HISTORY',
    'order-history%20',
    '%2E%2E',
    'order-history%2Frebuild',
    'order-history%3F',
    '%256frder-history',
    'a%0D%0Ab',
    "'%3B%20DROP%20SCHEMA%20log%3B--",
    '__proto__',
    'constructor',
    'saga%20RemoveGoodsSaga.removeGoods',
    '%F0%9F%AB%96'.repeat(50),
    'x'.repeat(100),
  ])('is not %s', async (name) => {
    await operate(name, (answered) => expectProblem(answered, { status: 404, code: 'view.not-found' }));
  });

  it.each([
    ['%00', 'malformed-text'],
    ['order-history%00', 'malformed-text'],
    ['%20', 'empty'],
    ['%E3%80%80', 'empty'],
  ])('can not be %s', async (name, code) => {
    await operate(name, (answered) => expectInvalid(answered, ['#/name', code]));
  });

  it.each(['%ED%A0%80', '%FF', '%C3', '%C0%80', '%zz', '%'])('can not be encoded as %s', async (name) => {
    await operate(name, (answered) => expectProblem(answered, { status: 400, code: MALFORMED_TEXT }));
  });

  it('has at most 200 characters', async () => {
    for (const name of ['x'.repeat(201), '%C3%A9'.repeat(201)])
      await operate(name, (answered) => expectProblem(answered, { status: 414, code: 'request.url-too-long' }));
  });

  it('is there', async () => {
    await operate('', (answered) => expectProblem(answered, { status: 404, code: 'route.not-found' }));
  });
});

describe('a number in JSON', () => {
  const wrong = [
    ['in quotes', '"42"', 'not-a-whole-number'],
    ['empty text', '""', 'not-a-whole-number'],
    ['true', 'true', 'not-a-whole-number'],
    ['false', 'false', 'not-a-whole-number'],
    ['null', 'null', 'not-a-whole-number'],
    ['a list', '[]', 'not-a-whole-number'],
    ['a list of one number', '[42]', 'not-a-whole-number'],
    ['an object', '{}', 'not-a-whole-number'],
    ['an object that says valueOf', '{"valueOf":42}', 'not-a-whole-number'],
    ['a fraction', '1.5', 'not-a-whole-number'],
    ['negative', '-1', 'out-of-range'],
    ['2^53', '9007199254740992', 'out-of-range'],
    ['2^53 + 1, which JSON can not carry', '9007199254740993', 'out-of-range'],
    ['2^63', '9223372036854775808', 'out-of-range'],
    ['1e400', '1e400', 'out-of-range'],
    ['-1e400', '-1e400', 'out-of-range'],
  ] as const;

  it.each(wrong)('that is %s is refused in each field', async (_, value, code) => {
    expectInvalid(await json('post', '/v1/order', `{"userId":${value}}`), ['#/userId', code]);
    expectInvalid(await json('put', `/v1/order/${order}`, `{"userId":${value}}`), ['#/userId', code]);
    for (const field of ['orderId', 'quantity', 'unitPrice']) {
      const body = `{${field === 'orderId' ? '' : `"orderId":${order},`}"${field}":${value}}`;
      expectInvalid(await json('post', '/v1/goods', body), [`#/${field}`, code]);
      expectInvalid(await json('put', `/v1/goods/${goods}`, body), [`#/${field}`, code]);
    }
  });

  it.each([
    ['led by a zero', '01'],
    ['led by a plus', '+1'],
    ['hexadecimal', '0x10'],
    ['NaN', 'NaN'],
    ['Infinity', 'Infinity'],
    ['without digits before the point', '.5'],
    ['without digits after the point', '1.'],
    ['undefined', 'undefined'],
  ])('that is %s is not JSON', async (_, value) => {
    expectProblem(await json('post', '/v1/order', `{"userId":${value}}`), { status: 400, code: MALFORMED_JSON });
  });

  it.each([
    ['userId', 0],
    ['orderId', 0],
    ['quantity', 0],
    ['quantity', 100_001],
    ['unitPrice', -1],
    ['unitPrice', 100_000_001],
  ])('that is out of the range of %s (%d) is refused', async (field, value) => {
    if (field === 'userId')
      expectInvalid(await shop.http.post('/v1/order').send({ userId: value }), ['#/userId', 'out-of-range']);
    else {
      expectInvalid(await shop.http.post('/v1/goods').send({ orderId: order, [field]: value }), [`#/${field}`, 'out-of-range']);
      expectInvalid(await shop.http.put(`/v1/goods/${goods}`).send({ [field]: value }), [`#/${field}`, 'out-of-range']);
    }
  });
});

describe('a number in a form', () => {
  it.each(NOT_WHOLE_NUMBERS)('that is %s is refused in each field', async (_, text) => {
    expectInvalid(await shop.http.post('/v1/order').type('form').send({ userId: text }), ['#/userId', 'not-a-whole-number']);
    for (const field of ['orderId', 'quantity', 'unitPrice'])
      expectInvalid(
        await shop.http
          .post('/v1/goods')
          .type('form')
          .send({ orderId: order, [field]: text }),
        [`#/${field}`, 'not-a-whole-number'],
      );
  });

  it.each(OUT_OF_RANGE_IDS)('that is %s is no id', async (_, text) => {
    expectInvalid(await shop.http.post('/v1/order').type('form').send({ userId: text }), ['#/userId', 'out-of-range']);
    expectInvalid(await shop.http.post('/v1/goods').type('form').send({ orderId: text }), ['#/orderId', 'out-of-range']);
  });
});

describe('a number in a query', () => {
  const ranges = [
    ['limit', 1, 100],
    ['offset', 0, 10_000],
    ['threshold', 0, 2_147_483_647],
    ['min_goods', 0, 2_147_483_647],
    ['max_goods', 0, 2_147_483_647],
    ['min_total', 0, Number.MAX_SAFE_INTEGER],
    ['max_total', 0, Number.MAX_SAFE_INTEGER],
    ['user_id', 1, Number.MAX_SAFE_INTEGER],
  ] as const;

  it.each(ranges)('%s must be a whole number', async (name) => {
    for (const [, text] of NOT_WHOLE_NUMBERS)
      expectInvalid(await shop.http.get('/v1/order-history').query({ [name]: text }), [`#/${name}`, 'not-a-whole-number']);
  });

  it.each(ranges)('%s must be from %d to %d', async (name, minimum, maximum) => {
    const beyond = [minimum - 1, BigInt(maximum) + 1n, '9223372036854775808', '9'.repeat(60), '-9223372036854775809'];
    for (const value of beyond)
      expectInvalid(await shop.http.get('/v1/order-history').query({ [name]: String(value) }), [`#/${name}`, 'out-of-range']);
    for (const value of [minimum, maximum])
      await shop.http
        .get('/v1/order-history')
        .query({ [name]: value })
        .expect(200);
  });

  it.each([
    ['/v1/order-history/summary?by=day', 'limit', '0'],
    ['/v1/order-history/summary?by=day', 'limit', '1001'],
    ['/v1/events?', 'limit', '0'],
    ['/v1/events?', 'limit', '1001'],
    ['/v1/events?', 'after', '-1'],
    ['/v1/events?', 'after', '9007199254740992'],
    ['/v1/events/stream?', 'after', '-1'],
    ['/v1/events/stream?', 'after', '9007199254740992'],
    ['/v1/quarantine?', 'limit', '0'],
    ['/v1/quarantine?', 'limit', '101'],
    ['/v1/quarantine?', 'after', '-1'],
    ['/v1/quarantine?', 'after', '9007199254740992'],
    ['/v1/timers?', 'limit', '0'],
    ['/v1/timers?', 'limit', '101'],
    ['/v1/timers?', 'after', '-1'],
    ['/v1/timers?', 'after', '9007199254740992'],
  ])('%s refuses %s=%s', async (path, name, value) => {
    expectInvalid(await shop.http.get(`${path}&${name}=${value}`), [`#/${name}`, 'out-of-range']);
  });

  it.each(['/v1/quarantine', '/v1/timers'])('%s has pages from one whole number on, to another', async (path) => {
    for (const name of ['after', 'limit'])
      for (const [, text] of NOT_WHOLE_NUMBERS)
        expectInvalid(await shop.http.get(path).query({ [name]: text }), [`#/${name}`, 'not-a-whole-number']);
    for (const query of ['after=0', 'after=9007199254740991', 'limit=1', 'limit=100'])
      await shop.http.get(`${path}?${query}`).expect(200);
  });
});

describe('what is missing', () => {
  it('is named', async () => {
    expectInvalid(await shop.http.post('/v1/order').send({}), ['#/userId', 'missing']);
    expectInvalid(await shop.http.put(`/v1/order/${order}`).send({}), ['#/userId', 'missing']);
    expectInvalid(await shop.http.post('/v1/goods').send({ sku: 'MUG' }), ['#/orderId', 'missing']);
    expectInvalid(await form('/v1/order', 'currency=EUR'), ['#/userId', 'missing']);
    expectInvalid(await shop.http.get('/v1/order-history/summary'), ['#/by', 'missing']);
    expectInvalid(await shop.http.post(`/v1/quarantine/${parked}/skip`).send({}), ['#/reason', 'missing']);
    expectInvalid(await shop.http.post(`/v1/quarantine/${parked}/skip`).send({ by: 'Jana' }), ['#/reason', 'missing']);
  });

  it.each([
    ['post', '/v1/order'],
    ['post', '/v1/goods'],
    ['put', '/v1/order/1'],
    ['put', '/v1/goods/1'],
    ['post', '/v1/quarantine/1/skip'],
  ] as const)('may be the whole body: %s %s', async (method, path) => {
    expectInvalid(await shop.http[method](path), ['#', 'missing']);
    expectInvalid(await shop.http[method](path).type('json').send(''), ['#', 'missing']);
    expectInvalid(await rawRequest(method.toUpperCase(), path, { 'Content-Type': 'application/json', 'Content-Length': '0' }), [
      '#',
      'missing',
    ]);
  });

  it('is reported together with all other faults', async () => {
    expectInvalid(
      await shop.http.post('/v1/goods').send({ quantity: 0, unitPrice: '1', sku: '', colour: 'red' }),
      ['#/orderId', 'missing'],
      ['#/sku', 'empty'],
      ['#/quantity', 'out-of-range'],
      ['#/unitPrice', 'not-a-whole-number'],
      ['#/colour', 'unknown'],
    );
  });
});

describe('an unknown name', () => {
  const names = [
    ['colour', '#/colour'],
    ['userid', '#/userid'],
    ['user_id', '#/user_id'],
    ['id', '#/id'],
    ['toString', '#/toString'],
    ['hasOwnProperty', '#/hasOwnProperty'],
    ['constructor', '#/constructor'],
    ['prototype', '#/prototype'],
    ['__proto__', '#/__proto__'],
    ['__defineGetter__', '#/__defineGetter__'],
    ['then', '#/then'],
    ['a/b~c d', '#/a~1b~0c%20d'],
    ['', '#/'],
  ] as const;

  it.each(names)('%j is refused in JSON', async (name, pointer) => {
    const member = `${JSON.stringify(name)}:1`;
    expectInvalid(await json('post', '/v1/order', `{"userId":1,${member}}`), [pointer, 'unknown']);
    expectInvalid(await json('put', `/v1/order/${order}`, `{"userId":1,${member}}`), [pointer, 'unknown']);
    expectInvalid(await json('post', '/v1/goods', `{"orderId":${order},${member}}`), [pointer, 'unknown']);
    expectInvalid(await json('put', `/v1/goods/${goods}`, `{${member}}`), [pointer, 'unknown']);
    expectInvalid(await json('post', `/v1/quarantine/${parked}/skip`, `{"reason":"x",${member}}`), [pointer, 'unknown']);
  });

  it.each(names)('%j is refused in a form', async (name, pointer) => {
    const field = `${encodeURIComponent(name)}=1`;
    expectInvalid(await form('/v1/order', `userId=1&${field}`), [pointer, 'unknown']);
    expectInvalid(await form('/v1/goods', `orderId=${order}&${field}`), [pointer, 'unknown']);
  });

  it.each(names.filter(([name]) => name !== 'user_id'))('%j is refused in a query', async (name, pointer) => {
    const parameter = `${encodeURIComponent(name)}=1`;
    for (const path of ['/v1/order-history', '/v1/order-history.csv', '/v1/events', '/v1/quarantine', '/v1/timers'])
      expectInvalid(await rawRequest('GET', `${path}?${parameter}`), [pointer, 'unknown']);
  });

  it('is refused in the query of a route that takes none', async () => {
    expectInvalid(await shop.http.delete(`/v1/order/${order}?dry_run=true`), ['#/dry_run', 'unknown']);
    expectInvalid(await shop.http.post('/v1/order?userId=1').send({ userId: 1 }), ['#/userId', 'unknown']);
    expectInvalid(await shop.http.get(`/v1/order-history/${order}?id=1`), ['#/id', 'unknown']);
    expectInvalid(await shop.http.get('/v1/views?name=order-history'), ['#/name', 'unknown']);
    for (const verb of ['rebuild', 'rollback', 'verify'])
      expectInvalid(await shop.http.post(`/v1/views/order-history/${verb}?force=true`), ['#/force', 'unknown']);
    expectInvalid(await shop.http.get('/v1/operations/1?verbose=1'), ['#/verbose', 'unknown']);
    expectInvalid(await shop.http.get(`/v1/quarantine/${parked}?state=parked`), ['#/state', 'unknown']);
    expectInvalid(await shop.http.post(`/v1/quarantine/${parked}/retry?reason=x`), ['#/reason', 'unknown']);
    expectInvalid(await shop.http.post(`/v1/quarantine/${parked}/skip?reason=x`).send({ reason: 'x' }), ['#/reason', 'unknown']);
    expectInvalid(await shop.http.delete('/v1/timers/1?reason=x'), ['#/reason', 'unknown']);
  });

  it.each([
    ['{"__proto__":{"userId":42}}', ['#/userId', 'missing'], ['#/__proto__', 'unknown']],
    ['{"constructor":{"prototype":{"userId":42}}}', ['#/userId', 'missing'], ['#/constructor', 'unknown']],
    ['{"userId":{"__proto__":{"polluted":1}}}', ['#/userId', 'not-a-whole-number']],
    ['{"userId":1,"constructor":{"prototype":{"polluted":1}}}', ['#/constructor', 'unknown']],
  ] as [string, ...[string, string][]][])('changes no prototype: %s', async (body, ...errors) => {
    expectInvalid(await json('post', '/v1/order', body), ...errors);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each(['__proto__[userId]=1', '__proto__.userId=1', 'constructor[prototype][userId]=1', 'userId[]=1', 'userId[0]=1'])(
    'is what %s is, in a form and in a query',
    async (field) => {
      const [name = ''] = field.split('=');
      const pointer = `#/${encodeURIComponent(name)}`;
      expectInvalid(await form('/v1/order', `userId=1&${field}`), [pointer, 'unknown']);
      expectInvalid(await rawRequest('GET', `/v1/order-history?${field}`), [pointer, 'unknown']);
    },
  );
});

describe('what is given twice', () => {
  it.each([
    ['/v1/order-history', 'limit=1&limit=2', 'limit'],
    ['/v1/order-history', 'limit=1&limit=1', 'limit'],
    ['/v1/order-history', 'limit=&limit=1', 'limit'],
    ['/v1/order-history', 'user_id=1&limit=5&user_id=2', 'user_id'],
    ['/v1/order-history', 'cursor=A&cursor=B', 'cursor'],
    ['/v1/order-history', 'created_from=2026-01-31&created_from=2026-01-31', 'created_from'],
    ['/v1/order-history.csv', 'sku=A&sku=B', 'sku'],
    ['/v1/order-history.csv', 'sort=id&sort=total', 'sort'],
    ['/v1/order-history/summary', 'by=day&by=user', 'by'],
    ['/v1/events', 'entityId=1&entityId=2', 'entityId'],
    ['/v1/events/stream', 'after=1&after=2', 'after'],
    ['/v1/quarantine', 'state=parked&state=skipped', 'state'],
    ['/v1/timers', 'limit=1&limit=1', 'limit'],
  ])('is refused in a query: %s?%s', async (path, query, name) => {
    expectInvalid(await rawRequest('GET', `${path}?${query}`), [`#/${name}`, 'repeated']);
  });

  it('is refused in a form', async () => {
    expectInvalid(await form('/v1/order', 'userId=1&userId=2'), ['#/userId', 'repeated']);
    expectInvalid(await form('/v1/order', 'userId=1&currency=EUR&currency=USD'), ['#/currency', 'repeated']);
    expectInvalid(await form('/v1/goods', `orderId=${order}&sku=A&sku=A`), ['#/sku', 'repeated']);
  });
});

describe('text', () => {
  const cases: [string, unknown, string, string][] = [
    ['an empty name', '', 'name', 'empty'],
    ['a blank name', ' \t\n ', 'name', 'empty'],
    ['a name of blanks from other scripts', '\u2003\u3000', 'name', 'empty'],
    ['a name of 201 characters', 'n'.repeat(201), 'name', 'too-long'],
    ['a name of 201 emoji', '🫖'.repeat(201), 'name', 'too-long'],
    ['a name of 250,000 characters', 'n'.repeat(250_000), 'name', 'too-long'],
    ['a SKU of 65 characters', 's'.repeat(65), 'sku', 'too-long'],
    ['a SKU of 64 characters and an emoji', `${'s'.repeat(64)}🫖`, 'sku', 'too-long'],
    ['a name with a NUL', 'a\0b', 'name', 'malformed-text'],
    ['a SKU that is a NUL', '\0', 'sku', 'malformed-text'],
  ];

  it.each(cases)('%s is refused in JSON and in a form', async (_, value, field, code) => {
    expectInvalid(await shop.http.post('/v1/goods').send({ orderId: order, [field]: value }), [`#/${field}`, code]);
    expectInvalid(await shop.http.put(`/v1/goods/${goods}`).send({ [field]: value }), [`#/${field}`, code]);
    expectInvalid(
      await shop.http
        .post('/v1/goods')
        .type('form')
        .send({ orderId: order, [field]: value }),
      [`#/${field}`, code],
    );
  });

  it.each([
    ['an empty reason', { reason: '' }, 'empty'],
    ['a blank reason', { reason: ' \t\n\u3000' }, 'empty'],
    ['a reason of 501 characters', { reason: 'r'.repeat(501) }, 'too-long'],
    ['a reason of 501 emoji', { reason: '🫖'.repeat(501) }, 'too-long'],
    ['a reason with a NUL', { reason: 'a\0b' }, 'malformed-text'],
    ['an empty name', { reason: 'x', by: '' }, 'empty'],
    ['a name of 101 characters', { reason: 'x', by: 'n'.repeat(101) }, 'too-long'],
    ['a name with a NUL', { reason: 'x', by: '\0' }, 'malformed-text'],
  ])('%s is no reason to skip an event', async (_, body, code) => {
    expectInvalid(await shop.http.post(`/v1/quarantine/${parked}/skip`).send(body), ['by' in body ? '#/by' : '#/reason', code]);
  });

  it.each([
    ['a number', 5],
    ['true', true],
    ['a list', ['MUG']],
    ['an empty list', []],
    ['an object', {}],
  ])('is not %s', async (_, value) => {
    for (const field of ['reason', 'by'])
      expectInvalid(await shop.http.post(`/v1/quarantine/${parked}/skip`).send({ reason: 'x', [field]: value }), [
        `#/${field}`,
        'not-text',
      ]);
    for (const field of ['sku', 'name'])
      expectInvalid(await shop.http.post('/v1/goods').send({ orderId: order, [field]: value }), [`#/${field}`, 'not-text']);
    expectInvalid(await shop.http.post('/v1/order').send({ userId: 1, currency: value }), ['#/currency', 'not-a-currency']);
  });

  it.each(['', 'eur', 'EURO', 'EU', 'XXY', ' EUR', '978', '€', 'EUR\n', '\0\0\0'])('%j is no currency', async (currency) => {
    expectInvalid(await shop.http.post('/v1/order').send({ userId: 1, currency }), ['#/currency', 'not-a-currency']);
    expectInvalid(await shop.http.post('/v1/order').type('form').send({ userId: 1, currency }), ['#/currency', 'not-a-currency']);
    expectInvalid(await shop.http.get('/v1/order-history').query({ currency }), ['#/currency', 'not-a-currency']);
  });

  it.each([
    ['a high one alone', '\\ud800'],
    ['a low one alone', '\\udc00'],
    ['two in the wrong order', '\\udc00\\ud800'],
    ['one at the end', 'mug\\ud83e'],
  ])('in JSON with half a surrogate pair (%s) is refused', async (_, escaped) => {
    for (const field of ['name', 'sku'])
      expectInvalid(await json('post', '/v1/goods', `{"orderId":${order},"${field}":"${escaped}"}`), [
        `#/${field}`,
        'malformed-text',
      ]);
    expectInvalid(
      await json('post', `/v1/quarantine/${parked}/skip`, `{"reason":"${escaped}","by":"${escaped}"}`),
      ['#/reason', 'malformed-text'],
      ['#/by', 'malformed-text'],
    );
    expectInvalid(await json('post', '/v1/order', `{"userId":1,"currency":"${escaped}"}`), ['#/currency', 'not-a-currency']);
    const { text } = await json('post', '/v1/order', `{"userId":1,"${escaped}":1}`);
    expect(JSON.parse(text)).toMatchObject({ code: 'request.invalid', errors: [{ code: 'unknown' }] });
    expect(text.isWellFormed()).toBe(true);
  });

  it.each([
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a byte that UTF-8 never has', [0xff]],
    ['a character cut off', [0xc3]],
    ['an overlong NUL', [0xc0, 0x80]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00]],
  ])('in bytes that are %s is refused', async (_, bytes) => {
    const wrapped = (before: string, after: string) =>
      Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
    const problem = { status: 400, code: MALFORMED_TEXT };
    expectProblem(await json('post', '/v1/goods', wrapped(`{"orderId":${order},"name":"`, '"}')), problem);
    expectProblem(await json('put', `/v1/goods/${goods}`, wrapped('{"name":"', '"}')), problem);
    expectProblem(await json('post', `/v1/quarantine/${parked}/skip`, wrapped('{"reason":"', '"}')), problem);
    expectProblem(await form('/v1/goods', wrapped(`orderId=${order}&name=`, '')), problem);
    const percent = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    if (!percent.startsWith('%ff%fe')) {
      expectProblem(await form('/v1/goods', `orderId=${order}&name=${percent}`), problem);
      expectProblem(await form('/v1/goods', `orderId=${order}&${percent}=1`), problem);
      expectProblem(await rawRequest('GET', `/v1/order-history?sku=${percent}`), problem);
      expectProblem(await rawRequest('GET', `/v1/order-history?sku=a?b=${percent}`), problem);
      expectProblem(await rawRequest('GET', `/v1/order-history?${percent}=1`), problem);
    }
  });

  it.each(['%', '%2', '%zz', '%u0041'])('whose percent-encoding is %s is refused', async (text) => {
    expectProblem(await form('/v1/goods', `orderId=${order}&name=${text}`), { status: 400, code: MALFORMED_TEXT });
    expectProblem(await rawRequest('GET', `/v1/order-history?sku=${text}`), { status: 400, code: MALFORMED_TEXT });
  });

  it('with %00 is refused in a form and in a query', async () => {
    expectInvalid(await form('/v1/goods', `orderId=${order}&name=a%00b`), ['#/name', 'malformed-text']);
    expectInvalid(await rawRequest('GET', '/v1/order-history?sku=%00'), ['#/sku', 'malformed-text']);
    expectInvalid(await rawRequest('GET', '/v1/events?entityId=%00'), ['#/entityId', 'malformed-token']);
  });

  it.each([
    ['a NUL', '/v1/order/1\0'],
    ['a NUL in the query', '/v1/order-history?sku=\0'],
    ['a character that is not encoded', Buffer.from('/v1/order-history?sku=é')],
    ['half a surrogate pair', Buffer.from([...Buffer.from('/v1/order-history?sku='), 0xed, 0xa0, 0x80])],
    ['a byte that UTF-8 never has', Buffer.from([...Buffer.from('/v1/order/'), 0xff])],
  ])('that has %s in the bytes of the address is refused', async (_, url) => {
    const answered = await raw('GET ', url, ' HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n');
    expect([MALFORMED, MALFORMED_TEXT]).toContain(JSON.parse(answered.text).code);
    expectProblem(answered, { status: 400, code: JSON.parse(answered.text).code });
  });

  it.each(['', '%20', 'X'.repeat(65)])('of a SKU to look for is not %j', async (sku) => {
    expectInvalid(await rawRequest('GET', `/v1/order-history?sku=${sku}`), ['#/sku', sku.length > 64 ? 'too-long' : 'empty']);
  });

  it.each(['', ' ', 'a b', 'order-1;', 'x'.repeat(101), "'"])('of an entity to look for is not %j', async (entityId) => {
    expectInvalid(await shop.http.get('/v1/events').query({ entityId }), ['#/entityId', 'malformed-token']);
  });

  it.each(['', 'ID', 'name', 'id,total', '--id', '+id', 'toString', 'id desc'])('to sort by is not %j', async (sort) => {
    for (const path of ['/v1/order-history', '/v1/order-history.csv'])
      expectInvalid(await shop.http.get(path).query({ sort }), ['#/sort', 'not-a-choice']);
  });

  it('to look for in quarantine is a state', async () => {
    for (const state of ['', 'PARKED', 'check', 'parked,skipped', 'constructor'])
      expectInvalid(await shop.http.get('/v1/quarantine').query({ state }), ['#/state', 'not-a-choice']);
  });

  it('to count by is a choice', async () => {
    for (const by of ['', 'week', 'constructor'])
      expectInvalid(await shop.http.get('/v1/order-history/summary').query({ by }), ['#/by', 'not-a-choice']);
  });
});

describe('a date', () => {
  it.each([
    '',
    'yesterday',
    'now',
    'infinity',
    'today',
    'epoch',
    '2026',
    '2026-01',
    '2026-1-1',
    '2026-02-30',
    '2025-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '0000-01-01T00:00:00Z',
    '10000-01-01',
    '+010000-01-01',
    '-0001-01-01',
    '20260131',
    '2026-W05-6',
    '2026-031',
    '01/31/2026',
    '31.01.2026',
    '1769850000',
    '1769850000000',
    '2026-01-31T09:30:00',
    '2026-01-31 09:30:00Z',
    '2026-01-31T25:00:00Z',
    '2026-01-31T09:60:00Z',
    '2026-01-31T09:30:61Z',
    '2026-01-31T09:30:00+25:00',
    '2026-01-31T09:30:00+16:00',
    '2026-01-31T09:30:00 02:00',
    '2026-01-31T09:30:00.Z',
    '2026-01-31T09:30:00.1234567890Z',
    '2026-01-31T09Z',
    '2026-01-31Z',
    '2026-01-31T09:30:00z ',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    "2026-01-31'",
    '2026-01-31\0',
  ])('is not %j', async (text) => {
    for (const name of ['created_from', 'created_to'])
      for (const path of ['/v1/order-history', '/v1/order-history.csv', '/v1/order-history/summary']) {
        const query = path.endsWith('summary') ? { by: 'day', [name]: text } : { [name]: text };
        expectInvalid(await shop.http.get(path).query(query), [`#/${name}`, 'not-a-date']);
      }
  });

  it.each([
    '0001-01-01',
    '9999-12-31',
    '2024-02-29',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '2026-01-31T09:30Z',
    '2026-01-31T09:30:00.123456789+14:00',
    '2026-01-31T09:30:00-12:00',
  ])('may be %j', async (text) => {
    for (const name of ['created_from', 'created_to'])
      for (const path of [
        '/v1/order-history',
        '/v1/order-history?sort=-created_at',
        '/v1/order-history.csv',
        '/v1/order-history/summary?by=day',
      ])
        await shop.http
          .get(path)
          .query({ [name]: text })
          .expect(200);
  });
});

describe('a range', () => {
  it.each([
    [{ min_goods: 2, max_goods: 1 }, '#/min_goods'],
    [{ min_total: 1, max_total: 0 }, '#/min_total'],
    [{ created_from: '2026-02-01', created_to: '2026-01-31' }, '#/created_from'],
    [{ created_from: '2026-01-31T09:30:00.001Z', created_to: '2026-01-31T09:30:00Z' }, '#/created_from'],
    [{ created_from: '2026-01-31T09:30:00-01:00', created_to: '2026-01-31T09:30:00Z' }, '#/created_from'],
  ])('that ends before it starts is refused: %j', async (query, pointer) => {
    expectInvalid(await shop.http.get('/v1/order-history').query(query), [pointer, 'range-reversed']);
    expectInvalid(await shop.http.get('/v1/order-history.csv').query(query), [pointer, 'range-reversed']);
    expectInvalid(await shop.http.get('/v1/order-history/summary').query({ by: 'day', ...query }), [pointer, 'range-reversed']);
  });
});

describe('a cursor', () => {
  let cursor: string;
  const find = (query: object) => shop.http.get('/v1/order-history').query({ limit: 1, ...query });
  beforeAll(async () => {
    const { body } = await shop.get('/v1/order-history', { limit: 1 }).expect(200);
    cursor = body.page.next_cursor;
    await find({ cursor }).expect(200);
  });

  it.each([
    ['another filter', { user_id: 42 }],
    ['another sort', { sort: '-id' }],
    ['a filter more', { min_goods: 0 }],
  ])('is refused with %s', async (_, query) => {
    expectInvalid(await find({ ...query, cursor }), ['#/cursor', 'not-of-this-list']);
  });

  const reencoded = (place: unknown) => `${Buffer.from(JSON.stringify(place)).toString('base64url')}.${cursor.split('.')[1]}`;
  it.each([
    ['that someone thought up', () => 'abc'],
    ['that someone thought up, with a dot', () => 'abc.def'],
    ['without a signature', () => `${cursor.split('.')[0]}.`],
    ['without a dot', () => cursor.split('.')[0] as string],
    ['without a place', () => `.${cursor.split('.')[1]}`],
    ['cut off', () => cursor.slice(0, -1)],
    ['made longer', () => `${cursor}A`],
    ['with a third part', () => `${cursor}.A`],
    ['of another place', () => reencoded([0, 0])],
    ['with SQL for a place', () => reencoded(["1'; DROP SCHEMA log; --", 1])],
    ['with an object for a place', () => reencoded({ __proto__: null })],
    ['signed by a letter that was changed', () => cursor.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['of dots', () => '...'],
    ['named __proto__', () => '__proto__'],
  ])('%s is refused', async (_, forged) => {
    expectInvalid(await find({ cursor: forged() }), ['#/cursor', 'not-of-this-list']);
  });

  it.each([
    ['empty', () => ''],
    ['a blank', () => ' '],
    ['with letters no cursor has', () => `${cursor}=`],
    ['very long', () => 'A'.repeat(401)],
    ['very long, signature included', () => `${'A'.repeat(5_000)}.${cursor.split('.')[1]}`],
  ])('that is %s is refused', async (_, forged) => {
    expectInvalid(await find({ cursor: forged() }), ['#/cursor', 'malformed-token']);
  });

  it('is refused together with an offset', async () => {
    expectInvalid(await find({ cursor, offset: 0 }), ['#/offset', 'not-with-cursor']);
  });

  it('is no parameter of the export', async () => {
    expectInvalid(await shop.http.get('/v1/order-history.csv').query({ cursor }), ['#/cursor', 'unknown']);
  });
});

describe('a body', () => {
  const routes = [
    ['post', '/v1/order'],
    ['post', '/v1/goods'],
    ['put', '/v1/order/1'],
    ['put', '/v1/goods/1'],
    ['post', '/v1/quarantine/1/skip'],
  ] as const;
  const bodiless = [
    ['/v1/views/nothing/rebuild', 'view.not-found'],
    ['/v1/views/nothing/rollback', 'view.not-found'],
    ['/v1/views/nothing/verify', 'view.not-found'],
    ['/v1/quarantine/1000/retry', 'quarantine.not-found'],
  ] as const;

  it.each([
    '{',
    '{"userId":1',
    '{"userId":1}}',
    '{"userId":1,}',
    "{'userId':1}",
    '{userId:1}',
    '{"userId":1}{"userId":2}',
    '{"userId":1} // comment',
    '[1,2',
    '"text',
    'userId=1',
    ' ',
    '\0',
    '{"userId":1}\0',
    'undefined',
    '<order/>',
  ])('that is broken JSON is refused: %j', async (body) => {
    for (const [method, path] of routes) expectProblem(await json(method, path, body), { status: 400, code: MALFORMED_JSON });
  });

  it.each(['[]', '[{"userId":1}]', '"userId"', '42', 'null', 'true', 'false'])(
    'that is JSON and not an object is refused: %s',
    async (body) => {
      for (const [method, path] of routes) expectInvalid(await json(method, path, body), ['#', 'not-an-object']);
    },
  );

  it.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'text/json',
    'json',
    '*/*',
    'application/',
  ])('of type %s is refused', async (type) => {
    for (const [method, path] of routes)
      expectProblem(await rawRequest(method.toUpperCase(), path, { 'Content-Type': type }, '{"userId":1}'), {
        status: 415,
        code: CONTENT_TYPE_UNKNOWN,
      });
  });

  it('without a type is refused', async () => {
    for (const [method, path] of routes)
      expectProblem(await rawRequest(method.toUpperCase(), path, {}, '{"userId":1}'), {
        status: 415,
        code: CONTENT_TYPE_UNKNOWN,
      });
  });

  it('that is a form is refused where only JSON is documented', async () => {
    expectProblem(await shop.http.put(`/v1/order/${order}`).type('form').send({ userId: 7 }), {
      status: 415,
      code: CONTENT_TYPE_UNKNOWN,
    });
    expectProblem(await shop.http.put(`/v1/goods/${goods}`).type('form').send({ quantity: 7 }), {
      status: 415,
      code: CONTENT_TYPE_UNKNOWN,
    });
    expectProblem(await form(`/v1/quarantine/${parked}/skip`, 'reason=x'), { status: 415, code: CONTENT_TYPE_UNKNOWN });
  });

  it.each(['gzip', 'br', 'deflate', 'zstd', 'gzip, identity'])('that is compressed by %s is refused', async (encoding) => {
    for (const [method, path] of routes) {
      const headers = { 'Content-Type': 'application/json', 'Content-Encoding': encoding };
      expectProblem(await rawRequest(method.toUpperCase(), path, headers, '{"userId":1}'), {
        status: 415,
        code: 'request.content-encoding-unknown',
      });
    }
  });

  it.each([
    ['JSON', 'application/json', `{"userId":1,"x":"${'x'.repeat(2_000_000)}"}`],
    ['a form', FORM, `userId=1&x=${'x'.repeat(2_000_000)}`],
  ])('of 2 MB of %s is refused', async (_, type, body) => {
    for (const path of ['/v1/order', '/v1/goods'])
      expectProblem(await rawRequest('POST', path, { 'Content-Type': type }, body), { status: 413, code: 'request.too-large' });
  });

  it('with a large Content-Length is refused before it is sent', async () => {
    const answered = await rawRequest('PUT', `/v1/order/${order}`, {
      'Content-Type': 'application/json',
      'Content-Length': '2000000',
    });
    expectProblem(answered, { status: 413, code: 'request.too-large' });
  });

  it('of 2 MB in chunks is refused, though it has no Content-Length', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head =
      'POST /v1/order HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    expectProblem(await raw(head, ...Array(32).fill(chunk), '0\r\n\r\n'), { status: 413, code: 'request.too-large' });
  });

  it.each([21, 100, 10_000, 100_000])('nested %d levels deep is refused before anything is made of it', async (levels) => {
    const lists = '['.repeat(levels) + ']'.repeat(levels);
    const inside = levels - 1;
    const objects = `${'{"a":'.repeat(Math.min(inside, 20_000))}1${'}'.repeat(Math.min(inside, 20_000))}`;
    for (const body of [lists, `{"userId":${objects}}`, `{"userId":1,"deep":${'['.repeat(inside)}`])
      expectInvalid(await json('post', '/v1/order', body), ['#', 'too-deep']);
    expectInvalid(await json('post', `/v1/views/nothing/rebuild`, lists), ['#', 'too-deep']);
  });

  it('nested 20 levels deep is read, and so are brackets in text', async () => {
    const lists = '['.repeat(19) + ']'.repeat(19);
    expectInvalid(await json('post', '/v1/order', `{"userId":${lists}}`), ['#/userId', 'not-a-whole-number']);
    const text = JSON.stringify('"\\['.repeat(50));
    expectInvalid(await json('post', '/v1/goods', `{"orderId":${order},"sku":${text}}`), ['#/sku', 'too-long']);
  });

  it.each([
    ['JSON', 'application/json', `{${Array.from({ length: 20_000 }, (_, n) => `"${n.toString(36)}":1`).join()}}`],
    ['a form', FORM, Array.from({ length: 20_000 }, (_, n) => `${n.toString(36)}=1`).join('&')],
  ])('of %s with 20,000 names is refused with a short answer', async (_, type, body) => {
    const answered = await rawRequest('POST', '/v1/order', { 'Content-Type': type }, body);
    expectProblem(answered, { status: 400, code: 'request.invalid' });
    expect(answered.text.length).toBeLessThan(10_000);
    expect(JSON.parse(answered.text).errors).toMatchObject([{ pointer: '#', code: 'too-many' }]);
  });

  it('with 100 names that are not known is refused with 20 of them', async () => {
    const members = Array.from({ length: 100 }, (_, n) => `"${n}":1`).join();
    const { text } = await json('post', '/v1/order', `{${members}}`);
    const { errors, detail } = JSON.parse(text);
    expect(errors).toHaveLength(20);
    expect(errors[0]).toMatchObject({ pointer: '#/userId', code: 'missing' });
    expect(detail).toMatch(/There are 81 more faults\.$/);
  });

  it('with a name of 120,000 characters is refused with a short answer', async () => {
    const answered = await json('post', '/v1/order', `{"userId":1,"${'é'.repeat(120_000)}":1}`);
    expectProblem(answered, { status: 400, code: 'request.invalid' });
    expect(answered.text.length).toBeLessThan(10_000);
  });

  it('with a number of 250,000 digits is refused', async () => {
    expectInvalid(await json('post', '/v1/order', `{"userId":${'9'.repeat(250_000)}}`), ['#/userId', 'out-of-range']);
    expectInvalid(await form('/v1/order', `userId=${'9'.repeat(250_000)}`), ['#/userId', 'out-of-range']);
  });

  it.each(['GET', 'HEAD', 'DELETE'])('is refused where %s takes none', async (method) => {
    for (const type of ['application/json', FORM, 'text/plain']) {
      const answered = await rawRequest(method, `/v1/order/${order}`, { 'Content-Type': type }, '{"id":1}');
      if (method === 'HEAD') expect([answered.status, answered.text]).toEqual([400, '']);
      else expectProblem(answered, { status: 400, code: 'request.body-unexpected' });
    }
    const chunked = await rawRequest(method, `/v1/order/${order}`, { 'Transfer-Encoding': 'chunked' }, '');
    expect(chunked.status).toBe(400);
  });

  it.each([
    ['of one member', 'application/json', '{"reason":"x"}', 400, 'request.body-unexpected'],
    ['of a member without a name', 'application/json', '{"":{}}', 400, 'request.body-unexpected'],
    ['of __proto__', 'application/json', '{"__proto__":{}}', 400, 'request.body-unexpected'],
    ['that is a list', 'application/json', '[]', 400, 'request.body-unexpected'],
    ['that is null', 'application/json', 'null', 400, 'request.body-unexpected'],
    ['that is false', 'application/json', 'false', 400, 'request.body-unexpected'],
    ['that is empty text', 'application/json', '""', 400, 'request.body-unexpected'],
    ['that is long', 'application/json', `[${'[],'.repeat(4_000)}[]]`, 400, 'request.body-unexpected'],
    ['that is a form', FORM, 'reason=x', 400, 'request.body-unexpected'],
    ['that is broken JSON', 'application/json', '{', 400, MALFORMED_JSON],
    ['that is text', 'text/plain', 'x', 415, CONTENT_TYPE_UNKNOWN],
    ['of 2 MB', 'application/json', 'x'.repeat(2_000_000), 413, 'request.too-large'],
  ])('%s is refused where POST takes none', async (_, type, body, status, code) => {
    for (const [path] of bodiless)
      expectProblem(await rawRequest('POST', path, { 'Content-Type': type }, body), { status, code });
  });

  it.each([
    ['nothing', {}, ''],
    ['nothing, in JSON', { 'Content-Type': 'application/json' }, ''],
    ['nothing, in JSON, with its length', { 'Content-Type': 'application/json', 'Content-Length': '0' }, ''],
    ['nothing, as a form', { 'Content-Type': FORM, 'Content-Length': '0' }, ''],
    ['nothing, as text', { 'Content-Type': 'text/plain;charset=UTF-8', 'Content-Length': '0' }, ''],
    ['nothing, of no valid type', { 'Content-Type': 'x' }, ''],
    ['an empty object', { 'Content-Type': 'application/json' }, '{}'],
    ['an empty object among blanks', { 'Content-Type': 'application/json' }, ' { }\n'],
    ['a chunk of nothing', { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' }, '0\r\n\r\n'],
    ['a form of one chunk of nothing', { 'Content-Type': FORM, 'Transfer-Encoding': 'chunked' }, '0\r\n\r\n'],
  ])('where POST takes none may be %s', async (_, headers, body) => {
    for (const [path, code] of bodiless) {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const length = body && !('Transfer-Encoding' in headers) ? `Content-Length: ${body.length}\r\n` : '';
      const head = `POST ${path} HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n${lines.join('')}${length}\r\n`;
      expectProblem(await raw(head, body), { status: 404, code });
    }
  });

  it('that is missing needs no type, so its type is not reported', async () => {
    for (const type of ['application/json', FORM, 'text/plain', 'x']) {
      const headers = { 'Content-Type': type };
      expectProblem(await rawRequest('DELETE', '/v1/timers/1000', headers), { status: 404, code: 'timer.not-found' });
      expect((await rawRequest('GET', `/v1/order/${order}`, headers)).status).toBe(200);
      expectInvalid(await rawRequest('PUT', `/v1/order/${order}`, headers), ['#', 'missing']);
    }
  });
});

describe('a header', () => {
  it.each(['1', '1"', '"1', "'1'", '""x', 'W/1', 'w/"1"', '"1" "2"', '"1",', '*, "1"', ',', ''])(
    'If-Match: %s is not well formed',
    async (tag) => {
      const expectMalformed = (answered: Answered) => expectInvalid(answered, ['#/if-match', 'malformed-etag']);
      expectMalformed(await send('PUT', `/v1/order/${order}`, tag, '{"userId":7}'));
      expectMalformed(await send('DELETE', `/v1/goods/${goods}`, tag));
      expectMalformed(await send('POST', '/v1/order', tag, '{"userId":1}'));
    },
  );

  const send = (method: string, path: string, tag: string, body = '') =>
    rawRequest(method, path, { 'If-Match': tag, ...(body ? { 'Content-Type': 'application/json' } : {}) }, body);

  it.each(['W/"1"', '"abc"', '"2"', '"0"', '"-1"', '"01.5.7"', '"99999999999999999999"', '""', '"a, b"', '"2", W/"1"', '"1e0"'])(
    'If-Match: %s matches no version, so the command has no effect',
    async (tag) => {
      expectProblem(await send('PUT', `/v1/goods/${goods}`, tag, '{"quantity":9}'), {
        status: 412,
        code: 'goods.version-mismatch',
      });
      expectProblem(await send('DELETE', `/v1/goods/${goods}`, tag), { status: 412, code: 'goods.version-mismatch' });
    },
  );

  it('If-Match can not match an entity that is yet to be created', async () => {
    expectProblem(await send('POST', '/v1/order', '"1"', '{"userId":1}'), { status: 412, code: 'order.version-mismatch' });
    expectProblem(await send('POST', '/v1/goods', '"1"', `{"orderId":${order}}`), {
      status: 412,
      code: 'goods.version-mismatch',
    });
  });

  it.each([
    '',
    ' ',
    'abc',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    '+1',
    '01',
    '9007199254740992',
    '9223372036854775808',
    '9'.repeat(60),
    '1, 2',
    'null',
    'é',
  ])('Wait-For-Position: %s is refused', async (position) => {
    for (const path of [
      '/v1/order-history',
      `/v1/order-history/${order}`,
      '/v1/order-history.csv',
      '/v1/order-history/summary?by=day',
      '/v1/events',
      '/v1/events/stream',
      '/v1/views',
      '/v1/operations/1',
      '/v1/quarantine',
      `/v1/quarantine/${parked}`,
      '/v1/timers',
    ])
      expectInvalid(await rawRequest('GET', path, { 'Wait-For-Position': position }), [
        '#/wait-for-position',
        /^(9{60}|9007.*|9223.*|-1)$/.test(position) ? 'out-of-range' : 'not-a-whole-number',
      ]);
  });

  it.each(['', 'a b', 'a\tb', 'x'.repeat(129), 'é', 'a,b', '"a"', '<script>', "a'b"])(
    'X-Correlation-Id: %j is refused',
    async (id) => {
      const answered = await rawRequest(
        'POST',
        '/v1/order',
        { 'Content-Type': 'application/json', 'X-Correlation-Id': id },
        '{"userId":1}',
      );
      expectInvalid(answered, ['#/x-correlation-id', 'malformed-token']);
    },
  );

  it('that is given twice is refused, not read in part', async () => {
    const answered = await raw(
      'DELETE /v1/goods/1 HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nX-Correlation-Id: a\r\nX-Correlation-Id: b\r\n\r\n',
    );
    expectInvalid(answered, ['#/x-correlation-id', 'malformed-token']);
  });

  it('Expect that is not 100-continue is refused', async () => {
    expectProblem(await rawRequest('GET', '/healthz', { Expect: 'a-miracle' }), {
      status: 417,
      code: 'request.expectation-unknown',
    });
  });

  it('that is very long is refused', async () => {
    expectProblem(await rawRequest('GET', '/healthz', { 'X-Long': 'x'.repeat(100_000) }), {
      status: 431,
      code: 'request.headers-too-large',
    });
  });

  it.each([100, 1_900, 5_000])('among %d more is refused', async (length) => {
    const many = Object.fromEntries(Array.from({ length }, (_, n) => [`X-${n}`, '1']));
    for (const path of ['/healthz', '/v1/nothing', '/v1/order-history.csv'])
      expectProblem(await rawRequest('GET', path, many), { status: 431, code: 'request.headers-too-large' });
  });

  it('may have 99 others beside it', async () => {
    const many = Object.fromEntries(Array.from({ length: 98 }, (_, n) => [`X-${n}`, '1']));
    expect((await rawRequest('GET', '/healthz', many)).status).toBe(200);
  });

  it('Host must be there', async () => {
    expectProblem(await raw('GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'), { status: 400, code: MALFORMED });
  });
});

describe('an address', () => {
  it.each([
    ['GET', '/v1'],
    ['GET', '/v1/'],
    ['GET', '/v2/order/1'],
    ['GET', '/V1/order-history'],
    ['GET', '/v1/order-history/'],
    ['GET', '//v1/order-history'],
    ['GET', '/v1/order-history/1/goods'],
    ['GET', '/v1/order-history.xml'],
    ['GET', '/v1/../package.json'],
    ['GET', '/docs/../../package.json'],
    ['GET', '/docs/%2e%2e%2f%2e%2e%2fpackage.json'],
    ['GET', '/.env'],
    ['GET', '/constructor'],
    ['GET', '/__proto__'],
    ['GET', '/%00'],
    ['POST', '/v1/orders'],
    ['DELETE', '/v1/nothing/1'],
    ['GET', '/v1/views/order-history'],
    ['POST', '/v1/views/order-history/drop'],
    ['POST', '/v1/quarantine/1/retry/'],
    ['OPTIONS', '/v1/nothing'],
    ['PROPFIND', '/v1/nothing'],
  ])('that does not exist answers 404: %s %s', async (method, path) => {
    expectProblem(await rawRequest(method, path), { status: 404, code: 'route.not-found' });
  });

  it.each([
    ['GET', '/v1/order', 'POST, OPTIONS'],
    ['HEAD', '/v1/order', 'POST, OPTIONS'],
    ['DELETE', '/v1/order', 'POST, OPTIONS'],
    ['PUT', '/v1/goods', 'POST, OPTIONS'],
    ['POST', '/v1/order/1', 'PUT, DELETE, GET, HEAD, OPTIONS'],
    ['PATCH', '/v1/order/1', 'PUT, DELETE, GET, HEAD, OPTIONS'],
    ['PATCH', '/v1/goods/1', 'PUT, DELETE, GET, HEAD, OPTIONS'],
    ['POST', '/v1/order-history', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/v1/order-history/1', 'GET, HEAD, OPTIONS'],
    ['POST', '/v1/views', 'GET, HEAD, OPTIONS'],
    ['GET', '/v1/views/order-history/rebuild', 'POST, OPTIONS'],
    ['DELETE', '/v1/operations/1', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/v1/quarantine/1', 'GET, HEAD, OPTIONS'],
    ['PUT', '/v1/quarantine/1/skip', 'POST, OPTIONS'],
    ['GET', '/v1/timers/1', 'DELETE, OPTIONS'],
    ['PUT', '/healthz', 'GET, HEAD, OPTIONS'],
    ['POST', '/openapi.json', 'GET, HEAD, OPTIONS'],
    ['TRACE', '/v1/order-history', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', '/v1/order-history', 'GET, HEAD, OPTIONS'],
  ])('does not take every method: %s %s', async (method, path, allow) => {
    const answered = await rawRequest(method, path);
    expect([answered.status, answered.headers.allow?.split(', ').sort()]).toEqual([405, allow.split(', ').sort()]);
    if (method === 'HEAD') expect(answered.text).toBe('');
    else expectProblem(answered, { status: 405, code: 'route.method-not-allowed' });
  });

  it('lists its methods for OPTIONS', async () => {
    const answered = await rawRequest('OPTIONS', '/v1/order/1');
    expect([answered.status, answered.text, answered.headers.allow?.split(', ').sort()]).toEqual([
      204,
      '',
      ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT'],
    ]);
  });

  it.each([
    '/v1/order-history',
    '/v1/order-history.csv',
    '/v1/order-history/1',
    '/v1/events',
    '/v1/events/stream',
    '/v1/views',
    '/v1/quarantine',
    '/v1/timers',
    '/healthz',
    '/openapi.json',
    '/docs',
  ])('answers HEAD as GET, without the body: %s', async (path) => {
    const [head, get] = [await rawRequest('HEAD', path), await rawRequest('GET', path)];
    expect([head.status, head.text]).toEqual([200, '']);
    for (const name of ['content-type', 'etag', 'event-position']) expect(head.headers[name]).toBe(get.headers[name]);
  });

  it('of an export keeps no connection of the database after many HEAD requests', async () => {
    for (let n = 0; n < 30; n++) await rawRequest('HEAD', '/v1/order-history.csv');
    await shop.http.get('/v1/order-history').expect(200);
  });

  it('that is very long is refused', async () => {
    for (const path of [`/v1/order-history?sku=${'x'.repeat(100_000)}`, `/${'x'.repeat(100_000)}`])
      expectProblem(await rawRequest('GET', path), { status: 431, code: 'request.headers-too-large' });
    expectInvalid(await rawRequest('GET', `/v1/order-history?sku=${'x'.repeat(10_000)}`), ['#/sku', 'too-long']);
  });

  it('with 3,000 parameters is refused with a short answer', async () => {
    const answered = await rawRequest(
      'GET',
      `/v1/order-history?${Array.from({ length: 3_000 }, (_, n) => n.toString(36)).join('&')}`,
    );
    expectProblem(answered, { status: 400, code: 'request.invalid' });
    expect(answered.text.length).toBeLessThan(10_000);
  });
});

describe('what is not HTTP', () => {
  it.each([
    ['no request line', 'hello\r\n\r\n'],
    ['a method that nobody knows', 'BREW /v1/order HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a method in small letters', 'get /healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a version that nobody knows', 'GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['a blank in the address', 'GET /v1/order 1 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['TLS', Buffer.from('16030100', 'hex')],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a header without a colon', 'GET /healthz HTTP/1.1\r\nHost x\r\n\r\n'],
    ['a header with a NUL', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n'],
    ['a length that is no number', 'POST /v1/order HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n'],
    ['a negative length', 'POST /v1/order HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['two lengths', 'POST /v1/order HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    [
      'a length and chunks',
      'POST /v1/order HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a folded header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: a\r\n b\r\n\r\n'],
  ])('is refused: %s', async (_, bytes) => {
    expectProblem(await raw(bytes), { status: 400, code: MALFORMED });
  });

  it('is refused where a chunk has no length', async () => {
    const head =
      'POST /v1/order HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    expectProblem(await raw(head, 'zz\r\n{"userId":1}\r\n0\r\n\r\n'), { status: 400, code: MALFORMED });
  });
});

describe('the Idempotency-Key of an operator request', () => {
  const post = (path: string, key: string, body?: object) => {
    const request = shop.http.post(path).set('Idempotency-Key', key);
    return body ? request.send(body) : request;
  };

  it('returns the first operation again, even when it has ended', async () => {
    for (const verb of ['verify', 'rebuild', 'rollback']) {
      const { headers } = await post(`/v1/views/order-history/${verb}`, verb).expect(202);
      await until(async () => {
        const { body } = await shop.http.get(headers.location as string).expect(200);
        return ['done', 'failed'].includes(body.state);
      });
      await post(`/v1/views/order-history/${verb}`, verb)
        .expect(202)
        .expect('Location', headers.location as string);
      const another = await post(`/v1/views/order-history/${verb}`, `another ${verb}`.replace(' ', '-')).expect(202);
      expect(another.headers.location).not.toBe(headers.location);
    }
  });

  it('returns the quarantine entry again, though the stream has left quarantine', async () => {
    for (const [verb, body] of [['retry'], ['skip', { reason: 'A test' }]] as [string, object?][]) {
      const id = await park(`order-${verb}`);
      const again = () => post(`/v1/quarantine/${id}/${verb}`, `it-${verb}`, body);
      await again().expect(202).expect('Location', `/v1/quarantine/${id}`);
      await shop.db.query(`UPDATE log.quarantine SET state = 'released', wish = NULL WHERE id = $1`, [id]);
      await again().expect(202).expect('Location', `/v1/quarantine/${id}`);
      expectProblem(await post(`/v1/quarantine/${id}/${verb}`, `other-${verb}`, body), { status: 422, code: 'quarantine.ended' });
      const { body: entry } = await shop.http.get(`/v1/quarantine/${id}`).expect(200);
      expect(entry).toMatchObject({ state: 'released', wish: null });
    }
  });

  it('cancels a timer once, and a repeat gets the same answer', async () => {
    const { rows } = await shop.db.query(
      `INSERT INTO log.timers (subscription, key, due_at, cause, correlation_id) VALUES ('nobody', 'x', now() + interval '1 day', 1, 'x') RETURNING id`,
    );
    const cancel = () => shop.http.delete(`/v1/timers/${rows[0].id}`);
    await cancel().set('Idempotency-Key', 'timer').expect(204);
    await cancel().set('Idempotency-Key', 'timer').expect(204);
    expectProblem(await cancel(), { status: 404, code: 'timer.not-found' });
  });

  it('is refused for any other request', async () => {
    const id = await park('order-other');
    await post(`/v1/quarantine/${id}/skip`, 'one', { reason: 'A test' }).expect(202);
    const reused = { status: 422, code: 'idempotency.key-reused' };
    expectProblem(await post(`/v1/quarantine/${id}/skip`, 'one', { reason: 'Another' }), reused);
    expectProblem(await post(`/v1/quarantine/${id}/skip`, 'one', { reason: 'A test', by: 'Jana' }), reused);
    expectProblem(await post(`/v1/quarantine/${parked}/skip`, 'one', { reason: 'A test' }), reused);
    expectProblem(await post(`/v1/quarantine/${id}/retry`, 'one'), reused);
    expectProblem(await post('/v1/views/order-history/verify', 'one'), reused);
    expectProblem(await shop.http.delete('/v1/timers/1').set('Idempotency-Key', 'one'), reused);
    expectProblem(await post('/v1/order', 'one', { userId: 1 }), reused);
  });

  it('remembers a refusal', async () => {
    const path = '/v1/quarantine/1000/retry';
    for (let n = 0; n < 2; n++) expectProblem(await post(path, 'none'), { status: 404, code: 'quarantine.not-found' });
    expectProblem(await post('/v1/quarantine/1001/retry', 'none'), { status: 422, code: 'idempotency.key-reused' });
  });

  it.each(['', 'a b', 'x'.repeat(256), 'é'])('is not %j', async (key) => {
    for (const [method, path] of [
      ['POST', '/v1/views/order-history/verify'],
      ['POST', `/v1/quarantine/${parked}/retry`],
      ['DELETE', '/v1/timers/1'],
    ] as const)
      expectInvalid(await rawRequest(method, path, { 'Idempotency-Key': key }), ['#/idempotency-key', 'malformed-token']);
  });
});

describe('at the limits', () => {
  // These tests change the shop, so the length of the log is measured again after each.
  afterEach(async () => {
    logLength = await shop.logLength();
  });

  it.each([
    ['an emoji as the last of 64 characters of a SKU', { sku: `${'s'.repeat(63)}🫖` }],
    ['64 emoji for a SKU', { sku: '🫖'.repeat(64) }],
    ['200 emoji for a name', { name: '🫖'.repeat(200) }],
    ['characters below a blank', { name: 'a\u0001\u001f\u007f' }],
    ['the code points that are no characters', { name: '\ufffe\uffff' }],
    ['null for SKU and name', { sku: null, name: null }],
    ['the largest numbers', { quantity: 100_000, unitPrice: 100_000_000 }],
    ['the smallest numbers', { quantity: 1, unitPrice: 0 }],
  ])('goods may have %s', async (_, sent) => {
    const id = await shop.addGoods(order, sent);
    const { body } = await shop.get(`/v1/goods/${id}`).expect(200);
    const { sku, name, quantity, unitPrice: unit_price } = { sku: null, name: null, quantity: 1, unitPrice: 0, ...sent };
    expect(body).toMatchObject({ sku, name, quantity, unit_price });
  });

  it('the largest id that JSON carries is an id', async () => {
    const id = await shop.createOrder(Number.MAX_SAFE_INTEGER);
    const { body } = await shop.get(`/v1/order-history/${id}`).expect(200);
    expect(body.user_id).toBe(Number.MAX_SAFE_INTEGER);
    const response: Response = await shop.http.get(`/v1/order-history/${Number.MAX_SAFE_INTEGER}`);
    expectProblem(response as Answered, { status: 404, code: 'order.not-found' });
  });

  it('a view may be named in percent-encoding', async () => {
    await shop.http.post('/v1/views/%6Frder%2Dhistory/verify').expect(202);
  });

  it.each([
    ['500 emoji, by 100', { reason: '🫖'.repeat(500), by: '🫖'.repeat(100) }],
    ['one letter, by nobody', { reason: 'x' }],
  ])('the reason to skip may be %s', async (what, decision) => {
    const id = await park(what);
    await shop.http.post(`/v1/quarantine/${id}/skip`).send(decision).expect(202);
    const { body } = await shop.http.get(`/v1/quarantine/${id}`).expect(200);
    expect(body).toMatchObject({ wish: 'skip', by: 'anonymous', ...decision });
  });

  it('JSON may begin with a byte order mark and name its charset', async () => {
    const answered = await rawRequest(
      'POST',
      '/v1/order',
      { 'Content-Type': 'application/json; charset=UTF-8' },
      '\ufeff{"userId":42}',
    );
    expect(answered.status).toBe(201);
  });

  it('random input succeeds or is refused, and never breaks the shop', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 50 });
    const value = fc.oneof(fc.jsonValue(), fc.integer(), fc.double(), text, fc.constantFrom(order, goods));
    const names = [
      'userId',
      'currency',
      'orderId',
      'sku',
      'name',
      'quantity',
      'unitPrice',
      'reason',
      'by',
      'state',
      'after',
      'limit',
      'cursor',
      'created_from',
      'sort',
    ];
    const input = fc.dictionary(
      fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: text }),
      value,
    );
    const path = fc.constantFrom(
      '/v1/order',
      '/v1/goods',
      `/v1/order/${order}`,
      `/v1/goods/${goods}`,
      '/v1/order-history',
      '/v1/events',
      '/v1/views/nothing/verify',
      '/v1/quarantine',
      `/v1/quarantine/${parked}/retry`,
      `/v1/quarantine/${parked}/skip`,
      '/v1/timers',
    );
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT'),
      path,
      input,
      type: fc.constantFrom('json', 'form', 'query'),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, input, type }) => {
        const pairs = new URLSearchParams();
        for (const [name, each] of Object.entries(input))
          pairs.append(name, typeof each === 'string' ? each : JSON.stringify(each));
        const answered =
          type === 'query'
            ? await rawRequest(method, `${path}?${pairs}`)
            : await rawRequest(method, path, ...bodyOf(type, type === 'json' ? JSON.stringify(input) : pairs.toString()));
        if (answered.status >= 300) expectProblem(answered, { status: answered.status, code: JSON.parse(answered.text).code });
        expect(answered.status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
  const bodyOf = (type: string, body: string) => [{ 'Content-Type': type === 'json' ? 'application/json' : FORM }, body] as const;
});
