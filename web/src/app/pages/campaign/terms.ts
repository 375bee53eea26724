import { amountText, count, counted, minorOf, money } from '../../ui/format.js';
import type { Campaign } from '../campaigns/campaign-changes.js';

export type Limits = Campaign['limits'];
export type Targeting = Campaign['targeting'];
export type Rank = Campaign['rank'];

export const DEVICES = ['desktop', 'mobile', 'tablet', 'tv'] as const;

/** A budget is counted in thousandths of a minor unit, which must be exact. */
const MAX_BUDGET = Math.floor(Number.MAX_SAFE_INTEGER / 1_000);

/** The limits as a person types them. Empty: no limit. */
export interface LimitsForm {
  readonly impressions: string;
  readonly perDay: string;
  readonly budget: string;
  readonly pacing: string;
  readonly timeZone: string;
  readonly views: string;
  readonly hours: string;
  readonly unknown: string;
}

export interface RankForm {
  readonly tier: string;
  readonly weight: string;
  readonly advertiser: string;
  readonly exclusions: string;
}

export interface TargetingForm {
  /** One flag for each hour of the week, from Monday 00:00. */
  readonly hours: readonly boolean[];
  readonly devices: readonly string[];
  readonly languages: string;
  readonly countries: string;
}

const text = (value: number | null) => (value === null ? '' : String(value));

export function limitsForm({ limits, currency }: Pick<Campaign, 'limits' | 'currency'>): LimitsForm {
  const { impressions, perDay, budget, pacing, timeZone, viewer } = limits;
  return {
    impressions: text(impressions),
    perDay: text(perDay),
    budget: budget === null ? '' : amountText(budget, currency),
    pacing,
    timeZone: timeZone ?? '',
    views: text(viewer?.views ?? null),
    hours: String(viewer?.hours ?? 24),
    unknown: viewer?.unknown ?? 'serve',
  };
}

export function rankForm({ tier, weight, advertiser, exclusions }: Rank): RankForm {
  return { tier: String(tier), weight: String(weight), advertiser: advertiser ?? '', exclusions: exclusions.join(', ') };
}

export function targetingForm({ hours, devices, languages, countries }: Targeting): TargetingForm {
  return {
    hours: hours ?? new Array(168).fill(true),
    devices,
    languages: languages.join(', '),
    countries: countries.join(', '),
  };
}

/** @returns the whole number; null for nothing; undefined for anything else */
function whole(typed: string, minimum: number, maximum: number): number | null | undefined {
  const digits = typed.replaceAll(/[\s,]/g, '');
  if (!digits) return null;
  const number = Number(digits);
  return /^\d+$/.test(digits) && number >= minimum && number <= maximum ? number : undefined;
}

const listed = (typed: string): string[] => [
  ...new Set(
    typed
      .split(/[,\n]/)
      .map((each) => each.trim())
      .filter(Boolean),
  ),
];

/** The limits, or what is wrong with them. */
export function limitsOf(form: LimitsForm, currency: string): Limits | string {
  const impressions = whole(form.impressions, 1, Number.MAX_SAFE_INTEGER);
  const perDay = whole(form.perDay, 1, Number.MAX_SAFE_INTEGER);
  const views = whole(form.views, 1, 1_000);
  const hours = whole(form.hours, 1, 24);
  const budget = form.budget ? minorOf(form.budget, currency) : null;
  if (impressions === undefined || perDay === undefined) return 'Impressions are a whole number from 1.';
  if (impressions !== null && perDay !== null && perDay > impressions) return 'No more a day than in total.';
  if (budget === undefined || (budget !== null && (budget < 1 || budget > MAX_BUDGET)))
    return `A budget is an amount of ${currency}, such as ${amountText(250_000, currency)}.`;
  if (views === undefined) return 'Views of one viewer are a whole number from 1 to 1,000.';
  if (views !== null && !hours) return 'Their window has 1 to 24 hours.';
  return {
    ...{ impressions, perDay, budget },
    pacing: form.pacing as Limits['pacing'],
    timeZone: form.timeZone || null,
    viewer: views === null ? null : { views, hours: hours as number, unknown: form.unknown as 'serve' | 'skip' },
  };
}

/** The rank, or what is wrong with it. */
export function rankOf(form: RankForm): Rank | string {
  const tier = whole(form.tier, 1, 10);
  const weight = whole(form.weight, 1, 1_000);
  const exclusions = [...new Set(listed(form.exclusions).map((each) => each.normalize('NFC').toLowerCase()))];
  if (!tier) return 'A tier is a whole number from 1 to 10.';
  if (!weight) return 'A weight is a whole number from 1 to 1,000.';
  if (form.advertiser.trim().length > 100) return 'An advertiser has at most 100 characters.';
  if (exclusions.length > 50 || exclusions.some((each) => [...each].length > 50))
    return 'At most 50 exclusions, of 50 characters each.';
  return { tier, weight, advertiser: form.advertiser.trim() || null, exclusions };
}

/** The targeting, or what is wrong with it. */
export function targetingOf(form: TargetingForm): Targeting | string {
  const languages = listed(form.languages).map((each) => each.toLowerCase());
  const countries = listed(form.countries).map((each) => each.toUpperCase());
  if (!form.hours.includes(true)) return 'At least one hour of the week.';
  if (languages.some((each) => !/^[a-z]{2,3}$/.test(each))) return 'Languages are tags such as cs, de, en.';
  if (countries.some((each) => !/^[A-Z]{2}$/.test(each))) return 'Countries are codes such as CZ, SK.';
  const hours = form.hours.includes(false) ? form.hours : null;
  // In the order of the checkboxes, so that the same choice is no change.
  const devices = DEVICES.filter((device) => form.devices.includes(device));
  return { hours, devices, languages, countries } as Targeting;
}

const joined = (parts: readonly (string | false | null)[], none: string) => parts.filter(Boolean).join(', ') || none;

function limitsWords({ limits, currency }: Campaign): string {
  const { impressions, perDay, budget, pacing, viewer } = limits;
  return joined(
    [
      impressions !== null && `${count(impressions)} impressions`,
      perDay !== null && `${count(perDay)} a day`,
      budget !== null && money(budget, currency),
      pacing === 'asap' && 'as soon as possible',
      viewer && `${counted(viewer.views, 'view')} of a viewer in ${counted(viewer.hours, 'hour')}`,
    ],
    'none',
  );
}

function targetingWords({ targeting }: Campaign): string {
  const { hours, devices, languages, countries } = targeting;
  const flagged = hours?.filter(Boolean).length;
  return joined([flagged !== undefined && counted(flagged, 'hour'), ...devices, ...languages, ...countries], 'everyone');
}

function rankWords({ rank }: Campaign): string {
  const { tier, weight, advertiser, exclusions } = rank;
  return joined(
    [`tier ${tier}`, `weight ${weight}`, advertiser, exclusions.length > 0 && `not with ${exclusions.join(', ')}`],
    '',
  );
}

/** What the page shows of a version's terms. */
export const TERMS: readonly { title: string; text: (campaign: Campaign) => string }[] = [
  { title: 'Limits', text: limitsWords },
  { title: 'Targeting', text: targetingWords },
  { title: 'Rank', text: rankWords },
];
