import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Receipt } from '../event-log/command-meta.js';
import { EventLog } from '../event-log/event-log.js';
import { NotFound } from '../event-log/refusal.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import type { OperationKind } from './operation.js';

/** An operator request for an operation on a view, which a worker then begins. The receipt has its id. */
export class OperateView extends Command<Receipt> {
  constructor(
    readonly kind: Exclude<OperationKind, 'upgrade'>,
    readonly view: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(OperateView)
export class OperateViewHandler implements ICommandHandler<OperateView> {
  constructor(
    private readonly log: EventLog,
    private readonly subscriptions: Subscriptions,
  ) {}

  execute({ kind, view, meta }: OperateView) {
    const isView = this.subscriptions.all.some(({ name, isFold }) => isFold && name === view);
    return this.log.transaction(meta, async ({ query }) => {
      if (!isView) throw new NotFound('view.not-found', `There is no view ${view}.`);
      // A repeated request gets the operation in progress.
      const [open] = await query<{ id: string }>(
        `SELECT id FROM log.operations WHERE subscription = $1 AND kind = $2 AND state IN ('waiting', 'running')
         ORDER BY created_at LIMIT 1`,
        [view, kind],
      );
      if (open) return open;
      const [made] = await query<{ id: string }>(
        'INSERT INTO log.operations (kind, subscription, actor) VALUES ($1, $2, $3) RETURNING id',
        [kind, view, meta.actor],
      );
      return made;
    });
  }
}
