import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, setPrice } from './campaign.decider.js';

export class SetPrice extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly amount: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetPrice)
export class SetPriceHandler implements ICommandHandler<SetPrice> {
  constructor(private readonly log: EventLog) {}

  execute({ id, amount, meta }: SetPrice) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(campaignDecider, id, (campaign) => setPrice(campaign, amount, meta.now)),
    );
  }
}
