import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, ofType, Saga } from '@nestjs/cqrs';
import { map, type Observable } from 'rxjs';
import { OrderDeleted } from '../orders/order.events.js';
import { CommandMeta } from '../shared/event-log/command-meta.js';
import { EventLog } from '../shared/event-log/event-log.js';
import { Goods } from './goods.entity.js';
import { GoodsDeleted } from './goods.events.js';

/** How many goods go in one transaction: an order may have any number, a transaction should not. */
const AT_ONCE = 1_000;

/** Takes all goods out of an order that is gone; a second time it finds none. */
export class RemoveGoodsOfOrder extends Command<void> {
  constructor(
    readonly orderId: number,
    readonly meta = new CommandMeta(),
  ) {
    super();
  }
}

@Injectable()
export class RemoveGoodsSaga {
  @Saga()
  removeGoods = (events$: Observable<object>) =>
    events$.pipe(
      ofType(OrderDeleted),
      map(({ data }) => new RemoveGoodsOfOrder(data.id)),
    );
}

@CommandHandler(RemoveGoodsOfOrder)
export class RemoveGoodsOfOrderHandler implements ICommandHandler<RemoveGoodsOfOrder> {
  constructor(private readonly log: EventLog) {}

  execute({ orderId, meta }: RemoveGoodsOfOrder) {
    return this.log.inParts<number>(meta, async ({ rows, append }) => {
      const goods = await rows.lockMany(Goods, { orderId }, AT_ONCE);
      await rows.remove(goods);
      for (const each of goods) append(each, new GoodsDeleted(each.data));
      return goods.length === AT_ONCE ? (goods.at(-1)?.id ?? null) : null;
    });
  }
}
