import type * as goodsEvents from '../goods/goods.events.js';
import { money } from '../money/currencies.js';
import type * as orderEvents from '../orders/order.events.js';

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

type OrderData = orderEvents.OrderCreated['data'];
type GoodsData = goodsEvents.GoodsCreated['data'];

/** The order that goods are seen from. */
interface OrderOfGoods {
  readonly id: number;
  readonly currency: string;
}

/** Words for each event that a module exports, by its type, so that the compiler names an event without words. */
type WordsOf<Events, Before, More extends unknown[]> = {
  readonly [E in Extract<Events[keyof Events], AnyEvent> as E['type']]: (
    data: InstanceType<E>['data'],
    before: Before | null,
    ...more: More
  ) => OrderWords;
};

interface AnyEvent {
  readonly type: string;
  new (...parameters: never[]): { readonly data: unknown };
}

const DELETED: OrderFieldChange = { field: 'deleted', from: false, to: true };

const ORDER_WORDS: WordsOf<typeof orderEvents, OrderData, []> = {
  order_created_v1: ({ user_id, currency }) => ({
    summary: `Order created for user ${user_id}, in ${currency}`,
    changes: [
      { field: 'user_id', from: null, to: user_id },
      { field: 'currency', from: null, to: currency },
    ],
  }),
  order_updated_v1: ({ user_id }, before) => ({
    summary: `User changed from ${before?.user_id} to ${user_id}`,
    changes: [{ field: 'user_id', from: before?.user_id ?? null, to: user_id }],
  }),
  order_deleted_v1: () => ({ summary: 'Order deleted', changes: [DELETED] }),
};

const GOODS_WORDS: WordsOf<typeof goodsEvents, GoodsData, [order: OrderOfGoods]> = {
  goods_created_v1: (data, before, { currency }) => ({
    summary: `${titleOf(data)} added, ${amountOf(data, currency)}`,
    changes: goodsChanges(data, before),
  }),
  goods_updated_v1: (data, before, order) => wordsOfChangedGoods(data, before as GoodsData, order),
  goods_deleted_v1: (data, _, { currency }) => ({
    summary: `${titleOf(data)} deleted, ${amountOf(data, currency)}`,
    changes: [DELETED],
  }),
};

/** @param before the data of the order's event before this one; null before the first */
export function wordsOfOrder(type: string, data: OrderData, before: OrderData | null): OrderWords {
  return ORDER_WORDS[type as keyof typeof ORDER_WORDS](data, before);
}

/**
 * Describes an event of goods from the view of one order, which the goods may enter or leave with it.
 *
 * @param before the data of the goods' event before this one; null before the first
 */
export function wordsOfGoods(type: string, data: GoodsData, before: GoodsData | null, order: OrderOfGoods): OrderWords {
  return GOODS_WORDS[type as keyof typeof GOODS_WORDS](data as never, before, order);
}

const GOODS_FIELDS = ['order_id', 'sku', 'name', 'quantity', 'unit_price'] as const;

function wordsOfChangedGoods(data: GoodsData, before: GoodsData, order: OrderOfGoods): OrderWords {
  const price = (amount: number) => money(amount, order.currency);
  const changes = goodsChanges(data, before);
  if (data.order_id !== order.id) return { summary: `${titleOf(before)} moved to order ${data.order_id}`, changes };
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
  if (before.order_id !== order.id) {
    const moved = `${titleOf(data)} moved here from order ${before.order_id}, ${amountOf(data, order.currency)}`;
    return { summary: [moved, ...others].join('; '), changes };
  }
  return { summary: `${titleOf(before)} changed: ${others.join(', ')}`, changes };
}

const titleOf = ({ id, name, sku }: GoodsData) => `Goods ${id}${(name ?? sku) ? ` “${name ?? sku}”` : ''}`;

const amountOf = ({ quantity, unit_price }: GoodsData, currency: string) => `${quantity} × ${money(unit_price, currency)}`;

const goodsChanges = (data: GoodsData, before: GoodsData | null): OrderFieldChange[] =>
  GOODS_FIELDS.filter((field) => data[field] !== (before?.[field] ?? null)).map((field) => ({
    field,
    from: before?.[field] ?? null,
    to: data[field],
  }));

const quoted = (text: unknown) => (text === null ? 'none' : `“${text}”`);
