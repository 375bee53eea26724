import { pipeline, type Readable } from 'node:stream';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { csv, ReadDatabase, Settings } from '#kronika';
import { ordersSql } from './find-orders.query.js';
import { conditionsOf, type ExportOrdersParameters } from './order-filters.js';
import { ORDER_COLUMNS } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

/** The columns of the export. */
const COLUMNS = ['id', 'user_id', 'currency', 'created_at', 'goods_count', 'units', 'total', 'version'] as const;

/** @param isHeadOnly nothing is read: there is only the position */
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

  /** All orders that match, as CSV, read at the pace of whoever receives it. */
  async execute({ parameters: { sort, ...filters }, isHeadOnly }: ExportOrders) {
    const { sql, parameters } = ordersSql(ORDER_COLUMNS, conditionsOf(filters, this.settings.TIME_ZONE), sort);
    if (isHeadOnly) return { position: await this.database.streamHead(ORDER_HISTORY, sql, parameters) };
    const { position, rows } = await this.database.stream(ORDER_HISTORY, sql, parameters);
    // The last stream tells whoever sends it of an error; pipeline ends the others with it.
    return { position, rows: pipeline(rows, csv(COLUMNS), () => undefined) };
  }
}
