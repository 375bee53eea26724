import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, ofType, Saga } from '@nestjs/cqrs';
import { merge, mergeMap, type Observable } from 'rxjs';
import { CommandMeta } from '../../shared/event-log/command-meta.js';
import { streamOf } from '../../shared/event-log/decider.js';
import { EventLog } from '../../shared/event-log/event-log.js';
import { PortfolioDeleted, SectionRemoved } from '../portfolio/portfolio.events.js';
import { campaignDecider, leaveSections } from './campaign.decider.js';
import { CampaignPlacementsSet } from './campaign.events.js';

/** How many campaigns change in one transaction, and how many sections they leave in one command: there may be any number. */
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

/** Some sections a command: what is looked for is compared with all that is found. */
function leaving(removed: readonly string[]): LeaveSections[] {
  const starts = Array.from({ length: Math.ceil(removed.length / AT_ONCE) }, (_, part) => part * AT_ONCE);
  return starts.map((start) => new LeaveSections(removed.slice(start, start + AT_ONCE)));
}

@Injectable()
export class LeaveSectionsSaga {
  @Saga()
  leaveSections = (events$: Observable<object>) =>
    merge(
      events$.pipe(
        ofType(SectionRemoved),
        mergeMap(({ data }) => leaving(data.removed)),
      ),
      events$.pipe(
        ofType(PortfolioDeleted),
        mergeMap(({ data }) => leaving(data.sections)),
      ),
    );
}

@CommandHandler(LeaveSections)
export class LeaveSectionsHandler implements ICommandHandler<LeaveSections> {
  constructor(private readonly log: EventLog) {}

  execute({ removed, meta }: LeaveSections) {
    const gone = new Set(removed);
    return this.log.inParts<string>(meta, async ({ query, streams }, after) => {
      // Who was ever placed there; nobody can be any more (see `requireSections`).
      const placed = await query<{ id: string }>(
        `SELECT substr(stream, ${campaignDecider.category.length + 2}) AS id FROM log.events
         WHERE type = '${CampaignPlacementsSet.type}' AND data -> 'sections' ?| $1 AND stream > $2
         GROUP BY stream ORDER BY stream LIMIT ${AT_ONCE}`,
        [removed, streamOf(campaignDecider, after ?? '')],
      );
      for (const { id } of placed)
        await streams.change(campaignDecider, id, (campaign) => leaveSections(campaign, gone, meta.now));
      return placed.length === AT_ONCE ? (placed.at(-1)?.id ?? null) : null;
    });
  }
}
