import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CommandMeta, CommandRoute, Meta } from '#kronika';
import { VerifyLedger } from './verify-ledger.command.js';

@ApiTags('operations')
@Controller('v1')
export class VerifyLedgerController {
  constructor(private readonly commands: CommandBus) {}

  @Post('reports/verify')
  @CommandRoute({
    operator: true,
    isOriginOnly: true,
    summary: 'Compare the ledger of views with the sums of the reports',
    description: 'Its result names the sums that differ. It covers the 35 days for which the ledger is kept.',
    begins: '/v1/operations',
    exampleId: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f',
  })
  verifyLedger(@Meta() meta: CommandMeta) {
    return this.commands.execute(new VerifyLedger(meta));
  }
}
