import { OrderDeleted } from '../orders/order.events.js';
import { Refusal } from '../shared/event-log/refusal.js';
import type { Transaction } from '../shared/event-log/transaction.js';

/**
 * Goods need an order that exists and stays: until the transaction ends, nobody can delete it.
 *
 * @throws Refusal `goods.order-not-found`
 */
export async function requireOrder({ lockStreams }: Transaction, orderId: number): Promise<void> {
  const stream = `order-${orderId}`;
  const latest = (await lockStreams([stream], 'shared')).get(stream);
  if (latest === undefined || latest === OrderDeleted.type)
    throw new Refusal('goods.order-not-found', `There is no order ${orderId} to add goods to.`);
}
