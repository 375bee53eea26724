import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, etag, type Json, NotFound, ReadDatabase, sql } from '#kronika';
import { GOODS_DOCUMENT, type GoodsDocument, json } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

const GOODS_SQL = sql`SELECT g.version, ${json(GOODS_DOCUMENT)} AS document FROM read.order_goods AS g WHERE g.id = key`.text;

export class FindGoods extends Query<Answer<GoodsDocument>> {
  constructor(readonly id: number) {
    super();
  }
}

@QueryHandler(FindGoods)
export class FindGoodsHandler implements IQueryHandler<FindGoods> {
  constructor(private readonly database: ReadDatabase) {}

  /** @throws NotFound `goods.not-found` */
  async execute({ id }: FindGoods): Promise<Answer<GoodsDocument>> {
    const { position, row } = await this.database.find<{ version: number; document: Json<GoodsDocument> }>(
      ORDER_HISTORY,
      GOODS_SQL,
      id,
    );
    if (!row) throw new NotFound('goods.not-found', `There are no goods ${id}.`);
    return { position, body: row.document, etag: etag(row.version) };
  }
}
