import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Receipt } from '../event-log/command-meta.js';
import { EventLog } from '../event-log/event-log.js';
import { NotFound, Refusal } from '../event-log/refusal.js';

/** Asks for a stream in quarantine to go on: with the event that it failed on, or with the one after. */
export class ReleaseStream extends Command<Receipt> {
  constructor(
    readonly id: number,
    readonly wish: 'retry' | 'skip',
    readonly meta: CommandMeta,
    /** Why; by whom, if that is not who sends it. */
    readonly decision: { readonly reason?: string; readonly by?: string } = {},
  ) {
    super();
  }
}

@CommandHandler(ReleaseStream)
export class ReleaseStreamHandler implements ICommandHandler<ReleaseStream> {
  constructor(private readonly log: EventLog) {}

  execute({ id, wish, meta, decision: { reason, by } }: ReleaseStream) {
    return this.log.transaction(meta, async ({ query }) => {
      const [parked] = await query<{ state: string }>('SELECT state FROM log.quarantine WHERE id = $1 FOR UPDATE', [id]);
      if (!parked) throw new NotFound('quarantine.not-found', `Nothing in quarantine has the id ${id}.`);
      if (parked.state !== 'parked') throw new Refusal('quarantine.ended', `The stream was ${parked.state} already.`);
      await query('UPDATE log.quarantine SET wish = $2, actor = $3, reason = $4 WHERE id = $1', [
        id,
        wish,
        by ?? meta.actor,
        reason ?? null,
      ]);
      return { id };
    });
  }
}
