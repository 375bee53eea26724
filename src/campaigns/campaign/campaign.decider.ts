import { deleted, idTaken, refusedField, requireCurrency, requireName } from '../campaigns.refusals.js';
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
  /** Its schedule came to its end, and nobody has set another one or resumed it since. */
  readonly ended: boolean;
  readonly deleted: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When somebody last paused or resumed it under this schedule. */
  readonly pausedSetAt: string | null;
}

/** @param at when the event was recorded; of an event that is only being decided, nothing depends on it */
function evolve(campaign: Campaign | null, event: CampaignEvent, at: string): Campaign {
  if (event.type === 'CampaignCreated') {
    const { name, userId, currency } = event.data;
    const nothing = { price: null, schedule: { start: null, end: null }, placements: [], pausedSetAt: null };
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
      return { ...known, schedule: event.data, ended: false, pausedSetAt: null };
    case 'CampaignPlacementsSet':
      return { ...known, placements: event.data.sections };
    case 'CampaignPausedSet':
      return { ...known, paused: event.data.paused, ended: known.ended && event.data.paused, pausedSetAt: at };
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

/** The events that a command is about and, where they change whether the campaign can run, the one that says so. */
function withRunnability(campaign: Campaign, events: CampaignEvent[]): CampaignEvent[] {
  const reasons = reasonsAgainst(events.reduce((now, event) => evolve(now, event, now.updatedAt), campaign));
  const runnable = reasons.length === 0;
  if (runnable === (reasonsAgainst(campaign).length === 0)) return events;
  return [...events, new CampaignRunnableStateChanged({ runnable, reasons })];
}

const change = (campaign: Campaign, event: CampaignEvent) => withRunnability(campaign, [event]);

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
  return name === campaign.name ? [] : change(campaign, new CampaignNameSet({ name }));
}

/** @param amount the price in minor units of the new currency; absent: the number stays and means another price */
export function setCurrency(campaign: Campaign, currency: string, amount?: number): CampaignEvent[] {
  requireThere(campaign);
  if (currency === campaign.currency) return amount === undefined ? [] : setPrice(campaign, amount);
  requireCurrency(currency);
  if (amount === undefined) return change(campaign, new CampaignCurrencySet({ currency }));
  requirePrice(amount);
  return change(campaign, new CampaignCurrencySet({ currency, amount }));
}

export function setPrice(campaign: Campaign, amount: number): CampaignEvent[] {
  requireThere(campaign);
  requirePrice(amount);
  return amount === campaign.price ? [] : change(campaign, new CampaignPriceSet({ amount }));
}

function requirePrice(amount: number): void {
  if (!(amount > 0))
    throw refusedField('campaign', 'amount', 'not-positive', 'A price is more than nothing.', 'campaign.price-not-positive');
}

/** @param wish moments in ISO 8601, UTC */
export function setSchedule(campaign: Campaign, { start, end }: Schedule): CampaignEvent[] {
  requireThere(campaign);
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
  const { schedule } = campaign;
  return start === schedule.start && end === schedule.end ? [] : change(campaign, new CampaignScheduleSet({ start, end }));
}

/** @param sections that exist; the same in another order are the same */
export function setPlacements(campaign: Campaign, sections: readonly string[]): CampaignEvent[] {
  requireThere(campaign);
  const wish = [...new Set(sections)];
  const known = new Set(campaign.placements);
  if (wish.length === known.size && wish.every((section) => known.has(section))) return [];
  return change(campaign, new CampaignPlacementsSet({ sections: wish }));
}

export function setPaused(campaign: Campaign, paused: boolean): CampaignEvent[] {
  requireThere(campaign);
  const isResumed = !paused && campaign.ended;
  return paused === campaign.paused && !isResumed ? [] : change(campaign, new CampaignPausedSet({ paused }));
}

export function deleteCampaign(campaign: Campaign): CampaignEvent[] {
  requireThere(campaign);
  return change(campaign, new CampaignDeleted());
}

/**
 * Makes it what it was at an earlier version, by the events that a person would cause; if it had ended then, it has ended again.
 *
 * @throws Refusal of whatever a rule forbids today
 */
export function goBack(campaign: Campaign, past: Campaign): CampaignEvent[] {
  requireThere(campaign);
  const { name, currency, price, schedule, placements, paused } = past;
  // What has ended under the same schedule stays so: that schedule is over.
  const ended = past.ended || (campaign.ended && campaign.schedule.end === schedule.end);
  if (price === null && campaign.price !== null)
    throw refusedField(
      'campaign',
      'version',
      'without-price',
      'It had no price then, and a price can be changed but not taken away.',
    );
  // Withdrawn since, it can be kept but not gone back to.
  if (currency !== campaign.currency) requireCurrency(currency, 'version');
  const steps: ((now: Campaign) => CampaignEvent[])[] = [
    (now) => rename(now, name),
    // Together: at no moment does the one's number mean the other's money.
    (now) => setCurrency(now, currency, price ?? undefined),
    (now) => (price === null ? [] : setPrice(now, price)),
    (now) => setPlacements(now, placements),
    // Before the schedule: who resumes after the end of one overrules its timer, and that is not meant here.
    (now) => (paused === now.paused ? [] : setPaused(now, paused)),
    (now) => setSchedule(now, schedule),
    (now) => (ended && !now.ended && schedule.end ? [new CampaignEnded({ end: schedule.end })] : []),
  ];
  let now = campaign;
  const events: CampaignEvent[] = [];
  for (const step of steps) {
    const [event] = step(now);
    if (!event) continue;
    events.push(event);
    now = evolve(now, event, now.updatedAt);
  }
  return withRunnability(campaign, events);
}

/** Takes it out of sections that are no more. Of no use to what was deleted, and then nothing happens. */
export function leaveSections(campaign: Campaign, removed: ReadonlySet<string>): CampaignEvent[] {
  if (campaign.deleted) return [];
  return setPlacements(
    campaign,
    campaign.placements.filter((section) => !removed.has(section)),
  );
}

/** The end of a schedule has come: unless it is no more the campaign's, or a person has paused or resumed it after that end. */
export function end(campaign: Campaign, scheduled: string): CampaignEvent[] {
  const { schedule, ended, pausedSetAt } = campaign;
  const isOutdated = campaign.deleted || ended || schedule.end !== scheduled;
  const isOverruled = pausedSetAt !== null && Date.parse(pausedSetAt) > Date.parse(scheduled);
  return isOutdated || isOverruled ? [] : change(campaign, new CampaignEnded({ end: scheduled }));
}
