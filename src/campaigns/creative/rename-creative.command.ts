import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { creativeDecider, renameCreative } from './creative.decider.js';

export class RenameCreative extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(RenameCreative)
export class RenameCreativeHandler implements ICommandHandler<RenameCreative> {
  constructor(private readonly log: EventLog) {}

  execute({ id, name, meta }: RenameCreative) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(creativeDecider, id, (creative) => renameCreative(creative, name)),
    );
  }
}
