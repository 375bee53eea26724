import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, etag, type Json, NotFound, ReadDatabase, sql } from '#kronika';
import { GOODS_DOCUMENT, json, ORDER_DOCUMENT, type OrderWithGoodsDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

/** One statement, because the order and its goods must be from one snapshot. */
const ORDER_SQL = sql`
  SELECT o.version, g.digest, ${json(sql`${ORDER_DOCUMENT}, coalesce(g.goods, '[]') AS goods`)} AS document
  FROM read.order_history AS o CROSS JOIN LATERAL (
    SELECT json_agg(g ORDER BY g.id) AS goods, bit_xor(hashint8extended(g.id, g.version)) & x'ffffffffffff'::bigint AS digest
    FROM (SELECT ${GOODS_DOCUMENT} FROM read.order_goods AS g WHERE g.order_id = o.id) AS g
  ) AS g WHERE o.id = key`.text;

interface FoundOrder {
  readonly version: number;
  /**
   * A hash of the goods' versions; null if there are no goods. The position of their last event would not do: a stream
   * that left quarantine may change the goods by an earlier event.
   */
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
    const { position, row } = await this.database.find<FoundOrder>(ORDER_HISTORY, ORDER_SQL, id);
    if (!row) throw new NotFound('order.not-found', `There is no order ${id}.`);
    return { position, body: row.document, etag: etag(row.version, row.digest ?? undefined) };
  }
}
