import { ERASED, type Transaction } from '#kronika';
import { Goods } from './goods.entity.js';
import { GoodsUpdated } from './goods.events.js';

/** Replaces the name of goods, if they have one. */
export async function eraseName({ rows, append }: Transaction, id: string): Promise<void> {
  const goods = await rows.lock(Goods, Number(id));
  if (goods.name === null || goods.name === ERASED) return;
  goods.name = ERASED;
  await rows.save(goods);
  const previous = { order_id: goods.orderId, quantity: goods.quantity, unit_price: goods.unitPrice };
  append(goods, new GoodsUpdated({ ...goods.data, previous }));
}
