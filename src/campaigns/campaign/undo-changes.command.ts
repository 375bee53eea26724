import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Receipt } from '../../shared/event-log/command-meta.js';
import { EventLog } from '../../shared/event-log/event-log.js';
import { NotFound } from '../../shared/event-log/refusal.js';
import { requireSections } from '../portfolio/require-sections.js';
import { campaignDecider, goBack } from './campaign.decider.js';

/** Makes a campaign what it was at an earlier version. */
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
      const past = await transaction.streams.past(campaignDecider, id, version);
      await transaction.streams.change(campaignDecider, id, (campaign) => {
        if (!past) throw new NotFound('campaign.version-not-found', `The campaign has had no version ${version} yet.`);
        return goBack(campaign, past);
      });
      if (transaction.appended) await requireSections(transaction, past?.placements ?? []);
    });
  }
}
