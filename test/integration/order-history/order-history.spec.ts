import { parse } from 'node:querystring';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrderPage, pageSql, planOf } from '../../../src/order-history/order-plans.js';
import { Shop } from '../../support/shop.js';

interface ListedOrder {
  id: number;
  user_id: number;
  currency: string;
  created_at: string;
  goods_count: number;
  units: number;
  total: number;
}

/** A node of a plan in the JSON of `EXPLAIN`. */
interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

const SORTS = ['id', 'created_at', 'goods_count', 'total'] as const;
const DAY = 86_400_000;
const FIRST_MOMENT = Date.parse('2026-01-01T00:00:00Z');

let shop: Shop;
let orders: ListedOrder[];
let skus: Map<number, Set<string>>;
beforeAll(async () => {
  shop = await Shop.open();
  await givenOrders(200);
});
afterAll(() => shop.close());

/** Appends orders of a month, so that filters by time select some. The order of ids and times differs a little. */
async function givenOrders(count: number): Promise<void> {
  const random = fc.sample(fc.nat(1_000_000), { numRuns: count * 40, seed: 11 });
  const next = (below: number) => (random.pop() as number) % below;
  orders = [];
  skus = new Map();
  const events: object[] = [];
  const add = (stream: string, type: string, data: object) => events.push({ stream, version: 1, type, data });
  let goodsId = 1;
  for (let id = 1; id <= count; id++) {
    const created_at = new Date(FIRST_MOMENT + Math.floor((id / count) * 30) * DAY + next(2 * DAY)).toISOString();
    const order = {
      id,
      user_id: 1 + next(9),
      currency: ['EUR', 'EUR', 'USD'][next(3)] as string,
      created_at,
      goods_count: 0,
      units: 0,
      total: 0,
    };
    add(`order-${id}`, 'order_created_v1', { id, user_id: order.user_id, currency: order.currency, created_at });
    skus.set(id, new Set());
    for (let n = next(3) ? next(5) : next(12); n > 0; n--) {
      const goods = {
        id: goodsId++,
        order_id: id,
        sku: `SKU-${next(6)}`,
        name: null,
        quantity: 1 + next(3),
        unit_price: next(4) * 50,
        created_at,
      };
      add(`goods-${goods.id}`, 'goods_created_v1', goods);
      order.goods_count += 1;
      order.units += goods.quantity;
      order.total += goods.quantity * goods.unit_price;
      skus.get(id)?.add(goods.sku);
    }
    orders.push(order);
  }
  const { rows } = await shop.db.query('SELECT log.append($1, $2) AS position', [
    JSON.stringify(events),
    { commandId: 'given', actor: 'test', correlationId: 'given', causationId: null },
  ]);
  shop.position = Number(rows[0].position);
  await shop.db.query(`ALTER TABLE write.orders ALTER id RESTART WITH ${count + 1}`);
  await shop.db.query(`ALTER TABLE write.goods ALTER id RESTART WITH ${goodsId}`);
}

/** The meaning of the filters without SQL. */
function matching(filters: Record<string, string | number>): ListedOrder[] {
  const has = (name: string) => filters[name] !== undefined;
  const moment = (name: string, end: boolean) => {
    const text = String(filters[name]);
    return text.length === 10 ? Date.parse(text) + (end ? DAY - 1 : 0) : Date.parse(text);
  };
  return orders.filter(
    (o) =>
      (!has('threshold') || o.goods_count > Number(filters.threshold)) &&
      (!has('min_goods') || o.goods_count >= Number(filters.min_goods)) &&
      (!has('max_goods') || o.goods_count <= Number(filters.max_goods)) &&
      (!has('min_total') || o.total >= Number(filters.min_total)) &&
      (!has('max_total') || o.total <= Number(filters.max_total)) &&
      (!has('user_id') || o.user_id === filters.user_id) &&
      (!has('currency') || o.currency === filters.currency) &&
      (!has('sku') || skus.get(o.id)?.has(String(filters.sku))) &&
      (!has('created_from') || Date.parse(o.created_at) >= moment('created_from', false)) &&
      (!has('created_to') || Date.parse(o.created_at) <= moment('created_to', true)),
  );
}

function sorted(list: ListedOrder[], sort: string): number[] {
  const column = sort.replace('-', '') as (typeof SORTS)[number];
  const sign = sort.startsWith('-') ? -1 : 1;
  const compare = (a: ListedOrder, b: ListedOrder) => (a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : a.id - b.id);
  return [...list].sort((a, b) => sign * compare(a, b)).map(({ id }) => id);
}

const ids = (data: ListedOrder[]) => data.map(({ id }) => id);

async function followPages(query: Record<string, unknown>): Promise<number[]> {
  const found: number[] = [];
  let url: string | null = null;
  do {
    const response: { body: { data: ListedOrder[]; page: { next_cursor: string | null } }; headers: Record<string, string> } = url
      ? await shop.http.get(url).expect(200)
      : await shop.get('/v1/order-history', query).expect(200);
    found.push(...ids(response.body.data));
    url = /^<(.*)>; rel="next"$/.exec(response.headers.link ?? '')?.[1] ?? null;
    expect(url ? parse(url.split('?')[1] as string).cursor : null).toBe(response.body.page.next_cursor);
  } while (url);
  return found;
}

const FILTERS: Record<string, string | number>[] = [
  {},
  { threshold: 0 },
  { threshold: 4 },
  { threshold: 100 },
  { min_goods: 2, max_goods: 3 },
  { max_goods: 0 },
  { min_total: 300, max_total: 900 },
  { min_total: 1 },
  { threshold: 1, min_total: 300 },
  { min_goods: 1, max_goods: 4, min_total: 200, max_total: 700 },
  { max_goods: 2, min_total: 5_000 },
  { sku: 'SKU-3', min_total: 200, threshold: 2 },
  { sku: 'SKU-3', created_from: '2026-01-12', created_to: '2026-01-20' },
  { user_id: 3, created_from: '2026-01-12' },
  { user_id: 4 },
  { user_id: 777 },
  { sku: 'SKU-2' },
  { sku: 'none' },
  { currency: 'USD' },
  { created_from: '2026-01-20' },
  { created_to: '2026-01-04' },
  { created_from: '2026-01-10', created_to: '2026-01-10' },
  { created_from: '2026-01-10T11:30:00+02:00', created_to: '2026-01-14T00:00:00.500Z' },
  { threshold: 1, sku: 'SKU-1', currency: 'EUR', created_from: '2026-01-05', max_total: 2_000 },
];

describe('the order history', () => {
  it("answers the article's call", async () => {
    const { body } = await shop.get('/v1/order-history?limit=2&threshold=1&offset=0').expect(200);
    const expected = orders.filter(({ goods_count }) => goods_count > 1).slice(0, 2);
    expect(body.data).toMatchObject(expected);
    expect(body.page).toEqual({ limit: 2, next_cursor: expect.any(String) });
  });

  it('answers, or refuses, all concurrent requests for the same page', async () => {
    const all = (path: string) => Promise.all(Array.from({ length: 20 }, () => shop.get(path)));
    const [first, ...others] = await all('/v1/order-history?threshold=1');
    expect(first?.status).toBe(200);
    for (const { status, body, headers } of others) {
      expect({ status, body }).toEqual({ status: 200, body: first?.body });
      expect(headers).toMatchObject({
        link: first?.headers.link,
        'event-position': first?.headers['event-position'],
        'content-type': 'application/json; charset=utf-8',
        'content-length': first?.headers['content-length'],
      });
    }
    for (const { status, body } of await all('/v1/order-history?cursor=nobodys'))
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'request.invalid' });
  });

  for (const filters of FILTERS) {
    it(`finds what matches ${JSON.stringify(filters)}, in each order, as one page and page by page`, async () => {
      for (const sort of SORTS.flatMap((each) => [each, `-${each}`])) {
        const expected = sorted(matching(filters), sort);
        const { body } = await shop.get('/v1/order-history', { ...filters, sort, limit: 100 }).expect(200);
        expect(ids(body.data)).toEqual(expected.slice(0, 100));
        expect(body.page.next_cursor === null).toBe(expected.length <= 100);
        expect(await followPages({ ...filters, sort, limit: 41 })).toEqual(expected);
        const skipped = await shop.get('/v1/order-history', { ...filters, sort, limit: 5, offset: 3 });
        expect(ids(skipped.body.data)).toEqual(expected.slice(3, 8));
      }
    });
  }

  it('has pages that neither repeat nor skip an order while others are created', async () => {
    const before = sorted(orders, '-created_at');
    const first = await shop.get('/v1/order-history', { sort: '-created_at', limit: 50 });
    await shop.createOrder(5);
    const second = await shop.get('/v1/order-history', { sort: '-created_at', limit: 50, cursor: first.body.page.next_cursor });
    expect([...ids(first.body.data), ...ids(second.body.data)]).toEqual(before.slice(0, 100));
    await shop.deleteOrder((await shop.history({ sort: '-id', limit: 1 }))[0].id);
  });

  for (const by of ['day', 'month', 'user', 'goods_count'] as const) {
    it(`sums up by ${by} the orders of the list`, async () => {
      for (const filters of FILTERS) {
        const { body } = await shop.get('/v1/order-history/summary', { ...filters, by, limit: 1000 }).expect(200);
        const groups = new Map<string, object>();
        for (const order of matching(filters)) {
          const [day, month] = [order.created_at.slice(0, 10), order.created_at.slice(0, 7)];
          const group = { day, month, user: order.user_id, goods_count: order.goods_count }[by];
          const key = `${group} ${order.currency}`;
          const sum = (groups.get(key) ?? { orders: 0, goods: 0, units: 0, total: 0 }) as Record<string, number>;
          groups.set(key, {
            orders: (sum.orders ?? 0) + 1,
            goods: (sum.goods ?? 0) + order.goods_count,
            units: (sum.units ?? 0) + order.units,
            total: (sum.total ?? 0) + order.total,
          });
        }
        const found = body.data.map(
          ({ day, month, user_id, goods_count, currency, orders: count, units, total }: Record<string, number | string>) => {
            const group = { day, month, user: user_id, goods_count }[by];
            const goods = by === 'goods_count' ? Number(goods_count) * Number(count) : goods_count;
            return [`${group} ${currency}`, { orders: count, goods, units, total }];
          },
        );
        expect(new Map(found)).toEqual(groups);
        expect(found).toHaveLength(groups.size);
      }
    });
  }

  it('exports the filtered orders in their order as CSV', async () => {
    const filters = { threshold: 2, sort: '-total' };
    const { text, headers } = await shop.get('/v1/order-history.csv', filters).expect(200);
    expect(headers['content-type']).toMatch('text/csv');
    expect(Number(headers['event-position'])).toBeGreaterThanOrEqual(shop.position);
    const [head, ...lines] = text.trim().split('\r\n');
    expect(head).toBe('id,user_id,currency,created_at,goods_count,units,total,version');
    expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(sorted(matching({ threshold: 2 }), '-total'));
    const [first] = matching({ threshold: 2 }).sort((a, b) => b.total - a.total || b.id - a.id) as [ListedOrder];
    expect(lines[0]).toBe(
      [first.id, first.user_id, first.currency, first.created_at, first.goods_count, first.units, first.total, 1].join(','),
    );
  });

  it('answers 304 for an order until its goods change', async () => {
    const id = await shop.createOrder();
    const url = `/v1/order-history/${id}`;
    const fresh = await shop.get(url).expect(200);
    expect(fresh.headers.etag).toBe('"1"');
    await shop.get(url).set('If-None-Match', '"1"').expect(304, '');
    const goods = await shop.addGoods(id);
    const added = await shop.get(url).set('If-None-Match', '"1"').expect(200);
    await shop.changeGoods(goods, { quantity: 7 });
    const changed = await shop
      .get(url)
      .set('If-None-Match', added.headers.etag as string)
      .expect(200);
    expect(changed.body.goods).toMatchObject([{ id: goods, quantity: 7 }]);
    await shop.get(url).set('If-None-Match', `"x", W/${changed.headers.etag}`).expect(304);
    // A command accepts the query's ETag.
    const answer = await shop.http
      .put(`/v1/order/${id}`)
      .set('If-Match', changed.headers.etag as string)
      .send({ userId: 5 });
    expect(answer.status).toBe(204);
    shop.position = Number(answer.headers['event-position']);
    await shop.deleteOrder(id);
  });

  it('waits for the requested position, and reports its own position if that takes too long', async () => {
    await shop.settle();
    const holder = await shop.db.connect();
    try {
      await holder.query('BEGIN');
      await holder.query(`SELECT FROM log.checkpoints WHERE subscription = 'order-history' FOR UPDATE`);
      const id = await shop.createOrder();
      const { body, headers } = await shop.get('/v1/order-history').expect(503);
      expect(body).toMatchObject({ code: 'view.behind', position: shop.position - 1, lag: 1 });
      expect(headers['retry-after']).toBe('1');
      const served = shop.get(`/v1/order-history/${id}`).then((response) => response);
      await holder.query('COMMIT');
      expect((await served).body.id).toBe(id);
      await shop.deleteOrder(id);
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
  });

  it('finds each page by the plan that suits it, and keeps only the plan that is the best for all values', () => {
    const page = (filters: OrderPage['filters'], sort: OrderPage['sort'], limit = 21) => ({ filters, sort, limit, offset: 0 });
    const expected: [plan: string, isPrepared: boolean, page: OrderPage][] = [
      ['mergedSizes', true, page({ threshold: 1 }, 'id')],
      ['mergedSizes', true, page({ max_goods: 3 }, '-total')],
      ['mergedSizes', true, page({ min_goods: 1, max_total: 5 }, 'total')],
      ['sizeBySize', false, page({ min_total: 5 }, '-goods_count')],
      ['fewOrMany', false, page({ min_total: 5, threshold: 1 }, 'id')],
      ['fewOrMany', false, page({ max_total: 5 }, 'created_at')],
      ['sortIndex', false, page({}, '-id')],
      ['sortIndex', false, page({ threshold: 1 }, 'id', 102)],
      ['sortIndex', false, page({ threshold: 1 }, 'goods_count')],
      ['sortIndex', false, page({ min_total: 5 }, 'total')],
      ['sortIndex', false, page({ threshold: 1, currency: 'EUR' }, 'total')],
    ];
    expect(expected.map(([, , page]) => [planOf(page), pageSql(page).isPrepared ?? false, page])).toEqual(expected);
  });

  it('reads only orders with the requested number of goods, even in tables that were never vacuumed', async () => {
    const client = await shop.db.connect();
    try {
      await client.query('BEGIN');
      await client.query(`
        INSERT INTO read.order_history (id, goods_count, units, total, skus, user_id, currency, created_at, version)
          SELECT 1000000 + n, 1 + floor(33 * (n * 0.618033988 % 1) ^ 3), 1, n % 997, '{}', 1, 'EUR', now(), 1
          FROM generate_series(1, 3000) AS n;
        INSERT INTO read.order_sizes (goods_count, currency, orders, units, total)
          SELECT goods_count, 'XTS', count(*), 1, 1 FROM read.order_history GROUP BY 1;
        ANALYZE read.order_history, read.order_sizes`);
      for (const sort of ['id', '-id', 'total', '-total'] as const) {
        const { text, values } = pageSql({ filters: { threshold: 1 }, sort, limit: 21, offset: 0 });
        const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
        const scans = nodesOf(rows[0]['QUERY PLAN'][0].Plan).filter((node) => node['Relation Name'] === 'order_history');
        expect(scans.length, sort).toBeGreaterThan(1);
        for (const scan of scans) expect(scan['Rows Removed by Filter'] ?? 0, sort).toBe(0);
      }
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('equals sums over the rows of commands after random commands', async () => {
    // Orders 1 to 200 have no rows in schema write, so only orders that commands have created are compared.
    const made = [await shop.createOrder(), await shop.createOrder(), await shop.createOrder(3, 'USD')];
    const goods: number[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ what: fc.nat(9), a: fc.nat(100), b: fc.nat(100) }), { minLength: 5, maxLength: 15 }),
        async (steps) => {
          for (const { what, a, b } of steps) {
            const order = made[a % made.length] as number;
            const some = goods[b % goods.length] as number;
            if (what < 4 || !goods.length) goods.push(await shop.addGoods(order, { quantity: 1 + (b % 5), unitPrice: a }));
            else if (what < 7) await shop.changeGoods(some, { orderId: order, quantity: 1 + (a % 7) });
            else if (what < 8) await shop.changeOrder(order, { userId: 1 + b });
            else {
              await shop.deleteGoods(some);
              goods.splice(goods.indexOf(some), 1);
            }
          }
          await shop.settle();
          const { rows } = await shop.db.query(
            `SELECT o.id::int, o.user_id::int, count(g.id)::int AS goods_count, coalesce(sum(quantity), 0)::int AS units,
               coalesce(sum(quantity * unit_price), 0)::int AS total
             FROM write.orders o LEFT JOIN write.goods g ON g.order_id = o.id GROUP BY o.id ORDER BY o.id`,
          );
          const history = await shop.history({ sort: '-id', limit: made.length });
          expect(history.reverse()).toMatchObject(rows);
        },
      ),
      { numRuns: 8, seed: 5 },
    );
    for (const order of made) await shop.deleteOrder(order);
  });
});
