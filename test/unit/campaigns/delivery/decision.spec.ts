import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../../src/campaigns/delivery/decision.js';
import { explain } from '../../../../src/campaigns/delivery/explain.js';
import { type AdQuestion, emptyPod, filterReason } from '../../../../src/campaigns/delivery/filters.js';
import { LeftOutTally } from '../../../../src/campaigns/delivery/left-out.js';
import { AdPlaces, type CampaignOptions, COUNTING, NOW, QUESTION } from '../../../support/ad-places.js';

const MEANS = { counting: COUNTING, timeZone: 'UTC', random: Math.random };

/** The campaigns of an answer. */
async function chosen(places: AdPlaces, question: Partial<AdQuestion> = {}, section?: string): Promise<string[]> {
  const { ads } = await decide(places.place(section), { ...QUESTION, ...question }, MEANS);
  return ads.map(({ candidate }) => candidate.campaign.id);
}

/** The codes of the reasons for which a campaign is not shown. */
async function reasons(places: AdPlaces, campaign: string, question: Partial<AdQuestion> = {}) {
  const means = { ...MEANS, world: places.world };
  const { candidates } = await explain(places.place(), { ...QUESTION, ...question }, means, campaign);
  return candidates.find(({ campaignId }) => campaignId === campaign)?.reasons.map(({ code }) => code);
}

const hours = (hour: number) => Array.from({ length: 168 }, (_, n) => n === hour);

describe('an ad', () => {
  it('is of a campaign in the section or in one above it, and nowhere else', async () => {
    const places = new AdPlaces();
    const below = places.add(randomUUID(), places.section);
    const beside = places.add(randomUUID());
    const campaign = places.campaign();
    expect(await chosen(places, {}, below)).toEqual([campaign]);
    expect(await chosen(places, {}, beside)).toEqual([]);
    places.happen('SectionMoved', 'portfolio', { id: below, parentId: beside });
    expect(await chosen(places, {}, below)).toEqual([]);
    places.happen('SectionRemoved', 'portfolio', { id: beside, parentId: null, removed: [beside, below] });
    expect(places.world.place(below)).toBeUndefined();
  });

  it('is of the first tier, then of the highest price in the base currency, then drawn by weight', async () => {
    const places = new AdPlaces();
    places.campaign({ rank: { tier: 2 }, price: 9_000 });
    places.campaign({ rank: { tier: 1 }, price: 100 });
    const dollars = places.campaign({ rank: { tier: 1 }, price: 4_000, currency: 'USD' });
    places.campaign({ rank: { tier: 1 }, price: 90_000, currency: 'CHF' });
    expect(await chosen(places)).toEqual([dollars]);
    const euros = places.campaign({ rank: { tier: 1, weight: 300 }, price: 2_000 });
    let wins = 0;
    for (let n = 0; n < 4_000; n++) if ((await chosen(places))[0] === euros) wins += 1;
    expect(wins).toBeGreaterThan(2_800);
    expect(wins).toBeLessThan(3_200);
  });

  it('is no longer given once its campaign is paused or its creative deleted', async () => {
    const places = new AdPlaces();
    const campaign = places.campaign({ creative: null });
    const creative = places.creative(campaign);
    expect(await chosen(places)).toEqual([campaign]);
    places.happen('CampaignRunnableStateChanged', campaign, { runnable: false, reasons: ['paused'] });
    expect(await chosen(places)).toEqual([]);
    places.happen('CampaignRunnableStateChanged', campaign, { runnable: true, reasons: [] });
    places.happen('CreativeDeleted', creative);
    expect(await chosen(places)).toEqual([]);
    expect(await reasons(places, campaign)).toEqual(['no-approved-creative']);
  });

  it.each<[string, CampaignOptions, Partial<AdQuestion>]>([
    ['not-placed', { sections: [] }, {}],
    ['outside-schedule', {}, { now: Date.parse('2027-01-01T00:00:00Z') }],
    // 2026-11-25 is a Wednesday.
    ['outside-hours', { targeting: { hours: hours(2 * 24 + 9) } }, {}],
    ['no-approved-creative', { approval: 'pending' }, {}],
    ['no-approved-creative', { media: null }, {}],
    ['no-approved-creative', { creative: null }, {}],
    ['creative-too-long', {}, { maxSeconds: 5 }],
    ['creative-too-long', {}, { contentSeconds: 5 }],
    ['device', { targeting: { devices: ['tv', 'mobile'] } }, {}],
    ['language', { targeting: { languages: ['de'] } }, {}],
    ['country', { targeting: { countries: ['DE'] } }, {}],
    ['country', { targeting: { countries: ['CZ'] } }, { country: null }],
  ])('is refused as %s, and the explanation says so', async (code, options, question) => {
    const places = new AdPlaces();
    const campaign = places.campaign(options);
    expect(await chosen(places, question)).toEqual([]);
    expect(await reasons(places, campaign, question)).toEqual([code]);
  });

  it('is shown where each of its conditions is met', async () => {
    const places = new AdPlaces();
    const campaign = places.campaign({
      targeting: { hours: hours(2 * 24 + 10), devices: ['desktop'], languages: ['de', 'cs'], countries: ['CZ'] },
    });
    expect(await chosen(places, { maxSeconds: 6, contentSeconds: 6 })).toEqual([campaign]);
  });

  it('is not of a category that the section or one above it blocks', async () => {
    const places = new AdPlaces();
    const below = places.add(randomUUID(), places.section);
    const campaign = places.campaign({ sections: [below], rank: { advertiser: 'Škoda', exclusions: ['cars'] } });
    places.happen('SectionAdRulesSet', 'portfolio', {
      sectionId: places.section,
      maxAds: null,
      maxSeconds: null,
      blocked: ['cars'],
    });
    expect(await chosen(places, {}, below)).toEqual([]);
    places.happen('SectionAdRulesSet', 'portfolio', {
      sectionId: places.section,
      maxAds: null,
      maxSeconds: null,
      blocked: ['beer'],
    });
    expect(await chosen(places, {}, below)).toEqual([campaign]);
  });

  it('of a limited campaign is given out only with a lease, and the next best one takes its place', async () => {
    const places = new AdPlaces();
    const full = places.campaign({ price: 2_000 });
    const other = places.campaign();
    const refused = { isGranted: false, reason: 'day-cap', detail: 'All views of the day are taken.' } as const;
    const lease: typeof COUNTING.lease = (request) => (request.campaignId === full ? refused : COUNTING.lease(request)) as never;
    const { ads, refusals } = await decide(places.place(), QUESTION, { ...MEANS, counting: { lease } });
    expect(ads.map(({ candidate }) => candidate.campaign.id)).toEqual([other]);
    expect(refusals).toEqual([{ campaignId: full, reason: 'day-cap' }]);
  });
});

const WORDS = ['škoda', 'cars', 'beer', 'banks', 'travel'];

const campaigns = fc.array(
  fc.record({
    price: fc.integer({ min: 1, max: 3 }),
    rank: fc.record({
      tier: fc.integer({ min: 1, max: 2 }),
      weight: fc.integer({ min: 1, max: 1_000 }),
      advertiser: fc.option(fc.constantFrom(...WORDS)),
      exclusions: fc.uniqueArray(fc.constantFrom(...WORDS), { maxLength: 2 }),
    }),
    media: fc.record({ durationMs: fc.integer({ min: 1_000, max: 30_000 }) }),
  }),
  { maxLength: 12 },
);

describe('a pod', () => {
  it('has no competing advertisers, no campaign twice, and stays within its limits', async () => {
    await fc.assert(
      fc.asyncProperty(
        campaigns,
        fc.integer({ min: 1, max: 8 }),
        fc.option(fc.integer({ min: 1, max: 90 })),
        fc.option(fc.integer({ min: 1, max: 4 })),
        async (options, pod, maxSeconds, maxAds) => {
          const places = new AdPlaces();
          for (const each of options) places.campaign(each);
          places.happen('SectionAdRulesSet', 'portfolio', { sectionId: places.section, maxAds, maxSeconds: 60, blocked: [] });
          const { ads } = await decide(places.place(), { ...QUESTION, pod, maxSeconds }, MEANS);
          const words = ads.flatMap(({ candidate }) => candidate.words);
          expect(new Set(words).size).toBe(words.length);
          expect(new Set(ads.map(({ candidate }) => candidate)).size).toBe(ads.length);
          expect(ads.length).toBeLessThanOrEqual(Math.min(pod, maxAds ?? 20));
          const seconds = ads.reduce((sum, { creative }) => sum + (creative.media?.durationMs ?? 0) / 1_000, 0);
          expect(seconds).toBeLessThanOrEqual(Math.min(maxSeconds ?? 60, 60));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the reasons of a decision', () => {
  it('are those of the filters and of the draw, for every campaign up to the group of the first ad', async () => {
    const question = fc.record({
      now: fc.constantFrom(NOW, NOW + 3_600_000, NOW - 86_400_000, Date.parse('2027-01-01T00:00:00Z')),
      device: fc.constantFrom('desktop' as const, 'tv' as const),
      languages: fc.constantFrom([], ['cs'], ['de', 'cs'], ['en']),
      country: fc.constantFrom(null, 'CZ', 'DE'),
      maxSeconds: fc.constantFrom(null, 1, 12),
      contentSeconds: fc.constantFrom(null, 5),
    });
    const targeting = fc.record({
      hours: fc.constantFrom(null, hours(2 * 24 + 10), hours(2 * 24 + 11)),
      devices: fc.constantFrom([], ['tv']),
      languages: fc.constantFrom([], ['cs'], ['de', 'en']),
      countries: fc.constantFrom([], ['CZ']),
    });
    const placed = fc.tuple(campaigns, fc.array(targeting, { maxLength: 12 }));
    await fc.assert(
      fc.asyncProperty(placed, fc.array(question, { minLength: 1, maxLength: 8 }), async ([options, targetings], questions) => {
        const places = new AdPlaces();
        for (const [n, each] of options.entries()) places.campaign({ ...each, targeting: targetings[n] ?? {} });
        const place = places.place();
        for (const given of questions) {
          const asked = { ...QUESTION, ...given };
          const { ads, leftOut } = await decide(place, asked, MEANS);
          const first = ads[0]?.candidate;
          const expected: string[] = [];
          for (const group of place.groups) {
            const why = group.map((each) => [
              each.campaign.id,
              filterReason(each, asked, place.rules.blocked, emptyPod(place, asked), 'UTC'),
            ]);
            expected.push(...why.flatMap(([id, reason]) => (reason === undefined ? [] : [`${id} ${reason}`])));
            const able = group.filter((_, n) => why[n]?.[1] === undefined);
            if (!able.length) continue;
            expect(able).toContain(first);
            for (const each of able) if (each !== first) expected.push(`${each.campaign.id} outranked`);
            break;
          }
          const tally = new LeftOutTally();
          tally.note(leftOut);
          expect([...tally.reasons].sort()).toEqual(expected.map((each) => [each, 1]).sort());
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('an explanation', () => {
  it('agrees with 10,000 decisions', async () => {
    const draws = 100;
    await fc.assert(
      fc.asyncProperty(campaigns, fc.constantFrom(null, 5, 12), async (options, maxSeconds) => {
        const places = new AdPlaces();
        for (const each of options) places.campaign(each);
        const question = { ...QUESTION, maxSeconds };
        const { candidates } = await explain(places.place(), question, { ...MEANS, world: places.world });
        const able = candidates.filter(({ outcome }) => outcome === 'chosen' || outcome === 'possible');
        const known = new Set(able.map(({ campaignId }) => campaignId));
        for (let n = 0; n < draws; n++) {
          const [first] = await chosen(places, question);
          if (first === undefined) expect(known.size).toBe(0);
          else expect(known).toContain(first);
        }
        for (const { outcome, reasons: why } of candidates)
          expect(why.length > 0, outcome).toBe(outcome === 'refused' || outcome === 'outranked');
      }),
      { numRuns: 100 },
    );
  });

  it('says why, for a given moment', async () => {
    const places = new AdPlaces();
    const winner = places.campaign({ rank: { tier: 1 } });
    const second = places.campaign();
    const foreign = places.campaign({ currency: 'CHF' });
    const elsewhere = places.campaign({ sections: [] });
    const paused = places.campaign();
    places.happen('CampaignRunnableStateChanged', paused, { runnable: false, reasons: ['paused', 'ended'] });
    const explained = await explain(places.place(), QUESTION, { ...MEANS, world: places.world }, elsewhere);
    expect(explained.chosen.map(({ campaignId }) => campaignId)).toEqual([winner]);
    const of = (id: string) => explained.candidates.find(({ campaignId }) => campaignId === id);
    expect(of(winner)).toMatchObject({ outcome: 'chosen', reasons: [] });
    expect(of(second)?.reasons).toEqual([
      { code: 'outranked', detail: expect.stringContaining('it is of tier 1, and this campaign of tier 5') },
    ]);
    expect(of(foreign)?.reasons.map(({ code }) => code)).toEqual(['no-exchange-rate', 'outranked']);
    expect(of(elsewhere)?.reasons.map(({ code }) => code)).toEqual(['not-placed']);
    expect(of(paused)?.reasons).toEqual([{ code: 'not-runnable', detail: 'The campaign is paused and is over.' }]);
    expect(await reasons(places, second, { now: NOW + 366 * 86_400_000 })).toEqual(['outside-schedule']);
  });
});
