import { GoodsCreated, GoodsDeleted, GoodsUpdated } from '../goods/goods.events.js';
import { OrderCreated, OrderDeleted, OrderUpdated } from '../orders/order.events.js';
import { type At, type Change, On, OnChange, View } from '../shared/views/view.js';
import {
  ORDER_HISTORY_ROWS,
  OrderDayRow,
  OrderGoodsRow,
  OrderHistoryRow,
  OrderSizeRow,
  OrderSkuRow,
  OrderStatisticsRow,
  OrderUserRow,
} from './order-history.rows.js';

export const ORDER_HISTORY = 'order-history';

type Line = { quantity: number; unit_price: number };

/** Adds a line to the row of its order, or with -1 takes it out. The row may be gone: an order dies before its goods. */
function withLine(row: OrderHistoryRow, { quantity, unit_price }: Line, sign: 1 | -1): OrderHistoryRow {
  return {
    ...row,
    goodsCount: row.goodsCount + sign,
    units: row.units + sign * quantity,
    total: row.total + BigInt(sign) * BigInt(quantity) * BigInt(unit_price),
  };
}

interface Sums {
  orders: number;
  goodsCount: number;
  units: number;
  total: bigint;
}

/** The rows of a table of sums that an order counts in before and after a change. */
function sumsOf<K>(keyOf: (order: OrderHistoryRow) => K) {
  return ({ before, after }: Change<OrderHistoryRow>) => [before, after].filter((order) => order !== null).map(keyOf);
}

/** Such a row after the change: the order leaves the row where it was and enters the one where it is. No row sums up nothing. */
function changed<R extends Sums>(
  row: R | null,
  { before, after }: Change<OrderHistoryRow>,
  { key }: At<R>,
  keyOf: (order: OrderHistoryRow) => Partial<R>,
): R | null {
  const sums: Sums = row ? { ...row } : { orders: 0, goodsCount: 0, units: 0, total: 0n };
  for (const [order, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    if (!order || Object.entries(keyOf(order)).some(([name, value]) => key[name as keyof R] !== value)) continue;
    sums.orders += sign;
    sums.goodsCount += sign * order.goodsCount;
    sums.units += sign * order.units;
    sums.total += BigInt(sign) * order.total;
  }
  // The key is the last word on goodsCount, which in some tables is no sum.
  return sums.orders === 0 ? null : ({ ...sums, ...key } as R);
}

const dayOf = (order: OrderHistoryRow) => order.createdAt.toISOString().slice(0, 10);

const statisticsKey = (order: OrderHistoryRow) => ({
  day: dayOf(order),
  currency: order.currency,
  goodsCount: order.goodsCount,
});
const sizeKey = ({ goodsCount, currency }: OrderHistoryRow) => ({ goodsCount, currency });
const userKey = ({ userId, currency }: OrderHistoryRow) => ({ userId, currency });

/** All that the queries of the order history read, folded from the events of orders and goods. */
@View({
  name: ORDER_HISTORY,
  version: 1,
  rows: ORDER_HISTORY_ROWS,
})
export class OrderHistoryView {
  @On(GoodsCreated, OrderGoodsRow, ({ data }) => ({ id: data.id }))
  @On(GoodsUpdated, OrderGoodsRow, ({ data }) => ({ id: data.id }))
  goodsRow(_: OrderGoodsRow | null, { data }: GoodsCreated, { recorded }: At<OrderGoodsRow>) {
    return {
      id: data.id,
      orderId: data.order_id,
      sku: data.sku,
      name: data.name,
      quantity: data.quantity,
      unitPrice: data.unit_price,
      createdAt: new Date(data.created_at),
      version: recorded.version,
    };
  }

  @On(GoodsDeleted, OrderGoodsRow, ({ data }) => ({ id: data.id }))
  goodsRowDeleted() {
    return null;
  }

  @On(OrderCreated, OrderHistoryRow, ({ data }) => ({ id: data.id }))
  orderCreated(_: OrderHistoryRow | null, { data }: OrderCreated, { recorded }: At<OrderHistoryRow>) {
    return {
      id: data.id,
      userId: data.user_id,
      currency: data.currency,
      createdAt: new Date(data.created_at),
      goodsCount: 0,
      units: 0,
      total: 0n,
      skus: [],
      version: recorded.version,
      goodsChangedAt: 0,
    };
  }

  @On(OrderUpdated, OrderHistoryRow, ({ data }) => ({ id: data.id }))
  orderUpdated(row: OrderHistoryRow | null, { data }: OrderUpdated, { recorded }: At<OrderHistoryRow>) {
    return row && { ...row, userId: data.user_id, version: recorded.version };
  }

  @On(OrderDeleted, OrderHistoryRow, ({ data }) => ({ id: data.id }))
  orderDeleted() {
    return null;
  }

  @On(GoodsCreated, OrderHistoryRow, ({ data }) => ({ id: data.order_id }))
  goodsCreated(row: OrderHistoryRow | null, { data }: GoodsCreated, { recorded }: At<OrderHistoryRow>) {
    return row && { ...withLine(row, data, 1), goodsChangedAt: recorded.position };
  }

  @On(GoodsUpdated, OrderHistoryRow, ({ data }) => [{ id: data.previous.order_id }, { id: data.order_id }])
  goodsUpdated(row: OrderHistoryRow | null, { data }: GoodsUpdated, { key, recorded }: At<OrderHistoryRow>) {
    if (!row) return null;
    const without = key.id === data.previous.order_id ? withLine(row, data.previous, -1) : row;
    const changed = key.id === data.order_id ? withLine(without, data, 1) : without;
    return { ...changed, goodsChangedAt: recorded.position };
  }

  @On(GoodsDeleted, OrderHistoryRow, ({ data }) => ({ id: data.order_id }))
  goodsDeleted(row: OrderHistoryRow | null, { data }: GoodsDeleted, { recorded }: At<OrderHistoryRow>) {
    return row && { ...withLine(row, data, -1), goodsChangedAt: recorded.position };
  }

  @OnChange(OrderGoodsRow, OrderHistoryRow, ({ before, after }) =>
    [before, after].filter((goods) => goods !== null).map(({ orderId }) => ({ id: orderId })),
  )
  skus(row: OrderHistoryRow | null, { before, after }: Change<OrderGoodsRow>, { key }: At<OrderHistoryRow>) {
    const [gone, come] = [before, after].map((goods) => (goods?.orderId === key.id ? goods?.sku : null));
    if (!row || gone === come) return row;
    const skus = [...row.skus];
    if (gone != null) skus.splice(skus.indexOf(gone), 1);
    if (come != null) skus.push(come);
    return { ...row, skus: skus.sort() };
  }

  @OnChange(OrderHistoryRow, OrderSkuRow, ({ before, after }) =>
    [...(before?.skus ?? []), ...(after?.skus ?? [])].map((sku) => ({ sku, orderId: (after ?? before)?.id })),
  )
  ordersOfSku(row: OrderSkuRow | null, { after }: Change<OrderHistoryRow>, { key }: At<OrderSkuRow>) {
    const sku = key.sku as string;
    if (!after?.skus.includes(sku)) return null;
    const { id, createdAt, goodsCount, total } = after;
    if (row && row.goodsCount === goodsCount && row.total === total) return row;
    return { sku, orderId: id, createdAt, goodsCount, total };
  }

  @On(OrderCreated, OrderDayRow, ({ data }) => ({ day: data.created_at.slice(0, 10) }))
  day(row: OrderDayRow | null, { data: { id } }: OrderCreated, { key }: At<OrderDayRow>) {
    return {
      day: key.day as string,
      leastId: Math.min(row?.leastId ?? id, id),
      greatestId: Math.max(row?.greatestId ?? id, id),
    };
  }

  @OnChange(OrderHistoryRow, OrderStatisticsRow, sumsOf(statisticsKey))
  statistics(row: OrderStatisticsRow | null, change: Change<OrderHistoryRow>, at: At<OrderStatisticsRow>) {
    return changed(row, change, at, statisticsKey);
  }

  @OnChange(OrderHistoryRow, OrderSizeRow, sumsOf(sizeKey))
  sizes(row: OrderSizeRow | null, change: Change<OrderHistoryRow>, at: At<OrderSizeRow>) {
    return changed(row, change, at, sizeKey);
  }

  @OnChange(OrderHistoryRow, OrderUserRow, sumsOf(userKey))
  users(row: OrderUserRow | null, change: Change<OrderHistoryRow>, at: At<OrderUserRow>) {
    return changed(row, change, at, userKey);
  }
}
