import { Readable } from 'node:stream';
import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CommandMeta, CommandRoute, csv, Meta, QueryRoute, StreamLimits, sendCsv } from '#kronika';
import { FindDelivery, NAMES } from './delivery-report.query.js';
import { FindReasons } from './reasons-report.query.js';
import { DeliveryReportDocument, type DeliveryRowDocument, ReasonsReportDocument } from './report.documents.js';
import { DeliveryReportParameters, ReasonsReportParameters } from './report.input.js';
import { VerifyLedger } from './verify-ledger.command.js';

const CSV_COLUMNS = [
  'day',
  'hour',
  'campaignId',
  'campaign',
  'sectionId',
  'section',
  'creativeId',
  'device',
  'requests',
  'fills',
  'impressions',
  'viewable',
  'starts',
  'firstQuartiles',
  'midpoints',
  'thirdQuartiles',
  'completes',
  'skips',
  'clicks',
  'late',
  'invalid',
  'billed',
  'currency',
  'thousandths',
] as const;

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  @Inject() private readonly limits!: StreamLimits;

  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Get('delivery')
  @QueryRoute({
    summary: 'Requests, views, their events and what they cost, by group',
    description:
      'Views count in the quarter of an hour in which the ad was decided. A beacon is in the report as soon as it is answered. Requests and fills follow within a second, and a process that is killed loses that second of them.',
    view: NAMES,
    body: DeliveryReportDocument,
  })
  reportDelivery(@Query() parameters: DeliveryReportParameters) {
    return this.queries.execute(new FindDelivery(parameters));
  }

  @Get('delivery.csv')
  @QueryRoute({
    summary: 'The same as CSV',
    description: 'One line for each group and currency; numbers that are not money stand in the first line of a group only.',
    view: NAMES,
    content: { 'text/csv': { schema: { type: 'string' } } },
    problems: { 429: ['export.too-many'], 503: ['view.behind', 'database.unavailable', 'export.busy'] },
  })
  async exportDelivery(
    @Query() parameters: DeliveryReportParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { position, body } = await this.queries.execute(new FindDelivery(parameters));
    const lines = (body as DeliveryReportDocument).data.flatMap(linesOf);
    const rows = request.method === 'HEAD' ? undefined : Readable.from(lines).pipe(csv(CSV_COLUMNS));
    await sendCsv(request, reply, { position, rows, name: 'delivery', patience: this.limits.patience });
  }

  @Get('reasons')
  @QueryRoute({
    summary: 'Why requests left a campaign out, by day',
    view: NAMES,
    body: ReasonsReportDocument,
  })
  reportReasons(@Query() parameters: ReasonsReportParameters) {
    return this.queries.execute(new FindReasons(parameters));
  }

  @Post('verify')
  @CommandRoute({
    operator: true,
    summary: 'Compare the ledger of views with the sums of the reports',
    description: 'Its result names the sums that differ. It covers the 35 days for which the ledger is kept.',
    begins: '/v1/operations',
    exampleId: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f',
  })
  verifyLedger(@Meta() meta: CommandMeta) {
    return this.commands.execute(new VerifyLedger(meta));
  }
}

/** The lines of a row: one for each currency, of which the first one has the counts. */
function linesOf({ spend, ...row }: DeliveryRowDocument): object[] {
  if (!spend.length) return [row];
  const { day, hour, campaignId, campaign, sectionId, section, creativeId, device } = row;
  const key = { day, hour, campaignId, campaign, sectionId, section, creativeId, device };
  return spend.map((paid, n) => ({ ...(n ? key : row), ...paid }));
}
