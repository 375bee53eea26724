import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { DeliveredViews, Limits, Rank, Reason, Targeting } from '../campaign/campaign.events.js';
import { NamedRow } from './paged-list.js';

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
  delivered!: DeliveredViews | null;

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

export const CAMPAIGN_ROWS = [CampaignRow, CampaignSectionRow, CampaignCountRow, SectionPlaceRow, PortfolioOwnerRow];
