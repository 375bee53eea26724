import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { BoundUser, LOG_ITSELF, QueryRoute } from '#kronika';
import { CampaignInPath } from '../campaigns.input.js';
import { CampaignDocument, CampaignListDocument } from './campaign.document.js';
import { CAMPAIGNS } from './campaigns.view.js';
import { FindCampaign } from './find-campaign.query.js';
import { FindCampaigns, FindCampaignsParameters } from './find-campaigns.query.js';
import { FindHistory, FindHistoryParameters, HistoryDocument } from './find-history.query.js';
import { FindNames, FindNamesParameters, NameDocument } from './find-names.query.js';
import { FindPlacements, FindPlacementsParameters, PlacementListDocument } from './find-placements.query.js';
import { NAMES } from './names.view.js';
import { PLACEMENTS } from './placements.view.js';
import { PointInTimeParameters } from './point-in-time.js';

@ApiTags('campaigns')
@Controller('v1')
export class CampaignQueriesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('campaigns')
  @QueryRoute({
    summary: 'Find campaigns',
    description:
      'Follow `next_cursor` or the Link header to the next page. Rows that are added meanwhile do not shift the pages.',
    view: CAMPAIGNS,
    body: CampaignListDocument,
    isOwned: true,
  })
  findCampaigns(@Query() parameters: FindCampaignsParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindCampaigns(parameters, boundTo));
  }

  @Get('campaigns/:id')
  @QueryRoute({
    summary: 'One campaign, as it is or as it was',
    view: CAMPAIGNS,
    body: CampaignDocument,
    isOwned: true,
    entity: true,
    folds: true,
    problems: { 404: ['campaign.not-found', 'campaign.version-not-found'] },
  })
  findCampaign(@Param() { id }: CampaignInPath, @Query() parameters: PointInTimeParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindCampaign(id, parameters, boundTo));
  }

  @Get('campaigns/:id/history')
  @QueryRoute({
    summary: 'The changes of a campaign: actor, fields, old and new values',
    description: 'Includes deleted campaigns.',
    view: LOG_ITSELF,
    body: HistoryDocument,
    isOwned: true,
    folds: true,
    problems: { 404: ['campaign.not-found'] },
  })
  findCampaignHistory(
    @Param() { id }: CampaignInPath,
    @Query() parameters: FindHistoryParameters,
    @BoundUser() boundTo?: number,
  ) {
    return this.queries.execute(new FindHistory('campaign', id, parameters, boundTo));
  }

  @Get('placements')
  @QueryRoute({
    summary: 'Which campaigns may show in a section',
    description: 'Only campaigns that can run, in the order of their ids.',
    view: PLACEMENTS,
    body: PlacementListDocument,
    isOwned: true,
  })
  findPlacements(@Query() parameters: FindPlacementsParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindPlacements(parameters, boundTo));
  }

  @Get('names')
  @QueryRoute({
    summary: 'The names of campaigns, creatives, portfolios, sections and publishers',
    description:
      'By id. Deleted entities keep their last name, for reports, and are marked. Ids without a name are left out. With `q` it is a search, whose best match is the first member of the answer; it leaves out what was deleted.',
    view: NAMES,
    isOwned: true,
    content: {
      'application/json': { schema: { type: 'object', additionalProperties: { $ref: getSchemaPath(NameDocument) } } },
    },
  })
  @ApiExtraModels(NameDocument)
  findNames(@Query() parameters: FindNamesParameters, @BoundUser() boundTo?: number) {
    return this.queries.execute(new FindNames(parameters, boundTo));
  }
}
