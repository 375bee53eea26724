import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Advertising } from '../../support/advertising.js';
import { expectInvalid } from '../../support/problem.js';
import { Shop } from '../../support/shop.js';

interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly userId: number;
  readonly currency: string;
  readonly price: number | null;
  readonly schedule: { readonly start: string | null; readonly end: string | null };
  readonly placements: readonly string[];
  readonly paused: boolean;
  readonly ended: boolean;
  readonly runnable: boolean;
  readonly reasons: readonly string[];
}

let shop: Shop;
let ads: Advertising;
/** Two publishers, three websites; below `sport` are `football` and, in that, `cup`. */
const places = { one: '', other: '', sites: [] as string[], sport: '', football: '', cup: '', news: '', mail: '' };
let all: Campaign[];
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
  places.one = await ads.publisher('One');
  places.other = await ads.publisher('Other');
  for (const publisher of [places.one, places.one, places.other]) places.sites.push(await ads.portfolio(publisher));
  const [first, second, third] = places.sites as [string, string, string];
  places.sport = await ads.section(first, null, 'Sport');
  places.football = await ads.section(first, places.sport, 'Football');
  places.cup = await ads.section(first, null, 'Cup');
  await ads.do('PUT', `/portfolios/${first}/sections/${places.cup}/place`, { parentId: places.football });
  places.news = await ads.section(second, null, 'News');
  places.mail = await ads.section(third, null, 'Mail');
  const { sport, football, cup, news, mail } = places;
  const placements = [[sport], [football, news], [cup], [cup, mail], [news], [], [mail, sport, football], []];
  const periods = [
    { start: '2026-01-01T00:00:00.000Z', end: '2126-02-01T00:00:00.000Z' },
    { start: '2025-01-01T00:00:00.000Z', end: '2025-02-01T00:00:00.000Z' },
    null,
    { start: '2026-01-01T00:00:00.000Z', end: '2127-01-01T00:00:00.000Z' },
  ];
  for (let n = 0; n < 32; n++) {
    const id = await ads.campaign({ name: `No ${n}`, userId: 1 + (n % 3), currency: ['EUR', 'CZK', 'USD'][n % 3] });
    if (n % 4) await ads.set(id, 'price', { amount: 1 + ((n * 5) % 7) });
    await ads.set(id, 'placements', { sections: placements[n % placements.length] });
    const period = periods[(n >> 1) % 4];
    if (period) await ads.set(id, 'schedule', period);
    if (n % 5 === 0) await ads.set(id, 'paused', { paused: true });
  }
  await shop.settle();
  all = (await ads.get('/v1/campaigns', { limit: 100 })).data;
  expect(all).toHaveLength(32);
});
afterAll(() => shop.close());

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).toSorted();

const found = async (query: object) => ids(await ads.walk('/v1/campaigns', { limit: 100, ...query }));

const placedIn =
  (...sections: string[]) =>
  ({ placements }: Campaign) =>
    placements.some((id) => sections.includes(id));

describe('campaigns are found by', () => {
  it('what keeps them from running, whether they ended, and their currency', async () => {
    for (const reason of ['no-schedule', 'no-placement', 'paused', 'ended']) {
      const expected = ids(all.filter(({ reasons }) => reasons.includes(reason)));
      expect(expected.length).toBeGreaterThan(3);
      expect([reason, await found({ reason })]).toEqual([reason, expected]);
    }
    for (const ended of [true, false]) expect(await found({ ended })).toEqual(ids(all.filter((each) => each.ended === ended)));
    expect(await found({ currency: 'CZK' })).toEqual(ids(all.filter(({ currency }) => currency === 'CZK')));
    expect(await found({ currency: 'JPY' })).toEqual([]);
    expect(await found({ reason: 'ended', userId: 2, paused: false })).toEqual(
      ids(all.filter(({ reasons, userId, paused }) => reasons.includes('ended') && userId === 2 && !paused)),
    );
  });

  it('a section alone, or with all below it, whether they can run or not', async () => {
    const { sport, football, cup, news } = places;
    expect(all.filter(placedIn(sport)).some(({ runnable }) => !runnable)).toBe(true);
    expect(await found({ sectionId: sport })).toEqual(ids(all.filter(placedIn(sport))));
    expect(await found({ sectionId: sport, below: false })).toEqual(ids(all.filter(placedIn(sport))));
    expect(await found({ sectionId: sport, below: true })).toEqual(ids(all.filter(placedIn(sport, football, cup))));
    expect(await found({ sectionId: football, below: true })).toEqual(ids(all.filter(placedIn(football, cup))));
    expect(await found({ sectionId: news, below: true, runnable: true })).toEqual(
      ids(all.filter((each) => placedIn(news)(each) && each.runnable)),
    );
    expect(await found({ sectionId: randomUUID(), below: true })).toEqual([]);
    const { page } = await ads.get('/v1/campaigns', { sectionId: sport, below: true, count: true, limit: 1 });
    expect(page).toMatchObject({ count: all.filter(placedIn(sport, football, cup)).length, count_capped: false });
  });

  it('a portfolio, and the publisher of portfolios', async () => {
    const { one, other, sites, sport, football, cup, news, mail } = places;
    expect(await found({ portfolioId: sites[0] })).toEqual(ids(all.filter(placedIn(sport, football, cup))));
    expect(await found({ portfolioId: sites[1] })).toEqual(ids(all.filter(placedIn(news))));
    expect(await found({ publisherId: one })).toEqual(ids(all.filter(placedIn(sport, football, cup, news))));
    expect(await found({ publisherId: other })).toEqual(ids(all.filter(placedIn(mail))));
    expect(await found({ publisherId: other, portfolioId: sites[0] })).toEqual(
      ids(all.filter((each) => placedIn(mail)(each) && placedIn(sport, football, cup)(each))),
    );
    expect(await found({ publisherId: sites[0] })).toEqual([]);
  });

  it('ids', async () => {
    const some = ids(all.slice(3, 8));
    expect(await found({ ids: [...some, randomUUID()].join() })).toEqual(some);
    expect(await found({ ids: some.join(), paused: true })).toEqual(
      ids(all.filter(({ id, paused }) => some.includes(id) && paused)),
    );
  });

  it.each([
    [{ reason: 'deleted' }, '#/reason', 'not-a-choice'],
    [{ ended: 'maybe' }, '#/ended', 'not-a-boolean'],
    [{ currency: 'eur' }, '#/currency', 'not-a-currency'],
    [{ sectionId: 'x' }, '#/sectionId', 'not-a-uuid'],
    [{ portfolioId: '1' }, '#/portfolioId', 'not-a-uuid'],
    [{ publisherId: '' }, '#/publisherId', 'not-a-uuid'],
    [{ below: true }, '#/sectionId', 'missing'],
    [{ ids: '' }, '#/ids', 'empty'],
    [{ ids: Array.from({ length: 201 }, () => randomUUID()).join() }, '#/ids', 'too-many'],
    [{ sort: 'schedule' }, '#/sort', 'not-a-choice'],
    [{ count: 'yes' }, '#/count', 'not-a-boolean'],
  ])('nothing else: %#', async (query, pointer, code) => {
    expectInvalid(await shop.http.get('/v1/campaigns').query(query), [pointer, code]);
  });
});

describe('campaigns are sorted by', () => {
  const NEVER = '9999-12-31T23:59:59.999Z';
  const values: Record<string, (campaign: Campaign) => number | string> = {
    price: ({ price }) => price ?? 0,
    start: ({ schedule }) => schedule.start ?? NEVER,
    end: ({ schedule }) => schedule.end ?? NEVER,
    runnable: ({ runnable }) => Number(runnable),
  };

  it.each(Object.keys(values))('%s in both directions, page by page, with and without filters', async (sort) => {
    const rank = values[sort] as (campaign: Campaign) => number | string;
    const compare = <T>(one: T, other: T) => (one < other ? -1 : one > other ? 1 : 0);
    for (const query of [{}, { userId: 2 }, { publisherId: places.one }]) {
      const matches = await found(query);
      const rows = all
        .filter(({ id }) => matches.includes(id))
        .toSorted((one, other) => compare(rank(one), rank(other)) || compare(one.id, other.id));
      for (const limit of [1, 3, 100]) {
        expect(await ads.walk('/v1/campaigns', { ...query, sort, limit })).toEqual(rows);
        expect(await ads.walk('/v1/campaigns', { ...query, sort: `-${sort}`, limit })).toEqual(rows.toReversed());
      }
    }
  });
});

describe('a list that is asked for its count', () => {
  it.each(['/v1/campaigns', '/v1/portfolios', '/v1/publishers', '/v1/order-history'])('tells it exactly: %s', async (path) => {
    for (let n = 0; n < 3; n++) await shop.createOrder(5);
    const { data } = await ads.get(path, { limit: 100 });
    expect(data.length).toBeGreaterThan(1);
    const first = await ads.get(path, { limit: 1, count: true });
    expect(first.page).toEqual({ limit: 1, next_cursor: expect.any(String), count: data.length, count_capped: false });
    const { body, headers } = await shop.get(path, { limit: 1, count: true }).expect(200);
    expect(body).toEqual(first);
    expect(headers.link).toContain('count=true');
    // The cursors of a list with its count and without it are the same, and the count is that of all pages.
    const plain = await ads.get(path, { limit: 1 });
    expect(plain.page).toEqual({ limit: 1, next_cursor: first.page.next_cursor });
    const second = await ads.get(path, { limit: 1, count: true, cursor: plain.page.next_cursor });
    expect(second.data).toEqual(data.slice(1, 2));
    expect(second.page).toMatchObject({ count: data.length });
    expect((await ads.get(path, { count: false })).page).not.toHaveProperty('count');
  });

  it('counts what the filters let through', async () => {
    const counted = async (path: string, query: object) => (await ads.get(path, { count: true, limit: 1, ...query })).page.count;
    expect(await counted('/v1/campaigns', { paused: true })).toBe(all.filter(({ paused }) => paused).length);
    expect(await counted('/v1/campaigns', { q: 'nothing like it' })).toBe(0);
    expect(await counted('/v1/portfolios', { publisherId: places.one })).toBe(2);
    expect(await counted('/v1/publishers', { q: 'OTHER' })).toBe(1);
    expect(await counted('/v1/placements', { sectionId: places.sport })).toBe(
      all.filter((each) => each.runnable && placedIn(places.sport)(each)).length,
    );
    const order = await shop.createOrder(77);
    await shop.addGoods(order, { sku: 'MUG' });
    await shop.addGoods(order, { sku: 'mug' });
    expect(await counted('/v1/order-history', { user_id: 77 })).toBe(1);
    expect(await counted('/v1/order-history', { sku: 'MUG' })).toBe(1);
    expect(await counted('/v1/order-history', { user_id: 77, threshold: 2 })).toBe(0);
    expect(await counted('/v1/order-history', { user_id: 77, offset: 1 })).toBe(1);
  });

  it('stops at 10,000 and says so', async () => {
    const created_at = '2020-01-01T00:00:00.000Z';
    const make = (count: number, first: number) =>
      shop.insertEvents(
        `INSERT INTO log.events (position, stream, version, type, data, metadata)
         SELECT nextval('log.position'), 'order-' || n, 1, 'order_created_v1',
           jsonb_build_object('id', n, 'user_id', 88, 'currency', 'EUR', 'created_at', $3::text),
           '{"commandId": "c", "actor": "test", "correlationId": "c", "causationId": null}'
         FROM generate_series($1::bigint, $2::bigint) AS n`,
        [first, first + count - 1, created_at],
      );
    await make(10_000, 1_000_000);
    await shop.settle();
    const query = { user_id: 88, limit: 1, count: true };
    expect((await ads.get('/v1/order-history', query)).page).toMatchObject({ count: 10_000, count_capped: false });
    await make(1, 2_000_000);
    await shop.settle();
    expect((await ads.get('/v1/order-history', query)).page).toMatchObject({ count: 10_000, count_capped: true });
  }, 60_000);
});
