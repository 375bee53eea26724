import { type At, From, On, SumBy, View } from '#kronika';
import {
  CampaignCreated,
  CampaignCurrencySet,
  CampaignDeleted,
  CampaignEnded,
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
  type Reason,
} from '../campaign/campaign.events.js';
import { isFulfilled, NO_LIMITS, NO_TARGETING, reasonsAgainst, STANDARD_RANK } from '../campaign/campaign-terms.refusals.js';
import { PortfolioCreated, PortfolioDeleted, SectionAdded, SectionMoved, SectionRemoved } from '../portfolio/portfolio.events.js';
import {
  ALL_USERS,
  CAMPAIGN_ROWS,
  CampaignCountRow,
  CampaignRow,
  CampaignSectionRow,
  PortfolioOwnerRow,
  SectionPlaceRow,
} from './campaigns.rows.js';
import { byId, momentOf } from './fold.js';
import { named } from './paged-list.js';

export const CAMPAIGNS = 'campaigns';

/** The latest moment that every part of Kronika can write. */
const NEVER = new Date('9999-12-31T23:59:59.999Z');

function countsOf({ runnable, reasons }: CampaignRow) {
  const has = (reason: Reason) => (reasons.includes(reason) ? 1 : 0);
  return {
    campaigns: 1,
    runnable: runnable ? 1 : 0,
    noSchedule: has('no-schedule'),
    noPlacement: has('no-placement'),
    paused: has('paused'),
    ended: has('ended'),
    fulfilled: has('fulfilled'),
  };
}

/** The row after an event. An event of a campaign without a row leaves no row. */
function changed(row: CampaignRow | null, changes: Partial<CampaignRow>, { recorded }: At<CampaignRow>): CampaignRow | null {
  if (!row) return null;
  const { version, recordedAt: updatedAt } = recorded;
  const campaign = { ...row, ...changes, version, updatedAt };
  const schedule = { start: campaign.start?.toISOString() ?? null, end: campaign.end?.toISOString() ?? null };
  const sorts = { sortPrice: campaign.price ?? 0, sortStart: campaign.start ?? NEVER, sortEnd: campaign.end ?? NEVER };
  const reasons = reasonsAgainst({ ...campaign, schedule, deleted: false });
  return { ...campaign, ...sorts, fulfilled: isFulfilled(campaign), reasons };
}

/** The present state of campaigns. Version 3 knew neither their limits nor their targeting and rank. */
@View({ name: CAMPAIGNS, version: 4, rows: CAMPAIGN_ROWS })
export class CampaignsView {
  @On(CampaignCreated, CampaignRow, byId)
  created(_: CampaignRow | null, { entityId, data }: CampaignCreated, at: At<CampaignRow>) {
    const { name, userId, currency } = data;
    const nothing = { price: null, start: null, end: null, placements: [], reasons: [] };
    const sorts = { sortPrice: 0, sortStart: NEVER, sortEnd: NEVER };
    const terms = { limits: NO_LIMITS, targeting: NO_TARGETING, rank: STANDARD_RANK, delivered: null };
    const flags = { paused: false, ended: false, fulfilled: false, runnable: false };
    const { version, recordedAt } = at.recorded;
    const times = { version, createdAt: recordedAt, updatedAt: recordedAt };
    const row = { id: entityId, ...named(name), userId, currency, ...nothing, ...terms, ...sorts, ...flags, ...times };
    return changed(row, {}, at);
  }

  @On(CampaignNameSet, CampaignRow, byId)
  nameSet(row: CampaignRow | null, { data: { name } }: CampaignNameSet, at: At<CampaignRow>) {
    return changed(row, named(name), at);
  }

  @On(CampaignCurrencySet, CampaignRow, byId)
  currencySet(row: CampaignRow | null, { data: { currency, amount } }: CampaignCurrencySet, at: At<CampaignRow>) {
    const delivered = row?.delivered ? { ...row.delivered, spend: 0 } : null;
    return changed(row, { currency, delivered, ...(amount === undefined ? {} : { price: amount }) }, at);
  }

  @On(CampaignPriceSet, CampaignRow, byId)
  priceSet(row: CampaignRow | null, { data: { amount } }: CampaignPriceSet, at: At<CampaignRow>) {
    return changed(row, { price: amount }, at);
  }

  @On(CampaignScheduleSet, CampaignRow, byId)
  scheduleSet(row: CampaignRow | null, { data: { start, end } }: CampaignScheduleSet, at: At<CampaignRow>) {
    return changed(row, { start: momentOf(start), end: momentOf(end), ended: false }, at);
  }

  @On(CampaignPlacementsSet, CampaignRow, byId)
  placementsSet(row: CampaignRow | null, { data: { sections } }: CampaignPlacementsSet, at: At<CampaignRow>) {
    return changed(row, { placements: sections }, at);
  }

  @On(CampaignPausedSet, CampaignRow, byId)
  pausedSet(row: CampaignRow | null, { data: { paused } }: CampaignPausedSet, at: At<CampaignRow>) {
    return changed(row, { paused, ...(paused ? {} : { ended: false }) }, at);
  }

  @On(CampaignLimitsSet, CampaignRow, byId)
  limitsSet(row: CampaignRow | null, { data: limits }: CampaignLimitsSet, at: At<CampaignRow>) {
    return changed(row, { limits }, at);
  }

  @On(CampaignTargetingSet, CampaignRow, byId)
  targetingSet(row: CampaignRow | null, { data: targeting }: CampaignTargetingSet, at: At<CampaignRow>) {
    return changed(row, { targeting }, at);
  }

  @On(CampaignRankSet, CampaignRow, byId)
  rankSet(row: CampaignRow | null, { data: rank }: CampaignRankSet, at: At<CampaignRow>) {
    return changed(row, { rank }, at);
  }

  @On(CampaignFulfilled, CampaignRow, byId)
  fulfilled(row: CampaignRow | null, { data: delivered }: CampaignFulfilled, at: At<CampaignRow>) {
    return changed(row, { delivered }, at);
  }

  @On(CampaignEnded, CampaignRow, byId)
  ended(row: CampaignRow | null, _: CampaignEnded, at: At<CampaignRow>) {
    return changed(row, { ended: true }, at);
  }

  /** The only event that sets whether a campaign can run; the view never derives it from other events. */
  @On(CampaignRunnableStateChanged, CampaignRow, byId)
  runnableStateChanged(row: CampaignRow | null, { data: { runnable } }: CampaignRunnableStateChanged, at: At<CampaignRow>) {
    return changed(row, { runnable }, at);
  }

  @On(CampaignDeleted, CampaignRow, byId)
  deleted() {
    return null;
  }

  @From(CampaignRow, CampaignSectionRow)
  sections({ id: campaignId, placements }: CampaignRow): CampaignSectionRow[] {
    return placements.map((sectionId) => ({ sectionId, campaignId }));
  }

  @SumBy(CampaignRow, CampaignCountRow, ({ userId }) => ({ userId }))
  countsOfUser(campaign: CampaignRow) {
    return countsOf(campaign);
  }

  @SumBy(CampaignRow, CampaignCountRow, () => ({ userId: ALL_USERS }))
  countsOfAll(campaign: CampaignRow) {
    return countsOf(campaign);
  }

  @On(SectionAdded, SectionPlaceRow, ({ data }) => ({ id: data.id }))
  @On(SectionMoved, SectionPlaceRow, ({ data }) => ({ id: data.id }))
  placed(_: SectionPlaceRow | null, { entityId: portfolioId, data }: SectionAdded | SectionMoved): SectionPlaceRow {
    return { id: data.id, portfolioId, parentId: data.parentId };
  }

  @On(SectionRemoved, SectionPlaceRow, ({ data }) => data.removed.map((id) => ({ id })))
  @On(PortfolioDeleted, SectionPlaceRow, ({ data }) => data.sections.map((id) => ({ id })))
  sectionGone() {
    return null;
  }

  @On(PortfolioCreated, PortfolioOwnerRow, byId)
  portfolioOwned(_: PortfolioOwnerRow | null, { entityId, data: { publisherId } }: PortfolioCreated): PortfolioOwnerRow {
    return { id: entityId, publisherId };
  }

  @On(PortfolioDeleted, PortfolioOwnerRow, byId)
  portfolioGone() {
    return null;
  }
}
