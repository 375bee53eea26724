import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { portfolioDecider, renamePortfolio } from './portfolio.decider.js';

export class RenamePortfolio extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(RenamePortfolio)
export class RenamePortfolioHandler implements ICommandHandler<RenamePortfolio> {
  constructor(private readonly log: EventLog) {}

  execute({ id, name, meta }: RenamePortfolio) {
    return this.log.transaction(meta, ({ streams }) =>
      streams.change(portfolioDecider, id, (portfolio) => renamePortfolio(portfolio, name)),
    );
  }
}
