import { pipeline, type Readable } from 'node:stream';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { csv, ReadDatabase, Settings } from '#kronika';
import { conditionsOf, type ExportOrdersParameters } from './order-filters.js';
import { ORDER_DOCUMENT } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';
import { ordersSql } from './order-plans.js';

const CSV_COLUMNS = ['id', 'user_id', 'currency', 'created_at', 'goods_count', 'units', 'total', 'version'] as const;

/** @param isHeadOnly read no rows, only the position */
export class ExportOrders extends Query<{ position: number; rows?: Readable }> {
  constructor(
    readonly parameters: ExportOrdersParameters,
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

  /** All orders that match, as CSV. Rows are read from Postgres as fast as the client takes them. */
  async execute({ parameters: { sort, ...filters }, isHeadOnly }: ExportOrders) {
    const orders = ordersSql(ORDER_DOCUMENT, conditionsOf(filters, this.settings.TIME_ZONE), sort);
    if (isHeadOnly) return { position: await this.database.streamHead(ORDER_HISTORY, orders) };
    const { position, rows } = await this.database.stream(ORDER_HISTORY, orders);
    // An error reaches the reader of the returned stream; `pipeline` ends the other streams.
    return { position, rows: pipeline(rows, csv(CSV_COLUMNS), () => undefined) };
  }
}
