import type { AdPlace, Candidate } from './ad-world.js';
import { type AdQuestion, type FilterReason, secondsOf } from './filters.js';

const RUNNABLE_REASONS: Record<string, string> = {
  'no-schedule': 'has no schedule',
  'no-placement': 'is placed in no section',
  paused: 'is paused',
  ended: 'is over',
  deleted: 'was deleted',
  fulfilled: 'has delivered what was booked',
};

/** The sentence for a reason that a campaign can't be shown. */
export function detailOf(
  code: FilterReason,
  { campaign, creatives, startsAt, words }: Candidate,
  { now, device, languages, country, contentSeconds, maxSeconds }: AdQuestion,
  { rules }: AdPlace,
  timeZone: string,
): string {
  const { targeting, schedule } = campaign;
  switch (code) {
    case 'not-runnable':
      return `The campaign ${campaign.reasons.map((reason) => RUNNABLE_REASONS[reason] ?? reason).join(' and ')}.`;
    case 'outside-schedule':
      if (schedule.start === null) return 'The campaign has no schedule.';
      return now < startsAt ? `The campaign starts at ${schedule.start}.` : `The campaign ended at ${schedule.end}.`;
    case 'outside-hours':
      return `The campaign is not shown at this hour of the week in ${campaign.timeZone ?? timeZone}.`;
    case 'no-approved-creative':
      return campaign.creatives.size
        ? `None of its creatives (${campaign.creatives.size}) is approved and has something to show.`
        : 'The campaign has no creative.';
    case 'creative-too-long': {
      const limits = [contentSeconds, maxSeconds, rules.maxSeconds].filter((seconds) => seconds !== null);
      return `Its shortest creative has ${Math.min(...creatives.map(secondsOf))} s, and an ad may have ${Math.min(...limits)} s here.`;
    }
    case 'device':
      return `It is shown on ${targeting.devices.join(', ')}, and this device is ${device}.`;
    case 'language':
      return `It is shown in ${targeting.languages.join(', ')}, and the request has ${languages.join(', ') || 'no language'}.`;
    case 'country':
      return `It is shown in ${targeting.countries.join(', ')}, and the country is ${country ?? 'unknown'}.`;
    case 'blocked-category':
      return `The section blocks ${words.filter((word) => rules.blocked.includes(word)).join(', ')}.`;
    case 'competing-advertiser':
      return 'It must not be shown together with another ad of the answer.';
  }
}
