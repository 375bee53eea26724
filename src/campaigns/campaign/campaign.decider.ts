import { deleted, idTaken } from '#kronika/refusals';
import { refusedField, requireCurrency, requireName } from '../campaigns.refusals.js';
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
  type Reason,
  type Schedule,
} from './campaign.events.js';

/** A campaign, folded from its events. Times are ISO 8601, UTC. */
export interface Campaign {
  /** The content of its creation, to recognise a repeated `create`. */
  readonly created: CampaignCreated['data'];
  readonly name: string;
  readonly userId: number;
  readonly currency: string;
  /** In minor units of the currency, per 1,000 views. */
  readonly price: number | null;
  readonly schedule: Schedule;
  readonly placements: readonly string[];
  readonly paused: boolean;
  /** Its schedule is over, and no other schedule has been set since. */
  readonly ended: boolean;
  readonly deleted: boolean;
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
    const flags = { paused: false, ended: false, deleted: false };
    return { created: event.data, name, userId, currency, ...nothing, ...flags, createdAt: at, updatedAt: at };
  }
  const known = { ...(campaign as Campaign), updatedAt: at };
  switch (event.type) {
    case 'CampaignNameSet':
      return { ...known, ...event.data };
    case 'CampaignCurrencySet':
      return { ...known, currency: event.data.currency, price: event.data.amount ?? known.price };
    case 'CampaignPriceSet':
      return { ...known, price: event.data.amount };
    case 'CampaignScheduleSet':
      return { ...known, schedule: event.data, ended: false };
    case 'CampaignPlacementsSet':
      return { ...known, placements: event.data.sections };
    case 'CampaignPausedSet':
      // In older events, resuming an ended campaign restarted it. Today a CampaignEnded follows, which ends it again.
      return { ...known, paused: event.data.paused, ended: known.ended && event.data.paused };
    case 'CampaignEnded':
      return { ...known, ended: true };
    case 'CampaignDeleted':
      return { ...known, deleted: true };
    case 'CampaignRunnableStateChanged':
      return known;
  }
}

export const campaignDecider = { category: 'campaign', version: 2, evolve } as const;

/** The part of a campaign that decides whether it can run. */
type Runnability = Pick<Campaign, 'schedule' | 'placements' | 'paused' | 'ended' | 'deleted'>;

/** Why the campaign can't run; empty if it can. */
export function reasonsAgainst({ schedule, placements, paused, ended, deleted }: Runnability): Reason[] {
  const reasons: Record<Reason, boolean> = {
    'no-schedule': schedule.end === null,
    'no-placement': placements.length === 0,
    paused,
    ended,
    deleted,
  };
  return (Object.keys(reasons) as Reason[]).filter((reason) => reasons[reason]);
}

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
export function setCurrency(campaign: Campaign, currency: string, amount?: number): CampaignEvent[] {
  requireNotDeleted(campaign);
  if (currency === campaign.currency) return amount === undefined ? [] : setPrice(campaign, amount);
  requireCurrency(currency);
  if (amount === undefined) return [new CampaignCurrencySet({ currency })];
  requirePrice(amount);
  return [new CampaignCurrencySet({ currency, amount })];
}

export function setPrice(campaign: Campaign, amount: number): CampaignEvent[] {
  requireNotDeleted(campaign);
  requirePrice(amount);
  return amount === campaign.price ? [] : [new CampaignPriceSet({ amount })];
}

function requirePrice(amount: number): void {
  if (!(amount > 0))
    throw refusedField('campaign', 'amount', 'not-positive', 'A price must be more than 0.', 'campaign.price-not-positive');
}

/** @param schedule times in ISO 8601, UTC */
export function setSchedule(campaign: Campaign, schedule: Schedule, now: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  const { start, end } = schedule;
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
  if (start === campaign.schedule.start && end === campaign.schedule.end) return [];
  return withConsequences(campaign, [new CampaignScheduleSet({ start, end })], now);
}

/** @param sections ids of existing sections; another order of the same sections is no change */
export function setPlacements(campaign: Campaign, sections: readonly string[], now: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  const placements = [...new Set(sections)];
  const known = new Set(campaign.placements);
  if (placements.length === known.size && placements.every((section) => known.has(section))) return [];
  return withConsequences(campaign, [new CampaignPlacementsSet({ sections: placements })], now);
}

/** Pauses or resumes a campaign. An ended campaign stays ended when it is resumed, until it gets another schedule. */
export function setPaused(campaign: Campaign, paused: boolean, now: string): CampaignEvent[] {
  requireNotDeleted(campaign);
  return paused === campaign.paused ? [] : withConsequences(campaign, [new CampaignPausedSet({ paused })], now);
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
  const { name, currency, price, schedule, placements, paused } = past;
  if (price === null && campaign.price !== null)
    throw refusedField(
      'campaign',
      'version',
      'without-price',
      'The campaign had no price at that version, and a price cannot be removed.',
    );
  const events = [
    ...rename(campaign, name),
    // One event for both, so that no version has the old amount in the new currency.
    ...setCurrency(campaign, currency, price ?? undefined),
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
