import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { LOG_ITSELF, QueryRoute } from '#kronika';
import { PublisherInPath } from '../campaigns.input.js';
import { FindHistory, FindHistoryParameters, HistoryDocument } from './find-history.query.js';
import { FindPublisher } from './find-publisher.query.js';
import { FindPublishers, FindPublishersParameters } from './find-publishers.query.js';
import { PointInTimeParameters } from './point-in-time.js';
import { PublisherDocument, PublisherListDocument } from './publisher.document.js';
import { PUBLISHERS } from './publishers.view.js';

@ApiTags('publishers')
@Controller('v1/publishers')
export class PublisherQueriesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRoute({
    summary: 'Find publishers',
    description: 'Pages are followed by `next_cursor` or the Link header; rows that come in between shift nothing.',
    view: PUBLISHERS,
    body: PublisherListDocument,
  })
  findPublishers(@Query() parameters: FindPublishersParameters) {
    return this.queries.execute(new FindPublishers(parameters));
  }

  @Get(':id')
  @QueryRoute({
    summary: 'One publisher, as it is or as it was',
    view: PUBLISHERS,
    body: PublisherDocument,
    entity: true,
    folds: true,
    problems: { 404: ['publisher.not-found', 'publisher.version-not-found'] },
  })
  findPublisher(@Param() { id }: PublisherInPath, @Query() parameters: PointInTimeParameters) {
    return this.queries.execute(new FindPublisher(id, parameters));
  }

  @Get(':id/history')
  @QueryRoute({
    summary: 'The changes of a publisher: actor, fields, old and new values',
    description: 'Also of a publisher that was deleted.',
    view: LOG_ITSELF,
    body: HistoryDocument,
    folds: true,
    problems: { 404: ['publisher.not-found'] },
  })
  findPublisherHistory(@Param() { id }: PublisherInPath, @Query() parameters: FindHistoryParameters) {
    return this.queries.execute(new FindHistory('publisher', id, parameters));
  }
}
