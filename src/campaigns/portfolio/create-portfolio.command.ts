import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { requirePublisher } from '../publisher/require-publisher.js';
import { createPortfolio, portfolioDecider } from './portfolio.decider.js';
import type { PortfolioCreated } from './portfolio.events.js';

export class CreatePortfolio extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly content: PortfolioCreated['data'],
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(CreatePortfolio)
export class CreatePortfolioHandler implements ICommandHandler<CreatePortfolio> {
  constructor(private readonly log: EventLog) {}

  execute({ id, content, meta }: CreatePortfolio) {
    return this.log.transaction(meta, async (transaction) => {
      await transaction.streams.create(portfolioDecider, id, (portfolio) => createPortfolio(portfolio, content));
      if (transaction.appended) await requirePublisher(transaction, content.publisherId);
    });
  }
}
