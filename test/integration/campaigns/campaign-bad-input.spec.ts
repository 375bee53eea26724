import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Advertising } from '../../support/advertising.js';
import { givenLargePortfolio, MOST_LEVELS, MOST_SECTIONS, sectionOf } from '../../support/large-portfolio.js';
import { expectInvalid, expectNothingInside, expectProblem } from '../../support/problem.js';
import { type Answered, sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';

const JSON_HEADERS = { 'Content-Type': 'application/json' };
const PUBLISHER = '019c1354-7610-7a2c-b4d6-000000000001';
const PORTFOLIO = '019c1354-7610-7a2c-b4d6-000000000002';
const PARENT = '019c1354-7610-7a2c-b4d6-000000000003';
const SECTION = '019c1354-7610-7a2c-b4d6-000000000004';
const CAMPAIGN = '019c1354-7610-7a2c-b4d6-000000000005';
const UNKNOWN_ID = '019c1354-7610-7a2c-b4d6-00000000000f';
/** The id of an entity that no command here may create. */
const FRESH = 'ffffffff-ffff-4fff-8fff-ffffffffffff';

let shop: Shop;
let ads: Advertising;
let logLength: number;

beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
  await ads.do('POST', '/publishers', { id: PUBLISHER, name: 'MAFRA' });
  await ads.do('POST', '/portfolios', { id: PORTFOLIO, name: 'idnes.cz', publisherId: PUBLISHER });
  await ads.do('POST', `/portfolios/${PORTFOLIO}/sections`, { id: PARENT, name: 'News', parentId: null });
  await ads.do('POST', `/portfolios/${PORTFOLIO}/sections`, { id: SECTION, name: 'Technet', parentId: PARENT });
  await ads.do('POST', '/campaigns', { id: CAMPAIGN, name: 'Spring sale', userId: 42, currency: 'EUR' });
  await ads.set(CAMPAIGN, 'price', { amount: 1250 });
  await ads.set(CAMPAIGN, 'placements', { sections: [SECTION] });
  await shop.settle();
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
/** For tests that change something: the length of the log is measured again after each. */
const measureAnew = () =>
  afterEach(async () => {
    await shop.settle();
    logLength = await shop.logLength();
  });

type Method = 'POST' | 'PUT' | 'DELETE';

/** Every command with a valid body. */
const ALL_COMMANDS: [Method, string, object?][] = [
  ['POST', '/v1/publishers', { id: FRESH, name: 'x' }],
  ['PUT', `/v1/publishers/${PUBLISHER}/name`, { name: 'x' }],
  ['DELETE', `/v1/publishers/${PUBLISHER}`],
  ['POST', '/v1/portfolios', { id: FRESH, name: 'x', publisherId: PUBLISHER }],
  ['PUT', `/v1/portfolios/${PORTFOLIO}/name`, { name: 'x' }],
  ['DELETE', `/v1/portfolios/${PORTFOLIO}`],
  ['POST', `/v1/portfolios/${PORTFOLIO}/sections`, { id: FRESH, name: 'x', parentId: PARENT }],
  ['PUT', `/v1/portfolios/${PORTFOLIO}/sections/${SECTION}/name`, { name: 'x' }],
  ['PUT', `/v1/portfolios/${PORTFOLIO}/sections/${SECTION}/place`, { parentId: null, before: PARENT }],
  ['DELETE', `/v1/portfolios/${PORTFOLIO}/sections/${SECTION}`],
  ['POST', '/v1/campaigns', { id: FRESH, name: 'x', userId: 1, currency: 'EUR' }],
  ['PUT', `/v1/campaigns/${CAMPAIGN}/name`, { name: 'x' }],
  ['PUT', `/v1/campaigns/${CAMPAIGN}/currency`, { currency: 'CZK' }],
  ['PUT', `/v1/campaigns/${CAMPAIGN}/price`, { amount: 1 }],
  ['PUT', `/v1/campaigns/${CAMPAIGN}/schedule`, { start: null, end: null }],
  ['PUT', `/v1/campaigns/${CAMPAIGN}/placements`, { sections: [] }],
  ['PUT', `/v1/campaigns/${CAMPAIGN}/paused`, { paused: true }],
  ['POST', `/v1/campaigns/${CAMPAIGN}/undo`, { version: 1 }],
  ['DELETE', `/v1/campaigns/${CAMPAIGN}`],
  ['POST', '/v1/campaigns/bulk', { commands: [{ command: 'pause', id: CAMPAIGN }] }],
];
const WITH_BODY = ALL_COMMANDS.filter((route): route is [Method, string, object] => route[2] !== undefined);
const LIST_PATHS = ['/v1/campaigns', '/v1/portfolios', '/v1/publishers'];
const ENTITIES = [`/v1/campaigns/${CAMPAIGN}`, `/v1/portfolios/${PORTFOLIO}`, `/v1/publishers/${PUBLISHER}`];
const QUERIES = [
  ...LIST_PATHS,
  ...ENTITIES,
  ...ENTITIES.map((path) => `${path}/history`),
  `/v1/portfolios/${PORTFOLIO}/sections/${SECTION}`,
  `/v1/placements?sectionId=${SECTION}`,
  `/v1/names?ids=${CAMPAIGN}`,
];

const rawRequest = (method: string, url: string, headers?: Record<string, string>, body?: string | Buffer) =>
  sendRaw(shop, method, url, headers, body);
const json = (method: string, path: string, body: string | Buffer) => rawRequest(method, path, JSON_HEADERS, body);
const send = (method: string, path: string, body: object) => json(method, path, JSON.stringify(body));
const get = (path: string, query: Record<string, string> = {}) =>
  rawRequest('GET', Object.keys(query).length ? `${path}?${new URLSearchParams(query)}` : path);
const command = ([method, path, body]: [Method, string, object?], headers: Record<string, string> = {}) =>
  rawRequest(method, path, { ...(body ? JSON_HEADERS : {}), ...headers }, body && JSON.stringify(body));

/** Asserts a refusal by a rule of the domain. */
const expectRefused = (answered: Answered, code: string, pointer?: string, status = 422) =>
  expectProblem(answered, { status, code, ...(pointer ? { errors: [{ pointer }] } : {}) });

const NOT_UUIDS = [
  '1',
  'x',
  '__proto__',
  'null',
  CAMPAIGN.replaceAll('-', ''),
  CAMPAIGN.replace('-', ''),
  CAMPAIGN.replaceAll('-', '_'),
  `{${CAMPAIGN}}`,
  `urn:uuid:${CAMPAIGN}`,
  CAMPAIGN.slice(1),
  `${CAMPAIGN}0`,
  `${CAMPAIGN}-`,
  CAMPAIGN.replace(/.$/, 'g'),
  CAMPAIGN.replace(/.$/, '٠'),
  CAMPAIGN.replace(/.$/, '０'),
  ` ${CAMPAIGN}`,
  `${CAMPAIGN}\n`,
  `${CAMPAIGN}\0`,
  `${CAMPAIGN}'`,
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  ...[0, 1, 2, 3, 5, 6, 8, 9, 'f'].map((version) => `019c1354-7610-${version}a2c-b4d6-000000000005`),
  ...['0', '7', 'c', 'F'].map((variant) => `019c1354-7610-7a2c-${variant}4d6-000000000005`),
];

const NO_TEXT = [
  ['a number', 5],
  ['true', true],
  ['null', null],
  ['a list', ['x']],
  ['an object', {}],
] as const;

describe('an id', () => {
  it.each(NOT_UUIDS)('in a path is not %j', async (id) => {
    const inPath = encodeURIComponent(id);
    for (const [method, path, body] of [...ALL_COMMANDS, ...QUERIES.map((path) => ['GET', path] as const)]) {
      if (/\/(sections|name|place)\b/.test(path) && path.includes(SECTION))
        expectInvalid(await command([method as Method, path.replace(SECTION, inPath), body]), ['#/section', 'not-a-uuid']);
      const [, owner] = /(?:campaigns|portfolios|publishers)\/([\da-f-]{36})/.exec(path) ?? [];
      if (owner) expectInvalid(await command([method as Method, path.replace(owner, inPath), body]), ['#/id', 'not-a-uuid']);
    }
  });

  it.each([...NOT_UUIDS, '', 5, true, [CAMPAIGN], {}, [], { toString: CAMPAIGN }] as unknown[])(
    'in a body is not %j',
    async (id) => {
      for (const path of ['/v1/publishers', '/v1/portfolios', `/v1/portfolios/${PORTFOLIO}/sections`, '/v1/campaigns']) {
        const body = ALL_COMMANDS.find(([method, each]) => method === 'POST' && each === path)?.[2];
        expectInvalid(await send('POST', path, { ...body, id }), ['#/id', 'not-a-uuid']);
      }
      const [, , portfolio] = ALL_COMMANDS[3] as [Method, string, object];
      expectInvalid(await send('POST', '/v1/portfolios', { ...portfolio, publisherId: id }), ['#/publisherId', 'not-a-uuid']);
      const sections = `/v1/portfolios/${PORTFOLIO}/sections`;
      expectInvalid(await send('POST', sections, { id: FRESH, name: 'x', parentId: id }), ['#/parentId', 'not-a-uuid']);
      const place = `${sections}/${SECTION}/place`;
      expectInvalid(await send('PUT', place, { parentId: id }), ['#/parentId', 'not-a-uuid']);
      const before = await send('PUT', place, { parentId: null, before: id });
      expectInvalid(before, ['#/before', 'not-a-uuid']);
      expect(JSON.parse(before.text).detail).toBe('before must be a UUID of version 4 or 7.');
      for (const some of [[id], [SECTION, id], [id, id]])
        expectInvalid(await send('PUT', `/v1/campaigns/${CAMPAIGN}/placements`, { sections: some }), [
          '#/sections',
          'not-a-uuid',
        ]);
    },
  );

  it('in a body may be null only where null means something', async () => {
    for (const [method, path, body] of WITH_BODY.filter(([, , body]) => 'id' in body))
      expectInvalid(await send(method, path, { ...body, id: null }), ['#/id', 'not-a-uuid']);
    expectInvalid(await send('POST', '/v1/portfolios', { id: FRESH, name: 'x', publisherId: null }), [
      '#/publisherId',
      'not-a-uuid',
    ]);
    expectInvalid(await send('PUT', `/v1/campaigns/${CAMPAIGN}/placements`, { sections: [null] }), ['#/sections', 'not-a-uuid']);
  });

  it.each(NOT_UUIDS)('to look for is not %j', async (id) => {
    expectInvalid(await get('/v1/placements', { sectionId: id }), ['#/sectionId', 'not-a-uuid']);
    for (const ids of [id, `${CAMPAIGN},${id}`, `${id},${CAMPAIGN}`])
      expectInvalid(await get('/v1/names', { ids }), ['#/ids', 'not-a-uuid']);
  });

  it('in capitals is the same id', async () => {
    const { text } = await get(`/v1/campaigns/${CAMPAIGN.toUpperCase()}`);
    expect(JSON.parse(text).id).toBe(CAMPAIGN);
    const names = await get('/v1/names', { ids: `${CAMPAIGN.toUpperCase()},${CAMPAIGN}` });
    expect(JSON.parse(names.text)).toEqual({ [CAMPAIGN]: { type: 'campaign', name: 'Spring sale', deleted: false } });
    const again = { id: CAMPAIGN.toUpperCase(), name: 'Spring sale', userId: 42, currency: 'EUR' };
    expect((await send('POST', '/v1/campaigns', again)).status).toBe(201);
  });

  it('of another kind of entity is not found', async () => {
    expectRefused(await get(`/v1/campaigns/${PORTFOLIO}`), 'campaign.not-found', undefined, 404);
    expectRefused(await get(`/v1/portfolios/${CAMPAIGN}`), 'portfolio.not-found', undefined, 404);
    expectRefused(await get(`/v1/publishers/${SECTION}`), 'publisher.not-found', undefined, 404);
    expectRefused(await get(`/v1/portfolios/${PORTFOLIO}/sections/${PORTFOLIO}`), 'section.not-found', undefined, 404);
    const placements = `/v1/campaigns/${CAMPAIGN}/placements`;
    for (const other of [PORTFOLIO, CAMPAIGN, UNKNOWN_ID])
      expectRefused(await send('PUT', placements, { sections: [SECTION, other] }), 'campaign.section-not-found', '#/sections');
    const portfolio = { id: FRESH, name: 'x', publisherId: PORTFOLIO };
    expectRefused(await send('POST', '/v1/portfolios', portfolio), 'portfolio.publisher-not-found', '#/publisherId');
  });
});

describe('the ids of names', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, n) => sectionOf(n + 1)).join();

  it('are at most 200', async () => {
    expect((await get('/v1/names', { ids: ids(200) })).status).toBe(200);
    expectInvalid(await get('/v1/names', { ids: ids(201) }), ['#/ids', 'too-many']);
    expectInvalid(await get('/v1/names', { ids: Array(201).fill(CAMPAIGN).join() }), ['#/ids', 'too-many']);
    const repeated = (count: number) => `/v1/names?${ids(count).replaceAll(/(^|,)/g, '&ids=')}`;
    expect((await get(repeated(200))).status).toBe(200);
    expectInvalid(await get(repeated(201)), ['#/ids', 'too-many']);
    expectInvalid(await get(`${repeated(199)}&ids=${ids(2)}`), ['#/ids', 'too-many']);
  });

  it('are required, separated by commas or in parameters of their own', async () => {
    expectInvalid(await get('/v1/names'), ['#/ids', 'missing']);
    expectInvalid(await get('/v1/names?ids='), ['#/ids', 'empty']);
    expectInvalid(await get('/v1/names?ids'), ['#/ids', 'empty']);
    for (const some of [
      `${CAMPAIGN},`,
      `,${CAMPAIGN}`,
      `${CAMPAIGN},,${SECTION}`,
      ',',
      `${CAMPAIGN}, ${SECTION}`,
      `${CAMPAIGN};${SECTION}`,
    ])
      expectInvalid(await get('/v1/names', { ids: some }), ['#/ids', 'not-a-uuid']);
    const named = {
      [CAMPAIGN]: expect.objectContaining({ type: 'campaign' }),
      [SECTION]: expect.objectContaining({ type: 'section' }),
    };
    for (const query of [
      `ids=${CAMPAIGN},${SECTION}`,
      `ids=${CAMPAIGN}&ids=${SECTION}`,
      `ids=${CAMPAIGN}&ids=${SECTION},${CAMPAIGN}`,
    ])
      expect(JSON.parse((await get(`/v1/names?${query}`)).text)).toEqual(named);
    expectInvalid(await get(`/v1/names?ids=${CAMPAIGN}&ids=x`), ['#/ids', 'not-a-uuid']);
    expectInvalid(await get(`/v1/names?ids[]=${CAMPAIGN}`), ['#/ids%5B%5D', 'unknown']);
  });
});

describe('a name', () => {
  /** Each command that sets a name, and the kind of entity. */
  const NAMING = WITH_BODY.filter(([, , body]) => 'name' in body).map(
    ([method, path, body]) =>
      [/sections/.test(path) ? 'section' : (path.split('/')[2]?.slice(0, -1) as string), method, path, body] as const,
  );

  it('is given by eight commands', () => expect(NAMING).toHaveLength(8));

  it.each(NO_TEXT)('is not %s', async (_, name) => {
    for (const [, method, path, body] of NAMING)
      expectInvalid(await send(method, path, { ...body, name }), ['#/name', 'not-text']);
  });

  it.each([
    ['of 51 characters', 'x'.repeat(51), 'too-long'],
    ['of 51 emoji', '🫖'.repeat(51), 'too-long'],
    ['of 51 families', '👩‍👩‍👧'.repeat(51), 'too-long'],
    ['of 51 letters with a combining mark', 'e\u0301'.repeat(51), 'too-long'],
    ['of 51 flags', '🇨🇿'.repeat(51), 'too-long'],
    ['of one letter with 1,000 combining marks', `e${'\u0301'.repeat(1_000)}`, 'too-long'],
    ['of 250,000 characters', 'x'.repeat(250_000), 'too-long'],
    ['of 120,000 combining marks', `e${'\u0301'.repeat(119_999)}`, 'too-long'],
    ['that is empty', '', 'empty'],
    ['of blanks', ' \t\n ', 'empty'],
    ['of blanks from other scripts', '\u00a0\u2003\u3000\u1680\u2800', 'empty'],
    ['of marks of direction', '\u200e\u200f\u202a\u202e\u2066\u2069\u061c', 'empty'],
    ['of joiners and other things without a look', '\u200b\u200c\u200d\u2060\ufeff\u00ad\u115f\u3164', 'empty'],
    ['of a combining mark alone', '\u0301', 'empty'],
    ['of variation selectors', '\ufe0f\u{e0100}', 'empty'],
    ['of two lines', 'a\nb', 'with-control-characters'],
    ['with a line separator', 'a\u2028b', 'with-control-characters'],
    ['with an escape', 'a\u001b[31mb', 'with-control-characters'],
    ['with a C1 control character', 'a\u0085b', 'with-control-characters'],
  ])('%s is refused', async (_, name, fault) => {
    for (const [kind, method, path, body] of NAMING)
      expectRefused(await send(method, path, { ...body, name }), `${kind}.name-${fault}`, '#/name');
  });

  it.each([
    ['a NUL', 'a\\u0000b'],
    ['a high surrogate alone', '\\ud800'],
    ['a low surrogate alone', 'x\\udc00'],
    ['surrogates in the wrong order', '\\udc00\\ud800'],
  ])('with %s is refused', async (_, escaped) => {
    for (const [, method, path, body] of NAMING) {
      const text = JSON.stringify({ ...body, name: '?' }).replace('"?"', `"${escaped}"`);
      expectInvalid(await json(method, path, text), ['#/name', 'malformed-text']);
    }
  });

  describe('at the limits', () => {
    measureAnew();

    it.each([
      ['50 families', '👩‍👩‍👧'.repeat(50)],
      ['50 letters with a combining mark each', 'e\u0301'.repeat(50)],
      ['50 letters, not composed', 'é'.repeat(50)],
      ['a letter with 999 combining marks', `e${'\u0301'.repeat(999)}`],
      ['Hebrew among marks of direction', '\u202bמבצע\u202c'],
      ['an override of direction that is never closed', 'sale \u202egnp.exe'],
      ['quotes and SQL', `'; DROP SCHEMA log; -- " \\ %_`],
      ['HTML', '<script>alert(1)</script>'],
      ['a formula', '=1+1'],
      ['blanks around it', '  a  '],
      ['__proto__', '__proto__'],
    ])('may be %s', async (_, name) => {
      for (const [, method, path, body] of NAMING) {
        const id = randomUUID();
        const { status, text } = await send(method, path, { ...body, ...(method === 'POST' ? { id } : {}), name });
        expect(status, text).toBeLessThan(300);
        if (method === 'PUT') continue;
        await shop.settle();
        const { body: names } = await shop.get('/v1/names', { ids: id }).expect(200);
        expect(names[id].name).toBe(name);
      }
      const { body } = await shop.get(`/v1/campaigns/${CAMPAIGN}/history`, { sort: '-version', limit: 1 }).expect(200);
      expect(body.data[0].changes).toEqual([expect.objectContaining({ field: 'name', to: name })]);
    });
  });
});

describe('a price', () => {
  const set = (amount: string) => json('PUT', `/v1/campaigns/${CAMPAIGN}/price`, `{"amount":${amount}}`);

  it.each(['0', '-0', '-1', '-9007199254740991'])('must be positive, not %s', async (amount) => {
    expectRefused(await set(amount), 'campaign.price-not-positive', '#/amount');
  });

  it.each([
    ...['1.5', '"1250"', 'null', 'true', '[1250]', '{}', '""', '1e-3'],
    // JSON.parse rounds these to whole numbers.
    ...['9007199254740990.6', '9007199254740992.5', '1250.00000000000000000001', '0.99999999999999999999', '1e-400'],
    ...['-0.1e-400', '12500000000000000000000000000001e-28', `1.${'0'.repeat(5_000)}1`],
  ])('is a whole number: %s', async (amount) => {
    expectInvalid(await set(amount), ['#/amount', 'not-a-whole-number']);
  });

  it.each(['1250.0', '125e1', '1.25E+3', '12500e-1', '1250.000000000000000000000'])(
    'may be written with a fraction of zero: %s',
    async (amount) => {
      expect((await set(amount)).status).toBe(204);
    },
  );

  it.each(['9007199254740992', '9007199254740993', '-9007199254740992', '1e400', '-1e400', '9'.repeat(400)])(
    'has a limit: %s',
    async (amount) => {
      expectInvalid(await set(amount), ['#/amount', 'out-of-range']);
    },
  );
});

describe('a user', () => {
  it.each([
    ['0', 'out-of-range'],
    ['-1', 'out-of-range'],
    ['9007199254740992', 'out-of-range'],
    ['"1"', 'not-a-whole-number'],
    ['1.5', 'not-a-whole-number'],
    ['null', 'not-a-whole-number'],
  ])('is not %s', async (userId, code) => {
    const body = `{"id":"${FRESH}","name":"x","userId":${userId}}`;
    expectInvalid(await json('POST', '/v1/campaigns', body), ['#/userId', code]);
  });
});

describe('a currency', () => {
  const set = async (currency: unknown, check: (answered: Answered) => void) => {
    check(await send('PUT', `/v1/campaigns/${CAMPAIGN}/currency`, { currency }));
    check(await send('POST', '/v1/campaigns', { id: FRESH, name: 'x', userId: 1, currency }));
  };

  it.each(['eur', 'EURO', 'EU', '', ' EUR', 'EUR\n', '€', '978', 'ÉUR', 5, null, true, ['EUR'], {}])('is not %j', (currency) =>
    set(currency, (answered) => expectInvalid(answered, ['#/currency', 'not-a-currency'])),
  );

  it.each(['ABC', 'XXX', 'XTS', 'XAU', 'DEM', 'ZZZ'])('that can be paid in is not %s', (currency) =>
    set(currency, (answered) => expectRefused(answered, 'campaign.currency-unknown', '#/currency')),
  );
});

describe('paused', () => {
  it.each(['"true"', '"false"', '""', '1', '0', 'null', '[]', '[true]', '{}'])('is not %s', async (paused) => {
    const answered = await json('PUT', `/v1/campaigns/${CAMPAIGN}/paused`, `{"paused":${paused}}`);
    expectInvalid(answered, ['#/paused', 'not-a-boolean']);
  });
});

describe('placements', () => {
  const set = (sections: unknown) => send('PUT', `/v1/campaigns/${CAMPAIGN}/placements`, { sections });
  const some = (count: number) => Array.from({ length: count }, (_, n) => sectionOf(n + 1));

  it.each([SECTION, '', 5, true, null, {}, { 0: SECTION, length: 1 }])('are not %j', async (sections) => {
    expectInvalid(await set(sections), ['#/sections', 'not-a-list']);
  });

  it('are at most 1,000', async () => {
    expectInvalid(await set(some(1_001)), ['#/sections', 'too-many']);
    expectInvalid(await set(Array(1_001).fill(SECTION)), ['#/sections', 'too-many']);
    expectRefused(await set(some(1_000)), 'campaign.section-not-found', '#/sections');
  });
});

describe('a schedule', () => {
  const PATH = `/v1/campaigns/${CAMPAIGN}/schedule`;
  const DAY = '2026-01-31';

  it.each([
    '',
    'now',
    'infinity',
    '2026',
    '2026-02-29',
    '2100-02-29',
    '2026-02-30',
    '2026-13-01',
    '10000-01-01',
    '+010000-01-01T00:00:00Z',
    '0000-12-31',
    '-0001-01-01',
    '2026-01-31T09:30:00',
    '2026-01-31 09:30:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T23:59:60Z',
    '2026-01-31T09:30:00+16:00',
    '9999-12-31T23:59:59-01:00',
    '0001-01-01T00:00:00+01:00',
    '2026-01-31\0',
    5,
    1769850000000,
    true,
    [],
    [DAY],
    {},
  ])('does not begin or end at %j', async (moment) => {
    expectInvalid(await send('PUT', PATH, { start: moment, end: '2126-01-01' }), ['#/start', 'not-a-date']);
    expectInvalid(await send('PUT', PATH, { start: '2026-01-01', end: moment }), ['#/end', 'not-a-date']);
  });

  it.each([
    [{ start: DAY }, ['#/end', 'missing']],
    [{ end: DAY }, ['#/start', 'missing']],
    [{ from: DAY, start: DAY, end: DAY }, ['#/from', 'unknown']],
  ] as [object, [string, string]][])('has both: %j', async (body, fault) => {
    expectInvalid(await send('PUT', PATH, body), fault);
  });

  it.each([
    [{ start: DAY, end: null }, '#/end'],
    [{ start: null, end: DAY }, '#/start'],
  ])('has both or neither: %j', async (body, pointer) => {
    expectRefused(await send('PUT', PATH, body), 'campaign.schedule-incomplete', pointer);
  });

  it.each([
    [DAY, '2026-01-30'],
    [DAY, '2026-01-31T00:00:00Z'],
    // The same moment in another form.
    ['2026-01-31T00:00:00+14:00', '2026-01-30T10:00:00Z'],
    ['2026-01-31T12:00:00Z', '2026-01-31T13:00:00+02:00'],
    // Fractions below a millisecond do not count.
    ['2026-01-31T12:00:00.000000001Z', '2026-01-31T12:00:00.000999999Z'],
  ])('ends after its start: %s to %s', async (start, end) => {
    expectRefused(await send('PUT', PATH, { start, end }), 'campaign.end-not-after-start', '#/end');
  });

  describe('at the limits', () => {
    measureAnew();

    it.each([
      ['2026-01-01T00:00:00+14:00', '2025-12-31T10:00:00.000Z'],
      ['2026-01-01T00:00:00-12:00', '2026-01-01T12:00:00.000Z'],
      ['2024-02-29', '2024-02-29T00:00:00.000Z'],
      ['2000-02-29T23:59:59.999Z', '2000-02-29T23:59:59.999Z'],
      ['0001-01-01', '0001-01-01T00:00:00.000Z'],
      ['2026-01-31T09:30Z', '2026-01-31T09:30:00.000Z'],
    ])('may begin at %s, which is %s', async (start, told) => {
      await ads.set(CAMPAIGN, 'schedule', { start, end: '9999-12-31T23:59:59.999Z' });
      const expected = { start: told, end: '9999-12-31T23:59:59.999Z' };
      const { body } = await shop.get(`/v1/campaigns/${CAMPAIGN}`).expect(200);
      expect(body.schedule).toEqual(expected);
      const { body: past } = await shop.get(`/v1/campaigns/${CAMPAIGN}`, { version: body.version }).expect(200);
      expect(past.schedule).toEqual(expected);
      await shop.get('/v1/placements', { sectionId: SECTION, at: '9999-12-31T23:59:59.998Z' }).expect(200);
      // The same moments in another form.
      await shop.settle();
      const length = await shop.logLength();
      await ads.set(CAMPAIGN, 'schedule', { start: told, end: '9999-12-31T13:59:59.999-10:00' });
      expect(await shop.logLength()).toBe(length);
    });
  });
});

describe('the target version of an undo', () => {
  const undo = (version: string) => json('POST', `/v1/campaigns/${CAMPAIGN}/undo`, `{"version":${version}}`);

  it.each(['0', '-1', '2147483648', '9007199254740993', '1e400'])('has a range: %s', async (version) => {
    expectInvalid(await undo(version), ['#/version', 'out-of-range']);
  });

  it.each(['1.5', '"1"', 'null', 'true', '[]', '{}'])('is a whole number: %s', async (version) => {
    expectInvalid(await undo(version), ['#/version', 'not-a-whole-number']);
  });

  it('must exist', async () => {
    expectRefused(await undo('2147483647'), 'campaign.version-not-found', undefined, 404);
    expectRefused(await undo('1'), 'campaign.version-without-price', '#/version');
  });
});

describe('a query of the past', () => {
  const of = (path: string) => path.split('/')[2]?.slice(0, -1);

  it.each(['0', '-1', '2147483648', '9007199254740993', '9'.repeat(60)])('has no version=%s', async (version) => {
    for (const path of ENTITIES) expectInvalid(await get(path, { version }), ['#/version', 'out-of-range']);
  });

  it.each(['', '1.5', '1e0', 'latest', '01', '+1', ' 1', '0x1', 'null', '1,2'])('has no version=%j', async (version) => {
    for (const path of ENTITIES) expectInvalid(await get(path, { version }), ['#/version', 'not-a-whole-number']);
  });

  it.each([
    '',
    'now',
    'yesterday',
    '2026',
    '2026-02-30',
    '10000-01-01',
    '2026-01-01T00:00:00 01:00',
    '1769850000',
    'infinity',
    '\0',
  ])('is not at=%j', async (at) => {
    for (const path of ENTITIES) expectInvalid(await get(path, { at }), ['#/at', 'not-a-date']);
  });

  it('finds nothing where there was nothing', async () => {
    for (const path of ENTITIES) {
      expectRefused(await get(path, { version: '2147483647' }), `${of(path)}.version-not-found`, undefined, 404);
      for (const at of ['0001-01-01', '2020-01-01', '1999-12-31T23:59:59.999999999Z'])
        expectRefused(await get(path, { at }), `${of(path)}.not-found`, undefined, 404);
    }
  });

  it('at a future moment finds the present', async () => {
    for (const path of ENTITIES) {
      const [present, future] = [await get(path), await get(path, { at: '9999-12-31' })];
      expect([future.status, JSON.parse(future.text)]).toEqual([200, JSON.parse(present.text)]);
    }
  });

  it('is refused with both a version and a moment', async () => {
    for (const path of ENTITIES) {
      expectInvalid(await get(path, { version: '1', at: '2126-01-01' }), ['#/at', 'not-with-version']);
      expectInvalid(await get(`${path}?version=1&version=1`), ['#/version', 'repeated']);
      expectInvalid(await get(`${path}?at=2026-01-01&at=2026-01-01`), ['#/at', 'repeated']);
    }
  });

  it.each(['round', '', 'TREE', 'tree,flat', 'constructor'])('and the present has no shape %j', async (shape) => {
    const path = `/v1/portfolios/${PORTFOLIO}`;
    expectInvalid(await get(path, { shape }), ['#/shape', 'not-a-choice']);
    expectInvalid(await get(path, { shape, version: '1' }), ['#/shape', 'not-a-choice']);
  });
});

describe('a list', () => {
  it.each(['', 'id', 'NAME', 'sortName', 'sort_name', 'name,createdAt', '--name', '+name', 'name desc', 'constructor', 'userId'])(
    'is not sorted by %j',
    async (sort) => {
      for (const path of LIST_PATHS) expectInvalid(await get(path, { sort }), ['#/sort', 'not-a-choice']);
      for (const path of ENTITIES) expectInvalid(await get(`${path}/history`, { sort }), ['#/sort', 'not-a-choice']);
    },
  );

  it.each([
    ['limit', '0', 'out-of-range'],
    ['limit', '201', 'out-of-range'],
    ['limit', '1.5', 'not-a-whole-number'],
    ['limit', '', 'not-a-whole-number'],
    ['cursor', '', 'malformed-token'],
    ['cursor', 'a b', 'malformed-token'],
    ['cursor', 'A'.repeat(401), 'malformed-token'],
    ['cursor', 'abc.def', 'not-of-this-list'],
    ['cursor', '__proto__', 'not-of-this-list'],
  ])('has no %s=%s', async (name, value, code) => {
    for (const path of [...LIST_PATHS, ...ENTITIES.map((each) => `${each}/history`)])
      expectInvalid(await get(path, { [name]: value }), [`#/${name}`, code]);
    expectInvalid(await get('/v1/placements', { sectionId: SECTION, [name]: value }), [`#/${name}`, code]);
  });

  it('has no filter of another type', async () => {
    for (const name of ['runnable', 'paused'])
      for (const value of ['', '1', 'TRUE', 'yes', 'null'])
        expectInvalid(await get('/v1/campaigns', { [name]: value }), [`#/${name}`, 'not-a-boolean']);
    for (const [value, code] of [
      ['0', 'out-of-range'],
      ['x', 'not-a-whole-number'],
      ['9007199254740992', 'out-of-range'],
    ] as const)
      expectInvalid(await get('/v1/campaigns', { userId: value }), ['#/userId', code]);
    expectInvalid(await get('/v1/portfolios', { publisherId: 'x' }), ['#/publisherId', 'not-a-uuid']);
    for (const path of LIST_PATHS)
      for (const [q, code] of [
        ['', 'empty'],
        [' ', 'empty'],
        ['x'.repeat(1_001), 'too-long'],
        ['\0', 'malformed-text'],
      ] as const)
        expectInvalid(await get(path, { q }), ['#/q', code]);
  });

  it('has no unknown or repeated parameter', async () => {
    for (const path of QUERIES) {
      const [address, query] = path.split('?');
      expectInvalid(await get(`${address}?${query ? `${query}&` : ''}colour=red`), ['#/colour', 'unknown']);
      // Only a list may be given several times.
      if (query && !query.startsWith('ids='))
        expectInvalid(await get(`${path}&${query}`), [`#/${query.split('=')[0]}`, 'repeated']);
    }
    for (const path of LIST_PATHS) expectInvalid(await get(`${path}?q=a&q=b`), ['#/q', 'repeated']);
    expectInvalid(await get('/v1/campaigns?paused=true&paused=false'), ['#/paused', 'repeated']);
  });

  it.each(['%FF', '%ED%A0%80', '%C0%80', '%', '%zz'])('refuses broken text: %s', async (text) => {
    for (const path of LIST_PATHS)
      expectProblem(await rawRequest('GET', `${path}?q=${text}`), { status: 400, code: 'request.malformed-text' });
  });

  it.each(['x', '-1', '1.5', '9007199254740992', ''])('does not wait for position %j', async (position) => {
    for (const path of QUERIES) {
      const { status, text } = await rawRequest('GET', path, { 'Wait-For-Position': position });
      expect([status, JSON.parse(text).errors[0].pointer]).toEqual([400, '#/wait-for-position']);
    }
  });

  describe('of three campaigns', () => {
    measureAnew();
    const names = ['100 % of_it', 'back\\slash', `"double" and 'single'`];

    it('searches for the text as written, even if it has a meaning in SQL', async () => {
      for (const name of names) await ads.campaign({ name, userId: 7 });
      const found = async (q: string) => {
        const { data } = await ads.get('/v1/campaigns', { q, userId: 7, sort: 'name' });
        return data.map(({ name }: { name: string }) => name);
      };
      expect(await found('%')).toEqual([names[0]]);
      expect(await found('100 %')).toEqual([names[0]]);
      expect(await found('_')).toEqual([names[0]]);
      expect(await found('\\')).toEqual([names[1]]);
      expect(await found('"')).toEqual([names[2]]);
      expect(await found("'")).toEqual([names[2]]);
      expect(await found('?')).toEqual([]);
      expect(await found('$1')).toEqual([]);
      expect(await found('%%')).toEqual([]);
    });

    it('continues only from its own cursors', async () => {
      const query = { userId: 7, limit: 1, sort: 'name' };
      const { page } = await ads.get('/v1/campaigns', query);
      const cursor: string = page.next_cursor;
      await shop.get('/v1/campaigns', { ...query, limit: 2, cursor }).expect(200);
      for (const other of [{ sort: '-name' }, { sort: 'createdAt' }, { userId: 8 }, { paused: false }, { q: 'a' }])
        expectInvalid(await shop.get('/v1/campaigns', { ...query, ...other, cursor }), ['#/cursor', 'not-of-this-list']);
      expectInvalid(await get('/v1/portfolios', { cursor, sort: 'name' }), ['#/cursor', 'not-of-this-list']);
      const history = await ads.get(`/v1/campaigns/${CAMPAIGN}/history`, { limit: 1 });
      const elsewhere = [
        `/v1/portfolios/${PORTFOLIO}/history`,
        `/v1/campaigns/${CAMPAIGN}/history?sort=-version`,
        '/v1/campaigns',
        `/v1/placements?sectionId=${SECTION}`,
      ];
      for (const path of elsewhere)
        expectInvalid(await shop.get(path).query({ cursor: history.page.next_cursor }), ['#/cursor', 'not-of-this-list']);
    });
  });
});

describe('a body', () => {
  it.each(['{', '{"name":"x"', '{"name":"x",}', "{'name':'x'}", '[1', '"x', ' ', '\0', 'undefined', '{"a":01}', '{"a":NaN}'])(
    'that is broken JSON is refused: %j',
    async (body) => {
      for (const [method, path] of WITH_BODY)
        expectProblem(await json(method, path, body), { status: 400, code: 'request.malformed-json' });
    },
  );

  it.each(['[]', '[{}]', '"x"', '42', 'null', 'true'])('that is not an object is refused: %s', async (body) => {
    for (const [method, path] of WITH_BODY) expectInvalid(await json(method, path, body), ['#', 'not-an-object']);
  });

  it('is required, with all its required members', async () => {
    for (const [method, path, body] of WITH_BODY) {
      expectInvalid(await json(method, path, ''), ['#', 'missing']);
      const required = Object.keys(body).filter((name) => !(name === 'currency' && 'userId' in body) && name !== 'before');
      const needed = path.endsWith('/sections') ? required.filter((name) => name !== 'parentId') : required;
      const { text } = await json(method, path, '{}');
      const faults = JSON.parse(text).errors.map(({ pointer, code }: Record<string, string>) => [pointer, code]);
      expect(faults.toSorted()).toEqual(needed.map((name) => [`#/${name}`, 'missing']).toSorted());
    }
  });

  it.each([
    ['colour', '#/colour'],
    ['__proto__', '#/__proto__'],
    ['constructor', '#/constructor'],
    ['toString', '#/toString'],
    ['then', '#/then'],
    ['', '#/'],
    ['a/b~c d', '#/a~1b~0c%20d'],
    ['\ud800', '#/%EF%BF%BD'],
  ])('with an unknown name is refused: %j', async (name, pointer) => {
    for (const [method, path, body] of WITH_BODY) {
      const text = JSON.stringify(body).replace(/}$/, `,${JSON.stringify(name)}:1}`);
      expectInvalid(await json(method, path, text), [pointer, 'unknown']);
    }
  });

  it.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    '*/*',
    'json',
  ])('of type %s is refused', async (type) => {
    for (const [method, path] of WITH_BODY)
      expectProblem(await rawRequest(method, path, { 'Content-Type': type }, 'name=x'), {
        status: 415,
        code: 'request.content-type-unknown',
      });
  });

  it('that is compressed, too large, or not UTF-8 is refused', async () => {
    for (const [method, path] of WITH_BODY) {
      const compressed = await rawRequest(method, path, { ...JSON_HEADERS, 'Content-Encoding': 'gzip' }, '{}');
      expectProblem(compressed, { status: 415, code: 'request.content-encoding-unknown' });
      expectProblem(await json(method, path, `{"name":"${'x'.repeat(2_000_000)}"}`), { status: 413, code: 'request.too-large' });
      const broken = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]);
      expectProblem(await json(method, path, broken), { status: 400, code: 'request.malformed-text' });
    }
  });

  it('nested 10,000 levels deep is refused', async () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    for (const [method, path, body] of WITH_BODY)
      for (const name of Object.keys(body)) {
        const text = JSON.stringify({ ...body, [name]: '?' }).replace('"?"', deep);
        const { errors } = JSON.parse(
          (await rawRequest(method, path, { ...JSON_HEADERS, 'Idempotency-Key': 'deep' }, text)).text,
        );
        expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['#']);
      }
  });

  it('is refused where the route takes none', async () => {
    for (const [method, path] of ALL_COMMANDS.filter(([, , body]) => !body))
      expectProblem(await json(method, path, '{"id":1}'), { status: 400, code: 'request.body-unexpected' });
    for (const path of QUERIES) expectProblem(await json('GET', path, '{}'), { status: 400, code: 'request.body-unexpected' });
  });
});

describe('a command', () => {
  it.each(['1', '"1', 'w/"1"', '*, "1"', ',', ''])('is not conditional on %j', async (tag) => {
    for (const route of ALL_COMMANDS) expectInvalid(await command(route, { 'If-Match': tag }), ['#/if-match', 'malformed-etag']);
  });

  it.each(['"99"', '"0"', '"2147483648"', 'W/"1"', '"abc"'])(
    'for version %s is refused where the entity has another one',
    async (tag) => {
      for (const route of ALL_COMMANDS.filter(([, path]) => !path.endsWith('/bulk'))) {
        const { status, text } = await command(route, { 'If-Match': tag });
        expect([status, JSON.parse(text).code]).toEqual([
          412,
          expect.stringMatching(/^(campaign|portfolio|publisher)\.version-mismatch$/),
        ]);
      }
    },
  );

  it.each(['', 'a b', 'é', 'x'.repeat(256)])('has no Idempotency-Key %j', async (key) => {
    for (const route of ALL_COMMANDS)
      expectInvalid(await command(route, { 'Idempotency-Key': key }), ['#/idempotency-key', 'malformed-token']);
  });

  it('has no parameters', async () => {
    for (const [method, path, body] of ALL_COMMANDS)
      expectInvalid(await command([method, `${path}?dry_run=true`, body]), ['#/dry_run', 'unknown']);
  });

  it.each([
    ['GET', '/v1/campaigns/bulk', 'not-a-uuid'],
    ['DELETE', '/v1/campaigns/bulk', 'not-a-uuid'],
  ])('in bulk is no campaign: %s %s', async (method, path, code) => {
    expectInvalid(await rawRequest(method, path), ['#/id', code]);
  });

  it.each([
    ['PATCH', `/v1/campaigns/${CAMPAIGN}`, ['GET', 'HEAD', 'DELETE']],
    ['GET', `/v1/campaigns/${CAMPAIGN}/name`, ['PUT']],
    ['POST', `/v1/campaigns/${CAMPAIGN}/paused`, ['PUT']],
    ['PUT', `/v1/campaigns/${CAMPAIGN}/undo`, ['POST']],
    ['DELETE', `/v1/campaigns/${CAMPAIGN}/history`, ['GET', 'HEAD']],
    ['PUT', '/v1/campaigns', ['GET', 'HEAD', 'POST']],
    ['DELETE', '/v1/publishers', ['GET', 'HEAD', 'POST']],
    ['GET', `/v1/portfolios/${PORTFOLIO}/sections`, ['POST']],
    ['PUT', `/v1/portfolios/${PORTFOLIO}/sections/${SECTION}`, ['GET', 'HEAD', 'DELETE']],
    ['DELETE', `/v1/portfolios/${PORTFOLIO}/sections/${SECTION}/place`, ['PUT']],
    ['POST', '/v1/names', ['GET', 'HEAD']],
    ['POST', '/v1/placements', ['GET', 'HEAD']],
  ])('has one method for each route: %s %s', async (method, path, allowed) => {
    const answered = await rawRequest(method, path);
    expectProblem(answered, { status: 405, code: 'route.method-not-allowed' });
    expect(answered.headers.allow?.split(', ').toSorted()).toEqual([...allowed, 'OPTIONS'].toSorted());
  });

  it('to an unknown entity is refused', async () => {
    for (const path of [
      '/v1/campaigns/',
      `/v1/campaigns/${CAMPAIGN}/`,
      `/v1/campaigns/${CAMPAIGN}/nothing`,
      '/v1/sections',
      '/v1/campaign',
    ])
      expectProblem(await rawRequest('GET', path), { status: 404, code: 'route.not-found' });
  });
});

describe('commands in bulk', () => {
  const PATH = '/v1/campaigns/bulk';
  const bulk = (commands: unknown, headers: Record<string, string> = {}) => command(['POST', PATH, { commands }], headers);
  const outcomesOf = (answered: Answered) => {
    expect(answered.status, answered.text).toBe(200);
    expectNothingInside(answered.text);
    return JSON.parse(answered.text).data;
  };
  const statusesOf = (answered: Answered) => outcomesOf(answered).map(({ status }: { status: number }) => status);
  const pricesOf = (id: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ command: 'set-price', id, amount: n + 1 }));

  it.each([
    ['nothing', [], 'empty'],
    ['501 rows', pricesOf(CAMPAIGN, 501), 'too-many'],
    ['an object', { 0: {}, length: 1 }, 'not-a-list'],
    ['text', 'pause', 'not-a-list'],
    ['null', null, 'not-a-list'],
    ['a row that is null', [{ command: 'pause', id: CAMPAIGN }, null], 'not-an-object'],
    ['a row that is a list', [{ command: 'pause', id: CAMPAIGN }, ['pause', CAMPAIGN]], 'not-an-object'],
    ['a row that is text', [{ command: 'pause', id: CAMPAIGN }, 'pause'], 'not-an-object'],
    ['a row with an object in a list', [{ command: 'pause', id: CAMPAIGN, x: [{}] }], 'too-deep'],
    ['a row with an object in an object', [{ command: 'pause', id: CAMPAIGN, x: { x: {} } }], 'too-deep'],
  ])('are not %s', async (_, commands, code) => {
    expectInvalid(await bulk(commands), ['#/commands', code]);
  });

  it.each([
    [
      'nothing',
      {},
      [
        ['command', 'missing'],
        ['id', 'missing'],
      ],
    ],
    ['an unknown command', { command: 'fly', id: CAMPAIGN }, [['command', 'not-a-choice']]],
    ['__proto__ for a command', { command: '__proto__', id: CAMPAIGN }, [['command', 'not-a-choice']]],
    ['toString for a command', { command: 'toString', id: CAMPAIGN }, [['command', 'not-a-choice']]],
    ['a list for a command', { command: ['pause'], id: CAMPAIGN }, [['command', 'not-a-choice']]],
    ['what has no text for a command', { command: { toString: 1 }, id: CAMPAIGN }, [['command', 'not-a-choice']]],
    ['what has no text for an id', { command: 'pause', id: { toString: 1 } }, [['id', 'not-a-uuid']]],
    ['no id', { command: 'pause' }, [['id', 'missing']]],
    ['no UUID', { command: 'pause', id: '1' }, [['id', 'not-a-uuid']]],
    ['an unknown field', { command: 'pause', id: CAMPAIGN, paused: false }, [['paused', 'unknown']]],
    ['the field of another command', { command: 'delete', id: CAMPAIGN, name: 'x' }, [['name', 'unknown']]],
    ['no price', { command: 'set-price', id: CAMPAIGN }, [['amount', 'missing']]],
    ['a price in quotes', { command: 'set-price', id: CAMPAIGN, amount: '1' }, [['amount', 'not-a-whole-number']]],
    [
      'all of it wrong',
      { command: 'rename', id: 1, name: 2, version: 0, x: 3 },
      [
        ['id', 'not-a-uuid'],
        ['version', 'out-of-range'],
        ['name', 'not-text'],
        ['x', 'unknown'],
      ],
    ],
    ['version 1.5', { command: 'pause', id: CAMPAIGN, version: 1.5 }, [['version', 'not-a-whole-number']]],
    ['version 2^31', { command: 'pause', id: CAMPAIGN, version: 2 ** 31 }, [['version', 'out-of-range']]],
    ['null for a version', { command: 'pause', id: CAMPAIGN, version: null }, [['version', 'not-a-whole-number']]],
    ['an ETag for a version', { command: 'pause', id: CAMPAIGN, version: '"3"' }, [['version', 'not-a-whole-number']]],
    ['half a schedule', { command: 'set-schedule', id: CAMPAIGN, start: null }, [['end', 'missing']]],
    [
      'the 30th of February',
      { command: 'set-schedule', id: CAMPAIGN, start: '2026-02-30', end: '2027-01-01' },
      [['start', 'not-a-date']],
    ],
    ['no list of sections', { command: 'set-placements', id: CAMPAIGN, sections: SECTION }, [['sections', 'not-a-list']]],
    [
      'small letters for a currency',
      { command: 'set-currency', id: CAMPAIGN, currency: 'eur' },
      [['currency', 'not-a-currency']],
    ],
    ['half a surrogate pair', { command: 'rename', id: CAMPAIGN, name: '\ud800' }, [['name', 'malformed-text']]],
  ] as [string, object, [string, string][]][])('have a row that is refused for its form: %s', async (_, row, faults) => {
    const [{ status, version, position, problem }] = outcomesOf(await bulk([row]));
    expect({ status, version, position }).toEqual({ status: 400, version: null, position: null });
    expect(problem.code).toBe('request.invalid');
    expect(problem.errors.map(({ pointer, code }: Record<string, string>) => [pointer, code])).toEqual(
      faults.map(([name, code]) => [`#/${name}`, code]),
    );
  });

  it.each([
    ['what is nowhere', { command: 'pause', id: UNKNOWN_ID }, 404, 'campaign.not-found'],
    ['what is no campaign', { command: 'pause', id: PORTFOLIO }, 404, 'campaign.not-found'],
    ['a version that was', { command: 'pause', id: CAMPAIGN, version: 1 }, 412, 'campaign.version-mismatch'],
    ['a version that is not yet', { command: 'pause', id: CAMPAIGN, version: 2_147_483_647 }, 412, 'campaign.version-mismatch'],
    ['a name of 51 characters', { command: 'rename', id: CAMPAIGN, name: 'x'.repeat(51) }, 422, 'campaign.name-too-long'],
    ['a price of 0', { command: 'set-price', id: CAMPAIGN, amount: 0 }, 422, 'campaign.price-not-positive'],
    ['no currency', { command: 'set-currency', id: CAMPAIGN, currency: 'XXX' }, 422, 'campaign.currency-unknown'],
    [
      'half a schedule',
      { command: 'set-schedule', id: CAMPAIGN, start: null, end: '2026-01-01' },
      422,
      'campaign.schedule-incomplete',
    ],
    ['no section', { command: 'set-placements', id: CAMPAIGN, sections: [UNKNOWN_ID] }, 422, 'campaign.section-not-found'],
  ])('have a row that is refused by a rule: %s', async (_, row, wanted, code) => {
    const [{ status, version, position, problem }] = outcomesOf(await bulk([row]));
    expect({ status, version, position, code: problem.code }).toEqual({ status: wanted, version: null, position: null, code });
    expect(problem.detail).toMatch(/^\S.*[.!?]$/s);
    // 500 rows with 100 missed events each would be a long answer.
    expect(problem).not.toHaveProperty('events');
  });

  it('match no version as a whole', async () => {
    expectInvalid(await bulk([{ command: 'pause', id: CAMPAIGN }], { 'If-Match': '"1"' }), ['#/if-match', 'unknown']);
  });

  describe('that succeed', () => {
    measureAnew();

    it('are executed in their order, each for itself', async () => {
      const [one, other] = [await ads.campaign(), await ads.campaign()];
      const answered = await bulk([
        { command: 'set-price', id: one, amount: 1, version: 1 },
        { command: 'set-price', id: one, amount: 0 },
        { command: 'set-price', id: one, amount: 2, version: 1 },
        { command: 'delete', id: other },
        {},
        { command: 'resume', id: other },
        { command: 'set-price', id: one.toUpperCase(), amount: 3, version: 2 },
        { command: 'set-price', id: one, amount: 3 },
      ]);
      expect(statusesOf(answered)).toEqual([204, 422, 412, 204, 400, 409, 204, 204]);
      const versions = outcomesOf(answered).map(({ version }: { version: number }) => version);
      expect(versions).toEqual([2, null, null, 2, null, null, 3, 3]);
      await shop.settle();
      expect(await ads.get(`/v1/campaigns/${one}`)).toMatchObject({ price: 3, version: 3 });
    });

    it('may be 500 to one campaign', async () => {
      const id = await ads.campaign();
      const outcomes = outcomesOf(await bulk(pricesOf(id, 500)));
      expect(outcomes.map(({ status, version }: Record<string, number>) => [status, version])).toEqual(
        pricesOf(id, 500).map(({ amount }) => [204, amount + 1]),
      );
      await shop.settle();
      expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject({ price: 500, version: 501 });
    }, 60_000);

    it('may fill the largest body', async () => {
      const text = JSON.stringify({ commands: pricesOf(await ads.campaign(), 1) });
      expect((await json('POST', PATH, text.padEnd(2 ** 20))).status).toBe(200);
      expectProblem(await json('POST', PATH, text.padEnd(2 ** 20 + 1)), { status: 413, code: 'request.too-large' });
    });
  });

  describe('with an Idempotency-Key', () => {
    measureAnew();
    const reused = { status: 422, code: 'idempotency.key-reused' };

    it('are executed once, and a repeat gets the same answer', async () => {
      const id = await ads.campaign();
      const headers = { 'Idempotency-Key': 'again' };
      const rows = [...pricesOf(id, 3), { command: 'set-price', id, amount: 0 }, {}, { command: 'pause', id: UNKNOWN_ID }];
      const first = await bulk(rows, headers);
      expect(statusesOf(first)).toEqual([204, 204, 204, 422, 400, 404]);
      await ads.set(id, 'price', { amount: 99 });
      const length = await shop.logLength();
      for (let n = 0; n < 2; n++) expect(outcomesOf(await bulk(rows, headers))).toEqual(outcomesOf(first));
      expect(await shop.logLength()).toBe(length);
    });

    it('are all refused when the rows differ', async () => {
      const id = await ads.campaign();
      const headers = { 'Idempotency-Key': 'other-rows' };
      expect(statusesOf(await bulk([{}, ...pricesOf(id, 1)], headers))).toEqual([400, 204]);
      const length = await shop.logLength();
      const pause = { command: 'pause', id };
      for (const rows of [[pause], [pause, pause], [{}, pause], [{}, {}, pause], [{}, ...pricesOf(id, 1), pause]])
        expectProblem(await bulk(rows, headers), reused);
      expect(await shop.logLength()).toBe(length);
    });

    it('are refused where the key is that of another command, and the other way round', async () => {
      const id = await ads.campaign();
      const headers = { 'Idempotency-Key': 'elsewhere' };
      expect((await command(['PUT', `/v1/campaigns/${id}/price`, { amount: 1 }], headers)).status).toBe(204);
      const length = await shop.logLength();
      expectProblem(await bulk([{ command: 'pause', id }], headers), reused);
      expect(await shop.logLength()).toBe(length);
      expect(statusesOf(await bulk([{ command: 'pause', id }], { 'Idempotency-Key': 'here' }))).toEqual([204]);
      expectProblem(await command(['PUT', `/v1/campaigns/${id}/price`, { amount: 2 }], { 'Idempotency-Key': 'here' }), reused);
    });

    it('are executed once if ten requests come at the same moment', async () => {
      const id = await ads.campaign();
      const rows = pricesOf(id, 20);
      const length = await shop.logLength();
      const headers = { 'Idempotency-Key': 'at-once' };
      const all = await Promise.all(Array.from({ length: 10 }, () => bulk(rows, headers)));
      for (const each of all) {
        if (each.status === 200) expect(statusesOf(each)).toEqual(Array(20).fill(204));
        else expectProblem(each, { status: 409, code: 'idempotency.in-progress' });
      }
      expect(statusesOf(await bulk(rows, headers))).toEqual(Array(20).fill(204));
      expect(await shop.logLength()).toBe(length + rows.length);
    });
  });
});

describe('a portfolio of 10,000 sections and 100 levels', () => {
  const LARGE = '019c1354-7610-7a2c-b4d6-000000000006';
  const SECTIONS = `/v1/portfolios/${LARGE}/sections`;
  const [TOP, DEEPEST, ALONE] = [sectionOf(1), sectionOf(MOST_LEVELS), sectionOf(MOST_LEVELS + 1)];
  const add = (parentId: string | null) => send('POST', SECTIONS, { id: FRESH, name: 'x', parentId });
  const place = (id: string, parentId: string | null) => send('PUT', `${SECTIONS}/${id}/place`, { parentId });
  interface Node {
    readonly id: string;
    readonly nodes: Node[];
  }
  const depthOf = ({ nodes }: { nodes: Node[] }): number => Math.max(0, ...nodes.map((node) => 1 + depthOf(node)));
  const countOf = ({ nodes }: { nodes: Node[] }): number => nodes.reduce((count, node) => count + 1 + countOf(node), 0);
  measureAnew();

  beforeAll(async () => {
    await givenLargePortfolio(shop, LARGE, PUBLISHER);
  });

  it('accepts no further section', async () => {
    const length = await shop.logLength();
    for (const parentId of [null, ALONE, sectionOf(MOST_LEVELS - 1)])
      expectRefused(await add(parentId), 'portfolio.too-many-sections');
    expect(await shop.logLength()).toBe(length);
  });

  it('accepts no further level', async () => {
    const length = await shop.logLength();
    expectRefused(await add(DEEPEST), 'section.too-deep', '#/parentId');
    expectRefused(await place(ALONE, DEEPEST), 'section.too-deep', '#/parentId');
    expectRefused(await place(TOP, ALONE), 'section.too-deep', '#/parentId');
    expectRefused(await place(TOP, DEEPEST), 'section.below-itself', '#/parentId');
    expectRefused(await place(sectionOf(50), sectionOf(51)), 'section.below-itself', '#/parentId');
    expect(await shop.logLength()).toBe(length);
  });

  it('is shown as a tree and flat, in the present and in the past', async () => {
    for (const query of [{}, { version: String(MOST_SECTIONS + 1) }]) {
      const tree = await ads.get(`/v1/portfolios/${LARGE}`, query);
      expect([tree.sections, countOf(tree), depthOf(tree)]).toEqual([MOST_SECTIONS, MOST_SECTIONS, MOST_LEVELS]);
      const flat = await ads.get(`/v1/portfolios/${LARGE}`, { ...query, shape: 'flat' });
      expect(flat.nodes.map(({ id }: Node) => id)).toEqual([
        LARGE,
        ...Array.from({ length: MOST_SECTIONS }, (_, index) => sectionOf(index + 1)),
      ]);
      expect(flat.nodes[0].nodes).toHaveLength(MOST_SECTIONS - MOST_LEVELS + 1);
    }
  });

  it('has sections moved and removed', async () => {
    const campaign = await ads.campaign();
    await ads.set(campaign, 'placements', { sections: [ALONE, DEEPEST] });
    expect((await place(ALONE, sectionOf(MOST_LEVELS - 1))).status).toBe(204);
    expect((await rawRequest('DELETE', `${SECTIONS}/${sectionOf(2)}`)).status).toBe(204);
    await shop.settle();
    const tree = await ads.get(`/v1/portfolios/${LARGE}`);
    expect([tree.sections, countOf(tree), depthOf(tree)]).toEqual([...Array(2).fill(MOST_SECTIONS - MOST_LEVELS), 1]);
    expect((await ads.get(`/v1/campaigns/${campaign}`)).placements).toEqual([]);
    expect((await add(TOP)).status).toBe(201);
  });

  it('may be in the placements of a campaign, 1,000 sections at once', async () => {
    const campaign = await ads.campaign();
    const sections = Array.from({ length: 1_000 }, (_, n) => sectionOf(MOST_LEVELS + 2 + n));
    await ads.set(campaign, 'placements', { sections });
    await shop.settle();
    expect((await ads.get(`/v1/campaigns/${campaign}`)).placements).toEqual(sections);
    expect((await rawRequest('DELETE', `/v1/portfolios/${LARGE}`)).status).toBe(204);
    await shop.settle();
    expect((await ads.get(`/v1/campaigns/${campaign}`)).placements).toEqual([]);
  });
});

describe('random input', () => {
  measureAnew();

  it('succeeds or is refused, and only what succeeds is on the log', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const known = fc.constantFrom<unknown>(
      CAMPAIGN,
      SECTION,
      PARENT,
      PORTFOLIO,
      PUBLISHER,
      UNKNOWN_ID,
      null,
      true,
      0,
      1,
      3,
      'EUR',
      'CZK',
      '2026-02-29',
      '2126-01-01',
      [SECTION],
      [],
      'pause',
      'set-price',
      'rename',
    );
    const value = fc.oneof(known, known, text, fc.integer(), fc.double(), fc.jsonValue());
    const names = [...new Set(WITH_BODY.flatMap(([, , body]) => Object.keys(body)))];
    const row = fc.dictionary(fc.constantFrom('command', 'id', 'version', 'name', 'amount', 'sections', 'start', 'end'), value);
    const changes = fc.dictionary(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: text }),
      value,
    );
    const request = fc.record({
      route: fc.constantFrom<[string, string, object?]>(
        ...ALL_COMMANDS.filter(([method]) => method !== 'DELETE'),
        ...QUERIES.map((path): [string, string] => ['GET', path]),
      ),
      changes: fc.oneof(changes, fc.record({ commands: fc.array(row, { maxLength: 5 }) })),
      /** Values that replace the members of a body at random; some of them are valid. */
      alone: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ route: [method, path, body], changes, alone }) => {
        await shop.settle();
        const length = await shop.logLength();
        const pairs = Object.entries(changes).map(([name, each]) => [
          name,
          typeof each === 'string' ? each : JSON.stringify(each),
        ]);
        const answered =
          method === 'GET'
            ? await rawRequest('GET', `${path.split('?')[0]}?${new URLSearchParams(pairs as [string, string][])}`)
            : await send(method, path, alone ? changes : { ...body, ...changes });
        expect(answered.status, answered.text).toBeLessThan(500);
        if (answered.status < 300) return expectNothingInside(answered.text.replaceAll('\\', ''));
        expectProblem(answered, { status: answered.status, code: JSON.parse(answered.text).code });
        expect(await shop.logLength()).toBe(length);
      }),
      { numRuns: 300 },
    );
  });
});
