import { ApiProperty } from '@nestjs/swagger';
import type { Progress } from '../subscriptions/progress.js';
import type { ViewOperation } from '../views/operation.js';
import { PageDocument } from './paging.js';

/** The id of an operation in examples. */
export const OPERATION_ID = '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f';

export const OPERATION_STATES = ['waiting', 'running', 'done', 'failed'] as const;

/** The progress of one build of a subscription. */
export class ProgressDocument implements Progress {
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

  @ApiProperty({
    enum: ['view', 'saga', 'handler'],
    description: 'A view is folded from events; a saga sends commands; a handler does something else',
    example: 'view',
  })
  kind!: Progress['kind'];

  @ApiProperty({ type: 'integer', example: 0, description: 'How many timers of the saga there are, 10000 if there are more' })
  timers!: number;

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

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The error for which it is stuck and tries again; null: it is not stuck',
    example: null,
  })
  failure!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it is degraded or failing', example: null })
  problem!: string | null;
}

/** The answer of `/v1/subscriptions`. */
export class ProgressListDocument {
  @ApiProperty({ type: [ProgressDocument] })
  data!: ProgressDocument[];
}

/** An operation on a view, or of an app. */
export class OperationDocument implements ViewOperation {
  @ApiProperty({ format: 'uuid', example: OPERATION_ID })
  id!: string;

  @ApiProperty({
    enum: ['rebuild', 'upgrade', 'rollback', 'verify', 'demo', 'verify-ledger'],
    description:
      'An upgrade is the rebuild of a view whose version was changed; `demo` makes demo data and `verify-ledger` compares views of ads with their sums; neither is about a view',
    example: 'verify',
  })
  kind!: ViewOperation['kind'];

  @ApiProperty({ type: 'string', nullable: true, description: 'Null: it is about no view', example: 'order-history' })
  view!: string | null;

  @ApiProperty({
    enum: OPERATION_STATES,
    description: 'It waits until a worker takes it up',
    example: 'done',
  })
  state!: ViewOperation['state'];

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'Up to here the log has been folded; of `demo`: how many commands are done; of `verify-ledger`: how many days',
    example: 42,
  })
  position!: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description:
      'Up to here it is to be folded; grows with the log. Of `demo`: how many commands there are; of `verify-ledger`: how many days',
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
  result!: ViewOperation['result'];

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  createdAt!: Date;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2026-01-31T09:30:01.000Z' })
  startedAt!: Date | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2026-01-31T09:30:09.000Z' })
  endedAt!: Date | null;
}

/** The answer of `/v1/operations`. */
export class OperationListDocument {
  @ApiProperty({ type: [OperationDocument] })
  data!: OperationDocument[];

  @ApiProperty()
  page!: PageDocument;
}
