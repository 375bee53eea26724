/**
 * Rebuilds the order history, all tables of it, and compares the events folded per second:
 *
 * - Kronika: `POST /v1/views/order-history/rebuild`, from the start to the end of its operation. It creates its
 *   tables, folds the log, builds the indexes and takes over, while the previous build goes on serving.
 * - One SQL statement that folds the whole log into the same tables, which are created before it and get the same
 *   indexes after it.
 * - Emmett's `rebuildPostgreSQLProjections` from the first events of the same log, as many as it folds in reasonable
 *   time, with no index to build: once with the same fold methods, a document for each row; and once in the form that
 *   suits it, a document for each order with its goods in it, and none of the other tables.
 *
 * Before anything is timed, the statement's tables and Emmett's documents must be equal to Kronika's tables.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { getPostgreSQLEventStore, pongoProjection, rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql';
import { pongoClient } from '@event-driven-io/pongo';
import { getMetadataArgsStorage } from 'typeorm';
import { ORDER_HISTORY_ROWS } from '../../dist/src/order-history/order-history.rows.js';
import { OrderHistoryView } from '../../dist/src/order-history/order-history.view.js';
import { viewDerivations, viewFolds } from '../../dist/src/shared/views/view.js';
import { inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { connected, startPostgres } from '../postgres.mjs';
import { shop } from '../shops.mjs';

/** Each order has five goods. With all changes, that makes about six events an order. */
const ORDERS = { quick: [1_000], full: [16_500, 81_000] };

const TABLES = ORDER_HISTORY_ROWS.map((row) => getMetadataArgsStorage().tables.find(({ target }) => target === row).name);

const ORDER_EVENTS = ['order_created_v1', 'order_updated_v1', 'order_deleted_v1'];
const GOODS_EVENTS = ['goods_created_v1', 'goods_updated_v1', 'goods_deleted_v1'];

/** Rows and documents follow from the latest event of each entity, because an event carries the whole entity. */
const FOLD = `
  WITH latest AS (
    SELECT DISTINCT ON (stream) version, type, data FROM log.events
    WHERE type IN ('${[...ORDER_EVENTS, ...GOODS_EVENTS].join("', '")}') ORDER BY stream, version DESC
  ), goods AS (
    SELECT (data ->> 'id')::bigint AS id, (data ->> 'order_id')::bigint AS order_id, data ->> 'sku' AS sku, data ->> 'name' AS name,
      (data ->> 'quantity')::int AS quantity, (data ->> 'unit_price')::bigint AS unit_price,
      data ->> 'created_at' AS created_at, version
    FROM latest WHERE type IN ('goods_created_v1', 'goods_updated_v1')
  ), orders AS (
    SELECT (data ->> 'id')::bigint AS id, (data ->> 'user_id')::bigint AS user_id, (data ->> 'currency')::char(3) AS currency,
      (data ->> 'created_at')::timestamptz AS created_at, version
    FROM latest WHERE type IN ('order_created_v1', 'order_updated_v1')
  ), sums AS (
    SELECT order_id AS id, count(*)::int AS goods_count, sum(quantity) AS units, sum(quantity::numeric * unit_price) AS total,
      array_agg(lower(sku) ORDER BY lower(sku) COLLATE "C") FILTER (WHERE sku IS NOT NULL) AS skus
    FROM goods GROUP BY order_id
  ), known AS (
    SELECT id, user_id, currency, created_at, coalesce(goods_count, 0) AS goods_count, coalesce(units, 0) AS units,
      coalesce(total, 0) AS total, coalesce(skus, '{}') AS skus, version
    FROM orders FULL JOIN sums USING (id)
  ), history AS (
    SELECT * FROM known WHERE version IS NOT NULL
  ), to_goods AS (
    INSERT INTO folded.order_goods (id, order_id, sku, name, quantity, unit_price, created_at, version)
      SELECT id, order_id, sku, name, quantity, unit_price, created_at, version FROM goods
  ), to_known AS (
    INSERT INTO folded.known_orders (id, user_id, currency, created_at, goods_count, units, total, skus, version)
      SELECT id, user_id, currency, created_at, goods_count, units, total, skus, version FROM known
  ), to_history AS (
    INSERT INTO folded.order_history (id, user_id, currency, created_at, goods_count, units, total, skus, version)
      SELECT id, user_id, currency, created_at, goods_count, units, total, skus, version FROM history
  ), to_skus AS (
    INSERT INTO folded.order_skus (folded_sku, order_id, created_at, goods_count, total)
      SELECT DISTINCT sku, id, created_at, goods_count, total FROM history, unnest(skus) AS sku
  ), to_days AS (
    INSERT INTO folded.order_days (day, least_id, greatest_id)
      SELECT left(data ->> 'created_at', 10)::date, min((data ->> 'id')::bigint), max((data ->> 'id')::bigint)
      FROM log.events WHERE type = 'order_created_v1' GROUP BY 1
  ), to_statistics AS (
    INSERT INTO folded.order_statistics (day, currency, goods_count, orders, units, total)
      SELECT (created_at AT TIME ZONE 'UTC')::date, currency, goods_count, count(*), sum(units), sum(total)
      FROM history GROUP BY 1, 2, 3
  ), to_sizes AS (
    INSERT INTO folded.order_sizes (goods_count, currency, orders, units, total)
      SELECT goods_count, currency, count(*), sum(units), sum(total) FROM history GROUP BY 1, 2
  ), to_quarters AS (
    INSERT INTO folded.order_quarters (created_at, currency, orders, goods_count, units, total)
      SELECT date_bin('15 minutes', created_at, '2000-01-01T00:00:00Z'), currency, count(*), sum(goods_count), sum(units), sum(total)
      FROM history GROUP BY 1, 2
  ), users AS (
    SELECT user_id, currency, count(*) AS orders, sum(goods_count) AS goods_count, sum(units) AS units, sum(total) AS total
    FROM history GROUP BY 1, 2
  ), to_users AS (
    INSERT INTO folded.order_users (user_id, currency, orders, goods_count, units, total)
      SELECT user_id, currency, orders, goods_count, units, total FROM users
  )
  INSERT INTO folded.order_user_groups (user_id, orders, greatest_total, totals)
    SELECT user_id, sum(orders), max(total), jsonb_object_agg(currency, total::text) FROM users GROUP BY 1`;

const LINE = { measured: 'rebuild of the order history', unit: 'events/s' };
const BY_SQL = { peer: 'one SQL statement', must: 0.1, dream: 0.25 };

export default {
  name: 'rebuild',
  title: 'Rebuilding the order history',

  async run({ quick, say }) {
    const size = quick ? 'quick' : 'full';
    const [smallest, ...larger] = ORDERS[size];
    const lines = await withShop(smallest, say, async ({ database, events, ...sides }) => {
      const emmetts = {};
      try {
        for (const [name, { amount, ...rest }] of Object.entries(OF_EMMETT)) {
          if (!amount[size]) continue;
          emmetts[name] = await openEmmett(database, { ...rest, amount: amount[size] });
          await emmetts[name].check();
          say(`${name}: the same after ${emmetts[name].events} events`);
        }
        for (const [name, emmett] of Object.entries(emmetts)) sides[name] = () => emmett.rebuild();
        const { kronika, sql, ...others } = await inTurns(sides, { rounds: quick ? 3 : 5, warmUps: 0 });
        return [
          ...Object.entries(others).map(([peer, against]) =>
            ratio({ ...LINE, kronika, against, peer, must: 40, sizes: { events, 'of Emmett': emmetts[peer].events } }),
          ),
          ratio({ ...LINE, kronika, against: sql, ...BY_SQL, sizes: { events } }),
        ];
      } finally {
        for (const emmett of Object.values(emmetts)) await emmett.close();
      }
    });
    for (const orders of larger)
      lines.push(
        await withShop(orders, say, async ({ events, database: _, ...sides }) => {
          const { kronika, sql } = await inTurns(sides, { warmUps: 0 });
          return ratio({ ...LINE, kronika, against: sql, ...BY_SQL, sizes: { events } });
        }),
      );
    return lines;
  },
};

/** Kronika and SQL on the log of one shop, warmed up and checked. */
async function withShop(orders, say, work) {
  const database = await shop(orders, { unfolded: orders !== ORDERS.quick[0], say });
  let kronika;
  try {
    kronika = await startKronika({ databaseUrl: database.url });
    await kronika.settled();
    const [{ events }] = await database.query('SELECT count(*) AS events FROM log.events').then((rows) => rows.map(numbers));
    const sides = { kronika: () => rebuild(kronika, events), sql: () => foldBySql(database, events) };
    for (const side of Object.values(sides)) await side();
    for (const table of TABLES) await checkRows(database, table);
    say(`${events} events: SQL has the same rows in ${TABLES.length} tables`);
    return await work({ database, events, ...sides });
  } finally {
    await kronika?.stop();
    await database.query('DROP SCHEMA IF EXISTS folded CASCADE');
    await database.stop();
  }
}

const numbers = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));

/** @returns events a second */
export async function rebuild(kronika, events) {
  const { headers } = await kronika.post('/v1/views/order-history/rebuild');
  for (;;) {
    await delay(100);
    const { body } = await kronika.get(headers.location);
    const { state, startedAt, endedAt } = body;
    if (!['waiting', 'running', 'done'].includes(state)) throw new Error(`The rebuild failed: ${JSON.stringify(body)}`);
    if (state === 'done') return events / ((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000);
  }
}

/** @returns events a second */
async function foldBySql(database, events) {
  const tables = await database.query(
    `SELECT relname AS name, pg_get_constraintdef(c.oid) AS key FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = conrelid
     WHERE contype = 'p' AND conrelid = ANY ($1::regclass[])`,
    [TABLES.map((table) => `read.${table}`)],
  );
  const indexes = await database.query(
    `SELECT replace(pg_get_indexdef(indexrelid), ' ON read.', ' ON folded.') AS definition FROM pg_index
     WHERE NOT indisprimary AND indrelid = ANY ($1::regclass[])`,
    [TABLES.map((table) => `read.${table}`)],
  );
  await database.query('DROP SCHEMA IF EXISTS folded CASCADE; CREATE SCHEMA folded');
  const start = performance.now();
  // Statements that are sent together run in one transaction.
  await database.query(
    [
      `SET LOCAL work_mem = '256MB'`,
      ...tables.map(({ name, key }) => `CREATE TABLE folded.${name} (LIKE read.${name}, ${key})`),
      FOLD,
      ...indexes.map(({ definition }) => definition),
    ].join(';'),
  );
  return events / ((performance.now() - start) / 1_000);
}

async function checkRows(database, table) {
  const [{ columns }] = await database.query(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname) AS columns FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [`read.${table}`],
  );
  const rowsOf = (schema) =>
    `(SELECT count(*) || ' rows ' || coalesce(sum(hashtextextended(row(${columns})::text, 0)::numeric), 0) FROM ${schema}.${table})`;
  const [{ kronika, sql }] = await database.query(`SELECT ${rowsOf('read')} AS kronika, ${rowsOf('folded')} AS sql`);
  if (kronika !== sql) throw new Error(`${table} differs: ${kronika} of Kronika, ${sql} of SQL`);
}

/** Emmett with the first events of a log, in the same order, in a database of its own. */
async function openEmmett(database, { projection, rowsOf, amount }) {
  const postgres = await startPostgres();
  const store = getPostgreSQLEventStore(postgres.url);
  const recorded = await database.query(
    'SELECT stream, version, type, data FROM log.events WHERE position <= $1 ORDER BY position',
    [amount],
  );
  for (const { stream, version, type, data } of recorded)
    await store.appendToStream(stream, [{ type, data: { ...data, version } }], { expectedStreamVersion: BigInt(version - 1) });
  const pongo = pongoClient(postgres.url);
  return {
    events: recorded.length,
    /** @returns events a second */
    async rebuild() {
      // Emmett's second rebuild empties the collection, but continues where the first one ended.
      await postgres.query('DELETE FROM emt_processors');
      const start = performance.now();
      const consumer = rebuildPostgreSQLProjections({ connectionString: postgres.url, projections: [projection] });
      await consumer.start();
      await consumer.close();
      return recorded.length / ((performance.now() - start) / 1_000);
    },
    /** Compares with what Kronika folds from the same events, after a second rebuild as well. */
    async check() {
      for (let rebuilds = 0; rebuilds < 2; rebuilds++) await this.rebuild();
      const text = (rows) => JSON.stringify(rows.map((row) => JSON.stringify(Object.entries(plain(row)).toSorted())).toSorted());
      const tables = await tablesOfKronika(recorded);
      for (const [table, documents] of Object.entries(await rowsOf(pongo.db())))
        if (text(documents) !== text(tables[table]) || !documents.length)
          throw new Error(`${table} of Emmett differs: ${text(documents)} instead of ${text(tables[table])}`);
    },
    async close() {
      await pongo.close();
      await store.close();
      await postgres.stop();
    },
  };
}

/** Kronika's tables after exactly these events. */
async function tablesOfKronika(recorded) {
  const kronika = await startKronika();
  const database = await connected(kronika.databaseUrl);
  try {
    await database.query(
      `SELECT log.append($1, '{"commandId": "bench", "actor": "bench", "correlationId": "bench", "causationId": null}')`,
      [JSON.stringify(recorded)],
    );
    await kronika.settled();
    const tables = {};
    for (const table of TABLES) {
      const { rows } = await database.query(`SELECT to_json(t) AS row FROM read.${table} AS t`);
      tables[table] = rows.map(({ row }) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [camelCase(name), value])),
      );
    }
    return tables;
  } finally {
    await database.end();
    await kronika.stop();
  }
}

/**
 * The tables of Kronika's view with its fold methods, which Emmett calls for its documents: one collection a table.
 */
const view = new OrderHistoryView();
const VIEW = ORDER_HISTORY_ROWS.map((row, index) => ({
  row,
  name: TABLES[index],
  folds: viewFolds(view).filter((fold) => fold.row === row),
  derivation: viewDerivations(view).get(row),
  keys: getMetadataArgsStorage()
    .columns.filter(({ target, options }) => options.primary && (target === row || row.prototype instanceof target))
    .map(({ propertyName }) => propertyName),
}));

/** The changes of the rows that depend on another row, by key. */
function derivedChanges({ derivation, keys }, { before, after }) {
  const changes = new Map();
  const add = (rows, side) => {
    for (const row of rows) {
      const key = JSON.stringify(Object.fromEntries(keys.map((name) => [name, row[name]])));
      changes.set(key, { before: null, after: null, ...changes.get(key), [side]: row });
    }
  };
  for (const [side, row] of Object.entries({ before, after })) if (row) add(view[derivation.method](row), side);
  return changes;
}

const ROWS_OF_EMMETT = pongoProjection({
  name: 'order-history',
  canHandle: [...ORDER_EVENTS, ...GOODS_EVENTS],
  async handle(events, { pongo }) {
    for (const { type, data } of events) {
      const inputs = [{ source: type, value: { data } }];
      for (const table of VIEW) {
        const { row, name, folds, derivation } = table;
        for (const { source, value } of [...inputs]) {
          if (derivation?.source === source)
            for (const [key, change] of derivedChanges(table, value)) {
              await pongo
                .db()
                .collection(name)
                .handle(key, () => change.after && plain(change.after));
              inputs.push({ source: row, value: change });
            }
          for (const fold of folds.filter((each) => (each.source.type ?? each.source) === source))
            for (const key of new Map(fold.keys(value).map((each) => [JSON.stringify(each), each])).values()) {
              const change = { before: null, after: null };
              const evolve = (document) => {
                change.before = document && revived(document);
                change.after = view[fold.method](change.before, value, { key, recorded: { version: data.version } });
                if (change.after === change.before) return document;
                return change.after && plain(change.after);
              };
              await pongo.db().collection(name).handle(JSON.stringify(key), evolve);
              if (change.after !== change.before) inputs.push({ source: row, value: change });
            }
        }
      }
    }
  },
  truncate: (context) => emptied(context, TABLES),
});

/** One document an order, with its goods by id. */
const ORDERS_OF_EMMETT = pongoProjection({
  name: 'orders',
  canHandle: [...ORDER_EVENTS, ...GOODS_EVENTS],
  async handle(events, { pongo }) {
    const orders = pongo.db().collection('orders');
    for (const event of events) {
      const { data } = event;
      // Moved goods concern two orders.
      const concerned = GOODS_EVENTS.includes(event.type) ? [data.previous?.order_id ?? data.order_id, data.order_id] : [data.id];
      for (const id of new Set(concerned)) await orders.handle(`${id}`, (document) => evolveOrder(document, id, event));
    }
  },
  truncate: (context) => emptied(context, ['orders']),
});

function evolveOrder(document, orderId, { type, data }) {
  const { _id, _version, ...order } = document ?? { version: null, goods: {} };
  if (type === 'order_deleted_v1') return Object.keys(order.goods).length ? { ...order, version: null } : null;
  if (ORDER_EVENTS.includes(type)) {
    const { id, user_id: userId, currency, created_at: createdAt, version } = data;
    return { ...order, id, userId, currency, createdAt, version };
  }
  const { [data.id]: _, ...goods } = order.goods;
  if (type !== 'goods_deleted_v1' && data.order_id === orderId)
    goods[data.id] = {
      sku: data.sku,
      name: data.name,
      quantity: data.quantity,
      unitPrice: data.unit_price,
      createdAt: data.created_at,
    };
  return order.version === null && !Object.keys(goods).length ? null : { ...order, goods };
}

/** The order history as such documents. */
async function ordersOf(db) {
  const documents = await db.collection('orders').find();
  const rows = documents.flatMap(({ id, userId, currency, createdAt, version, goods }) => {
    if (version === null) return [];
    const all = Object.values(goods);
    const sum = (numberOf) => all.reduce((total, each) => total + numberOf(each), 0);
    return {
      id,
      userId,
      currency,
      createdAt,
      goodsCount: all.length,
      units: sum(({ quantity }) => quantity),
      total: sum(({ quantity, unitPrice }) => quantity * unitPrice),
      skus: all.flatMap(({ sku }) => sku?.toLowerCase() ?? []).toSorted(),
      version,
    };
  });
  return { order_history: rows };
}

async function allRowsOf(db) {
  const tables = {};
  for (const table of TABLES) tables[table] = await db.collection(table).find();
  return tables;
}

async function emptied({ connection: { connectionString, client, pool } }, collections) {
  const db = pongoClient(connectionString, { connectionOptions: { client, pool } }).db();
  for (const name of collections) await db.collection(name).deleteMany();
}

/** Emmett's projections, and how many events each of them folds in reasonable time. */
const OF_EMMETT = {
  'Emmett, the same rows': { projection: ROWS_OF_EMMETT, rowsOf: allRowsOf, amount: { full: 300 } },
  'Emmett, one document an order': { projection: ORDERS_OF_EMMETT, rowsOf: ordersOf, amount: { quick: 100, full: 3_000 } },
};

const camelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/** A row as a document: JSON knows no moments and no sums beyond 2^53. */
function plain({ _id, _version, ...row }) {
  const { total, createdAt } = row;
  return {
    ...row,
    ...(total !== undefined && { total: Number(total) }),
    ...(createdAt && { createdAt: new Date(createdAt).toISOString() }),
  };
}

function revived({ _id, _version, ...document }) {
  const { total, createdAt } = document;
  return {
    ...document,
    ...(total !== undefined && { total: BigInt(total) }),
    ...(createdAt && { createdAt: new Date(createdAt) }),
  };
}
