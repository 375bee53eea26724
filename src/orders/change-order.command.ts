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
    return this.log.transaction(meta, async ({ rows, append }) => {
      const order = await rows.lock(Order, id);
      if (order.userId === userId) return; // the same command again: nothing happens
      order.userId = userId;
      await rows.save(order);
      append(order, new OrderUpdated(order.data));
    });
  }
}
