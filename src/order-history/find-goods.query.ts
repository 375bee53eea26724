import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadDatabase } from '../shared/database/read-database.js';
import { NotFound } from '../shared/event-log/refusal.js';
import { type Answer, etag } from '../shared/http/queries.js';
import type { GoodsDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

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
    const { position, row } = await this.database.find<GoodsDocument>(
      ORDER_HISTORY,
      'SELECT id, order_id, sku, name, quantity, unit_price, created_at, version FROM read.order_goods WHERE id = key',
      id,
    );
    if (!row) throw new NotFound('goods.not-found', `There are no goods ${id}.`);
    return { position, body: row, etag: etag(row.version) };
  }
}
