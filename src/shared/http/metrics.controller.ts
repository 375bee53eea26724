import { Readable } from 'node:stream';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Metrics } from './metrics.js';
import { RoleRoute } from './route-rules.js';

@ApiTags('operations')
@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get('metrics')
  @RoleRoute('reader')
  @ApiOperation({
    summary: 'Metrics in the text format of Prometheus',
    description:
      'Of this process: requests, commands, appends, pools, streams, event loop, memory. Of all processes together: the ' +
      'progress of subscriptions. If the database is silent, those are missing, and `kronika_ready` is 0.',
  })
  @ApiResponse({
    status: 200,
    description: 'All metrics',
    content: { 'text/plain': { schema: { type: 'string', example: 'kronika_ready 1\n' } } },
  })
  async readMetrics(@Res() reply: FastifyReply): Promise<void> {
    const text = await this.metrics.read();
    // As a stream, because a length would belong to the next reading and may differ.
    await reply
      .header('Cache-Control', 'no-store')
      .type(this.metrics.contentType)
      .send(Readable.from([text]));
  }
}
