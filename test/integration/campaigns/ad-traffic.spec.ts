import { createHash, randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CountedViews } from '../../../src/campaigns/delivery/counted-views.js';
import { CountingBusy } from '../../../src/campaigns/delivery/counting.js';
import type { AdToken } from '../../../src/campaigns/delivery/token.js';
import { VIDEO } from '../../support/ad-places.js';
import { Advertising } from '../../support/advertising.js';
import { allTables } from '../../support/all-tables.js';
import { expectProblem } from '../../support/problem.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const BROWSER = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const ALWAYS = { start: '2000-01-01T00:00:00.000Z', end: '2900-01-01T00:00:00.000Z' };
const UNSEEN_LIMIT = 5;
/** Beacons that may wait. */
const MAX_WAITING = 10_000;

let shop: Shop;
let ads: Advertising;
let portfolio: string;
beforeAll(async () => {
  shop = await Shop.open({ TRUST_PROXY: '127.0.0.1', AD_UNSEEN_LIMIT: String(UNSEEN_LIMIT) });
  ads = await Advertising.of(shop);
  portfolio = await ads.portfolio();
});
afterAll(() => shop.close());

/** @returns a campaign that is shown in a section of its own */
async function shown(limits: object): Promise<{ campaign: string; section: string }> {
  const section = await ads.section(portfolio);
  const campaign = await ads.runningCampaign([section], ALWAYS);
  await ads.set(campaign, 'price', { amount: 1_500 });
  await ads.set(campaign, 'limits', { impressions: 100, perDay: null, budget: null, pacing: 'asap', viewer: null, ...limits });
  const creative = await ads.creative(campaign, { clickThrough: 'https://shop.example/' });
  await ads.append([{ stream: `creative-${creative}`, version: 2, type: 'CreativeMediaAdded', data: VIDEO }]);
  await ads.do('PUT', `/creatives/${creative}/approval`, { state: 'approved', reason: null });
  await shop.get('/v1/ads/explain', { section }).expect(200);
  return { campaign, section };
}

const tokenIn = (document: string) => /\/v1\/ads\/e\/([\w-]+)\/impression/.exec(document)?.[1];

/** Asks for an ad until there is one, since a busy database may not grant a view in time. @returns its token */
async function adOf(section: string, address: string, query: object = {}, headers: object = {}): Promise<string> {
  let token: string | undefined;
  await until(async () => {
    const asked = shop.http.get('/v1/ads/vast').query({ section, ...query });
    const { text } = await asked.set({ 'user-agent': BROWSER, 'x-forwarded-for': address, ...headers }).expect(200);
    token = tokenIn(text);
    return token !== undefined;
  });
  return token as string;
}

const beacon = (token: string, event: string, address: string, headers: object = {}) =>
  shop.http.get(`/v1/ads/e/${token}/${event}`).set({ 'user-agent': BROWSER, 'x-forwarded-for': address, ...headers });

const report = async (campaignId: string) => {
  const [from, to] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  return (await shop.get('/v1/reports/delivery', { from, to, by: 'campaign', campaignId }).expect(200)).body.data[0];
};

it('leaves no address, user agent, referrer or viewer in any table', async () => {
  const { campaign, section } = await shown({ viewer: { views: 3, hours: 24, unknown: 'skip' } });
  const told = {
    viewer: 'viewer-of-the-dump-4711',
    address: '198.51.100.77',
    agent: `${BROWSER} AgentOfTheDump/4711`,
    referrer: 'https://news.example/page-of-the-dump?reader=4711',
    bot: 'BotOfTheDump/4711 (bot; +https://bot.example)',
  };
  const headers = { 'user-agent': told.agent, referer: told.referrer };
  const query = { gdpr: '0', viewer: told.viewer };
  const token = await adOf(section, told.address, query, headers);
  for (const event of ['impression', 'start', 'complete', 'click', 'error?code=401'])
    await beacon(token, event, told.address, headers).expect(200);
  const bots = await adOf(section, told.address, query, { 'user-agent': told.bot });
  await beacon(bots, 'impression', told.address, { 'user-agent': told.bot }).expect(200);
  await shop.http.get(`/v1/ads/e/${token.slice(0, -2)}AA/impression`).set(headers);
  // Requests, fills and reasons are written within a second.
  await until(async () => (await report(campaign)).fills >= 1);
  expect(await report(campaign)).toMatchObject({ impressions: 1, invalid: 1 });
  const tables = await allTables(shop.db);
  for (const name of ['impressions', 'viewers', 'viewer_keys', 'quarters', 'spend', 'errors', 'requests', 'fills', 'leases'])
    expect(
      [...tables].some(([table, rows]) => table.startsWith(`delivery.${name}`) && rows.length > 0),
      name,
    ).toBe(true);
  const parts = [...Object.values(told), 'AgentOfTheDump', 'page-of-the-dump', '198.51.100'];
  const forms = parts.flatMap((text) => {
    const hash = (algorithm: string) => createHash(algorithm).update(text).digest('hex');
    // As text, as bytes, as base64, and under a hash that anyone could compute.
    return [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64'), hash('sha256'), hash('md5')];
  });
  const [a, b, c, d] = told.address.split('.').map(Number) as [number, number, number, number];
  forms.push(Buffer.from([a, b, c, d]).toString('hex'), String(((a * 256 + b) * 256 + c) * 256 + d));
  for (const [table, rows] of tables)
    expect(
      forms.filter((form) => rows.includes(form)),
      table,
    ).toEqual([]);
});

describe('a flood', () => {
  it('of requests that show nothing holds little room, is not billed, and leaves other networks alone', async () => {
    const { campaign, section } = await shown({ impressions: 100 });
    const tokens: string[] = [];
    for (let n = 0; n < 40; n++) tokens.push(await adOf(section, `203.0.113.${n}`));
    const { body } = await shop.get(`/v1/campaigns/${campaign}/delivery`).expect(200);
    expect(body.total.reserved).toBeLessThan(40);
    for (const [n, token] of tokens.entries()) await beacon(token, 'impression', `203.0.113.${n}`).expect(200);
    // The minute may have ended meanwhile.
    const { impressions, billed, invalid } = await report(campaign);
    expect([impressions + invalid, billed === impressions]).toEqual([40, true]);
    expect(billed).toBeGreaterThanOrEqual(UNSEEN_LIMIT);
    expect(billed).toBeLessThanOrEqual(2 * UNSEEN_LIMIT);
    await beacon(await adOf(section, '192.0.2.1'), 'impression', '192.0.2.1').expect(200);
    expect((await report(campaign)).billed).toBe(billed + 1);
  });

  it('of beacons waits in a queue with an end, is refused beyond it, and each view counts once', async () => {
    const { campaign, section } = await shown({});
    const token = await adOf(section, '192.0.2.1');
    const counts = shop.app.get(CountedViews);
    const ad: AdToken = {
      ...{ id: `018f0000-0000-7000-8000-${randomUUID().slice(24)}`, campaignId: campaign, creativeId: randomUUID() },
      ...{ portfolioId: portfolio, sectionId: section, leaseId: null, expiresInSeconds: 900 },
      flags: { isInvalid: true, isTag: false, device: 'desktop' },
    };
    const blocker = await shop.db.connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE delivery.impressions IN SHARE MODE');
      const details = { errorCode: null, isInvalid: true, address: '192.0.2.1' };
      const waiting = Array.from({ length: MAX_WAITING }, () => counts.count(ad, 'impression', details));
      await turn();
      await expect(counts.count(ad, 'impression', details)).rejects.toThrow(CountingBusy);
      const refused = await beacon(token, 'impression', '192.0.2.1');
      expectProblem(refused, { status: 503, code: 'server.busy' });
      expect(refused.headers['retry-after']).toBe('1');
      await blocker.query('ROLLBACK');
      await Promise.all(waiting);
    } finally {
      blocker.release();
    }
    await beacon(token, 'impression', '192.0.2.1').expect(200);
    const { rows } = await shop.db.query(
      'SELECT is_invalid, sum(events[1])::int AS views FROM delivery.quarters WHERE campaign_id = $1 GROUP BY 1 ORDER BY 1',
      [campaign],
    );
    expect(rows).toEqual([
      { is_invalid: false, views: 1 },
      { is_invalid: true, views: 1 },
    ]);
  });
});

it('reads at most three things at once for reports, and commands go on', async () => {
  const waiting = async () => {
    const { rows } = await shop.db.query(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%delivery."quarters%'`,
    );
    return rows[0].n;
  };
  const groups = ['day', 'campaign', 'section', 'creative', 'device', 'day,campaign', 'day,section', 'day,device'];
  const today = new Date().toISOString().slice(0, 10);
  const blocker = await shop.db.connect();
  try {
    await blocker.query('BEGIN; LOCK TABLE delivery.quarters, delivery.quarters_by_day IN ACCESS EXCLUSIVE MODE');
    // Different ones, because equal ones share an answer.
    const reports = groups.map((by) => shop.http.get('/v1/reports/delivery').query({ from: today, to: today, by }).expect(200));
    const answered = Promise.all(reports);
    await until(async () => (await waiting()) >= 3);
    for (let n = 0; n < 10; n++) await ads.publisher();
    expect(await waiting()).toBe(3);
    await blocker.query('ROLLBACK');
    expect(await answered).toHaveLength(groups.length);
  } finally {
    // Ends the transaction if it is still open.
    blocker.release(true);
  }
});
