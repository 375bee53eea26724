import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CURRENCY_CODES, STORED_CURRENCY_CODES } from '../../../src/money/currencies.js';
import { readSettings } from '../../../src/shared/settings.js';
import { ShopSettings } from '../../../src/shop-settings.js';
import { Advertising } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';

const NO_CURRENCIES = [
  'HRK',
  'BGN',
  'ZWL',
  'ANG',
  'SLL',
  'CUC',
  'DEM',
  'XXX',
  'XTS',
  'XAU',
  'XAG',
  'XPT',
  'XPD',
  'XDR',
  'XSU',
  'XUA',
];

let shop: Shop;
let ads: Advertising;
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
});
afterAll(() => shop.close());

describe('currencies', () => {
  it('are the same for orders, campaigns and the setting', async () => {
    for (const currency of ['XCG', 'ZWG', 'VED', 'SLE', 'XAD', 'CLF', 'UYW', 'MRU']) {
      const order = await shop.createOrder(42, currency);
      expect((await shop.get(`/v1/order-history/${order}`)).body).toMatchObject({ currency });
      const campaign = await ads.campaign({ currency });
      await ads.set(campaign, 'currency', { currency: 'EUR' });
      await ads.set(campaign, 'currency', { currency });
      expect(await ads.get(`/v1/campaigns/${campaign}`)).toMatchObject({ currency });
      expect(readSettings({ CURRENCY: currency }, ShopSettings).CURRENCY).toBe(currency);
      await shop.get('/v1/order-history', { currency }).expect(200);
    }
    const campaign = await ads.campaign();
    for (const currency of NO_CURRENCIES) {
      const { body } = await shop.http.post('/v1/order').send({ userId: 1, currency }).expect(400);
      expect(body.errors).toMatchObject([{ pointer: '#/currency', code: 'not-a-currency' }]);
      const refused = { status: 422, body: { code: 'campaign.currency-unknown', errors: [{ pointer: '#/currency' }] } };
      expect(await ads.send('POST', '/campaigns', { id: randomUUID(), name: 'x', userId: 1, currency })).toMatchObject(refused);
      expect(await ads.send('PUT', `/campaigns/${campaign}/currency`, { currency })).toMatchObject(refused);
      const commands = [{ command: 'set-currency', id: campaign, currency }];
      const bulk = await ads.send('POST', '/campaigns/bulk', { commands });
      expect(bulk.body.data).toMatchObject([{ status: 422, problem: { code: 'campaign.currency-unknown' } }]);
      expect(() => readSettings({ CURRENCY: currency }, ShopSettings)).toThrow('CURRENCY must be an ISO 4217 code such as EUR');
    }
  });

  it('are listed in the OpenAPI document wherever one is sent', async () => {
    const { body } = await shop.http.get('/openapi.json').expect(200);
    const { CreateOrderBody, CreateCampaignBody, CurrencyBody, SetCurrencyRow } = body.components.schemas;
    for (const { properties } of [CreateOrderBody, CreateCampaignBody, CurrencyBody, SetCurrencyRow])
      expect(properties.currency.enum).toEqual(CURRENCY_CODES);
    for (const path of ['/v1/order-history', '/v1/order-history.csv', '/v1/order-history/summary']) {
      const filter = body.paths[path].get.parameters.find(({ name }: { name: string }) => name === 'currency');
      expect(filter.schema.enum).toEqual(STORED_CURRENCY_CODES);
    }
  });

  it('that were withdrawn still find their orders', async () => {
    const made = ['BGN', 'ANG', 'XAU'].map((currency, n) => ({
      id: 900_001 + n,
      user_id: 77,
      currency,
      created_at: '2025-06-01T00:00:00.000Z',
    }));
    await ads.append(made.map((data) => ({ stream: `order-${data.id}`, version: 1, type: 'order_created_v1', data })));
    for (const order of made) {
      expect(await shop.history({ currency: order.currency })).toMatchObject([order]);
      const { text } = await shop.get('/v1/order-history.csv', { currency: order.currency }).expect(200);
      expect(text).toContain(`${order.id},77,${order.currency},`);
      const { body } = await shop.get('/v1/order-history/summary', { by: 'user', currency: order.currency }).expect(200);
      expect(body.data).toMatchObject([{ user_id: 77, currency: order.currency, orders: 1 }]);
    }
    await shop.get('/v1/order-history', { currency: 'QQQ' }).expect(400);
  });
});

describe('an amount in words', () => {
  it('is in the history of a campaign, also in a withdrawn currency', async () => {
    const id = randomUUID();
    const stream = `campaign-${id}`;
    await ads.append([
      { stream, version: 1, type: 'CampaignCreated', data: { name: 'Old', userId: 1, currency: 'BGN' } },
      { stream, version: 2, type: 'CampaignPriceSet', data: { amount: 1_250 } },
    ]);
    await ads.set(id, 'currency', { currency: 'HUF', amount: 125_000 });
    await ads.set(id, 'price', { amount: 9_007_199_254_740_991 });
    const { data } = await ads.get(`/v1/campaigns/${id}/history`);
    const told = data.map(({ summary }: { summary: string }) => summary.replaceAll('\u00a0', ' '));
    expect(told).toEqual([
      'Created “Old” for user 1, with prices in BGN',
      'Price set to BGN 12.50 per 1,000 views',
      'Currency changed from BGN to HUF, and the price from BGN 12.50 to HUF 1,250.00 per 1,000 views',
      'Price changed from HUF 1,250.00 to HUF 90,071,992,547,409.91 per 1,000 views',
    ]);
    expect(data[2].changes).toEqual([
      { field: 'currency', from: 'BGN', to: 'HUF' },
      { field: 'price', from: 1_250, to: 125_000 },
    ]);
  });
});

describe('the currency of a campaign', () => {
  it('changes together with its price, and an undo restores both', async () => {
    const section = await ads.section(await ads.portfolio());
    const id = await ads.runningCampaign([section]);
    await ads.set(id, 'price', { amount: 1_250 });
    const { body } = await ads.send('GET', `/campaigns/${id}`);
    await ads.set(id, 'currency', { currency: 'JPY', amount: 2_000 });
    expect((await ads.facts(id)).at(-1)).toEqual(['CampaignCurrencySet', { currency: 'JPY', amount: 2_000 }]);
    expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject({ currency: 'JPY', price: 2_000 });
    const placed = async () => (await ads.get('/v1/placements', { sectionId: section })).data;
    expect(await placed()).toMatchObject([{ campaignId: id, currency: 'JPY', price: 2_000 }]);
    await ads.do('POST', `/campaigns/${id}/undo`, { version: body.version });
    expect((await ads.facts(id)).at(-1)).toEqual(['CampaignCurrencySet', { currency: 'EUR', amount: 1_250 }]);
    expect(await placed()).toMatchObject([{ campaignId: id, currency: 'EUR', price: 1_250 }]);
    expect(await ads.get(`/v1/campaigns/${id}`, { version: body.version + 1 })).toMatchObject({ currency: 'JPY', price: 2_000 });
    for (const view of ['campaigns', 'placements'])
      expect((await ads.operate(view, 'verify'))?.result).toMatchObject({ differing: 0 });
  });

  it('changes alone as before, which leaves the number', async () => {
    const id = await ads.campaign();
    await ads.set(id, 'price', { amount: 1_250 });
    await ads.set(id, 'currency', { currency: 'JPY' });
    expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject({ currency: 'JPY', price: 1_250 });
    expect((await ads.facts(id)).at(-1)).toEqual(['CampaignCurrencySet', { currency: 'JPY' }]);
  });

  it('changes with the price in bulk as well', async () => {
    const id = await ads.campaign();
    const row = { command: 'set-currency', id, currency: 'CZK' };
    const commands = [
      { ...row, amount: 0 },
      { ...row, amount: '1' },
      { ...row, amount: 31_000 },
    ];
    const { body } = await ads.do('POST', '/campaigns/bulk', { commands });
    expect(body.data).toMatchObject([
      { status: 422, problem: { code: 'campaign.price-not-positive', errors: [{ pointer: '#/amount' }] } },
      { status: 400, problem: { errors: [{ pointer: '#/amount', code: 'not-a-whole-number' }] } },
      { status: 204 },
    ]);
    await shop.settle();
    expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject({ currency: 'CZK', price: 31_000 });
  });
});

describe('goods that move to an order of another currency', () => {
  const orders = async () => ({ euro: await shop.createOrder(42, 'EUR'), yen: await shop.createOrder(42, 'JPY') });
  const order = async (id: number) => (await shop.get(`/v1/order-history/${id}`).expect(200)).body;

  it('need a price in it', async () => {
    const { euro, yen } = await orders();
    const goods = await shop.addGoods(euro, { quantity: 2, unitPrice: 1_250 });
    const length = await shop.logLength();
    for (const body of [{ orderId: yen }, { orderId: yen, quantity: 3, sku: 'MUG' }]) {
      const refused = await shop.changeGoods(goods, body);
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({
        code: 'goods.currency-mismatch',
        detail: `Order ${yen} is in JPY and the goods have a price in EUR: give a unitPrice in JPY as well.`,
        errors: [{ pointer: '#/orderId', code: 'currency-mismatch' }],
      });
    }
    expect(await shop.logLength()).toBe(length);
    expect((await shop.changeGoods(goods, { orderId: yen, unitPrice: 2_000 })).status).toBe(204);
    expect(await order(euro)).toMatchObject({ total: 0, goods: [] });
    expect(await order(yen)).toMatchObject({ total: 4_000, goods: [{ id: goods, quantity: 2, unit_price: 2_000 }] });
    // A repeated request finds them moved.
    expect((await shop.changeGoods(goods, { orderId: yen })).status).toBe(204);
  });

  it.each([1_250, 0])('may get a price of %d in place of any other', async (unitPrice) => {
    const { euro, yen } = await orders();
    const goods = await shop.addGoods(euro, { unitPrice: 1_250 });
    expect((await shop.changeGoods(goods, { orderId: yen, unitPrice })).status).toBe(204);
    expect(await order(yen)).toMatchObject({ currency: 'JPY', total: unitPrice });
  });

  it('need none if they cost nothing, which is the same in every currency', async () => {
    const { euro, yen } = await orders();
    const goods = await shop.addGoods(euro, { quantity: 3 });
    expect((await shop.changeGoods(goods, { orderId: yen })).status).toBe(204);
    expect(await order(yen)).toMatchObject({ total: 0, goods_count: 1 });
  });

  it('keep their price between orders of one currency', async () => {
    const { euro } = await orders();
    const goods = await shop.addGoods(euro, { unitPrice: 1_250 });
    const other = await shop.createOrder(43, 'EUR');
    expect((await shop.changeGoods(goods, { orderId: other })).status).toBe(204);
    expect(await order(other)).toMatchObject({ total: 1_250 });
  });

  it('are refused for an unknown order before its currency is checked', async () => {
    const { euro } = await orders();
    const goods = await shop.addGoods(euro, { unitPrice: 1_250 });
    expect((await shop.changeGoods(goods, { orderId: 999_999 })).body.code).toBe('goods.order-not-found');
  });

  it('have the same rule when many move at once', async () => {
    const { euro, yen } = await orders();
    const all = await Promise.all(Array.from({ length: 40 }, () => shop.addGoods(euro, { unitPrice: 1_250 })));
    const answers = await Promise.all(
      all.map((goods, n) => shop.changeGoods(goods, { orderId: yen, ...(n % 2 ? { unitPrice: n } : {}) })),
    );
    expect(answers.map(({ status }) => status)).toEqual(all.map((_, n) => (n % 2 ? 204 : 422)));
    await shop.settle();
    expect(await order(euro)).toMatchObject({ goods_count: 20, total: 20 * 1_250 });
    expect(await order(yen)).toMatchObject({ goods_count: 20, total: 400 });
  });
});

it('goods of a deleted order move by its former currency', async () => {
  // Without a worker, no saga removes them.
  const alone = await Shop.open({ ROLES: 'web' });
  try {
    const [euro, other, yen] = [
      await alone.createOrder(1, 'EUR'),
      await alone.createOrder(1, 'EUR'),
      await alone.createOrder(1, 'JPY'),
    ];
    const goods = await alone.addGoods(euro, { unitPrice: 1_250 });
    await alone.changeOrder(euro, { userId: 2 });
    await alone.deleteOrder(euro);
    expect((await alone.changeGoods(goods, { orderId: yen })).body.code).toBe('goods.currency-mismatch');
    expect((await alone.changeGoods(goods, { orderId: other })).status).toBe(204);
    expect((await alone.changeGoods(goods, { orderId: yen, unitPrice: 2_000 })).status).toBe(204);
  } finally {
    await alone.close();
  }
});
