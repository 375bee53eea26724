import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadDatabase } from '../shared/database/read-database.js';
import type { Answer } from '../shared/http/queries.js';
import {
  GOODS_FILTERS,
  type OrderFilters,
  onlyAsked,
  type SummaryParameters,
  sourceOf,
  type Where,
  whereOf,
} from './order-filters.js';
import type { SummaryDocument, SummaryRowDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

export class SummariseOrders extends Query<Answer<SummaryDocument>> {
  constructor(readonly parameters: SummaryParameters) {
    super();
  }
}

/** A source of rows to sum up: where each quantity stands in it. */
interface Source {
  readonly from: string;
  readonly day: string;
  readonly orders: string;
  readonly goods: string;
}

/** The newest days first, the users with the most orders, the fewest goods. */
const GROUP = {
  day: { column: 'day', order: 'day DESC' },
  user: { column: 'user_id', order: 'orders DESC, user_id DESC' },
  goods_count: { column: 'goods_count', order: 'goods_count' },
} as const;

@QueryHandler(SummariseOrders)
export class SummariseOrdersHandler implements IQueryHandler<SummariseOrders> {
  constructor(private readonly database: ReadDatabase) {}

  async execute({ parameters: { by, limit, ...filters } }: SummariseOrders): Promise<Answer<SummaryDocument>> {
    const { sql, parameters } = summarySql(by, filters);
    const { position, rows } = await this.database.query<SummaryRow>(ORDER_HISTORY, `${sql} LIMIT ${limit}`, parameters);
    const data = rows.map(({ total, units, orders, goods_count, ...group }) => ({
      ...group,
      goods_count: Number(goods_count),
      orders: Number(orders),
      units: Number(units),
      total: Number(total),
    }));
    return { position, body: { data } };
  }
}

type SummaryRow = Pick<SummaryRowDocument, 'day' | 'user_id' | 'currency'> &
  Record<'goods_count' | 'orders' | 'units' | 'total', bigint | number>;

/** From the tables of sums where they know all that the filters ask, else from the orders themselves. */
function summarySql(by: SummaryParameters['by'], filters: OrderFilters): Where {
  const { column, order } = GROUP[by];
  // Also refuses ranges that end before they start, whatever is read in the end.
  const all = whereOf(filters);
  const grouped = ({ from, day, orders, goods }: Source, where: Where): Where => ({
    sql: `SELECT ${by === 'day' ? `${day} AS day` : `o.${column}`}, o.currency, ${orders} AS orders,
            ${by === 'goods_count' ? '' : `${goods} AS goods_count,`} sum(o.units) AS units, sum(o.total) AS total
          FROM ${from} WHERE ${where.sql} GROUP BY 1, 2 ORDER BY ${order}, currency`,
    parameters: where.parameters,
  });
  if (by === 'user' && onlyAsked(filters, 'user_id', 'currency'))
    return {
      ...all,
      sql: `SELECT o.user_id, o.currency, o.orders, o.goods_count, o.units, o.total FROM read.order_users AS o
            WHERE ${all.sql} ORDER BY o.orders DESC, o.user_id DESC, o.currency`,
    };
  const sums = { day: 'o.day', orders: 'sum(o.orders)', goods: 'sum(o.orders * o.goods_count)' };
  if (by === 'goods_count' && onlyAsked(filters, ...GOODS_FILTERS, 'currency'))
    return grouped({ from: 'read.order_sizes AS o', ...sums }, all);
  const wholeDays = [filters.created_from, filters.created_to].every((given) => given === undefined || given.length === 10);
  if (by !== 'user' && wholeDays && onlyAsked(filters, ...GOODS_FILTERS, 'currency', 'created_from', 'created_to')) {
    const where = whereOf({ ...filters, created_from: undefined, created_to: undefined });
    const days = (
      [
        ['>=', filters.created_from],
        ['<=', filters.created_to],
      ] as const
    ).flatMap(([compare, given]) => (given ? [`o.day ${compare} $${where.parameters.push(given)}`] : []));
    return grouped({ from: 'read.order_statistics AS o', ...sums }, { ...where, sql: [where.sql, ...days].join(' AND ') });
  }
  return grouped(
    {
      from: sourceOf(filters),
      day: "(o.created_at AT TIME ZONE 'UTC')::date",
      orders: 'count(*)',
      goods: 'sum(o.goods_count)',
    },
    all,
  );
}
