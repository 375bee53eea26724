import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GoodsCreated, GoodsDeleted, GoodsUpdated } from '../../../src/goods/goods.events.js';
import { KnownOrderRow, OrderHistoryRow } from '../../../src/order-history/order-history.rows.js';
import { OrderHistoryView } from '../../../src/order-history/order-history.view.js';
import { OrderCreated, OrderDeleted, OrderUpdated } from '../../../src/orders/order.events.js';
import type { RecordedEvent } from '../../../src/shared/event-log/events.js';
import { batchesOf, projectionOf } from '../../support/projection.js';

const { fold } = projectionOf(new OrderHistoryView());

const commands = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...(['create order', 'change order', 'delete order', 'add goods', 'add goods', 'add goods'] as const),
      ...(['change goods', 'change goods', 'move goods', 'move goods', 'delete goods', 'saga'] as const),
    ),
    a: fc.nat(20),
    b: fc.nat(20),
  }),
  { minLength: 3, maxLength: 50 },
);

type Order = OrderCreated['data'];
type Goods = GoodsCreated['data'];

/** The log of a shop after these commands, once its saga has reached the end of the log. */
function logOf(given: { what: string; a: number; b: number }[]): RecordedEvent[] {
  const log: RecordedEvent[] = [];
  const versions = new Map<string, number>();
  const append = (category: string, type: string, data: { id: number }) => {
    const stream = `${category}-${data.id}`;
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    const metadata = { commandId: 'c', actor: 'test', correlationId: 'c', causationId: null };
    log.push({ position: log.length + 1, stream, version, type, schema: 1, data, metadata, recordedAt: new Date(0) });
  };
  const orders = new Map<number, Order>();
  const goods = new Map<number, Goods>();
  const remove = (each: Goods) => {
    goods.delete(each.id);
    append('goods', GoodsDeleted.type, each);
  };
  const change = (old: Goods, changes: Partial<Goods>) => {
    const { order_id, quantity, unit_price } = old;
    const changed = { ...old, ...changes };
    goods.set(old.id, changed);
    append('goods', GoodsUpdated.type, { ...changed, previous: { order_id, quantity, unit_price } } as Goods);
  };
  const saga = () => [...goods.values()].filter(({ order_id }) => !orders.has(order_id)).forEach(remove);
  let last = 0;
  for (const { what, a, b } of given) {
    const created_at = new Date(Date.UTC(2026, 0, 1 + (a % 3), 12)).toISOString();
    const order = [...orders.values()][a % orders.size];
    const some = [...goods.values()][b % goods.size];
    const fields = { sku: [null, 'A', 'B'][b % 3] as string | null, quantity: 1 + (a % 3), unit_price: b * 50 };
    if (what === 'create order' || !order) {
      const created = { id: ++last, user_id: 1 + (b % 2), currency: ['EUR', 'USD'][a % 2] as string, created_at };
      orders.set(created.id, created);
      append('order', OrderCreated.type, created);
    } else if (what === 'change order') {
      const changed = { ...order, user_id: order.user_id + 1 };
      orders.set(order.id, changed);
      append('order', OrderUpdated.type, changed);
    } else if (what === 'delete order') {
      orders.delete(order.id);
      append('order', OrderDeleted.type, order);
    } else if (what === 'add goods') {
      const added = { id: ++last, order_id: order.id, name: null, ...fields, created_at };
      goods.set(added.id, added);
      append('goods', GoodsCreated.type, added);
    } else if (what === 'saga') saga();
    else if (!some) continue;
    else if (what === 'change goods') {
      const { sku, quantity, unit_price } = fields;
      change(some, [{ name: `name ${b}` }, { sku }, { quantity }, { unit_price }][a % 4] as Partial<Goods>);
    } else if (what === 'move goods') change(some, b % 2 ? { ...fields, order_id: order.id } : { order_id: order.id });
    else remove(some);
  }
  saga();
  return log;
}

/** Delays each event by this number of positions, together with all later events of its stream. */
function heldBack(log: RecordedEvent[], delays: number[]): RecordedEvent[] {
  const times = new Map<string, number>();
  return log
    .map((event, index) => {
      const time = Math.max(event.position + (delays[index % delays.length] as number), times.get(event.stream) ?? 0);
      times.set(event.stream, time);
      return { event, time };
    })
    .sort((a, b) => a.time - b.time)
    .map(({ event }) => event);
}

it('the order history does not depend on the order between streams, nor on batches', async () => {
  await fc.assert(
    fc.asyncProperty(
      commands,
      fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(60)), { minLength: 1, maxLength: 60 }),
      fc.array(fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(100)), { minLength: 1, maxLength: 5 }),
      async (given, delays, sizes) => {
        const log = logOf(given);
        const clean = await fold(log, batchesOf(log.length));
        // No rows are left of deleted orders.
        expect(clean[KnownOrderRow.name]).toEqual(clean[OrderHistoryRow.name]);
        expect(await fold(log, batchesOf(...sizes))).toEqual(clean);
        expect(await fold(heldBack(log, delays), batchesOf(...sizes))).toEqual(clean);
      },
    ),
    { numRuns: 150 },
  );
}, 120_000);
