import { Controller, Get } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { type Progress, Progresses } from '../subscriptions/progress.js';
import { type Answer, LOG, QueryRoute } from './queries.js';

class ProgressDocument implements Progress {
  @ApiProperty({ example: 'order-history' })
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
    description: 'For how long the oldest event that it has not seen has been there',
  })
  lagSeconds!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'How many streams are in quarantine' })
  quarantined!: number;

  @ApiProperty({ type: [String], example: [], description: 'Which ones, up to 100' })
  quarantinedStreams!: string[];

  @ApiProperty({ type: 'integer', example: 0, description: 'How many timers of the saga failed' })
  failedTimers!: number;

  @ApiProperty({ enum: ['live', 'behind', 'degraded', 'failing', 'building', 'kept'], example: 'live' })
  state!: Progress['state'];

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it is degraded or failing', example: null })
  problem!: string | null;
}

class ProgressListDocument {
  @ApiProperty({ type: [ProgressDocument] })
  data!: ProgressDocument[];
}

@ApiTags('operations')
@Controller('v1')
export class ViewsController {
  constructor(private readonly progresses: Progresses) {}

  @Get('views')
  @QueryRoute({ summary: 'Every reader of the log: views, sagas and event handlers', view: LOG, body: ProgressListDocument })
  async views(): Promise<Answer<ProgressListDocument>> {
    const { horizon, progresses } = await this.progresses.all();
    return { position: horizon, body: { data: progresses } };
  }
}
