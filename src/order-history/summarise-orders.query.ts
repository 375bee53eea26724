import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type Answer,
  and,
  Cursors,
  given,
  InvalidInput,
  isUtc,
  type Json,
  list,
  literal,
  monthOf,
  offsetsOf,
  param,
  ReadDatabase,
  type RowPlace,
  Settings,
  type Sql,
  spanOf,
  sql,
} from '#kronika';
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
import { json, type SummaryDocument, type SummaryRowDocument } from './order-history.documents.js';
import { QUARTER_MS } from './order-history.rows.js';
import { ORDER_HISTORY } from './order-history.view.js';

export class SummariseOrders extends Query<Answer<SummaryDocument>> {
  constructor(readonly parameters: SummaryParameters) {
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

  /** @throws InvalidInput for a sort by another group, a range that is reversed, or a cursor of another list */
  async execute({ parameters }: SummariseOrders): Promise<Answer<SummaryDocument>> {
    const { by, limit, cursor, sort = DEFAULT_SORTS[by], tz = this.settings.TIME_ZONE, ...filters } = parameters;
    const sorts: string[] = [GROUP_SORTS[by], 'orders', 'total'];
    if (!sorts.includes(sort.replace('-', '')))
      throw new InvalidInput([
        { pointer: '#/sort', code: 'not-a-choice', detail: `must be one of ${sorts.join(', ')} with by=${by}` },
      ]);
    const bound = { ...filters, by, sort, tz };
    const conditions = conditionsOf(filters, tz);
    const after = await this.cursors.read(bound, cursor);
    const statement = summarySql({ by, sort, zone: tz, after, groups: limit + 1 }, conditions);
    const { position, rows } = await this.database.query<SummaryRow>(ORDER_HISTORY, statement);
    // A group has a row for each of its currencies, and all of them are on one page.
    const groups = [...new Map(rows.map((row) => [row.id, row])).values()];
    const last = groups.length > limit ? groups[limit - 1] : undefined;
    const list = { bound, limit, path: '/v1/order-history/summary', parameters: bound };
    const { page, headers } = await this.cursors.endOfPage(list, last);
    const data = (last ? rows.filter(({ id }) => id !== groups[limit]?.id) : rows).map(({ document }) => document);
    return { position, body: `{"data":[${data}],"page":${JSON.stringify(page)}}` as Json<SummaryDocument>, headers };
  }
}

/** The newest days first, the users with the most orders, the fewest goods. */
const DEFAULT_SORTS = { day: '-day', month: '-month', user: '-orders', goods_count: 'goods_count' } as const;

/** One currency of a group: `id` is the group, `value` that of the sort, as text. */
interface SummaryRow extends RowPlace {
  readonly document: Json<SummaryRowDocument>;
}

interface SummaryPage {
  readonly by: OrderGroup;
  readonly sort: SummarySort | `-${SummarySort}`;
  readonly zone: string;
  /** The last group of the page before. */
  readonly after?: RowPlace;
  /** How many. */
  readonly groups: number;
}

const KEY_TYPES = { day: 'date', month: 'date', user: 'bigint', goods_count: 'integer' } as const;

/** The columns of a row that name its group. */
const KEY_COLUMNS = {
  day: [sql`o.key AS day`, sql`o.currency`, sql`o.goods AS goods_count`],
  month: [sql`to_char(o.key, 'YYYY-MM') AS month`, sql`o.currency`, sql`o.goods AS goods_count`],
  user: [sql`o.key AS user_id`, sql`o.currency`, sql`o.goods AS goods_count`],
  goods_count: [sql`o.currency`, sql`o.key AS goods_count`],
} as const;

/** The rows of the groups of a page, in order. It finds the groups first, so that the limit cuts none of them. */
function summarySql(page: SummaryPage, filters: OrderConditions): Sql {
  const { by, sort, after, groups } = page;
  const column = sort.replace('-', '') as SummarySort;
  const isByKey = column === GROUP_SORTS[by];
  const [direction, beyond] = sort.startsWith('-') ? [sql`DESC`, sql`<`] : [sql`ASC`, sql`>`];
  const source = sourceOfSums(page, after && isByKey ? beyondDay(page, after, filters) : filters);
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
          SELECT g.key AS id, ${value}::text AS value, ${document} AS document
          FROM groups AS g JOIN sums AS o ON o.key = g.key ORDER BY ${order}, o.currency`;
}

/** Narrows the time to what comes after the last day or month of the page before, so that no other orders are read. */
function beyondDay({ by, sort, zone }: SummaryPage, { id }: RowPlace, filters: OrderConditions): OrderConditions {
  if (by !== 'day' && by !== 'month') return filters;
  const { createdFrom = '', createdBefore } = filters;
  const { first, after } = (by === 'day' ? spanOf : monthOf)(String(id), zone);
  if (!sort.startsWith('-')) return { ...filters, createdFrom: after > createdFrom ? after : createdFrom };
  return { ...filters, createdBefore: createdBefore === undefined || first < createdBefore ? first : createdBefore };
}

interface Sums {
  /** A `SELECT` of key, currency, orders, goods, units and total, with one row per group and currency. */
  readonly sums: Sql;
  /** A `SELECT` of key and value, with one row per group. */
  groups(sort: SummarySort): Sql;
}

/** How rows of a table add up: `orders` and `goods` are columns of sums, or counts where a row is one order. */
interface Addends {
  readonly orders: Sql;
  readonly goods: Sql;
  readonly from: Sql;
  readonly where: Sql;
}

const COUNTED = { orders: sql`count(*)`, goods: sql`sum(o.goods_count)` };
const SUMMED = { orders: sql`sum(o.orders)`, goods: sql`sum(o.orders * o.goods_count)` };

/** The smallest table of sums that can answer all filters; if none can, the orders themselves. */
function sourceOfSums({ by, zone }: SummaryPage, filters: OrderConditions): Sums {
  if (by === 'user' && hasOnly(filters, 'user_id', 'currency')) return sumsOfUsers(filters);
  const { createdFrom, createdBefore, ...others } = filters;
  const areMultiplesOf = (ms: number) =>
    [createdFrom, createdBefore].every((moment) => moment === undefined || Date.parse(moment) % ms === 0);
  const where = whereOf(filters);
  if (by === 'goods_count' && hasOnly(filters, ...GOODS_FILTERS, 'currency'))
    return addUp(keyOf(by), { ...SUMMED, from: sql`read.order_sizes AS o`, where });
  const hasDays = by === 'goods_count' || (by !== 'user' && isUtc(zone));
  if (hasDays && areMultiplesOf(DAY_MS) && hasOnly(others, ...GOODS_FILTERS, 'currency')) {
    const days = and([
      whereOf(others),
      ...given(createdFrom, (moment) => sql`o.day >= ${param('date', moment.slice(0, 10))}`),
      ...given(createdBefore, (moment) => sql`o.day < ${param('date', moment.slice(0, 10))}`),
    ]);
    return addUp(keyOf(by, sql`o.day::timestamp`), { ...SUMMED, from: sql`read.order_statistics AS o`, where: days });
  }
  if (by === 'user' || by === 'goods_count') return addUp(keyOf(by), { ...COUNTED, from: sourceOf(filters), where });
  const key = keyOf(by, localTime(zone));
  if (areMultiplesOf(QUARTER_MS) && hasOnly(others, 'currency')) {
    const quarters = { orders: sql`sum(o.orders)`, goods: sql`sum(o.goods_count)`, from: sql`read.order_quarters AS o` };
    return addUp(key, { ...quarters, where });
  }
  return addUp(key, { ...COUNTED, from: sourceOf(filters), where });
}

/**
 * The group of a row.
 *
 * @param time of the row, by the clocks of the zone; needed for days and months only
 */
function keyOf(by: OrderGroup, time = sql`NULL`): Sql {
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

const DAY_MS = 24 * 60 * 60_000;

/** The time of an order's creation by the clocks of a zone. */
function localTime(zone: string): Sql {
  const time = sql`(o.created_at AT TIME ZONE 'UTC')`;
  if (isUtc(zone)) return time;
  const { starts, offsets } = offsetsOf(zone);
  return sql`(${time} + (${param('interval[]', offsets)})[width_bucket(o.created_at, ${param('timestamptz[]', starts)})])`;
}

/** Sums of users, and the order of users, are in tables with an index for each sort. */
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
