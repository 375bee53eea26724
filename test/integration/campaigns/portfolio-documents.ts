/**
 * Yesterday's portfolios: version 1 of the view, as the second article tells of it, and its query. A copy of the built
 * app with these in place of version 2 is yesterday's Kronika.
 */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Answer, type At, etag, On, ReadDatabase, View } from '#kronika';
import {
  PortfolioCreated,
  PortfolioDeleted,
  PortfolioNameSet,
  SectionAdded,
  SectionAdRulesSet,
  SectionMoved,
  SectionNameSet,
  SectionRemoved,
} from '../../../src/campaigns/portfolio/portfolio.events.js';
import { notFound } from '../../../src/campaigns/views/point-in-time.js';
import type { PortfolioDocument, TreeNodeDocument } from '../../../src/campaigns/views/portfolio.document.js';

export const PORTFOLIOS = 'portfolios';

/** The sections directly below a node, by their ids, in the order of `order`. */
interface Branch {
  readonly nodes: Record<string, Named>;
  readonly order: string[];
}

/** A section, or the website. */
interface Named extends Branch {
  name: string;
}

/** One document for each website. */
@Entity({ schema: 'read', name: 'portfolio_documents' })
export class PortfolioRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  publisherId!: string;

  @Column('jsonb')
  document!: Named;

  @Column('integer')
  version!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}

const byId = ({ entityId }: { entityId: string }) => ({ id: entityId });

/** Each event writes the whole document again. */
function changed(row: PortfolioRow | null, { recorded }: At<PortfolioRow>, change: (document: Named) => void) {
  if (!row) return null;
  const document = structuredClone(row.document);
  change(document);
  return { ...row, document, version: recorded.version, updatedAt: recorded.recordedAt };
}

/** The parent of a section at any depth. */
function branchWith(id: string, branch: Branch): Branch {
  const everything = (each: Branch): Branch[] => [each, ...Object.values(each.nodes).flatMap(everything)];
  return everything(branch).find(({ nodes }) => id in nodes) as Branch;
}

function sectionOf(id: string, document: Branch): Named {
  return branchWith(id, document).nodes[id] as Named;
}

function take(id: string, document: Branch): Named {
  const { nodes, order } = branchWith(id, document);
  const section = nodes[id] as Named;
  delete nodes[id];
  order.splice(order.indexOf(id), 1);
  return section;
}

function put(id: string, section: Named, parentId: string | null, before: string | null, document: Branch): void {
  const { nodes, order } = parentId === null ? document : sectionOf(parentId, document);
  nodes[id] = section;
  order.splice(before === null ? order.length : order.indexOf(before), 0, id);
}

@View({ name: PORTFOLIOS, version: 1, rows: [PortfolioRow] })
export class PortfoliosView {
  @On(PortfolioCreated, PortfolioRow, byId)
  created(_: PortfolioRow | null, { entityId, data }: PortfolioCreated, { recorded }: At<PortfolioRow>): PortfolioRow {
    const { name, publisherId } = data;
    const { version, recordedAt } = recorded;
    const document = { name, nodes: {}, order: [] };
    return { id: entityId, publisherId, document, version, createdAt: recordedAt, updatedAt: recordedAt };
  }

  @On(PortfolioNameSet, PortfolioRow, byId)
  nameSet(row: PortfolioRow | null, { data: { name } }: PortfolioNameSet, at: At<PortfolioRow>) {
    return changed(row, at, (document) => {
      document.name = name;
    });
  }

  @On(SectionAdded, PortfolioRow, byId)
  added(row: PortfolioRow | null, { data: { id, name, parentId } }: SectionAdded, at: At<PortfolioRow>) {
    return changed(row, at, (document) => put(id, { name, nodes: {}, order: [] }, parentId, null, document));
  }

  @On(SectionNameSet, PortfolioRow, byId)
  sectionNameSet(row: PortfolioRow | null, { data: { id, name } }: SectionNameSet, at: At<PortfolioRow>) {
    return changed(row, at, (document) => {
      sectionOf(id, document).name = name;
    });
  }

  @On(SectionMoved, PortfolioRow, byId)
  moved(row: PortfolioRow | null, { data: { id, parentId, before } }: SectionMoved, at: At<PortfolioRow>) {
    return changed(row, at, (document) => put(id, take(id, document), parentId, before, document));
  }

  @On(SectionAdRulesSet, PortfolioRow, byId)
  ruled(row: PortfolioRow | null, _: SectionAdRulesSet, at: At<PortfolioRow>) {
    return changed(row, at, () => undefined);
  }

  @On(SectionRemoved, PortfolioRow, byId)
  removed(row: PortfolioRow | null, { data: { id } }: SectionRemoved, at: At<PortfolioRow>) {
    return changed(row, at, (document) => {
      take(id, document);
    });
  }

  @On(PortfolioDeleted, PortfolioRow, byId)
  deleted() {
    return null;
  }
}

/** Yesterday's query had one shape and no past. */
export class FindPortfolioParameters {}

export class FindPortfolio extends Query<Answer<PortfolioDocument>> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(FindPortfolio)
export class FindPortfolioHandler implements IQueryHandler<FindPortfolio> {
  constructor(private readonly database: ReadDatabase) {}

  async execute({ id }: FindPortfolio): Promise<Answer<PortfolioDocument>> {
    const { position, rows } = await this.database.query<PortfolioRow>(
      PORTFOLIOS,
      `SELECT publisher_id AS "publisherId", document, version, created_at AS "createdAt", updated_at AS "updatedAt"
       FROM read.portfolio_documents WHERE id = $1`,
      [id],
    );
    const [row] = rows;
    if (!row) throw notFound('portfolio', id);
    const { publisherId, document, version } = row;
    const times = { createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
    const sections = sectionsBelow(document);
    const body = { id, name: document.name, publisherId, sections, version, ...times, nodes: treeOf(document), adRules: [] };
    return { position, body, etag: etag(version) };
  }
}

function sectionsBelow({ nodes }: Branch): number {
  return Object.values(nodes).reduce((sum, node) => sum + 1 + sectionsBelow(node), 0);
}

function treeOf({ nodes, order }: Branch): TreeNodeDocument[] {
  return order.map((id) => {
    const node = nodes[id] as Named;
    return { id, name: node.name, nodes: treeOf(node) };
  });
}
