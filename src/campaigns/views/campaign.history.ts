import { ERASED } from '#kronika';
import { money } from '../../money/currencies.js';
import type { Campaign } from '../campaign/campaign.decider.js';
import type { CampaignEvent, Reason, Schedule } from '../campaign/campaign.events.js';
import { limited, ranked, targeted } from './campaign-terms.history.js';
import { counted, inQuotes, moment, type Words } from './history.js';

const REASON_WORDS: Record<Reason, string> = {
  'no-schedule': 'no schedule',
  'no-placement': 'no placement',
  paused: 'paused',
  ended: 'ended',
  fulfilled: 'its limits are reached',
  deleted: 'deleted',
};

const period = ({ start, end }: Schedule) => [start, end].map((edge) => edge && moment(edge)).join(' to ');

function scheduled(before: Schedule, after: Schedule): string {
  if (after.end === null) return 'Schedule taken away';
  return before.end === null ? `Scheduled from ${period(after)}` : `Schedule changed from ${period(before)}, to ${period(after)}`;
}

function placed(before: readonly string[], after: readonly string[]): string {
  if (after.length === 0) return 'Taken out of all sections';
  if (before.length === 0) return `Placed in ${counted(after.length, 'section')}`;
  const [known, wanted] = [new Set(before), new Set(after)];
  const added = after.filter((section) => !known.has(section)).length;
  const removed = before.filter((section) => !wanted.has(section)).length;
  const parts = [added && `${counted(added, 'section')} added`, removed && `${counted(removed, 'section')} removed`];
  return `Placements changed: ${parts.filter(Boolean).join(', ')}`;
}

/** The price after a change of currency. Without a new amount, the number stays the same. */
function repriced({ currency, amount }: { currency: string; amount?: number }, before: Campaign): string {
  if (before.price === null) return amount === undefined ? '' : `, with a price of ${money(amount, currency)} per 1,000 views`;
  const price = money(amount ?? before.price, currency);
  return `, and ${amount === undefined ? 'so ' : ''}the price from ${money(before.price, before.currency)} to ${price} per 1,000 views`;
}

/** How each event of a campaign is described to a person. */
export const campaignWords: Words<Campaign, CampaignEvent> = {
  CampaignCreated: ({ name, userId, currency }) => ({
    summary: `Created ${inQuotes(name)} for user ${userId}, with prices in ${currency}`,
    changes: [
      { field: 'name', from: null, to: name },
      { field: 'userId', from: null, to: userId },
      { field: 'currency', from: null, to: currency },
    ],
  }),
  CampaignNameSet: ({ name }, before) => ({
    summary: name === ERASED ? 'The name was erased' : `Renamed from ${inQuotes(before.name)} to ${inQuotes(name)}`,
    changes: [{ field: 'name', from: before.name, to: name }],
  }),
  CampaignCurrencySet: (data, before) => ({
    summary: `Currency changed from ${before.currency} to ${data.currency}${repriced(data, before)}`,
    changes: [
      { field: 'currency', from: before.currency, to: data.currency },
      ...(data.amount === undefined || data.amount === before.price
        ? []
        : [{ field: 'price', from: before.price, to: data.amount }]),
    ],
  }),
  CampaignPriceSet: ({ amount }, { price, currency }) => ({
    summary:
      price === null
        ? `Price set to ${money(amount, currency)} per 1,000 views`
        : `Price changed from ${money(price, currency)} to ${money(amount, currency)} per 1,000 views`,
    changes: [{ field: 'price', from: price, to: amount }],
  }),
  CampaignScheduleSet: (schedule, before) => ({
    summary: scheduled(before.schedule, schedule),
    changes: (['start', 'end'] as const).flatMap((edge) =>
      schedule[edge] === before.schedule[edge]
        ? []
        : [{ field: `schedule.${edge}`, from: before.schedule[edge], to: schedule[edge] }],
    ),
  }),
  CampaignPlacementsSet: ({ sections }, { placements }) => ({
    summary: placed(placements, sections),
    changes: [{ field: 'placements', from: placements, to: sections }],
  }),
  CampaignPausedSet: ({ paused }, before) => ({
    summary: paused ? 'Paused' : before.ended ? 'Resumed after its end' : 'Resumed',
    changes: [
      ...(paused === before.paused ? [] : [{ field: 'paused', from: before.paused, to: paused }]),
      ...(before.ended && !paused ? [{ field: 'ended', from: true, to: false }] : []),
    ],
  }),
  CampaignLimitsSet: (limits, before) => limited(limits, before),
  CampaignTargetingSet: (targeting, before) => targeted(targeting, before),
  CampaignRankSet: (rank, before) => ranked(rank, before),
  CampaignFulfilled: ({ impressions, spend }, { currency }) => ({
    summary: `Limits reached after ${counted(impressions, 'impression')} and a spend of ${money(Math.floor(spend / 1_000), currency)}`,
    changes: [{ field: 'fulfilled', from: false, to: true }],
  }),
  CampaignEnded: ({ end }) => ({
    summary: `Ended, as scheduled for ${moment(end)}`,
    changes: [{ field: 'ended', from: false, to: true }],
  }),
  CampaignDeleted: () => ({ summary: 'Deleted', changes: [{ field: 'deleted', from: false, to: true }] }),
  CampaignRunnableStateChanged: ({ runnable, reasons }) => ({
    summary: runnable ? 'Can run' : `Can not run any more: ${reasons.map((reason) => REASON_WORDS[reason]).join(', ')}`,
    changes: [{ field: 'runnable', from: !runnable, to: runnable }],
  }),
};
