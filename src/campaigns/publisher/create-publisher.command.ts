import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { createPublisher, publisherDecider } from './publisher.decider.js';

export class CreatePublisher extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(CreatePublisher)
export class CreatePublisherHandler implements ICommandHandler<CreatePublisher> {
  constructor(private readonly log: EventLog) {}

  execute({ id, name, meta }: CreatePublisher) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.create(publisherDecider, id, (publisher) => createPublisher(publisher, { name })),
    );
  }
}
