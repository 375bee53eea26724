import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, Cursors, InvalidInput, type Json, nextLink, type Place, ReadDatabase, Settings } from '#kronika';
import {
  columnOf,
  conditionsOf,
  type FindOrdersParameters,
  GOODS_FILTERS,
  type OrderConditions,
  onlyAsked,
  type Sort,
  sourceOf,
  TOTAL_FILTERS,
  type Where,
  whereOf,
} from './order-filters.js';
import { json, ORDER_COLUMNS, type OrderDocument, type OrderListDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

export class FindOrders extends Query<Answer<OrderListDocument>> {
  constructor(readonly parameters: FindOrdersParameters) {
    super();
  }
}

@QueryHandler(FindOrders)
export class FindOrdersHandler implements IQueryHandler<FindOrders> {
  constructor(
    private readonly database: ReadDatabase,
    private readonly cursors: Cursors,
    private readonly settings: Settings,
  ) {}

  async execute({ parameters }: FindOrders): Promise<Answer<OrderListDocument>> {
    const { limit, offset, cursor, ...list } = parameters;
    if (cursor !== undefined && offset !== undefined)
      throw new InvalidInput([
        { pointer: '#/offset', code: 'not-with-cursor', detail: 'must not be given together with cursor' },
      ]);
    const after = cursor === undefined ? undefined : await this.cursors.read(list, cursor);
    const { sort, ...filters } = list;
    const conditions = conditionsOf(filters, this.settings.TIME_ZONE);
    // One row more than asked for tells whether there is a next page.
    const { sql, parameters: values, isPrepared } = pageSql(conditions, sort, after, { limit: limit + 1, offset: offset ?? 0 });
    const { position, rows } = await this.database.query<Found>(ORDER_HISTORY, sql, values, isPrepared);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const next = last ? await this.cursors.make(list, last) : null;
    const data = page.map(({ document }) => document);
    return {
      position,
      body: `{"data":[${data}],"page":${JSON.stringify({ limit, next_cursor: next })}}` as Json<OrderListDocument>,
      headers: next ? { Link: nextLink('/v1/order-history', { ...list, limit, cursor: next }) } : {},
    };
  }
}

/** A row of a page; its value is that of the sort, as text. */
interface Found extends Place {
  readonly document: Json<OrderDocument>;
}

/** The rows of the list and its export, in order. */
export function ordersSql(columns: string, filters: OrderConditions, sort: Sort | `-${Sort}`, after?: Place): Where {
  const { conditions, parameters, order } = listOf(filters, sort, after);
  const sql = `SELECT ${columns} FROM ${sourceOf(filters)} WHERE ${conditions} ORDER BY ${order}`;
  return { sql, parameters };
}

/**
 * Some of those rows. By goods and totals, which no index has in both orders, they are looked for in other ways.
 *
 * @param after the last row that was seen; absent: from the first
 */
export function pageSql(
  filters: OrderConditions,
  sort: Sort | `-${Sort}`,
  after: Place | undefined,
  { limit, offset }: { limit: number; offset: number },
): PageSql {
  const { sql, parameters, isPrepared } = rowsSql(filters, sort, after, limit + offset);
  const column = columnIn(sort);
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  // Outside of the limit, or Postgres would make the documents of all rows that it sorts.
  return {
    sql: `SELECT o.id, o.${column}::text AS value, ${json(ORDER_COLUMNS)} AS document
          FROM (${sql} LIMIT ${limit} OFFSET ${offset}) AS o ORDER BY o.${column} ${direction}, o.id ${direction}`,
    parameters,
    isPrepared,
  };
}

/** `isPrepared` where the best plan is the same for all values, so that it may be kept. */
type PageSql = Where & { readonly isPrepared: boolean };

/** @param rows how many are asked for */
function rowsSql(filters: OrderConditions, sort: Sort | `-${Sort}`, after: Place | undefined, rows: number): PageSql {
  const way = onlyAsked(filters, ...GOODS_FILTERS, ...TOTAL_FILTERS) ? wayOf(filters, columnIn(sort), rows) : undefined;
  if (!way) return { ...ordersSql('o.*', filters, sort, after), isPrepared: false };
  const { min_total, max_total, ...goodsFilters } = filters;
  const goods = whereOf(goodsFilters);
  const list = listOf({ min_total, max_total }, sort, after, goods.parameters);
  const sql = way(goods.sql, list, rows);
  if (way !== merged) return { sql, parameters: list.parameters, isPrepared: false };
  return { sql: withoutValues(sql, list.parameters), parameters: list.parameters, isPrepared: true };
}

/** Hides the values from the planner, which else may believe that a plan of their own for each pays for the time to make it. */
function withoutValues(sql: string, parameters: unknown[]): string {
  return sql.replace(
    /\$(\d+)/g,
    (place, n) => `(SELECT ${place}::${typeof parameters[n - 1] === 'number' ? 'bigint' : 'numeric'})`,
  );
}

/** Makes a statement of conditions on the number of goods and of all the others. */
type Way = (goods: string, list: List, rows: number) => string;

/** Of how many rows at most the first ones of each number of goods are few as well. */
const MOST_MERGED = 101;

function wayOf(filters: OrderConditions, column: Sort, rows: number): Way | undefined {
  const isAsked = (name: keyof OrderConditions) => filters[name] !== undefined;
  if (column === 'total') return GOODS_FILTERS.some(isAsked) ? merged : undefined;
  if (!TOTAL_FILTERS.some(isAsked))
    return column === 'id' && GOODS_FILTERS.some(isAsked) && rows <= MOST_MERGED ? merged : undefined;
  return column === 'goods_count' ? byGoodsCount : byTime;
}

interface List {
  readonly column: Sort;
  readonly conditions: string;
  readonly parameters: unknown[];
  readonly order: string;
  readonly direction: string;
}

function listOf(filters: OrderConditions, sort: Sort | `-${Sort}`, after?: Place, known?: unknown[]): List {
  const { sql, parameters } = whereOf(filters, known);
  const conditions = [sql];
  const name = columnIn(sort);
  const [direction, beyond] = sort.startsWith('-') ? ['DESC', '<'] : ['ASC', '>'];
  const [column, id] = [columnOf(filters, name), columnOf(filters, 'id')];
  if (after && name === 'id') conditions.push(`${id} ${beyond} $${parameters.push(after.id)}`);
  else if (after)
    conditions.push(`(${column}, ${id}) ${beyond} ($${parameters.push(after.value)}, $${parameters.push(after.id)})`);
  if (name !== 'created_at') conditions.push(...idBounds(filters, name, direction, parameters));
  const order = name === 'id' ? `${id} ${direction}` : `${column} ${direction}, ${id} ${direction}`;
  return { column: name, conditions: conditions.join(' AND '), parameters, order, direction };
}

/**
 * Within a time: all ids from the least of those days on. True of every row that the filter lets through, so it takes none
 * away; but ids stand in the index of each sort, and so it spares the scan of all orders before. By id, it also ends the scan.
 * Else, of two bounds, only the one where the scan starts: Postgres takes each for one more filter, and expects too few rows.
 */
function idBounds(
  { createdFrom, createdBefore, ...filters }: OrderConditions,
  sort: Sort,
  direction: string,
  parameters: unknown[],
) {
  const bounds = [
    { given: createdFrom, start: 'ASC', compare: '>=', edge: 'min(least_id)' },
    { given: lastBefore(createdBefore), start: 'DESC', compare: '<=', edge: 'max(greatest_id)' },
  ].filter(({ given }) => given);
  const needed = bounds.length === 2 && sort !== 'id' ? bounds.filter(({ start }) => start === direction) : bounds;
  return needed.map(({ given, compare, edge }) => {
    const day = `$${parameters.push((given as string).slice(0, 10))}`;
    return `${columnOf(filters, 'id')} ${compare} (SELECT ${edge} FROM read.order_days WHERE day ${compare} ${day})`;
  });
}

const lastBefore = (moment?: string) => moment && new Date(Date.parse(moment) - 1).toISOString();

/**
 * Totals grow with the number of goods, which no planner knows: it would look for dear orders among those of few goods, one
 * by one. So where one is filtered and the other sorted by, each number of goods is asked for its own first rows. By id as well:
 * the orders of few numbers of goods stand far apart among all.
 */
const sizes = (goods: string, direction: string) =>
  `(SELECT DISTINCT goods_count FROM read.order_sizes AS o WHERE ${goods} ORDER BY goods_count ${direction}) AS n`;
const OF_SIZE = 'o.goods_count = n.goods_count';

/**
 * The same, as a range, so that the order by goods_count first is more to Postgres than a constant, and only the index that has both
 * can give it. Else, where a table was not vacuumed of late, it would go through all orders by id for the few of a number of goods.
 */
const ONLY_SIZE = 'o.goods_count >= n.goods_count AND o.goods_count <= n.goods_count';

/** The first of each number of goods, by id or total, merged: found in an index alone, and only those that are left are looked up. */
const merged: Way = (goods, { column, conditions, order, direction }, rows) =>
  `SELECT o.* FROM (
     SELECT o.id FROM ${sizes(goods, direction)} CROSS JOIN LATERAL (
       SELECT ${sortedBy(column)} FROM read.order_history AS o
       WHERE ${ONLY_SIZE} AND ${conditions} ORDER BY o.goods_count ${direction}, ${order} LIMIT ${rows}
     ) AS o ORDER BY ${order} LIMIT ${rows}
   ) AS m JOIN read.order_history AS o ON o.id = m.id ORDER BY ${order}`;

/** One number of goods after the other. */
const byGoodsCount: Way = (goods, { conditions, direction }, rows) =>
  `SELECT o.* FROM ${sizes(goods, direction)}
   CROSS JOIN LATERAL (${fewOrMany(`${OF_SIZE} AND ${conditions}`, 'o.id', `o.id ${direction}`, rows)}) AS o
   ORDER BY n.goods_count ${direction}, o.id ${direction}`;

/** By id or time of creation. */
const byTime: Way = (goods, { column, conditions, order }, rows) =>
  `SELECT o.* FROM (${fewOrMany(`${goods} AND ${conditions}`, sortedBy(column), order, rows)}) AS o ORDER BY ${order}`;

/** The id of an order, and what else it is sorted by. */
const sortedBy = (column: Sort) => (column === 'id' ? 'o.id' : `o.id, o.${column}`);

/** Up to how many rows that match are sorted, rather than looked for in the order of the sort. */
const FEW = 2_000;

/**
 * The first rows that match; where they are few, an index of the sort would find them late, and the planner can't know it.
 *
 * @param sorted the columns of `order`: of the few, no others are read before they are sorted
 */
function fewOrMany(conditions: string, sorted: string, order: string, rows: number): string {
  const matching = `FROM read.order_history AS o WHERE ${conditions}`;
  return `SELECT o.* FROM (SELECT count(*) < ${FEW} AS few FROM (SELECT ${matching} LIMIT ${FEW}) AS m) AS f CROSS JOIN LATERAL (
            (SELECT o.* ${matching} AND NOT f.few ORDER BY ${order} LIMIT ${rows})
            UNION ALL
            (SELECT o.* FROM (
               SELECT ${sorted} FROM (SELECT ${sorted} ${matching} AND f.few LIMIT ${FEW}) AS o ORDER BY ${order} LIMIT ${rows}
             ) AS m JOIN read.order_history AS o ON o.id = m.id)
          ) AS o`;
}

const columnIn = (sort: Sort | `-${Sort}`) => sort.replace('-', '') as Sort;
