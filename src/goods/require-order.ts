import { Refusal, type Transaction } from '#kronika';
import { type OrderCreated, OrderDeleted } from '../orders/order.events.js';

/**
 * Requires an order that exists, and prevents its deletion until the transaction ends.
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
 * Requires two orders to have the same currency, because a price is in minor units of its order's currency.
 *
 * @param from the order that the goods belong to; it may have been deleted
 * @param to an order that exists
 * @throws Refusal `goods.currency-mismatch`
 */
export async function requireSameCurrency({ events }: Transaction, from: number, to: number): Promise<void> {
  const streams = [from, to].map((id) => `order-${id}`);
  const created = await events.first(streams);
  const [current, next] = streams.map((stream) => (created.get(stream) as OrderCreated).data.currency);
  if (current === next) return;
  const detail = `Order ${to} is in ${next} and the goods have a price in ${current}: give a unitPrice in ${next} as well.`;
  throw new Refusal('goods.currency-mismatch', detail, {
    errors: [{ pointer: '#/orderId', code: 'currency-mismatch', detail }],
  });
}
