import { deleted, idTaken } from '#kronika/refusals';
import { refusedField, requireCurrency, requireName, sameMembers, wordOf } from '../campaigns.refusals.js';
import {
  CampaignCreated,
  CampaignCurrencySet,
  CampaignDeleted,
  CampaignEnded,
  type CampaignEvent,
  CampaignFulfilled,
  CampaignLimitsSet,
  CampaignNameSet,
  CampaignPausedSet,
  CampaignPlacementsSet,
  CampaignPriceSet,
  CampaignRankSet,
  CampaignRunnableStateChanged,
  CampaignScheduleSet,
  CampaignTargetingSet,
  type DeliveredViews,
  type Limits,
  type Rank,
  type Schedule,
  type Targeting,
} from './campaign.events.js';
import {
  isFulfilled,
  isUsedUp,
  NO_LIMITS,
  NO_TARGETING,
  type Runnability,
  reasonsAgainst,
  requireHours,
  requireLimits,
  requirePrice,
  requireSchedule,
  STANDARD_RANK,
  sameLimits,
  sameRank,
  sameTargeting,
} from './campaign-terms.refusals.js';

/** A campaign, folded from its events. Times are ISO 8601, UTC. */
export interface Campaign extends Runnability {
  /** The content of its creation, to recognise a repeated `create`. */
  readonly created: CampaignCreated['data'];
  readonly name: string;
  readonly userId: number;
  readonly currency: string;
  readonly targeting: Targeting;
  readonly rank: Rank;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * @param at when the event was recorded. Decisions must not depend on it, because a new event is not recorded yet
 */
function evolve(campaign: Campaign | null, event: CampaignEvent, at: string): Campaign {
  if (event.type === 'CampaignCreated') {
    const { name, userId, currency } = event.data;
    const nothing = { price: null, schedule: { start: null, end: null }, placements: [] };
    const terms = { limits: NO_LIMITS, targeting: NO_TARGETING, rank: STANDARD_RANK, delivered: null };
    const flags = { paused: false, ended: false, deleted: false };
    return { created: event.data, name, userId, currency, ...nothing, ...terms, ...flags, createdAt: at, updatedAt: at };
  }
  const known = { ...(campaign as Campaign), updatedAt: at };
  switch (event.type) {
    case 'CampaignNameSet':
      return { ...known, ...event.data };
    case 'CampaignCurrencySet': {
      // What was spent in the currency before does not count against a budget in another one.
      const delivered = known.delivered && { ...known.delivered, spend: 0 };
      return { ...known, currency: event.data.currency, price: event.data.amount ?? known.price, delivered };
    }
    case 'CampaignPriceSet':
      return { ...known, price: event.data.amount };
    case 'CampaignScheduleSet':
      return { ...known, schedule: event.data, ended: false };
    case 'CampaignPlacementsSet':
      return { ...known, placements: event.data.sections };
    case 'CampaignPausedSet':
      // In older events, resuming an ended campaign restarted it. Today a CampaignEnded follows, which ends it again.
      return { ...known, paused: event.data.paused, ended: known.ended && event.data.paused };
    case 'CampaignLimitsSet':
      return { ...known, limits: event.data };
    case 'CampaignTargetingSet':
      return { ...known, targeting: event.data };
    case 'CampaignRankSet':
      return { ...known, rank: event.data };
    case 'CampaignFulfilled':
      return { ...known, delivered: event.data };
    case 'CampaignEnded':
      return { ...known, ended: true };
    case 'CampaignDeleted':
      return { ...known, deleted: true };
    case 'CampaignRunnableStateChanged':
      return known;
  }
}

export const campaignDecider = { category: 'campaign', version: 3, evolve } as const;

/**
 * Adds the consequences to a command's events: a CampaignEnded if the schedule is over, and then a
 * CampaignRunnableStateChanged if the events changed whether the campaign can run. The end comes first, so that no
 * event calls a campaign runnable whose schedule is over.
 *
 * @param now when the command was received, ISO 8601, UTC
 */
function withConsequences(campaign: Campaign, events: CampaignEvent[], now: string): CampaignEvent[] {
  const after = events.reduce((state, event) => evolve(state, event, now), campaign);
  const { end } = after.schedule;
  const isOver = end !== null && (Date.parse(end) <= Date.parse(now) || (campaign.ended && end === campaign.schedule.end));
  if (isOver && !after.ended && !after.deleted) return withConsequences(campaign, [...events, new CampaignEnded({ end })], now);
  const reasons = reasonsAgainst(after);
  const runnable = reasons.length === 0;
  if (runnable === (reasonsAgainst(campaign).length === 0)) return events;
  return [...events, new CampaignRunnableStateChanged({ runnable, reasons })];
}

function requireNotDeleted(campaign: Campaign): void {
  if (campaign.deleted) throw deleted('campaign');
}

/** Creates a campaign. The same content again has no effect, even if the campaign has changed since. */
export function create(campaign: Campaign | null, content: CampaignCreated['data']): CampaignEvent[] {
  if (campaign) {
    requireNotDeleted(campaign);
    const { name, userId, currency } = campaign.created;
    if (name !== content.name || userId !== content.userId || currency !== content.currency) throw idTaken('campaign');
    return [];
  }
  requireName('campaign', content.name);
  requireCurrency(content.currency);
  return [new CampaignCreated(content)];
}

export function rename(campaign: Campaign, name: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  requireName('campaign', name);
  return replaceName(campaign, name);
}

/** Gives a campaign another name, also one that was deleted: people still read it in reports. */
export function replaceName(campaign: Campaign, name: string): CampaignEvent[] {
  return name === campaign.name ? [] : [new CampaignNameSet({ name })];
}

/**
 * @param amount the price in minor units of the new currency; absent: the same number, now in the new currency
 */
export function setCurrency(campaign: Campaign, currency: string, amount: number | undefined, now: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  if (currency === campaign.currency) return amount === undefined ? [] : setPrice(campaign, amount, now);
  requireCurrency(currency);
  if (amount !== undefined) requirePrice(amount);
  if (campaign.limits.budget !== null)
    throw refusedField(
      'campaign',
      'currency',
      'with-budget',
      'A campaign with a budget keeps its currency. Remove the budget first, and set one in the new currency afterwards.',
    );
  return withConsequences(campaign, [new CampaignCurrencySet(amount === undefined ? { currency } : { currency, amount })], now);
}

export function setPrice(campaign: Campaign, amount: number, now: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  requirePrice(amount);
  return amount === campaign.price ? [] : withConsequences(campaign, [new CampaignPriceSet({ amount })], now);
}

/** @param schedule times in ISO 8601, UTC */
export function setSchedule(campaign: Campaign, schedule: Schedule, now: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  const { start, end } = schedule;
  requireSchedule(schedule);
  if (start === campaign.schedule.start && end === campaign.schedule.end) return [];
  return withConsequences(campaign, [new CampaignScheduleSet({ start, end })], now);
}

/** @param sections ids of existing sections; another order of the same sections is no change */
export function setPlacements(campaign: Campaign, sections: readonly string[], now: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  const placements = [...new Set(sections)];
  if (sameMembers(placements, campaign.placements)) return [];
  return withConsequences(campaign, [new CampaignPlacementsSet({ sections: placements })], now);
}

/** Pauses or resumes a campaign. An ended campaign stays ended when it is resumed, until it gets another schedule. */
export function setPaused(campaign: Campaign, paused: boolean, now: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  return paused === campaign.paused ? [] : withConsequences(campaign, [new CampaignPausedSet({ paused })], now);
}

/** Replaces the limits. A campaign that was fulfilled runs again if they allow more than it has delivered. */
export function setLimits(campaign: Campaign, limits: Limits, now: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  requireLimits(limits);
  return sameLimits(limits, campaign.limits) ? [] : withConsequences(campaign, [new CampaignLimitsSet(limits)], now);
}

/** Replaces the targeting. All hours of the week are no restriction. */
export function setTargeting(campaign: Campaign, { hours, ...lists }: Targeting): CampaignEvent[] {
  requireNotDeleted(campaign);
  const targeting = { hours: hours?.every((hour) => hour) ? null : hours, ...lists };
  requireHours(targeting);
  return sameTargeting(targeting, campaign.targeting) ? [] : [new CampaignTargetingSet(targeting)];
}

/** Replaces the rank. Exclusions are compared, and kept, as `wordOf` writes them. */
export function setRank(campaign: Campaign, { exclusions, ...given }: Rank): CampaignEvent[] {
  requireNotDeleted(campaign);
  const rank = { ...given, exclusions: [...new Set(exclusions.map(wordOf))] };
  return sameRank(rank, campaign.rank) ? [] : [new CampaignRankSet(rank)];
}

/** Records that the limits are reached. No effect if they have been raised since, or if it was recorded before. */
export function fulfil(campaign: Campaign, delivered: DeliveredViews, now: string): CampaignEvent[] {
  const { limits, price, deleted } = campaign;
  if (deleted || isFulfilled(campaign) || !isUsedUp(limits, price, delivered)) return [];
  return withConsequences(campaign, [new CampaignFulfilled(delivered)], now);
}

export function deleteCampaign(campaign: Campaign): CampaignEvent[] {
  requireNotDeleted(campaign);
  return withConsequences(campaign, [new CampaignDeleted()], campaign.updatedAt);
}

/**
 * Restores an earlier version with the events that commands of a client would cause. Whether the schedule is over
 * depends on `now`, not on the earlier version.
 *
 * @throws Refusal if a rule forbids the earlier state today
 */
export function goBack(campaign: Campaign, past: Campaign, now: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  const { name, currency, price, schedule, placements, paused, limits, targeting, rank } = past;
  if (price === null && campaign.price !== null)
    throw refusedField(
      'campaign',
      'version',
      'without-price',
      'The campaign had no price at that version, and a price cannot be removed.',
    );
  const toLimits = setLimits(campaign, limits, now);
  const isBudgetRemoved = limits.budget === null;
  const present = isBudgetRemoved ? { ...campaign, limits } : campaign;
  const events = [
    ...rename(campaign, name),
    ...(isBudgetRemoved ? toLimits : []),
    // One event for both, so that no version has the old amount in the new currency.
    ...setCurrency(present, currency, price ?? undefined, now),
    ...(isBudgetRemoved ? [] : toLimits),
    ...setTargeting(campaign, targeting),
    ...setRank(campaign, rank),
    ...setPlacements(campaign, placements, now),
    ...setPaused(campaign, paused, now),
    ...setSchedule(campaign, schedule, now),
  ].filter(({ type }) => type !== 'CampaignEnded' && type !== 'CampaignRunnableStateChanged');
  return withConsequences(campaign, events, now);
}

/** Removes sections from the placements. A deleted campaign does not change. */
export function leaveSections(campaign: Campaign, removed: ReadonlySet<string>, now: string): CampaignEvent[] {
  if (campaign.deleted) return [];
  return setPlacements(
    campaign,
    campaign.placements.filter((section) => !removed.has(section)),
    now,
  );
}

/** Ends the campaign at the end of a schedule. No effect if it has another schedule by now, or has ended already. */
export function end(campaign: Campaign, scheduled: string): CampaignEvent[] {
  const { schedule, ended, deleted } = campaign;
  return deleted || ended || schedule.end !== scheduled ? [] : withConsequences(campaign, [], scheduled);
}
