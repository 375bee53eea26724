import { and, list, literal, type ParameterType, param, type RowPlace, type Sql, type Statement, sql } from '#kronika';
import {
  columnsOf,
  GOODS_FILTERS,
  hasAny,
  hasOnly,
  type OrderConditions,
  type OrderSort,
  sourceOf,
  TOTAL_FILTERS,
  whereOf,
} from './order-filters.js';
import { json, ORDER_DOCUMENT } from './order-history.documents.js';

/** A page of orders. */
export interface OrderPage {
  readonly filters: OrderConditions;
  readonly sort: OrderSort | `-${OrderSort}`;
  /** The last row of the previous page; absent: start at the first row. */
  readonly after?: RowPlace;
  readonly limit: number;
  readonly offset: number;
}

/** What a plan needs to find the rows of a page. */
interface Search {
  readonly filters: OrderConditions;
  readonly by: OrderSort;
  readonly direction: Direction;
  readonly after?: RowPlace;
  /** The number of rows to find: those that the offset skips and those of the page. */
  readonly rows: number;
}

interface Direction {
  readonly order: Sql;
  /** The condition that a row comes after the last row of the previous page. */
  readonly beyond: Sql;
}

const ASCENDING: Direction = { order: sql`ASC`, beyond: sql`>` };
const DESCENDING: Direction = { order: sql`DESC`, beyond: sql`<` };

/** A way to find the rows of a page. */
interface Plan {
  /** Whether the plan suits a search. The first plan of `PLANS` that does is used. */
  when(search: Search): boolean;
  /** A `SELECT` of the rows of `read.order_history`, in the order of the sort. */
  build(search: Search): Sql;
  /** Whether Postgres reuses one generic plan, which must then be the best for all parameter values. */
  readonly prepared: boolean;
}

/** Bounds the rows that `mergedSizes` reads, because it reads this many for each number of goods. */
const MAX_MERGED_ROWS = 101;

const hasPlainFilters = ({ filters }: Search) => hasOnly(filters, ...GOODS_FILTERS, ...TOTAL_FILTERS);
const hasGoods = ({ filters }: Search) => hasAny(filters, GOODS_FILTERS);
const hasTotals = ({ filters }: Search) => hasAny(filters, TOTAL_FILTERS);

/**
 * The plans for the rows of a page. The planner does not know that totals grow with the number of goods, so it would
 * search for large totals among all orders of few goods. So a search that filters by one of them and sorts by the
 * other loops over the numbers of goods that occur (`order_sizes`).
 */
export const PLANS = {
  /**
   * Merges the first rows of each number of goods. These come from index-only scans; only the rows of the page are
   * read from the table. Used for the sort by id as well, because orders of a rare number of goods are far apart among
   * all ids.
   *
   * Prepared, because planning takes as long as execution, and any values read at most some hundred index entries.
   */
  mergedSizes: {
    when: (search) =>
      hasPlainFilters(search) &&
      hasGoods(search) &&
      (search.by === 'total' || (search.by === 'id' && !hasTotals(search) && search.rows <= MAX_MERGED_ROWS)),
    build: mergedSizes,
    prepared: true,
  },
  /**
   * Finds the rows by total within one number of goods after another, which is the order of the page.
   *
   * Not prepared, because the best index depends on how many orders match the filter by total.
   */
  sizeBySize: {
    when: (search) => hasPlainFilters(search) && hasTotals(search) && search.by === 'goods_count',
    build: sizeBySize,
    prepared: false,
  },
  /**
   * Finds the rows that match a filter by total, sorted by id or time of creation. The index of the sort is slow if
   * few rows match, and sorting is slow if many do. So the statement counts the matching rows first.
   *
   * Not prepared, because the best index depends on how many orders match the filter by total.
   */
  fewOrMany: {
    when: (search) => hasPlainFilters(search) && hasTotals(search) && (search.by === 'id' || search.by === 'created_at'),
    build: byTime,
    prepared: false,
  },
  /**
   * All other searches: some index has the rows of one filter in the order of the sort, and Postgres picks it.
   *
   * Not prepared, because the best index depends on the values.
   */
  sortIndex: {
    when: () => true,
    build: (search) => ordered(sql`o.*`, search),
    prepared: false,
  },
} satisfies Record<string, Plan>;

/** The name of the plan that suits a page. */
export function planOf(page: OrderPage): keyof typeof PLANS {
  const names = Object.keys(PLANS) as (keyof typeof PLANS)[];
  return names.find((name) => PLANS[name].when(searchOf(page))) as keyof typeof PLANS;
}

/**
 * @returns a statement with one row per order: `document` (JSON), and its place in the list as `id` and `value`
 */
export function pageSql(page: OrderPage): Statement {
  const search = searchOf(page);
  const plan: Plan = PLANS[planOf(page)];
  const column = columnsOf({})[search.by];
  const { order } = search.direction;
  // Documents are built outside of the LIMIT, because Postgres would build them for all rows that it sorts.
  const statement = sql`SELECT o.id, ${column}::text AS value, ${json(ORDER_DOCUMENT)} AS document
          FROM (${plan.build(search)} LIMIT ${literal(page.limit)} OFFSET ${literal(page.offset)}) AS o
          ORDER BY ${column} ${order}, o.id ${order}`;
  return plan.prepared ? statement.prepared() : statement;
}

/** @returns a statement for all matching orders, in the order of the sort */
export function ordersSql(columns: Sql, filters: OrderConditions, sort: OrderPage['sort']): Sql {
  return ordered(columns, { filters, ...sortOf(sort) });
}

function searchOf({ filters, sort, after, limit, offset }: OrderPage): Search {
  return { filters, ...sortOf(sort), after, rows: limit + offset };
}

function sortOf(sort: OrderPage['sort']): Pick<Search, 'by' | 'direction'> {
  const isDescending = sort.startsWith('-');
  return { by: sort.replace('-', '') as OrderSort, direction: isDescending ? DESCENDING : ASCENDING };
}

function ordered(columns: Sql, search: Omit<Search, 'rows'>): Sql {
  const { filters } = search;
  return sql`SELECT ${columns} FROM ${sourceOf(filters)} WHERE ${conditionsIn(search)} ORDER BY ${orderOf(search)}`;
}

const COLUMN_TYPES = {
  id: 'bigint',
  created_at: 'timestamptz',
  goods_count: 'integer',
  total: 'numeric',
} as const satisfies Record<OrderSort, ParameterType>;

function orderOf({ filters, by, direction: { order } }: Omit<Search, 'rows'>): Sql {
  const { [by]: column, id } = columnsOf(filters);
  return by === 'id' ? sql`${id} ${order}` : sql`${column} ${order}, ${id} ${order}`;
}

function conditionsIn({ filters, by, direction, after }: Omit<Search, 'rows'>): Sql {
  const { [by]: column, id } = columnsOf(filters);
  const conditions = [whereOf(filters)];
  if (after) {
    const afterId = param('bigint', after.id);
    const afterValue = param(COLUMN_TYPES[by], after.value as never);
    conditions.push(
      by === 'id'
        ? sql`${id} ${direction.beyond} ${afterId}`
        : sql`(${column}, ${id}) ${direction.beyond} (${afterValue}, ${afterId})`,
    );
  }
  if (by !== 'created_at') conditions.push(...idBounds(filters, by, direction));
  return and(conditions);
}

/**
 * Bounds on the id that follow from a filter by time: the lowest id of its first day and the highest id of its last
 * day. They exclude no matching row. Every index of a sort contains the id, so Postgres can skip the entries of all
 * other days.
 *
 * A sort by id uses both bounds: one starts the scan and the other ends it. Other sorts use only the bound at the
 * start, because Postgres counts each bound as one more filter and then expects too few rows.
 */
function idBounds({ createdFrom, createdBefore, ...filters }: OrderConditions, by: OrderSort, direction: Direction): Sql[] {
  const { id } = columnsOf(filters);
  const last = createdBefore && new Date(Date.parse(createdBefore) - 1).toISOString();
  const isNeeded = (start: Direction) => by === 'id' || !createdFrom || !last || direction === start;
  const bounds: Sql[] = [];
  if (createdFrom && isNeeded(ASCENDING))
    bounds.push(sql`${id} >= (SELECT min(least_id) FROM read.order_days WHERE day >= ${dayParameter(createdFrom)})`);
  if (last && isNeeded(DESCENDING))
    bounds.push(sql`${id} <= (SELECT max(greatest_id) FROM read.order_days WHERE day <= ${dayParameter(last)})`);
  return bounds;
}

const dayParameter = (moment: string) => param('date', moment.slice(0, 10));

/** The numbers of goods that match the filters by goods, as `n`, in the order of the sort. */
const sizes = (goods: Sql, { order }: Direction) =>
  sql`(SELECT DISTINCT goods_count FROM read.order_sizes AS o WHERE ${goods} ORDER BY goods_count ${order}) AS n`;

/** Splits a search into its filters by number of goods and a search without them. */
function split(search: Search): { goods: Sql; rest: Search } {
  const { min_total, max_total, ...goodsFilters } = search.filters;
  return { goods: whereOf(goodsFilters), rest: { ...search, filters: { min_total, max_total } } };
}

/**
 * Compares the number of goods by a range of one value and puts it first in ORDER BY. With `=`, Postgres would use the
 * index on ids and scan all orders if the table was not vacuumed recently.
 */
function mergedSizes(search: Search): Sql {
  const { goods, rest } = split(search);
  const [order, rows] = [orderOf(rest), literal(search.rows)];
  return sql`SELECT o.* FROM (
     SELECT o.id FROM ${sizes(goods, search.direction)} CROSS JOIN LATERAL (
       SELECT ${sortColumns(search.by)} FROM read.order_history AS o
       WHERE o.goods_count >= n.goods_count AND o.goods_count <= n.goods_count AND ${conditionsIn(rest)}
       ORDER BY o.goods_count ${search.direction.order}, ${order} LIMIT ${rows}
     ) AS o ORDER BY ${order} LIMIT ${rows}
   ) AS m JOIN read.order_history AS o ON o.id = m.id ORDER BY ${order}`;
}

function sizeBySize(search: Search): Sql {
  const { goods, rest } = split(search);
  const { order } = search.direction;
  const conditions = sql`o.goods_count = n.goods_count AND ${conditionsIn(rest)}`;
  return sql`SELECT o.* FROM ${sizes(goods, search.direction)}
   CROSS JOIN LATERAL (${fewOrMany(conditions, sql`o.id`, sql`o.id ${order}`, search.rows)}) AS o
   ORDER BY n.goods_count ${order}, o.id ${order}`;
}

function byTime(search: Search): Sql {
  const { goods, rest } = split(search);
  const order = orderOf(rest);
  const conditions = sql`${goods} AND ${conditionsIn(rest)}`;
  return sql`SELECT o.* FROM (${fewOrMany(conditions, sortColumns(search.by), order, search.rows)}) AS o ORDER BY ${order}`;
}

/** The id and the column of the sort: the only columns that rows have before they are sorted. */
const sortColumns = (by: OrderSort) => (by === 'id' ? sql`o.id` : list([sql`o.id`, columnsOf({})[by]]));

/** Fewer matching rows than this are sorted; more are searched by the index of the sort. */
const MAX_SORTED_ROWS = 2_000;

/** @param sorted the columns of `order` */
function fewOrMany(conditions: Sql, sorted: Sql, order: Sql, rows: number): Sql {
  const matching = sql`FROM read.order_history AS o WHERE ${conditions}`;
  const [few, limit] = [literal(MAX_SORTED_ROWS), literal(rows)];
  return sql`SELECT o.* FROM (SELECT count(*) < ${few} AS few FROM (SELECT ${matching} LIMIT ${few}) AS m) AS f CROSS JOIN LATERAL (
            (SELECT o.* ${matching} AND NOT f.few ORDER BY ${order} LIMIT ${limit})
            UNION ALL
            (SELECT o.* FROM (
               SELECT ${sorted} FROM (SELECT ${sorted} ${matching} AND f.few LIMIT ${few}) AS o ORDER BY ${order} LIMIT ${limit}
             ) AS m JOIN read.order_history AS o ON o.id = m.id)
          ) AS o`;
}
