import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { On, View } from '#kronika';
import { CampaignCreated, CampaignDeleted, CampaignNameSet } from '../campaign/campaign.events.js';
import { CreativeCreated, CreativeDeleted, CreativeNameSet } from '../creative/creative.events.js';
import {
  PortfolioCreated,
  PortfolioDeleted,
  PortfolioNameSet,
  SectionAdded,
  SectionMoved,
  SectionNameSet,
  SectionRemoved,
} from '../portfolio/portfolio.events.js';
import { PublisherCreated, PublisherDeleted, PublisherNameSet } from '../publisher/publisher.events.js';
import { NamedRow, named } from './paged-list.js';

export const NAMES = 'names';

export const NAMED = ['campaign', 'creative', 'portfolio', 'section', 'publisher'] as const;
export type Named = (typeof NAMED)[number];

/** The name of every entity, deleted ones included, because reports about the past name them too. */
@Entity({ schema: 'read', name: 'names' })
@Index(['id'])
export class NameRow extends NamedRow {
  @PrimaryColumn('text')
  type!: Named;

  @PrimaryColumn('uuid')
  id!: string;

  /** Of a section. */
  @Column('uuid', { nullable: true })
  portfolioId!: string | null;

  /** Of a section that is in another one; of a creative, its campaign. A section that was removed keeps its last place. */
  @Column('uuid', { nullable: true })
  parentId!: string | null;

  /** Of a campaign. What belongs to nobody has none. */
  @Column('bigint', { nullable: true })
  userId!: number | null;

  @Column('boolean')
  deleted!: boolean;
}

const entity =
  (type: Named) =>
  ({ entityId }: { entityId: string }) => ({ type, id: entityId });
const nameOfSection = ({ data }: SectionAdded | SectionNameSet | SectionMoved) => ({ type: 'section' as const, id: data.id });

/** A row of what belongs to nobody and is in no tree. */
const plain = (type: Named, id: string, name: string): NameRow => ({
  type,
  id,
  ...named(name),
  portfolioId: null,
  parentId: null,
  userId: null,
  deleted: false,
});

const removedSections = (ids: readonly string[]) => ids.map((id) => ({ type: 'section' as const, id }));

/**
 * The last name of each entity. Version 1 of the view did not mark deleted entities, version 2 had no users, version 3
 * had no places of sections and could not be searched, version 4 had no creatives.
 */
@View({ name: NAMES, version: 5, rows: [NameRow] })
export class NamesView {
  @On(CampaignCreated, NameRow, entity('campaign'))
  campaign(_: NameRow | null, { entityId: id, data: { name, userId } }: CampaignCreated): NameRow {
    return { ...plain('campaign', id, name), userId };
  }

  @On(CampaignNameSet, NameRow, entity('campaign'))
  campaignRenamed(row: NameRow | null, { entityId: id, data: { name } }: CampaignNameSet): NameRow {
    // A deleted campaign still gets another name when its user is erased.
    return { ...plain('campaign', id, name), userId: row?.userId ?? null, deleted: row?.deleted ?? false };
  }

  @On(CreativeCreated, NameRow, entity('creative'))
  creative(_: NameRow | null, { entityId: id, data: { name, campaignId } }: CreativeCreated): NameRow {
    return { ...plain('creative', id, name), parentId: campaignId };
  }

  @On(CreativeNameSet, NameRow, entity('creative'))
  creativeRenamed(row: NameRow | null, { data: { name } }: CreativeNameSet) {
    return row && { ...row, ...named(name) };
  }

  @On(PortfolioCreated, NameRow, entity('portfolio'))
  @On(PortfolioNameSet, NameRow, entity('portfolio'))
  portfolio(_: NameRow | null, { entityId: id, data: { name } }: PortfolioCreated | PortfolioNameSet): NameRow {
    return plain('portfolio', id, name);
  }

  @On(SectionAdded, NameRow, nameOfSection)
  section(_: NameRow | null, { entityId: portfolioId, data: { id, name, parentId } }: SectionAdded): NameRow {
    return { ...plain('section', id, name), portfolioId, parentId };
  }

  @On(SectionNameSet, NameRow, nameOfSection)
  sectionRenamed(row: NameRow | null, { entityId: portfolioId, data: { id, name } }: SectionNameSet): NameRow {
    return { ...plain('section', id, name), portfolioId, parentId: row?.parentId ?? null };
  }

  @On(SectionMoved, NameRow, nameOfSection)
  sectionMoved(row: NameRow | null, { data: { parentId } }: SectionMoved) {
    return row && { ...row, parentId };
  }

  @On(PublisherCreated, NameRow, entity('publisher'))
  @On(PublisherNameSet, NameRow, entity('publisher'))
  publisher(_: NameRow | null, { entityId: id, data: { name } }: PublisherCreated | PublisherNameSet): NameRow {
    return plain('publisher', id, name);
  }

  @On(CampaignDeleted, NameRow, entity('campaign'))
  @On(CreativeDeleted, NameRow, entity('creative'))
  @On(PortfolioDeleted, NameRow, entity('portfolio'))
  @On(PublisherDeleted, NameRow, entity('publisher'))
  @On(SectionRemoved, NameRow, ({ data }) => removedSections(data.removed))
  @On(PortfolioDeleted, NameRow, ({ data }) => removedSections(data.sections))
  deleted(row: NameRow | null) {
    return row && { ...row, deleted: true };
  }
}
