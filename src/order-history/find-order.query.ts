import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, etag, type Json, NotFound, param, ReadDatabase, type Sql, sql } from '#kronika';
import { GOODS_DOCUMENT, json, ORDER_DOCUMENT, type OrderWithGoodsDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

/** A single statement, so that the order and its goods are from the same snapshot. */
const orderSql = (where: Sql) => sql`
  SELECT o.version, g.digest, ${json(sql`${ORDER_DOCUMENT}, coalesce(g.goods, '[]') AS goods`)} AS document
  FROM read.order_history AS o CROSS JOIN LATERAL (
    SELECT json_agg(g ORDER BY g.id) AS goods, bit_xor(hashint8extended(g.id, g.version)) & x'ffffffffffff'::bigint AS digest
    FROM (SELECT ${GOODS_DOCUMENT} FROM read.order_goods AS g WHERE g.order_id = o.id) AS g
  ) AS g WHERE ${where}`;

const ORDER_OF_KEY = orderSql(sql`o.id = key`).text;

interface FoundOrder {
  readonly version: number;
  /**
   * A hash of the goods' versions; null if there are no goods. The position of their last event can't replace it,
   * because a stream that leaves quarantine changes the goods by an earlier event.
   */
  readonly digest: number | null;
  readonly document: Json<OrderWithGoodsDocument>;
}

export class FindOrder extends Query<Answer<OrderWithGoodsDocument>> {
  constructor(
    readonly id: number,
    readonly boundTo?: number,
  ) {
    super();
  }
}

@QueryHandler(FindOrder)
export class FindOrderHandler implements IQueryHandler<FindOrder> {
  constructor(private readonly database: ReadDatabase) {}

  /** @throws NotFound `order.not-found`, also for an order of another user than the principal is bound to */
  async execute({ id, boundTo }: FindOrder): Promise<Answer<OrderWithGoodsDocument>> {
    const { position, row } = await this.find(id, boundTo);
    if (!row) throw new NotFound('order.not-found', `There is no order ${id}.`);
    return { position, body: row.document, etag: etag(row.version, row.digest ?? undefined) };
  }

  private async find(id: number, boundTo?: number): Promise<{ position: number; row?: FoundOrder }> {
    if (boundTo === undefined) return this.database.find<FoundOrder>(ORDER_HISTORY, ORDER_OF_KEY, id);
    const where = sql`o.id = ${param('bigint', id)} AND o.user_id = ${param('bigint', boundTo)}`;
    const { position, rows } = await this.database.query<FoundOrder>(ORDER_HISTORY, orderSql(where));
    return { position, row: rows[0] };
  }
}
