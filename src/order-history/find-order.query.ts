import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadDatabase } from '../shared/database/read-database.js';
import { NotFound } from '../shared/event-log/refusal.js';
import { type Answer, etag } from '../shared/http/queries.js';
import { type GoodsDocument, ORDER_COLUMNS, type OrderWithGoodsDocument, orderDocument } from './order-history.documents.js';
import type { OrderHistoryRow } from './order-history.rows.js';
import { ORDER_HISTORY } from './order-history.view.js';

/** One statement, so that the order and its goods are of one moment. */
const ORDER = `
  SELECT ${ORDER_COLUMNS},
    (SELECT coalesce(json_agg(g ORDER BY g.id), '[]') FROM read.order_goods AS g WHERE g.order_id = o.id) AS goods
  FROM read.order_history AS o WHERE o.id = key`;

export class FindOrder extends Query<Answer<OrderWithGoodsDocument>> {
  constructor(readonly id: number) {
    super();
  }
}

@QueryHandler(FindOrder)
export class FindOrderHandler implements IQueryHandler<FindOrder> {
  constructor(private readonly database: ReadDatabase) {}

  /** @throws NotFound `order.not-found` */
  async execute({ id }: FindOrder): Promise<Answer<OrderWithGoodsDocument>> {
    const { position, row } = await this.database.find<OrderHistoryRow & { goods: GoodsDocument[] }>(ORDER_HISTORY, ORDER, id);
    if (!row) throw new NotFound('order.not-found', `There is no order ${id}.`);
    const goods = row.goods.map((each) => ({ ...each, created_at: moment(each.created_at) }));
    return { position, body: { ...orderDocument(row), goods }, etag: etag(row.version, goods) };
  }
}

/** A moment in JSON as Postgres writes it, UTC and without zeros at its end, as JavaScript does; to make a Date of each takes long. */
function moment(text: string): string {
  return `${text.slice(0, 19)}.${text.slice(20, -'+00:00'.length).padEnd(3, '0')}Z`;
}
