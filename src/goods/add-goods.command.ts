import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMeta, EventLog, type Receipt } from '#kronika';
import { Goods } from './goods.entity.js';
import { GoodsCreated } from './goods.events.js';
import { requireOrder } from './require-order.js';

/** The fields of goods that a client sets. */
export type GoodsFields = Pick<Goods, 'orderId' | 'sku' | 'name' | 'quantity' | 'unitPrice'>;

export class AddGoods extends Command<Receipt> {
  /** @param createdAt absent: now */
  constructor(
    readonly fields: GoodsFields,
    readonly meta: CommandMeta,
    readonly createdAt?: Date,
  ) {
    super();
  }
}

@CommandHandler(AddGoods)
export class AddGoodsHandler implements ICommandHandler<AddGoods> {
  constructor(private readonly log: EventLog) {}

  execute({ fields, meta, createdAt }: AddGoods) {
    return this.log.transaction(meta, async (transaction) => {
      await requireOrder(transaction, fields.orderId);
      const goods = await transaction.rows.insert(Object.assign(new Goods(), fields, { createdAt }));
      transaction.append(goods, new GoodsCreated(goods.data));
    });
  }
}
