import { randomUUID } from 'node:crypto';
import { parse } from 'node:querystring';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LogFollower } from '../../../src/shared/subscriptions/log-follower.js';
import { VIDEO } from '../../support/ad-places.js';
import { Advertising } from '../../support/advertising.js';
import { expectProblem } from '../../support/problem.js';
import { sendBytes, sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const BROWSER = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const NOW = { start: '2000-01-01T00:00:00.000Z', end: '2900-01-01T00:00:00.000Z' };

let shop: Shop;
let ads: Advertising;
let portfolio: string;
let section: string;
beforeAll(async () => {
  shop = await Shop.open({ PUBLIC_URL: 'https://ads.example', TRUST_PROXY: '127.0.0.1', TRUST_COUNTRY_HEADER: 'CF-IPCountry' });
  ads = await Advertising.of(shop);
  portfolio = await ads.portfolio();
  section = await ads.section(portfolio);
});
afterAll(() => shop.close());

/** @returns the ids of a new campaign that is shown, and of its creative */
async function shown(sections = [section], name = 'Spot'): Promise<{ campaign: string; creative: string }> {
  const campaign = await ads.runningCampaign(sections, NOW);
  const creative = randomUUID();
  await ads.do('POST', '/creatives', { id: creative, campaignId: campaign, name, clickThrough: 'https://shop.example/?a&b' });
  await ads.append([{ stream: `creative-${creative}`, version: 2, type: 'CreativeMediaAdded', data: VIDEO }]);
  await ads.do('PUT', `/creatives/${creative}/approval`, { state: 'approved', reason: null });
  return { campaign, creative };
}

const ask = (query: string | object, headers: Record<string, string> = {}) =>
  shop.http
    .get('/v1/ads/vast')
    .query(query)
    .set({ 'user-agent': BROWSER, ...headers });

/** The explanation, which has all earlier commands. */
const explained = async (query: object, headers: Record<string, string> = {}) =>
  (
    await shop
      .get('/v1/ads/explain', query as never)
      .set({ 'user-agent': BROWSER, ...headers })
      .expect(200)
  ).body;

const tokenIn = (document: string) => /\/v1\/ads\/e\/([\w-]+)\//.exec(document)?.[1] as string;

it('a preflight of any site is answered for what players ask, and for nothing else', async () => {
  const ask = (path: string) =>
    shop.http.options(path).set({ origin: 'https://news.example', 'access-control-request-method': 'POST' });
  for (const path of ['/v1/ads/vast', '/v1/ads/e/x/start', `/v1/ads/media/${VIDEO.sha256}`]) {
    const { status, headers } = await ask(path);
    expect([path, status, headers['access-control-allow-origin']]).toEqual([path, 204, 'https://news.example']);
  }
  expect((await ask('/v1/ads/e/x/start')).headers['access-control-allow-methods']).toContain('POST');
  for (const path of ['/v1/order', '/v1/ads/explain', '/v1/ads'])
    expect((await ask(path)).headers).not.toHaveProperty('access-control-allow-origin');
});

describe('an ad request', () => {
  it('gets the ad of a campaign in the section, with addresses of the setting and headers for any site', async () => {
    const { campaign, creative } = await shown();
    await explained({ section });
    const { text, headers } = await ask({ section, unknown: '1' }, { origin: 'https://news.example' }).expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/xml; charset=utf-8',
      'cache-control': 'no-store',
      'access-control-allow-origin': 'https://news.example',
      'access-control-allow-credentials': 'true',
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'Origin',
    });
    expect(text).toContain(`<MediaFile id="abababababababab"`);
    expect(text).toContain(`https://ads.example/v1/ads/media/${VIDEO.sha256}</MediaFile>`);
    expect(text).toContain('<ClickThrough>https://shop.example/?a&amp;b</ClickThrough>');
    expect(text).not.toContain('127.0.0.1');
    const { chosen, tag, fault } = await explained({ section });
    expect({ chosen, fault }).toEqual({ chosen: [{ campaignId: campaign, creativeId: creative, seconds: 6 }], fault: null });
    expect(tag).toBe(`https://ads.example/v1/ads/vast?section=${section}`);
    await ads.set(campaign, 'paused', { paused: true });
    expect((await explained({ section })).candidates).toMatchObject([
      { campaignId: campaign, outcome: 'refused', reasons: [{ code: 'not-runnable', detail: 'The campaign is paused.' }] },
    ]);
    expect((await ask({ section }).expect(200)).text).toMatch(
      /<VAST version="4.2" xmlns="http:\/\/www.iab.com\/VAST"><Error>https:\/\/ads.example\/v1\/ads\/e\/[\w-]+\/error\?code=\[ERRORCODE\]<\/Error><\/VAST>/,
    );
  });

  it('of an unknown, wrong, repeated or removed section is refused', async () => {
    expectProblem(await ask({ section: randomUUID() }), { status: 404, code: 'section.not-found' });
    const removed = await ads.section(portfolio);
    await explained({ section: removed });
    await ads.do('DELETE', `/portfolios/${portfolio}/sections/${removed}`);
    expectProblem(await shop.get('/v1/ads/explain', { section: removed }), { status: 404, code: 'section.not-found' });
    expectProblem(await ask({ section: removed }), { status: 404, code: 'section.not-found' });
    for (const query of ['', 'section=', 'section=technet', 'section=[SECTION]', `section=${section}&section=${section}`])
      expectProblem(await ask(query), { status: 400, code: 'request.invalid' });
  });

  it.each([
    'pod=0',
    'pod=-1',
    'pod=1000000000',
    'pod=[BREAKMAXADS]&max_seconds=[BREAKMAXDURATION]&x=[CACHEBUSTING]',
    'pod=1.5&pod=2',
    'language=%E0%A4%A&viewer=%ZZ',
    'gdpr=1&gdpr_consent=garbage&viewer=anna',
    `gdpr_consent=${'C'.repeat(9_000)}&viewer=anna`,
    `gdpr=0&viewer=${'v'.repeat(10_000)}`,
    'gdpr=0&viewer=a%00b',
    Array.from({ length: 5_000 }, (_, n) => n.toString(36))
      .join('&')
      .slice(0, 15_000),
    '__proto__=1&constructor=2&__proto__[section]=3',
  ])('gets a document whatever a player adds: %.40s', async (query) => {
    const { status, text } = await sendRaw(shop, 'GET', `/v1/ads/vast?section=${section}&${query}`, { 'user-agent': BROWSER });
    expect([status, text.includes('<VAST version=')]).toEqual([200, true]);
  });

  it.each(['null', 'https://a.example'])('with the origin %s may be read there', async (origin) => {
    const { headers } = await ask({ section }, { origin }).expect(200);
    expect(headers['access-control-allow-origin']).toBe(origin);
  });

  it('with a foreign Host is refused, and with a line break in its origin is no request', async () => {
    expectProblem(await ask({ section }, { host: 'evil.example' }), { status: 421, code: 'request.host-not-allowed' });
    const sent = `GET /v1/ads/vast?section=${section} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://a\r\nX: 1\r\nConnection: close\r\n\r\n`;
    const { text } = await sendBytes(shop, sent);
    expect(text).toContain('<VAST');
  });

  it('takes the country only from a trusted proxy', async () => {
    const { campaign } = await shown();
    await ads.do('PUT', `/campaigns/${campaign}/targeting`, { hours: null, devices: [], languages: [], countries: ['CZ'] });
    const outcome = async (headers: Record<string, string>) =>
      (await explained({ section }, headers)).candidates.find((each: { campaignId: string }) => each.campaignId === campaign)
        .outcome;
    expect(await outcome({ 'cf-ipcountry': 'CZ' })).toBe('refused');
    expect(await outcome({ 'cf-ipcountry': 'cz', 'x-forwarded-for': '203.0.113.7' })).not.toBe('refused');
    expect(await outcome({ 'cf-ipcountry': 'XX', 'x-forwarded-for': '203.0.113.7' })).toBe('refused');
    await ads.do('DELETE', `/campaigns/${campaign}`);
  });

  it('names the viewer only with consent', async () => {
    const ignoredOf = async (query: object) =>
      (await explained({ section, viewer: 'anna', ...query })).ignored.map(({ parameter }: { parameter: string }) => parameter);
    expect(await ignoredOf({})).toEqual(['viewer']);
    expect(await ignoredOf({ gdpr: '0' })).toEqual([]);
  });
});

describe('an event of an ad', () => {
  it('is answered with an image once it is counted, by GET and by POST from any site', async () => {
    await shown();
    await explained({ section });
    const token = tokenIn((await ask({ section }).expect(200)).text);
    const seen = await shop.http.get(`/v1/ads/e/${token}/impression`).set('user-agent', BROWSER).expect(200);
    expect(seen.headers).toMatchObject({ 'content-type': 'image/gif', 'cache-control': 'no-store' });
    await shop.http
      .post(`/v1/ads/e/${token}/start?x=[CACHEBUSTING]`)
      .set({ origin: 'https://news.example', 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' })
      .send('beacon')
      .expect(200);
    for (const code of ['401', '[ERRORCODE]', '-1', '1e3', '%ZZ'])
      await shop.http.get(`/v1/ads/e/${token}/error?code=${code}`).expect(200);
  });

  it('is not found with a forged token or an unknown name', async () => {
    const token = tokenIn((await ask({ section }).expect(200)).text);
    expectProblem(await shop.http.get(`/v1/ads/e/${token}/impressions`), { status: 404, code: 'ad.event-unknown' });
    const forged = [
      token.slice(0, -1),
      `${token.slice(0, 50)}${token[50] === 'A' ? 'B' : 'A'}${token.slice(51)}`,
      'x',
      'A'.repeat(158),
    ];
    for (const each of forged)
      expectProblem(await shop.http.get(`/v1/ads/e/${each}/impression`), { status: 404, code: 'ad.not-found' });
    expect((await shop.http.get(`/v1/ads/e/${'A'.repeat(10_000)}/impression`)).status).toBe(414);
  });
});

describe('VMAP', () => {
  it('names the addresses of its breaks, whose ads live until then', async () => {
    const { text } = await shop.http
      .get(`/v1/ads/vmap?section=${section}&breaks=start,00:05:00,end&content_seconds=600&pod=2`)
      .expect(200);
    const tags = [...text.matchAll(/<vmap:AdTagURI[^>]*>https:\/\/ads\.example\/v1\/ads\/vast\?([^<]*)</g)].map(
      ([, query = '']) => ({
        ...parse(query.replaceAll('&amp;', '&')),
      }),
    );
    const common = { section, pod: '2', content_seconds: '600' };
    expect(tags).toEqual([common, { ...common, offset: '300' }, { ...common, offset: '600' }]);
    expect((await ask(tags[1] as object)).text).toContain('<Expires>1200</Expires>');
  });

  it('is refused without a section or with breaks that are none', async () => {
    expectProblem(await shop.http.get('/v1/ads/vmap'), { status: 400, code: 'request.invalid' });
    for (const breaks of ['middle', 'start,start', '99:00:00'])
      expectProblem(await shop.http.get('/v1/ads/vmap').query({ section, breaks }), { status: 400, code: 'request.invalid' });
  });
});

it('an explanation is for a moment, and for a campaign that is placed elsewhere', async () => {
  const { campaign } = await shown([]);
  const query = { section, campaign, at: '2999-01-01T00:00:00Z' };
  const { at, candidates } = await explained(query);
  expect(at).toBe('2999-01-01T00:00:00.000Z');
  const codes = candidates
    .find(({ campaignId }: { campaignId: string }) => campaignId === campaign)
    .reasons.map(({ code }: { code: string }) => code);
  expect(codes).toEqual(['not-placed', 'not-runnable', 'outside-schedule']);
  for (const wrong of [{ at: 'now' }, { at: '2999-13-01T00:00:00Z' }, { campaign: 'spring' }])
    expectProblem(await shop.get('/v1/ads/explain', { section, ...wrong }), { status: 400, code: 'request.invalid' });
});

it('a process that has lost the log gives no ad, and says why', async () => {
  await shown();
  expect((await explained({ section })).fault).toBeNull();
  expect((await ask({ section })).text).toContain('<Ad id=');
  const client = await shop.db.connect();
  try {
    await client.query('BEGIN; LOCK TABLE log.events IN ACCESS EXCLUSIVE MODE');
    while ((await ask({ section })).text.includes('<Ad id=')) await pause(100);
    const { body } = await shop.http.get('/v1/ads/explain').query({ section }).expect(200);
    expect(body.fault).toMatch(/^This process has lost touch with the log for \d+ s/);
  } finally {
    client.release(true);
  }
  while (!(await ask({ section })).text.includes('<Ad id=')) await pause(100);
}, 20_000);

it('a state that follows the log stops at once, even if no event comes', async () => {
  await shown();
  await shop.settle();
  // No wait for the log ends by itself any more. The waits of others that begin meanwhile end with the shop.
  vi.useFakeTimers({ toFake: ['setInterval'] });
  try {
    const following = shop.app.get(LogFollower).follow({ types: [], apply: () => undefined, reset: () => undefined });
    await until(() => following.position === shop.position);
    await following.stop();
  } finally {
    vi.useRealTimers();
  }
});
