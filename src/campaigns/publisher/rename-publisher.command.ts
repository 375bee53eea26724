import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { publisherDecider, renamePublisher } from './publisher.decider.js';

export class RenamePublisher extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(RenamePublisher)
export class RenamePublisherHandler implements ICommandHandler<RenamePublisher> {
  constructor(private readonly log: EventLog) {}

  execute({ id, name, meta }: RenamePublisher) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(publisherDecider, id, (publisher) => renamePublisher(publisher, name)),
    );
  }
}
