import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FulfilCampaign } from '../../../src/campaigns/campaign/fulfil-campaign.command.js';
import { Advertising } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';

/** A schedule that has begun and ends in the distant future. */
const SINCE_2026 = { start: '2026-01-01T00:00:00.000Z', end: '2127-01-01T00:00:00.000Z' };

const MAX_WHOLE = Number.MAX_SAFE_INTEGER;

let shop: Shop;
let ads: Advertising;
beforeAll(async () => {
  shop = await Shop.open({ TIME_ZONE: 'Europe/Prague' });
  ads = await Advertising.of(shop);
});
afterAll(() => shop.close());

const NONE = { impressions: null, perDay: null, budget: null, pacing: 'even', timeZone: null, viewer: null };
const EVERYONE = { hours: null, devices: [], languages: [], countries: [] };
const STANDARD = { tier: 5, weight: 100, advertiser: null, exclusions: [] };
const FREE = { maxAds: null, maxSeconds: null, blocked: [] };

/** 168 flags that are true from `start` to before `end`. */
const hoursOf = (start: number, end: number) => Array.from({ length: 168 }, (_, hour) => hour >= start && hour < end);

const summaries = async (path: string) => (await ads.get(`${path}/history`)).data.map((row: { summary: string }) => row.summary);

describe('limits, targeting and rank', () => {
  it('are shown, replaced as a whole, told in words and restored', async () => {
    const id = await ads.campaign();
    await ads.set(id, 'limits', {
      impressions: 1_000,
      perDay: 100,
      budget: 5_000,
      viewer: { views: 3, hours: 1, unknown: 'skip' },
    });
    await ads.set(id, 'targeting', {
      hours: hoursOf(8, 36),
      devices: ['tv', 'mobile', 'tv'],
      languages: ['cs'],
      countries: ['CZ'],
    });
    await ads.set(id, 'rank', { tier: 1, weight: 7, advertiser: ' Brewery ', exclusions: [' BEER', 'Wine', 'beer'] });
    const limits = { ...NONE, impressions: 1_000, perDay: 100, budget: 5_000, timeZone: 'Europe/Prague' };
    const set = {
      limits: { ...limits, viewer: { views: 3, hours: 1, unknown: 'skip' } },
      targeting: { hours: hoursOf(8, 36), devices: ['tv', 'mobile'], languages: ['cs'], countries: ['CZ'] },
      rank: { tier: 1, weight: 7, advertiser: 'Brewery', exclusions: ['beer', 'wine'] },
      version: 4,
    };
    expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject(set);
    // The same in another order is no change.
    await ads.set(id, 'targeting', { hours: hoursOf(8, 36), devices: ['mobile', 'tv'], languages: ['cs'], countries: ['CZ'] });
    await ads.set(id, 'rank', { tier: 1, weight: 7, advertiser: 'Brewery', exclusions: ['wine', 'beer'] });
    expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject({ version: 4 });
    await ads.set(id, 'limits', {});
    await ads.set(id, 'targeting', { hours: hoursOf(0, 168) });
    await ads.set(id, 'rank', {});
    const reset = { limits: { ...NONE, timeZone: 'Europe/Prague' }, targeting: EVERYONE, rank: STANDARD };
    expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject(reset);
    expect(await ads.get(`/v1/campaigns/${id}?version=4`)).toMatchObject(set);
    await ads.do('POST', `/campaigns/${id}/undo`, { version: 4 });
    expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject({ ...set, version: 10 });
    await ads.do('POST', `/campaigns/${id}/undo`, { version: 1 });
    expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject({ limits: NONE, targeting: EVERYONE, rank: STANDARD });
    expect((await summaries(`/v1/campaigns/${id}`)).slice(1, 7)).toEqual([
      'Limits changed: impressions from none to 1000; impressions a day from none to 100; budget from none to €50.00; time zone from none to Europe/Prague; cap of a viewer from none to 3 views in 1 hour, unknown viewers: skip',
      'Targeting changed: hours from all to Monday 08:00–24:00, Tuesday 00:00–12:00; devices from all to tv, mobile; languages from all to cs; countries from all to CZ',
      'Rank changed: tier from 5 to 1; weight from 100 to 7; advertiser from none to Brewery; exclusions from none to beer, wine',
      expect.stringContaining('impressions from 1000 to none'),
      expect.stringContaining('hours from Monday 08:00–24:00, Tuesday 00:00–12:00 to all'),
      expect.stringContaining('tier from 1 to 5'),
    ]);
  });

  it('are set in bulk', async () => {
    const id = await ads.campaign();
    const { body } = await ads.do('POST', '/campaigns/bulk', {
      commands: [
        { command: 'set-limits', id, impressions: 5, viewer: { views: 1, hours: 24, unknown: 'serve' } },
        { command: 'set-targeting', id, hours: hoursOf(1, 2) },
        { command: 'set-rank', id, tier: 2 },
        { command: 'set-limits', id, viewer: { views: 1 } },
        { command: 'set-targeting', id, hours: hoursOf(0, 0) },
      ],
    });
    expect(body.data.map(({ status, problem }: Record<string, { code: string }>) => [status, problem?.code])).toEqual([
      ...[204, 204, 204].map((status) => [status, undefined]),
      [400, 'request.invalid'],
      [422, 'campaign.hours-empty'],
    ]);
    const { limits, rank } = await ads.get(`/v1/campaigns/${id}`);
    expect([limits.impressions, limits.viewer.hours, rank.tier]).toEqual([5, 24, 2]);
  });

  it.each<[string, object, number, string, string]>([
    ['limits', { impressions: 10, perDay: 11 }, 422, 'perDay', 'over-impressions'],
    ['limits', { impressions: 0 }, 400, 'impressions', 'out-of-range'],
    ['limits', { perDay: MAX_WHOLE + 1 }, 400, 'perDay', 'out-of-range'],
    ['limits', { budget: 9_007_199_254_741 }, 400, 'budget', 'out-of-range'],
    ['limits', { pacing: 'fast' }, 400, 'pacing', 'not-a-choice'],
    ['limits', { timeZone: 'Europe/Atlantis' }, 400, 'timeZone', 'not-a-time-zone'],
    ['limits', { timeZone: null }, 400, 'timeZone', 'not-a-time-zone'],
    ['limits', { viewer: { views: 1, hours: 24 } }, 400, 'viewer', 'invalid-member'],
    ['limits', { viewer: { views: 0, hours: 24, unknown: 'skip' } }, 400, 'viewer', 'invalid-member'],
    ['limits', { viewer: { views: 1, hours: 25, unknown: 'skip' } }, 400, 'viewer', 'invalid-member'],
    ['limits', { viewer: { views: 1, hours: 1, unknown: 'skip', more: 1 } }, 400, 'viewer', 'unknown-member'],
    ['targeting', { hours: new Array(167).fill(true) }, 400, 'hours', 'not-flags'],
    ['targeting', { hours: new Array(168).fill(1) }, 400, 'hours', 'not-flags'],
    ['targeting', { hours: new Array(168).fill(false) }, 422, 'hours', 'empty'],
    ['targeting', { devices: ['watch'] }, 400, 'devices', 'not-a-choice'],
    ['targeting', { languages: ['cs-CZ'] }, 400, 'languages', 'not-a-code'],
    ['targeting', { countries: ['cz'] }, 400, 'countries', 'not-a-code'],
    ['rank', { tier: 11 }, 400, 'tier', 'out-of-range'],
    ['rank', { weight: 0 }, 400, 'weight', 'out-of-range'],
    ['rank', { exclusions: ['a\nb'] }, 400, 'exclusions', 'not-a-line'],
    ['rank', { exclusions: [' '] }, 400, 'exclusions', 'not-a-line'],
  ])('of bad input are refused: %s %j', async (part, body, status, member, code) => {
    const id = await ads.campaign();
    const { body: problem } = await shop.http.put(`/v1/campaigns/${id}/${part}`).send(body).expect(status);
    expect(problem.errors).toEqual([expect.objectContaining({ pointer: `#/${member}`, code })]);
  });
});

describe('a campaign', () => {
  it('that reached its limits can not run until they are raised', async () => {
    const id = await ads.runningCampaign([await ads.section(await ads.portfolio())], SINCE_2026);
    const fulfil = (delivered: FulfilCampaign['delivered']) =>
      shop.app.get(CommandBus).execute(new FulfilCampaign(id, delivered));
    const found = async () => {
      const rows = await ads.walk('/v1/campaigns', { reason: 'fulfilled', limit: 100 });
      const { fulfilled, runnable, reasons, version } = await ads.get(`/v1/campaigns/${id}`);
      return [rows.some((row: { id: string }) => row.id === id), fulfilled, runnable, reasons, version];
    };
    await ads.set(id, 'limits', { impressions: 100 });
    await fulfil({ impressions: 99, spend: 0 });
    expect(await found()).toEqual([false, false, true, [], 5]);
    await fulfil({ impressions: 100, spend: 250_000 });
    await fulfil({ impressions: 100, spend: 250_000 });
    await shop.settle();
    expect(await found()).toEqual([true, true, false, ['fulfilled'], 7]);
    expect(await ads.get(`/v1/campaigns/${id}?version=7`)).toMatchObject({ fulfilled: true, reasons: ['fulfilled'] });
    expect((await summaries(`/v1/campaigns/${id}`)).slice(-2)).toEqual([
      'Limits reached after 100 impressions and a spend of €2.50',
      'Can not run any more: its limits are reached',
    ]);
    await ads.set(id, 'limits', { impressions: 101 });
    await shop.settle();
    expect(await found()).toEqual([false, false, true, [], 9]);
    const { reasons } = (await ads.get('/v1/overview')).campaigns;
    expect(reasons.fulfilled).toBe(0);
  });

  it('keeps its currency while it has a budget', async () => {
    const id = await ads.campaign();
    await ads.set(id, 'limits', { budget: 1_000 });
    const { body } = await shop.http.put(`/v1/campaigns/${id}/currency`).send({ currency: 'CZK' }).expect(422);
    expect(body).toMatchObject({
      code: 'campaign.currency-with-budget',
      errors: [{ pointer: '#/currency', code: 'with-budget' }],
    });
    await ads.set(id, 'limits', {});
    await ads.set(id, 'currency', { currency: 'CZK' });
    // The budget comes back after its currency.
    await ads.do('POST', `/campaigns/${id}/undo`, { version: 2 });
    expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject({ currency: 'EUR', limits: { budget: 1_000 } });
  });
});

describe('rules for ads', () => {
  it('are inherited by the sections below, told in words and restored', async () => {
    const id = await ads.portfolio();
    const news = await ads.section(id, null, 'News');
    const sport = await ads.section(id, news, 'Sport');
    const path = `/portfolios/${id}/sections`;
    await ads.do('PUT', `${path}/${news}/ad-rules`, { maxAds: 3, maxSeconds: 60, blocked: ['Gambling '] });
    await ads.do('PUT', `${path}/${sport}/ad-rules`, { maxAds: 1, blocked: ['beer'] });
    const own = { maxAds: 1, maxSeconds: null, blocked: ['beer'] };
    const effective = { maxAds: 1, maxSeconds: 60, blocked: ['gambling', 'beer'] };
    const ofNews = { maxAds: 3, maxSeconds: 60, blocked: ['gambling'] };
    const rules = [
      { sectionId: news, own: ofNews, effective: ofNews },
      { sectionId: sport, own, effective },
    ];
    expect(await ads.get(`/v1/portfolios/${id}`)).toMatchObject({ adRules: rules, version: 5 });
    expect(await ads.get(`/v1${path}/${sport}`)).toMatchObject({ adRules: own, effectiveAdRules: effective });
    await ads.do('PUT', `${path}/${news}/ad-rules`, {});
    expect(await ads.get(`/v1/portfolios/${id}`)).toMatchObject({ adRules: [{ sectionId: sport, own, effective: own }] });
    expect(await ads.get(`/v1/portfolios/${id}?version=5&shape=flat`)).toMatchObject({ adRules: rules });
    await ads.do('POST', `/portfolios/${id}/undo`, { version: 5 });
    expect(await ads.get(`/v1/portfolios/${id}`)).toMatchObject({ adRules: rules, version: 7 });
    await ads.do('POST', `/portfolios/${id}/undo`, { version: 3 });
    expect(await ads.get(`/v1${path}/${sport}`)).toMatchObject({ adRules: FREE, effectiveAdRules: FREE });
    expect((await summaries(`/v1/portfolios/${id}`)).slice(3, 5)).toEqual([
      'Ad rules of section “News” changed: ads in a break from those above to 3; seconds of a break from those above to 60; blocked from those above to gambling',
      'Ad rules of section “Sport” changed: ads in a break from those above to 1; blocked from those above to beer',
    ]);
  });

  it.each<[object, string, string]>([
    [{ maxAds: -1 }, 'maxAds', 'out-of-range'],
    [{ maxSeconds: 0 }, 'maxSeconds', 'out-of-range'],
    [{ blocked: new Array(51).fill('beer') }, 'blocked', 'too-many'],
    [{ blocked: ['x'.repeat(51)] }, 'blocked', 'not-a-line'],
  ])('of bad input are refused: %j', async (body, member, code) => {
    const id = await ads.portfolio();
    const section = await ads.section(id);
    const { body: problem } = await shop.http.put(`/v1/portfolios/${id}/sections/${section}/ad-rules`).send(body).expect(400);
    expect(problem.errors).toEqual([expect.objectContaining({ pointer: `#/${member}`, code })]);
  });
});
