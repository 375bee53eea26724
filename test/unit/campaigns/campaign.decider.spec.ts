import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Campaign,
  campaignDecider,
  create,
  deleteCampaign,
  end,
  fulfil,
  goBack,
  leaveSections,
  rename,
  setCurrency,
  setLimits,
  setPaused,
  setPlacements,
  setPrice,
  setRank,
  setSchedule,
  setTargeting,
} from '../../../src/campaigns/campaign/campaign.decider.js';
import {
  CampaignCreated,
  CampaignCurrencySet,
  CampaignDeleted,
  CampaignEnded,
  type CampaignEvent,
  CampaignNameSet,
  CampaignPausedSet,
  CampaignPlacementsSet,
  CampaignPriceSet,
  CampaignRunnableStateChanged,
  CampaignScheduleSet,
} from '../../../src/campaigns/campaign/campaign.events.js';
import {
  NO_LIMITS,
  NO_TARGETING,
  reasonsAgainst,
  STANDARD_RANK,
} from '../../../src/campaigns/campaign/campaign-terms.refusals.js';
import { Conflict, Refusal } from '../../../src/shared/event-log/refusal.js';
import { fold, givenTo, LONG_AGO } from '../../support/given.js';

const given = givenTo(campaignDecider);
const spring = { name: 'Spring', userId: 7, currency: 'EUR' };
const created = new CampaignCreated(spring);

const BEFORE_THE_END = '2026-05-31T23:59:59.999Z';
const END = '2026-06-01T00:00:00.000Z';
const AFTER_THE_END = '2026-06-01T00:00:00.001Z';
const NOW = BEFORE_THE_END;
const may = { start: '2026-05-01T00:00:00.000Z', end: END };
const june = { start: END, end: '2026-07-01T00:00:00.000Z' };
const noSchedule = { start: null, end: null };

const scheduled = new CampaignScheduleSet(may);
const placed = new CampaignPlacementsSet({ sections: ['home', 'sport'] });
const paused = new CampaignPausedSet({ paused: true });
const resumed = new CampaignPausedSet({ paused: false });
const ended = new CampaignEnded({ end: END });
const canRun = new CampaignRunnableStateChanged({ runnable: true, reasons: [] });
const canNotRun = (...reasons: CampaignRunnableStateChanged['data']['reasons']) =>
  new CampaignRunnableStateChanged({ runnable: false, reasons });
const running = [created, scheduled, placed, canRun];

describe('a campaign', () => {
  it('is created with a name, for a user, in a currency', () =>
    given()
      .when((campaign) => create(campaign, spring))
      .gives(created));

  it('is not created a second time with the same content, even if it has changed since', () =>
    given(created, new CampaignNameSet({ name: 'Summer' }), new CampaignCurrencySet({ currency: 'CZK' }))
      .when((campaign) => create(campaign, spring))
      .gives());

  it.each([{ name: 'Summer' }, { userId: 8 }, { currency: 'CZK' }])('is not created with the id of another one: %o', (other) =>
    given(created, new CampaignNameSet({ name: 'Summer' }), new CampaignCurrencySet({ currency: 'CZK' }))
      .when((campaign) => create(campaign, { ...spring, ...other }))
      .isRefused('campaign.id-taken', { as: Conflict }),
  );

  it('is not created without a name', () =>
    given()
      .when((campaign) => create(campaign, { ...spring, name: '' }))
      .isRefused('campaign.name-empty', { pointer: '#/name' }));

  it('is not created in an unknown currency', () =>
    given()
      .when((campaign) => create(campaign, { ...spring, currency: 'EUX' }))
      .isRefused('campaign.currency-unknown', { pointer: '#/currency' }));

  it.each<[string, (campaign: Campaign) => CampaignEvent[]]>([
    ['created', (campaign) => create(campaign, spring)],
    ['renamed', (campaign) => rename(campaign, 'Spring')],
    ['given a currency', (campaign) => setCurrency(campaign, 'EUR', undefined, NOW)],
    ['given a price', (campaign) => setPrice(campaign, 100, NOW)],
    ['given a schedule', (campaign) => setSchedule(campaign, may, NOW)],
    ['placed', (campaign) => setPlacements(campaign, ['home'], NOW)],
    ['limited', (campaign) => setLimits(campaign, NO_LIMITS, NOW)],
    ['targeted', (campaign) => setTargeting(campaign, NO_TARGETING)],
    ['ranked', (campaign) => setRank(campaign, STANDARD_RANK)],
    ['paused', (campaign) => setPaused(campaign, true, NOW)],
    ['resumed', (campaign) => setPaused(campaign, false, NOW)],
    ['deleted', deleteCampaign],
    ['brought back', (campaign) => goBack(campaign, fold(campaignDecider, [created]), NOW)],
  ])('is not %s after it was deleted', (_, decision) =>
    given(...running, new CampaignPriceSet({ amount: 100 }), new CampaignDeleted(), canNotRun('deleted'))
      .when(decision)
      .isRefused('campaign.deleted', { as: Conflict }),
  );
});

describe('its name', () => {
  const FAMILY = '👩‍👩‍👧‍👦';

  it('can be changed', () =>
    given(created)
      .when((campaign) => rename(campaign, 'Summer'))
      .gives(new CampaignNameSet({ name: 'Summer' })));

  it('does not change if it is the same', () =>
    given(created, new CampaignNameSet({ name: 'Summer' }))
      .when((campaign) => rename(campaign, 'Summer'))
      .gives());

  it.each([
    ['one letter', 'n'],
    ['50 letters', 'n'.repeat(50)],
    ['50 families', FAMILY.repeat(50)],
    ['50 letters with combining accents', 'e\u0301'.repeat(50)],
    ['50 flags', '🇨🇿'.repeat(50)],
    ['a heart', '❤️'],
    ['Hebrew with a mark of direction', 'אביב\u200f'],
  ])('has 1 to 50 characters as a person counts them: %s', (_, name) =>
    given(created)
      .when((campaign) => rename(campaign, name))
      .gives(new CampaignNameSet({ name })),
  );

  it.each([
    ['51 letters', 'n'.repeat(51)],
    ['51 families', FAMILY.repeat(51)],
    ['51 letters with combining accents', 'e\u0301'.repeat(51)],
    ['one letter with 1,000 accents', `e${'\u0301'.repeat(1_000)}`],
  ])('is not longer than that: %s', (_, name) =>
    given(created)
      .when((campaign) => rename(campaign, name))
      .isRefused('campaign.name-too-long', { pointer: '#/name' }),
  );

  it.each([
    ['nothing', ''],
    ['blanks of many widths', ' \t\u00a0\u2003\u3000'],
    ['blanks of zero width', '\u200b\u2060\ufeff'],
    ['marks of direction', '\u200e\u200f\u202e\u2067'],
    ['an accent on nothing', '\u0301'],
    ['a filler of Hangul', '\u3164'],
    ['a blank of Braille', '\u2800'],
    ['a new line', '\n'],
    ['NUL', '\0'],
  ])('has visible characters, and so is not %s', (_, name) =>
    given(created)
      .when((campaign) => rename(campaign, name))
      .isRefused('campaign.name-empty', { pointer: '#/name' }),
  );

  it.each([
    ['NUL', 'a\0b'],
    ['a new line', 'a\nb'],
    ['a tab', 'a\tb'],
    ['a separator of lines', 'a\u2028b'],
    ['a separator of paragraphs', 'a\u2029b'],
  ])('is one line, without %s', (_, name) =>
    given(created)
      .when((campaign) => rename(campaign, name))
      .isRefused('campaign.name-with-control-characters', { pointer: '#/name' }),
  );
});

describe('its currency', () => {
  it('can be changed', () =>
    given(created)
      .when((campaign) => setCurrency(campaign, 'CZK', undefined, NOW))
      .gives(new CampaignCurrencySet({ currency: 'CZK' })));

  it('does not change if it is the same', () =>
    given(created)
      .when((campaign) => setCurrency(campaign, 'EUR', undefined, NOW))
      .gives());

  it('can change together with the price, in one event', () =>
    given(created, new CampaignPriceSet({ amount: 250 }))
      .when((campaign) => setCurrency(campaign, 'CZK', 6_000, NOW))
      .gives(new CampaignCurrencySet({ currency: 'CZK', amount: 6_000 })));

  it('that stays the same lets the price change alone', () =>
    given(created, new CampaignPriceSet({ amount: 250 }))
      .when((campaign) => setCurrency(campaign, 'EUR', 300, NOW))
      .gives(new CampaignPriceSet({ amount: 300 })));

  it('does not change if it and the price are the same', () =>
    given(created, new CampaignCurrencySet({ currency: 'CZK', amount: 6_000 }))
      .when((campaign) => setCurrency(campaign, 'CZK', 6_000, NOW))
      .gives());

  it('can not come with a price of zero', () =>
    given(created)
      .when((campaign) => setCurrency(campaign, 'CZK', 0, NOW))
      .isRefused('campaign.price-not-positive', { pointer: '#/amount' }));

  it.each(['XCG', 'ZWG', 'VED', 'SLE', 'CLF'])('may be %s', (currency) =>
    given(created)
      .when((campaign) => setCurrency(campaign, currency, undefined, NOW))
      .gives(new CampaignCurrencySet({ currency })),
  );

  it.each(['EUX', 'eur', 'XXX', 'XAU', 'HRK', 'BGN', 'ANG', '', 'EURO'])('is one for payments, and so not %j', (currency) =>
    given(created)
      .when((campaign) => setCurrency(campaign, currency, undefined, NOW))
      .isRefused('campaign.currency-unknown', { pointer: '#/currency' }),
  );
});

describe('its price', () => {
  it('can be set', () =>
    given(created)
      .when((campaign) => setPrice(campaign, 1, NOW))
      .gives(new CampaignPriceSet({ amount: 1 })));

  it('does not change if it is the same', () =>
    given(created, new CampaignPriceSet({ amount: 250 }))
      .when((campaign) => setPrice(campaign, 250, NOW))
      .gives());

  it.each([0, -1, Number.NaN])('is positive, and so not %d', (amount) =>
    given(created)
      .when((campaign) => setPrice(campaign, amount, NOW))
      .isRefused('campaign.price-not-positive', { pointer: '#/amount' }),
  );
});

describe('its schedule', () => {
  it('can be set', () =>
    given(created)
      .when((campaign) => setSchedule(campaign, may, NOW))
      .gives(scheduled));

  it('can be taken away', () =>
    given(created, scheduled)
      .when((campaign) => setSchedule(campaign, noSchedule, NOW))
      .gives(new CampaignScheduleSet(noSchedule)));

  it.each([
    ['none', [created], noSchedule],
    ['May', [created, scheduled], may],
  ])('does not change if it is the same: %s', (_, events, schedule) =>
    given(...events)
      .when((campaign) => setSchedule(campaign, { ...schedule }, NOW))
      .gives(),
  );

  it.each([
    ['at its start', may.start],
    ['before it', LONG_AGO],
  ])('ends after its start, and so not %s', (_, tooEarly) =>
    given(created)
      .when((campaign) => setSchedule(campaign, { start: may.start, end: tooEarly }, NOW))
      .isRefused('campaign.end-not-after-start', { pointer: '#/end' }),
  );

  it('may end in the year 10000, which is after 9999', () => {
    const long = { start: '9999-12-31T00:00:00.000Z', end: '+010000-01-01T00:00:00.000Z' };
    given(created)
      .when((campaign) => setSchedule(campaign, long, NOW))
      .gives(new CampaignScheduleSet(long));
  });

  it('has no start without an end', () =>
    given(created)
      .when((campaign) => setSchedule(campaign, { start: may.start, end: null }, NOW))
      .isRefused('campaign.schedule-incomplete', { pointer: '#/end' }));

  it('has no end without a start', () =>
    given(created)
      .when((campaign) => setSchedule(campaign, { start: null, end: END }, NOW))
      .isRefused('campaign.schedule-incomplete', { pointer: '#/start' }));

  it('once had whole days, the last one included', () => {
    const upcast = CampaignScheduleSet.upcasters[1];
    expect(upcast({ from: '2026-05-01', to: '2026-05-31' })).toEqual(may);
    expect(upcast({ from: '2028-02-29', to: '2028-02-29' })).toEqual({
      start: '2028-02-29T00:00:00.000Z',
      end: '2028-03-01T00:00:00.000Z',
    });
    expect(upcast({ from: null, to: null })).toEqual(noSchedule);
  });
});

describe('its placements', () => {
  it('can be set, without duplicates', () =>
    given(created)
      .when((campaign) => setPlacements(campaign, ['home', 'sport', 'home'], NOW))
      .gives(placed));

  it('do not change if they are the same in any order', () =>
    given(created, placed)
      .when((campaign) => setPlacements(campaign, ['sport', 'home', 'sport'], NOW))
      .gives());

  it('can be replaced by the same number of others', () =>
    given(created, placed)
      .when((campaign) => setPlacements(campaign, ['home', 'weather'], NOW))
      .gives(new CampaignPlacementsSet({ sections: ['home', 'weather'] })));

  it('leave sections that are removed', () =>
    given(...running)
      .when((campaign) => leaveSections(campaign, new Set(['sport', 'football']), NOW))
      .gives(new CampaignPlacementsSet({ sections: ['home'] })));

  it('leave the last section, and then it can’t run', () =>
    given(...running)
      .when((campaign) => leaveSections(campaign, new Set(['home', 'sport']), NOW))
      .gives(new CampaignPlacementsSet({ sections: [] }), canNotRun('no-placement')));

  it('do not change if other sections are removed', () =>
    given(...running)
      .when((campaign) => leaveSections(campaign, new Set(['weather']), NOW))
      .gives());

  it('do not change after it was deleted', () =>
    given(...running, new CampaignDeleted(), canNotRun('deleted'))
      .when((campaign) => leaveSections(campaign, new Set(['home']), NOW))
      .gives());
});

describe('whether it can run', () => {
  it('changes with the placements, the last thing it needs', () =>
    given(created, scheduled)
      .when((campaign) => setPlacements(campaign, ['home', 'sport'], NOW))
      .gives(placed, canRun));

  it('changes with the schedule, the last thing it needs', () =>
    given(created, placed)
      .when((campaign) => setSchedule(campaign, may, NOW))
      .gives(scheduled, canRun));

  it('changes when it is paused', () =>
    given(...running)
      .when((campaign) => setPaused(campaign, true, NOW))
      .gives(paused, canNotRun('paused')));

  it('changes when it is resumed', () =>
    given(...running, paused, canNotRun('paused'))
      .when((campaign) => setPaused(campaign, false, NOW))
      .gives(resumed, canRun));

  it('changes when its schedule is taken away', () =>
    given(...running)
      .when((campaign) => setSchedule(campaign, noSchedule, NOW))
      .gives(new CampaignScheduleSet(noSchedule), canNotRun('no-schedule')));

  it('changes when its placements are taken away', () =>
    given(...running)
      .when((campaign) => setPlacements(campaign, [], NOW))
      .gives(new CampaignPlacementsSet({ sections: [] }), canNotRun('no-placement')));

  it('changes when it ends', () =>
    given(...running)
      .when((campaign) => end(campaign, END))
      .gives(ended, canNotRun('ended')));

  it('changes when it is deleted', () =>
    given(...running)
      .when(deleteCampaign)
      .gives(new CampaignDeleted(), canNotRun('deleted')));

  it.each<[string, (campaign: Campaign) => CampaignEvent[], CampaignEvent]>([
    ['its name', (campaign) => rename(campaign, 'Summer'), new CampaignNameSet({ name: 'Summer' })],
    ['its currency', (campaign) => setCurrency(campaign, 'CZK', undefined, NOW), new CampaignCurrencySet({ currency: 'CZK' })],
    ['its price', (campaign) => setPrice(campaign, 250, NOW), new CampaignPriceSet({ amount: 250 })],
    ['the month', (campaign) => setSchedule(campaign, june, NOW), new CampaignScheduleSet(june)],
    ['the section', (campaign) => setPlacements(campaign, ['sport'], NOW), new CampaignPlacementsSet({ sections: ['sport'] })],
  ])('stays when %s changes', (_, decision, event) =>
    given(...running)
      .when(decision)
      .gives(event),
  );

  it('stays when one of two reasons against it is gone', () =>
    given(created, scheduled, paused)
      .when((campaign) => setPaused(campaign, false, NOW))
      .gives(resumed));

  it('stays when it is deleted and could not run before', () => given(created).when(deleteCampaign).gives(new CampaignDeleted()));

  it('has all its reasons in a fixed order', () => {
    expect(reasonsAgainst(fold(campaignDecider, [created]))).toEqual(['no-schedule', 'no-placement']);
    expect(reasonsAgainst(fold(campaignDecider, running))).toEqual([]);
    const worst = [...running, ended, paused, new CampaignPlacementsSet({ sections: [] }), new CampaignDeleted()];
    expect(reasonsAgainst(fold(campaignDecider, worst))).toEqual(['no-placement', 'paused', 'ended', 'deleted']);
  });
});

describe('pausing it', () => {
  it('has no event if it is paused already', () =>
    given(created, paused)
      .when((campaign) => setPaused(campaign, true, NOW))
      .gives());

  it('and resuming it has no event if it is not paused', () =>
    given(created)
      .when((campaign) => setPaused(campaign, false, NOW))
      .gives());
});

describe('the end of its schedule', () => {
  const atTheEnd = (campaign: Campaign) => end(campaign, END);

  it.each([
    ['is of a schedule that it has no more', [...running, new CampaignScheduleSet(june)]],
    ['is of a schedule that was taken away', [...running, new CampaignScheduleSet(noSchedule), canNotRun('no-schedule')]],
    ['has come already', [...running, ended, canNotRun('ended')]],
    ['comes after it was deleted', [...running, new CampaignDeleted(), canNotRun('deleted')]],
  ])('has no event if it %s', (_, events) =>
    given(...events)
      .when(atTheEnd)
      .gives(),
  );

  it('ends a campaign that was paused', () =>
    given(...running, paused, canNotRun('paused'))
      .when(atTheEnd)
      .gives(ended));

  it('ends one that an earlier release started again after the end of an earlier schedule', () =>
    given(...running, ended, canNotRun('ended'), resumed, canRun, new CampaignScheduleSet(june))
      .when((campaign) => end(campaign, june.end))
      .gives(new CampaignEnded({ end: june.end }), canNotRun('ended')));

  it('ends a campaign in the command that gives it a schedule that is over', () =>
    given(created, placed)
      .when((campaign) => setSchedule(campaign, may, END))
      .gives(scheduled, ended));

  it('comes with the change of the schedule, if the previous schedule was not over', () =>
    given(created, placed, new CampaignScheduleSet(june), canRun)
      .when((campaign) => setSchedule(campaign, may, AFTER_THE_END))
      .gives(scheduled, ended, canNotRun('ended')));

  it('is the first moment at which the campaign does not run', () =>
    given(created, placed)
      .when((campaign) => setSchedule(campaign, may, BEFORE_THE_END))
      .gives(scheduled, canRun));

  it('ends a campaign in the command that places it after that', () =>
    given(created, scheduled)
      .when((campaign) => setPlacements(campaign, ['home', 'sport'], AFTER_THE_END))
      .gives(placed, ended));

  it('ends a campaign in the command that pauses it after that, before the timer comes', () =>
    given(...running)
      .when((campaign) => setPaused(campaign, true, AFTER_THE_END))
      .gives(paused, ended, canNotRun('paused', 'ended')));

  it('is not undone by a person who resumes the campaign, before the timer comes', () =>
    given(...running, paused, canNotRun('paused'))
      .when((campaign) => setPaused(campaign, false, AFTER_THE_END))
      .gives(resumed, ended));

  it('is not undone when a person resumes the campaign, whichever clock ended it', () =>
    given(...running, ended, canNotRun('ended'), paused)
      .when((campaign) => setPaused(campaign, false, BEFORE_THE_END))
      .gives(resumed, ended));

  it('lets a campaign that is not paused be resumed without an event', () =>
    given(...running, ended, canNotRun('ended'))
      .when((campaign) => setPaused(campaign, false, AFTER_THE_END))
      .gives());

  it('is not undone by a person who pauses the campaign', () => {
    given(...running, ended, canNotRun('ended'))
      .when((campaign) => setPaused(campaign, true, AFTER_THE_END))
      .gives(paused);
    expect(fold(campaignDecider, [...running, ended, paused])).toMatchObject({ paused: true, ended: true });
  });

  it('does not count for another schedule', () =>
    given(...running, ended, canNotRun('ended'))
      .when((campaign) => setSchedule(campaign, june, AFTER_THE_END))
      .gives(new CampaignScheduleSet(june), canRun));

  it('was undone by a person who resumed it, in an earlier release: such events keep their meaning', () =>
    expect(fold(campaignDecider, [...running, ended, canNotRun('ended'), resumed, canRun])).toMatchObject({ ended: false }));
});

describe('an undo', () => {
  const backTo = (...events: CampaignEvent[]) => {
    const past = fold(campaignDecider, events);
    return (campaign: Campaign) => goBack(campaign, past, NOW);
  };

  it('restores all that differs, with one event about whether it can run', () =>
    given(
      ...[created, new CampaignPriceSet({ amount: 250 }), scheduled, placed, canRun],
      ...[new CampaignNameSet({ name: 'Summer' }), new CampaignCurrencySet({ currency: 'CZK' })],
      ...[new CampaignPriceSet({ amount: 300 }), new CampaignScheduleSet(june)],
      ...[new CampaignPlacementsSet({ sections: [] }), canNotRun('no-placement'), paused],
    )
      .when(backTo(created, new CampaignPriceSet({ amount: 250 }), scheduled, placed, canRun))
      .gives(
        ...[new CampaignNameSet({ name: 'Spring' }), new CampaignCurrencySet({ currency: 'EUR', amount: 250 })],
        ...[placed, resumed, scheduled, canRun],
      ));

  it('has no event if nothing differs', () =>
    given(...running, new CampaignNameSet({ name: 'Summer' }), new CampaignNameSet({ name: 'Spring' }))
      .when(backTo(...running))
      .gives());

  it('has no event about whether it can run if that does not change', () =>
    given(...running, paused, canNotRun('paused'), resumed, canRun, new CampaignNameSet({ name: 'Summer' }))
      .when(backTo(...running))
      .gives(new CampaignNameSet({ name: 'Spring' })));

  it('is refused to a version without a price, because a price can’t be taken away', () =>
    given(created, new CampaignPriceSet({ amount: 250 }))
      .when(backTo(created))
      .isRefused('campaign.version-without-price', { pointer: '#/version' }));

  it('is refused to a version with a name that is not allowed today', () =>
    given(created)
      .when(backTo(new CampaignCreated({ ...spring, name: 'n'.repeat(51) })))
      .isRefused('campaign.name-too-long', { pointer: '#/name' }));

  it('is refused to a version with a withdrawn currency', () =>
    given(created)
      .when(backTo(new CampaignCreated({ ...spring, currency: 'DEM' })))
      .isRefused('campaign.currency-unknown', { pointer: '#/currency' }));

  it('keeps a withdrawn currency', () => {
    const former = new CampaignCreated({ ...spring, currency: 'BGN' });
    return given(former, new CampaignNameSet({ name: 'Summer' }))
      .when(backTo(former))
      .gives(new CampaignNameSet({ name: 'Spring' }));
  });

  it('to before its end does not make it run', () =>
    given(...running, ended, canNotRun('ended'), new CampaignNameSet({ name: 'Summer' }))
      .when(backTo(...running))
      .gives(new CampaignNameSet({ name: 'Spring' })));

  it('to a schedule that is over ends it', () =>
    given(...running, new CampaignScheduleSet(june))
      .when((campaign) => goBack(campaign, fold(campaignDecider, running), AFTER_THE_END))
      .gives(scheduled, ended, canNotRun('ended')));

  it('to before its end does not make it run, though it was paused since', () =>
    given(...running, ended, canNotRun('ended'), paused)
      .when(backTo(...running))
      .gives(resumed, ended));

  it('to after its end does not make it run if it was paused since', () =>
    given(...running, ended, canNotRun('ended'), paused)
      .when(backTo(...running, ended, canNotRun('ended')))
      .gives(resumed, ended));

  it('ends it though an earlier release started it again after its end', () =>
    given(...running, ended, canNotRun('ended'), resumed, canRun)
      .when((campaign) => goBack(campaign, fold(campaignDecider, running), AFTER_THE_END))
      .gives(ended, canNotRun('ended')));

  it('lets the schedule’s timer end it', () => {
    const events = [...running, paused, canNotRun('paused'), new CampaignScheduleSet(june)];
    const back = goBack(fold(campaignDecider, events), fold(campaignDecider, running), NOW);
    given(...events, ...back.map((event) => [AFTER_THE_END, event] as const))
      .when((campaign) => end(campaign, END))
      .gives(ended, canNotRun('ended'));
  });
});

describe('every decision', () => {
  const sections = fc.subarray(['home', 'sport', 'weather']);
  const schedules = fc.constantFrom(may, june, noSchedule);
  const amounts = fc.option(fc.integer({ min: 1, max: 4 }));
  type Decision = (campaign: Campaign, now: string, past: Campaign[]) => CampaignEvent[];
  const change: fc.Arbitrary<Decision> = fc.oneof(
    fc.constantFrom('Spring', 'Summer').map(
      (name): Decision =>
        (campaign) =>
          rename(campaign, name),
    ),
    fc.constantFrom('EUR', 'CZK').map(
      (currency): Decision =>
        (campaign, now) =>
          setCurrency(campaign, currency, undefined, now),
    ),
    fc.integer({ min: 1, max: 3 }).map(
      (amount): Decision =>
        (campaign, now) =>
          setPrice(campaign, amount, now),
    ),
    schedules.map(
      (schedule): Decision =>
        (campaign, now) =>
          setSchedule(campaign, schedule, now),
    ),
    sections.map(
      (given): Decision =>
        (campaign, now) =>
          setPlacements(campaign, given, now),
    ),
    sections.map(
      (removed): Decision =>
        (campaign, now) =>
          leaveSections(campaign, new Set(removed), now),
    ),
    fc.record({ impressions: amounts, budget: amounts }).map(
      (given): Decision =>
        (campaign, now) =>
          setLimits(campaign, { ...NO_LIMITS, ...given }, now),
    ),
    fc.record({ impressions: fc.nat(4), spend: fc.nat(4_000) }).map(
      (delivered): Decision =>
        (campaign, now) =>
          fulfil(campaign, delivered, now),
    ),
    fc.subarray(['CZ', 'SK']).map(
      (countries): Decision =>
        (campaign) =>
          setTargeting(campaign, { ...NO_TARGETING, countries }),
    ),
    fc.integer({ min: 1, max: 3 }).map(
      (tier): Decision =>
        (campaign) =>
          setRank(campaign, { ...STANDARD_RANK, tier }),
    ),
    fc.boolean().map(
      (given): Decision =>
        (campaign, now) =>
          setPaused(campaign, given, now),
    ),
    fc.constantFrom(may.end, june.end).map(
      (moment): Decision =>
        (campaign) =>
          end(campaign, moment),
    ),
    fc.nat(100).map(
      (version): Decision =>
        (campaign, now, past) =>
          goBack(campaign, past[version % past.length] as Campaign, now),
    ),
  );
  const deletion = fc.constant<Decision>(deleteCampaign);
  const decisions = fc.array(fc.oneof({ arbitrary: change, weight: 50 }, { arbitrary: deletion, weight: 1 }), { maxLength: 40 });

  /**
   * Each decision that is not refused, with the campaign before and after it. Decisions are an hour apart, around the
   * ends of schedules.
   */
  function decideAll(
    wished: Decision[],
    eachTime: (before: Campaign, decided: CampaignEvent[], after: Campaign, now: string) => void,
  ) {
    let campaign = fold(campaignDecider, running);
    const past = [campaign];
    wished.forEach((decision, hour) => {
      const before = campaign;
      try {
        const at = new Date(Date.parse(END) + (hour - 10) * 3_600_000).toISOString();
        const decided = decision(before, at, past);
        campaign = decided.reduce((now, event) => campaignDecider.evolve(now, event, at), before);
        past.push(campaign);
        eachTime(before, decided, campaign, at);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    });
  }

  it('has one last event about whether it can run if and only if that changes', () =>
    fc.assert(
      fc.property(decisions, (wished) => {
        decideAll(wished, (before, decided, after) => {
          const reasons = reasonsAgainst(after);
          const runnable = reasons.length === 0;
          const isOther = runnable !== (reasonsAgainst(before).length === 0);
          const told = decided.filter(({ type }) => type === 'CampaignRunnableStateChanged');
          expect(told).toEqual(isOther ? [new CampaignRunnableStateChanged({ runnable, reasons })] : []);
          if (isOther) expect(decided.at(-1)).toBe(told[0]);
        });
      }),
    ));

  it('never says that it can run under a schedule that is over', () =>
    fc.assert(
      fc.property(decisions, (wished) => {
        decideAll(wished, (_, decided, { schedule, ended }, now) => {
          const isTold = decided.some((event) => event.type === 'CampaignRunnableStateChanged' && event.data.runnable);
          if (isTold)
            expect({ ended, isOver: Date.parse(schedule.end as string) <= Date.parse(now) }).toEqual({
              ended: false,
              isOver: false,
            });
        });
      }),
    ));

  it('can be undone, as far as a person can set the values', () =>
    fc.assert(
      fc.property(decisions, fc.nat(40), (wished, version) => {
        const past: Campaign[] = [fold(campaignDecider, running)];
        decideAll(wished, (_, __, after) => past.push(after));
        const [now, then] = [past.at(-1) as Campaign, past[version % past.length] as Campaign];
        fc.pre(!now.deleted && (then.price !== null || now.price === null));
        // A budget can't be replaced by one in another currency.
        fc.pre(now.currency === then.currency || now.limits.budget === null || then.limits.budget === null);
        const events = goBack(now, then, AFTER_THE_END);
        const again = events.reduce((state, event) => campaignDecider.evolve(state, event, AFTER_THE_END), now);
        const { name, currency, price, schedule, paused, limits, targeting, rank } = then;
        expect(again).toMatchObject({ name, currency, price, schedule, paused, limits, targeting, rank });
        expect(new Set(again.placements)).toEqual(new Set(then.placements));
        const isOver = schedule.end !== null && schedule.end <= AFTER_THE_END;
        if (isOver || (now.ended && schedule.end === now.schedule.end)) expect(again.ended).toBe(true);
        else expect(again.ended).toBe(false);
      }),
    ));
});
