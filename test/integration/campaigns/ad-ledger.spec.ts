import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CountedViews } from '../../../src/campaigns/delivery/counted-views.js';
import { BEACONS, type Beacon, type Lease, type LeaseRequest } from '../../../src/campaigns/delivery/counting.js';
import { catchUpDays } from '../../../src/campaigns/delivery/sum-tables.js';
import type { AdToken } from '../../../src/campaigns/delivery/token.js';
import { AppTables } from '../../../src/shared/database/app-tables.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

let shop: Shop;
let counts: CountedViews;
/** Another process on the same database. */
let second: Shop;
beforeAll(async () => {
  shop = await Shop.open({ AD_LIFETIME: '2' });
  second = await Shop.open({ AD_LIFETIME: '2', ROLES: 'web' }, [], shop.database);
  counts = shop.app.get(CountedViews);
});
afterAll(async () => {
  await second.close();
  await shop.close();
});

const TERMS = {
  price: 1500,
  currency: 'EUR',
  schedule: { start: null, end: null },
  timeZone: 'UTC',
  limits: { impressions: 1, perDay: null, budget: null },
  viewer: null,
};
const DAY_MS = 86_400_000;
const NOBODY = { groups: [], depth: 0, except: [] };
const PLACE = { creativeId: randomUUID(), portfolioId: randomUUID(), sectionId: randomUUID() };

/** A UUIDv7 of now, or of a moment. */
function idOf(ms = Date.now()): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${randomUUID().slice(15)}`;
}

const request = (campaignId: string, given: Partial<LeaseRequest> = {}): LeaseRequest => ({
  campaignId,
  terms: TERMS,
  now: Date.now(),
  extraSeconds: 0,
  viewer: null,
  address: '127.0.0.1',
  isInvalid: false,
  ...given,
});

const tokenOf = (campaignId: string, { leaseId, expiresInSeconds, isInvalid }: Lease, id = idOf()): AdToken => ({
  id,
  campaignId,
  ...PLACE,
  leaseId,
  expiresInSeconds,
  flags: { isInvalid, isTag: false, device: 'desktop' },
});

async function limit(campaignId: string, limits: { impressions?: number; perDay?: number; budget?: number; pacing?: string }) {
  const { impressions, perDay, budget, pacing = 'asap' } = limits;
  await shop.db.query(
    `INSERT INTO delivery.limits (campaign_id, impressions, per_day, budget, pacing) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (campaign_id) DO UPDATE SET impressions = $2, per_day = $3, budget = $4, pacing = $5`,
    [campaignId, impressions ?? null, perDay ?? null, budget ?? null, pacing],
  );
}

/** Asks until there is no more. @returns the tokens, and why there were no more */
async function exhaust(campaignId: string, views = counts, given: Partial<LeaseRequest> = {}) {
  const tokens: AdToken[] = [];
  for (;;) {
    const lease = await views.lease(request(campaignId, given));
    if (!lease.isGranted) return { tokens, reason: lease.reason };
    tokens.push(tokenOf(campaignId, lease));
  }
}

const seen = (tokens: readonly AdToken[], beacon: Beacon = 'impression', views = counts, errorCode: string | null = null) =>
  Promise.all(tokens.map((token) => views.count(token, beacon, { errorCode, isInvalid: false, address: '127.0.0.1' })));

async function sums(campaignId: string) {
  const { rows } = await shop.db.query(
    `SELECT is_invalid, sum(events[1])::int AS impressions, sum(events[2])::int AS starts, sum(events[16])::int AS late
     FROM delivery.quarters WHERE campaign_id = $1 GROUP BY 1 ORDER BY 1`,
    [campaignId],
  );
  return rows;
}

async function cap(campaignId: string, period = 'total') {
  const { rows } = await shop.db.query(
    'SELECT counted::int, reserved::int FROM delivery.caps WHERE campaign_id = $1 AND period = $2',
    [campaignId, period],
  );
  return rows[0];
}

it('gives out no more views than the cap, over two processes, and counts each once', async () => {
  const campaign = randomUUID();
  await limit(campaign, { impressions: 25 });
  const results = await Promise.all([exhaust(campaign), exhaust(campaign, second.app.get(CountedViews))]);
  const tokens = results.flatMap((result) => result.tokens);
  expect(results.map(({ reason }) => reason)).toEqual(['total-cap', 'total-cap']);
  expect(tokens).toHaveLength(25);
  await Promise.all([seen(tokens), seen(tokens, 'start', second.app.get(CountedViews)), seen(tokens), seen(tokens, 'start')]);
  expect(await sums(campaign)).toEqual([{ is_invalid: false, impressions: 25, starts: 25, late: 0 }]);
  expect(await cap(campaign)).toEqual({ counted: 25, reserved: 0 });
  expect(await cap(campaign, 'EUR')).toEqual({ counted: 25 * 1500, reserved: 0 });
});

const UNLIMITED = { ...TERMS, limits: null };

it('gives out views of a campaign without limits while the database is silent, and bills each', async () => {
  const campaign = randomUUID();
  const first = (await counts.lease(request(campaign, { terms: UNLIMITED }))) as Lease;
  const blocker = await shop.db.connect();
  try {
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM delivery.caps WHERE campaign_id = $1 FOR UPDATE', [campaign]);
    const more = Array.from({ length: 200 }, () => counts.lease(request(campaign, { terms: UNLIMITED })) as Lease);
    expect(more.filter(({ isGranted }) => isGranted)).toHaveLength(200);
    await blocker.query('ROLLBACK');
    await seen([first, ...more].map((lease) => tokenOf(campaign, lease)));
    expect(await cap(campaign)).toMatchObject({ counted: 201 });
  } finally {
    blocker.release();
  }
});

it('gives out no view of a large lease once limits are set, and returns the lease', async () => {
  const campaign = randomUUID();
  const first = tokenOf(campaign, (await counts.lease(request(campaign, { terms: UNLIMITED }))) as Lease);
  await limit(campaign, { impressions: 5 });
  const terms = { ...TERMS, limits: { impressions: 5, perDay: null, budget: null } };
  const tokens = [first];
  await until(async () => {
    tokens.push(...(await exhaust(campaign, counts, { terms })).tokens);
    return tokens.length >= 5;
  });
  expect(await exhaust(campaign, counts, { terms })).toMatchObject({ tokens: [], reason: 'total-cap' });
  await seen(tokens);
  expect(await cap(campaign)).toEqual({ counted: 5, reserved: 0 });
});

it('gives back what was not seen, and bills no view after its lease', async () => {
  const campaign = randomUUID();
  await limit(campaign, { impressions: 3 });
  const { tokens } = await exhaust(campaign, counts);
  await seen(tokens.slice(0, 1));
  await until(async () => (await cap(campaign)).reserved === 0);
  await seen(tokens.slice(1));
  expect(await sums(campaign)).toEqual([{ is_invalid: false, impressions: 3, starts: 0, late: 2 }]);
  expect(await cap(campaign)).toEqual({ counted: 1, reserved: 0 });
  expect((await exhaust(campaign)).tokens).toHaveLength(2);
}, 30_000);

it('stops at the day, at the budget, and where even pacing is ahead', async () => {
  const [day, budget, pace] = [randomUUID(), randomUUID(), randomUUID()];
  await limit(day, { impressions: 100, perDay: 4 });
  expect(await exhaust(day)).toMatchObject({ reason: 'day-cap', tokens: { length: 4 } });
  // 2 views of 1.5 thousandths of a unit, and not a third one.
  await limit(budget, { budget: 4 });
  expect(await exhaust(budget)).toMatchObject({ reason: 'budget', tokens: { length: 2 } });
  await limit(pace, { impressions: 100, pacing: 'even' });
  const hour = 3_600_000;
  const schedule = { start: new Date(Date.now() - hour).toISOString(), end: new Date(Date.now() + 9 * hour).toISOString() };
  const paced = await exhaust(pace, counts, { terms: { ...TERMS, schedule } });
  expect(paced).toMatchObject({ reason: 'ahead-of-pace', tokens: { length: 11 } });
});

it('a lowered cap takes nothing back and grants nothing more, a raised one goes on', async () => {
  const campaign = randomUUID();
  await limit(campaign, { impressions: 5 });
  const { tokens } = await exhaust(campaign);
  await seen(tokens);
  await limit(campaign, { impressions: 2 });
  expect(await counts.refusal(request(campaign))).toMatchObject({ reason: 'total-cap' });
  await limit(campaign, { impressions: 8 });
  expect(await counts.refusal(request(campaign))).toBeUndefined();
});

it('bills each view at the price of its lease, and in another currency begins with the whole budget', async () => {
  const campaign = randomUUID();
  // In thousandths of a minor unit, 9 minor units are 9,000.
  await limit(campaign, { impressions: 10, budget: 9 });
  const viewAt = async (price: number) => {
    const lease = (await counts.lease(request(campaign, { terms: { ...TERMS, price } }))) as Lease;
    return tokenOf(campaign, lease);
  };
  const tokens = [await viewAt(1_500), await viewAt(3_000)];
  // The older one is shown last.
  await seen(tokens.toReversed());
  expect(await cap(campaign, 'EUR')).toEqual({ counted: 4_500, reserved: 0 });
  const crowns = { ...TERMS, price: 1_000, currency: 'CZK' };
  const { tokens: more, reason } = await exhaust(campaign, counts, { terms: crowns });
  expect([more.length, reason]).toEqual([8, 'total-cap']);
  await seen(more);
  expect([await cap(campaign), await cap(campaign, 'EUR'), await cap(campaign, 'CZK')]).toEqual([
    { counted: 10, reserved: 0 },
    { counted: 4_500, reserved: 0 },
    { counted: 8_000, reserved: 0 },
  ]);
  const { rows } = await shop.db.query(
    `SELECT currency, sum(views)::int AS views, sum(amount)::int AS amount FROM delivery.spend
     WHERE campaign_id = $1 GROUP BY 1 ORDER BY 1`,
    [campaign],
  );
  expect(rows).toEqual([
    { currency: 'CZK', views: 8, amount: 8_000 },
    { currency: 'EUR', views: 2, amount: 4_500 },
  ]);
});

it('keeps invalid traffic apart and never bills it', async () => {
  const campaign = randomUUID();
  const bot = (await counts.lease(request(campaign, { isInvalid: true }))) as Lease;
  const person = (await counts.lease(request(campaign))) as Lease;
  expect(bot).toMatchObject({ leaseId: null, isInvalid: true });
  await seen([tokenOf(campaign, bot), tokenOf(campaign, person)]);
  expect(await sums(campaign)).toEqual([
    { is_invalid: false, impressions: 1, starts: 0, late: 0 },
    { is_invalid: true, impressions: 1, starts: 0, late: 0 },
  ]);
  expect(await cap(campaign)).toMatchObject({ counted: 1 });
});

it('counts errors by their codes, and those that are no codes apart', async () => {
  const campaign = randomUUID();
  for (const code of ['401', '[ERRORCODE]', '-1', '1e3', null]) {
    const lease = (await counts.lease(request(campaign))) as Lease;
    await seen([tokenOf(campaign, lease)], 'error', counts, code);
  }
  const { rows } = await shop.db.query('SELECT code, views::int FROM delivery.errors WHERE campaign_id = $1 ORDER BY code', [
    campaign,
  ]);
  expect(rows).toEqual([
    { code: 0, views: 4 },
    { code: 401, views: 1 },
  ]);
});

it('a viewer sees a campaign as often as its limits allow, and an unknown one as they say', async () => {
  const campaign = randomUUID();
  const terms = { ...TERMS, viewer: { views: 2, hours: 24, unknown: 'skip' as const } };
  const asked = await Promise.all(
    [1, 2, 3, 4].map((n) => [counts, second.app.get(CountedViews)][n % 2]?.lease(request(campaign, { terms, viewer: 'v-17' }))),
  );
  expect(asked.filter((lease) => lease?.isGranted)).toHaveLength(2);
  expect(await counts.lease(request(campaign, { terms }))).toMatchObject({ reason: 'viewer-unknown' });
  expect(await counts.lease(request(campaign, { terms, viewer: 'v-18' }))).toMatchObject({ isGranted: true });
  const { rows } = await shop.db.query(`SELECT FROM delivery.viewers AS v WHERE v::text LIKE '%v-1%'`);
  expect(rows).toHaveLength(0);
});

const today = () => new Date().toISOString().slice(0, 10);

async function report(query: Record<string, unknown>) {
  const { body } = await shop.get('/v1/reports/delivery', { from: today(), to: today(), ...query }).expect(200);
  return body;
}

it('reports the same sums by every group and in every time zone', async () => {
  const campaign = randomUUID();
  const { portfolioId, sectionId } = PLACE;
  await limit(campaign, { impressions: 6 });
  const { tokens } = await exhaust(campaign);
  await Promise.all([seen(tokens), seen(tokens.slice(0, 3), 'complete'), seen(tokens.slice(0, 1), 'click')]);
  for (const filled of [[campaign], []])
    counts.decided({ now: Date.now(), portfolioId, sectionId, isInvalid: false, filled, refusals: [], leftOut: NOBODY });
  const sum = {
    impressions: 6,
    completes: 3,
    clicks: 1,
    billed: 6,
    completionRate: 0.5,
    spend: [{ currency: 'EUR', thousandths: 9000 }],
  };
  const groups = ['day', 'hour', 'campaign', 'section', 'creative', 'device'];
  const zones = ['UTC', 'Asia/Kathmandu', 'America/New_York'];
  for (const time_zone of zones)
    for (const by of [undefined, ...groups, 'device,section,day']) {
      const { data } = await report({
        by,
        time_zone,
        campaignId: campaign,
        from: `${today()}T00:00:00Z`,
        to: `${today()}T23:59:59Z`,
      });
      expect(data).toEqual([expect.objectContaining(sum)]);
    }
  await until(async () => (await report({ by: 'section', sectionId })).data[0].requests === 2);
  expect((await report({ by: 'campaign', campaignId: campaign })).data[0]).toMatchObject({ requests: null, fills: 1 });
  const { text } = await shop.get('/v1/reports/delivery.csv', { from: today(), to: today(), by: 'campaign' }).expect(200);
  expect(text).toContain(`${campaign},`);
});

it.each([
  [{ from: '2026-01-02', to: '2026-01-01' }, 'range-reversed'],
  [{ from: '2016-01-01', to: '2026-01-01' }, 'range-too-long'],
  [{ by: 'day,hour' }, 'not-together'],
  [{ by: 'viewer' }, 'not-a-choice'],
  [{ time_zone: 'Moon/Crater' }, 'not-a-time-zone'],
])('refuses a report of %j', async (query, code) => {
  const { body } = await shop.get('/v1/reports/delivery', { from: today(), to: today(), ...query }).expect(400);
  expect(body.errors[0].code).toBe(code);
});

it('tells why requests left a campaign out', async () => {
  const campaign = randomUUID();
  const { portfolioId, sectionId } = PLACE;
  const refusals = [{ campaignId: campaign, reason: 'day-cap' }] as const;
  for (const _ of [1, 2])
    counts.decided({ now: Date.now(), portfolioId, sectionId, isInvalid: false, filled: [], refusals, leftOut: NOBODY });
  const query = { from: today(), to: today(), campaignId: campaign };
  await until(async () => (await shop.get('/v1/reports/reasons', query)).body.data.length > 0);
  const { body } = await shop.get('/v1/reports/reasons', query).expect(200);
  expect(body.data).toEqual([{ day: today(), reason: 'day-cap', times: 2 }]);
});

/** The sums of a section, in the order of their moments. */
async function rowsOf(table: string, columns: string, section: string): Promise<string[]> {
  const { rows } = await shop.db.query(
    `SELECT concat_ws(' ', to_char(quarter AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), ${columns}) AS row
     FROM delivery.${table} WHERE section_id = $1 ORDER BY quarter`,
    [section],
  );
  return rows.map(({ row }) => row);
}

it('adds a batch over two quarters of an hour and over midnight to each of them, and to both days', async () => {
  const campaign = randomUUID();
  const midnight = Date.parse(`${today()}T00:00:00Z`) - DAY_MS;
  const [yesterday, day] = [midnight - DAY_MS, midnight].map((ms) => new Date(ms).toISOString().slice(0, 10));
  const moments = [-31, -29, -16, -1, 1, 2].map((minutes) => midnight + minutes * 60_000);
  const tokens: AdToken[] = [];
  for (const ms of moments) {
    const lease = (await counts.lease(request(campaign, { terms: UNLIMITED }))) as Lease;
    tokens.push({ ...tokenOf(campaign, lease, idOf(ms)), sectionId: campaign, expiresInSeconds: 300_000 });
  }
  await Promise.all([seen(tokens), seen(tokens.slice(1), 'error', counts, '401')]);
  for (const now of moments)
    counts.decided({ now, ...PLACE, sectionId: campaign, isInvalid: false, filled: [campaign], refusals: [], leftOut: NOBODY });
  await until(async () => (await rowsOf('fills', 'fills', campaign)).length === 4);
  const error = `events[${BEACONS.indexOf('error') + 1}]`;
  const expected: [table: string, columns: string, quarters: string[], days: string[]][] = [
    ['quarters', `events[1], ${error}`, ['1 0', '2 2', '1 1', '2 2'], ['4 3', '2 2']],
    ['spend', 'views, amount', ['1 1500', '2 3000', '1 1500', '2 3000'], ['4 6000', '2 3000']],
    ['errors', 'code, views', ['401 2', '401 1', '401 2'], ['401 3', '401 2']],
    ['requests', 'requests, filled', ['1 1', '2 2', '1 1', '2 2'], ['4 4', '2 2']],
    ['fills', 'fills', ['1', '2', '1', '2'], ['4', '2']],
  ];
  const quarters = [`${yesterday} 23:15`, `${yesterday} 23:30`, `${yesterday} 23:45`, `${day} 00:00`];
  const days = [`${yesterday} 00:00`, `${day} 00:00`];
  for (const [table, columns, byQuarter, byDay] of expected) {
    const moments = quarters.slice(quarters.length - byQuarter.length);
    expect(await rowsOf(table, columns, campaign)).toEqual(byQuarter.map((row, n) => `${moments[n]} ${row}`));
    expect(await rowsOf(`${table}_by_day`, columns, campaign)).toEqual(byDay.map((row, n) => `${days[n]} ${row}`));
  }
});

describe('a check of the ledger', () => {
  const verify = async () => {
    const { headers } = await shop.http.post('/v1/reports/verify').expect(202);
    return shop.ended(headers.location as string);
  };
  const CLEAN = { state: 'done', result: { differing: 0, differences: [] } };

  it('verifies that the sums are those of the ledger, and names one that was changed', async () => {
    expect(await verify()).toMatchObject(CLEAN);
    const change = (by: number) =>
      shop.db.query(
        `UPDATE delivery.quarters SET events[1] = events[1] + $1
         WHERE campaign_id = (SELECT min(campaign_id::text)::uuid FROM delivery.quarters) RETURNING campaign_id AS id`,
        [by],
      );
    const { rows } = await change(1);
    const { result } = await verify();
    const tables = new Set(result.differences.map(({ table }: { table: string }) => table));
    expect(tables).toEqual(new Set(['quarters', 'quarters_by_day']));
    for (const { key } of result.differences) expect(key).toContain(rows[0].id);
    await change(-1);
  });

  it('names each sum by day that is not that of its quarters of an hour, however old', async () => {
    const old = new Date(Date.now() - 60 * DAY_MS).toISOString().slice(0, 10);
    const changes = {
      quarters: 'events[3] = events[3] + 1',
      spend: 'amount = amount + 1',
      errors: 'views = views - 1',
      requests: 'filled = filled + 1',
      fills: 'fills = fills + 1',
    };
    const { rows: deleted } = await shop.db.query(
      `DELETE FROM delivery.errors_by_day WHERE ctid = (SELECT min(ctid) FROM delivery.errors_by_day) RETURNING section_id AS id`,
    );
    const expected = [['errors_by_day', expect.stringContaining(deleted[0].id), true, false]];
    for (const [table, change] of Object.entries(changes)) {
      const name = `${table}_by_day`;
      const { rows } = await shop.db.query(
        `UPDATE delivery.${name} SET ${change} WHERE ctid = (SELECT min(ctid) FROM delivery.${name}) RETURNING section_id AS id`,
      );
      expected.push([name, expect.stringContaining(rows[0].id), true, true]);
    }
    const section = randomUUID();
    await shop.db.query('INSERT INTO delivery.fills_by_day VALUES ($1, $2, $2, $2, 3)', [old, section]);
    expected.push(['fills_by_day', `${old} ${section} ${section}`, false, true]);
    const { result } = await verify();
    const found = result.differences.map(({ table, key, expected: sum, found: day }: Record<string, string | null>) => [
      table,
      key,
      sum !== null,
      day !== null,
    ]);
    expect(result.differing).toBe(expected.length);
    expect(found).toEqual(expect.arrayContaining(expected));
    // As after an upgrade, beside a process of the earlier release. Two processes add what is missing once.
    const tables = shop.app.get(AppTables);
    const behind = await Promise.all([catchUpDays(tables, Date.now()), catchUpDays(tables, Date.now())]);
    expect(behind.toSorted()).toEqual([0, expected.length - 1]);
    expect((await verify()).result).toMatchObject({ differing: 1, differences: [{ table: 'fills_by_day', expected: null }] });
  });
});

it('tells a campaign that it is fulfilled, and lets it run again with higher limits', async () => {
  const campaign = randomUUID();
  const send = (path: string, body: object, method: 'post' | 'put' = 'put') =>
    shop.http[method](`/v1/campaigns${path}`).send(body);
  await send('', { id: campaign, name: 'Spring', userId: 7 }, 'post').expect(201);
  const limits = { impressions: 2, perDay: null, budget: null, pacing: 'asap', viewer: null };
  await send(`/${campaign}/limits`, limits).expect(204);
  const { tokens } = await exhaust(campaign);
  expect(tokens).toHaveLength(2);
  await seen(tokens);
  const reasons = async () => (await shop.http.get(`/v1/campaigns/${campaign}`)).body.reasons;
  await until(async () => (await reasons()).includes('fulfilled'));
  await send(`/${campaign}/limits`, { ...limits, impressions: 3 }).expect(204);
  // A refusal may be remembered for a second.
  const again: AdToken[] = [];
  await until(async () => again.push(...(await exhaust(campaign)).tokens) > 0);
  expect(again).toHaveLength(1);
  await until(async () => !(await reasons()).includes('fulfilled'));
  const { rows } = await shop.db.query(`SELECT data FROM log.events WHERE stream = $1 AND type = 'CampaignFulfilled'`, [
    `campaign-${campaign}`,
  ]);
  expect(rows).toEqual([{ data: { impressions: 2, spend: 3000 } }]);
});

it('stores neither addresses nor viewers', async () => {
  const campaign = randomUUID();
  const terms = { ...TERMS, viewer: { views: 2, hours: 24, unknown: 'skip' as const } };
  const asked = request(campaign, { terms, viewer: 'viewer-4711', address: '198.51.100.7' });
  const token = tokenOf(campaign, (await counts.lease(asked)) as Lease);
  await counts.count(token, 'impression', { errorCode: null, isInvalid: false, address: '198.51.100.7' });
  const { rows: tables } = await shop.db.query(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'delivery'`);
  for (const { name } of tables) {
    const { rows } = await shop.db.query(
      `SELECT FROM delivery."${name}" AS t WHERE t::text ~ 'viewer-4711|198[.]51|${Buffer.from('viewer-4711').toString('hex')}'`,
    );
    expect(rows, name).toEqual([]);
  }
});
