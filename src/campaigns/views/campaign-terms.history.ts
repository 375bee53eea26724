import { money } from '../../money/currencies.js';
import type { Campaign } from '../campaign/campaign.decider.js';
import type { Limits, Rank, Targeting, ViewerCap } from '../campaign/campaign.events.js';
import { counted, replaced, type Told } from './history.js';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

/** The hours of a week as spans of days, such as `Monday 08:00–12:00`; null: at all hours. */
export function spansOf(hours: readonly boolean[] | null): string[] | null {
  if (hours === null) return null;
  return DAYS.flatMap((day, n) => {
    const ofDay = hours.slice(24 * n, 24 * (n + 1));
    const starts = [...ofDay.keys()].filter((hour) => ofDay[hour] && !ofDay[hour - 1]);
    return starts.map((start) => {
      const end = ofDay.findIndex((isOn, hour) => hour > start && !isOn);
      return `${day} ${clock(start)}–${clock(end < 0 ? 24 : end)}`;
    });
  });
}

const viewerCap = (cap: ViewerCap | null) =>
  cap && `${counted(cap.views, 'view')} in ${counted(cap.hours, 'hour')}, unknown viewers: ${cap.unknown}`;

export function limited(limits: Limits, { limits: before, currency }: Campaign): Told {
  const budget = (amount: number | null) => amount && money(amount, currency);
  return replaced('Limits changed', 'none', [
    ['limits.impressions', 'impressions', before.impressions, limits.impressions],
    ['limits.perDay', 'impressions a day', before.perDay, limits.perDay],
    ['limits.budget', 'budget', before.budget, limits.budget, budget(before.budget), budget(limits.budget)],
    ['limits.pacing', 'pacing', before.pacing, limits.pacing],
    ['limits.timeZone', 'time zone', before.timeZone, limits.timeZone],
    ['limits.viewer', 'cap of a viewer', viewerCap(before.viewer), viewerCap(limits.viewer)],
  ]);
}

export function targeted(targeting: Targeting, { targeting: before }: Campaign): Told {
  return replaced('Targeting changed', 'all', [
    ['targeting.hours', 'hours', spansOf(before.hours), spansOf(targeting.hours)],
    ['targeting.devices', 'devices', before.devices, targeting.devices],
    ['targeting.languages', 'languages', before.languages, targeting.languages],
    ['targeting.countries', 'countries', before.countries, targeting.countries],
  ]);
}

export function ranked(rank: Rank, { rank: before }: Campaign): Told {
  return replaced('Rank changed', 'none', [
    ['rank.tier', 'tier', before.tier, rank.tier],
    ['rank.weight', 'weight', before.weight, rank.weight],
    ['rank.advertiser', 'advertiser', before.advertiser, rank.advertiser],
    ['rank.exclusions', 'exclusions', before.exclusions, rank.exclusions],
  ]);
}
