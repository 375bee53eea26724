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
    description:
      'Follow `next_cursor` or the Link header to the next page. Rows that are added meanwhile do not shift the pages.',
    view: PUBLISHERS,
    body: PublisherListDocument,
    isCommon: true,
  })
  findPublishers(@Query() parameters: FindPublishersParameters) {
    return this.queries.execute(new FindPublishers(parameters));
  }

  @Get(':id')
  @QueryRoute({
    summary: 'One publisher, as it is or as it was',
    view: PUBLISHERS,
    body: PublisherDocument,
    isCommon: true,
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
    description: 'Includes deleted publishers.',
    view: LOG_ITSELF,
    body: HistoryDocument,
    isCommon: true,
    folds: true,
    problems: { 404: ['publisher.not-found'] },
  })
  findPublisherHistory(@Param() { id }: PublisherInPath, @Query() parameters: FindHistoryParameters) {
    return this.queries.execute(new FindHistory('publisher', id, parameters));
  }
}
