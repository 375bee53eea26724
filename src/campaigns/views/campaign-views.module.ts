import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { VIEW } from '#kronika';
import { CampaignQueriesController } from './campaign-queries.controller.js';
import { CAMPAIGN_ROWS } from './campaigns.rows.js';
import { CampaignsView } from './campaigns.view.js';
import { CreativeQueriesController } from './creative-queries.controller.js';
import { CREATIVE_ROWS, CreativesView } from './creatives.view.js';
import { FindCampaignHandler } from './find-campaign.query.js';
import { FindCampaignsHandler } from './find-campaigns.query.js';
import { FindCreativeHandler } from './find-creative.query.js';
import { FindCreativesHandler } from './find-creatives.query.js';
import { FindHistoryHandler } from './find-history.query.js';
import { FindNamesHandler } from './find-names.query.js';
import { FindPlacementsHandler } from './find-placements.query.js';
import { FindPortfolioHandler } from './find-portfolio.query.js';
import { FindPortfoliosHandler } from './find-portfolios.query.js';
import { FindPublisherHandler } from './find-publisher.query.js';
import { FindPublishersHandler } from './find-publishers.query.js';
import { FindSectionHandler } from './find-section.query.js';
import { NameRow, NamesView } from './names.view.js';
import { PagedLists } from './paged-list.js';
import { PlacedCampaignRow, PlacementRow, PlacementsView } from './placements.view.js';
import { PortfolioQueriesController } from './portfolio-queries.controller.js';
import { PortfolioNodeRow, PortfolioRow, PortfoliosView } from './portfolios.view.js';
import { PreviewController } from './preview.controller.js';
import { PublisherQueriesController } from './publisher-queries.controller.js';
import { PublisherRow, PublishersView } from './publishers.view.js';

const ROWS = [
  ...CAMPAIGN_ROWS,
  ...CREATIVE_ROWS,
  NameRow,
  PlacedCampaignRow,
  PlacementRow,
  PortfolioRow,
  PortfolioNodeRow,
  PublisherRow,
];

@Module({
  imports: [TypeOrmModule.forFeature(ROWS, VIEW)],
  controllers: [
    CampaignQueriesController,
    CreativeQueriesController,
    PortfolioQueriesController,
    PreviewController,
    PublisherQueriesController,
  ],
  providers: [
    PagedLists,
    CampaignsView,
    CreativesView,
    NamesView,
    PlacementsView,
    PortfoliosView,
    PublishersView,
    FindCampaignsHandler,
    FindCampaignHandler,
    FindCreativesHandler,
    FindCreativeHandler,
    FindHistoryHandler,
    FindNamesHandler,
    FindPlacementsHandler,
    FindPortfoliosHandler,
    FindPortfolioHandler,
    FindSectionHandler,
    FindPublishersHandler,
    FindPublisherHandler,
  ],
})
export class CampaignViewsModule {}
