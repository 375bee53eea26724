import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type Answer,
  and,
  boundOf,
  Cursors,
  countSql,
  given,
  InvalidInput,
  type Json,
  list,
  literal,
  monthOf,
  type Offsets,
  offsetsOf,
  pageCountOf,
  param,
  ReadDatabase,
  type RowPlace,
  Settings,
  type Sql,
  spanOf,
  sql,
} from '#kronika';
import { DAY_MS, HOUR_MS, QUARTER_MS } from '../durations.js';
import {
  conditionsOf,
  GOODS_FILTERS,
  GROUP_SORTS,
  hasOnly,
  type OrderConditions,
  type OrderGroup,
  type SummaryParameters,
  type SummarySort,
  sourceOf,
  whereOf,
} from './order-filters.js';
import { isoMoment, json, type SummaryDocument, type SummaryRowDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

export class SummariseOrders extends Query<Answer<SummaryDocument>> {
  constructor(
    readonly parameters: SummaryParameters,
    readonly boundTo?: number,
  ) {
    super();
  }
}

@QueryHandler(SummariseOrders)
export class SummariseOrdersHandler implements IQueryHandler<SummariseOrders> {
  constructor(
    private readonly database: ReadDatabase,
    private readonly cursors: Cursors,
    private readonly settings: Settings,
  ) {}

  /** @throws InvalidInput for a sort by another group, a reversed range, or a cursor of another list */
  async execute({ parameters, boundTo }: SummariseOrders): Promise<Answer<SummaryDocument>> {
    const { by, limit, cursor, count, sort = DEFAULT_SORTS[by], tz = this.settings.TIME_ZONE, ...filters } = parameters;
    const sorts: string[] = [...(by === 'none' ? [] : [GROUP_SORTS[by]]), 'orders', 'total'];
    if (!sorts.includes(sort.replace('-', '')))
      throw new InvalidInput([
        { pointer: '#/sort', code: 'not-a-choice', detail: `must be one of ${sorts.join(', ')} with by=${by}` },
      ]);
    const groupList = { ...filters, by, sort, tz };
    const bound = boundOf(groupList, boundTo);
    const conditions = conditionsOf(filters, tz, boundTo);
    const after = await this.cursors.read(bound, cursor);
    const asked: SummaryPage = { by, sort, zone: tz, offsets: await offsetsOf(tz), after, groups: limit + 1 };
    const [{ position, rows }, counted] = await Promise.all([
      this.database.query<SummaryRow>(ORDER_HISTORY, summarySql(asked, conditions)),
      count ? this.database.query<{ counted: number }>(ORDER_HISTORY, groupCountSql(asked, conditions)) : undefined,
    ]);
    // A group has one row per currency, all on the same page.
    const groups = [...new Map(rows.map((row) => [row.id, row])).values()];
    const last = groups.length > limit ? groups[limit - 1] : undefined;
    const list = { bound, limit, path: '/v1/order-history/summary', parameters: { ...groupList, count } };
    const { page, headers } = await this.cursors.endOfPage(list, last);
    const data = (last ? rows.filter(({ id }) => id !== groups[limit]?.id) : rows).map(({ document }) => document);
    const body = `{"data":[${data}],"page":${JSON.stringify({ ...page, ...pageCountOf(counted?.rows[0]?.counted) })}}`;
    // The count may be of an earlier snapshot than the rows.
    return { position: Math.min(position, counted?.position ?? position), body: body as Json<SummaryDocument>, headers };
  }
}

/** The newest times, the users with the most orders, and the smallest numbers of goods come first. */
const DEFAULT_SORTS = {
  none: '-orders',
  hour: '-hour',
  day: '-day',
  month: '-month',
  user: '-orders',
  goods_count: 'goods_count',
} as const;

/** One currency of a group: `id` is the group, `value` the value of the sort column, as text. */
interface SummaryRow extends RowPlace {
  readonly document: Json<SummaryRowDocument>;
}

interface SummaryPage {
  readonly by: OrderGroup;
  readonly sort: SummarySort | `-${SummarySort}`;
  readonly zone: string;
  readonly offsets: Offsets;
  /** The last group of the previous page. */
  readonly after?: RowPlace;
  /** The number of groups to find. */
  readonly groups: number;
}

const KEY_TYPES = {
  none: 'integer',
  hour: 'timestamptz',
  day: 'date',
  month: 'date',
  user: 'bigint',
  goods_count: 'integer',
} as const;

/** The columns of a row that identify its group. */
const KEY_COLUMNS = {
  none: [sql`o.currency`, sql`o.goods AS goods_count`],
  hour: [sql`${isoMoment(sql`o.key`)} AS hour`, sql`o.currency`, sql`o.goods AS goods_count`],
  day: [sql`o.key AS day`, sql`o.currency`, sql`o.goods AS goods_count`],
  month: [sql`to_char(o.key, 'YYYY-MM') AS month`, sql`o.currency`, sql`o.goods AS goods_count`],
  user: [sql`o.key AS user_id`, sql`o.currency`, sql`o.goods AS goods_count`],
  goods_count: [sql`o.currency`, sql`o.key AS goods_count`],
} as const;

/** The rows of a page's groups, in order. The LIMIT applies to groups, so that each group comes with all its rows. */
function summarySql(page: SummaryPage, filters: OrderConditions): Sql {
  const { by, sort, after, groups } = page;
  const column = sort.replace('-', '') as SummarySort;
  const isByKey = by !== 'none' && column === GROUP_SORTS[by];
  const [direction, beyond] = sort.startsWith('-') ? [sql`DESC`, sql`<`] : [sql`ASC`, sql`>`];
  const source = sourceOfSums(page, after && isByKey ? beyondTime(page, after, filters) : filters);
  const conditions = given(after, ({ value, id }) => {
    const key = param(KEY_TYPES[by], id as never);
    if (isByKey) return sql`g.key ${beyond} ${key}`;
    return sql`(g.value, g.key) ${beyond} (${param(column === 'orders' ? 'bigint' : 'numeric', value)}, ${key})`;
  });
  const value = isByKey ? sql`g.key` : sql`g.value`;
  const order = isByKey ? sql`g.key ${direction}` : sql`g.value ${direction}, g.key ${direction}`;
  const document = json(list([...KEY_COLUMNS[by], sql`o.orders`, sql`o.units`, sql`o.total`]));
  return sql`WITH sums AS (${source.sums}),
          groups AS (SELECT * FROM (${source.groups(column)}) AS g WHERE ${and(conditions)} ORDER BY ${order} LIMIT ${literal(groups)})
          SELECT ${by === 'hour' ? isoMoment(sql`g.key`) : sql`g.key`} AS id, ${value}::text AS value, ${document} AS document
          FROM groups AS g JOIN sums AS o ON o.key = g.key ORDER BY ${order}, o.currency`;
}

/** Counts the groups of all pages. */
function groupCountSql(page: SummaryPage, filters: OrderConditions): Sql {
  const { sums, groups } = sourceOfSums(page, filters);
  return sql`WITH sums AS (${sums}) ${countSql(groups('orders'))}`;
}

/**
 * Limits the time to what follows the last hour, day or month of the previous page, so that no other orders are read.
 */
function beyondTime({ by, sort, zone }: SummaryPage, { id }: RowPlace, filters: OrderConditions): OrderConditions {
  if (by !== 'hour' && by !== 'day' && by !== 'month') return filters;
  const { createdFrom = '', createdBefore } = filters;
  const span = { hour: hourOf, day: spanOf, month: monthOf }[by](String(id), zone);
  // Clocks that change by half an hour make an hour begin within another one, which must not be cut.
  const [first, after] = by === 'hour' ? [span.after, span.first] : [span.first, span.after];
  if (!sort.startsWith('-')) return { ...filters, createdFrom: after > createdFrom ? after : createdFrom };
  return { ...filters, createdBefore: createdBefore === undefined || first < createdBefore ? first : createdBefore };
}

const hourOf = (start: string) => ({ first: start, after: new Date(Date.parse(start) + HOUR_MS).toISOString() });

interface Sums {
  /** A `SELECT` of key, currency, orders, goods, units and total, with one row per group and currency. */
  readonly sums: Sql;
  /** A `SELECT` of key and value, with one row per group. */
  groups(sort: SummarySort): Sql;
}

/**
 * How a summary adds up the rows of a table. `orders` and `goods` are sums of columns, or counts if a row is an order.
 */
interface Addends {
  readonly orders: Sql;
  readonly goods: Sql;
  readonly from: Sql;
  readonly where: Sql;
}

const ORDER_SUMS = { orders: sql`count(*)`, goods: sql`sum(o.goods_count)` };
const SUMMED = { orders: sql`sum(o.orders)`, goods: sql`sum(o.orders * o.goods_count)` };
/** The addends of tables whose rows have a sum of goods. */
const GOODS_SUMMED = { orders: sql`sum(o.orders)`, goods: sql`sum(o.goods_count)` };

/** The smallest table of sums that supports all filters, or else the orders themselves. */
function sourceOfSums({ by, offsets }: SummaryPage, filters: OrderConditions): Sums {
  if (by === 'user' && hasOnly(filters, 'user_id', 'boundTo', 'currency')) return sumsOfUsers(filters);
  const { createdFrom, createdBefore, ...others } = filters;
  const areMultiplesOf = (ms: number) =>
    [createdFrom, createdBefore].every((moment) => moment === undefined || Date.parse(moment) % ms === 0);
  const where = whereOf(filters);
  if ((by === 'goods_count' || by === 'none') && hasOnly(filters, ...GOODS_FILTERS, 'currency'))
    return addUp(groupKeyOf(by), { ...SUMMED, from: sql`read.order_sizes AS o`, where });
  if (by === 'none' && hasOnly(filters, 'user_id', 'boundTo', 'currency'))
    return addUp(groupKeyOf(by), { ...GOODS_SUMMED, from: sql`read.order_users AS o`, where });
  const hasDays = by === 'goods_count' || by === 'none' || ((by === 'day' || by === 'month') && offsets.isUtc);
  if (hasDays && areMultiplesOf(DAY_MS) && hasOnly(others, ...GOODS_FILTERS, 'currency')) {
    const days = and([
      whereOf(others),
      ...given(createdFrom, (moment) => sql`o.day >= ${param('date', moment.slice(0, 10))}`),
      ...given(createdBefore, (moment) => sql`o.day < ${param('date', moment.slice(0, 10))}`),
    ]);
    return addUp(groupKeyOf(by, sql`o.day::timestamp`), { ...SUMMED, from: sql`read.order_statistics AS o`, where: days });
  }
  if (by === 'user' || by === 'goods_count') return addUp(groupKeyOf(by), { ...ORDER_SUMS, from: sourceOf(filters), where });
  const key = by === 'hour' ? hourKey(offsets) : groupKeyOf(by, by === 'none' ? undefined : localTime(offsets));
  if (areMultiplesOf(QUARTER_MS) && hasOnly(others, 'currency'))
    return addUp(key, { ...GOODS_SUMMED, from: sql`read.order_quarters AS o`, where });
  return addUp(key, { ...ORDER_SUMS, from: sourceOf(filters), where });
}

/**
 * The group of a row.
 *
 * @param time the row's local time in the zone; needed for days and months only
 */
function groupKeyOf(by: Exclude<OrderGroup, 'hour'>, time = sql`NULL`): Sql {
  if (by === 'none') return sql`0`;
  if (by === 'user') return sql`o.user_id`;
  if (by === 'goods_count') return sql`o.goods_count`;
  return by === 'day' ? sql`(${time})::date` : sql`date_trunc('month', ${time})::date`;
}

function addUp(key: Sql, { orders, goods, from, where }: Addends): Sums {
  return {
    sums: sql`SELECT ${key} AS key, o.currency, ${orders} AS orders, ${goods} AS goods, sum(o.units) AS units, sum(o.total) AS total
     FROM ${from} WHERE ${where} GROUP BY 1, 2`,
    groups: (sort) => sql`SELECT key, ${sort === 'orders' ? sql`sum(orders)` : sql`max(total)`} AS value FROM sums GROUP BY key`,
  };
}

/** The local time of an order's creation in a zone. */
function localTime(offsets: Offsets): Sql {
  const time = sql`(o.created_at AT TIME ZONE 'UTC')`;
  return offsets.isUtc ? time : sql`(${time} + ${offsetIn(offsets)})`;
}

/** The difference between local time in a zone and UTC when an order is created. */
function offsetIn({ starts, offsets }: Offsets): Sql {
  return sql`(${param('interval[]', offsets)})[width_bucket(o.created_at, ${param('timestamptz[]', starts)})]`;
}

/** The moment at which an hour begins by the clocks of a zone. An hour that the clocks repeat has two. */
function hourKey(offsets: Offsets): Sql {
  const start = sql`date_trunc('hour', ${localTime(offsets)})`;
  return sql`((${offsets.isUtc ? start : sql`${start} - ${offsetIn(offsets)}`}) AT TIME ZONE 'UTC')`;
}

/** Reads the sums of users, and their order, from tables with an index for each sort. */
function sumsOfUsers(filters: OrderConditions): Sums {
  const where = whereOf(filters);
  const isOneCurrency = filters.currency !== undefined;
  return {
    sums: sql`SELECT o.user_id AS key, o.currency, o.orders, o.goods_count AS goods, o.units, o.total
           FROM read.order_users AS o WHERE ${where}`,
    groups: (sort) => {
      const value = sort === 'orders' ? sql`o.orders` : isOneCurrency ? sql`o.total` : sql`o.greatest_total`;
      const table = isOneCurrency ? sql`read.order_users` : sql`read.order_user_groups`;
      return sql`SELECT o.user_id AS key, ${value} AS value FROM ${table} AS o WHERE ${where}`;
    },
  };
}
