import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { On, View } from '#kronika';
import { CampaignCreated, CampaignDeleted, CampaignNameSet } from '../campaign/campaign.events.js';
import {
  PortfolioCreated,
  PortfolioDeleted,
  PortfolioNameSet,
  SectionAdded,
  SectionNameSet,
  SectionRemoved,
} from '../portfolio/portfolio.events.js';
import { PublisherCreated, PublisherDeleted, PublisherNameSet } from '../publisher/publisher.events.js';

export const NAMES = 'names';

export type Named = 'campaign' | 'portfolio' | 'section' | 'publisher';

/** The name of every entity that has or had one, because reports about the past name deleted entities too. */
@Entity({ schema: 'read', name: 'names' })
@Index(['id'])
export class NameRow {
  @PrimaryColumn('text')
  type!: Named;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('boolean')
  deleted!: boolean;
}

const entity =
  (type: Named) =>
  ({ entityId }: { entityId: string }) => ({ type, id: entityId });
const section = ({ data }: SectionAdded | SectionNameSet) => ({ type: 'section' as const, id: data.id });

const removedSections = (ids: readonly string[]) => ids.map((id) => ({ type: 'section' as const, id }));

/** The last name of each entity. Version 1 did not tell which ones were deleted. */
@View({ name: NAMES, version: 2, rows: [NameRow] })
export class NamesView {
  @On(CampaignCreated, NameRow, entity('campaign'))
  @On(CampaignNameSet, NameRow, entity('campaign'))
  campaign(_: NameRow | null, { entityId: id, data: { name } }: CampaignCreated | CampaignNameSet): NameRow {
    return { type: 'campaign', id, name, deleted: false };
  }

  @On(PortfolioCreated, NameRow, entity('portfolio'))
  @On(PortfolioNameSet, NameRow, entity('portfolio'))
  portfolio(_: NameRow | null, { entityId: id, data: { name } }: PortfolioCreated | PortfolioNameSet): NameRow {
    return { type: 'portfolio', id, name, deleted: false };
  }

  @On(SectionAdded, NameRow, section)
  @On(SectionNameSet, NameRow, section)
  section(_: NameRow | null, { data: { id, name } }: SectionAdded | SectionNameSet): NameRow {
    return { type: 'section', id, name, deleted: false };
  }

  @On(PublisherCreated, NameRow, entity('publisher'))
  @On(PublisherNameSet, NameRow, entity('publisher'))
  publisher(_: NameRow | null, { entityId: id, data: { name } }: PublisherCreated | PublisherNameSet): NameRow {
    return { type: 'publisher', id, name, deleted: false };
  }
  @On(CampaignDeleted, NameRow, entity('campaign'))
  @On(PortfolioDeleted, NameRow, entity('portfolio'))
  @On(PublisherDeleted, NameRow, entity('publisher'))
  @On(SectionRemoved, NameRow, ({ data }) => removedSections(data.removed))
  @On(PortfolioDeleted, NameRow, ({ data }) => removedSections(data.sections))
  deleted(row: NameRow | null) {
    return row && { ...row, deleted: true };
  }
}
