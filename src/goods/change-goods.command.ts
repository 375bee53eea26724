import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import type { GoodsFields } from './add-goods.command.js';
import { Goods } from './goods.entity.js';
import { GoodsUpdated } from './goods.events.js';
import { requireOrder, requireSameCurrency } from './require-order.js';

export class ChangeGoods extends Command<Receipt> {
  constructor(
    readonly id: number,
    readonly changes: Partial<GoodsFields>,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(ChangeGoods)
export class ChangeGoodsHandler implements ICommandHandler<ChangeGoods> {
  constructor(private readonly log: EventLog) {}

  execute({ id, changes, meta }: ChangeGoods) {
    return this.log.transaction(meta, async (transaction) => {
      const goods = await transaction.rows.lock(Goods, id);
      const previous = { order_id: goods.orderId, quantity: goods.quantity, unit_price: goods.unitPrice };
      const values = Object.entries(changes) as [keyof GoodsFields, never][];
      if (values.every(([field, value]) => goods[field] === value)) return;
      Object.assign(goods, changes);
      if (goods.orderId !== previous.order_id) {
        await requireOrder(transaction, goods.orderId);
        // A price of 0 is the same in every currency.
        const keepsPrice = changes.unitPrice === undefined && goods.unitPrice !== 0;
        if (keepsPrice) await requireSameCurrency(transaction, previous.order_id, goods.orderId);
      }
      await transaction.rows.save(goods);
      transaction.append(goods, new GoodsUpdated({ ...goods.data, previous }));
    });
  }
}
