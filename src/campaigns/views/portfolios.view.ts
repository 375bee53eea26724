import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { type At, On, View } from '#kronika';
import {
  PortfolioCreated,
  PortfolioDeleted,
  PortfolioNameSet,
  SectionAdded,
  SectionMoved,
  SectionNameSet,
  SectionRemoved,
} from '../portfolio/portfolio.events.js';
import { byId } from './fold.js';
import { NamedRow, named } from './paged-list.js';

export const PORTFOLIOS = 'portfolios';

@Entity({ schema: 'read', name: 'portfolios' })
@Index(['sortName', 'id'])
@Index(['createdAt', 'id'])
@Index(['publisherId', 'sortName', 'id'])
@Index(['publisherId', 'createdAt', 'id'])
export class PortfolioRow extends NamedRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  publisherId!: string;

  /** How many. */
  @Column('integer')
  sections!: number;

  @Column('integer')
  version!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}

/** One row a section, and one for the website itself, whose id is the portfolio's. */
@Entity({ schema: 'read', name: 'portfolio_nodes' })
export class PortfolioNodeRow {
  @PrimaryColumn('uuid')
  portfolioId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  /** The section it is in; null: at the top, or the website itself. */
  @Column('uuid', { nullable: true })
  parentId!: string | null;

  /** Ids of the sections right below it, in their order. */
  @Column('jsonb')
  nodes!: readonly string[];
}

interface OfPortfolio {
  readonly entityId: string;
}

const website = ({ entityId }: OfPortfolio) => ({ portfolioId: entityId, id: entityId });

const section = ({ entityId, data }: OfPortfolio & { data: { id: string } }) => ({ portfolioId: entityId, id: data.id });

/** What has the sections of a parent right below it: at the top that is the website. */
const parent = ({ entityId }: OfPortfolio, parentId: string | null) => ({ portfolioId: entityId, id: parentId ?? entityId });

/**
 * Websites with their trees of sections. Version 1 had a document a website, which each event wrote anew as a whole.
 */
@View({ name: PORTFOLIOS, version: 3, rows: [PortfolioRow, PortfolioNodeRow] })
export class PortfoliosView {
  @On(PortfolioCreated, PortfolioRow, byId)
  created(_: PortfolioRow | null, { entityId, data }: PortfolioCreated, { recorded }: At<PortfolioRow>): PortfolioRow {
    const { name, publisherId } = data;
    const { version, recordedAt } = recorded;
    const times = { version, createdAt: recordedAt, updatedAt: recordedAt };
    return { id: entityId, ...named(name), publisherId, sections: 0, ...times };
  }

  @On(PortfolioNameSet, PortfolioRow, byId)
  nameSet(row: PortfolioRow | null, { data: { name } }: PortfolioNameSet, { recorded }: At<PortfolioRow>) {
    return row && { ...row, ...named(name), version: recorded.version, updatedAt: recorded.recordedAt };
  }

  @On(SectionAdded, PortfolioRow, byId)
  sectionCounted(row: PortfolioRow | null, _: SectionAdded, { recorded }: At<PortfolioRow>) {
    return row && { ...row, sections: row.sections + 1, version: recorded.version, updatedAt: recorded.recordedAt };
  }

  @On(SectionRemoved, PortfolioRow, byId)
  sectionsDiscounted(row: PortfolioRow | null, { data: { removed } }: SectionRemoved, { recorded }: At<PortfolioRow>) {
    const { version, recordedAt: updatedAt } = recorded;
    return row && { ...row, sections: row.sections - removed.length, version, updatedAt };
  }

  @On(SectionNameSet, PortfolioRow, byId)
  @On(SectionMoved, PortfolioRow, byId)
  sectionChanged(row: PortfolioRow | null, _: SectionNameSet | SectionMoved, { recorded }: At<PortfolioRow>) {
    return row && { ...row, version: recorded.version, updatedAt: recorded.recordedAt };
  }

  @On(PortfolioDeleted, PortfolioRow, byId)
  deleted() {
    return null;
  }

  @On(PortfolioCreated, PortfolioNodeRow, website)
  websiteNode(_: PortfolioNodeRow | null, { entityId, data: { name } }: PortfolioCreated): PortfolioNodeRow {
    return { portfolioId: entityId, id: entityId, name, parentId: null, nodes: [] };
  }

  @On(SectionAdded, PortfolioNodeRow, section)
  node(_: PortfolioNodeRow | null, { entityId, data: { id, name, parentId } }: SectionAdded): PortfolioNodeRow {
    return { portfolioId: entityId, id, name, parentId, nodes: [] };
  }

  @On(SectionAdded, PortfolioNodeRow, (event) => parent(event, event.data.parentId))
  nodeAppended(row: PortfolioNodeRow | null, { data: { id } }: SectionAdded) {
    return row && { ...row, nodes: [...row.nodes, id] };
  }

  @On(PortfolioNameSet, PortfolioNodeRow, website)
  @On(SectionNameSet, PortfolioNodeRow, section)
  nodeNamed(row: PortfolioNodeRow | null, { data: { name } }: PortfolioNameSet | SectionNameSet) {
    return row && { ...row, name };
  }

  @On(SectionMoved, PortfolioNodeRow, section)
  nodeMoved(row: PortfolioNodeRow | null, { data: { parentId } }: SectionMoved) {
    return row && { ...row, parentId };
  }

  @On(SectionMoved, PortfolioNodeRow, (event) => [
    parent(event, event.data.previous.parentId),
    parent(event, event.data.parentId),
  ])
  nodePlaced(row: PortfolioNodeRow | null, event: SectionMoved, { key }: At<PortfolioNodeRow>) {
    if (!row) return null;
    const { id, parentId, before } = event.data;
    const nodes = row.nodes.filter((node) => node !== id);
    if (key.id === parent(event, parentId).id) nodes.splice(before === null ? nodes.length : nodes.indexOf(before), 0, id);
    return { ...row, nodes };
  }

  @On(SectionRemoved, PortfolioNodeRow, (event) => parent(event, event.data.parentId))
  nodeTakenOut(row: PortfolioNodeRow | null, { data: { id } }: SectionRemoved) {
    return row && { ...row, nodes: row.nodes.filter((node) => node !== id) };
  }

  @On(SectionRemoved, PortfolioNodeRow, ({ entityId, data }) => data.removed.map((id) => ({ portfolioId: entityId, id })))
  @On(PortfolioDeleted, PortfolioNodeRow, ({ entityId, data }) =>
    [entityId, ...data.sections].map((id) => ({ portfolioId: entityId, id })),
  )
  nodeGone() {
    return null;
  }
}
