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
  /** The last row of the page before; absent: from the first row. */
  readonly after?: RowPlace;
  readonly limit: number;
  readonly offset: number;
}

/** The rows to find for a page, in the order of its sort. */
interface Search {
  readonly filters: OrderConditions;
  readonly by: OrderSort;
  readonly direction: Direction;
  readonly after?: RowPlace;
  /** The first so many rows: those of the page and those that its offset skips. */
  readonly rows: number;
}

interface Direction {
  readonly order: Sql;
  /** Compares a row with the last row of the page before. */
  readonly beyond: Sql;
}

const ASCENDING: Direction = { order: sql`ASC`, beyond: sql`>` };
const DESCENDING: Direction = { order: sql`DESC`, beyond: sql`<` };

/** How the rows of a page are found. */
interface Plan {
  /** Whether it suits a search. The first plan that does is taken. */
  when(search: Search): boolean;
  /** The rows of `read.order_history`, in order. */
  build(search: Search): Sql;
  /** Postgres keeps its plan, which therefore must be the best for all values. */
  readonly prepared: boolean;
}

/** Above this number of rows, the first rows of each number of goods are too many to read. */
const MAX_MERGED_ROWS = 101;

const hasPlainFilters = ({ filters }: Search) => hasOnly(filters, ...GOODS_FILTERS, ...TOTAL_FILTERS);
const hasGoods = ({ filters }: Search) => hasAny(filters, GOODS_FILTERS);
const hasTotals = ({ filters }: Search) => hasAny(filters, TOTAL_FILTERS);

/**
 * The ways to find the rows of a page. The planner does not know that totals grow with the number of goods: it would
 * look for large totals among orders of few goods, one by one. So where a search filters by one and sorts by the
 * other, it goes through the numbers of goods that there are (`order_sizes`).
 */
export const PLANS = {
  /**
   * The first rows of each number of goods, merged. They come from an index alone, and only the rows of the page are
   * read from the table. By id as well, because the orders of a rare number of goods are far apart among all ids.
   *
   * Prepared, because planning takes as long as running it, and because at most some hundred index entries are read
   * whatever the values are.
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
   * One number of goods after another, which is the order of the page, each with the rows of a total.
   *
   * Not prepared, because the index that fits depends on how many orders have such a total.
   */
  sizeBySize: {
    when: (search) => hasPlainFilters(search) && hasTotals(search) && search.by === 'goods_count',
    build: sizeBySize,
    prepared: false,
  },
  /**
   * The rows of a total by id or time of creation. An index of the sort finds them late if they are few, and sorting
   * takes long if they are many, so the statement counts first.
   *
   * Not prepared, for the same reason.
   */
  fewOrMany: {
    when: (search) => hasPlainFilters(search) && hasTotals(search) && (search.by === 'id' || search.by === 'created_at'),
    build: byTime,
    prepared: false,
  },
  /**
   * All others: an index has the rows of one filter in the order of the sort, and Postgres picks it.
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
 * @returns a statement whose rows have an order as `document` (JSON), and its place in the list as `id` and `value`
 */
export function pageSql(page: OrderPage): Statement {
  const search = searchOf(page);
  const plan: Plan = PLANS[planOf(page)];
  const column = columnsOf({})[search.by];
  const { order } = search.direction;
  // Documents are made outside of the limit, or Postgres would make those of all rows that it sorts.
  const statement = sql`SELECT o.id, ${column}::text AS value, ${json(ORDER_DOCUMENT)} AS document
          FROM (${plan.build(search)} LIMIT ${literal(page.limit)} OFFSET ${literal(page.offset)}) AS o
          ORDER BY ${column} ${order}, o.id ${order}`;
  return plan.prepared ? statement.prepared() : statement;
}

/** @returns a statement for all orders that match, in the order of the sort */
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
 * Bounds on the id that a filter by time implies: the least id of its first day, the greatest id of its last one. They
 * take no row away. Ids stand in the index of each sort, so Postgres need not read the entries of all other days.
 *
 * By id, both bounds help: one starts the scan and one ends it. In other sorts only the bound where the scan starts
 * does, because Postgres takes each bound for one more filter and expects too few rows.
 */
function idBounds({ createdFrom, createdBefore, ...filters }: OrderConditions, by: OrderSort, direction: Direction): Sql[] {
  const { id } = columnsOf(filters);
  const last = createdBefore && new Date(Date.parse(createdBefore) - 1).toISOString();
  const isNeeded = (start: Direction) => by === 'id' || !createdFrom || !last || direction === start;
  const bounds: Sql[] = [];
  if (createdFrom && isNeeded(ASCENDING))
    bounds.push(sql`${id} >= (SELECT min(least_id) FROM read.order_days WHERE day >= ${dayOf(createdFrom)})`);
  if (last && isNeeded(DESCENDING))
    bounds.push(sql`${id} <= (SELECT max(greatest_id) FROM read.order_days WHERE day <= ${dayOf(last)})`);
  return bounds;
}

const dayOf = (moment: string) => param('date', moment.slice(0, 10));

/** The numbers of goods that the filters by goods let through, as `n`, in the order of the sort. */
const sizes = (goods: Sql, { order }: Direction) =>
  sql`(SELECT DISTINCT goods_count FROM read.order_sizes AS o WHERE ${goods} ORDER BY goods_count ${order}) AS n`;

/** Splits a search into the filters by goods and the rest of it. */
function split(search: Search): { goods: Sql; rest: Search } {
  const { min_total, max_total, ...goodsFilters } = search.filters;
  return { goods: whereOf(goodsFilters), rest: { ...search, filters: { min_total, max_total } } };
}

/**
 * The number of goods is a range of one and comes first in the order. With an equation, Postgres would take the index
 * of ids and go through all orders, if the table was not vacuumed recently.
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

/** The id and the column of the sort: all that is read of rows before they are sorted. */
const sortColumns = (by: OrderSort) => (by === 'id' ? sql`o.id` : list([sql`o.id`, columnsOf({})[by]]));

/** Up to this number of matching rows, they are sorted and not looked for in the order of the sort. */
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
