import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { creativeDecider, deleteCreative } from './creative.decider.js';

export class DeleteCreative extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(DeleteCreative)
export class DeleteCreativeHandler implements ICommandHandler<DeleteCreative> {
  constructor(private readonly log: EventLog) {}

  execute({ id, meta }: DeleteCreative) {
    return this.log.transaction(meta, ({ streams }) => streams.change(creativeDecider, id, deleteCreative));
  }
}
