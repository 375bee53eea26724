import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { type At, type Change, On, OnChange, View } from '#kronika';
import {
  CampaignCreated,
  CampaignCurrencySet,
  CampaignDeleted,
  CampaignPlacementsSet,
  CampaignPriceSet,
  CampaignRunnableStateChanged,
  CampaignScheduleSet,
} from '../campaign/campaign.events.js';
import { momentOf } from './fold.js';

export const PLACEMENTS = 'placements';

/** The columns of a campaign that ad delivery needs. */
abstract class CampaignTerms {
  @PrimaryColumn('uuid')
  campaignId!: string;

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
}

/** One row per campaign, runnable or not. No query reads this table. */
@Entity({ schema: 'read', name: 'placed_campaigns' })
export class PlacedCampaignRow extends CampaignTerms {
  @Column('jsonb')
  sections!: readonly string[];

  @Column('boolean')
  runnable!: boolean;
}

/** One row for each section and each campaign that may be shown in it. */
@Entity({ schema: 'read', name: 'placements' })
@Index(['sectionId', 'campaignId'])
@Index(['sectionId', 'userId', 'campaignId'])
export class PlacementRow extends CampaignTerms {
  @PrimaryColumn('uuid')
  sectionId!: string;
}

const byCampaign = ({ entityId }: { entityId: string }) => ({ campaignId: entityId });

/** A cache by list of sections, because a thousand sections are each searched for in it. */
const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(sections: readonly string[]): ReadonlySet<string> {
  const known = sets.get(sections) ?? new Set(sections);
  sets.set(sections, known);
  return known;
}

/** The runnable campaigns that may be shown in each section. Version 2 of the view had no users. */
@View({ name: PLACEMENTS, version: 3, rows: [PlacedCampaignRow, PlacementRow] })
export class PlacementsView {
  @On(CampaignCreated, PlacedCampaignRow, byCampaign)
  created(_: PlacedCampaignRow | null, { entityId, data: { userId, currency } }: CampaignCreated): PlacedCampaignRow {
    return { campaignId: entityId, userId, currency, price: null, start: null, end: null, sections: [], runnable: false };
  }

  @On(CampaignCurrencySet, PlacedCampaignRow, byCampaign)
  currencySet(row: PlacedCampaignRow | null, { data: { currency, amount } }: CampaignCurrencySet) {
    return row && { ...row, currency, price: amount ?? row.price };
  }

  @On(CampaignPriceSet, PlacedCampaignRow, byCampaign)
  priceSet(row: PlacedCampaignRow | null, { data: { amount } }: CampaignPriceSet) {
    return row && { ...row, price: amount };
  }

  @On(CampaignScheduleSet, PlacedCampaignRow, byCampaign)
  scheduleSet(row: PlacedCampaignRow | null, { data: { start, end } }: CampaignScheduleSet) {
    return row && { ...row, start: momentOf(start), end: momentOf(end) };
  }

  @On(CampaignPlacementsSet, PlacedCampaignRow, byCampaign)
  placementsSet(row: PlacedCampaignRow | null, { data: { sections } }: CampaignPlacementsSet) {
    return row && { ...row, sections };
  }

  @On(CampaignRunnableStateChanged, PlacedCampaignRow, byCampaign)
  runnableStateChanged(row: PlacedCampaignRow | null, { data: { runnable } }: CampaignRunnableStateChanged) {
    return row && { ...row, runnable };
  }

  @On(CampaignDeleted, PlacedCampaignRow, byCampaign)
  deleted() {
    return null;
  }

  @OnChange(PlacedCampaignRow, PlacementRow, ({ before, after }) =>
    [before, after].flatMap((campaign) =>
      campaign?.runnable ? campaign.sections.map((sectionId) => ({ campaignId: campaign.campaignId, sectionId })) : [],
    ),
  )
  placement(_: PlacementRow | null, { after }: Change<PlacedCampaignRow>, { key }: At<PlacementRow>) {
    const sectionId = key.sectionId as string;
    if (!after?.runnable || !setOf(after.sections).has(sectionId)) return null;
    const { campaignId, userId, currency, price, start, end } = after;
    return { sectionId, campaignId, userId, currency, price, start, end };
  }
}
