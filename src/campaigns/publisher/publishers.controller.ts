import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CommandMeta, CommandRoute, Meta, Name, Uuid } from '#kronika';
import { EXAMPLE_IDS, PublisherInPath, UndoBody } from '../campaigns.input.js';
import { MAX_NAME_LENGTH } from '../campaigns.refusals.js';
import { CreatePublisher } from './create-publisher.command.js';
import { DeletePublisher } from './delete-publisher.command.js';
import { RenamePublisher } from './rename-publisher.command.js';
import { UndoPublisherChanges } from './undo-publisher-changes.command.js';

export class PublisherNameBody {
  @Name({ maximum: MAX_NAME_LENGTH, example: 'MAFRA, a.s.' })
  name!: string;
}

export class CreatePublisherBody {
  @Uuid({ description: 'Chosen by the client', example: EXAMPLE_IDS.publisher })
  id!: string;

  @Name({ maximum: MAX_NAME_LENGTH, example: 'MAFRA' })
  name!: string;
}

const PUBLISHER_NAME_REFUSALS = ['publisher.name-empty', 'publisher.name-too-long', 'publisher.name-with-control-characters'];

const PUBLISHER_REFUSALS = { 404: ['publisher.not-found'], 409: ['publisher.deleted'], 412: ['publisher.version-mismatch'] };

@ApiTags('publishers')
@Controller('v1/publishers')
export class PublishersController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    summary: 'Create a publisher; repeating it with the same content succeeds',
    creates: '/v1/publishers',
    exampleId: EXAMPLE_IDS.publisher,
    problems: {
      409: ['publisher.deleted', 'publisher.id-taken'],
      412: ['publisher.version-mismatch'],
      422: PUBLISHER_NAME_REFUSALS,
    },
  })
  createPublisher(@Body() { id, name }: CreatePublisherBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new CreatePublisher(id, name, meta));
  }

  @Put(':id/name')
  @CommandRoute({ summary: 'Rename a publisher', problems: { ...PUBLISHER_REFUSALS, 422: PUBLISHER_NAME_REFUSALS } })
  renamePublisher(@Param() { id }: PublisherInPath, @Body() { name }: PublisherNameBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new RenamePublisher(id, name, meta));
  }

  @Post(':id/undo')
  @CommandRoute({
    summary: 'Make a publisher what it was at an earlier version, by the events that lead there',
    problems: { ...PUBLISHER_REFUSALS, 404: ['publisher.not-found', 'publisher.version-not-found'] },
  })
  undoPublisherChanges(@Param() { id }: PublisherInPath, @Body() { version }: UndoBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new UndoPublisherChanges(id, version, meta));
  }

  @Delete(':id')
  @CommandRoute({ summary: 'Delete a publisher; its portfolios are deleted soon after', problems: PUBLISHER_REFUSALS })
  deletePublisher(@Param() { id }: PublisherInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new DeletePublisher(id, meta));
  }
}
