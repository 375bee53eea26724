/**
 * `GET /v1/order-history?threshold=…`, first page, against
 *
 * - the first article's SQL on its own tables, with its keys and no other index, without HTTP;
 * - composition in the API as in the article, also without HTTP: a program asks the goods service for all goods, page
 *   by page, counts them by order in its memory, and asks the order service for the orders of the page. Each service
 *   has its table and key.
 *
 * The threshold is exceeded by some hundred orders, or by most. All sides must first find the same orders. Then the
 * same page on 16 connections against `GET /v1/order-history/{id}` of random orders; and, without a bar, all
 * thresholds in turn, so that no answer can be shared.
 */
import { inTurns, median, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';
import { reader } from '../pages.mjs';
import { shop } from '../shops.mjs';

const LIMIT = 20;

async function makeArticle(query) {
  const [{ known }] = await query(`SELECT to_regclass('article.goods') AS known`);
  if (known) return;
  await query(`
    DROP SCHEMA IF EXISTS article CASCADE;
    CREATE SCHEMA article;
    CREATE TABLE article.orders (
      id         BIGINT PRIMARY KEY,
      user_id    BIGINT NOT NULL,
      created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL
    );
    CREATE TABLE article.goods (
      id         BIGSERIAL PRIMARY KEY,
      order_id   BIGINT NOT NULL,
      created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
      FOREIGN KEY (order_id) REFERENCES article.orders (id)
    );
    INSERT INTO article.orders SELECT id, user_id, created_at AT TIME ZONE 'UTC' FROM write.orders ORDER BY id;
    INSERT INTO article.goods SELECT id, order_id, created_at AT TIME ZONE 'UTC' FROM write.goods ORDER BY id`);
  await query('VACUUM ANALYZE article.orders, article.goods');
}

const ARTICLE = `SELECT orders.id, orders.user_id, orders.created_at FROM article.orders
  INNER JOIN article.goods ON goods.order_id = orders.id
  GROUP BY orders.id
  HAVING COUNT(goods.id) > $1
  LIMIT $2 OFFSET 0`;

/** Goods on a page of the goods service. */
const PAGE = 10_000;

/** The first orders by id that have more goods than the threshold, composed from two services. */
async function composed(query, threshold, limit) {
  const countOf = new Map();
  for (let after = 0, goods = []; after === 0 || goods.length === PAGE; after = Number(goods.at(-1).id)) {
    goods = await query('SELECT id, order_id FROM article.goods WHERE id > $1 ORDER BY id LIMIT $2', [after, PAGE]);
    for (const { order_id } of goods) countOf.set(order_id, (countOf.get(order_id) ?? 0) + 1);
  }
  const found = [...countOf].flatMap(([id, count]) => (count > threshold ? Number(id) : []));
  const ids = found.sort((a, b) => a - b).slice(0, limit);
  const orders = await query('SELECT id, user_id, created_at FROM article.orders WHERE id = ANY ($1::bigint[]) ORDER BY id', [
    ids,
  ]);
  return orders.map((order) => ({ ...order, goods_count: countOf.get(order.id) }));
}

async function check(query, read, threshold) {
  const sorted = (rows) => rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
  const sql = sorted(await query(ARTICLE, [threshold, null]));
  const api = sorted(await composed(query, threshold, undefined));
  const csv = await read(`order-history.csv?threshold=${threshold}`);
  const kronika = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number.parseInt(line, 10));
  const page = JSON.parse(await read(`order-history?threshold=${threshold}&limit=${LIMIT}`)).data.map(({ id }) => id);
  if (sql.join() !== kronika.join() || sql.join() !== api.join() || page.join() !== sql.slice(0, LIMIT).join())
    throw new Error(`threshold=${threshold}: the sides find different orders`);
  return sql.length;
}

export default {
  name: 'order-history',
  title: 'The order history by number of goods',

  async run({ quick, say }) {
    const size = quick ? 5_000 : 1_000_000;
    const { url, query, stop } = await shop(size, { say });
    const kronika = await startKronika({ databaseUrl: url, env: { ROLES: 'web' } });
    const { read, time, close } = reader(kronika.url);
    try {
      await makeArticle(query);
      const [{ selective }] = await query(
        'SELECT goods_count - 1 AS selective FROM read.order_history ORDER BY goods_count DESC, id OFFSET 99 LIMIT 1',
      );
      const lines = [];
      for (const [threshold, must] of [
        [selective, 1_000],
        [1, 10],
      ]) {
        const found = await check(query, read, threshold);
        say(`threshold=${threshold}: all sides find the same ${found} orders`);
        const path = `order-history?threshold=${threshold}&limit=${LIMIT}`;
        const milliseconds = async (work) => {
          const start = performance.now();
          await work();
          return performance.now() - start;
        };
        for (let request = 0; request < (quick ? 200 : 2_000); request++) await read(path);
        const times = await inTurns(
          {
            // Many calls a sample, because one takes so little time.
            kronika: async () => {
              const some = [];
              for (let request = 0; request < (quick ? 50 : 500); request++) some.push(await time(path));
              return median(some);
            },
            article: () => milliseconds(() => query(ARTICLE, [threshold, LIMIT])),
            composed: () => milliseconds(() => composed(query, threshold, LIMIT)),
          },
          { rounds: 5 },
        );
        say(
          Object.entries(times)
            .map(([name, some]) => `${name} ${median(some).toFixed(2)} ms`)
            .join(', '),
        );
        const perSecond = (some) => some.map((each) => 1_000 / each);
        for (const [side, peer] of [
          ['article', "the article's SQL"],
          ['composed', 'composed in the API'],
        ])
          lines.push(
            ratio({
              measured: `threshold=${threshold}, first page, one after another`,
              unit: 'pages/s',
              kronika: perSecond(times.kronika),
              against: perSecond(times[side]),
              peer,
              must: quick ? 1 : must,
              sizes: { orders: size, found },
            }),
          );
      }
      lines.push(...(await onConnections(kronika.url, query, selective, { size, seconds: quick ? 0.2 : 3 })));
      return lines;
    } finally {
      close();
      await kronika.stop();
      await stop();
    }
  },
};

async function onConnections(url, query, selective, { size, seconds }) {
  const ids = (await query('SELECT id FROM write.orders ORDER BY hashint8(id) LIMIT 20000')).map(({ id }) => id);
  const side = (path) => async () => {
    const result = await load({
      url,
      connections: 16,
      seconds,
      request: (n) => ({ method: 'GET', path: `/v1/order-history${path(n)}` }),
    });
    if (Object.keys(result.statuses).join() !== '200') throw new Error(`Not all was found: ${JSON.stringify(result.statuses)}`);
    return result;
  };
  const sides = await inTurns(
    {
      one: side((n) => `/${ids[n % ids.length]}`),
      same: side(() => `?threshold=${selective}`),
      random: side((n) => `?threshold=${(n * 7919) % selective}`),
    },
    { warmUps: 2 },
  );
  return [
    ['same', `threshold=${selective}, first page`],
    ['random', `threshold=0 to ${selective - 1} in turn, first page`],
  ].flatMap(([name, measured]) =>
    [
      ['p50', name === 'same' ? { must: 1.5, dream: 1.2 } : {}],
      ['p99', name === 'same' ? { must: 3 } : {}],
    ].map(([share, bars]) =>
      ratio({
        measured: `${measured}, 16 connections, ${share}`,
        unit: 'ms',
        kronika: sides[name].map((each) => each[share]),
        against: sides.one.map((each) => each[share]),
        peer: 'one order',
        isLowerBetter: true,
        sizes: { orders: size },
        ...bars,
      }),
    ),
  );
}
