import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Advertising, type LogEvent } from '../../support/advertising.js';
import { Shop, type Stalled } from '../../support/shop.js';

let shop: Shop;
let ads: Advertising;
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
});
afterAll(() => shop.close());

const open: Stalled[] = [];
afterEach(() => {
  for (const stalled of open.splice(0)) stalled.end();
});

async function stall(stream?: string, version?: number): Promise<Stalled> {
  const stalled = await shop.stall(stream, version);
  open.push(stalled);
  const commit = () => {
    open.splice(open.indexOf(stalled), 1);
    return stalled.commit();
  };
  return { ...stalled, commit };
}

/** The positions that a read of the log shows at once, without `Wait-For-Position`. */
async function positions(query: Record<string, unknown>): Promise<number[]> {
  const { body } = await shop.http.get('/v1/events').query(query).expect(200);
  return body.data.map((event: LogEvent) => event.position);
}

describe('a read of one entity is never stale, even if the horizon is held back', () => {
  it('its events', async () => {
    const order = await shop.createOrder();
    await stall();
    await shop.changeOrder(order, { userId: 43 });
    expect((await positions({ entityId: `order-${order}` })).at(-1)).toBe(shop.position);
    expect(await positions({ entityId: `order-${order}`, eventType: 'order_updated_v1' })).toEqual([shop.position]);
    const campaign = await ads.campaign();
    expect(await positions({ entityId: campaign })).toEqual([shop.position]);
    expect(await positions({ entityId: campaign, after: shop.position })).toEqual([]);
  });

  it('its history, its versions and its past', async () => {
    const id = await ads.campaign();
    await stall();
    await ads.set(id, 'name', { name: 'Summer sale' });
    const [{ now }] = (await shop.db.query('SELECT clock_timestamp() AS now')).rows;
    const { body } = await shop.http.get(`/v1/campaigns/${id}/history`).expect(200);
    expect(body.data.map(({ version }: { version: number }) => version)).toEqual([1, 2]);
    await shop.http.get(`/v1/campaigns/${id}?version=2`).expect(200, /Summer sale/);
    await shop.http
      .get(`/v1/campaigns/${id}`)
      .query({ at: now.toISOString() })
      .expect(200, /Summer sale/);
  });

  it('an id of several entities waits for appends in progress, so that a follower misses no event', async () => {
    const order = await shop.createOrder();
    // Until an order and goods have the same id.
    let goods = await shop.addGoods(order);
    let same = order;
    while (goods !== same) {
      if (goods < same) goods = await shop.addGoods(order);
      else same = await shop.createOrder();
    }
    const { position, commit } = await stall(`goods-${goods}`, 2);
    await shop.changeOrder(same, { userId: 99 });
    const answer = positions({ entityId: same });
    // Later requests are answered, so this one is not merely queued.
    for (let n = 0; n < 5; n++) expect((await positions({ entityId: `order-${same}` })).at(-1)).toBe(shop.position);
    await commit();
    const found = await answer;
    expect(found.slice(-2)).toEqual([position, shop.position]);
    expect(found).toEqual(found.toSorted((one, other) => one - other));
  });

  it('while the whole log is read as far as the horizon is now', async () => {
    await shop.settle();
    const after = shop.position;
    await shop.createOrder();
    expect(await positions({ after })).toEqual([shop.position]);
    const { position, commit } = await stall();
    const order = await shop.createOrder();
    expect(await positions({ after }), 'not beyond an append under way').toEqual([position - 1]);
    await commit();
    expect(await positions({ after })).toEqual([position - 1, position, position + 1]);
    expect(await positions({ entityId: `order-${order}` })).toEqual([position + 1]);
  });
});

describe('a position beyond the log', () => {
  const beyond = async () => Number((await shop.db.query('SELECT log.last_position() + 1 AS beyond')).rows[0].beyond);
  const refused = (name: string, position: number) => ({
    code: 'position.beyond-log',
    position: position - 1,
    errors: [{ pointer: `#/${name}`, code: 'beyond-log' }],
  });

  it.each(['/v1/order-history', '/v1/campaigns', '/v1/events', '/v1/views', '/v1/subscriptions'])(
    'is not waited for: %s',
    async (path) => {
      await shop.createOrder();
      const position = await beyond();
      const { body } = await shop.http.get(path).set('Wait-For-Position', String(position)).expect(400);
      expect(body).toMatchObject(refused('wait-for-position', position));
      await shop.http
        .get(path)
        .set('Wait-For-Position', String(position - 1))
        .expect(200);
    },
  );

  it('is not followed', async () => {
    const position = await beyond();
    const stream = (headers: Record<string, string>, query: object) =>
      shop.http.get('/v1/events/stream').set(headers).query(query).expect(400);
    expect((await stream({}, { after: position })).body).toMatchObject(refused('after', position));
    const { body } = await stream({ 'Last-Event-ID': String(position) }, { after: 0 });
    expect(body).toMatchObject(refused('last-event-id', position));
  });

  it('is not read', async () => {
    const position = await beyond();
    const { body } = await shop.http.get('/v1/events').query({ after: position }).expect(400);
    expect(body).toMatchObject(refused('after', position));
    expect(await positions({ after: position - 1 })).toEqual([]);
    const before = await shop.http.get('/v1/events').query({ before: position }).expect(400);
    expect(before.body).toMatchObject(refused('before', position));
    for (const path of [`/v1/events/${position}`, `/v1/events/${position}/trace`])
      expect((await shop.http.get(path).expect(400)).body).toMatchObject(refused('position', position));
  });

  it('is none while its event is being appended, here or elsewhere', async () => {
    const { position, commit } = await stall();
    const answer = shop.http
      .get('/v1/events')
      .query({ after: position - 1 })
      .set('Wait-For-Position', String(position));
    const [{ body }] = await Promise.all([answer.expect(200), commit()]);
    expect(body.data).toMatchObject([{ position }]);
  });
});
