import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { Order } from './order.entity.js';
import { OrderUpdated } from './order.events.js';

export class ChangeOrder extends Command<Receipt> {
  constructor(
    readonly id: number,
    readonly userId: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(ChangeOrder)
export class ChangeOrderHandler implements ICommandHandler<ChangeOrder> {
  constructor(private readonly log: EventLog) {}

  execute({ id, userId, meta }: ChangeOrder) {
    meta.requireUser(userId);
    return this.log.transaction(meta, async ({ rows, append, lockStreams }) => {
      const order = await rows.lock(Order, id);
      if (order.userId === userId) return; // a repeated command has no effect
      // Waits for running commands to the order's goods, because their senders had access through the present owner.
      await lockStreams([`order-${id}`], 'exclusive');
      order.userId = userId;
      await rows.save(order);
      append(order, new OrderUpdated(order.data));
    });
  }
}
