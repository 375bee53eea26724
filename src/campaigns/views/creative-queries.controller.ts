import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { BoundUser, LOG_ITSELF, QueryRoute } from '#kronika';
import { CreativeInPath } from '../campaigns.input.js';
import { CreativeDocument, CreativeListDocument } from './creative.document.js';
import { CREATIVES } from './creatives.view.js';
import { FindCreative } from './find-creative.query.js';
import { FindCreatives, FindCreativesParameters } from './find-creatives.query.js';
import { FindHistory, FindHistoryParameters, HistoryDocument } from './find-history.query.js';
import { PointInTimeParameters } from './point-in-time.js';

@ApiTags('creatives')
@Controller('v1/creatives')
export class CreativeQueriesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRoute({
    summary: 'Find creatives',
    description:
      'Follow `next_cursor` or the Link header to the next page. Rows that are added meanwhile do not shift the pages.',
    view: CREATIVES,
    body: CreativeListDocument,
    isOwned: true,
  })
  findCreatives(@Query() parameters: FindCreativesParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindCreatives(parameters, boundTo));
  }

  @Get(':id')
  @QueryRoute({
    summary: 'One creative, as it is or as it was',
    view: CREATIVES,
    body: CreativeDocument,
    isOwned: true,
    entity: true,
    folds: true,
    problems: { 404: ['creative.not-found', 'creative.version-not-found'] },
  })
  findCreative(@Param() { id }: CreativeInPath, @Query() parameters: PointInTimeParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindCreative(id, parameters, boundTo));
  }

  @Get(':id/history')
  @QueryRoute({
    summary: 'The changes of a creative: actor, fields, old and new values',
    description: 'Includes deleted creatives.',
    view: LOG_ITSELF,
    body: HistoryDocument,
    isOwned: true,
    folds: true,
    problems: { 404: ['creative.not-found'] },
  })
  findCreativeHistory(
    @Param() { id }: CreativeInPath,
    @Query() parameters: FindHistoryParameters,
    @BoundUser() boundTo?: number,
  ) {
    return this.queries.execute(new FindHistory('creative', id, parameters, boundTo));
  }
}
