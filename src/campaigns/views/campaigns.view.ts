import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { type At, On, View } from '#kronika';
import { reasonsAgainst } from '../campaign/campaign.decider.js';
import {
  CampaignCreated,
  CampaignCurrencySet,
  CampaignDeleted,
  CampaignEnded,
  CampaignNameSet,
  CampaignPausedSet,
  CampaignPlacementsSet,
  CampaignPriceSet,
  CampaignRunnableStateChanged,
  CampaignScheduleSet,
  type Reason,
} from '../campaign/campaign.events.js';
import { byId, momentOf } from './fold.js';
import { NamedRow, named } from './paged-list.js';

export const CAMPAIGNS = 'campaigns';

/** One row a campaign. Each sort has an index that ends in the id, for all campaigns and for those of one user. */
@Entity({ schema: 'read', name: 'campaigns' })
@Index(['sortName', 'id'])
@Index(['createdAt', 'id'])
@Index(['updatedAt', 'id'])
@Index(['userId', 'sortName', 'id'])
@Index(['userId', 'createdAt', 'id'])
@Index(['userId', 'updatedAt', 'id'])
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

  /** Ids of sections. */
  @Column('jsonb')
  placements!: readonly string[];

  @Column('boolean')
  paused!: boolean;

  @Column('boolean')
  ended!: boolean;

  @Column('boolean')
  runnable!: boolean;

  /** Why it can't run. */
  @Column('jsonb')
  reasons!: readonly Reason[];

  @Column('integer')
  version!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}

/** The row after an event; nothing is made of an event of a campaign that is not there. */
function changed(row: CampaignRow | null, changes: Partial<CampaignRow>, { recorded }: At<CampaignRow>): CampaignRow | null {
  if (!row) return null;
  const { version, recordedAt: updatedAt } = recorded;
  const campaign = { ...row, ...changes, version, updatedAt };
  const schedule = { start: campaign.start?.toISOString() ?? null, end: campaign.end?.toISOString() ?? null };
  return { ...campaign, reasons: reasonsAgainst({ ...campaign, schedule, deleted: false }) };
}

/** Campaigns as they are. */
@View({ name: CAMPAIGNS, version: 2, rows: [CampaignRow] })
export class CampaignsView {
  @On(CampaignCreated, CampaignRow, byId)
  created(_: CampaignRow | null, { entityId, data }: CampaignCreated, at: At<CampaignRow>) {
    const { name, userId, currency } = data;
    const nothing = { price: null, start: null, end: null, placements: [], reasons: [] };
    const flags = { paused: false, ended: false, runnable: false };
    const { version, recordedAt } = at.recorded;
    const times = { version, createdAt: recordedAt, updatedAt: recordedAt };
    return changed({ id: entityId, ...named(name), userId, currency, ...nothing, ...flags, ...times }, {}, at);
  }

  @On(CampaignNameSet, CampaignRow, byId)
  nameSet(row: CampaignRow | null, { data: { name } }: CampaignNameSet, at: At<CampaignRow>) {
    return changed(row, named(name), at);
  }

  @On(CampaignCurrencySet, CampaignRow, byId)
  currencySet(row: CampaignRow | null, { data: { currency, amount } }: CampaignCurrencySet, at: At<CampaignRow>) {
    return changed(row, { currency, ...(amount === undefined ? {} : { price: amount }) }, at);
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

  @On(CampaignEnded, CampaignRow, byId)
  ended(row: CampaignRow | null, _: CampaignEnded, at: At<CampaignRow>) {
    return changed(row, { ended: true }, at);
  }

  /** Whether it can run is never guessed from the other events. */
  @On(CampaignRunnableStateChanged, CampaignRow, byId)
  runnableStateChanged(row: CampaignRow | null, { data: { runnable } }: CampaignRunnableStateChanged, at: At<CampaignRow>) {
    return changed(row, { runnable }, at);
  }

  @On(CampaignDeleted, CampaignRow, byId)
  deleted() {
    return null;
  }
}
