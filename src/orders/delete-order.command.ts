import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { Order } from './order.entity.js';
import { OrderDeleted } from './order.events.js';

export class DeleteOrder extends Command<Receipt> {
  constructor(
    readonly id: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(DeleteOrder)
export class DeleteOrderHandler implements ICommandHandler<DeleteOrder> {
  constructor(private readonly log: EventLog) {}

  execute({ id, meta }: DeleteOrder) {
    return this.log.transaction(meta, async ({ rows, append, lockStreams }) => {
      const order = await rows.lock(Order, id);
      // Waits for running commands that add goods to the order, so that the saga that removes its goods finds them
      // all.
      await lockStreams([`order-${id}`], 'exclusive');
      await rows.remove([order]);
      append(order, new OrderDeleted(order.data));
    });
  }
}
