/**
 * How fast Kronika reads its order history: against the SQL that the first article runs on its own tables, and each filter
 * with each sort against the answer for one order. Give it a database that `generate.mjs` has filled and a Kronika on it:
 *
 *     DATABASE_URL=postgres://… KRONIKA=http://127.0.0.1:3000 node order-history.mjs [rounds = 15] [--sweep: only the latter]
 */
import { Agent, get } from 'node:http';
import pg from 'pg';

const KRONIKA = process.env.KRONIKA ?? 'http://127.0.0.1:3000';
const rounds = Number(process.argv[2]) || 15;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** @returns {Promise<string>} the body of a successful answer */
function read(path) {
  return new Promise((resolve, reject) => {
    get(`${KRONIKA}/v1/${path}`, { agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(`${path}: ${response.statusCode} ${body}`));
      });
    }).on('error', reject);
  });
}

async function milliseconds(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
await database.connect();
const one = async (sql, values) => Object.values((await database.query(sql, values)).rows[0])[0];

/** The first article's tables, with its keys and no other index. */
async function makeArticle() {
  if (await one(`SELECT to_regclass('article.goods')`)) return;
  await database.query(`
    CREATE SCHEMA IF NOT EXISTS article;
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
  await database.query('VACUUM ANALYZE article.orders, article.goods');
}

const ARTICLE = `SELECT orders.id, orders.user_id, orders.created_at FROM article.orders
  INNER JOIN article.goods ON goods.order_id = orders.id
  GROUP BY orders.id
  HAVING COUNT(goods.id) > $1
  LIMIT $2 OFFSET $3`;

/** The ids of all pages of a list. */
async function idsOf(list) {
  const ids = [];
  for (let cursor = ''; cursor !== null; ) {
    const { data, page } = JSON.parse(await read(cursor ? `${list}&cursor=${cursor}` : list));
    for (const { id } of data) ids.push(String(id));
    cursor = page.next_cursor;
  }
  return ids;
}

async function againstArticle() {
  await makeArticle();
  const selective = Number(
    await one('SELECT goods_count - 1 FROM read.order_history ORDER BY goods_count DESC OFFSET 99 LIMIT 1'),
  );
  const table = [];
  for (const threshold of [selective, 1]) {
    const ids = (await database.query(ARTICLE, [threshold, null, 0])).rows.map(({ id }) => id).sort();
    const same = (await idsOf(`order-history?threshold=${threshold}&limit=100`)).sort();
    if (ids.join() !== same.join())
      throw new Error(`threshold=${threshold}: ${ids.length} orders by SQL, ${same.length} by Kronika`);
    const path = `order-history?threshold=${threshold}&limit=2&offset=0`;
    for (let request = 0; request < 3000; request++) await read(path); // until Node has compiled what is hot
    const times = { sql: [], http: [] };
    for (let round = 0; round < Math.max(5, Math.min(rounds, 9)); round++) {
      times.sql.push(await milliseconds(() => database.query(ARTICLE, [threshold, 2, 0])));
      // Many for one, since it takes that much less.
      for (let request = 0; request < 20; request++) times.http.push(await milliseconds(() => read(path)));
    }
    const [sql, http] = [median(times.sql), median(times.http)];
    table.push({
      threshold,
      orders: ids.length,
      'article ms': sql.toFixed(1),
      'Kronika ms': http.toFixed(2),
      ratio: Math.round(sql / http),
    });
  }
  console.table(table);
}

const SORTS = ['id', 'created_at', 'goods_count', 'total'].flatMap((sort) => [sort, `-${sort}`]);

/** Filters that let much, little and something between through, from what the database holds. */
async function filters() {
  const at = (column, share) =>
    one(
      `SELECT ${column} FROM read.order_history ORDER BY ${column} OFFSET (SELECT (count(*) - 1) * $1::float8 FROM read.order_history)::bigint LIMIT 1`,
      [share],
    );
  const nth = (column, from, share) =>
    one(
      `SELECT k FROM (SELECT ${column} AS k, row_number() OVER (ORDER BY count(*) DESC, ${column}) - 1 AS n, count(*) OVER () AS among
        FROM ${from} WHERE ${column} IS NOT NULL GROUP BY 1) AS g WHERE n = floor((among - 1) * $1::float8)`,
      [share],
    );
  const found = [
    '',
    ...[0, 1, 5, 20, 50].map((threshold) => `threshold=${threshold}`),
    'max_goods=0',
    'max_goods=3',
    'min_goods=4&max_goods=6',
  ];
  for (const share of [0.001, 0.05, 0.5, 0.95, 0.995, 0.9999]) {
    const total = await at('total', share);
    found.push(`min_total=${total}`, `max_total=${total}`);
  }
  for (const share of [0, 0.003, 0.01, 0.05, 0.5]) found.push(`sku=${await nth('sku', 'write.goods', share)}`);
  for (const share of [0, 0.00005, 0.0002, 0.001, 0.1])
    found.push(`user_id=${await nth('user_id', 'read.order_history', share)}`);
  for (const share of [0, 0.3, 0.6, 0.9, 1]) found.push(`currency=${await nth('currency', 'read.order_history', share)}`);
  for (const share of [0, 0.5, 0.99, 0.9985, 0.99999]) {
    found.push(`created_from=${(await at('created_at', share)).toISOString().slice(0, 10)}`);
    found.push(`created_to=${(await at('created_at', 1 - share * 0.99999)).toISOString().slice(0, 10)}`);
  }
  return found;
}

/** Times one path in turn with the answer for one order, after two rounds that only warm up. */
async function measurer() {
  const ids = (await database.query('SELECT id FROM read.order_history TABLESAMPLE SYSTEM (5) REPEATABLE (1) LIMIT 1000')).rows;
  const all = { pages: [], one: [] };
  let turn = 0;
  const measure = async (path, into = []) => {
    const [times, one] = [[], []];
    for (let round = -2; round < rounds; round++) {
      const time = await milliseconds(() => read(path));
      const ofOne = await milliseconds(() => read(`order-history/${ids[turn++ % ids.length].id}`));
      if (round < 0) continue;
      times.push(time);
      one.push(ofOne);
    }
    all.one.push(...one);
    into.push({ path, time: median(times), ratio: median(times) / median(one) });
    return `${median(times).toFixed(2)}${median(times) > 5 * median(one) ? ' !' : ''}`;
  };
  return { all, measure };
}

async function sweep() {
  const { all, measure } = await measurer();
  const table = {};
  for (const filter of await filters()) {
    const row = {};
    for (const sort of SORTS) row[sort] = await measure(`order-history?${filter}&sort=${sort}`, all.pages);
    table[filter || 'none'] = row;
  }
  table['page 500'] = {};
  for (const sort of SORTS) {
    let path = `order-history?sort=${sort}`;
    for (let page = 1; page < 500; page++) {
      const { next_cursor } = JSON.parse(await read(path)).page;
      if (!next_cursor) break;
      path = `order-history?sort=${sort}&cursor=${next_cursor}`;
    }
    table['page 500'][sort] = await measure(path, all.pages);
  }
  console.log('Milliseconds of a page of 20; ! = more than five times one order with its goods, asked for in turn with it');
  console.table(table);
  const { path, time, ratio } = all.pages.toSorted((a, b) => b.ratio - a.ratio)[0];
  const [page, one] = [median(all.pages.map((each) => each.time)), median(all.one)];
  console.log(`one order ${one.toFixed(2)} ms; pages: median ${page.toFixed(2)} ms, ${(page / one).toFixed(2)} times one order`);
  console.log(`worst of ${all.pages.length}: ${path.slice(0, 80)} ${time.toFixed(2)} ms, ${ratio.toFixed(1)} times one order`);

  const summaries = {};
  const asked = [
    '',
    'threshold=5',
    'currency=EUR',
    'created_from=2025-12-01',
    'min_total=10000000',
    'user_id=1000',
    'sku=SKU-1000',
  ];
  for (const filter of asked) {
    summaries[filter || 'none'] = {};
    for (const by of ['day', 'user', 'goods_count'])
      summaries[filter || 'none'][by] = await measure(`order-history/summary?by=${by}&${filter}`);
  }
  console.log('Summaries');
  console.table(summaries);
}

if (!process.argv.includes('--sweep')) await againstArticle();
await sweep();
await database.end();
agent.destroy();
