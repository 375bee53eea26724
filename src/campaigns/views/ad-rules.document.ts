import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { inherited, NO_AD_RULES, sameAdRules } from '../portfolio/ad-rules.refusals.js';
import type { AdRules } from '../portfolio/portfolio.events.js';

const LIMIT = { type: 'integer', nullable: true } as const;

export class AdRulesDocument implements AdRules {
  @ApiProperty({ ...LIMIT, description: 'Ads in a break; 0: none at all; null: not limited here', example: 2 })
  maxAds!: number | null;

  @ApiProperty({ ...LIMIT, description: 'The length of all ads of a break; null: not limited here', example: 60 })
  maxSeconds!: number | null;

  @ApiProperty({
    type: 'array',
    items: { type: 'string' },
    description: 'Categories and advertisers that are not shown',
    example: ['gambling'],
  })
  blocked!: readonly string[];
}

export class SectionAdRulesDocument {
  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.section })
  sectionId!: string;

  @ApiProperty({ description: 'What the section sets itself' })
  own!: AdRulesDocument;

  @ApiProperty({ description: 'What applies in it, with what it inherits' })
  effective!: AdRulesDocument;
}

interface Ruled {
  readonly id: string;
  readonly adRules: AdRules | null;
  readonly nodes: readonly string[];
}

/**
 * The rules of the sections that set some, depth first.
 *
 * @param nodes the website, whose id is `root`, and all sections, in any order
 */
export function adRulesOf(root: string, nodes: readonly Ruled[]): SectionAdRulesDocument[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const found: SectionAdRulesDocument[] = [];
  for (const left = [{ id: root, above: NO_AD_RULES }]; left.length > 0; ) {
    const { id, above } = left.pop() as (typeof left)[number];
    const { adRules, nodes: below = [] } = known.get(id) ?? {};
    const own = adRules ?? NO_AD_RULES;
    const effective = inherited(above, own);
    if (!sameAdRules(own, NO_AD_RULES)) found.push({ sectionId: id, own, effective });
    for (const each of below.toReversed()) left.push({ id: each, above: effective });
  }
  return found;
}
