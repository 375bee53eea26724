import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type Answer,
  Cursors,
  cutPage,
  InvalidInput,
  type Json,
  ReadDatabase,
  type RowPlace,
  Settings,
  type Statement,
} from '#kronika';
import { conditionsOf, type FindOrdersParameters } from './order-filters.js';
import type { OrderDocument, OrderListDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';
import { pageSql } from './order-plans.js';

export class FindOrders extends Query<Answer<OrderListDocument>> {
  constructor(readonly parameters: FindOrdersParameters) {
    super();
  }
}

/** A row of a page; `value` is that of the sort, as text. */
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
  async execute({ parameters }: FindOrders): Promise<Answer<OrderListDocument>> {
    const { limit, offset, cursor, ...bound } = parameters;
    if (cursor !== undefined && offset !== undefined)
      throw new InvalidInput([
        { pointer: '#/offset', code: 'not-with-cursor', detail: 'must not be given together with cursor' },
      ]);
    const after = await this.cursors.read(bound, cursor);
    const { sort, ...filters } = bound;
    const statement: Statement = pageSql({
      filters: conditionsOf(filters, this.settings.TIME_ZONE),
      sort,
      after,
      limit: limit + 1,
      offset: offset ?? 0,
    });
    const { position, rows: found } = await this.database.query<PageRow>(ORDER_HISTORY, statement);
    const { rows, last } = cutPage(found, limit);
    const { page, headers } = await this.cursors.endOfPage({ bound, limit, path: '/v1/order-history', parameters: bound }, last);
    const data = rows.map(({ document }) => document);
    return { position, body: `{"data":[${data}],"page":${JSON.stringify(page)}}` as Json<OrderListDocument>, headers };
  }
}
