import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, etag, type Json, NotFound, param, ReadDatabase, sql } from '#kronika';
import { GOODS_DOCUMENT, type GoodsDocument, json } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

const GOODS = sql`SELECT g.version, ${json(GOODS_DOCUMENT)} AS document FROM read.order_goods AS g`;

const GOODS_OF_KEY = sql`${GOODS} WHERE g.id = key`.text;

interface FoundGoods {
  readonly version: number;
  readonly document: Json<GoodsDocument>;
}

export class FindGoods extends Query<Answer<GoodsDocument>> {
  constructor(
    readonly id: number,
    readonly boundTo?: number,
  ) {
    super();
  }
}

@QueryHandler(FindGoods)
export class FindGoodsHandler implements IQueryHandler<FindGoods> {
  constructor(private readonly database: ReadDatabase) {}

  /** @throws NotFound `goods.not-found`, also for goods of another user than the principal is bound to */
  async execute({ id, boundTo }: FindGoods): Promise<Answer<GoodsDocument>> {
    const { position, row } = await this.find(id, boundTo);
    if (!row) throw new NotFound('goods.not-found', `There are no goods ${id}.`);
    return { position, body: row.document, etag: etag(row.version) };
  }

  private async find(id: number, boundTo?: number): Promise<{ position: number; row?: FoundGoods }> {
    if (boundTo === undefined) return this.database.find<FoundGoods>(ORDER_HISTORY, GOODS_OF_KEY, id);
    const { position, rows } = await this.database.query<FoundGoods>(
      ORDER_HISTORY,
      sql`${GOODS} JOIN read.order_history AS o ON o.id = g.order_id
          WHERE g.id = ${param('bigint', id)} AND o.user_id = ${param('bigint', boundTo)}`,
    );
    return { position, row: rows[0] };
  }
}
