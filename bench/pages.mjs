/**
 * The measured pages of the order history: each documented filter with each sort, with values that let many, some and
 * few orders through. The orders that a page must show are computed in memory from the rows of `write`.
 */
import { Agent, get } from 'node:http';

export const SORTS = ['id', 'created_at', 'goods_count', 'total'].flatMap((sort) => [sort, `-${sort}`]);

/** Reads addresses one after another on one kept connection. */
export function reader(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** @returns {Promise<string>} the body of a successful answer */
  const read = (path) =>
    new Promise((resolve, reject) => {
      get(`${url}/v1/${path}`, { agent }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          body += part;
        });
        response.on('error', reject);
        response.on('end', () => (response.statusCode === 200 ? resolve(body) : reject(new Error(`${path}: ${body}`))));
      }).on('error', reject);
    });
  return {
    read,
    /** @returns how long it takes, in ms */
    async time(path) {
      const start = performance.now();
      await read(path);
      return performance.now() - start;
    },
    close: () => agent.destroy(),
  };
}

/** All orders, and the orders that a page must show. */
export async function ordersOf(query) {
  const orders = await query(`
    SELECT o.id, o.user_id, o.currency, extract(epoch FROM o.created_at) * 1000 AS created_at,
      coalesce(g.goods_count, 0) AS goods_count, coalesce(g.total, 0) AS total
    FROM write.orders AS o LEFT JOIN
      (SELECT order_id AS id, count(*) AS goods_count, sum(quantity * unit_price) AS total FROM write.goods GROUP BY 1) AS g USING (id)
    ORDER BY o.id`);
  for (const order of orders)
    for (const name of ['id', 'user_id', 'created_at', 'goods_count', 'total']) order[name] = Number(order[name]);
  const sorted = { id: orders };
  for (const name of ['created_at', 'goods_count', 'total'])
    sorted[name] = orders.toSorted((a, b) => a[name] - b[name] || a.id - b.id);
  for (const name of Object.keys(sorted)) sorted[`-${name}`] = sorted[name].toReversed();
  const ofSku = new Map();

  /** A predicate for one filter parameter. */
  async function testOf(name, value) {
    const number = Number(value);
    switch (name) {
      case 'threshold':
        return (order) => order.goods_count > number;
      case 'min_goods':
        return (order) => order.goods_count >= number;
      case 'max_goods':
        return (order) => order.goods_count <= number;
      case 'min_total':
        return (order) => order.total >= number;
      case 'max_total':
        return (order) => order.total <= number;
      case 'user_id':
        return (order) => order.user_id === number;
      case 'currency':
        return (order) => order.currency === value;
      case 'created_from':
        return (order) => order.created_at >= Date.parse(value);
      case 'created_to':
        return (order) => order.created_at < Date.parse(value) + 86_400_000;
      case 'sku': {
        if (!ofSku.has(value)) {
          const found = await query('SELECT DISTINCT order_id AS id FROM write.goods WHERE sku = $1', [value]);
          ofSku.set(value, new Set(found.map(({ id }) => Number(id))));
        }
        return ({ id }) => ofSku.get(value).has(id);
      }
      default:
        throw new Error(`Nothing is known of ${name}`);
    }
  }

  return {
    sorted,
    /** @returns {Promise<number[]>} the ids of the first orders that match */
    async first(filter, sort, limit = 20) {
      const tests = await Promise.all([...new URLSearchParams(filter)].map(([name, value]) => testOf(name, value)));
      const ids = [];
      for (const order of sorted[sort]) {
        if (ids.length === limit) break;
        if (tests.every((test) => test(order))) ids.push(order.id);
      }
      return ids;
    },
    /** @returns {Promise<string[]>} filters of each kind, with values that occur in the data */
    async filters() {
      const at = (name, share) => sorted[name][Math.floor((orders.length - 1) * share)][name];
      const nth = async (column, from, share) => {
        const found = await query(
          `SELECT ${column} AS value FROM ${from} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1
           OFFSET (SELECT floor((count(DISTINCT ${column}) - 1) * $1::float8) FROM ${from}) LIMIT 1`,
          [share],
        );
        return found[0].value;
      };
      const found = [0, 1, 5, 20, 50].map((threshold) => `threshold=${threshold}`);
      found.push('', 'max_goods=0', 'max_goods=3', 'min_goods=4&max_goods=6');
      for (const share of [0.001, 0.05, 0.5, 0.95, 0.995, 0.9999])
        found.push(`min_total=${at('total', share)}`, `max_total=${at('total', share)}`);
      for (const share of [0, 0.003, 0.01, 0.05, 0.5]) found.push(`sku=${await nth('sku', 'write.goods', share)}`);
      for (const share of [0, 0.00005, 0.0002, 0.001, 0.1]) found.push(`user_id=${await nth('user_id', 'write.orders', share)}`);
      for (const share of [0, 0.3, 0.6, 0.9, 1]) found.push(`currency=${await nth('currency', 'write.orders', share)}`);
      const day = (share) => new Date(at('created_at', share)).toISOString().slice(0, 10);
      for (const share of [0, 0.5, 0.99, 0.9985, 0.99999])
        found.push(`created_from=${day(share)}`, `created_to=${day(1 - share * 0.99999)}`);
      return [...new Set(found)];
    },
  };
}

/** The nth page of a list, found by following its cursors; the last page if there are fewer. */
async function deepPage(read, sort, number) {
  let path = `order-history?sort=${sort}`;
  let page = 1;
  for (; page < number; page++) {
    const { next_cursor } = JSON.parse(await read(path)).page;
    if (!next_cursor) break;
    path = `order-history?sort=${sort}&cursor=${next_cursor}`;
  }
  return { path, page };
}

/**
 * All pages that are measured. Each of them is checked.
 *
 * @param {number} [deepest] the number of the last page of each sort
 * @returns {Promise<string[]>} their addresses
 * @throws if a page shows the wrong orders
 */
export async function checkedPages(orders, read, deepest = 500) {
  const paths = [];
  const check = async (path, expected) => {
    const ids = JSON.parse(await read(path)).data.map(({ id }) => id);
    if (ids.join() !== expected.join()) throw new Error(`${path} shows ${ids}, and must show ${expected}`);
    paths.push(path);
  };
  for (const filter of await orders.filters())
    for (const sort of SORTS)
      await check(`order-history?${filter && `${filter}&`}sort=${sort}`, await orders.first(filter, sort));
  for (const sort of SORTS) {
    const { path, page } = await deepPage(read, sort, deepest);
    const ids = orders.sorted[sort].slice((page - 1) * 20, page * 20).map(({ id }) => id);
    await check(path, ids);
  }
  return paths;
}
