import { pipeline, type Readable } from 'node:stream';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { csv, ReadDatabase, Settings } from '#kronika';
import { conditionsOf, type ExportOrdersParameters } from './order-filters.js';
import { ORDER_DOCUMENT } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';
import { ordersSql } from './order-plans.js';

const CSV_COLUMNS = ['id', 'user_id', 'currency', 'created_at', 'goods_count', 'units', 'total', 'version'] as const;

/**
 * @param boundTo the only user whose orders the export contains; absent: all users
 * @param isHeadOnly read only the position and no rows, for a HEAD request
 */
export class ExportOrders extends Query<{ position: number; rows?: Readable }> {
  constructor(
    readonly parameters: ExportOrdersParameters,
    readonly boundTo?: number,
    readonly isHeadOnly = false,
  ) {
    super();
  }
}

@QueryHandler(ExportOrders)
export class ExportOrdersHandler implements IQueryHandler<ExportOrders> {
  constructor(
    private readonly database: ReadDatabase,
    private readonly settings: Settings,
  ) {}

  /** All matching orders as CSV. Rows are read from Postgres only as fast as the client receives them. */
  async execute({ parameters: { sort, ...filters }, boundTo, isHeadOnly }: ExportOrders) {
    const orders = ordersSql(ORDER_DOCUMENT, conditionsOf(filters, this.settings.TIME_ZONE, boundTo), sort);
    if (isHeadOnly) return { position: await this.database.streamHead(ORDER_HISTORY, orders) };
    const { position, rows } = await this.database.stream(ORDER_HISTORY, orders);
    // The reader of the returned stream gets the error; the empty callback only lets `pipeline` end the other streams.
    return { position, rows: pipeline(rows, csv(CSV_COLUMNS), () => undefined) };
  }
}
