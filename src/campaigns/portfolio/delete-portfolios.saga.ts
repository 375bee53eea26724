import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, ofType, Saga } from '@nestjs/cqrs';
import { map, type Observable } from 'rxjs';
import { CommandMeta, EventLog, streamOf } from '#kronika';
import { PublisherDeleted } from '../publisher/publisher.events.js';
import { endWithPublisher, portfolioDecider } from './portfolio.decider.js';
import { PortfolioCreated } from './portfolio.events.js';

/** Bounds a transaction, because each portfolio may have 10,000 sections. */
const MAX_PORTFOLIOS_PER_TRANSACTION = 10;

/** Deletes all portfolios of a deleted publisher. Executed again, it finds none that is left. */
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
    return this.log.inParts<string>(meta, async ({ events, lockStreams, streams }, after) => {
      // All that the publisher ever had. No portfolio can be added any more (see `requirePublisher`).
      const limit = MAX_PORTFOLIOS_PER_TRANSACTION;
      const owned = await events.entities(PortfolioCreated, { text: 'publisherId', is: publisherId }, { after, limit });
      // Locked by one call, in the same order as by `requireSections`, so that the two can't deadlock.
      await lockStreams(
        owned.map((id) => streamOf(portfolioDecider, id)),
        'exclusive',
      );
      for (const id of owned) await streams.change(portfolioDecider, id, endWithPublisher);
      return owned.length === limit ? (owned.at(-1) ?? null) : null;
    });
  }
}
