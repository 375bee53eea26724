import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { type At, On, View } from '#kronika';
import { CampaignCreated } from '../campaign/campaign.events.js';
import {
  type ApprovalState,
  CreativeApprovalSet,
  CreativeClickThroughSet,
  CreativeCreated,
  CreativeDeleted,
  type CreativeMedia,
  CreativeMediaAdded,
  CreativeNameSet,
  CreativeWeightSet,
  type UniversalAdId,
} from '../creative/creative.events.js';
import { byId } from './fold.js';
import { NamedRow, named } from './paged-list.js';

export const CREATIVES = 'creatives';

/** One row per creative. Each sort has an index that ends in the id, and so has each sort within a campaign. */
@Entity({ schema: 'read', name: 'creatives' })
@Index(['sortName', 'id'])
@Index(['createdAt', 'id'])
@Index(['updatedAt', 'id'])
@Index(['campaignId', 'createdAt', 'id'])
@Index(['approval', 'createdAt', 'id'])
export class CreativeRow extends NamedRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  campaignId!: string;

  @Column('text', { nullable: true })
  clickThrough!: string | null;

  @Column('integer')
  weight!: number;

  /** In seconds. */
  @Column('integer', { nullable: true })
  skipAfter!: number | null;

  @Column('jsonb', { nullable: true })
  universalAdId!: UniversalAdId | null;

  @Column('text', { nullable: true })
  tag!: string | null;

  @Column('jsonb', { nullable: true })
  media!: CreativeMedia | null;

  @Column('text')
  approval!: ApprovalState;

  @Column('text', { nullable: true })
  approvalReason!: string | null;

  @Column('integer')
  version!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}

/** The user of each campaign, who owns its creatives. The column names differ from those of creatives, for a join. */
@Entity({ schema: 'read', name: 'creative_owners' })
@Index(['userId'])
export class CreativeOwnerRow {
  @PrimaryColumn('uuid')
  ownedCampaign!: string;

  @Column('bigint')
  userId!: number;
}

export const CREATIVE_ROWS = [CreativeRow, CreativeOwnerRow];

/** The row after an event. An event of a creative without a row leaves no row. */
function changed(row: CreativeRow | null, changes: Partial<CreativeRow>, { recorded }: At<CreativeRow>): CreativeRow | null {
  return row && { ...row, ...changes, version: recorded.version, updatedAt: recorded.recordedAt };
}

const PENDING = { approval: 'pending', approvalReason: null } as const;

/** The present state of creatives, and whose they are. */
@View({ name: CREATIVES, version: 1, rows: CREATIVE_ROWS })
export class CreativesView {
  @On(CampaignCreated, CreativeOwnerRow, ({ entityId }) => ({ ownedCampaign: entityId }))
  owned(_: CreativeOwnerRow | null, { entityId: ownedCampaign, data: { userId } }: CampaignCreated): CreativeOwnerRow {
    return { ownedCampaign, userId };
  }

  @On(CreativeCreated, CreativeRow, byId)
  created(_: CreativeRow | null, { entityId, data }: CreativeCreated, { recorded }: At<CreativeRow>): CreativeRow {
    const { name, campaignId, clickThrough, weight, skipAfter, universalAdId, tag } = data;
    const { version, recordedAt } = recorded;
    return {
      id: entityId,
      ...named(name),
      campaignId,
      clickThrough,
      weight,
      skipAfter,
      universalAdId,
      tag,
      media: null,
      ...PENDING,
      version,
      createdAt: recordedAt,
      updatedAt: recordedAt,
    };
  }

  @On(CreativeMediaAdded, CreativeRow, byId)
  mediaAdded(row: CreativeRow | null, { data }: CreativeMediaAdded, at: At<CreativeRow>) {
    return changed(row, { media: data, ...PENDING }, at);
  }

  @On(CreativeNameSet, CreativeRow, byId)
  nameSet(row: CreativeRow | null, { data: { name } }: CreativeNameSet, at: At<CreativeRow>) {
    return changed(row, named(name), at);
  }

  @On(CreativeClickThroughSet, CreativeRow, byId)
  clickThroughSet(row: CreativeRow | null, { data: { clickThrough } }: CreativeClickThroughSet, at: At<CreativeRow>) {
    return changed(row, { clickThrough }, at);
  }

  @On(CreativeWeightSet, CreativeRow, byId)
  weightSet(row: CreativeRow | null, { data: { weight } }: CreativeWeightSet, at: At<CreativeRow>) {
    return changed(row, { weight }, at);
  }

  @On(CreativeApprovalSet, CreativeRow, byId)
  approvalSet(row: CreativeRow | null, { data: { state, reason } }: CreativeApprovalSet, at: At<CreativeRow>) {
    return changed(row, { approval: state, approvalReason: reason }, at);
  }

  @On(CreativeDeleted, CreativeRow, byId)
  deleted() {
    return null;
  }
}
