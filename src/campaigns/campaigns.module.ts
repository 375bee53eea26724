import { Module } from '@nestjs/common';
import { ERASED, EventTypes, type Transaction } from '#kronika';
import { campaignDecider, replaceName } from './campaign/campaign.decider.js';
import * as campaignEvents from './campaign/campaign.events.js';
import { CampaignTermsController } from './campaign/campaign-terms.controller.js';
import { CampaignsController } from './campaign/campaigns.controller.js';
import { CampaignsInBulkController } from './campaign/campaigns-in-bulk.controller.js';
import { CreateCampaignHandler } from './campaign/create-campaign.command.js';
import { DeleteCampaignHandler } from './campaign/delete-campaign.command.js';
import { EndCampaignHandler, EndCampaignSaga } from './campaign/end-campaign.saga.js';
import { FulfilCampaignHandler } from './campaign/fulfil-campaign.command.js';
import { LeaveSectionsHandler, LeaveSectionsSaga } from './campaign/leave-sections.saga.js';
import { RenameCampaignHandler } from './campaign/rename-campaign.command.js';
import { SetCurrencyHandler } from './campaign/set-currency.command.js';
import { SetLimitsHandler } from './campaign/set-limits.command.js';
import { SetPausedHandler } from './campaign/set-paused.command.js';
import { SetPlacementsHandler } from './campaign/set-placements.command.js';
import { SetPriceHandler } from './campaign/set-price.command.js';
import { SetRankHandler } from './campaign/set-rank.command.js';
import { SetScheduleHandler } from './campaign/set-schedule.command.js';
import { SetTargetingHandler } from './campaign/set-targeting.command.js';
import { UndoChangesHandler } from './campaign/undo-changes.command.js';
import { AddMediaHandler } from './creative/add-media.command.js';
import { CreateCreativeHandler } from './creative/create-creative.command.js';
import { creativeDecider, replaceCreativeName } from './creative/creative.decider.js';
import * as creativeEvents from './creative/creative.events.js';
import { CreativesController } from './creative/creatives.controller.js';
import { DeleteCreativeHandler } from './creative/delete-creative.command.js';
import { MediaController } from './creative/media.controller.js';
import { MediaFiles } from './creative/media-files.js';
import { MediaStore } from './creative/media-store.js';
import { MediaSweeper } from './creative/media-sweeper.js';
import { RenameCreativeHandler } from './creative/rename-creative.command.js';
import { SetApprovalHandler } from './creative/set-approval.command.js';
import { SetClickThroughHandler } from './creative/set-click-through.command.js';
import { SetCreativeWeightHandler } from './creative/set-creative-weight.command.js';
import { UndoCreativeChangesHandler } from './creative/undo-creative-changes.command.js';
import { UploadsController } from './creative/uploads.controller.js';
import { AddSectionHandler } from './portfolio/add-section.command.js';
import { CreatePortfolioHandler } from './portfolio/create-portfolio.command.js';
import { DeletePortfolioHandler } from './portfolio/delete-portfolio.command.js';
import { DeletePortfoliosHandler, DeletePortfoliosSaga } from './portfolio/delete-portfolios.saga.js';
import { MoveSectionHandler } from './portfolio/move-section.command.js';
import { portfolioDecider } from './portfolio/portfolio.decider.js';
import * as portfolioEvents from './portfolio/portfolio.events.js';
import { PortfoliosController } from './portfolio/portfolios.controller.js';
import { RemoveSectionHandler } from './portfolio/remove-section.command.js';
import { RenamePortfolioHandler } from './portfolio/rename-portfolio.command.js';
import { RenameSectionHandler } from './portfolio/rename-section.command.js';
import { SetAdRulesHandler } from './portfolio/set-ad-rules.command.js';
import { UndoPortfolioChangesHandler } from './portfolio/undo-portfolio-changes.command.js';
import { CreatePublisherHandler } from './publisher/create-publisher.command.js';
import { DeletePublisherHandler } from './publisher/delete-publisher.command.js';
import { publisherDecider } from './publisher/publisher.decider.js';
import * as publisherEvents from './publisher/publisher.events.js';
import { PublishersController } from './publisher/publishers.controller.js';
import { RenamePublisherHandler } from './publisher/rename-publisher.command.js';
import { UndoPublisherChangesHandler } from './publisher/undo-publisher-changes.command.js';

@Module({
  controllers: [
    CampaignsController,
    CampaignTermsController,
    CampaignsInBulkController,
    CreativesController,
    UploadsController,
    MediaController,
    PortfoliosController,
    PublishersController,
  ],
  providers: [
    CreateCampaignHandler,
    RenameCampaignHandler,
    SetCurrencyHandler,
    SetPriceHandler,
    SetScheduleHandler,
    SetPlacementsHandler,
    SetPausedHandler,
    SetLimitsHandler,
    SetTargetingHandler,
    SetRankHandler,
    FulfilCampaignHandler,
    DeleteCampaignHandler,
    UndoChangesHandler,
    EndCampaignHandler,
    EndCampaignSaga,
    LeaveSectionsHandler,
    LeaveSectionsSaga,
    CreateCreativeHandler,
    RenameCreativeHandler,
    SetClickThroughHandler,
    SetCreativeWeightHandler,
    SetApprovalHandler,
    DeleteCreativeHandler,
    UndoCreativeChangesHandler,
    AddMediaHandler,
    MediaFiles,
    MediaStore,
    MediaSweeper,
    CreatePortfolioHandler,
    RenamePortfolioHandler,
    DeletePortfolioHandler,
    AddSectionHandler,
    RenameSectionHandler,
    MoveSectionHandler,
    SetAdRulesHandler,
    RemoveSectionHandler,
    UndoPortfolioChangesHandler,
    DeletePortfoliosHandler,
    DeletePortfoliosSaga,
    CreatePublisherHandler,
    RenamePublisherHandler,
    DeletePublisherHandler,
    UndoPublisherChangesHandler,
  ],
})
export class CampaignsModule {
  constructor(types: EventTypes) {
    const ownership = { property: 'userId', events: 'first' } as const;
    const erase = ({ streams }: Transaction, id: string) =>
      streams.change(campaignDecider, id, (campaign) => replaceName(campaign, ERASED));
    types.register(campaignDecider.category, campaignEvents, ownership, { fields: ['name'], erase });
    types.register(
      creativeDecider.category,
      creativeEvents,
      { property: 'campaignId', of: campaignDecider.category, events: 'first' },
      {
        fields: ['name'],
        erase: ({ streams }, id) => streams.change(creativeDecider, id, (creative) => replaceCreativeName(creative, ERASED)),
      },
    );
    types.register(portfolioDecider.category, portfolioEvents);
    types.register(publisherDecider.category, publisherEvents);
  }
}
