import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { changeSection } from './change-section.js';
import { removeSection } from './portfolio.decider.js';

export class RemoveSection extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly section: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(RemoveSection)
export class RemoveSectionHandler implements ICommandHandler<RemoveSection> {
  constructor(private readonly log: EventLog) {}

  execute({ id, section, meta }: RemoveSection) {
    return this.log.transaction(meta, (transaction) =>
      changeSection(transaction, id, section, (portfolio) => removeSection(portfolio, section)),
    );
  }
}
