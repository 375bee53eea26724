import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, setLimits } from './campaign.decider.js';
import type { Limits } from './campaign.events.js';
import { keepLimits } from './keep-limits.js';

export class SetLimits extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly limits: Limits,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetLimits)
export class SetLimitsHandler implements ICommandHandler<SetLimits> {
  constructor(private readonly log: EventLog) {}

  execute({ id, limits, meta }: SetLimits) {
    return this.log.transaction(meta, async (transaction) => {
      await transaction.streams.change(campaignDecider, id, (campaign) => setLimits(campaign, limits, meta.now));
      await keepLimits(transaction);
    });
  }
}
