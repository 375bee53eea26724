import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { BoundUser, QueryRoute } from '#kronika';
import { FindOverview, OVERVIEW_VIEWS, OverviewDocument } from './find-overview.query.js';

@ApiTags('overview')
@Controller('v1/overview')
export class OverviewController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRoute({
    summary: 'Totals of orders, campaigns and the log, and what needs attention',
    description:
      'Costs the same however many orders there are. A principal that is bound to a user gets the numbers of that user, and nothing of the log.',
    view: OVERVIEW_VIEWS,
    body: OverviewDocument,
    isOwned: true,
  })
  findOverview(@BoundUser() boundTo?: number) {
    return this.queries.execute(new FindOverview(boundTo));
  }
}
