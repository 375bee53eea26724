import { describe, expect, it } from 'vitest';
import type { Answer, Entry, Wire } from '../../../web/src/app/outbox/entry.js';
import { Outbox } from '../../../web/src/app/outbox/outbox.js';
import { until } from '../../support/until.js';

/** A browser whose commands get the given answers; without one, a command waits. */
function browserWith(answers: Record<string, Answer[]>) {
  const disk = new Map<string, Entry>();
  const sent: Wire[] = [];
  let made = 0;
  const state = { now: 1_000 };
  const open = (): Outbox =>
    new Outbox({
      store: {
        all: async () => [...disk.values()],
        add: async (entry) => void disk.set(entry.id, entry),
        update: async (id, change) => {
          const before = disk.get(id);
          const next = before && change(before);
          if (next) disk.set(id, next);
          return next;
        },
        remove: async (ids) => ids.forEach((id) => void disk.delete(id)),
      },
      now: () => state.now++,
      random: () => 0,
      uuid: () => `u${made++}`,
      later: (ms, run) =>
        void setTimeout(() => {
          state.now += ms;
          run();
        }),
      send: async (wire) => {
        sent.push(wire);
        return answers[`${wire.method} ${wire.url}`]?.shift() ?? new Promise<never>(() => {});
      },
      isSender: () => true,
      instance: () => 'one',
      fieldsOf: () => ['*'],
      laneOf: ({ stream }) => stream,
      announce: () => {},
      changed: () => {},
      signedOut: () => {},
    });
  return { open, sent, disk, state };
}

const lost: Answer = { status: 0 };
const created = (location: string, position: number): Answer => ({ status: 201, version: 1, position, location });

/** A new order, goods in it, and a change of those goods, all before the server has answered. */
function giveCommands(outbox: Outbox) {
  const common = { page: '/orders/new-order', fields: ['*'] };
  const order = outbox.add({
    ...{ label: 'Create', page: common.page, creates: 'new-order' },
    request: { method: 'POST', url: '/v1/order', body: { userId: 42 } },
    changes: [{ lane: 'order-new-order', patch: { id: 'new-order' }, fields: ['*'] }],
  }).id;
  const goods = outbox.add({
    ...{ label: 'Add', page: common.page, creates: 'new-goods', needs: [order] },
    request: { method: 'POST', url: '/v1/goods', body: { orderId: 'new-order', sku: 'MUG' } },
    changes: [{ lane: 'goods-new-goods', patch: { id: 'new-goods', order_id: 'new-order' }, fields: ['*'] }],
  }).id;
  const change = outbox.add({
    ...{ label: 'Change', page: common.page, needs: [goods] },
    request: { method: 'PUT', url: '/v1/goods/new-goods', body: { quantity: 2 } },
    changes: [{ lane: 'goods-new-goods', patch: { quantity: 2 }, fields: ['quantity'] }],
  }).id;
  return { order, goods, change };
}

const linesOf = (sent: readonly Wire[]) => sent.map(({ method, url, body }) => `${method} ${url} ${body}`);

describe('what the server gives an id to', () => {
  it('is named by a temporary one until the answer tells the real one, also if an answer is lost', async () => {
    const { open, sent } = browserWith({
      'POST /v1/order': [lost, created('/v1/order/17', 5)],
      'POST /v1/goods': [lost, created('/v1/goods/9', 6)],
      'PUT /v1/goods/9': [{ status: 204, version: 2, position: 7 }],
    });
    const outbox = open();
    const { goods, change } = giveCommands(outbox);
    const stateOf = (id: string) => outbox.entries.find((entry) => entry.id === id);
    await until(() => stateOf(change)?.state === 'acked');
    expect(linesOf(sent)).toEqual([
      'POST /v1/order {"userId":42}',
      'POST /v1/order {"userId":42}',
      'POST /v1/goods {"orderId":17,"sku":"MUG"}',
      'POST /v1/goods {"orderId":17,"sku":"MUG"}',
      'PUT /v1/goods/9 {"quantity":2}',
    ]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(3);
    expect(stateOf(goods)?.changes[0]).toMatchObject({ lane: 'goods-9', patch: { id: 9, order_id: 17 }, version: 1 });
    expect(stateOf(change)).toMatchObject({ changes: [{ lane: 'goods-9', version: 2 }] });
  });

  it('is known after the browser was closed between two of the commands', async () => {
    const world = browserWith({
      'POST /v1/order': [created('/v1/order/17', 5)],
      'POST /v1/goods': [created('/v1/goods/9', 6)],
    });
    const { change } = giveCommands(world.open());
    await until(() => world.sent.length === 3);
    const again = world.open();
    await again.load();
    // What was being sent goes out again as it was.
    await until(() => world.sent.length === 4);
    expect(world.sent[3]).toEqual(world.sent[2]);
    expect(world.sent[3]?.url).toBe('/v1/goods/9');
    expect(again.entries.find(({ id }) => id === change)?.changes[0]?.lane).toBe('goods-9');
  });

  it('is not forgotten while a command names it', async () => {
    const world = browserWith({ 'POST /v1/order': [created('/v1/order/17', 5)], 'POST /v1/goods': [lost] });
    const outbox = world.open();
    const { order } = giveCommands(outbox);
    await until(() => world.sent.length > 1);
    world.state.now += 120_000;
    await outbox.forget(Number.POSITIVE_INFINITY);
    expect(world.disk.has(order)).toBe(true);
    expect(JSON.parse(world.sent.at(-1)?.body ?? '').orderId).toBe(17);
  });

  it('takes with it what needs it, if it is refused, and brings it back', async () => {
    const world = browserWith({
      'POST /v1/order': [{ status: 422, problem: { code: 'request.invalid', detail: 'No.' } }, created('/v1/order/17', 5)],
      'POST /v1/goods': [created('/v1/goods/9', 6)],
      'PUT /v1/goods/9': [{ status: 204, version: 2, position: 7 }],
    });
    const outbox = world.open();
    const { order, goods, change } = giveCommands(outbox);
    const states = () => [order, goods, change].map((id) => outbox.entries.find((entry) => entry.id === id)?.state);
    await until(() => states().join() === 'failed,blocked,blocked');
    await outbox.again(order);
    await until(() => states().join() === 'acked,acked,acked');
    expect(linesOf(world.sent).at(-1)).toBe('PUT /v1/goods/9 {"quantity":2}');
  });
});
