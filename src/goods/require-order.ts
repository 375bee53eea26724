import { type OrderCreated, OrderDeleted } from '../orders/order.events.js';
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

/**
 * A price is in minor units of its order's currency, so the same number is another price in an order of another currency.
 *
 * @param from the order that the goods are in; it may be deleted
 * @param to an order that exists
 * @throws Refusal `goods.currency-mismatch`
 */
export async function requireSameCurrency({ firstEvents }: Transaction, from: number, to: number): Promise<void> {
  const streams = [from, to].map((id) => `order-${id}`);
  const created = await firstEvents(streams);
  const [known, wished] = streams.map((stream) => (created.get(stream) as OrderCreated).data.currency);
  if (known === wished) return;
  const detail = `Order ${to} is in ${wished} and the goods have a price in ${known}: give a unitPrice in ${wished} as well.`;
  throw new Refusal('goods.currency-mismatch', detail, {
    errors: [{ pointer: '#/orderId', code: 'currency-mismatch', detail }],
  });
}
