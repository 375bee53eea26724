import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, NotFound, type Receipt, Refusal } from '#kronika';
import { requireSections } from '../portfolio/require-sections.js';
import { campaignDecider, goBack } from './campaign.decider.js';

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
      const past = await transaction.streams.past(campaignDecider, id, version);
      try {
        await transaction.streams.change(campaignDecider, id, (campaign) => {
          if (!past) throw new NotFound('campaign.version-not-found', `The campaign has had no version ${version} yet.`);
          return goBack(campaign, past, meta.now);
        });
        if (transaction.appended) await requireSections(transaction, past?.placements ?? []);
      } catch (error) {
        throw error instanceof Refusal ? ofVersion(error) : error;
      }
    });
  }
}

/**
 * Points the errors of a refusal to the version: the rule names a field of the earlier state, but the body of an undo
 * has only the version.
 */
function ofVersion(refusal: Refusal): Refusal {
  const { code, message: detail, extra } = refusal;
  if (!Array.isArray(extra.errors)) return refusal;
  const errors = extra.errors.map((error) => ({ ...error, pointer: '#/version', detail }));
  return new Refusal(code, detail, { ...extra, errors });
}
