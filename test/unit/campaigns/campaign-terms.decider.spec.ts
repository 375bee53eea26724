import { describe, expect, it } from 'vitest';
import {
  campaignDecider,
  fulfil,
  goBack,
  setCurrency,
  setLimits,
  setPrice,
  setRank,
  setTargeting,
} from '../../../src/campaigns/campaign/campaign.decider.js';
import {
  CampaignCreated,
  CampaignCurrencySet,
  type CampaignEvent,
  CampaignFulfilled,
  CampaignLimitsSet,
  CampaignPlacementsSet,
  CampaignPriceSet,
  CampaignRankSet,
  CampaignRunnableStateChanged,
  CampaignScheduleSet,
  CampaignTargetingSet,
  type Limits,
} from '../../../src/campaigns/campaign/campaign.events.js';
import { NO_LIMITS, NO_TARGETING, STANDARD_RANK } from '../../../src/campaigns/campaign/campaign-terms.refusals.js';
import { spansOf } from '../../../src/campaigns/views/campaign-terms.history.js';
import { fold, givenTo } from '../../support/given.js';

const given = givenTo(campaignDecider);
const NOW = '2026-05-15T00:00:00.000Z';
const created = new CampaignCreated({ name: 'Spring', userId: 7, currency: 'EUR' });
const canRun = new CampaignRunnableStateChanged({ runnable: true, reasons: [] });
const stopped = new CampaignRunnableStateChanged({ runnable: false, reasons: ['fulfilled'] });
const running = [
  created,
  new CampaignPriceSet({ amount: 250 }),
  new CampaignScheduleSet({ start: '2026-05-01T00:00:00.000Z', end: '2026-06-01T00:00:00.000Z' }),
  new CampaignPlacementsSet({ sections: ['home'] }),
  canRun,
];
const limitsSet = (limits: Partial<Limits>) => new CampaignLimitsSet({ ...NO_LIMITS, ...limits });
const limit = (limits: Partial<Limits>) => (campaign: Parameters<typeof setLimits>[0]) =>
  setLimits(campaign, { ...NO_LIMITS, ...limits }, NOW);

describe('its limits', () => {
  it('can be set', () =>
    given(created)
      .when(limit({ impressions: 100, perDay: 100 }))
      .gives(limitsSet({ impressions: 100, perDay: 100 })));

  it('do not change if they are the same', () => {
    const limits = { viewer: { views: 3, hours: 24, unknown: 'skip' } } as const;
    given(created, limitsSet(limits))
      .when(limit(structuredClone(limits)))
      .gives();
  });

  it.each<Partial<Limits>>([
    { viewer: { views: 4, hours: 24, unknown: 'skip' } },
    { viewer: { views: 3, hours: 24, unknown: 'serve' } },
    { viewer: null },
    { viewer: { views: 3, hours: 24, unknown: 'skip' }, timeZone: 'Europe/Prague' },
  ])('change if any part does: %j', (limits) =>
    given(created, limitsSet({ viewer: { views: 3, hours: 24, unknown: 'skip' } }))
      .when(limit(limits))
      .gives(limitsSet(limits)),
  );

  it('have no more a day than in total', () =>
    given(created)
      .when(limit({ impressions: 100, perDay: 101 }))
      .isRefused('campaign.per-day-over-impressions', { pointer: '#/perDay' }));

  it('of a day need no total', () =>
    given(created)
      .when(limit({ perDay: 101 }))
      .gives(limitsSet({ perDay: 101 })));
});

describe('a campaign whose limits are reached', () => {
  const reached = { impressions: 100, spend: 25_000 };
  const limited = [...running, limitsSet({ impressions: 100 })];
  const fulfilled = [...limited, new CampaignFulfilled(reached), stopped];

  it('is fulfilled, and can not run', () =>
    given(...limited)
      .when((campaign) => fulfil(campaign, reached, NOW))
      .gives(new CampaignFulfilled(reached), stopped));

  it('is fulfilled once', () =>
    given(...fulfilled)
      .when((campaign) => fulfil(campaign, reached, NOW))
      .gives());

  it('is not fulfilled if they were raised meanwhile', () =>
    given(...limited, limitsSet({ impressions: 101 }))
      .when((campaign) => fulfil(campaign, reached, NOW))
      .gives());

  it.each([
    ['are raised', { impressions: 101 }],
    ['are removed', {}],
  ])('runs again when they %s', (_, limits) =>
    given(...fulfilled)
      .when(limit(limits))
      .gives(limitsSet(limits), canRun),
  );

  it('does not run again under limits that it has reached too', () =>
    given(...fulfilled)
      .when(limit({ impressions: 99 }))
      .gives(limitsSet({ impressions: 99 })));

  it('stops at once when its limits are set below what it has delivered', () =>
    given(...fulfilled, limitsSet({ impressions: 200 }), canRun)
      .when(limit({ impressions: 100 }))
      .gives(limitsSet({ impressions: 100 }), stopped));

  it('stops with an undo to them', () =>
    given(...fulfilled, limitsSet({}), canRun)
      .when((campaign) => goBack(campaign, fold(campaignDecider, fulfilled), NOW))
      .gives(limitsSet({ impressions: 100 }), stopped));
});

describe('its budget', () => {
  // Of 1.00, at 2.50 per 1,000 views: it pays for 400.
  const limited = [...running, limitsSet({ budget: 100 })];
  const spent = (spend: number) => new CampaignFulfilled({ impressions: spend / 250, spend });

  it('is used up when it does not pay for one more view', () => {
    given(...limited)
      .when((campaign) => fulfil(campaign, { impressions: 399, spend: 99_750 }, NOW))
      .gives();
    given(...limited)
      .when((campaign) => fulfil(campaign, { impressions: 400, spend: 99_751 }, NOW))
      .gives(new CampaignFulfilled({ impressions: 400, spend: 99_751 }), stopped);
  });

  it('pays for more views when the price falls', () =>
    given(...limited, spent(99_800), stopped)
      .when((campaign) => setPrice(campaign, 200, NOW))
      .gives(new CampaignPriceSet({ amount: 200 }), canRun));

  it('fixes the currency', () =>
    given(...limited)
      .when((campaign) => setCurrency(campaign, 'CZK', 6_000, NOW))
      .isRefused('campaign.currency-with-budget', { pointer: '#/currency' }));

  it('in another currency begins anew', () => {
    const moved: CampaignEvent[] = [...limited, spent(100_000), stopped, limitsSet({}), canRun];
    given(...moved, new CampaignCurrencySet({ currency: 'CZK' }))
      .when(limit({ budget: 1 }))
      .gives(limitsSet({ budget: 1 }));
  });

  it('comes back after its currency, and goes before it', () => {
    const other = [...limited, limitsSet({}), new CampaignCurrencySet({ currency: 'CZK', amount: 6_000 })];
    given(...other)
      .when((campaign) => goBack(campaign, fold(campaignDecider, limited), NOW))
      .gives(new CampaignCurrencySet({ currency: 'EUR', amount: 250 }), limitsSet({ budget: 100 }));
    given(...other, limitsSet({ budget: 7 }))
      .when((campaign) => goBack(campaign, fold(campaignDecider, running), NOW))
      .gives(limitsSet({}), new CampaignCurrencySet({ currency: 'EUR', amount: 250 }));
    given(...other, limitsSet({ budget: 7 }))
      .when((campaign) => goBack(campaign, fold(campaignDecider, limited), NOW))
      .isRefused('campaign.currency-with-budget', { pointer: '#/currency' });
  });
});

describe('its targeting', () => {
  const hours = (start: number, end: number) => Array.from({ length: 168 }, (_, hour) => hour >= start && hour < end);

  it('does not change if the lists are the same in any order', () =>
    given(created, new CampaignTargetingSet({ ...NO_TARGETING, countries: ['CZ', 'SK'], hours: hours(1, 9) }))
      .when((campaign) => setTargeting(campaign, { ...NO_TARGETING, countries: ['SK', 'CZ'], hours: hours(1, 9) }))
      .gives());

  it('without any hour is refused', () =>
    given(created)
      .when((campaign) => setTargeting(campaign, { ...NO_TARGETING, hours: hours(0, 0) }))
      .isRefused('campaign.hours-empty', { pointer: '#/hours' }));

  it('with all hours is none', () =>
    given(created, new CampaignTargetingSet({ ...NO_TARGETING, hours: hours(1, 9) }))
      .when((campaign) => setTargeting(campaign, { ...NO_TARGETING, hours: hours(0, 168) }))
      .gives(new CampaignTargetingSet(NO_TARGETING)));

  it('is told as spans of days', () => {
    expect(spansOf(hours(22, 26))).toEqual(['Monday 22:00–24:00', 'Tuesday 00:00–02:00']);
    expect(spansOf(hours(167, 168))).toEqual(['Sunday 23:00–24:00']);
    expect(spansOf(null)).toBeNull();
  });
});

describe('its rank', () => {
  it('has exclusions in the form in which they are compared', () =>
    given(created)
      .when((campaign) => setRank(campaign, { ...STANDARD_RANK, exclusions: [' BEER', 'beer', 'Caf\u0065\u0301'] }))
      .gives(new CampaignRankSet({ ...STANDARD_RANK, exclusions: ['beer', 'caf\u00e9'] })));

  it('does not change if it is the same', () =>
    given(created)
      .when((campaign) => setRank(campaign, { ...STANDARD_RANK }))
      .gives());
});
