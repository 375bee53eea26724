import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { changeSection } from './change-section.js';
import { moveSection } from './portfolio.decider.js';

export class MoveSection extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly section: string,
    readonly place: { parentId: string | null; before: string | null },
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(MoveSection)
export class MoveSectionHandler implements ICommandHandler<MoveSection> {
  constructor(private readonly log: EventLog) {}

  execute({ id, section, place, meta }: MoveSection) {
    return this.log.transaction(meta, (transaction) =>
      changeSection(transaction, id, section, (portfolio) => moveSection(portfolio, section, place)),
    );
  }
}
