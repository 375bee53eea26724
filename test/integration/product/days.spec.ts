import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offsetsOf, spanOf } from '../../../src/shared/time-zones.js';
import { Advertising } from '../../support/advertising.js';
import { expectInvalid } from '../../support/problem.js';
import { Shop } from '../../support/shop.js';

let shop: Shop;
let ads: Advertising;
/** A shop whose dates are days in Prague. */
let prague: Shop;
let pragueAds: Advertising;
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
  prague = await Shop.open({ TIME_ZONE: 'Europe/Prague' });
  pragueAds = await Advertising.of(prague);
});
afterAll(async () => {
  await shop.close();
  await prague.close();
});

/** Appends orders that were created at these moments. */
async function givenOrders(at: Shop, moments: readonly string[]): Promise<void> {
  const created = moments.map((created_at, index) => ({
    stream: `order-${index + 1}`,
    version: 1,
    type: 'order_created_v1',
    data: { id: index + 1, user_id: 42, currency: 'EUR', created_at },
  }));
  await (await Advertising.of(at)).append(created);
}

/** A date, its zone, its first and last moments, and its hours. */
const DAYS = [
  ['2026-03-29', 'Europe/Prague', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', 23],
  ['2026-10-25', 'Europe/Prague', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z', 25],
  ['2026-01-31', 'Europe/Prague', '2026-01-30T23:00:00.000Z', '2026-01-31T23:00:00.000Z', 24],
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z', 23],
  ['2018-02-17', 'America/Sao_Paulo', '2018-02-17T02:00:00.000Z', '2018-02-18T03:00:00.000Z', 25],
  ['2026-01-31', 'Asia/Kathmandu', '2026-01-30T18:15:00.000Z', '2026-01-31T18:15:00.000Z', 24],
  ['2011-12-29', 'Pacific/Apia', '2011-12-29T10:00:00.000Z', '2011-12-30T10:00:00.000Z', 24],
  ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-30T10:00:00.000Z', 0],
  ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z', 24],
  ['2026-01-31', 'UTC', '2026-01-31T00:00:00.000Z', '2026-02-01T00:00:00.000Z', 24],
] as const;

describe('a date', () => {
  it.each(DAYS)('%s in %s is a whole day', (date, zone, first, after, hours) => {
    expect(spanOf(date, zone)).toEqual({ first, after });
    expect(Date.parse(after) - Date.parse(first)).toBe(hours * 3_600_000);
  });

  it('at the ends of the calendar is cut off there', () => {
    expect(spanOf('0001-01-01', 'Asia/Kathmandu').first).toBe('0001-01-01T00:00:00.000Z');
    expect(spanOf('9999-12-31', 'America/Sao_Paulo').after).toBe('9999-12-31T23:59:59.999Z');
  });

  it.each(['UTC', 'utc', 'Etc/UTC', 'GMT', 'Africa/Abidjan'])('in %s is a day of UTC', async (zone) =>
    expect((await offsetsOf(zone)).isUtc).toBe(true),
  );
  it.each(['Europe/London', 'Etc/GMT+1'])('in %s is none of UTC', async (zone) =>
    expect((await offsetsOf(zone)).isUtc).toBe(false),
  );
});

describe('a filter of the order history', () => {
  const MOMENTS = [
    ...DAYS.flatMap(([, , first, after]) =>
      [first, after].flatMap((moment) => [-1, 0].map((distance) => Date.parse(moment) + distance)),
    ),
  ].map((moment) => new Date(moment).toISOString());
  const EDGE = ['2026-05-01T09:30:38.623Z', '2026-05-01T09:30:38.624Z', '2026-05-01T09:30:38.625Z', '2026-05-01T09:30:38.626Z'];
  const ALL = [...new Set([...MOMENTS, ...EDGE])].toSorted();
  beforeAll(async () => {
    await givenOrders(shop, ALL);
    await givenOrders(prague, ALL);
  });

  /** The creation times of the matching orders. List, export and summary must agree. */
  async function found(query: Record<string, unknown>, at = shop): Promise<string[]> {
    const { body } = await at.get('/v1/order-history', { ...query, sort: 'created_at', limit: 100 }).expect(200);
    const times = body.data.map(({ created_at }: { created_at: string }) => created_at);
    const byId = await at.get('/v1/order-history', { ...query, limit: 100 }).expect(200);
    expect(byId.body.data.map(({ created_at }: { created_at: string }) => created_at)).toEqual(times);
    const { text } = await at.get('/v1/order-history.csv', query).expect(200);
    const [, ...lines] = text.trim().split('\r\n');
    expect(lines.map((line) => line.split(',')[3])).toEqual(times);
    for (const by of ['day', 'month', 'user', 'goods_count']) {
      const sums = await at.get('/v1/order-history/summary', { ...query, by }).expect(200);
      const orders = sums.body.data.reduce((sum: number, row: { orders: number }) => sum + row.orders, 0);
      expect(orders, by).toBe(times.length);
    }
    return times;
  }

  it.each(DAYS)('from and to %s in %s has the whole day in it', async (date, tz, first, after) => {
    expect(await found({ created_from: date, created_to: date, tz })).toEqual(ALL.filter((at) => at >= first && at < after));
    expect(await found({ created_from: date, tz })).toEqual(ALL.filter((at) => at >= first));
    expect(await found({ created_to: date, tz })).toEqual(ALL.filter((at) => at < after));
  });

  it('uses the zone of the settings by default', async () => {
    const [date, , first, after] = DAYS[0];
    const day = { created_from: date, created_to: date };
    expect(await found(day, prague)).toEqual(ALL.filter((at) => at >= first && at < after));
    expect(await found({ ...day, tz: 'UTC' }, prague)).toEqual(await found(day));
    const { body } = await prague.get('/v1/order-history/summary', { by: 'day', ...day }).expect(200);
    expect(body.data.map((row: { day: string }) => row.day)).toEqual([date]);
    const { body: inUtc } = await shop.get('/v1/order-history/summary', { by: 'day', ...day, tz: 'Europe/Prague' }).expect(200);
    expect(inUtc.data).toEqual(body.data);
  });

  it.each([
    ['created_from', '.6240001', ['.625', '.626']],
    ['created_from', '.624000001', ['.625', '.626']],
    ['created_from', '.624000000', ['.624', '.625', '.626']],
    ['created_from', '.6239999', ['.624', '.625', '.626']],
    ['created_from', '.624999999', ['.625', '.626']],
    ['created_to', '.6249999', ['.623', '.624']],
    ['created_to', '.624999999', ['.623', '.624']],
    ['created_to', '.6250000', ['.623', '.624', '.625']],
    ['created_to', '.62', []],
    ['created_to', '.6230001', ['.623']],
  ])('%s 09:30:38%sZ is never rounded', async (name, fraction, milliseconds) => {
    const within = { created_from: '2026-05-01T09:30:38Z', created_to: '2026-05-01T09:30:39Z' };
    const times = await found({ ...within, [name]: `2026-05-01T09:30:38${fraction}Z` });
    expect(times).toEqual(milliseconds.map((each) => `2026-05-01T09:30:38${each}Z`));
  });

  it('must not end before it starts', async () => {
    for (const [created_from, created_to, tz] of [
      ['2026-02-01', '2026-01-31', 'Europe/Prague'],
      ['2026-01-31T23:00:00Z', '2026-01-31', 'Europe/Prague'],
      ['2011-12-31', '2011-12-30', 'Pacific/Apia'],
      ['2026-05-01T09:30:38.625Z', '2026-05-01T09:30:38.624Z', 'UTC'],
    ])
      for (const path of ['/v1/order-history', '/v1/order-history.csv', '/v1/order-history/summary?by=day'])
        expectInvalid(await shop.http.get(path).query({ created_from, created_to, tz }), ['#/created_from', 'range-reversed']);
    const tz = 'Asia/Kathmandu';
    await shop.get('/v1/order-history', { created_from: '2026-01-31T18:14:59.999Z', created_to: '2026-01-31', tz }).expect(200);
  });

  it('keeps its zone from page to page', async () => {
    const query = { created_from: '2026-01-31', tz: 'Asia/Kathmandu', limit: 1 };
    const { headers } = await shop.get('/v1/order-history', query).expect(200);
    const next = /^<(.*)>; rel="next"$/.exec(headers.link ?? '')?.[1] as string;
    expect(new URL(next, 'http://shop.test').searchParams.get('tz')).toBe('Asia/Kathmandu');
    await shop.http.get(next).expect(200);
    expectInvalid(await shop.http.get(next.replace('Asia%2FKathmandu', 'UTC')), ['#/cursor', 'not-of-this-list']);
  });

  it('takes dates at the ends of the calendar in every zone', async () => {
    for (const tz of ['Asia/Kathmandu', 'America/Sao_Paulo', 'Pacific/Kiritimati'])
      expect(await found({ created_from: '0001-01-01', created_to: '9999-12-31', tz })).toEqual(ALL);
  });
});

describe('a schedule', () => {
  const shown = async (of: Advertising, id: string) => (await of.get(`/v1/campaigns/${id}`)).schedule;

  it.each([
    ['2027-03-28', '2027-03-31', 'Europe/Prague', '2027-03-27T23:00:00.000Z', '2027-03-31T22:00:00.000Z'],
    ['2027-03-28', '2027-03-28', 'Europe/Prague', '2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'],
    ['2027-10-31', '2027-10-31', 'Europe/Prague', '2027-10-30T22:00:00.000Z', '2027-10-31T23:00:00.000Z'],
    ['2027-03-31', '2027-03-31', undefined, '2027-03-31T00:00:00.000Z', '2027-04-01T00:00:00.000Z'],
    ['2027-03-31', '2027-03-31', 'Asia/Kathmandu', '2027-03-30T18:15:00.000Z', '2027-03-31T18:15:00.000Z'],
    ['2018-11-04', '2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z'],
    ['2011-12-29', '2011-12-30', 'Pacific/Apia', '2011-12-29T10:00:00.000Z', '2011-12-30T10:00:00.000Z'],
    ['2027-03-31', '2027-03-31T12:00:00Z', 'Europe/Prague', '2027-03-30T22:00:00.000Z', '2027-03-31T12:00:00.000Z'],
    ['2027-03-31T12:00:00.9999999Z', '2027-03-31', undefined, '2027-03-31T12:00:00.999Z', '2027-04-01T00:00:00.000Z'],
  ])('from %s to %s in %s is whole days', async (start, end, tz, first, after) => {
    const schedule = { start: first, end: after };
    const id = await ads.campaign();
    await ads.set(id, 'schedule', { start, end, tz });
    expect(await shown(ads, id)).toEqual(schedule);
    const [, set] = await ads.facts(id);
    expect(set).toEqual(['CampaignScheduleSet', schedule]);
    const row = await ads.campaign();
    const bulk = await ads.do('POST', '/campaigns/bulk', { commands: [{ command: 'set-schedule', id: row, start, end, tz }] });
    expect(bulk.body.data).toMatchObject([{ status: 204 }]);
    await shop.settle();
    expect(await shown(ads, row)).toEqual(schedule);
  });

  it('has days in the zone of the settings by default', async () => {
    const day = { start: '2027-03-28', end: '2027-03-28' };
    const schedule = { start: '2027-03-27T23:00:00.000Z', end: '2027-03-28T22:00:00.000Z' };
    const [one, other] = [await pragueAds.campaign(), await pragueAds.campaign()];
    await pragueAds.set(one, 'schedule', day);
    await pragueAds.do('POST', '/campaigns/bulk', { commands: [{ command: 'set-schedule', id: other, ...day }] });
    await prague.settle();
    for (const id of [one, other]) expect(await shown(pragueAds, id)).toEqual(schedule);
  });

  it('of a day that the zone skipped is refused, because it is empty', async () => {
    const id = await ads.campaign();
    const body = { start: '2011-12-30', end: '2011-12-30', tz: 'Pacific/Apia' };
    const { status, body: problem } = await ads.send('PUT', `/campaigns/${id}/schedule`, body);
    expect({ status, code: problem.code }).toEqual({ status: 422, code: 'campaign.end-not-after-start' });
  });

  it('may still be empty, with any zone', async () => {
    const id = await ads.campaign();
    await ads.set(id, 'schedule', { start: '2127-03-28', end: '2127-03-28' });
    await ads.set(id, 'schedule', { start: null, end: null, tz: 'Europe/Prague' });
    expect(await shown(ads, id)).toEqual({ start: null, end: null });
  });
});

describe('the past of an entity', () => {
  it.each(['campaigns', 'portfolios', 'publishers'] as const)(
    'of %s at a date is the state at the end of the day',
    async (kind) => {
      const id = await { campaigns: () => ads.campaign(), portfolios: () => ads.portfolio(), publishers: () => ads.publisher() }[
        kind
      ]();
      const stream = `${kind.slice(0, -1)}-${id}`;
      await ads.do('PUT', `/${kind}/${id}/name`, { name: 'Morning' });
      await ads.do('PUT', `/${kind}/${id}/name`, { name: 'Night' });
      // Recorded at the first and last moments of 29 March 2026 in Prague, and right after it.
      const client = await shop.db.connect();
      try {
        await client.query('BEGIN');
        await client.query('SET LOCAL session_replication_role = replica');
        for (const [version, at] of [
          [1, '2026-03-28T23:00:00.000Z'],
          [2, '2026-03-29T21:59:59.999Z'],
          [3, '2026-03-29T22:00:00.000Z'],
        ])
          await client.query('UPDATE log.events SET recorded_at = $3 WHERE stream = $1 AND version = $2', [stream, version, at]);
        await client.query('COMMIT');
      } finally {
        client.release();
      }
      const versionAt = async (at: string, tz?: string) => {
        const { status, body } = await ads.send('GET', `/${kind}/${id}?${new URLSearchParams({ at, ...(tz ? { tz } : {}) })}`);
        return status === 200 ? body.version : body.code;
      };
      expect(await versionAt('2026-03-28', 'Europe/Prague')).toBe(`${kind.slice(0, -1)}.not-found`);
      expect(await versionAt('2026-03-29', 'Europe/Prague')).toBe(2);
      expect(await versionAt('2026-03-30', 'Europe/Prague')).toBe(3);
      expect(await versionAt('2026-03-28')).toBe(1);
      expect(await versionAt('2026-03-29')).toBe(3);
      expect(await versionAt('2026-03-29T21:59:59.9989999Z')).toBe(1);
      expect(await versionAt('2026-03-29T21:59:59.9999999Z')).toBe(2);
      expect(await versionAt('2026-03-29T22:00:00Z')).toBe(3);
    },
  );
});

describe('placements', () => {
  it('at a date are those whose schedule overlaps that day', async () => {
    const section = await ads.section(await ads.portfolio());
    // Its last moment is 2126-03-31T23:59:59.999 in Prague.
    await ads.runningCampaign([section], { start: '2011-12-29', end: '2126-03-31', tz: 'Europe/Prague' });
    const found = async (at: string, tz?: string) =>
      (await ads.get('/v1/placements', { sectionId: section, at, tz })).data.length;
    expect(await found('2126-03-31', 'Europe/Prague')).toBe(1);
    expect(await found('2126-04-01', 'Europe/Prague')).toBe(0);
    expect(await found('2126-04-01', 'Asia/Kathmandu')).toBe(1);
    expect(await found('2126-04-01')).toBe(0);
    expect(await found('2011-12-28', 'Europe/Prague')).toBe(0);
    expect(await found('2011-12-28')).toBe(1);
    expect(await found('2126-03-31T21:59:59.9999999Z')).toBe(1);
    expect(await found('2126-03-31T22:00:00Z')).toBe(0);
    expect(await found('2011-12-30', 'Pacific/Apia')).toBe(0);
    expect(await found('2011-12-31', 'Pacific/Apia')).toBe(1);
  });
});

it('an unknown time zone is refused by every route with one', async () => {
  const id = await ads.campaign();
  for (const tz of ['Mars/Olympus', '+02:00', '', 'UTC\0']) {
    for (const path of [
      '/v1/order-history',
      '/v1/order-history.csv',
      '/v1/order-history/summary?by=day',
      `/v1/campaigns/${id}`,
      `/v1/portfolios/${id}`,
      `/v1/publishers/${id}`,
      `/v1/placements?sectionId=${id}`,
    ])
      expectInvalid(await shop.http.get(path).query({ tz }), ['#/tz', 'not-a-time-zone']);
    const body = { start: '2126-01-01', end: '2126-01-01', tz };
    expectInvalid(await shop.http.put(`/v1/campaigns/${id}/schedule`).send(body), ['#/tz', 'not-a-time-zone']);
    const bulk = await ads.do('POST', '/campaigns/bulk', { commands: [{ command: 'set-schedule', id, ...body }] });
    expect(bulk.body.data[0]).toMatchObject({ status: 400, problem: { errors: [{ pointer: '#/tz', code: 'not-a-time-zone' }] } });
  }
});
