import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, create } from './campaign.decider.js';
import type { CampaignCreated } from './campaign.events.js';

export class CreateCampaign extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly content: CampaignCreated['data'],
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(CreateCampaign)
export class CreateCampaignHandler implements ICommandHandler<CreateCampaign> {
  constructor(private readonly log: EventLog) {}

  execute({ id, content, meta }: CreateCampaign) {
    meta.requireUser(content.userId);
    return this.log.transaction(meta, ({ streams }) =>
      streams.create(campaignDecider, id, (campaign) => create(campaign, content)),
    );
  }
}
