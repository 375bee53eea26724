import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, ofType, Saga } from '@nestjs/cqrs';
import { merge, mergeMap, type Observable } from 'rxjs';
import { CommandMeta, EventLog } from '#kronika';
import { PortfolioDeleted, SectionRemoved } from '../portfolio/portfolio.events.js';
import { campaignDecider, leaveSections } from './campaign.decider.js';
import { CampaignPlacementsSet } from './campaign.events.js';

/** Bounds a transaction, because any number of campaigns may be placed in a section. */
const MAX_CAMPAIGNS_PER_TRANSACTION = 100;

/** Bounds a command, because it compares each section with the placements of every campaign that it finds. */
const MAX_SECTIONS_PER_COMMAND = 100;

/** Removes sections from the placements of all campaigns. A repeated execution finds no campaign to change. */
export class LeaveSections extends Command<void> {
  constructor(
    readonly removed: readonly string[],
    readonly meta = new CommandMeta(),
  ) {
    super();
  }
}

function leaving(removed: readonly string[]): LeaveSections[] {
  const count = Math.ceil(removed.length / MAX_SECTIONS_PER_COMMAND);
  const starts = Array.from({ length: count }, (_, n) => n * MAX_SECTIONS_PER_COMMAND);
  return starts.map((start) => new LeaveSections(removed.slice(start, start + MAX_SECTIONS_PER_COMMAND)));
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
    return this.log.inParts<string>(meta, async ({ events, streams }, after) => {
      // All campaigns that were ever placed there: `requireSections` refuses new placements in removed sections.
      const limit = MAX_CAMPAIGNS_PER_TRANSACTION;
      const placed = await events.entities(CampaignPlacementsSet, { list: 'sections', hasAny: removed }, { after, limit });
      for (const id of placed) await streams.change(campaignDecider, id, (campaign) => leaveSections(campaign, gone, meta.now));
      return placed.length === limit ? (placed.at(-1) ?? null) : null;
    });
  }
}
