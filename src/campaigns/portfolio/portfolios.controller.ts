import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CommandMeta, CommandRoute, Meta, Name, Uuid } from '#kronika';
import { EXAMPLE_IDS, PortfolioInPath, SectionInPath } from '../campaigns.input.js';
import { MAX_NAME_LENGTH } from '../campaigns.refusals.js';
import { AddSection } from './add-section.command.js';
import { CreatePortfolio } from './create-portfolio.command.js';
import { DeletePortfolio } from './delete-portfolio.command.js';
import { MoveSection } from './move-section.command.js';
import { RemoveSection } from './remove-section.command.js';
import { RenamePortfolio } from './rename-portfolio.command.js';
import { RenameSection } from './rename-section.command.js';

export class CreatePortfolioBody {
  @Uuid({ description: 'Made by the client', example: EXAMPLE_IDS.portfolio })
  id!: string;

  @Name({ maximum: MAX_NAME_LENGTH, example: 'idnes.cz' })
  name!: string;

  @Uuid({ description: 'Whose website it is', example: EXAMPLE_IDS.publisher })
  publisherId!: string;
}

export class PortfolioNameBody {
  @Name({ maximum: MAX_NAME_LENGTH, example: 'iDNES.cz' })
  name!: string;
}

export class AddSectionBody {
  @Uuid({ description: 'Made by the client; no other section of any portfolio has it', example: EXAMPLE_IDS.section })
  id!: string;

  @Name({ maximum: MAX_NAME_LENGTH, example: 'Technet' })
  name!: string;

  @Uuid({
    optional: true,
    nullable: true,
    description: 'The section that it is in, after those that are there; null or absent: at the top',
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
    description: 'The section that it is to be in; null: at the top',
    example: null,
  })
  parentId!: string | null;

  @Uuid({
    optional: true,
    nullable: true,
    description: 'The sibling that is to follow it; null or absent: it is the last one',
    example: null,
  })
  before?: string | null;
}

const nameRefusals = (kind: string) => ['empty', 'too-long', 'with-control-characters'].map((fault) => `${kind}.name-${fault}`);

const REFUSALS = { 409: ['portfolio.deleted'], 412: ['portfolio.version-mismatch'] };
const OF_PORTFOLIO = { ...REFUSALS, 404: ['portfolio.not-found'] };
const OF_SECTION = {
  ...REFUSALS,
  404: ['portfolio.not-found', 'section.not-found'],
  409: ['portfolio.deleted', 'section.deleted'],
};

@ApiTags('portfolios')
@Controller('v1/portfolios')
export class PortfoliosController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    summary: 'Create a portfolio: a website of a publisher; the same id with the same content again is a success',
    creates: '/v1/portfolios',
    exampleId: EXAMPLE_IDS.portfolio,
    problems: {
      ...REFUSALS,
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

  @Delete(':id')
  @CommandRoute({ summary: 'Delete a portfolio; campaigns leave its sections soon after', problems: OF_PORTFOLIO })
  deletePortfolio(@Param() { id }: PortfolioInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new DeletePortfolio(id, meta));
  }

  @Post(':id/sections')
  @CommandRoute({
    summary: 'Add a section; the same id with the same content again is a success',
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
    summary: 'Move a section, with all below it',
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

  @Delete(':id/sections/:section')
  @CommandRoute({ summary: 'Remove a section with all below it; campaigns leave them soon after', problems: OF_SECTION })
  removeSection(@Param() { id, section }: SectionInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new RemoveSection(id, section, meta));
  }
}
