interface GoodsData {
  id: number;
  order_id: number;
  sku: string | null;
  name: string | null;
  quantity: number;
  /** In minor units of the order's currency. */
  unit_price: number;
  /** ISO 8601, UTC. */
  created_at: string;
}

export class GoodsCreated {
  static readonly type = 'goods_created_v1';
  constructor(readonly data: GoodsData) {}
}

/**
 * Carries the previous values as well, so that a view can subtract the goods from the totals of their previous order.
 */
export class GoodsUpdated {
  static readonly type = 'goods_updated_v1';
  constructor(readonly data: GoodsData & { previous: Pick<GoodsData, 'order_id' | 'quantity' | 'unit_price'> }) {}
}

/** Carries the goods as they were before the deletion. */
export class GoodsDeleted {
  static readonly type = 'goods_deleted_v1';
  static readonly ends = true;
  constructor(readonly data: GoodsData) {}
}
