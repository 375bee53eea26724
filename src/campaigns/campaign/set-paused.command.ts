import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, setPaused } from './campaign.decider.js';

export class SetPaused extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly paused: boolean,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetPaused)
export class SetPausedHandler implements ICommandHandler<SetPaused> {
  constructor(private readonly log: EventLog) {}

  execute({ id, paused, meta }: SetPaused) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(campaignDecider, id, (campaign) => setPaused(campaign, paused, meta.now)),
    );
  }
}
