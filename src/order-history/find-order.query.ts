import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, etag, type Json, NotFound, ReadDatabase } from '#kronika';
import { GOODS_COLUMNS, json, ORDER_COLUMNS, type OrderWithGoodsDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

/** One statement, so that the order and its goods are of one moment. */
const ORDER = `
  SELECT o.version, g.digest, ${json(`${ORDER_COLUMNS}, coalesce(g.goods, '[]') AS goods`)} AS document
  FROM read.order_history AS o CROSS JOIN LATERAL (
    SELECT json_agg(g ORDER BY g.id) AS goods, bit_xor(hashint8extended(g.id, g.version)) & x'ffffffffffff'::bigint AS digest
    FROM (SELECT ${GOODS_COLUMNS} FROM read.order_goods AS g WHERE g.order_id = o.id) AS g
  ) AS g WHERE o.id = key`;

interface Found {
  readonly version: number;
  /** Of the goods' versions, null if there are none. Not the position of their last event: a view may fold one late that stands before it. */
  readonly digest: number | null;
  readonly document: Json<OrderWithGoodsDocument>;
}

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
    const { position, row } = await this.database.find<Found>(ORDER_HISTORY, ORDER, id);
    if (!row) throw new NotFound('order.not-found', `There is no order ${id}.`);
    return { position, body: row.document, etag: etag(row.version, row.digest ?? undefined) };
  }
}
