import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, fulfil } from './campaign.decider.js';
import type { DeliveredViews } from './campaign.events.js';

/** Records that a campaign has reached its limits. Has no effect if they have been raised by now. */
export class FulfilCampaign extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly delivered: DeliveredViews,
    readonly meta = new CommandMeta(),
  ) {
    super();
  }
}

@CommandHandler(FulfilCampaign)
export class FulfilCampaignHandler implements ICommandHandler<FulfilCampaign> {
  constructor(private readonly log: EventLog) {}

  execute({ id, delivered, meta }: FulfilCampaign) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(campaignDecider, id, (campaign) => fulfil(campaign, delivered, meta.now)),
    );
  }
}
