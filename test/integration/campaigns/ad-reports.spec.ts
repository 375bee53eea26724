import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BEACONS } from '../../../src/campaigns/delivery/counting.js';
import { addSums, type SumTable } from '../../../src/campaigns/delivery/sum-tables.js';
import { VIDEO } from '../../support/ad-places.js';
import { Advertising } from '../../support/advertising.js';
import { expectProblem } from '../../support/problem.js';
import { Shop } from '../../support/shop.js';
import { BOSS, OF_ANN, TwoUsers } from '../../support/two-users.js';

const BROWSER = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const ALWAYS = { start: '2000-01-01T00:00:00.000Z', end: '2900-01-01T00:00:00.000Z' };
const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
const SPRING = Date.parse('2026-03-01T00:00:00Z');
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Europe/Prague', 'Australia/Lord_Howe', 'Pacific/Chatham'];

const sampled = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number) => fc.sample(arbitrary, { numRuns, seed: Date.now() });

let shop: Shop;
let ads: Advertising;
let portfolio: string;
let section: string;
beforeAll(async () => {
  shop = await Shop.open({ AD_LIFETIME: '2' });
  ads = await Advertising.of(shop);
  portfolio = await ads.portfolio();
  section = await ads.section(portfolio);
});
afterAll(() => shop.close());

/** A row of sums. */
interface Place {
  readonly quarter: string;
  readonly campaign: string;
  readonly section: string;
  readonly creative: string;
  readonly device: string;
}

const columnsOf = ({ quarter, campaign, section, creative, device }: Place) => ({
  quarter,
  campaign_id: campaign,
  portfolio_id: portfolio,
  section_id: section,
  creative_id: creative,
  device,
});

const eventsOf = (counts: Partial<Record<(typeof BEACONS)[number] | 'late', number>>) =>
  [...BEACONS, 'late' as const].map((name) => counts[name] ?? 0);

/** Adds to sums past the ledger. */
const givenSums = (table: SumTable, rows: readonly object[], at = shop) =>
  addSums({ query: async (sql: string, values: unknown[]) => (await at.db.query(sql, values)).rows } as never, table, rows);

const givenViews = (place: Place, views: number, at = shop) =>
  givenSums('quarters', [{ ...columnsOf(place), is_invalid: false, events: eventsOf({ impression: views }) }], at);

const report = async (query: Record<string, unknown>) => (await shop.get('/v1/reports/delivery', query).expect(200)).body;

/** Sums of 60 days of March and April, in 150 places and quarters of an hour. */
async function givenSpring(): Promise<void> {
  const [campaigns, sections, creatives] = [2, 3, 3].map((length) => Array.from({ length }, () => randomUUID()));
  const place = fc.record({
    quarter: fc.nat(60 * 96 - 1).map((n) => new Date(SPRING + n * QUARTER_MS).toISOString()),
    campaign: fc.constantFrom(...(campaigns as string[])),
    section: fc.constantFrom(...(sections as string[])),
    creative: fc.constantFrom(...(creatives as string[])),
    device: fc.constantFrom('desktop', 'mobile', 'tv'),
  });
  const row = fc.record({
    place,
    counts: fc.array(fc.nat(9), { minLength: 16, maxLength: 16 }),
    isInvalid: fc.boolean(),
    currency: fc.constantFrom('EUR', 'CZK', 'JPY'),
    amount: fc.nat(1_000_000_000),
    code: fc.constantFrom(0, 401, 900),
    requests: fc.nat(9),
  });
  const rows = sampled(fc.array(row, { minLength: 150, maxLength: 150, size: 'max' }), 1)[0] ?? [];
  const places = rows.map(({ place, ...values }) => ({ ...columnsOf(place), ...values }));
  await givenSums(
    'quarters',
    places.map(({ isInvalid, counts, ...each }) => ({ ...each, is_invalid: isInvalid, events: counts })),
  );
  await givenSums(
    'spend',
    places.map((each) => ({ ...each, views: 1 })),
  );
  await givenSums(
    'errors',
    places.map((each) => ({ ...each, views: 1 })),
  );
  await givenSums(
    'requests',
    places.map((each) => ({ ...each, is_invalid: false, filled: Math.floor(each.requests / 2) })),
  );
  await givenSums(
    'fills',
    places.map((each) => ({ ...each, fills: each.requests })),
  );
}

describe('a report of delivery', () => {
  beforeAll(givenSpring);

  it('has the same sums by every group and in every time zone', async () => {
    const span = { from: '2026-02-28T00:00:00Z', to: '2026-05-02T00:00:00Z' };
    const [all] = (await report(span)).data;
    expect([all.impressions > 0, all.spend.length, Object.keys(all.errors).length]).toEqual([true, 3, 3]);
    const groups = ['day', 'hour', 'campaign', 'section', 'creative', 'device'];
    const bys = [...groups, 'day,campaign', 'hour,section,device', 'creative,campaign', 'day,campaign,section,creative,device'];
    for (const [n, by] of bys.entries())
      for (const time_zone of ZONES.filter((_, zone) => by.includes('day') || by.includes('hour') || zone === n % ZONES.length)) {
        const { data } = await report({ ...span, by, time_zone });
        const expected = structuredClone(all);
        for (const lacking of ['requests', 'fills'] as const) if (data[0][lacking] === null) expected[lacking] = null;
        expect(totalOf(data), `${by} ${time_zone}`).toEqual({
          ...expected,
          clickRate: null,
          completionRate: null,
          fillRate: null,
        });
      }
  }, 30_000);

  it('reads whole days and quarters of an hour with the same sums, over any span', async () => {
    const minutes = fc.integer({ min: -2 * 1_440, max: 62 * 1_440 });
    // Many at midnight (UTC), at quarters of an hour, and in between; or dates, whose days may have 23 and 25 hours.
    const moment = fc
      .tuple(fc.oneof(minutes, minutes.map(floorTo(15)), minutes.map(floorTo(1_440))), fc.constantFrom(-1, 0, 1))
      .map(([minute, ms]) => new Date(SPRING + minute * 60_000 + ms).toISOString());
    const date = minutes.map((minute) => new Date(SPRING + minute * 60_000).toISOString().slice(0, 10));
    const span = fc.oneof(...[moment, date].map((edge) => fc.tuple(edge, edge).map((edges) => edges.toSorted())));
    const by = fc.subarray(['campaign', 'section', 'creative', 'device']);
    const question = fc.record({ span, by, byDay: fc.boolean(), time_zone: fc.constantFrom(...ZONES) });
    for (const { span, by, byDay, time_zone } of sampled(question, 60)) {
      const asked = { from: span[0], to: span[1], time_zone };
      const groups = [...(byDay ? ['day'] : []), ...by];
      // Hours are known from quarters of an hour alone.
      const hours: Row[] = (await report({ ...asked, by: ['hour', ...by].join() })).data;
      const dayOf = ({ hour }: Row) =>
        new Intl.DateTimeFormat('en-CA', { timeZone: time_zone }).format(Date.parse(hour as string));
      const keyOf = (row: Row) => groups.map((group) => row[group === 'day' || group === 'device' ? group : `${group}Id`]).join();
      const expected = new Map<string, Row[]>();
      for (const row of hours) {
        const key = keyOf(byDay ? { ...row, day: dayOf(row) } : row);
        expected.set(key, [...(expected.get(key) ?? []), row]);
      }
      const { data } = await report({ ...asked, ...(groups.length && { by: groups.join() }) });
      const what = JSON.stringify({ ...asked, groups });
      if (groups.length) expect(data.map(keyOf).toSorted(), what).toEqual([...expected.keys()].toSorted());
      for (const row of data) expect(sumOf([row]), what).toEqual(sumOf(expected.get(keyOf(row)) ?? []));
    }
  }, 30_000);

  it.each([
    ['Europe/Prague', '2026-03-29', 23],
    ['Europe/Prague', '2026-10-25', 25],
    ['America/New_York', '2026-11-01', 25],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
  ])('knows the hours of a day in %s: %s has %d', async (time_zone, day, hours) => {
    const campaign = randomUUID();
    const noon = Date.parse(`${day}T12:00:00Z`);
    for (let at = noon - 1.6 * DAY_MS; at < noon + 1.6 * DAY_MS; at += QUARTER_MS)
      await givenViews({ quarter: new Date(at).toISOString(), campaign, section, creative: campaign, device: 'tv' }, 1);
    const query = { from: day, to: day, time_zone, campaignId: campaign };
    const [row, ...others] = (await report({ ...query, by: 'day' })).data;
    expect([row.day, row.impressions, others]).toEqual([day, hours * 4, []]);
    const { data } = await report({ ...query, by: 'hour' });
    expect(data).toHaveLength(Math.ceil(hours));
    expect(new Set(data.map(({ hour }: { hour: string }) => hour)).size).toBe(Math.ceil(hours));
    expect(data.reduce((sum: number, { impressions }: { impressions: number }) => sum + impressions, 0)).toBe(hours * 4);
    if (Number.isInteger(hours))
      expect(new Set(data.map((each: { impressions: number }) => each.impressions))).toEqual(new Set([4]));
  });

  it('names campaigns, sections with their websites, and creatives, deleted ones too, safely in CSV', async () => {
    const campaign = await ads.campaign({ name: '=cmd' });
    const creative = await ads.creative(campaign, { name: '+Spot' });
    const quarter = '2026-01-05T10:00:00Z';
    await givenViews({ quarter, campaign, section, creative, device: 'tv' }, 2);
    await givenSums('errors', [{ ...columnsOf({ quarter, campaign, section, creative, device: 'tv' }), code: 303, views: 2 }]);
    await ads.do('DELETE', `/creatives/${creative}`);
    await ads.do('DELETE', `/campaigns/${campaign}`);
    const query = { from: '2026-01-05', to: '2026-01-05', by: 'campaign,section,creative', campaignId: campaign };
    const { data } = await report(query);
    const { name } = (await ads.send('GET', `/portfolios/${portfolio}`)).body;
    expect(data).toMatchObject([
      { campaign: '=cmd', creative: '+Spot', sectionId: section, portfolioId: portfolio, portfolio: name, errors: { 303: 2 } },
    ]);
    expect(data[0].section).toEqual(expect.any(String));
    const { text } = await shop.get('/v1/reports/delivery.csv', query).expect(200);
    const [head = '', line = ''] = text.split('\r\n');
    const cells = Object.fromEntries(head.split(',').map((column, n) => [column, line.split(',')[n]]));
    expect(cells).toMatchObject({
      campaign: "'=cmd",
      creative: "'+Spot",
      errors: '2',
      clickRate: '0',
      requests: '',
      fillRate: '',
    });
    expect((await report({ ...query, by: 'device', device: 'mobile' })).data).toEqual([]);
    expect((await report({ ...query, by: 'device', device: 'tv', creativeId: creative })).data).toMatchObject([
      { device: 'tv', impressions: 2, requests: null, fills: null },
    ]);
  });

  it('counts the beacon of a campaign that was deleted since', async () => {
    const inSection = await ads.section(portfolio);
    const campaign = await shownIn(inSection);
    await shop.get('/v1/ads/explain', { section: inSection }).expect(200);
    const { text } = await shop.http.get('/v1/ads/vast').query({ section: inSection }).set('user-agent', BROWSER).expect(200);
    const token = /\/v1\/ads\/e\/([\w-]+)\//.exec(text)?.[1];
    await ads.do('DELETE', `/campaigns/${campaign}`);
    await shop.http.get(`/v1/ads/e/${token}/impression`).set('user-agent', BROWSER).expect(200);
    const today = new Date().toISOString();
    const query = { from: new Date(Date.now() - DAY_MS).toISOString(), to: today, by: 'campaign', campaignId: campaign };
    expect((await report(query)).data).toMatchObject([{ campaign: 'Spring sale', impressions: 1, billed: 1 }]);
    expectProblem(await shop.get(`/v1/campaigns/${campaign}/delivery`), { status: 404, code: 'campaign.not-found' });
  });
});

/** @returns the id of a campaign that is shown in a section */
async function shownIn(inSection: string): Promise<string> {
  const campaign = await ads.runningCampaign([inSection], ALWAYS);
  await ads.set(campaign, 'price', { amount: 1_500 });
  const creative = await ads.creative(campaign, { clickThrough: 'https://shop.example/' });
  await ads.append([{ stream: `creative-${creative}`, version: 2, type: 'CreativeMediaAdded', data: VIDEO }]);
  await ads.do('PUT', `/creatives/${creative}/approval`, { state: 'approved', reason: null });
  return campaign;
}

type Row = Record<string, unknown> & {
  readonly errors: Record<string, number>;
  readonly spend: readonly { readonly currency: string; readonly thousandths: number }[];
};

const floorTo = (step: number) => (minute: number) => Math.floor(minute / step) * step;

/** What views, money, requests and fills add up to. */
function sumOf(rows: readonly Row[]): object {
  const { errors, spend, ...total } = totalOf(rows) as Record<string, object>;
  const counted = Object.entries(total).filter(([, value]) => typeof value === 'number' && value !== 0);
  return { ...Object.fromEntries(counted), errors, spend };
}

/** The sum of all rows, without rates. */
function totalOf(rows: readonly Row[]): object {
  const total: Record<string, unknown> = { clickRate: null, completionRate: null, fillRate: null };
  const [errors, spend] = [new Map<string, number>(), new Map<string, number>()];
  for (const row of rows) {
    for (const [name, value] of Object.entries(row))
      if (typeof value === 'number' && !name.endsWith('Rate')) total[name] = ((total[name] as number) ?? 0) + value;
      else if (value === null && !name.endsWith('Rate') && (name === 'requests' || name === 'fills')) total[name] = null;
    for (const [code, views] of Object.entries(row.errors)) errors.set(code, (errors.get(code) ?? 0) + views);
    for (const { currency, thousandths } of row.spend) spend.set(currency, (spend.get(currency) ?? 0) + thousandths);
  }
  const paid = [...spend].map(([currency, thousandths]) => ({ currency, thousandths }));
  return {
    ...total,
    errors: Object.fromEntries(errors),
    spend: paid.toSorted((one, other) => (one.currency < other.currency ? -1 : 1)),
  };
}

describe('the delivery of a campaign', () => {
  const delivery = async (id: string) => (await shop.get(`/v1/campaigns/${id}/delivery`).expect(200)).body;

  it('is what is used of its limits, and what even pacing allows by now', async () => {
    const inSection = await ads.section(portfolio);
    const campaign = await shownIn(inSection);
    const hour = 3_600_000;
    const [start, end] = [-5, 5].map((hours) => new Date(Date.now() + hours * hour).toISOString());
    await ads.set(campaign, 'schedule', { start, end });
    const limits = { impressions: 1_000, perDay: 500, budget: 90_000, pacing: 'even', timeZone: 'Asia/Kathmandu', viewer: null };
    await ads.set(campaign, 'limits', limits);
    const before = await delivery(campaign);
    expect(before).toMatchObject({
      timeZone: 'Asia/Kathmandu',
      pacing: 'even',
      day: new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kathmandu' }).format(Date.parse(before.at)),
      total: { limit: 1_000, counted: 0, reserved: 0 },
      today: { limit: 500, counted: 0, reserved: 0 },
      budget: { currency: 'EUR', limit: 90_000_000, counted: 0 },
      spend: [],
    });
    expect([before.total.due, before.budget.due / 90_000]).toEqual([expect.closeTo(500, -1), expect.closeTo(500, -1)]);
    const kathmandu = new Date(Date.parse(before.at) + 345 * 60_000);
    const passed = (kathmandu.getTime() % DAY_MS) / DAY_MS;
    expect(Math.abs(before.today.due - passed * 500)).toBeLessThan(2);
    await shop.get('/v1/ads/explain', { section: inSection }).expect(200);
    const { text } = await shop.http.get('/v1/ads/vast').query({ section: inSection }).set('user-agent', BROWSER).expect(200);
    expect((await delivery(campaign)).total).toMatchObject({ counted: 0, reserved: 1 });
    const token = /\/v1\/ads\/e\/([\w-]+)\//.exec(text)?.[1];
    await shop.http.get(`/v1/ads/e/${token}/impression`).set('user-agent', BROWSER).expect(200);
    expect(await delivery(campaign)).toMatchObject({
      total: { counted: 1, reserved: 0 },
      today: { counted: 1, reserved: 0 },
      budget: { counted: 1_500, reserved: 0 },
      spend: [{ currency: 'EUR', thousandths: 1_500 }],
    });
    await ads.set(campaign, 'limits', { ...limits, impressions: null, perDay: null, budget: null, pacing: 'asap' });
    expect(await delivery(campaign)).toMatchObject({
      total: { limit: null, counted: 1, due: null },
      budget: { limit: null, due: null },
    });
    expectProblem(await shop.get(`/v1/campaigns/${randomUUID()}/delivery`), { status: 404, code: 'campaign.not-found' });
  });
});

describe('a forecast', () => {
  const forecast = async (query: Record<string, unknown>) => (await shop.get('/v1/forecast', query).expect(200)).body.data;
  const midnight = () => Math.floor(Date.now() / DAY_MS) * DAY_MS;

  it('is the median of the weekday over as many weeks as there are, less what even pacing is to show', async () => {
    const sectionId = await ads.section(portfolio);
    expect(await forecast({ sectionId })).toHaveLength(7);
    expect(
      new Set((await forecast({ sectionId })).map(({ requests, available, weeks }: Row) => `${requests} ${available} ${weeks}`)),
    ).toEqual(new Set(['null null 0']));
    // Each of 20 days before today has 100 requests, and bots that do not count; the day a week ago had 400.
    for (let age = 1; age <= 20; age++)
      for (const [isInvalid, requests] of [
        [false, age === 7 ? 400 : 100],
        [true, 70],
      ])
        await givenSums('requests', [
          {
            quarter: new Date(midnight() - age * DAY_MS + 10 * 3_600_000).toISOString(),
            portfolio_id: portfolio,
            section_id: sectionId,
            is_invalid: isInvalid,
            requests,
            filled: 0,
          },
        ]);
    const even = await ads.runningCampaign([sectionId], {
      start: new Date(midnight()).toISOString(),
      end: new Date(midnight() + 10 * DAY_MS).toISOString(),
    });
    const limits = { impressions: 600, perDay: null, budget: null, pacing: 'even', viewer: null };
    await ads.set(even, 'limits', limits);
    await shop.settle();
    const days = await forecast({ sectionId, days: 21 });
    expect(days.map(({ requests, booked, available, weeks }: Row) => [requests, booked, available, weeks]).slice(0, 8)).toEqual([
      ...Array.from({ length: 6 }, () => [100, 60, 40, 3]),
      // The median of 400 and 100.
      [250, 60, 190, 2],
      [100, 60, 40, 3],
    ]);
    expect(days[0].day).toBe(new Date(midnight() + DAY_MS).toISOString().slice(0, 10));
    expect(days[20]).toMatchObject({ requests: 250, booked: 0, available: 250, weeks: 2 });
    // A budget is a limit of views as well: 100 minor units pay for 100 views at 1,000 per 1,000.
    await ads.set(even, 'price', { amount: 1_000 });
    await ads.set(even, 'limits', { ...limits, budget: 100 });
    await shop.settle();
    expect((await forecast({ sectionId, days: 1 }))[0]).toMatchObject({ booked: 10, available: 90 });
    await ads.set(even, 'limits', { ...limits, pacing: 'asap' });
    expect((await forecast({ sectionId, days: 1 }))[0]).toMatchObject({ booked: 0, available: 100 });
  });

  it.each([
    [{ days: 0 }, 'out-of-range'],
    [{ days: 1e9 }, 'out-of-range'],
    [{ days: '1e1' }, 'not-a-whole-number'],
    [{ sectionId: undefined }, 'missing'],
    [{ sectionId: 'x' }, 'not-a-uuid'],
  ])('refuses %j', async (wrong, code) => {
    const query = JSON.parse(JSON.stringify({ sectionId: section, ...wrong }));
    const { body } = await shop.get('/v1/forecast', query).expect(400);
    expect(body.errors[0].code).toBe(code);
  });

  it('knows neither sections that never were nor removed ones', async () => {
    const removed = await ads.section(portfolio);
    await ads.do('DELETE', `/portfolios/${portfolio}/sections/${removed}`);
    for (const sectionId of [randomUUID(), removed])
      expectProblem(await shop.get('/v1/forecast', { sectionId }), { status: 404, code: 'section.not-found' });
  });
});

it.each(['from=2026-01-02&to=2026-01-01', 'from=2016-01-01&to=2026-01-01', 'from=2026-01-01', 'from=x&to=y'])(
  'refuses reasons of %s',
  async (span) => {
    const { body } = await shop.http.get(`/v1/reports/reasons?campaignId=${randomUUID()}&${span}`).expect(400);
    expect(body).toMatchObject({ code: 'request.invalid' });
  },
);

it('shows a principal that is bound to a user only the numbers of that user’s campaigns, deleted ones too', async () => {
  const users = await TwoUsers.open();
  try {
    const quarter = '2026-01-05T10:00:00Z';
    const owners = [users.ann, users.bob];
    for (const [n, { campaigns, creatives }] of owners.entries())
      for (const campaign of campaigns) {
        const place = { quarter, campaign, section: users.section, creative: creatives[0] as string, device: 'tv' };
        await givenViews(place, n ? 1_000 : 1, users.shop);
        await givenSums('spend', [{ ...columnsOf(place), currency: 'EUR', views: 1, amount: n ? 1_000 : 1 }], users.shop);
        await users.shop.db.query(`INSERT INTO delivery.reasons VALUES ($1, $2, $3, 'day-cap', 5)`, [
          quarter,
          campaign,
          users.section,
        ]);
      }
    const { portfolio: portfolio_id, section: section_id } = users;
    const requests = { quarter, portfolio_id, section_id, is_invalid: false, requests: 9, filled: 9 };
    await givenSums('requests', [requests], users.shop);
    const span = 'from=2026-01-05&to=2026-01-05';
    const asked = async (path: string, who = OF_ANN) => (await users.ask(who, 'GET', path)).body;
    for (const by of ['', '&by=day', '&by=section', '&by=device'])
      expect((await asked(`/v1/reports/delivery?${span}${by}`)).data).toMatchObject([
        { impressions: 3, billed: 3, requests: null, spend: [{ currency: 'EUR', thousandths: 3 }] },
      ]);
    const { data } = await asked(`/v1/reports/delivery?${span}&by=campaign,creative`);
    expect(data.map(({ campaignId }: { campaignId: string }) => campaignId).toSorted()).toEqual(users.ann.campaigns.toSorted());
    const csv = (await users.ask(OF_ANN, 'GET', `/v1/reports/delivery.csv?${span}&by=campaign,section,creative`)).text;
    for (const text of [JSON.stringify(data), csv]) {
      expect(text).toContain('ann-marker');
      for (const marker of users.bob.markers) expect(text).not.toContain(marker);
    }
    const [bobs] = users.bob.campaigns;
    const foreign = [`campaignId=${bobs}`, `creativeId=${users.bob.creatives[0]}`];
    for (const filter of foreign) expect((await asked(`/v1/reports/delivery?${span}&by=campaign&${filter}`)).data).toEqual([]);
    expect((await asked(`/v1/reports/reasons?${span}&campaignId=${bobs}`)).data).toEqual([]);
    expect((await asked(`/v1/reports/reasons?${span}&campaignId=${users.ann.campaigns[2]}`)).data).toHaveLength(1);
    expect(await asked(`/v1/campaigns/${bobs}/delivery`)).toMatchObject({ code: 'campaign.not-found' });
    expect(await asked(`/v1/campaigns/${users.ann.campaigns[0]}/delivery`)).toMatchObject({ total: { counted: 0 } });
    // Of a section, others have booked as well.
    expect((await users.ask(OF_ANN, 'GET', `/v1/forecast?sectionId=${users.section}`)).status).toBe(403);
    expect((await asked(`/v1/reports/delivery?${span}`, BOSS)).data).toMatchObject([{ impressions: 3_003, requests: 9 }]);
  } finally {
    await users.shop.close();
  }
});
