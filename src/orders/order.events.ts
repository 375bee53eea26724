interface OrderData {
  id: number;
  user_id: number;
  currency: string;
  /** ISO 8601, UTC. */
  created_at: string;
}

export class OrderCreated {
  static readonly type = 'order_created_v1';
  constructor(readonly data: OrderData) {}
}

export class OrderUpdated {
  static readonly type = 'order_updated_v1';
  constructor(readonly data: OrderData) {}
}

/** Carries the order as it was before the deletion. */
export class OrderDeleted {
  static readonly type = 'order_deleted_v1';
  static readonly ends = true;
  constructor(readonly data: OrderData) {}
}
