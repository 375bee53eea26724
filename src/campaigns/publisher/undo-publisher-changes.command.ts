import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { undo } from '../undo.js';
import { goBack, publisherDecider } from './publisher.decider.js';

/** Restores a publisher to an earlier version, by new events. */
export class UndoPublisherChanges extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly version: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(UndoPublisherChanges)
export class UndoPublisherChangesHandler implements ICommandHandler<UndoPublisherChanges> {
  constructor(private readonly log: EventLog) {}

  execute({ id, version, meta }: UndoPublisherChanges) {
    return this.log.transaction(meta, (transaction) => undo(transaction, publisherDecider, { id, version }, goBack));
  }
}
