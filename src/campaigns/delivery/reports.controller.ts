import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csv, QueryRoute, StreamLimits, sendCsv } from '#kronika';
import { FindDelivery, NAMES } from './delivery-report.query.js';
import { FindForecast, ForecastDocument, ForecastParameters, PLACEMENTS } from './forecast.query.js';
import { FindReasons } from './reasons-report.query.js';
import { DeliveryReportDocument, type DeliveryRowDocument, ReasonsReportDocument } from './report.documents.js';
import { DeliveryReportParameters, ReasonsReportParameters } from './report.input.js';

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
@Controller('v1')
export class ReportsController {
  @Inject() private readonly limits!: StreamLimits;

  constructor(private readonly queries: QueryBus) {}

  @Get('reports/delivery')
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

  @Get('reports/delivery.csv')
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

  @Get('reports/reasons')
  @QueryRoute({
    summary: 'Why requests left a campaign out, by day',
    view: NAMES,
    body: ReasonsReportDocument,
  })
  reportReasons(@Query() parameters: ReasonsReportParameters) {
    return this.queries.execute(new FindReasons(parameters));
  }

  @Get('forecast')
  @QueryRoute({
    summary: 'How many requests a section will have, and how many of them are not booked yet',
    description:
      'The median of the same weekday over up to four weeks, less what campaigns with even pacing that are placed in the section itself are to show there. Days are those of the setting TIME_ZONE.',
    view: PLACEMENTS,
    body: ForecastDocument,
  })
  forecastSection(@Query() parameters: ForecastParameters) {
    return this.queries.execute(new FindForecast(parameters));
  }
}

/** The lines of a row: one for each currency, of which the first one has the counts. */
function linesOf({ spend, ...row }: DeliveryRowDocument): object[] {
  if (!spend.length) return [row];
  const { day, hour, campaignId, campaign, sectionId, section, creativeId, device } = row;
  const key = { day, hour, campaignId, campaign, sectionId, section, creativeId, device };
  return spend.map((paid, n) => ({ ...(n ? key : row), ...paid }));
}
