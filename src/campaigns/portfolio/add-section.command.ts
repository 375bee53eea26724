import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, idTaken, type Receipt } from '#kronika';
import { addSection, portfolioDecider } from './portfolio.decider.js';
import { SectionAdded } from './portfolio.events.js';

export class AddSection extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly section: { id: string; name: string; parentId: string | null },
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(AddSection)
export class AddSectionHandler implements ICommandHandler<AddSection> {
  constructor(private readonly log: EventLog) {}

  execute({ id, section, meta }: AddSection) {
    return this.log.transaction(meta, async ({ streams, lockStreams, events }) => {
      // A section's id is unique across portfolios, because campaigns refer to sections by id alone. Under the lock,
      // the second of two commands with the same id sees the section of the first.
      await lockStreams([`section-${section.id}`], 'exclusive');
      const [earlier] = await events.find(SectionAdded, { text: 'id', is: section.id });
      await streams.change(portfolioDecider, id, (portfolio) => {
        const isElsewhere = earlier && earlier.entityId !== id;
        if (isElsewhere || section.id === id) throw idTaken('section');
        return addSection(portfolio, section, earlier?.data ?? null);
      });
      return { id: section.id };
    });
  }
}
