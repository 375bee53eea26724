import { refusedField, sameMembers } from '../campaigns.refusals.js';
import type { DeliveredViews, Limits, Rank, Reason, Schedule, Targeting } from './campaign.events.js';

export const HOURS_A_WEEK = 168;

export const NO_LIMITS: Limits = {
  impressions: null,
  perDay: null,
  budget: null,
  pacing: 'even',
  timeZone: null,
  viewer: null,
};

export const NO_TARGETING: Targeting = { hours: null, devices: [], languages: [], countries: [] };

export const STANDARD_RANK: Rank = { tier: 5, weight: 100, advertiser: null, exclusions: [] };

/** The part of a campaign that decides whether it can run. */
export interface Runnability {
  /** In minor units of the currency, per 1,000 views. */
  readonly price: number | null;
  readonly schedule: Schedule;
  readonly placements: readonly string[];
  readonly paused: boolean;
  readonly limits: Limits;
  /** What it had delivered when it was last fulfilled; null: it never was. */
  readonly delivered: DeliveredViews | null;
  /** Its schedule is over, and no other schedule has been set since. */
  readonly ended: boolean;
  readonly deleted: boolean;
}

/**
 * Whether nothing more may be delivered: the impressions are reached, or the budget does not pay for one more view.
 *
 * @param price per 1,000 views, in minor units
 */
export function isUsedUp({ impressions, budget }: Limits, price: number | null, delivered: DeliveredViews | null): boolean {
  if (delivered === null) return false;
  if (impressions !== null && delivered.impressions >= impressions) return true;
  return budget !== null && delivered.spend + (price ?? 1) > budget * 1_000;
}

/** Whether the campaign has delivered what its limits allow in total. */
export function isFulfilled({ limits, price, delivered }: Pick<Runnability, 'limits' | 'price' | 'delivered'>): boolean {
  return isUsedUp(limits, price, delivered);
}

/** Why the campaign can't run; empty if it can. */
export function reasonsAgainst(campaign: Runnability): Reason[] {
  const { schedule, placements, paused, ended, deleted } = campaign;
  const reasons: Record<Reason, boolean> = {
    'no-schedule': schedule.end === null,
    'no-placement': placements.length === 0,
    paused,
    ended,
    fulfilled: isFulfilled(campaign),
    deleted,
  };
  return (Object.keys(reasons) as Reason[]).filter((reason) => reasons[reason]);
}

/** @throws Refusal `campaign.price-not-positive` */
export function requirePrice(amount: number): void {
  if (!(amount > 0))
    throw refusedField('campaign', 'amount', 'not-positive', 'A price must be more than 0.', 'campaign.price-not-positive');
}

/** @throws Refusal `campaign.schedule-incomplete`, `campaign.end-not-after-start` */
export function requireSchedule({ start, end }: Schedule): void {
  if ((start === null) !== (end === null))
    throw refusedField(
      'campaign',
      start ? 'end' : 'start',
      'missing',
      'A schedule has a start and an end, or neither.',
      'campaign.schedule-incomplete',
    );
  if (start && end && Date.parse(end) <= Date.parse(start))
    throw refusedField('campaign', 'end', 'not-after-start', 'A schedule must end after its start.');
}

/** @throws Refusal `campaign.per-day-over-impressions` */
export function requireLimits({ impressions, perDay }: Limits): void {
  if (impressions === null || perDay === null || perDay <= impressions) return;
  const detail = `A campaign of ${impressions} impressions can not have ${perDay} a day.`;
  throw refusedField('campaign', 'perDay', 'over-impressions', detail, 'campaign.per-day-over-impressions');
}

/** @throws Refusal `campaign.hours-empty` */
export function requireHours({ hours }: Targeting): void {
  if (hours === null || hours.some((hour) => hour)) return;
  throw refusedField('campaign', 'hours', 'empty', 'A campaign needs at least one hour of the week.');
}

export function sameLimits({ viewer, ...limits }: Limits, { viewer: other, ...others }: Limits): boolean {
  return sameFields(limits, others) && (viewer && other ? sameFields(viewer, other) : viewer === other);
}

export function sameTargeting(one: Targeting, other: Targeting): boolean {
  const [hours, others] = [one.hours, other.hours];
  const isSameTime = hours && others ? hours.every((hour, n) => hour === others[n]) : hours === others;
  return isSameTime && (['devices', 'languages', 'countries'] as const).every((list) => sameMembers(one[list], other[list]));
}

export function sameRank({ exclusions, ...rank }: Rank, { exclusions: others, ...other }: Rank): boolean {
  return sameFields(rank, other) && sameMembers(exclusions, others);
}

function sameFields<T extends object>(one: T, other: T): boolean {
  return (Object.keys(one) as (keyof T)[]).every((name) => one[name] === other[name]);
}
