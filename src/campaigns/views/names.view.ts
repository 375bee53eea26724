import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { On, View } from '../../shared/views/view.js';
import { CampaignCreated, CampaignNameSet } from '../campaign/campaign.events.js';
import { PortfolioCreated, PortfolioNameSet, SectionAdded, SectionNameSet } from '../portfolio/portfolio.events.js';
import { PublisherCreated, PublisherNameSet } from '../publisher/publisher.events.js';

export const NAMES = 'names';

export type Named = 'campaign' | 'portfolio' | 'section' | 'publisher';

/** What has or had a name: reports about the past name what is no more. */
@Entity({ schema: 'read', name: 'names' })
@Index(['id'])
export class NameRow {
  @PrimaryColumn('text')
  type!: Named;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;
}

const entity =
  (type: Named) =>
  ({ entityId }: { entityId: string }) => ({ type, id: entityId });
const section = ({ data }: SectionAdded | SectionNameSet) => ({ type: 'section' as const, id: data.id });

/** The last name of everything that has one. */
@View({ name: NAMES, version: 1, rows: [NameRow] })
export class NamesView {
  @On(CampaignCreated, NameRow, entity('campaign'))
  @On(CampaignNameSet, NameRow, entity('campaign'))
  campaign(_: NameRow | null, { entityId: id, data: { name } }: CampaignCreated | CampaignNameSet): NameRow {
    return { type: 'campaign', id, name };
  }

  @On(PortfolioCreated, NameRow, entity('portfolio'))
  @On(PortfolioNameSet, NameRow, entity('portfolio'))
  portfolio(_: NameRow | null, { entityId: id, data: { name } }: PortfolioCreated | PortfolioNameSet): NameRow {
    return { type: 'portfolio', id, name };
  }

  @On(SectionAdded, NameRow, section)
  @On(SectionNameSet, NameRow, section)
  section(_: NameRow | null, { data: { id, name } }: SectionAdded | SectionNameSet): NameRow {
    return { type: 'section', id, name };
  }

  @On(PublisherCreated, NameRow, entity('publisher'))
  @On(PublisherNameSet, NameRow, entity('publisher'))
  publisher(_: NameRow | null, { entityId: id, data: { name } }: PublisherCreated | PublisherNameSet): NameRow {
    return { type: 'publisher', id, name };
  }
}
