import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { deletePortfolio, portfolioDecider } from './portfolio.decider.js';

export class DeletePortfolio extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(DeletePortfolio)
export class DeletePortfolioHandler implements ICommandHandler<DeletePortfolio> {
  constructor(private readonly log: EventLog) {}

  execute({ id, meta }: DeletePortfolio) {
    return this.log.transaction(meta, ({ streams }) => streams.change(portfolioDecider, id, deletePortfolio));
  }
}
