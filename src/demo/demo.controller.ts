import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CommandMeta, CommandRoute, Meta } from '#kronika';
import { BeginDemo } from './begin-demo.command.js';

@ApiTags('operations')
@Controller('v1/demo')
export class DemoController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    operator: true,
    isOriginOnly: true,
    summary: 'Fill an empty log with demo data: publishers, portfolios, campaigns, and orders of the last 90 days',
    description: 'An operation that was interrupted goes on by itself when a worker runs again.',
    begins: '/v1/operations',
    exampleId: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f',
    problems: { 409: ['demo.in-progress', 'demo.log-not-empty'] },
  })
  beginDemo(@Meta() meta: CommandMeta) {
    return this.commands.execute(new BeginDemo(meta));
  }
}
