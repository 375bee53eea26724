import { it } from 'vitest';
import { GoodsCreated, GoodsDeleted, GoodsUpdated } from '../../../src/goods/goods.events.js';
import { KnownOrderRow, OrderHistoryRow, OrderUserRow } from '../../../src/order-history/order-history.rows.js';
import { OrderHistoryView } from '../../../src/order-history/order-history.view.js';
import { OrderCreated, OrderDeleted, OrderUpdated } from '../../../src/orders/order.events.js';
import { projectionOf } from '../../support/projection.js';

const { given } = projectionOf(new OrderHistoryView());

const order = { id: 1, user_id: 42, currency: 'EUR', created_at: '2026-01-31T09:30:00.000Z' };
const mugs = { id: 7, order_id: 1, sku: 'MUG', name: null, quantity: 2, unit_price: 1_250, created_at: order.created_at };

const sums = { goodsCount: 1, units: 2, total: 2_500n };
const inHistory = {
  id: 1,
  userId: 42,
  currency: 'EUR',
  createdAt: new Date(order.created_at),
  ...sums,
  skus: ['mug'],
  version: 1,
};

it('an order has the sums of its goods', () =>
  given(['order-1', new OrderCreated(order)])
    .when(['goods-7', new GoodsCreated(mugs)])
    .gives(OrderHistoryRow, [inHistory]));

it('goods count in the order to which they were moved', () =>
  given(
    ['order-1', new OrderCreated(order)],
    ['goods-7', new GoodsCreated(mugs)],
    ['order-2', new OrderCreated({ ...order, id: 2 })],
  )
    .when(['goods-7', new GoodsUpdated({ ...mugs, order_id: 2, previous: mugs })])
    .gives(OrderHistoryRow, [
      { ...inHistory, goodsCount: 0, units: 0, total: 0n, skus: [] },
      { ...inHistory, id: 2 },
    ]));

it('goods of an order that does not exist yet are kept, and in no history', async () => {
  const folded = given().when(['goods-7', new GoodsCreated(mugs)]);
  await folded.gives(OrderHistoryRow, []);
  const unknown = { userId: null, currency: null, createdAt: null, version: null };
  await folded.gives(KnownOrderRow, [{ ...inHistory, ...unknown }]);
});

it('a user has the sums of their current orders', () =>
  given(['order-1', new OrderCreated(order)], ['goods-7', new GoodsCreated(mugs)])
    .when(['order-1', new OrderUpdated({ ...order, user_id: 43 })])
    .gives(OrderUserRow, [{ userId: 43, currency: 'EUR', orders: 1, ...sums }]));

it('no rows are left of an order that was deleted with its goods', async () => {
  const folded = given(['order-1', new OrderCreated(order)], ['goods-7', new GoodsCreated(mugs)]).when(
    ['order-1', new OrderDeleted(order)],
    ['goods-7', new GoodsDeleted(mugs)],
  );
  await folded.gives(KnownOrderRow, []);
  await folded.gives(OrderHistoryRow, []);
  await folded.gives(OrderUserRow, []);
});
