import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { creativeDecider, setClickThrough } from './creative.decider.js';

export class SetClickThrough extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly clickThrough: string | null,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SetClickThrough)
export class SetClickThroughHandler implements ICommandHandler<SetClickThrough> {
  constructor(private readonly log: EventLog) {}

  execute({ id, clickThrough, meta }: SetClickThrough) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(creativeDecider, id, (creative) => setClickThrough(creative, clickThrough)),
    );
  }
}
