import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { changeSection } from './change-section.js';
import { renameSection } from './portfolio.decider.js';

export class RenameSection extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly section: string,
    readonly name: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(RenameSection)
export class RenameSectionHandler implements ICommandHandler<RenameSection> {
  constructor(private readonly log: EventLog) {}

  execute({ id, section, name, meta }: RenameSection) {
    return this.log.transaction(meta, (transaction) =>
      changeSection(transaction, id, section, (portfolio) => renameSection(portfolio, section, name)),
    );
  }
}
