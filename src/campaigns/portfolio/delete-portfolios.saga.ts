import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, ofType, Saga } from '@nestjs/cqrs';
import { map, type Observable } from 'rxjs';
import { CommandMeta, EventLog, streamOf } from '#kronika';
import { PublisherDeleted } from '../publisher/publisher.events.js';
import { endWithPublisher, portfolioDecider } from './portfolio.decider.js';
import { PortfolioCreated } from './portfolio.events.js';

/** Bounds a transaction, because each portfolio may have 10,000 sections. */
const MAX_PORTFOLIOS_PER_TRANSACTION = 10;

/** Deletes all portfolios of a deleted publisher. A repeated execution finds no portfolio to delete. */
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
      // All portfolios that the publisher ever had: `requirePublisher` refuses new portfolios of a deleted publisher.
      const limit = MAX_PORTFOLIOS_PER_TRANSACTION;
      const owned = await events.entities(PortfolioCreated, { text: 'publisherId', is: publisherId }, { after, limit });
      // One call locks all streams in a fixed order, as in `requireSections`, so that the two can't deadlock.
      await lockStreams(
        owned.map((id) => streamOf(portfolioDecider, id)),
        'exclusive',
      );
      for (const id of owned) await streams.change(portfolioDecider, id, endWithPublisher);
      return owned.length === limit ? (owned.at(-1) ?? null) : null;
    });
  }
}
