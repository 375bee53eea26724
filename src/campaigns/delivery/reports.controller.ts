import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BoundUser, csv, QueryRoute, StreamLimits, sendCsv } from '#kronika';
import { CampaignInPath } from '../campaigns.input.js';
import { CAMPAIGNS, FindCampaignDelivery } from './campaign-delivery.query.js';
import { FindDelivery } from './delivery-report.query.js';
import { FindForecast, ForecastDocument, ForecastParameters, PLACEMENTS } from './forecast.query.js';
import { FindReasons } from './reasons-report.query.js';
import {
  CampaignDeliveryDocument,
  DeliveryReportDocument,
  type DeliveryRowDocument,
  ReasonsReportDocument,
} from './report.documents.js';
import { DeliveryReportParameters, ReasonsReportParameters } from './report.input.js';
import { NAMES } from './report-names.js';

const CSV_COLUMNS = [
  'day',
  'hour',
  'campaignId',
  'campaign',
  'sectionId',
  'section',
  'portfolioId',
  'portfolio',
  'creativeId',
  'creative',
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
  'errors',
  'late',
  'invalid',
  'billed',
  'clickRate',
  'completionRate',
  'fillRate',
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
    isOriginOnly: true,
    body: DeliveryReportDocument,
    isOwned: true,
  })
  reportDelivery(@Query() parameters: DeliveryReportParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindDelivery(parameters, boundTo));
  }

  @Get('reports/delivery.csv')
  @QueryRoute({
    summary: 'The same as CSV',
    description:
      'One line for each group and currency; numbers that are not money stand in the first line of a group only. `errors` is the number of views with an error of any code.',
    view: NAMES,
    isOriginOnly: true,
    isOwned: true,
    content: { 'text/csv': { schema: { type: 'string' } } },
    problems: { 429: ['export.too-many'], 503: ['view.behind', 'database.unavailable', 'export.busy'] },
  })
  async exportDelivery(
    @Query() parameters: DeliveryReportParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @BoundUser() boundTo?: number,
  ) {
    const { position, body } = await this.queries.execute(new FindDelivery(parameters, boundTo));
    const lines = (body as DeliveryReportDocument).data.flatMap(linesOf);
    const rows = request.method === 'HEAD' ? undefined : Readable.from(lines).pipe(csv(CSV_COLUMNS));
    await sendCsv(request, reply, { position, rows, name: 'delivery', patience: this.limits.patience });
  }

  @Get('reports/reasons')
  @QueryRoute({
    summary: 'Why requests left a campaign out, by day',
    view: NAMES,
    isOriginOnly: true,
    body: ReasonsReportDocument,
    isOwned: true,
  })
  reportReasons(@Query() parameters: ReasonsReportParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindReasons(parameters, boundTo));
  }

  @Get('campaigns/:id/delivery')
  @QueryRoute({
    summary: 'What a campaign has used of its limits, and what even pacing allows by now',
    description: 'The numbers are those that decide whether the next ad is given out, at this moment.',
    view: CAMPAIGNS,
    isOriginOnly: true,
    body: CampaignDeliveryDocument,
    isOwned: true,
    problems: { 404: ['campaign.not-found'] },
  })
  findCampaignDelivery(@Param() { id }: CampaignInPath, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindCampaignDelivery(id, boundTo));
  }

  @Get('forecast')
  @QueryRoute({
    summary: 'How many requests a section will have, and how many of them are not booked yet',
    description:
      'The median of the same weekday over up to four weeks, less what campaigns with even pacing that are placed in the section itself are to show there. Days are those of the setting TIME_ZONE.',
    view: [PLACEMENTS, NAMES],
    isOriginOnly: true,
    body: ForecastDocument,
    problems: { 404: ['section.not-found'] },
  })
  forecastSection(@Query() parameters: ForecastParameters) {
    return this.queries.execute(new FindForecast(parameters));
  }
}

/** The lines of a row: one for each currency, of which the first one has the counts. */
function linesOf({ spend, errors, ...counts }: DeliveryRowDocument): object[] {
  const row = { ...counts, errors: Object.values(errors).reduce((sum, views) => sum + views, 0) };
  const { day, hour, campaignId, campaign, sectionId, section, portfolioId, portfolio, creativeId, creative, device } = row;
  const key = { day, hour, campaignId, campaign, sectionId, section, portfolioId, portfolio, creativeId, creative, device };
  return spend.length ? spend.map((paid, n) => ({ ...(n ? key : row), ...paid })) : [row];
}
