import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadDatabase } from '../shared/database/read-database.js';
import { Cursors, type Place } from '../shared/http/cursor.js';
import { InvalidInput } from '../shared/http/problems.js';
import type { Answer } from '../shared/http/queries.js';
import { type FindOrdersParameters, type OrderFilters, type Sort, type Where, whereOf } from './order-filters.js';
import { ORDER_COLUMNS, type OrderListDocument, orderDocument } from './order-history.documents.js';
import type { OrderHistoryRow } from './order-history.rows.js';
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
  ) {}

  async execute({ parameters }: FindOrders): Promise<Answer<OrderListDocument>> {
    const { limit, offset, cursor, ...list } = parameters;
    if (cursor !== undefined && offset !== undefined)
      throw new InvalidInput([
        { pointer: '#/offset', code: 'not-with-cursor', detail: 'must not be given together with cursor' },
      ]);
    const after = cursor === undefined ? undefined : await this.cursors.read(list, cursor);
    const { sql, parameters: values } = ordersSql(list, list.sort, after);
    // One row more than asked for tells whether there is a next page.
    const { position, rows } = await this.database.query<OrderHistoryRow>(
      ORDER_HISTORY,
      `${sql} LIMIT ${limit + 1} OFFSET ${offset ?? 0}`,
      values,
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const next = last ? await this.cursors.make(list, { value: sortValue(last, list.sort), id: last.id }) : null;
    return {
      position,
      body: { data: page.map(orderDocument), page: { limit, next_cursor: next } },
      headers: next ? { Link: `<${nextUrl(list, limit, next)}>; rel="next"` } : {},
    };
  }
}

/**
 * The rows of the list and its export, in order.
 *
 * @param after the last row that was seen; absent: from the first
 */
export function ordersSql(filters: OrderFilters, sort: Sort | `-${Sort}`, after?: Place): Where {
  const { sql, parameters } = whereOf(filters);
  const conditions = [sql];
  const column = sort.replace('-', '') as Sort;
  const [direction, beyond] = sort.startsWith('-') ? ['DESC', '<'] : ['ASC', '>'];
  if (after) {
    parameters.push(after.id);
    const id = `$${parameters.length}`;
    if (column === 'id') conditions.push(`o.id ${beyond} ${id}`);
    else {
      parameters.push(after.value);
      conditions.push(`(o.${column}, o.id) ${beyond} ($${parameters.length}, ${id})`);
    }
  }
  if (column === 'id') conditions.push(...idBounds(filters, parameters));
  const order = column === 'id' ? `o.id ${direction}` : `o.${column} ${direction}, o.id ${direction}`;
  return {
    sql: `SELECT ${ORDER_COLUMNS} FROM read.order_history AS o WHERE ${conditions.join(' AND ')} ORDER BY ${order}`,
    parameters,
  };
}

/**
 * By id within a time: all ids from the least of those days on. True of every row that the filter lets through, so it takes
 * none away, but it spares the scan of all orders before.
 */
function idBounds({ created_from, created_to }: OrderFilters, parameters: unknown[]): string[] {
  const bound = (given: string | undefined, condition: string) => {
    if (!given) return [];
    parameters.push(new Date(given).toISOString().slice(0, 10));
    return [condition.replace('?', `$${parameters.length}`)];
  };
  return [
    ...bound(created_from, 'o.id >= (SELECT min(least_id) FROM read.order_days WHERE day >= ?)'),
    ...bound(created_to, 'o.id <= (SELECT max(greatest_id) FROM read.order_days WHERE day <= ?)'),
  ];
}

function sortValue(row: OrderHistoryRow, sort: Sort | `-${Sort}`): string | number {
  const column = sort.replace('-', '') as Sort;
  if (column === 'created_at') return row.createdAt.toISOString();
  if (column === 'goods_count') return row.goodsCount;
  return column === 'total' ? row.total.toString() : row.id;
}

function nextUrl(list: object, limit: number, cursor: string): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...list, limit, cursor }))
    if (value !== undefined) parameters.set(name, String(value));
  return `/v1/order-history?${parameters}`;
}
