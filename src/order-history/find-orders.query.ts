import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type Answer,
  boundOf,
  Cursors,
  countSql,
  cutPage,
  InvalidInput,
  type Json,
  pageCountOf,
  ReadDatabase,
  type RowPlace,
  Settings,
  type Statement,
  sql,
} from '#kronika';
import { conditionsOf, type FindOrdersParameters, sourceOf, whereOf } from './order-filters.js';
import type { OrderDocument, OrderListDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';
import { pageSql } from './order-plans.js';

export class FindOrders extends Query<Answer<OrderListDocument>> {
  constructor(
    readonly parameters: FindOrdersParameters,
    readonly boundTo?: number,
  ) {
    super();
  }
}

/** A row of a page; `value` is the value of the sort column, as text. */
interface PageRow extends RowPlace {
  readonly document: Json<OrderDocument>;
}

@QueryHandler(FindOrders)
export class FindOrdersHandler implements IQueryHandler<FindOrders> {
  constructor(
    private readonly database: ReadDatabase,
    private readonly cursors: Cursors,
    private readonly settings: Settings,
  ) {}

  /** @throws InvalidInput for a reversed range, a cursor of another list, or a cursor together with an offset */
  async execute({ parameters, boundTo }: FindOrders): Promise<Answer<OrderListDocument>> {
    const { limit, offset, cursor, count, ...list } = parameters;
    if (cursor !== undefined && offset !== undefined)
      throw new InvalidInput([
        { pointer: '#/offset', code: 'not-with-cursor', detail: 'must not be given together with cursor' },
      ]);
    const bound = boundOf(list, boundTo);
    const after = await this.cursors.read(bound, cursor);
    const { sort, ...filters } = list;
    const conditions = conditionsOf(filters, this.settings.TIME_ZONE, boundTo);
    const statement: Statement = pageSql({
      filters: conditions,
      sort,
      after,
      limit: limit + 1,
      offset: offset ?? 0,
    });
    const matching = sql`SELECT FROM ${sourceOf(conditions)} WHERE ${whereOf(conditions)}`;
    const [{ position, rows: found }, counted] = await Promise.all([
      this.database.query<PageRow>(ORDER_HISTORY, statement),
      count ? this.database.query<{ counted: number }>(ORDER_HISTORY, countSql(matching)) : undefined,
    ]);
    const { rows, last } = cutPage(found, limit);
    const end = { bound, limit, path: '/v1/order-history', parameters: { ...list, count } };
    const { page, headers } = await this.cursors.endOfPage(end, last);
    const data = rows.map(({ document }) => document);
    const body = `{"data":[${data}],"page":${JSON.stringify({ ...page, ...pageCountOf(counted?.rows[0]?.counted) })}}`;
    // The count may be of an earlier snapshot than the rows.
    return { position: Math.min(position, counted?.position ?? position), body: body as Json<OrderListDocument>, headers };
  }
}
