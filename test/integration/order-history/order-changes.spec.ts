import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectInvalid } from '../../support/problem.js';
import { Shop } from '../../support/shop.js';
import { ANN, as, authenticate, BOB, BOSS, OF_ANN, OF_BOB } from '../../support/two-users.js';

interface Change {
  readonly position: number;
  readonly actor: string;
  readonly event_type: string;
  readonly goods_id: number | null;
  readonly version: number;
  readonly summary: string;
  readonly changes: { field: string; from: unknown; to: unknown }[];
  readonly causation_id: string | null;
}

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({}, [], undefined, authenticate);
});
afterAll(() => shop.close());

const pathOf = (order: number) => `/v1/order-history/${order}/history`;

const ask = (order: number, query: object = {}, who = BOSS) => shop.http.get(pathOf(order)).query(query).set('user-agent', who);

async function changes(order: number, query: object = {}, who = BOSS): Promise<Change[]> {
  return (await ask(order, { limit: 200, ...query }, who).expect(200)).body.data;
}

const summaries = async (order: number, query: object = {}, who = BOSS) =>
  (await changes(order, query, who)).map(({ summary }) => summary);

/** All pages, one after the other. */
async function walk(order: number, query: object): Promise<Change[]> {
  const rows: Change[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { body } = await ask(order, { ...query, ...(cursor ? { cursor } : {}) }).expect(200);
    rows.push(...body.data);
    cursor = body.page.next_cursor;
  }
  return rows;
}

describe('the history of an order', () => {
  it('has every change of the order and of its goods, while they were in it, with its actor', async () => {
    const [order, other] = [await shop.createOrder(42, 'EUR'), await shop.createOrder(43, 'EUR')];
    const mug = await shop.addGoods(order, { sku: 'MUG-RED', name: 'A red mug', quantity: 2, unitPrice: 1250 });
    const bare = await shop.addGoods(order, { unitPrice: 5 });
    const moved = await shop.addGoods(other, { sku: 'PEN', unitPrice: 100 });
    await shop.changeGoods(moved, { quantity: 7 });
    await shop.changeGoods(mug, { quantity: 3, unitPrice: 1300 });
    await shop.changeGoods(mug, { sku: null, name: 'A mug' });
    await shop.changeGoods(moved, { orderId: order, quantity: 8 });
    await shop.changeOrder(order, { userId: 44 });
    await shop.changeGoods(moved, { orderId: other, quantity: 9 });
    await shop.changeGoods(moved, { quantity: 10 });
    await shop.deleteGoods(bare);
    const told = await changes(order);
    expect(told.map(({ summary }) => summary)).toEqual([
      'Order created for user 42, in EUR',
      `Goods ${mug} “A red mug” added, 2 × €12.50`,
      `Goods ${bare} added, 1 × €0.05`,
      `Goods ${mug} “A red mug” changed: quantity from 2 to 3, price from €12.50 to €13.00`,
      `Goods ${mug} “A red mug” changed: SKU from “MUG-RED” to none, name from “A red mug” to “A mug”`,
      `Goods ${moved} “PEN” moved here from order ${other}, 8 × €1.00; quantity from 7 to 8`,
      'User changed from 42 to 44',
      `Goods ${moved} “PEN” moved to order ${other}`,
      `Goods ${bare} deleted, 1 × €0.05`,
    ]);
    expect(told[3]).toEqual({
      position: expect.any(Number),
      datetime: expect.stringMatching(/^\d{4}-.*Z$/),
      actor: expect.any(String),
      event_type: 'goods_updated_v1',
      goods_id: mug,
      version: 2,
      summary: expect.any(String),
      changes: [
        { field: 'quantity', from: 2, to: 3 },
        { field: 'unit_price', from: 1250, to: 1300 },
      ],
      command_id: expect.any(String),
      causation_id: null,
    });
    expect(told[0]).toMatchObject({ goods_id: null, version: 1, changes: [{ field: 'user_id', from: null, to: 42 }, {}] });
    expect(told[5]?.changes).toEqual([
      { field: 'order_id', from: other, to: order },
      { field: 'quantity', from: 7, to: 8 },
    ]);
    expect(await summaries(other)).toEqual([
      'Order created for user 43, in EUR',
      `Goods ${moved} “PEN” added, 1 × €1.00`,
      `Goods ${moved} “PEN” changed: quantity from 1 to 7`,
      `Goods ${moved} “PEN” moved to order ${order}`,
      `Goods ${moved} “PEN” moved here from order ${order}, 9 × €1.00; quantity from 8 to 9`,
      `Goods ${moved} “PEN” changed: quantity from 9 to 10`,
    ]);
    // Of the whole log, in the order in which it happened.
    const positions = told.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((one, next) => one - next));
  });

  it('includes the deletion, and that of its goods by the saga', async () => {
    const order = await shop.createOrder(42, 'CZK');
    const goods = await shop.addGoods(order, { name: 'Mug', unitPrice: 31000 });
    await shop.deleteOrder(order);
    await shop.settle();
    await shop.http.get(`/v1/order/${order}`).set('user-agent', BOSS).expect(404);
    const told = await changes(order);
    expect(told.map(({ summary }) => summary)).toEqual([
      'Order created for user 42, in CZK',
      `Goods ${goods} “Mug” added, 1 × CZK\u00a0310.00`,
      'Order deleted',
      `Goods ${goods} “Mug” deleted, 1 × CZK\u00a0310.00`,
    ]);
    expect(told[3]?.causation_id).toBe(String(told[2]?.position));
    expect(told[2]?.changes).toEqual([{ field: 'deleted', from: false, to: true }]);
  });

  it('comes in pages, oldest or latest first, that together are the whole', async () => {
    const order = await shop.createOrder();
    for (let n = 0; n < 4; n++) await shop.addGoods(order, { unitPrice: n });
    await shop.changeOrder(order, { userId: 9 });
    const all = await changes(order);
    expect(all).toHaveLength(6);
    for (const limit of [1, 2, 3, 6, 200]) {
      expect(await walk(order, { limit })).toEqual(all);
      expect(await walk(order, { limit, sort: '-position' })).toEqual(all.toReversed());
    }
    const { body } = await ask(order, { limit: 2 }).expect(200);
    const cursor = body.page.next_cursor;
    expectInvalid(await ask(order, { limit: 2, sort: '-position', cursor }), ['#/cursor', 'not-of-this-list']);
    expectInvalid(await ask(await shop.createOrder(), { cursor }), ['#/cursor', 'not-of-this-list']);
    // A page that was begun is not shifted by what comes meanwhile.
    await shop.addGoods(order);
    expect((await walk(order, { limit: 2, cursor })).slice(0, 4)).toEqual(all.slice(2));
  });

  it('has its latest event immediately, whatever other appends are in progress', async () => {
    const order = await shop.createOrder();
    const stalled = await shop.stall();
    const goods = await shop.addGoods(order, { name: 'Late' });
    // An event of the order that has a lower position and is not visible yet would be skipped by the next page.
    const answer = ask(order).then(({ body }) => body.data.at(-1));
    const early = await Promise.race([answer, new Promise((done) => setTimeout(done, 300, 'waits'))]);
    await stalled.commit();
    expect([early, await answer]).toMatchObject(['waits', { goods_id: goods }]);
  });

  it('exists for present and deleted orders', async () => {
    const { body } = await ask(999_999).expect(404);
    expect(body.code).toBe('order.not-found');
    const order = await shop.createOrder();
    expectInvalid(await ask(order, { sort: 'version' }), ['#/sort', 'not-a-choice']);
    expectInvalid(await ask(order, { limit: 201 }), ['#/limit', 'out-of-range']);
    expectInvalid(await shop.http.get('/v1/order-history/x/history'), ['#/id', 'not-a-whole-number']);
  });
});

describe('a principal that is bound to a user', () => {
  it('sees the history of its orders only, without goods that are in the order of another user by now', async () => {
    const [own, foreign] = [await shop.createOrder(ANN, 'EUR'), await shop.createOrder(BOB, 'EUR')];
    const kept = await shop.addGoods(own, { name: 'kept' });
    const given = await shop.addGoods(own, { name: 'given' });
    const got = await shop.addGoods(foreign, { name: 'got' });
    await shop.changeGoods(given, { orderId: foreign, name: 'secret' });
    await shop.changeGoods(got, { orderId: own });
    expect((await changes(own)).map(({ goods_id }) => goods_id)).toEqual([null, kept, given, given, got]);
    const seen = await changes(own, {}, OF_ANN);
    expect(seen.map(({ goods_id }) => goods_id)).toEqual([null, kept, got]);
    expect(JSON.stringify(seen)).not.toMatch(/secret|given/);
    expect((await ask(foreign, {}, OF_ANN).expect(404)).body).toEqual({
      ...(await ask(999_999, {}, OF_ANN).expect(404)).body,
      detail: `There is no order ${foreign}.`,
    });
    expect(await changes(foreign, {}, OF_BOB)).toHaveLength(2);
    // The order is handed over, and with it its history.
    await shop.changeOrder(own, { userId: BOB });
    await ask(own, {}, OF_ANN).expect(404);
    expect((await changes(own, {}, OF_BOB)).length).toBe(6);
    const cursor = (await ask(own, { limit: 1 }, OF_BOB)).body.page.next_cursor;
    expectInvalid(await ask(own, { limit: 1, cursor }, BOSS), ['#/cursor', 'not-of-this-list']);
    expect((await ask(own, { limit: 1, cursor }, as('other', BOB)).expect(200)).body.data).toHaveLength(1);
  });
});
