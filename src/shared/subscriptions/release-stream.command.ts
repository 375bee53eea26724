import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Receipt } from '../event-log/command-meta.js';
import { EventLog } from '../event-log/event-log.js';
import { NotFound, Refusal } from '../event-log/refusal.js';
import type { OperatorRequest } from './quarantine.js';

/** An operator request to retry or skip the event on which a stream in quarantine failed. */
export class ReleaseStream extends Command<Receipt> {
  constructor(
    readonly id: number,
    readonly request: OperatorRequest,
    readonly meta: CommandMeta,
    /** The reason, and the name of the person who decided if that is not the actor of the command. */
    readonly decision: { readonly reason?: string; readonly by?: string } = {},
  ) {
    super();
  }
}

@CommandHandler(ReleaseStream)
export class ReleaseStreamHandler implements ICommandHandler<ReleaseStream> {
  constructor(private readonly log: EventLog) {}

  execute({ id, request, meta, decision: { reason, by } }: ReleaseStream) {
    return this.log.transaction(meta, async ({ query }) => {
      const [parked] = await query<{ state: string }>('SELECT state FROM log.quarantine WHERE id = $1 FOR UPDATE', [id]);
      if (!parked) throw new NotFound('quarantine.not-found', `Nothing in quarantine has the id ${id}.`);
      if (parked.state !== 'parked') throw new Refusal('quarantine.ended', `The stream was ${parked.state} already.`);
      await query('UPDATE log.quarantine SET wish = $2, actor = $3, reason = $4 WHERE id = $1', [
        id,
        request,
        by ?? meta.actor,
        reason ?? null,
      ]);
      return { id };
    });
  }
}
