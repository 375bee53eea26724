/**
 * Fills a database with a shop's past: rows of `write`, the log that made them, and the views that fold from it.
 * Kronika must have been started on the database once, must not run now, and its log must be empty. The same numbers
 * give the same shop. The views are exactly those that Kronika folds; `--unfolded` leaves them to Kronika, so that
 * they can be compared.
 *
 *     DATABASE_URL=postgres://… node generate.mjs [orders = 1000000] [goods = 5 × orders] [--unfolded]
 */
import { parseArgs } from 'node:util';
import pg from 'pg';

const parametersOf = (orders, goods) => ({
  orders,
  // Goods per order fall off exponentially, most have few, some have none, one in ten thousand has fifty.
  scale: 1 / Math.log(1 + orders / goods),
  most_goods: 80,
  users: Math.max(10, Math.round(orders / 10)),
  skus: Math.max(10, Math.round(orders / 50)),
});

/** Each statement by the name of its step; `:name` is a parameter. */
const STEPS = {
  // A number from 0 to 1 that depends on an entity and the question asked of it.
  'random numbers': `
    CREATE FUNCTION pg_temp.dice(id bigint, question int) RETURNS float8 LANGUAGE sql IMMUTABLE
      RETURN ((hashint8extended(id, question) >> 12) & ((1::bigint << 51) - 1)) / (1::bigint << 51)::float8;
    -- The n-th most wanted of many is wanted 1/n as often as the first (Zipf).
    CREATE FUNCTION pg_temp.rank(among bigint, dice float8) RETURNS bigint LANGUAGE sql IMMUTABLE
      RETURN least(among, floor(exp(dice * ln(among + 1)))::bigint);
    CREATE FUNCTION pg_temp.command_id(text) RETURNS text LANGUAGE sql IMMUTABLE
      RETURN overlay(overlay(md5($1) PLACING '8' FROM 13) PLACING 'a' FROM 17)::uuid`,

  currencies: `
    CREATE TEMP TABLE currencies (currency char(3), below float8, factor float8);
    INSERT INTO currencies VALUES ('EUR', 0.80, 1), ('USD', 0.90, 1.1), ('GBP', 0.95, 0.9), ('CZK', 0.98, 25), ('PLN', 0.995, 4),
      ('JPY', 0.999, 1.6), ('CHF', 0.9999, 1), ('ISK', 1.1, 1.4)`,

  // Two years, nearly in the order of ids. One order in 100 is deleted, one in 50 gets another user.
  orders: `
    CREATE TEMP TABLE orders AS
    WITH orders AS (
      SELECT id, pg_temp.rank(:users, pg_temp.dice(id, 1)) AS user_id, pg_temp.dice(id, 2) AS currency,
        date_trunc('milliseconds', '2024-01-01T00:00:00Z'::timestamptz + (id + pg_temp.dice(id, 3)) / :orders * '730 days'::interval)
          AS created_at,
        least(:most_goods, floor(-:scale * ln(1 - pg_temp.dice(id, 4))))::int AS goods,
        pg_temp.dice(id, 5) < 0.02 AS updated, pg_temp.dice(id, 6) < 0.01 AS deleted
      FROM generate_series(1, :orders) AS id
    )
    SELECT o.id, o.user_id, c.currency, c.factor, o.created_at, o.goods,
      CASE WHEN updated THEN created_at + '3 hours'::interval END AS updated_at,
      CASE WHEN updated THEN user_id % :users + 1 ELSE user_id END AS last_user_id,
      CASE WHEN deleted THEN created_at + '2 days'::interval END AS deleted_at
    FROM orders AS o, LATERAL (SELECT * FROM currencies WHERE o.currency < below ORDER BY below LIMIT 1) AS c;
    ALTER TABLE orders ADD PRIMARY KEY (id);
    ANALYZE orders`,

  // One in 50 has no SKU. One in 50 gets another quantity and price, one in 200 moves to an earlier order, and one in
  // 100 is deleted.
  goods: `
    CREATE TEMP TABLE goods AS
    WITH goods AS (
      SELECT row_number() OVER (ORDER BY o.created_at + n * '20 seconds'::interval, o.id, n) AS id,
        o.id AS order_id, o.factor, o.created_at + n * '20 seconds'::interval AS created_at, o.deleted_at AS order_deleted_at
      FROM orders AS o, generate_series(1, o.goods) AS n
    ), drawn AS (
      SELECT *, pg_temp.rank(:skus, pg_temp.dice(id, 11)) AS article, pg_temp.dice(id, 12) < 0.02 AS nameless,
        1 + floor(-0.6 * ln(1 - pg_temp.dice(id, 13)))::int AS quantity,
        pg_temp.dice(id, 14) AS change, pg_temp.dice(id, 15) < 0.01 AS deleted,
        order_id - 3 - floor(pg_temp.dice(id, 16) * 20)::bigint AS other_order
      FROM goods
    ), priced AS (
      SELECT *, round(factor * exp(5 + 6 * pg_temp.dice(article, 17)))::bigint AS unit_price FROM drawn
    )
    SELECT g.id, order_id, CASE WHEN NOT nameless THEN format('SKU-%s', article) END AS sku,
      CASE WHEN NOT nameless THEN format('Article %s', article) END AS name, quantity, unit_price, g.created_at,
      CASE WHEN change < 0.025 AND order_deleted_at IS NULL THEN g.created_at + '1 hour'::interval END AS updated_at,
      CASE WHEN change < 0.005 AND order_deleted_at IS NULL AND other.id IS NOT NULL THEN other.id ELSE order_id END AS last_order_id,
      CASE WHEN change BETWEEN 0.005 AND 0.025 AND order_deleted_at IS NULL THEN quantity + 1 ELSE quantity END AS last_quantity,
      CASE WHEN change BETWEEN 0.005 AND 0.015 AND order_deleted_at IS NULL THEN unit_price * 9 / 10 ELSE unit_price END AS last_unit_price,
      coalesce(order_deleted_at + '50 milliseconds'::interval, CASE WHEN deleted THEN g.created_at + '1 day'::interval END) AS deleted_at,
      order_deleted_at IS NOT NULL AS by_saga
    FROM priced AS g LEFT JOIN orders AS other ON other.id = other_order AND other.deleted_at IS NULL;
    -- A move for which there was no other order is none.
    UPDATE goods SET updated_at = NULL
    WHERE updated_at IS NOT NULL AND (order_id, quantity, unit_price) = (last_order_id, last_quantity, last_unit_price)`,

  'write.orders': `
    INSERT INTO write.orders (id, user_id, currency, created_at, version) OVERRIDING SYSTEM VALUE
      SELECT id, last_user_id, currency, created_at, 1 + (updated_at IS NOT NULL)::int FROM orders WHERE deleted_at IS NULL ORDER BY id;
    SELECT setval(pg_get_serial_sequence('write.orders', 'id'), :orders)`,

  'write.goods': `
    INSERT INTO write.goods (id, order_id, sku, name, quantity, unit_price, created_at, version) OVERRIDING SYSTEM VALUE
      SELECT id, last_order_id, sku, name, last_quantity, last_unit_price, created_at, 1 + (updated_at IS NOT NULL)::int
      FROM goods WHERE deleted_at IS NULL ORDER BY id;
    SELECT setval(pg_get_serial_sequence('write.goods', 'id'), (SELECT max(id) FROM goods))`,

  'the log': `
    CREATE TEMP TABLE history AS
    WITH history AS (
      SELECT 'order' AS category, id, 1 AS version, 'created' AS what, created_at AS at FROM orders
      UNION ALL SELECT 'order', id, 2, 'updated', updated_at FROM orders WHERE updated_at IS NOT NULL
      UNION ALL SELECT 'order', id, 2 + (updated_at IS NOT NULL)::int, 'deleted', deleted_at FROM orders WHERE deleted_at IS NOT NULL
      UNION ALL SELECT 'goods', id, 1, 'created', created_at FROM goods
      UNION ALL SELECT 'goods', id, 2, 'updated', updated_at FROM goods WHERE updated_at IS NOT NULL
      UNION ALL SELECT 'goods', id, 2 + (updated_at IS NOT NULL)::int, 'deleted', deleted_at FROM goods WHERE deleted_at IS NOT NULL
    )
    SELECT row_number() OVER (ORDER BY at, category DESC, id, version) AS position, * FROM history;
    ANALYZE history, goods`,

  'log.events': `
    WITH facts AS (
      SELECT h.*, NULL::bigint AS order_ended,
        jsonb_build_object('id', id, 'user_id', CASE what WHEN 'created' THEN user_id ELSE last_user_id END, 'currency', currency,
          'created_at', pg_temp.iso(created_at)) AS data
      FROM history AS h JOIN orders AS o USING (id) WHERE category = 'order'
      UNION ALL
      SELECT h.*, CASE WHEN by_saga AND what = 'deleted' THEN order_id END,
        jsonb_build_object('id', id, 'sku', sku, 'name', name, 'created_at', pg_temp.iso(created_at)) || CASE what
          WHEN 'created' THEN jsonb_build_object('order_id', order_id, 'quantity', quantity, 'unit_price', unit_price)
          ELSE jsonb_build_object('order_id', last_order_id, 'quantity', last_quantity, 'unit_price', last_unit_price) END || CASE what
          WHEN 'updated' THEN jsonb_build_object('previous',
            jsonb_build_object('order_id', order_id, 'quantity', quantity, 'unit_price', unit_price)) ELSE '{}' END
      FROM history AS h JOIN goods AS g USING (id) WHERE category = 'goods'
    ), ended AS (
      SELECT id, position, pg_temp.command_id(position::text) AS command_id FROM history WHERE category = 'order' AND what = 'deleted'
    )
    INSERT INTO log.events (position, stream, version, type, data, metadata, recorded_at)
    SELECT f.position, format('%s-%s', category, f.id), f.version, format('%s_%s_v1', category, what), data,
      CASE WHEN ended.id IS NULL THEN jsonb_build_object('commandId', pg_temp.command_id(f.position::text), 'actor', 'anonymous',
        'correlationId', pg_temp.command_id(f.position::text), 'causationId', NULL)
      ELSE jsonb_build_object('commandId', pg_temp.command_id('saga' || ended.position), 'actor', 'saga RemoveGoodsSaga.removeGoods',
        'correlationId', ended.command_id, 'causationId', ended.position::text) END, at
    FROM facts AS f LEFT JOIN ended ON ended.id = f.order_ended ORDER BY f.position;
    SELECT setval('log.position', (SELECT max(position) FROM history))`,
};

/** The rows of the views at the end of the log. */
const VIEW_STEPS = {
  'read.order_goods': `
    INSERT INTO read.order_goods (id, order_id, sku, name, quantity, unit_price, created_at, version)
      SELECT id, order_id, sku, name, quantity, unit_price,
        pg_temp.iso(created_at), version FROM write.goods ORDER BY id`,

  'read.known_orders': `
    INSERT INTO read.known_orders (id, user_id, currency, created_at, goods_count, units, total, skus, version)
    WITH sums AS (
      SELECT order_id AS id, count(*) AS goods_count, sum(quantity) AS units, sum(quantity * unit_price) AS total,
        array_agg(lower(sku) ORDER BY lower(sku) COLLATE "C") FILTER (WHERE sku IS NOT NULL) AS skus
      FROM write.goods GROUP BY order_id
    )
    SELECT id, user_id, currency, created_at, coalesce(goods_count, 0), coalesce(units, 0), coalesce(total, 0),
      coalesce(skus, '{}'), version
    FROM write.orders LEFT JOIN sums USING (id) ORDER BY id`,

  // At the end of the log, no goods are left without their order.
  'read.order_history': `
    INSERT INTO read.order_history (id, user_id, currency, created_at, goods_count, units, total, skus, version)
      SELECT id, user_id, currency, created_at, goods_count, units, total, skus, version FROM read.known_orders ORDER BY id`,

  'read.order_skus': `
    INSERT INTO read.order_skus (folded_sku, order_id, created_at, goods_count, total)
      SELECT DISTINCT sku, id, created_at, goods_count, total FROM read.order_history, unnest(skus) AS sku`,

  'read.order_days': `
    INSERT INTO read.order_days (day, least_id, greatest_id)
      SELECT created_at::date, min(id), max(id) FROM orders GROUP BY 1`,

  'read.order_statistics': `
    INSERT INTO read.order_statistics (day, currency, goods_count, orders, units, total)
      SELECT created_at::date, currency, goods_count, count(*), sum(units), sum(total) FROM read.order_history GROUP BY 1, 2, 3`,

  'read.order_quarters': `
    INSERT INTO read.order_quarters (created_at, currency, orders, goods_count, units, total)
      SELECT date_bin('15 minutes', created_at, '2000-01-01T00:00:00Z'), currency, count(*), sum(goods_count), sum(units), sum(total)
      FROM read.order_history GROUP BY 1, 2`,

  'read.order_sizes': `
    INSERT INTO read.order_sizes (goods_count, currency, orders, units, total)
      SELECT goods_count, currency, count(*), sum(units), sum(total) FROM read.order_history GROUP BY 1, 2`,

  'read.order_users': `
    INSERT INTO read.order_users (user_id, currency, orders, goods_count, units, total)
      SELECT user_id, currency, count(*), sum(goods_count), sum(units), sum(total) FROM read.order_history GROUP BY 1, 2`,

  'read.order_user_groups': `
    INSERT INTO read.order_user_groups (user_id, orders, greatest_total, totals)
      SELECT user_id, sum(orders), max(total), jsonb_object_agg(currency, total::text) FROM read.order_users GROUP BY 1;
    UPDATE log.checkpoints SET position = log.last_position() WHERE subscription = 'order-history'`,
};

/** Runs a step. For a table it drops the indexes first, because building them once is faster than row by row. */
async function fill(client, step, sql) {
  const { rows: indexes } = await client.query(
    `SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS definition, quote_ident(conname) AS constraint,
       pg_get_constraintdef(c.oid) AS rule
     FROM pg_index LEFT JOIN pg_constraint AS c ON c.conindid = indexrelid
     WHERE indrelid = to_regclass($1) ORDER BY indisprimary DESC`,
    [step],
  );
  for (const { name, constraint } of indexes)
    await client.query(constraint ? `ALTER TABLE ${step} DROP CONSTRAINT ${constraint}` : `DROP INDEX ${name}`);
  // With wal_level = minimal, Postgres writes no WAL for rows of a table that the same transaction has truncated.
  // The log also refuses to be truncated.
  if (indexes.length && step !== 'log.events') await client.query(`TRUNCATE ${step}`);
  await client.query(sql);
  for (const { definition, constraint, rule } of indexes)
    await client.query(constraint ? `ALTER TABLE ${step} ADD CONSTRAINT ${constraint} ${rule}` : definition);
}

/**
 * @param {string} url of the database
 * @param {{ orders?: number, goods?: number, unfolded?: boolean, say?: (line: string) => void }} options
 * @returns how many orders, goods and events there are now
 */
export async function generate(url, { orders = 1_000_000, goods = 5 * orders, unfolded = false, say = () => undefined }) {
  const parameters = parametersOf(orders, goods);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: found } = await client.query(
      `SELECT log.last_position() AS last, (SELECT count(*) FROM log.checkpoints WHERE subscription = 'order-history') AS views`,
    );
    if (found[0].last !== '0' || found[0].views !== '1')
      throw new Error('Give a database with an empty log on which Kronika has been started once');
    await client.query(`
      SET TimeZone = 'UTC'; SET work_mem = '512MB'; SET temp_buffers = '256MB'; SET maintenance_work_mem = '1GB';
      CREATE FUNCTION pg_temp.iso(timestamptz) RETURNS text LANGUAGE sql STABLE
        RETURN to_char($1, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
      BEGIN`);
    for (const [step, sql] of Object.entries({ ...STEPS, ...(unfolded ? {} : VIEW_STEPS) })) {
      const start = performance.now();
      await fill(
        client,
        step,
        sql.replace(/(?<!:):([a-z_]+)/g, (_, name) => parameters[name]),
      );
      say(`${step.padEnd(22)} ${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s`);
    }
    // A saga does not act on events before its first start.
    await client.query(`UPDATE log.checkpoints SET position = log.last_position() WHERE subscription LIKE 'saga %'`);
    // Vacuum can't mark a row as all-visible before its commit is flushed. Otherwise queries would do it, page by
    // page.
    await client.query('SET LOCAL synchronous_commit = on; COMMIT');
    await client.query('VACUUM ANALYZE');
    const { rows: made } = await client.query(
      'SELECT (SELECT count(*) FROM write.orders) AS orders, (SELECT count(*) FROM write.goods) AS goods, log.last_position() AS events',
    );
    return made[0];
  } finally {
    await client.end();
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { unfolded: { type: 'boolean' } } });
  const [orders, goods] = positionals.map(Number);
  console.log(await generate(process.env.DATABASE_URL, { orders, goods, ...values, say: console.log }));
}
