/**
 * How fast Kronika reads its order history: against the SQL that the first article runs on its own tables, and each filter
 * with each sort against the answer for one order. Give it a database that `generate.mjs` has filled and a Kronika on it:
 *
 *     DATABASE_URL=postgres://… KRONIKA=http://127.0.0.1:3000 node order-history.mjs [rounds = 15]
 */
import { Agent, get } from 'node:http';
import pg from 'pg';

const KRONIKA = process.env.KRONIKA ?? 'http://127.0.0.1:3000';
const rounds = Number(process.argv[2] ?? 15);
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

/** The median over the rounds, after two that only warm up. */
async function p50(work) {
  const times = [];
  for (let round = -2; round < rounds; round++) {
    const time = await milliseconds(() => work(round));
    if (round >= 0) times.push(time);
  }
  return median(times);
}

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

async function againstArticle() {
  await makeArticle();
  const selective = Number(
    await one('SELECT goods_count - 1 FROM read.order_history ORDER BY goods_count DESC OFFSET 99 LIMIT 1'),
  );
  const table = [];
  for (const threshold of [selective, 1, 0]) {
    const ids = (await database.query(ARTICLE, [threshold, null, 0])).rows.map(({ id }) => id).sort();
    const csv = (await read(`order-history.csv?threshold=${threshold}`)).trim().split('\r\n').slice(1);
    const same = csv.map((line) => line.slice(0, line.indexOf(','))).sort();
    if (ids.join() !== same.join())
      throw new Error(`threshold=${threshold}: ${ids.length} orders by SQL, ${same.length} by Kronika`);
    const times = { sql: [], http: [] };
    for (let round = 0; round < Math.max(5, Math.min(rounds, 9)); round++) {
      times.sql.push(await milliseconds(() => database.query(ARTICLE, [threshold, 2, 0])));
      times.http.push(await milliseconds(() => read(`order-history?threshold=${threshold}&limit=2&offset=0`)));
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

async function sweep() {
  const ids = (await database.query('SELECT id FROM read.order_history TABLESAMPLE SYSTEM (0.5) REPEATABLE (1) LIMIT 1000')).rows;
  const ofOne = () => p50((round) => read(`order-history/${ids[(round + 2) % ids.length].id}`));
  const base = await ofOne();
  const all = [];
  const measure = async (path) => {
    const time = await p50(() => read(path));
    all.push(time);
    return time;
  };
  const show = (time) => `${time.toFixed(2)}${time > 5 * base ? ' !' : ''}`;
  const table = {};
  for (const filter of await filters()) {
    const row = {};
    for (const sort of SORTS) row[sort] = show(await measure(`order-history?${filter}&sort=${sort}`));
    table[filter || 'none'] = row;
  }
  const deep = {};
  for (const sort of SORTS) {
    let path = `order-history?sort=${sort}`;
    for (let page = 1; page < 500; page++) {
      const { next_cursor } = JSON.parse(await read(path)).page;
      if (!next_cursor) break;
      path = `order-history?sort=${sort}&cursor=${next_cursor}`;
    }
    deep[sort] = show(await measure(path));
  }
  table['page 500'] = deep;
  console.table(table);
  const again = await ofOne();
  const worst = all.toSorted((a, b) => a - b).at(-1);
  console.log(`one order: ${base.toFixed(2)} ms before, ${again.toFixed(2)} ms after`);
  console.log(
    `first pages: median ${median(all).toFixed(2)} ms (${(median(all) / base).toFixed(1)} times one order), worst ${worst.toFixed(2)} ms (${(worst / base).toFixed(1)} times); ! = above 5 times`,
  );
  const summaries = {};
  for (const filter of [
    '',
    'threshold=5',
    'currency=EUR',
    'currency=CHF',
    'created_from=2025-12-01',
    'threshold=50',
    'min_total=10000000',
    'user_id=1',
    'sku=SKU-1000',
  ]) {
    const row = {};
    for (const by of ['day', 'user', 'goods_count'])
      row[by] = show(await p50(() => read(`order-history/summary?by=${by}&${filter}`)));
    summaries[filter || 'none'] = row;
  }
  console.table(summaries);
}

if (!process.argv.includes('--sweep')) await againstArticle();
await sweep();
await database.end();
agent.destroy();
