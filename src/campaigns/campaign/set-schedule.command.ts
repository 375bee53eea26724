import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { campaignDecider, setSchedule } from './campaign.decider.js';
import type { Schedule } from './campaign.events.js';

export class SetSchedule extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly schedule: Schedule,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetSchedule)
export class SetScheduleHandler implements ICommandHandler<SetSchedule> {
  constructor(private readonly log: EventLog) {}

  execute({ id, schedule, meta }: SetSchedule) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(campaignDecider, id, (campaign) => setSchedule(campaign, schedule, meta.now)),
    );
  }
}
