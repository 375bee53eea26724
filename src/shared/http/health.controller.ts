import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ReadDatabase } from '../database/read-database.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import { ApiProblems } from './openapi.js';
import { Problem } from './problems.js';

class StatusDocument {
  @ApiProperty({ example: 'ok' })
  status!: string;
}

@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    private readonly database: ReadDatabase,
    private readonly subscriptions: Subscriptions,
  ) {}

  @Get('healthz')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Whether the process lives' })
  @ApiResponse({ status: 200, description: 'It does', type: StatusDocument })
  live(): StatusDocument {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Whether the database answers and every subscription of this process moves' })
  @ApiResponse({ status: 200, description: 'They do', type: StatusDocument })
  @ApiProblems({ 503: ['database.unavailable', 'subscription.failing'] })
  async ready(): Promise<StatusDocument> {
    await this.database.reach('', 0, 0);
    const failing = this.subscriptions.all.filter(({ failure }) => failure !== undefined);
    if (failing.length) {
      const names = failing.map(({ subscription }) => subscription.name);
      throw new Problem(
        503,
        'subscription.failing',
        `Failing and being retried: ${names.join(', ')}.`,
        { subscriptions: names },
        { 'retry-after': '1' },
      );
    }
    return { status: 'ok' };
  }
}
