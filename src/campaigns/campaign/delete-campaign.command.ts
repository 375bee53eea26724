import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, deleteCampaign } from './campaign.decider.js';

export class DeleteCampaign extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(DeleteCampaign)
export class DeleteCampaignHandler implements ICommandHandler<DeleteCampaign> {
  constructor(private readonly log: EventLog) {}

  execute({ id, meta }: DeleteCampaign) {
    return this.log.transaction(meta, ({ streams }) => streams.change(campaignDecider, id, deleteCampaign));
  }
}
