import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import type { CommandMeta } from '../event-log/command-meta.js';
import { NotFound } from '../event-log/refusal.js';
import { horizon } from '../subscriptions/live-feed.js';
import { Progresses } from '../subscriptions/progress.js';
import { OperateView } from '../views/operate-view.command.js';
import { findOperation, findOperations, type ViewOperation } from '../views/operation.js';
import { CommandRoute, Meta } from './commands.js';
import { Choice, Text, Token } from './fields.js';
import { Cursors, cutPage, PageCursor, PageLimit } from './paging.js';
import { type Answer, QueryRoute } from './queries.js';
import {
  OPERATION_ID,
  OPERATION_STATES,
  OperationDocument,
  OperationListDocument,
  ProgressListDocument,
} from './view.documents.js';
import { LOG_ITSELF } from './waiting.js';

class NameInPath {
  @Text({ maximum: 100, description: 'The name of the view, as in /v1/subscriptions', example: 'order-history' })
  name!: string;
}

class OperationInPath {
  @Token({
    maximum: 36,
    description: 'The id, as in the Location of the command that started it',
    example: OPERATION_ID,
  })
  id!: string;
}

class FindOperationsParameters {
  @Text({ maximum: 100, optional: true, description: 'Only operations on this view', example: 'order-history' })
  view?: string;

  @Choice({ of: OPERATION_STATES, optional: true, description: 'Only operations in this state', example: 'done' })
  state?: ViewOperation['state'];

  @PageLimit('operations')
  limit: number = 20;

  @PageCursor()
  cursor?: string;
}

const BEGINS_OPERATION = {
  operator: true,
  begins: '/v1/operations',
  exampleId: OPERATION_ID,
  problems: { 404: ['view.not-found'] },
};

/** The progress of subscriptions, and operator requests for views. */
@ApiTags('operations')
@Controller('v1')
export class ViewsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly progresses: Progresses,
    private readonly cursors: Cursors,
    @InjectDataSource(LOG) private readonly database: DataSource,
  ) {}

  @Get('subscriptions')
  @QueryRoute({
    summary: 'All subscriptions to the log: views, sagas and event handlers',
    view: LOG_ITSELF,
    body: ProgressListDocument,
  })
  findSubscriptions(): Promise<Answer<ProgressListDocument>> {
    return this.subscriptions();
  }

  @Get('views')
  @QueryRoute({ summary: 'An alias of /v1/subscriptions', view: LOG_ITSELF, body: ProgressListDocument })
  findViews(): Promise<Answer<ProgressListDocument>> {
    return this.subscriptions();
  }

  @Post('views/:name/rebuild')
  @CommandRoute({
    ...BEGINS_OPERATION,
    summary: 'Rebuild a view from the log beside the serving build, and switch to it',
  })
  rebuildView(@Param() { name }: NameInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new OperateView('rebuild', name, meta));
  }

  @Post('views/:name/rollback')
  @CommandRoute({
    ...BEGINS_OPERATION,
    summary: 'Switch back to the replaced build once it has caught up; it is kept for a day',
  })
  rollBackView(@Param() { name }: NameInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new OperateView('rollback', name, meta));
  }

  @Post('views/:name/verify')
  @CommandRoute({
    ...BEGINS_OPERATION,
    summary: 'Fold the log again, and compare the result with the view, and the rows of commands with their events',
  })
  verifyView(@Param() { name }: NameInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new OperateView('verify', name, meta));
  }

  @Get('operations')
  @QueryRoute({
    summary: 'Rebuilds, upgrades, roll-backs and verifications of views, newest first',
    view: LOG_ITSELF,
    body: OperationListDocument,
  })
  async findOperations(
    @Query() { view, state, limit, cursor }: FindOperationsParameters,
  ): Promise<Answer<OperationListDocument>> {
    const bound = { list: 'operations', view, state };
    const place = await this.cursors.read(bound, cursor);
    const after = place && { createdAt: String(place.value), id: String(place.id) };
    const position = await horizon(this.database);
    const found = await findOperations(this.database, { view, state, after, limit: limit + 1 }, position);
    const { rows, last } = cutPage(found, limit);
    const end = last && { value: last.createdAt.toISOString(), id: last.id };
    const parameters = { view, state };
    const { page, headers } = await this.cursors.endOfPage({ bound, limit, path: '/v1/operations', parameters }, end);
    return { position, headers, body: { data: rows, page } };
  }

  @Get('operations/:id')
  @QueryRoute({
    summary: 'The progress and result of an operation',
    view: LOG_ITSELF,
    body: OperationDocument,
    problems: { 404: ['operation.not-found'] },
  })
  async findOperation(@Param() { id }: OperationInPath): Promise<Answer<OperationDocument>> {
    const position = await horizon(this.database);
    const operation = await findOperation(this.database, id, position);
    if (!operation) throw new NotFound('operation.not-found', `There is no operation ${id}.`);
    return { position, body: operation };
  }

  private async subscriptions(): Promise<Answer<ProgressListDocument>> {
    const { horizon: position, progresses } = await this.progresses.all();
    return { position, body: { data: progresses } };
  }
}
