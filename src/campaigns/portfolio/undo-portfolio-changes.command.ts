import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { undo } from '../undo.js';
import { goBack, portfolioDecider } from './portfolio.decider.js';

/** Restores a portfolio to an earlier version, by new events. */
export class UndoPortfolioChanges extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly version: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(UndoPortfolioChanges)
export class UndoPortfolioChangesHandler implements ICommandHandler<UndoPortfolioChanges> {
  constructor(private readonly log: EventLog) {}

  execute({ id, version, meta }: UndoPortfolioChanges) {
    return this.log.transaction(meta, (transaction) => undo(transaction, portfolioDecider, { id, version }, goBack));
  }
}
