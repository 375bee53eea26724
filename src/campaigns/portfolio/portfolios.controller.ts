import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CommandMeta, CommandRoute, Lines, Meta, Name, Uuid, Whole } from '#kronika';
import { EXAMPLE_IDS, PortfolioInPath, SectionInPath } from '../campaigns.input.js';
import { MAX_NAME_LENGTH } from '../campaigns.refusals.js';
import { AddSection } from './add-section.command.js';
import { CreatePortfolio } from './create-portfolio.command.js';
import { DeletePortfolio } from './delete-portfolio.command.js';
import { MoveSection } from './move-section.command.js';
import { RemoveSection } from './remove-section.command.js';
import { RenamePortfolio } from './rename-portfolio.command.js';
import { RenameSection } from './rename-section.command.js';
import { SetAdRules } from './set-ad-rules.command.js';
import { UndoPortfolioChanges } from './undo-portfolio-changes.command.js';

export class CreatePortfolioBody {
  @Uuid({ description: 'Chosen by the client', example: EXAMPLE_IDS.portfolio })
  id!: string;

  @Name({ maximum: MAX_NAME_LENGTH, example: 'idnes.cz' })
  name!: string;

  @Uuid({ description: 'The publisher of the website', example: EXAMPLE_IDS.publisher })
  publisherId!: string;
}

export class PortfolioNameBody {
  @Name({ maximum: MAX_NAME_LENGTH, example: 'iDNES.cz' })
  name!: string;
}

export class AddSectionBody {
  @Uuid({ description: 'Chosen by the client, unique among the sections of all portfolios', example: EXAMPLE_IDS.section })
  id!: string;

  @Name({ maximum: MAX_NAME_LENGTH, example: 'Technet' })
  name!: string;

  @Uuid({
    optional: true,
    nullable: true,
    description: 'The parent section, whose last child it becomes; null or absent: a top-level section',
    example: null,
  })
  parentId?: string | null;
}

export class SectionNameBody {
  @Name({ maximum: MAX_NAME_LENGTH, example: 'Science' })
  name!: string;
}

export class SectionPlaceBody {
  @Uuid({
    nullable: true,
    description: 'The new parent section; null: a top-level section',
    example: null,
  })
  parentId!: string | null;

  @Uuid({
    optional: true,
    nullable: true,
    description: 'The sibling to place it before; null or absent: the last place',
    example: null,
  })
  before?: string | null;
}

export class AdRulesBody {
  @Whole({
    minimum: 0,
    maximum: 100,
    optional: true,
    nullable: true,
    description: 'Ads in a break; 0: none at all; null or absent: as in the parent section',
    example: 2,
  })
  maxAds?: number | null;

  @Whole({
    minimum: 1,
    maximum: 3_600,
    optional: true,
    nullable: true,
    description: 'The length of all ads of a break; null or absent: as in the parent section',
    example: 60,
  })
  maxSeconds?: number | null;

  @Lines({
    maximum: 50,
    maxItems: 50,
    optional: true,
    description:
      'Categories and advertisers that are not shown, besides those that the parent section blocks; compared, and shown, in lower case',
    example: ['gambling'],
  })
  blocked?: string[];
}

export class UndoPortfolioBody {
  @Whole({ minimum: 1, maximum: 2_147_483_647, description: 'The version to go back to', example: 5 })
  version!: number;
}

const nameRefusals = (kind: string) => ['empty', 'too-long', 'with-control-characters'].map((fault) => `${kind}.name-${fault}`);

const PORTFOLIO_REFUSALS = { 409: ['portfolio.deleted'], 412: ['portfolio.version-mismatch'] };
const OF_PORTFOLIO = { ...PORTFOLIO_REFUSALS, 404: ['portfolio.not-found'] };
const OF_SECTION = {
  ...PORTFOLIO_REFUSALS,
  404: ['portfolio.not-found', 'section.not-found'],
  409: ['portfolio.deleted', 'section.deleted'],
};

@ApiTags('portfolios')
@Controller('v1/portfolios')
export class PortfoliosController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    summary: 'Create a portfolio (a website of a publisher); repeating it with the same content succeeds',
    creates: '/v1/portfolios',
    exampleId: EXAMPLE_IDS.portfolio,
    problems: {
      ...PORTFOLIO_REFUSALS,
      409: ['portfolio.deleted', 'portfolio.id-taken'],
      422: [...nameRefusals('portfolio'), 'portfolio.publisher-not-found'],
    },
  })
  createPortfolio(@Body() { id, name, publisherId }: CreatePortfolioBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new CreatePortfolio(id, { name, publisherId }, meta));
  }

  @Put(':id/name')
  @CommandRoute({ summary: 'Rename a portfolio', problems: { ...OF_PORTFOLIO, 422: nameRefusals('portfolio') } })
  renamePortfolio(@Param() { id }: PortfolioInPath, @Body() { name }: PortfolioNameBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new RenamePortfolio(id, name, meta));
  }

  @Post(':id/undo')
  @CommandRoute({
    summary: 'Make a portfolio what it was at an earlier version, by the events that lead there',
    description: 'Sections that were added since are removed, and campaigns leave them soon after.',
    problems: {
      ...PORTFOLIO_REFUSALS,
      404: ['portfolio.not-found', 'portfolio.version-not-found'],
      422: ['portfolio.version-with-removed-sections'],
    },
  })
  undoPortfolioChanges(@Param() { id }: PortfolioInPath, @Body() { version }: UndoPortfolioBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new UndoPortfolioChanges(id, version, meta));
  }

  @Delete(':id')
  @CommandRoute({
    summary: 'Delete a portfolio; its sections are removed from the placements of campaigns soon after',
    problems: OF_PORTFOLIO,
  })
  deletePortfolio(@Param() { id }: PortfolioInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new DeletePortfolio(id, meta));
  }

  @Post(':id/sections')
  @CommandRoute({
    summary: 'Add a section; repeating it with the same content succeeds',
    creates: '/v1/portfolios/{id}/sections',
    exampleId: EXAMPLE_IDS.section,
    problems: {
      ...OF_PORTFOLIO,
      409: ['portfolio.deleted', 'section.id-taken'],
      422: [...nameRefusals('section'), 'section.parent-not-found', 'section.too-deep', 'portfolio.too-many-sections'],
    },
  })
  addSection(@Param() { id }: PortfolioInPath, @Body() section: AddSectionBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new AddSection(id, { parentId: null, ...section }, meta));
  }

  @Put(':id/sections/:section/name')
  @CommandRoute({ summary: 'Rename a section', problems: { ...OF_SECTION, 422: nameRefusals('section') } })
  renameSection(@Param() { id, section }: SectionInPath, @Body() { name }: SectionNameBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new RenameSection(id, section, name, meta));
  }

  @Put(':id/sections/:section/place')
  @CommandRoute({
    summary: 'Move a section with its subsections',
    problems: {
      ...OF_SECTION,
      422: ['section.parent-not-found', 'section.below-itself', 'section.before-not-a-sibling', 'section.too-deep'],
    },
  })
  moveSection(
    @Param() { id, section }: SectionInPath,
    @Body() { parentId, before = null }: SectionPlaceBody,
    @Meta() meta: CommandMeta,
  ) {
    return this.commands.execute(new MoveSection(id, section, { parentId, before }, meta));
  }

  @Put(':id/sections/:section/ad-rules')
  @CommandRoute({ summary: 'Set the rules for ads of a section; the sections below it inherit them', problems: OF_SECTION })
  setSectionAdRules(
    @Param() { id, section }: SectionInPath,
    @Body() { maxAds = null, maxSeconds = null, blocked = [] }: AdRulesBody,
    @Meta() meta: CommandMeta,
  ) {
    return this.commands.execute(new SetAdRules(id, section, { maxAds, maxSeconds, blocked }, meta));
  }

  @Delete(':id/sections/:section')
  @CommandRoute({
    summary: 'Remove a section with its subsections; they leave the placements of campaigns soon after',
    problems: OF_SECTION,
  })
  removeSection(@Param() { id, section }: SectionInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new RemoveSection(id, section, meta));
  }
}
