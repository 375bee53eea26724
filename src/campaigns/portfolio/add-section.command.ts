import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Receipt } from '../../shared/event-log/command-meta.js';
import { streamOf } from '../../shared/event-log/decider.js';
import { EventLog } from '../../shared/event-log/event-log.js';
import { idTaken } from '../campaigns.refusals.js';
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
    return this.log.transaction(meta, async ({ streams, lockStreams, query }) => {
      // A section's id is its own in all portfolios, since campaigns name nothing else: of two who want it, one comes later.
      await lockStreams([`section-${section.id}`], 'exclusive');
      const [earlier] = await query<{ stream: string; data: SectionAdded['data'] }>(
        `SELECT stream, data FROM log.events WHERE type = '${SectionAdded.type}' AND data ->> 'id' = $1`,
        [section.id],
      );
      await streams.change(portfolioDecider, id, (portfolio) => {
        const isElsewhere = earlier && earlier.stream !== streamOf(portfolioDecider, id);
        if (isElsewhere || section.id === id) throw idTaken('section');
        return addSection(portfolio, section, earlier?.data ?? null);
      });
      return { id: section.id };
    });
  }
}
