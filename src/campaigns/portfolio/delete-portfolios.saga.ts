import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, ofType, Saga } from '@nestjs/cqrs';
import { map, type Observable } from 'rxjs';
import { CommandMeta } from '../../shared/event-log/command-meta.js';
import { streamOf } from '../../shared/event-log/decider.js';
import { EventLog } from '../../shared/event-log/event-log.js';
import { PublisherDeleted } from '../publisher/publisher.events.js';
import { endWithPublisher, portfolioDecider } from './portfolio.decider.js';
import { PortfolioCreated } from './portfolio.events.js';

/** How many portfolios go in one transaction: each has up to 10,000 sections. */
const AT_ONCE = 10;

/** Deletes all portfolios of a publisher that is gone; a second time none is left. */
export class DeletePortfolios extends Command<void> {
  constructor(
    readonly publisherId: string,
    readonly meta = new CommandMeta(),
  ) {
    super();
  }
}

@Injectable()
export class DeletePortfoliosSaga {
  @Saga()
  deletePortfolios = (events$: Observable<object>) =>
    events$.pipe(
      ofType(PublisherDeleted),
      map(({ entityId }) => new DeletePortfolios(entityId)),
    );
}

@CommandHandler(DeletePortfolios)
export class DeletePortfoliosHandler implements ICommandHandler<DeletePortfolios> {
  constructor(private readonly log: EventLog) {}

  execute({ publisherId, meta }: DeletePortfolios) {
    return this.log.inParts<string>(meta, async ({ query, lockStreams, streams }, after) => {
      // All that it ever had; it can't get more (see `requirePublisher`).
      const owned = await query<{ id: string }>(
        `SELECT substr(stream, ${portfolioDecider.category.length + 2}) AS id FROM log.events
         WHERE type = '${PortfolioCreated.type}' AND data ->> 'publisherId' = $1 AND stream > $2 ORDER BY stream LIMIT ${AT_ONCE}`,
        [publisherId, streamOf(portfolioDecider, after ?? '')],
      );
      // All at once, in the order in which placements lock them: else the two could wait for each other.
      await lockStreams(
        owned.map(({ id }) => streamOf(portfolioDecider, id)),
        'exclusive',
      );
      for (const { id } of owned) await streams.change(portfolioDecider, id, endWithPublisher);
      return owned.length === AT_ONCE ? (owned.at(-1)?.id ?? null) : null;
    });
  }
}
