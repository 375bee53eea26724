import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, setTargeting } from './campaign.decider.js';
import type { Targeting } from './campaign.events.js';

export class SetTargeting extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly targeting: Targeting,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetTargeting)
export class SetTargetingHandler implements ICommandHandler<SetTargeting> {
  constructor(private readonly log: EventLog) {}

  execute({ id, targeting, meta }: SetTargeting) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(campaignDecider, id, (campaign) => setTargeting(campaign, targeting)),
    );
  }
}
