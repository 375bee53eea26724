import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, ofType, Saga } from '@nestjs/cqrs';
import { map, type Observable } from 'rxjs';
import { CommandMeta, EventLog } from '#kronika';
import { OrderDeleted } from '../orders/order.events.js';
import { Goods } from './goods.entity.js';
import { GoodsDeleted } from './goods.events.js';

/** Bounds a transaction, because an order may have any number of goods. */
const MAX_GOODS_PER_TRANSACTION = 1_000;

/** Removes all goods of a deleted order. A repeated execution finds no goods to remove. */
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
      const goods = await rows.lockMany(Goods, { orderId }, MAX_GOODS_PER_TRANSACTION);
      await rows.remove(goods);
      for (const each of goods) append(each, new GoodsDeleted(each.data));
      return goods.length === MAX_GOODS_PER_TRANSACTION ? (goods.at(-1)?.id ?? null) : null;
    });
  }
}
