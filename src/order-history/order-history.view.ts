import { type At, type Change, From, foldText, On, OnChange, SumBy, View } from '#kronika';
import { QUARTER_MS } from '../durations.js';
import { GoodsCreated, GoodsDeleted, GoodsUpdated } from '../goods/goods.events.js';
import { OrderCreated, OrderDeleted, OrderUpdated } from '../orders/order.events.js';
import {
  KnownOrderRow,
  ORDER_HISTORY_ROWS,
  OrderDayRow,
  OrderGoodsRow,
  OrderHistoryRow,
  OrderQuarterRow,
  OrderSizeRow,
  OrderSkuRow,
  OrderStatisticsRow,
  OrderUserGroupRow,
  OrderUserRow,
} from './order-history.rows.js';

export const ORDER_HISTORY = 'order-history';

/** The columns of an order before its first event: unknown, and without goods. */
const NEW_ORDER = {
  goodsCount: 0,
  units: 0,
  total: 0n,
  skus: [] as string[],
  userId: null,
  currency: null,
  createdAt: null,
  version: null,
};

/** The fields of goods that the columns of their order depend on. */
const COUNTED_FIELDS = ['orderId', 'sku', 'quantity', 'unitPrice'] as const;

const isThere = (order: KnownOrderRow): order is KnownOrderRow & OrderHistoryRow => order.version !== null;

const dayOf = (order: OrderHistoryRow) => order.createdAt.toISOString().slice(0, 10);

const statisticsKey = (order: OrderHistoryRow) => ({
  day: dayOf(order),
  currency: order.currency,
  goodsCount: order.goodsCount,
});
const SINCE_1980 = Date.UTC(1980, 0);

function quarterOf({ createdAt }: OrderHistoryRow): Date {
  const moment = createdAt.getTime();
  return moment < SINCE_1980 ? createdAt : new Date(moment - (moment % QUARTER_MS));
}

const quarterKey = (order: OrderHistoryRow) => ({ createdAt: quarterOf(order), currency: order.currency });
const sizeKey = ({ goodsCount, currency }: OrderHistoryRow) => ({ goodsCount, currency });
const userKey = ({ userId, currency }: OrderHistoryRow) => ({ userId, currency });

/** All tables that the queries of the order history read, folded from the events of orders and goods. */
@View({
  name: ORDER_HISTORY,
  version: 3,
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
      createdAt: data.created_at,
      version: recorded.version,
    };
  }

  @On(GoodsDeleted, OrderGoodsRow, ({ data }) => ({ id: data.id }))
  goodsRowDeleted() {
    return null;
  }

  @On(OrderCreated, KnownOrderRow, ({ data }) => ({ id: data.id }))
  @On(OrderUpdated, KnownOrderRow, ({ data }) => ({ id: data.id }))
  orderKnown(row: KnownOrderRow | null, { data }: OrderCreated, { recorded }: At<KnownOrderRow>) {
    return {
      ...(row ?? NEW_ORDER),
      id: data.id,
      userId: data.user_id,
      currency: data.currency,
      createdAt: new Date(data.created_at),
      version: recorded.version,
    };
  }

  @On(OrderDeleted, KnownOrderRow, ({ data }) => ({ id: data.id }))
  orderDeleted(row: KnownOrderRow | null) {
    return row?.goodsCount ? { ...row, userId: null, currency: null, createdAt: null, version: null } : null;
  }

  @OnChange(OrderGoodsRow, KnownOrderRow, ({ before, after }) =>
    [before, after].filter((goods) => goods !== null).map(({ orderId }) => ({ id: orderId })),
  )
  goodsOfOrder(row: KnownOrderRow | null, { before, after }: Change<OrderGoodsRow>, { key }: At<KnownOrderRow>) {
    if (before && after && COUNTED_FIELDS.every((part) => before[part] === after[part])) return row;
    const order = { ...(row ?? NEW_ORDER), id: key.id as number };
    const skus = [...order.skus];
    for (const [goods, sign] of [
      [before, -1],
      [after, 1],
    ] as const) {
      if (!goods || goods.orderId !== key.id) continue;
      order.goodsCount += sign;
      order.units += sign * goods.quantity;
      order.total += BigInt(sign) * BigInt(goods.quantity) * BigInt(goods.unitPrice);
      if (goods.sku === null) continue;
      const sku = foldText(goods.sku);
      if (sign > 0) skus.push(sku);
      else skus.splice(skus.indexOf(sku), 1);
    }
    return order.goodsCount || isThere(order) ? { ...order, skus: skus.sort() } : null;
  }

  @From(KnownOrderRow, OrderHistoryRow)
  order(order: KnownOrderRow): OrderHistoryRow[] {
    return isThere(order) ? [order] : [];
  }

  @From(OrderHistoryRow, OrderSkuRow)
  ordersOfSku({ id, createdAt, goodsCount, total, skus }: OrderHistoryRow): OrderSkuRow[] {
    return [...new Set(skus)].map((foldedSku) => ({ foldedSku, orderId: id, createdAt, goodsCount, total }));
  }

  @On(OrderCreated, OrderDayRow, ({ data }) => ({ day: data.created_at.slice(0, 10) }))
  day(row: OrderDayRow | null, { data: { id } }: OrderCreated, { key }: At<OrderDayRow>) {
    return {
      day: key.day as string,
      leastId: Math.min(row?.leastId ?? id, id),
      greatestId: Math.max(row?.greatestId ?? id, id),
    };
  }

  @SumBy(OrderHistoryRow, OrderStatisticsRow, statisticsKey)
  statistics({ units, total }: OrderHistoryRow) {
    return { orders: 1, units, total };
  }

  @SumBy(OrderHistoryRow, OrderQuarterRow, quarterKey)
  quarters({ goodsCount, units, total }: OrderHistoryRow) {
    return { orders: 1, goodsCount, units, total };
  }

  @SumBy(OrderHistoryRow, OrderSizeRow, sizeKey)
  sizes({ units, total }: OrderHistoryRow) {
    return { orders: 1, units, total };
  }

  @SumBy(OrderHistoryRow, OrderUserRow, userKey)
  users({ goodsCount, units, total }: OrderHistoryRow) {
    return { orders: 1, goodsCount, units, total };
  }

  @OnChange(OrderUserRow, OrderUserGroupRow, ({ before, after }) => ({ userId: (before ?? after)?.userId }))
  userGroups(row: OrderUserGroupRow | null, { before, after }: Change<OrderUserRow>, { key }: At<OrderUserGroupRow>) {
    const totals = Object.entries(row?.totals ?? {}).filter(([currency]) => currency !== (before ?? after)?.currency);
    if (after) totals.push([after.currency, String(after.total)]);
    const [first, ...others] = totals.map(([, total]) => BigInt(total));
    if (first === undefined) return null;
    return {
      userId: key.userId as number,
      orders: (row?.orders ?? 0) - (before?.orders ?? 0) + (after?.orders ?? 0),
      greatestTotal: others.reduce((greatest, total) => (total > greatest ? total : greatest), first),
      totals: Object.fromEntries(totals.sort(([one], [other]) => (one < other ? -1 : 1))),
    };
  }
}
