import { ApiProperty } from '@nestjs/swagger';
import type { Progress } from '../subscriptions/progress.js';
import type { ViewOperation } from '../views/operation.js';
import { PageDocument } from './paging.js';

/** The id of an operation in examples. */
export const OPERATION_ID = '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f';

export const OPERATION_STATES = ['waiting', 'running', 'done', 'failed'] as const;

/** The progress of one build of a subscription. */
export class ProgressDocument implements Progress {
  @ApiProperty({
    description: 'The name of a view; of others, `saga` or `handler` and the name of the class',
    example: 'order-history',
  })
  name!: string;

  @ApiProperty({
    enum: ['serving', 'next', 'previous'],
    description: 'Of a view: `serving` answers queries, `next` will replace it, `previous` was replaced',
    example: 'serving',
  })
  build!: Progress['build'];

  @ApiProperty({ type: 'integer', example: 1 })
  version!: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    example: 41,
    description: 'The checkpoint: all events up to this position were delivered',
  })
  position!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1, description: 'Number of positions behind the log' })
  lag!: number;

  @ApiProperty({
    type: 'number',
    example: 0.02,
    description: 'Age of the oldest event that was not delivered yet, in seconds',
  })
  lagSeconds!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Number of streams in quarantine' })
  quarantined!: number;

  @ApiProperty({ type: [String], maxItems: 100, example: [], description: 'The streams in quarantine, up to 100' })
  quarantinedStreams!: string[];

  @ApiProperty({
    enum: ['view', 'saga', 'handler'],
    description: 'A view is folded from events; a saga sends commands; a handler has any other effect',
    example: 'view',
  })
  kind!: Progress['kind'];

  @ApiProperty({ type: 'integer', example: 0, description: 'Number of timers of the saga, at most 10000' })
  timers!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Number of timers of the saga that failed' })
  failedTimers!: number;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'The operation that made the build, as in /v1/operations',
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
    description: 'The error that stops it until a retry succeeds; null: nothing stops it',
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
      '`upgrade`: the rebuild of a view whose version has changed. `demo` makes demo data, and `verify-ledger` compares ' +
      'views of ads with their sums; neither concerns a view of the log',
    example: 'verify',
  })
  kind!: ViewOperation['kind'];

  @ApiProperty({ type: 'string', nullable: true, description: 'Null: it concerns no view', example: 'order-history' })
  view!: string | null;

  @ApiProperty({
    enum: OPERATION_STATES,
    description: '`waiting`: no worker has started it yet',
    example: 'done',
  })
  state!: ViewOperation['state'];

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description:
      'The position up to which the log is folded; of `demo`: number of commands done; of `verify-ledger`: number of days done',
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

  @ApiProperty({ type: 'number', description: 'The share that is done, from 0 to 1', example: 1 })
  progress!: number;

  @ApiProperty({ type: 'number', nullable: true, description: 'Positions per second', example: null })
  rate!: number | null;

  @ApiProperty({ type: 'number', nullable: true, description: 'Seconds left at this rate', example: null })
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
