import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareDatabase } from '../../../src/shared/database/database.js';
import { StartError } from '../../../src/shared/settings.js';
import { foldText } from '../../../src/shared/text.js';
import { Advertising } from '../../support/advertising.js';
import { createDatabase, Shop } from '../../support/shop.js';
import { SAME } from '../../support/texts.js';

let shop: Shop;
let ads: Advertising;
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
});
afterAll(() => shop.close());

/** For each list with names: how to add entries, the filter that selects them, and the ending of their names. */
const NAMED_LISTS = {
  campaigns: async () => {
    const userId = 1 + Math.floor(Math.random() * 2 ** 40);
    return { add: (name: string) => ads.campaign({ name, userId }), only: { userId }, mark: '' };
  },
  portfolios: async () => {
    const publisherId = await ads.publisher();
    return { add: (name: string) => ads.portfolio(publisherId, name), only: { publisherId }, mark: '' };
  },
  publishers: async () => {
    // Campaigns have no other filter, and no other test uses this mark in a name.
    const mark = `${Math.floor(Math.random() * 2 ** 40)}‡`;
    return { add: (name: string) => ads.publisher(`${name}${mark}`), only: { q: mark }, mark };
  },
};

describe.each(['campaigns', 'portfolios', 'publishers'] as const)('the list of %s', (list) => {
  const namesIn = async (query: object) => {
    const rows = await ads.walk(`/v1/${list}`, { ...query });
    return rows.map(({ name }) => name);
  };

  it.each(SAME)('finds a name by q, with %s', async (_, ...texts) => {
    const { add, only, mark } = await NAMED_LISTS[list]();
    for (const [n, text] of texts.entries()) await add(`${n} a${text}z`);
    for (const q of texts) {
      const found = await namesIn({ ...only, q: `a${q}z${mark}` });
      // Names are shown as given.
      expect(found.toSorted()).toEqual(texts.map((text, n) => `${n} a${text}z${mark}`).toSorted());
    }
  });

  it('is sorted by name as a reader expects, in pages of any size and both directions', async () => {
    const { add, only, mark } = await NAMED_LISTS[list]();
    // Č is a C with an accent, which counts only between equal letters; digits come first, then Latin, Greek,
    // Cyrillic, Han.
    const words = '100 20 cap Čap čas Caz dům Éclair eden straße strast Žena Zoo οδός Чайка 星';
    const sorted = words.split(' ');
    const shuffled = sorted.toSorted((a, b) => (foldText(b) < foldText(a) ? -1 : 1));
    for (const [n, name] of shuffled.entries()) await add(n % 2 ? name.normalize('NFD') : name);
    const names = async (sort: string, limit: number) => {
      const found = await namesIn({ ...only, sort, limit });
      return found.map((name) => name.replace(mark, '').normalize('NFC'));
    };
    for (const limit of [1, 3, 100]) {
      expect(await names('name', limit)).toEqual(sorted);
      expect(await names('-name', limit)).toEqual(sorted.toReversed());
    }
  });

  it('gets its pages by name from an index', async () => {
    await shop.settle();
    const client = await shop.db.connect();
    try {
      await client.query('SET enable_seqscan = off');
      const plan = async (direction: string, beyond: string) => {
        const { rows } = await client.query(
          `EXPLAIN SELECT * FROM read.${list} WHERE (sort_name, id) ${beyond} ($1, $2)
           ORDER BY sort_name ${direction}, id ${direction} LIMIT 21`,
          ['čap', '019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e'],
        );
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      };
      for (const [direction, beyond] of [
        ['ASC', '>'],
        ['DESC', '<'],
      ] as const) {
        const told = await plan(direction, beyond);
        expect(told).toMatch(/Index (Only )?Scan/);
        expect(told).toMatch(/Index Cond: \(ROW\(sort_name, id\) [<>] ROW/);
        expect(told).not.toMatch(/Sort/);
      }
    } finally {
      client.release(true);
    }
  });
});

describe('names that share their first 50 code points', () => {
  it('stand in the order of their ids', async () => {
    const userId = 8_001;
    // Each is stored as 2 code points, so 26 characters are more than the index holds.
    const long = 'x\u0336'.repeat(26);
    const made = [];
    for (const end of ['b', 'a', 'c']) made.push(await ads.campaign({ name: long + end, userId }));
    const rows = await ads.walk('/v1/campaigns', { userId, sort: 'name', limit: 1 });
    expect(rows.map(({ id }) => id)).toEqual(made.toSorted());
    expect((await ads.walk('/v1/campaigns', { userId, q: `${long}A` })).map(({ name }) => name)).toEqual([`${long}a`]);
  });
});

describe('a SKU', () => {
  const found = async (sku: string, query: object = {}) =>
    (await shop.history({ sku, ...query })).map(({ id }: { id: number }) => id);

  it.each(['json', 'form'])('in %s is kept as given, except for white space at its ends', async (type) => {
    const order = await shop.createOrder();
    const sent = shop.http.post('/v1/goods').type(type);
    await sent.send({ orderId: order, sku: ' \tMug-Žlutý \u00a0', name: ' A mug ' }).expect(201);
    await shop.settle();
    const { body } = await shop.get(`/v1/order-history/${order}`);
    expect(body.goods).toMatchObject([{ sku: 'Mug-Žlutý', name: ' A mug ' }]);
    await shop.changeGoods(body.goods[0].id, { sku: ' Mug-Žlutý ' });
    expect((await shop.get(`/v1/goods/${body.goods[0].id}`)).body).toMatchObject({ version: 1 });
    await shop.changeGoods(body.goods[0].id, { sku: ' Cup ' });
    expect((await shop.get(`/v1/goods/${body.goods[0].id}`)).body).toMatchObject({ sku: 'Cup', version: 2 });
  });

  it('is found in any case, however it is encoded, with white space at its ends', async () => {
    const order = await shop.createOrder();
    await shop.addGoods(order, { sku: 'TEŠT-RED', unitPrice: 5 });
    const other = await shop.createOrder();
    await shop.addGoods(other, { sku: 'tešt-red'.normalize('NFD'), unitPrice: 7 });
    for (const sku of ['TEŠT-RED', 'tešt-red', 'Tešt-Red'.normalize('NFD'), '  tešt-red\n', 'ＴＥŠＴ－ＲＥＤ']) {
      expect(await found(sku)).toEqual([order, other]);
      expect(await found(sku, { sort: '-total' })).toEqual([other, order]);
      const { body } = await shop.get('/v1/order-history/summary', { by: 'goods_count', sku });
      expect(body.data).toMatchObject([{ orders: 2, total: 12 }]);
      const { text } = await shop.get('/v1/order-history.csv', { sku });
      expect(text.trim().split('\n')).toHaveLength(3);
    }
    expect(await found('test-red')).toEqual([]);
    await shop.get('/v1/order-history', { sku: ' \t' }).expect(400);
  });

  it('in two cases in one order counts the order once, until both are deleted', async () => {
    const order = await shop.createOrder();
    const goods = [];
    for (const sku of ['Twice-1', 'TWICE-1']) goods.push(await shop.addGoods(order, { sku, unitPrice: 3 }));
    expect(await found('twice-1')).toEqual([order]);
    const rows = () => shop.db.query(`SELECT order_id::int, total::int FROM read.order_skus WHERE folded_sku = 'twice-1'`);
    expect((await rows()).rows).toEqual([{ order_id: order, total: 6 }]);
    await shop.deleteGoods(goods[0] as number);
    expect(await found('TWICE-1')).toEqual([order]);
    await shop.changeGoods(goods[1] as number, { sku: 'once' });
    expect(await found('twice-1')).toEqual([]);
    expect(await found('ONCE')).toEqual([order]);
    expect((await ads.operate('order-history', 'verify'))?.result).toMatchObject({ differing: 0 });
  });
});

it.each(['', 'campaign-'])('the events of an entity are found by %sUUID in capitals', async (prefix) => {
  const id = await ads.campaign();
  const { data } = await ads.get('/v1/events', { entityId: prefix + id.toUpperCase() });
  expect(data).toMatchObject([{ eventType: 'CampaignCreated', entityId: id }]);
});

it('a PostgreSQL without ICU stops the start with one line', async () => {
  const database = await createDatabase();
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    await client.query(`DELETE FROM pg_collation WHERE collname = 'und-x-icu'`);
    const start = prepareDatabase(database.url, []);
    await expect(start).rejects.toThrow(StartError);
    await expect(start).rejects.toThrow(
      /^The database has no collation und-x-icu; Kronika needs a PostgreSQL that was built with ICU\.$/,
    );
  } finally {
    await client.end();
    await database.drop();
  }
});
