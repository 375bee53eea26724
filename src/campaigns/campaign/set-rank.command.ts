import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, setRank } from './campaign.decider.js';
import type { Rank } from './campaign.events.js';

export class SetRank extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly rank: Rank,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetRank)
export class SetRankHandler implements ICommandHandler<SetRank> {
  constructor(private readonly log: EventLog) {}

  execute({ id, rank, meta }: SetRank) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(campaignDecider, id, (campaign) => setRank(campaign, rank)),
    );
  }
}
