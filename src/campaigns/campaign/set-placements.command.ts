import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { requireSections } from '../portfolio/require-sections.js';
import { campaignDecider, setPlacements } from './campaign.decider.js';

export class SetPlacements extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly sections: readonly string[],
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetPlacements)
export class SetPlacementsHandler implements ICommandHandler<SetPlacements> {
  constructor(private readonly log: EventLog) {}

  execute({ id, sections, meta }: SetPlacements) {
    return this.log.transaction(meta, async (transaction) => {
      await transaction.streams.change(campaignDecider, id, (campaign) => setPlacements(campaign, sections, meta.now));
      if (transaction.appended) await requireSections(transaction, sections);
    });
  }
}
