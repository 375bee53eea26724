import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, rename } from './campaign.decider.js';

export class RenameCampaign extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(RenameCampaign)
export class RenameCampaignHandler implements ICommandHandler<RenameCampaign> {
  constructor(private readonly log: EventLog) {}

  execute({ id, name, meta }: RenameCampaign) {
    return this.log.transaction(meta, ({ streams }) => streams.change(campaignDecider, id, (campaign) => rename(campaign, name)));
  }
}
