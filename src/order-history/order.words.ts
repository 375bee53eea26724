import type { GoodsCreated, GoodsUpdated } from '../goods/goods.events.js';
import { GoodsDeleted } from '../goods/goods.events.js';
import { money } from '../money/currencies.js';
import { OrderCreated, OrderDeleted, OrderUpdated } from '../orders/order.events.js';

/** One field that an event changed; money in minor units of the order's currency. */
export interface OrderFieldChange {
  readonly field: string;
  readonly from: string | number | boolean | null;
  readonly to: string | number | boolean | null;
}

/** The description of an event: a sentence for a person, and the change of each field. */
export interface OrderWords {
  readonly summary: string;
  readonly changes: readonly OrderFieldChange[];
}

type OrderData = OrderCreated['data'];
type GoodsData = GoodsCreated['data'];

const DELETED: OrderFieldChange = { field: 'deleted', from: false, to: true };

/** @param before the data of the order's event before this one; null before the first */
export function wordsOfOrder(type: string, data: OrderData, before: OrderData | null): OrderWords {
  if (type === OrderDeleted.type) return { summary: 'Order deleted', changes: [DELETED] };
  if (type === OrderUpdated.type)
    return {
      summary: `User changed from ${before?.user_id} to ${data.user_id}`,
      changes: [{ field: 'user_id', from: before?.user_id ?? null, to: data.user_id }],
    };
  return {
    summary: `Order created for user ${data.user_id}, in ${data.currency}`,
    changes: [
      { field: 'user_id', from: null, to: data.user_id },
      { field: 'currency', from: null, to: data.currency },
    ],
  };
}

const GOODS_FIELDS = ['order_id', 'sku', 'name', 'quantity', 'unit_price'] as const;

/**
 * Describes an event of goods from the view of one order, which the goods may enter or leave with it.
 *
 * @param order the order's id and currency
 * @param before the data of the goods' event before this one; null before the first
 */
export function wordsOfGoods(
  type: string,
  data: GoodsData | GoodsUpdated['data'],
  before: GoodsData | null,
  order: { readonly id: number; readonly currency: string },
): OrderWords {
  const price = (amount: number) => money(amount, order.currency);
  const title = ({ id, name, sku }: GoodsData) => `Goods ${id}${(name ?? sku) ? ` “${name ?? sku}”` : ''}`;
  const much = ({ quantity, unit_price }: GoodsData) => `${quantity} × ${price(unit_price)}`;
  if (type === GoodsDeleted.type) return { summary: `${title(data)} deleted, ${much(data)}`, changes: [DELETED] };
  const changes = GOODS_FIELDS.filter((field) => data[field] !== (before?.[field] ?? null)).map((field) => ({
    field,
    from: before?.[field] ?? null,
    to: data[field],
  }));
  if (!before) return { summary: `${title(data)} added, ${much(data)}`, changes };
  if (data.order_id !== order.id) return { summary: `${title(before)} moved to order ${data.order_id}`, changes };
  const told = changes.map(({ field, from, to }) => {
    if (field === 'order_id') return undefined;
    // Before the goods came to this order, their price may have been in another currency.
    if (field === 'unit_price')
      return before.order_id === order.id ? `price from ${price(from as number)} to ${price(to as number)}` : undefined;
    return field === 'quantity'
      ? `quantity from ${from} to ${to}`
      : `${field === 'sku' ? 'SKU' : field} from ${quoted(from)} to ${quoted(to)}`;
  });
  const others = told.filter((each) => each !== undefined);
  if (before.order_id !== order.id)
    return { summary: [`${title(data)} moved here from order ${before.order_id}, ${much(data)}`, ...others].join('; '), changes };
  return { summary: `${title(before)} changed: ${others.join(', ')}`, changes };
}

const quoted = (text: unknown) => (text === null ? 'none' : `“${text}”`);
