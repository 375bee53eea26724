import { Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import type { CommandMeta } from '../event-log/command-meta.js';
import { NotFound } from '../event-log/refusal.js';
import { type Progress, Progresses } from '../subscriptions/progress.js';
import { OperateView } from '../views/operate-view.command.js';
import { OPERATION_SQL, type Operation } from '../views/operation.js';
import { CommandRoute, Meta } from './commands.js';
import { Text, Token } from './fields.js';
import { type Answer, QueryRoute } from './queries.js';
import { LOG_ITSELF } from './waiting.js';

const OPERATION_ID = '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f';

class NameInPath {
  @Text({ maximum: 100, description: 'As /v1/subscriptions names it', example: 'order-history' })
  name!: string;
}

class OperationInPath {
  @Token({
    maximum: 36,
    description: 'As the Location of the command that began it names it',
    example: OPERATION_ID,
  })
  id!: string;
}

class ProgressDocument implements Progress {
  @ApiProperty({ description: 'Of a view; or the word `saga` or `handler`, and the name of the class', example: 'order-history' })
  name!: string;

  @ApiProperty({
    enum: ['serving', 'next', 'previous'],
    description: 'Of a view: the build that answers queries, one that is to take its place, one whose place it took',
    example: 'serving',
  })
  build!: Progress['build'];

  @ApiProperty({ type: 'integer', example: 1 })
  version!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 41, description: 'All events up to here are in it' })
  position!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1, description: 'How many positions it is behind the log' })
  lag!: number;

  @ApiProperty({
    type: 'number',
    example: 0.02,
    description: 'For how many seconds the oldest event that it has not seen has been there',
  })
  lagSeconds!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'How many streams are in quarantine' })
  quarantined!: number;

  @ApiProperty({ type: [String], maxItems: 100, example: [], description: 'Which ones, up to 100' })
  quarantinedStreams!: string[];

  @ApiProperty({ type: 'integer', example: 0, description: 'How many timers of the saga failed' })
  failedTimers!: number;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'The operation that made the build, for /v1/operations',
    example: null,
  })
  operation!: string | null;

  @ApiProperty({
    enum: ['live', 'behind', 'degraded', 'failing', 'building', 'kept'],
    description:
      '`degraded`: late, or something waits for an operator; `failing`: it is stuck and tries again, or its position is beyond ' +
      'the log; `building`: it will replace the build that serves; `kept`: it was replaced',
    example: 'live',
  })
  state!: Progress['state'];

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it is degraded or failing', example: null })
  problem!: string | null;
}

class ProgressListDocument {
  @ApiProperty({ type: [ProgressDocument] })
  data!: ProgressDocument[];
}

class OperationDocument implements Operation {
  @ApiProperty({ format: 'uuid', example: OPERATION_ID })
  id!: string;

  @ApiProperty({
    enum: ['rebuild', 'upgrade', 'rollback', 'verify'],
    description: 'An upgrade is the rebuild of a view whose version was changed',
    example: 'verify',
  })
  kind!: Operation['kind'];

  @ApiProperty({ example: 'order-history' })
  view!: string;

  @ApiProperty({
    enum: ['waiting', 'running', 'done', 'failed'],
    description: 'It waits until a worker takes it up',
    example: 'done',
  })
  state!: Operation['state'];

  @ApiProperty({ type: 'integer', format: 'int64', description: 'Up to here the log has been folded', example: 42 })
  position!: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'Up to here it is to be folded; grows with the log',
    example: 42,
  })
  target!: number;

  @ApiProperty({ type: 'number', description: 'From 0 to 1', example: 1 })
  progress!: number;

  @ApiProperty({ type: 'number', nullable: true, description: 'How many positions it folds in a second', example: null })
  rate!: number | null;

  @ApiProperty({ type: 'number', nullable: true, description: 'How many more seconds it takes at this rate', example: null })
  secondsLeft!: number | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it failed', example: null })
  error!: string | null;

  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: true,
    description:
      'Of a verification: `position` at which was compared, `differing` rows, the first of them as `differences` (`table`, `key`, `expected`, `found`), streams that are `parked`',
    example: { position: 42, differing: 0, differences: [], parked: [] },
  })
  result!: Operation['result'];

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  createdAt!: Date;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2026-01-31T09:30:01.000Z' })
  startedAt!: Date | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2026-01-31T09:30:09.000Z' })
  endedAt!: Date | null;
}

const BEGINS_OPERATION = {
  operator: true,
  begins: '/v1/operations',
  exampleId: OPERATION_ID,
  problems: { 404: ['view.not-found'] },
};

/** The readers of the log, and operators' requests for views. */
@ApiTags('operations')
@Controller('v1')
export class ViewsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly progresses: Progresses,
    @InjectDataSource(LOG) private readonly database: DataSource,
  ) {}

  @Get('subscriptions')
  @QueryRoute({
    summary: 'Every reader of the log: views, sagas and event handlers',
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
    summary: 'Fold a view from the log again, beside the build that serves, and let it take over',
  })
  rebuildView(@Param() { name }: NameInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new OperateView('rebuild', name, meta));
  }

  @Post('views/:name/rollback')
  @CommandRoute({
    ...BEGINS_OPERATION,
    summary: 'Go back to the build that was replaced, once it has caught up; it is kept for a day',
  })
  rollBackView(@Param() { name }: NameInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new OperateView('rollback', name, meta));
  }

  @Post('views/:name/verify')
  @CommandRoute({
    ...BEGINS_OPERATION,
    summary: 'Fold the log afresh and compare: the view with what comes of it, and the rows of commands with their events',
  })
  verifyView(@Param() { name }: NameInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new OperateView('verify', name, meta));
  }

  @Get('operations/:id')
  @QueryRoute({
    summary: 'How a rebuild, an upgrade, a roll-back or a verification of a view fares',
    view: LOG_ITSELF,
    body: OperationDocument,
    problems: { 404: ['operation.not-found'] },
  })
  async findOperation(@Param() { id }: OperationInPath): Promise<Answer<OperationDocument>> {
    const [{ horizon }] = await this.database.query('SELECT log.horizon() AS horizon');
    const [operation]: Operation[] = await this.database.query(OPERATION_SQL, [id, horizon]);
    if (!operation) throw new NotFound('operation.not-found', `There is no operation ${id}.`);
    return { position: horizon, body: operation };
  }
  private async subscriptions(): Promise<Answer<ProgressListDocument>> {
    const { horizon, progresses } = await this.progresses.all();
    return { position: horizon, body: { data: progresses } };
  }
}
