import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { Order } from './order.entity.js';
import { OrderCreated } from './order.events.js';

export class CreateOrder extends Command<Receipt> {
  /** @param createdAt absent: now */
  constructor(
    readonly userId: number,
    readonly currency: string,
    readonly meta: CommandMeta,
    readonly createdAt?: Date,
  ) {
    super();
  }
}

@CommandHandler(CreateOrder)
export class CreateOrderHandler implements ICommandHandler<CreateOrder> {
  constructor(private readonly log: EventLog) {}

  execute({ userId, currency, meta, createdAt }: CreateOrder) {
    meta.requireUser(userId);
    return this.log.transaction(meta, async ({ rows, append }) => {
      const order = await rows.insert(Object.assign(new Order(), { userId, currency, createdAt }));
      append(order, new OrderCreated(order.data));
    });
  }
}
