import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { hasCampaign, noCampaign } from '../campaign/has-campaign.js';
import { createCreative, creativeDecider } from './creative.decider.js';
import type { CreativeCreated } from './creative.events.js';

export class CreateCreative extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly content: CreativeCreated['data'],
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(CreateCreative)
export class CreateCreativeHandler implements ICommandHandler<CreateCreative> {
  constructor(private readonly log: EventLog) {}

  execute({ id, content, meta }: CreateCreative) {
    return this.log.transaction(meta, async (transaction) => {
      // Before the creative, because a sender that is bound to a user may add only to a campaign that is locked.
      const isGiven = await hasCampaign(transaction, content.campaignId);
      await transaction.streams.create(creativeDecider, id, (creative) => {
        if (!creative && !isGiven) throw noCampaign(content.campaignId);
        return createCreative(creative, content);
      });
    });
  }
}
