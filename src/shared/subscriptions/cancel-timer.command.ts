import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Receipt } from '../event-log/command-meta.js';
import { EventLog } from '../event-log/event-log.js';
import { NotFound } from '../event-log/refusal.js';

/** An operator request to delete a timer of a saga. Refused with `timer.not-found` if the timer has fired. */
export class CancelTimer extends Command<Receipt> {
  constructor(
    readonly id: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(CancelTimer)
export class CancelTimerHandler implements ICommandHandler<CancelTimer> {
  constructor(private readonly log: EventLog) {}

  execute({ id, meta }: CancelTimer) {
    return this.log.transaction(meta, async ({ query }) => {
      const [gone] = await query('WITH gone AS (DELETE FROM log.timers WHERE id = $1 RETURNING id) SELECT id FROM gone', [id]);
      if (!gone) throw new NotFound('timer.not-found', `There is no timer ${id}: it may have fired.`);
      return { id };
    });
  }
}
