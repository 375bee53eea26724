import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, ofType, Saga } from '@nestjs/cqrs';
import { map, merge, type Observable } from 'rxjs';
import { CommandMeta } from '../../shared/event-log/command-meta.js';
import { EventLog } from '../../shared/event-log/event-log.js';
import { PortfolioDeleted, SectionRemoved } from '../portfolio/portfolio.events.js';
import { campaignDecider, leaveSections } from './campaign.decider.js';
import { CampaignPlacementsSet } from './campaign.events.js';

/** How many campaigns change in one transaction: any number may be placed in a section. */
const AT_ONCE = 100;

/** Takes all campaigns out of sections that are no more; a second time none is there. */
export class LeaveSections extends Command<void> {
  constructor(
    readonly removed: readonly string[],
    readonly meta = new CommandMeta(),
  ) {
    super();
  }
}

@Injectable()
export class LeaveSectionsSaga {
  @Saga()
  leaveSections = (events$: Observable<object>) =>
    merge(
      events$.pipe(
        ofType(SectionRemoved),
        map(({ data }) => new LeaveSections(data.removed)),
      ),
      events$.pipe(
        ofType(PortfolioDeleted),
        map(({ data }) => new LeaveSections(data.sections)),
      ),
    );
}

@CommandHandler(LeaveSections)
export class LeaveSectionsHandler implements ICommandHandler<LeaveSections> {
  constructor(private readonly log: EventLog) {}

  execute({ removed, meta }: LeaveSections) {
    const gone = new Set(removed);
    return this.log.inParts(meta, AT_ONCE, async ({ query, streams }, part) => {
      // Who was ever placed there. Nobody can be any more (see `requireSections`), so the list stays as it is from part to part.
      const placed = await query<{ id: string }>(
        `SELECT DISTINCT substr(stream, ${campaignDecider.category.length + 2}) AS id FROM log.events
         WHERE type = '${CampaignPlacementsSet.type}' AND data -> 'sections' ?| $1 ORDER BY id LIMIT ${AT_ONCE} OFFSET $2`,
        [removed, part * AT_ONCE],
      );
      for (const { id } of placed) await streams.change(campaignDecider, id, (campaign) => leaveSections(campaign, gone));
      return placed.length;
    });
  }
}
