import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
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
  type Delivered,
  type Limits,
  type Rank,
  type Reason,
  type Targeting,
} from '../campaign/campaign.events.js';
import { isFulfilled, NO_LIMITS, NO_TARGETING, reasonsAgainst, STANDARD_RANK } from '../campaign/campaign-terms.refusals.js';
import { PortfolioCreated, PortfolioDeleted, SectionAdded, SectionMoved, SectionRemoved } from '../portfolio/portfolio.events.js';
import { byId, momentOf } from './fold.js';
import { NamedRow, named } from './paged-list.js';

export const CAMPAIGNS = 'campaigns';

/** One row per campaign. Each sort has an index that ends in the id: one for all campaigns, one by user. */
@Entity({ schema: 'read', name: 'campaigns' })
@Index(['sortName', 'id'])
@Index(['createdAt', 'id'])
@Index(['updatedAt', 'id'])
@Index(['userId', 'sortName', 'id'])
@Index(['userId', 'createdAt', 'id'])
@Index(['userId', 'updatedAt', 'id'])
@Index(['sortPrice', 'id'])
@Index(['sortStart', 'id'])
@Index(['sortEnd', 'id'])
@Index(['runnable', 'id'])
@Index(['userId', 'sortPrice', 'id'])
@Index(['userId', 'sortStart', 'id'])
@Index(['userId', 'sortEnd', 'id'])
@Index(['userId', 'runnable', 'id'])
export class CampaignRow extends NamedRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('bigint')
  userId!: number;

  @Column('char', { length: 3 })
  currency!: string;

  /** In minor units of the currency, per 1,000 views. */
  @Column('bigint', { nullable: true })
  price!: number | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  start!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  end!: Date | null;

  /** The price to sort by, which is never null: 0 if there is none. */
  @Column('bigint')
  sortPrice!: number;

  /** The schedule to sort by, which is never null: without one, the campaign counts as the last to start and to end. */
  @Column({ type: 'timestamptz', precision: 3 })
  sortStart!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  sortEnd!: Date;

  /** Ids of the sections in which the campaign may be shown. */
  @Column('jsonb')
  placements!: readonly string[];

  @Column('boolean')
  paused!: boolean;

  @Column('boolean')
  ended!: boolean;

  @Column('jsonb')
  limits!: Limits;

  @Column('jsonb')
  targeting!: Targeting;

  @Column('jsonb')
  rank!: Rank;

  /** What it had delivered when it was last fulfilled. */
  @Column('jsonb', { nullable: true })
  delivered!: Delivered | null;

  @Column('boolean')
  fulfilled!: boolean;

  @Column('boolean')
  runnable!: boolean;

  /** The reasons why the campaign can't run. */
  @Column('jsonb')
  reasons!: readonly Reason[];

  @Column('integer')
  version!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}

/** One row for each section and each campaign that is placed there, whether it can run or not. */
@Entity({ schema: 'read', name: 'campaign_sections' })
@Index(['campaignId'])
export class CampaignSectionRow {
  @PrimaryColumn('uuid')
  sectionId!: string;

  @PrimaryColumn('uuid')
  campaignId!: string;
}

/**
 * The place of each section, so that campaigns are found by what their sections are in. The view of portfolios has it
 * too, but may be at another position.
 */
@Entity({ schema: 'read', name: 'campaign_section_places' })
@Index(['parentId'])
@Index(['portfolioId'])
export class SectionPlaceRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  portfolioId!: string;

  @Column('uuid', { nullable: true })
  parentId!: string | null;
}

/** The publisher of each portfolio. */
@Entity({ schema: 'read', name: 'campaign_portfolios' })
@Index(['publisherId'])
export class PortfolioOwnerRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  publisherId!: string;
}

/** The key of the counts over all users; ids of users begin at 1. */
export const ALL_USERS = 0;

/** Campaigns of a user, and of all users, by what keeps them from running. */
@Entity({ schema: 'read', name: 'campaign_counts' })
export class CampaignCountRow {
  @PrimaryColumn('bigint')
  userId!: number;

  @Column('bigint')
  campaigns!: number;

  @Column('bigint')
  runnable!: number;

  @Column('bigint')
  noSchedule!: number;

  @Column('bigint')
  noPlacement!: number;

  @Column('bigint')
  paused!: number;

  @Column('bigint')
  ended!: number;

  @Column('bigint')
  fulfilled!: number;
}

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

export const CAMPAIGN_ROWS = [CampaignRow, CampaignSectionRow, CampaignCountRow, SectionPlaceRow, PortfolioOwnerRow];

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
