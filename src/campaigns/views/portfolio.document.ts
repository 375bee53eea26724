import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { PageDocument, sql } from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import type { Portfolio } from '../portfolio/portfolio.decider.js';
import { AdRulesDocument, adRulesOf, SectionAdRulesDocument } from './ad-rules.document.js';
import type { PortfolioRow } from './portfolios.view.js';

export class PortfolioListRowDocument {
  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.portfolio })
  id!: string;

  @ApiProperty({ example: 'idnes.cz' })
  name!: string;

  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.publisher })
  publisherId!: string;

  @ApiProperty({ type: 'integer', description: 'The number of sections', example: 2 })
  sections!: number;

  @ApiProperty({ type: 'integer', example: 3 })
  version!: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  createdAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-02-01T10:00:00.000Z' })
  updatedAt!: string;
}

export class PortfolioListDocument {
  @ApiProperty({ type: [PortfolioListRowDocument] })
  data!: PortfolioListRowDocument[];

  @ApiProperty()
  page!: PageDocument;
}

/** A section with all sections below it. */
export class TreeNodeDocument {
  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.section })
  id!: string;

  @ApiProperty({ example: 'Technet' })
  name!: string;

  @ApiProperty({ type: () => [TreeNodeDocument], example: [] })
  nodes!: TreeNodeDocument[];
}

/** The website or a section, with the ids of its direct children. */
export class FlatNodeDocument {
  @ApiProperty({ example: 'Technet' })
  name!: string;

  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.section })
  id!: string;

  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid' }, example: [] })
  nodes!: readonly string[];
}

export const SHAPES = ['tree', 'flat'] as const;
export type Shape = (typeof SHAPES)[number];

@ApiExtraModels(TreeNodeDocument, FlatNodeDocument)
export class PortfolioDocument extends PortfolioListRowDocument {
  @ApiProperty({
    description:
      'As a tree: the sections at the top, each with those in it. Flat: the website itself, then all sections, depth first',
    anyOf: [TreeNodeDocument, FlatNodeDocument].map((node) => ({ type: 'array', items: { $ref: getSchemaPath(node) } })),
  })
  nodes!: TreeNodeDocument[] | FlatNodeDocument[];

  @ApiProperty({
    type: [SectionAdRulesDocument],
    description: 'The rules for ads of the sections that set some. In all others, those of the nearest section above apply',
  })
  adRules!: SectionAdRulesDocument[];
}

export class SectionDocument {
  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.section })
  id!: string;

  @ApiProperty({ example: 'Technet' })
  name!: string;

  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.portfolio })
  portfolioId!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'null: at the top', example: null })
  parentId!: string | null;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    description: 'Ids of its direct children, in their order',
    example: [],
  })
  nodes!: readonly string[];

  @ApiProperty({ description: 'The rules for ads that it sets itself' })
  adRules!: AdRulesDocument;

  @ApiProperty({ description: 'The rules for ads that apply in it, with what it inherits' })
  effectiveAdRules!: AdRulesDocument;

  @ApiProperty({ type: 'integer', description: 'The version of the portfolio', example: 3 })
  version!: number;
}

/** The columns of `read.portfolios`, selected under the property names of the row class. */
export const PORTFOLIO_COLUMNS = sql`id, name, sort_name AS "sortName", publisher_id AS "publisherId", sections, version,
  created_at AS "createdAt", updated_at AS "updatedAt"`;

/** A portfolio from its row in the view, without its nodes. */
export function portfolioOfRow(row: PortfolioRow): PortfolioListRowDocument {
  const { id, name, publisherId, sections, version, createdAt, updatedAt } = row;
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, name, publisherId, sections, version, ...times };
}

/** The document of a portfolio from its state as folded from events. */
export function portfolioOfState(id: string, version: number, portfolio: Portfolio, shape: Shape): PortfolioDocument {
  const { name, publisherId, createdAt, updatedAt, nodes: top } = portfolio;
  const sections = Object.entries(portfolio.sections).map(([id, { name, nodes, adRules }]) => ({ id, name, nodes, adRules }));
  const all = [{ id, name, nodes: top, adRules: null }, ...sections];
  const parts = { nodes: shaped(shape, id, all), adRules: adRulesOf(id, all) };
  return { id, name, publisherId, sections: sections.length, version, createdAt, updatedAt, ...parts };
}

/** @param nodes the website, whose id is `root`, and all sections, in any order */
export function shaped(shape: Shape, root: string, nodes: readonly FlatNodeDocument[]): PortfolioDocument['nodes'] {
  return shape === 'flat' ? flat(root, nodes) : tree(root, nodes);
}

function tree(root: string, nodes: readonly FlatNodeDocument[]): TreeNodeDocument[] {
  const known = new Map(nodes.map(({ id, name }) => [id, { id, name, nodes: [] as TreeNodeDocument[] }]));
  for (const { id, nodes: below } of nodes) known.get(id)?.nodes.push(...below.flatMap((each) => known.get(each) ?? []));
  return known.get(root)?.nodes ?? [];
}

function flat(root: string, nodes: readonly FlatNodeDocument[]): FlatNodeDocument[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const ordered: FlatNodeDocument[] = [];
  for (const left = [root]; left.length > 0; ) {
    const node = known.get(left.pop() as string);
    if (!node) continue;
    ordered.push({ name: node.name, id: node.id, nodes: node.nodes });
    for (const each of node.nodes.toReversed()) left.push(each);
  }
  return ordered;
}
