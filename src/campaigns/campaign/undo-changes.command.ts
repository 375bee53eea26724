import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { requireSections } from '../portfolio/require-sections.js';
import { undo } from '../undo.js';
import { campaignDecider, goBack } from './campaign.decider.js';
import { keepLimits } from './keep-limits.js';

/** Restores a campaign to an earlier version, by new events. */
export class UndoChanges extends Command<Receipt> {
  constructor(
    readonly id: string,
    readonly version: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(UndoChanges)
export class UndoChangesHandler implements ICommandHandler<UndoChanges> {
  constructor(private readonly log: EventLog) {}

  execute({ id, version, meta }: UndoChanges) {
    return this.log.transaction(meta, async (transaction) => {
      await undo(
        transaction,
        campaignDecider,
        { id, version },
        (campaign, past) => goBack(campaign, past, meta.now),
        ({ placements }) => requireSections(transaction, placements),
      );
      await keepLimits(transaction);
    });
  }
}
