import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({ CURRENCY: 'CZK' });
});
afterAll(() => shop.close());

const events = async (entityId: string) => (await shop.get('/v1/events', { entityId }).expect(200)).body.data;

describe('orders', () => {
  it.each(['json', 'form'])('are created from %s, with the receipt in the headers and without a body', async (type) => {
    const response = await shop.http.post('/v1/order').type(type).send({ userId: 42, currency: 'EUR' }).expect(201);
    expect(response.text).toBe('');
    expect(response.headers.etag).toBe('"1"');
    expect(response.headers.location).toMatch(/^\/v1\/order\/\d+$/);
    const position = response.headers['event-position'] as string;
    const { body } = await shop.http
      .get(response.headers.location as string)
      .set('Wait-For-Position', position)
      .expect(200);
    expect(body).toMatchObject({ user_id: 42, currency: 'EUR', goods_count: 0, units: 0, total: 0, version: 1, goods: [] });
  });

  it('have the currency of the settings unless they name one', async () => {
    const order = await shop.createOrder();
    expect((await shop.get(`/v1/order-history/${order}`)).body.currency).toBe('CZK');
  });

  it('leave the events that the article names, with its payload, and with actor, cause and time', async () => {
    const { headers } = await shop.http.post('/v1/order').set('X-Correlation-Id', 'visit-7').send({ userId: 42 }).expect(201);
    shop.position = Number(headers['event-position']);
    const id = Number(headers.location?.split('/').pop());
    await shop.changeOrder(id, { userId: 43 });
    await shop.deleteOrder(id);
    const [created, updated, deleted] = await events(`order-${id}`);
    expect(created).toEqual({
      eventType: 'order_created_v1',
      entityId: String(id),
      datetime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      data: { id, user_id: 42, currency: 'CZK', created_at: expect.stringMatching(/Z$/) },
      position: Number(headers['event-position']),
      stream: `order-${id}`,
      version: 1,
      metadata: {
        commandId: expect.stringMatching(/^[\da-f-]{36}$/),
        actor: 'anonymous',
        correlationId: 'visit-7',
        causationId: null,
      },
    });
    expect(updated).toMatchObject({ eventType: 'order_updated_v1', version: 2, data: { id, user_id: 43 } });
    expect(deleted).toMatchObject({ eventType: 'order_deleted_v1', version: 3, data: { id, user_id: 43 } });
  });

  it('change, with the next version in the ETag', async () => {
    const order = await shop.createOrder(1);
    const response = await shop.changeOrder(order, { userId: 2 });
    expect(response.status).toBe(204);
    expect(response.text).toBe('');
    expect(response.headers.etag).toBe('"2"');
    expect((await shop.get(`/v1/order-history/${order}`)).body).toMatchObject({ user_id: 2, version: 2 });
  });

  it('that already are as requested succeed without an event', async () => {
    const order = await shop.createOrder(1);
    const { position } = shop;
    const response = await shop.changeOrder(order, { userId: 1 });
    expect(response.status).toBe(204);
    expect(response.headers.etag).toBe('"1"');
    expect(response.headers['event-position']).toBe(String(position));
    expect(await events(`order-${order}`)).toHaveLength(1);
  });

  it.each([
    ['change', 'put'],
    ['delete', 'delete'],
  ] as const)('that are not there can not be asked to %s', async (_, method) => {
    const { body } = await shop.http[method]('/v1/order/999999')
      .send(method === 'put' ? { userId: 1 } : undefined)
      .expect(404);
    expect(body.code).toBe('order.not-found');
  });

  it('refuse every command once they are deleted, as goods do', async () => {
    const order = await shop.createOrder();
    const goods = await shop.addGoods(order);
    expect((await shop.deleteGoods(goods)).status).toBe(204);
    expect((await shop.deleteOrder(order)).status).toBe(204);
    for (const answer of [await shop.deleteOrder(order), await shop.changeOrder(order, { userId: 1 })])
      expect(answer).toMatchObject({ status: 409, body: { code: 'order.deleted' } });
    for (const answer of [await shop.deleteGoods(goods), await shop.changeGoods(goods, { quantity: 2 })])
      expect(answer).toMatchObject({ status: 409, body: { code: 'goods.deleted' } });
    expect((await shop.get(`/v1/order-history/${order}`)).body.code).toBe('order.not-found');
  });

  it('refuse a command for another version, and list the missed events', async () => {
    const order = await shop.createOrder(1);
    await shop.changeOrder(order, { userId: 2 });
    const { body, headers } = await shop.http.put(`/v1/order/${order}`).set('If-Match', '"1"').send({ userId: 3 }).expect(412);
    expect(headers['content-type']).toMatch('application/problem+json');
    expect(body).toMatchObject({
      code: 'order.version-mismatch',
      version: 2,
      events: [{ eventType: 'order_updated_v1', version: 2, data: { user_id: 2 } }],
    });
    await shop.http.put(`/v1/order/${order}`).set('If-Match', '"2"').send({ userId: 3 }).expect(204).expect('ETag', '"3"');
    await shop.http.delete(`/v1/order/${order}`).set('If-Match', '"2"').expect(412);
    await shop.http.delete(`/v1/order/${order}`).set('If-Match', '"1", "3"').expect(204);
  });

  it('let one of many commands for the same version win', async () => {
    const order = await shop.createOrder(1);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        shop.http
          .put(`/v1/order/${order}`)
          .set('If-Match', '"1"')
          .send({ userId: i + 2 }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(19).fill(412)]);
  });
});
