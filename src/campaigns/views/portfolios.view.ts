import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { type At, On, View } from '#kronika';
import { NO_AD_RULES, sameAdRules } from '../portfolio/ad-rules.refusals.js';
import {
  type AdRules,
  PortfolioCreated,
  PortfolioDeleted,
  PortfolioNameSet,
  SectionAdded,
  SectionAdRulesSet,
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

  /** The number of sections. */
  @Column('integer')
  sections!: number;

  @Column('integer')
  version!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}

/** One row per section, and one for the website itself, which has the id of the portfolio. */
@Entity({ schema: 'read', name: 'portfolio_nodes' })
export class PortfolioNodeRow {
  @PrimaryColumn('uuid')
  portfolioId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  /** The id of the parent section; null for a section at the top and for the website itself. */
  @Column('uuid', { nullable: true })
  parentId!: string | null;

  /** Its own rules for ads; null: it only has those that it inherits. */
  @Column('jsonb', { nullable: true })
  adRules!: AdRules | null;

  /** Ids of the direct children, in their order. */
  @Column('jsonb')
  nodes!: readonly string[];
}

interface PortfolioEventInput {
  readonly entityId: string;
}

const website = ({ entityId }: PortfolioEventInput) => ({ portfolioId: entityId, id: entityId });

const nodeOfSection = ({ entityId, data }: PortfolioEventInput & { data: { id: string } }) => ({
  portfolioId: entityId,
  id: data.id,
});

/** The key of a parent's node. Sections at the top have the website as their parent. */
const parent = ({ entityId }: PortfolioEventInput, parentId: string | null) => ({
  portfolioId: entityId,
  id: parentId ?? entityId,
});

/**
 * Websites with their trees of sections. Version 3 did not know their rules for ads.
 */
@View({ name: PORTFOLIOS, version: 4, rows: [PortfolioRow, PortfolioNodeRow] })
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
  @On(SectionAdRulesSet, PortfolioRow, byId)
  sectionChanged(row: PortfolioRow | null, _: SectionNameSet | SectionMoved | SectionAdRulesSet, { recorded }: At<PortfolioRow>) {
    return row && { ...row, version: recorded.version, updatedAt: recorded.recordedAt };
  }

  @On(PortfolioDeleted, PortfolioRow, byId)
  deleted() {
    return null;
  }

  @On(PortfolioCreated, PortfolioNodeRow, website)
  websiteNode(_: PortfolioNodeRow | null, { entityId, data: { name } }: PortfolioCreated): PortfolioNodeRow {
    return { portfolioId: entityId, id: entityId, name, parentId: null, adRules: null, nodes: [] };
  }

  @On(SectionAdded, PortfolioNodeRow, nodeOfSection)
  node(_: PortfolioNodeRow | null, { entityId, data: { id, name, parentId } }: SectionAdded): PortfolioNodeRow {
    return { portfolioId: entityId, id, name, parentId, adRules: null, nodes: [] };
  }

  @On(SectionAdded, PortfolioNodeRow, (event) => parent(event, event.data.parentId))
  nodeAppended(row: PortfolioNodeRow | null, { data: { id } }: SectionAdded) {
    return row && { ...row, nodes: [...row.nodes, id] };
  }

  @On(PortfolioNameSet, PortfolioNodeRow, website)
  @On(SectionNameSet, PortfolioNodeRow, nodeOfSection)
  nodeNamed(row: PortfolioNodeRow | null, { data: { name } }: PortfolioNameSet | SectionNameSet) {
    return row && { ...row, name };
  }

  @On(SectionAdRulesSet, PortfolioNodeRow, ({ entityId, data }) => ({ portfolioId: entityId, id: data.sectionId }))
  nodeRuled(row: PortfolioNodeRow | null, { data: { sectionId: _, ...adRules } }: SectionAdRulesSet) {
    return row && { ...row, adRules: sameAdRules(adRules, NO_AD_RULES) ? null : adRules };
  }

  @On(SectionMoved, PortfolioNodeRow, nodeOfSection)
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
