import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, setCurrency } from './campaign.decider.js';

export class SetCurrency extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly currency: string,
    /** The price in minor units of the new currency; undefined: the price keeps its number. */
    readonly amount: number | undefined,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetCurrency)
export class SetCurrencyHandler implements ICommandHandler<SetCurrency> {
  constructor(private readonly log: EventLog) {}

  execute({ id, currency, amount, meta }: SetCurrency) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(campaignDecider, id, (campaign) => setCurrency(campaign, currency, amount, meta.now)),
    );
  }
}
