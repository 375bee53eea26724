import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { undo } from '../undo.js';
import { creativeDecider, goBack } from './creative.decider.js';

/** Restores a creative to an earlier version, by new events. */
export class UndoCreativeChanges extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly version: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(UndoCreativeChanges)
export class UndoCreativeChangesHandler implements ICommandHandler<UndoCreativeChanges> {
  constructor(private readonly log: EventLog) {}

  execute({ id, version, meta }: UndoCreativeChanges) {
    return this.log.transaction(meta, (transaction) => undo(transaction, creativeDecider, { id, version }, goBack));
  }
}
