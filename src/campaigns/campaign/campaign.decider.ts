import { deleted } from '../../shared/event-log/refusal.js';
import { idTaken, refusedField, requireCurrency, requireName } from '../campaigns.refusals.js';
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

/** A campaign as its events tell it; times are ISO 8601, UTC. */
export interface Campaign {
  /** What it was created with. */
  readonly created: CampaignCreated['data'];
  readonly name: string;
  readonly userId: number;
  readonly currency: string;
  /** In minor units of the currency, per 1,000 views. */
  readonly price: number | null;
  readonly schedule: Schedule;
  readonly placements: readonly string[];
  readonly paused: boolean;
  /** Its schedule is over, and nobody has set another one since. */
  readonly ended: boolean;
  readonly deleted: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** @param at when the event was recorded; of an event that is only being decided, nothing depends on it */
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
      // Once, to resume a campaign was to start it again after its end; today such an event is followed by CampaignEnded.
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

/** What decides whether a campaign can run. */
type Runnability = Pick<Campaign, 'schedule' | 'placements' | 'paused' | 'ended' | 'deleted'>;

/** Why it can't run; nothing if it can. */
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
 * The events that a command is about, and what follows from them at the same moment: the campaign ends if its schedule is over by now,
 * and where all of this changes whether it can run, the last event says so. So nobody is told that it can run under a schedule that is
 * over.
 *
 * @param now when the command was given: ISO 8601, UTC
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

function requireThere(campaign: Campaign): void {
  if (campaign.deleted) throw deleted('campaign');
}

/** Asked twice with the same content, it is there already: whatever became of it since. */
export function create(campaign: Campaign | null, wish: CampaignCreated['data']): CampaignEvent[] {
  if (campaign) {
    requireThere(campaign);
    const { name, userId, currency } = campaign.created;
    if (name !== wish.name || userId !== wish.userId || currency !== wish.currency) throw idTaken('campaign');
    return [];
  }
  requireName('campaign', wish.name);
  requireCurrency(wish.currency);
  return [new CampaignCreated(wish)];
}

export function rename(campaign: Campaign, name: string): CampaignEvent[] {
  requireThere(campaign);
  requireName('campaign', name);
  return name === campaign.name ? [] : [new CampaignNameSet({ name })];
}

/** @param amount the price in minor units of the new currency; absent: the number stays and means another price */
export function setCurrency(campaign: Campaign, currency: string, amount?: number): CampaignEvent[] {
  requireThere(campaign);
  if (currency === campaign.currency) return amount === undefined ? [] : setPrice(campaign, amount);
  requireCurrency(currency);
  if (amount === undefined) return [new CampaignCurrencySet({ currency })];
  requirePrice(amount);
  return [new CampaignCurrencySet({ currency, amount })];
}

export function setPrice(campaign: Campaign, amount: number): CampaignEvent[] {
  requireThere(campaign);
  requirePrice(amount);
  return amount === campaign.price ? [] : [new CampaignPriceSet({ amount })];
}

function requirePrice(amount: number): void {
  if (!(amount > 0))
    throw refusedField('campaign', 'amount', 'not-positive', 'A price is more than nothing.', 'campaign.price-not-positive');
}

/** @param schedule of moments in ISO 8601, UTC */
export function setSchedule(campaign: Campaign, schedule: Schedule, now: string): CampaignEvent[] {
  requireThere(campaign);
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

/** @param sections that exist; the same in another order are the same */
export function setPlacements(campaign: Campaign, sections: readonly string[], now: string): CampaignEvent[] {
  requireThere(campaign);
  const placements = [...new Set(sections)];
  const known = new Set(campaign.placements);
  if (placements.length === known.size && placements.every((section) => known.has(section))) return [];
  return withConsequences(campaign, [new CampaignPlacementsSet({ sections: placements })], now);
}

/** A campaign that has ended stays so when it is resumed: it needs another schedule. */
export function setPaused(campaign: Campaign, paused: boolean, now: string): CampaignEvent[] {
  requireThere(campaign);
  return paused === campaign.paused ? [] : withConsequences(campaign, [new CampaignPausedSet({ paused })], now);
}

export function deleteCampaign(campaign: Campaign): CampaignEvent[] {
  requireThere(campaign);
  return withConsequences(campaign, [new CampaignDeleted()], campaign.updatedAt);
}

/**
 * Makes it what it was at an earlier version, by the events that a person would cause. Whether its schedule is over follows from the
 * present alone.
 *
 * @throws Refusal of whatever a rule forbids today
 */
export function goBack(campaign: Campaign, past: Campaign, now: string): CampaignEvent[] {
  requireThere(campaign);
  const { name, currency, price, schedule, placements, paused } = past;
  if (price === null && campaign.price !== null)
    throw refusedField(
      'campaign',
      'version',
      'without-price',
      'It had no price then, and a price can be changed but not taken away.',
    );
  const events = [
    ...rename(campaign, name),
    // One event for both: at no moment is a price told in the currency of another one.
    ...setCurrency(campaign, currency, price ?? undefined),
    ...setPlacements(campaign, placements, now),
    ...setPaused(campaign, paused, now),
    ...setSchedule(campaign, schedule, now),
  ].filter(({ type }) => type !== 'CampaignEnded' && type !== 'CampaignRunnableStateChanged');
  return withConsequences(campaign, events, now);
}

/** Takes it out of sections that were removed. A campaign that was deleted stays as it is. */
export function leaveSections(campaign: Campaign, removed: ReadonlySet<string>, now: string): CampaignEvent[] {
  if (campaign.deleted) return [];
  return setPlacements(
    campaign,
    campaign.placements.filter((section) => !removed.has(section)),
    now,
  );
}

/** The end of a schedule has come; nothing happens if the campaign has another schedule by now, or has ended already. */
export function end(campaign: Campaign, scheduled: string): CampaignEvent[] {
  const { schedule, ended, deleted } = campaign;
  return deleted || ended || schedule.end !== scheduled ? [] : withConsequences(campaign, [], scheduled);
}
