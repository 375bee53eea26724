import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const order = async (id: number) => (await shop.get(`/v1/order-history/${id}`).expect(200)).body;

describe('goods', () => {
  it.each(['json', 'form'])('are added to an order from %s', async (type) => {
    const id = await shop.createOrder();
    const { headers, text } = await shop.http
      .post('/v1/goods')
      .type(type)
      .send({ orderId: id, sku: 'MUG', name: 'A mug & more', quantity: 2, unitPrice: 1250 })
      .expect(201);
    expect(text).toBe('');
    expect(headers.location).toMatch(/^\/v1\/goods\/\d+$/);
    shop.position = Number(headers['event-position']);
    expect(await order(id)).toMatchObject({
      goods_count: 1,
      units: 2,
      total: 2500,
      goods: [{ order_id: id, sku: 'MUG', name: 'A mug & more', quantity: 2, unit_price: 1250, version: 1 }],
    });
    expect((await shop.get(headers.location as string)).body).toMatchObject({ order_id: id, sku: 'MUG', unit_price: 1250 });
  });

  it('default to one piece at no price', async () => {
    const id = await shop.createOrder();
    await shop.addGoods(id);
    expect((await order(id)).goods).toMatchObject([{ sku: null, name: null, quantity: 1, unit_price: 0 }]);
  });

  it('change only in the members of the request', async () => {
    const id = await shop.createOrder();
    const goods = await shop.addGoods(id, { sku: 'A', name: 'a', quantity: 2, unitPrice: 10 });
    expect((await shop.changeGoods(goods, { quantity: 3 })).headers.etag).toBe('"2"');
    expect(await order(id)).toMatchObject({ units: 3, total: 30, goods: [{ sku: 'A', name: 'a', quantity: 3, unit_price: 10 }] });
    await shop.changeGoods(goods, { sku: null, name: 'b', unitPrice: 5 });
    expect(await order(id)).toMatchObject({ goods_count: 1, total: 15, goods: [{ sku: null, name: 'b', version: 3 }] });
  });

  it('that already are as requested succeed without an event', async () => {
    const goods = await shop.addGoods(await shop.createOrder(), { quantity: 2 });
    const { position } = shop;
    for (const body of [{}, { quantity: 2 }, { sku: null }]) {
      const { status, headers } = await shop.changeGoods(goods, body);
      expect([status, headers.etag, headers['event-position']]).toEqual([204, '"1"', String(position)]);
    }
  });

  it('move from one order to another', async () => {
    const [from, to] = [await shop.createOrder(), await shop.createOrder()];
    const goods = await shop.addGoods(from, { quantity: 2, unitPrice: 100 });
    await shop.addGoods(from, { unitPrice: 7 });
    await shop.changeGoods(goods, { orderId: to, quantity: 5 });
    expect(await order(from)).toMatchObject({ goods_count: 1, units: 1, total: 7 });
    expect(await order(to)).toMatchObject({ goods_count: 1, units: 5, total: 500, goods: [{ id: goods, order_id: to }] });
  });

  it('leave their order when they are deleted', async () => {
    const id = await shop.createOrder();
    const goods = await shop.addGoods(id, { unitPrice: 7 });
    expect((await shop.deleteGoods(goods)).status).toBe(204);
    expect(await order(id)).toMatchObject({ goods_count: 0, units: 0, total: 0, goods: [] });
    expect((await shop.deleteGoods(goods)).body.code).toBe('goods.deleted');
    expect((await shop.changeGoods(goods, { quantity: 2 })).body.code).toBe('goods.deleted');
    expect((await shop.get(`/v1/goods/${goods}`)).body.code).toBe('goods.not-found');
  });

  it('need an existing order', async () => {
    const deleted = await shop.createOrder();
    await shop.deleteOrder(deleted);
    const goods = await shop.addGoods(await shop.createOrder());
    for (const orderId of [999_999, deleted]) {
      const add = await shop.http.post('/v1/goods').send({ orderId }).expect(422);
      expect(add.body.code).toBe('goods.order-not-found');
      const move = await shop.changeGoods(goods, { orderId });
      expect([move.status, move.body.code]).toEqual([422, 'goods.order-not-found']);
    }
  });

  it('leave events under the names and with the payload of the article', async () => {
    const id = await shop.createOrder();
    const goods = await shop.addGoods(id, { sku: 'A', quantity: 2, unitPrice: 10 });
    await shop.changeGoods(goods, { quantity: 3 });
    await shop.deleteGoods(goods);
    const { body } = await shop.get('/v1/events', { entityId: `goods-${goods}` });
    const data = { id: goods, order_id: id, sku: 'A', name: null, quantity: 3, unit_price: 10, created_at: expect.any(String) };
    expect(body.data.map((event: object) => ({ ...event, metadata: undefined }))).toMatchObject([
      { eventType: 'goods_created_v1', version: 1, data: { ...data, quantity: 2 } },
      { eventType: 'goods_updated_v1', version: 2, data: { ...data, previous: { order_id: id, quantity: 2, unit_price: 10 } } },
      { eventType: 'goods_deleted_v1', version: 3, data },
    ]);
  });

  it('of a deleted order are removed by the saga, each with an event that names the order as cause', async () => {
    const id = await shop.createOrder();
    const goods = [await shop.addGoods(id), await shop.addGoods(id)];
    const { headers } = await shop.deleteOrder(id);
    await shop.settle();
    const { body } = await shop.get('/v1/events', { after: headers['event-position'] });
    expect(body.data.map(({ stream }: { stream: string }) => stream)).toEqual(goods.map((each) => `goods-${each}`));
    for (const { eventType, metadata } of body.data) {
      expect(eventType).toBe('goods_deleted_v1');
      expect(metadata).toMatchObject({ actor: 'saga RemoveGoodsSaga.removeGoods', causationId: headers['event-position'] });
    }
  });

  it.each(['added to', 'moved into'])('that are being %s an order while it is deleted are deleted with it', async (what) => {
    const id = await shop.createOrder();
    const goods = await shop.addGoods(await shop.createOrder());
    await shop.settle();
    const waiting = async (count: number) => {
      for (;;) {
        const { rows } = await shop.db.query(
          `SELECT count(*)::int AS waiting FROM pg_stat_activity
           WHERE datname = current_database() AND application_name = 'kronika write' AND wait_event_type = 'Lock'`,
        );
        if (rows[0].waiting === count) return;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    // Writers of goods wait here, between the check of the order and the commit.
    const holder = await shop.db.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE write.goods IN SHARE MODE');
    const arriving =
      what === 'added to'
        ? shop.http
            .post('/v1/goods')
            .send({ orderId: id })
            .then((response) => response.status)
        : shop.changeGoods(goods, { orderId: id }).then(({ status }) => status);
    await waiting(1);
    const deleting = shop.deleteOrder(id).then(({ status }) => status);
    await Promise.race([waiting(2), deleting.then(() => shop.settle())]);
    await holder.query('COMMIT');
    holder.release();
    expect([await arriving, await deleting]).toEqual([what === 'added to' ? 201 : 204, 204]);
    await shop.settle();
    const { rows } = await shop.db.query('SELECT id FROM write.goods WHERE order_id = $1', [id]);
    expect(rows).toEqual([]);
  });

  it('never outlive their order when commands are concurrent', async () => {
    const orders = await Promise.all(Array.from({ length: 30 }, () => shop.createOrder()));
    const goods = await Promise.all(orders.map((id) => shop.addGoods(id, { unitPrice: 3 })));
    const survivors = orders.filter((_, i) => i % 3 === 0);
    const answers = await Promise.all(
      orders
        .flatMap((id, i) => [
          shop.addGoods(id, { unitPrice: 1 }).catch(() => 0),
          survivors.includes(id) ? [] : shop.deleteOrder(id),
          shop.changeGoods(goods[i] as number, { orderId: orders[(i + 1) % orders.length] }),
          shop.http.post('/v1/goods').send({ orderId: id, unitPrice: 2 }),
          shop.changeGoods(goods[i] as number, { orderId: orders[(i + 7) % orders.length], quantity: 2 }),
        ])
        .flat(),
    );
    for (const answer of answers) if (typeof answer === 'object') expect([201, 204, 404, 422]).toContain(answer.status);
    await shop.settle();
    const { rows } = await shop.db.query(`
      SELECT
        (SELECT count(*) FROM write.goods g WHERE NOT EXISTS (SELECT FROM write.orders o WHERE o.id = g.order_id))::int AS written,
        (SELECT count(*) FROM read.order_goods g WHERE NOT EXISTS (SELECT FROM read.order_history o WHERE o.id = g.order_id))::int AS read,
        (SELECT count(*) FROM write.goods)::int AS goods`);
    expect(rows[0]).toMatchObject({ written: 0, read: 0 });
    expect(rows[0].goods).toBeGreaterThan(survivors.length);
    expect((await shop.history({ limit: 100 })).map((each: { id: number }) => each.id)).toEqual(
      expect.arrayContaining(survivors),
    );
  });
});
