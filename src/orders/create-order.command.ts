import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { Order } from './order.entity.js';
import { OrderCreated } from './order.events.js';

export class CreateOrder extends Command<Receipt> {
  constructor(
    readonly userId: number,
    readonly currency: string,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(CreateOrder)
export class CreateOrderHandler implements ICommandHandler<CreateOrder> {
  constructor(private readonly log: EventLog) {}

  execute({ userId, currency, meta }: CreateOrder) {
    return this.log.transaction(meta, async ({ rows, append }) => {
      const order = await rows.insert(Object.assign(new Order(), { userId, currency }));
      append(order, new OrderCreated(order.data));
    });
  }
}
