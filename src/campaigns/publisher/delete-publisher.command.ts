import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { deletePublisher, publisherDecider } from './publisher.decider.js';

export class DeletePublisher extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(DeletePublisher)
export class DeletePublisherHandler implements ICommandHandler<DeletePublisher> {
  constructor(private readonly log: EventLog) {}

  execute({ id, meta }: DeletePublisher) {
    return this.log.transaction(meta, ({ streams }) => streams.change(publisherDecider, id, deletePublisher));
  }
}
