import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The columns of an order that follow from its goods. */
abstract class OfGoods {
  @PrimaryColumn('bigint')
  id!: number;

  /** The number of goods, each counted once regardless of its quantity. */
  @Column('integer')
  goodsCount!: number;

  /** The sum of the quantities of all goods. */
  @Column('bigint')
  units!: number;

  /** In minor units. Numeric, because the number of an order's goods has no limit. */
  @Column('numeric')
  total!: bigint;

  /** The SKUs of the goods, folded (see `foldText`) and sorted, with duplicates. */
  @Column('text', { array: true })
  skus!: string[];
}

/**
 * An order as folded so far. The events of an order and of its goods may arrive in any order, so a row may exist
 * before the order's creation and after its deletion; the columns of the order are null then. No query reads this
 * table.
 */
@Entity({ schema: 'read', name: 'known_orders' })
export class KnownOrderRow extends OfGoods {
  @Column('bigint', { nullable: true })
  userId!: number | null;

  @Column('char', { length: 3, nullable: true })
  currency!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  createdAt!: Date | null;

  @Column('integer', { nullable: true })
  version!: number | null;
}

/**
 * One row per order. Each sort has an index that ends in the id, which makes the order of rows total. A backward scan
 * serves the descending sort. The filters by user and by currency also have such an index for each sort.
 */
@Entity({ schema: 'read', name: 'order_history' })
@Index(['createdAt', 'id'])
@Index(['goodsCount', 'id'])
@Index(['goodsCount', 'total', 'id'])
@Index(['total', 'id'])
@Index(['userId', 'id'])
@Index(['userId', 'createdAt', 'id'])
@Index(['userId', 'goodsCount', 'id'])
@Index(['userId', 'total', 'id'])
@Index(['currency', 'id'])
@Index(['currency', 'createdAt', 'id'])
@Index(['currency', 'goodsCount', 'id'])
@Index(['currency', 'total', 'id'])
export class OrderHistoryRow extends OfGoods {
  @Column('bigint')
  userId!: number;

  @Column('char', { length: 3 })
  currency!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** The version of the order. */
  @Column('integer')
  version!: number;
}

/** One row per goods of an order. */
@Entity({ schema: 'read', name: 'order_goods' })
@Index(['orderId', 'id'])
export class OrderGoodsRow {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('bigint')
  orderId!: number;

  @Column('text', { nullable: true })
  sku!: string | null;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('integer')
  quantity!: number;

  @Column('bigint')
  unitPrice!: number;

  /** As JSON, because queries only show it and never filter or sort by it. */
  @Column('text')
  createdAt!: string;

  @Column('integer')
  version!: number;
}

/** The orders of a SKU, with every column that they are sorted by. */
@Entity({ schema: 'read', name: 'order_skus' })
@Index(['foldedSku', 'createdAt', 'orderId'])
@Index(['foldedSku', 'goodsCount', 'orderId'])
@Index(['foldedSku', 'total', 'orderId'])
export class OrderSkuRow {
  @PrimaryColumn('text')
  foldedSku!: string;

  @PrimaryColumn('bigint')
  orderId!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column('integer')
  goodsCount!: number;

  @Column('numeric')
  total!: bigint;
}

/**
 * The lowest and the highest id of a day's orders, including deleted orders. Ids almost grow with the times of
 * creation, but the planner does not know that: without these bounds, a list by id with a filter by time would scan
 * all earlier orders.
 */
@Entity({ schema: 'read', name: 'order_days' })
export class OrderDayRow {
  /** UTC, `YYYY-MM-DD`. */
  @PrimaryColumn('date')
  day!: string;

  @Column('bigint')
  leastId!: number;

  @Column('bigint')
  greatestId!: number;
}

/** Sums of orders by day, currency and number of goods. Most summaries add up these rows. */
@Entity({ schema: 'read', name: 'order_statistics' })
export class OrderStatisticsRow {
  /** UTC, `YYYY-MM-DD`. */
  @PrimaryColumn('date')
  day!: string;

  @PrimaryColumn('char', { length: 3 })
  currency!: string;

  @PrimaryColumn('integer')
  goodsCount!: number;

  @Column('bigint')
  orders!: number;

  @Column('bigint')
  units!: number;

  @Column('numeric')
  total!: bigint;
}

/**
 * Sums of orders by quarter hour and currency. Summaries by day and month of any time zone add up these rows, because
 * since 1980 the days of every time zone begin at a full quarter hour of UTC.
 */
@Entity({ schema: 'read', name: 'order_quarters' })
export class OrderQuarterRow {
  /**
   * The start of the quarter hour. For orders before 1980, when days of some zones began within a quarter hour: the
   * exact time of creation.
   */
  @PrimaryColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @PrimaryColumn('char', { length: 3 })
  currency!: string;

  @Column('bigint')
  orders!: number;

  @Column('bigint')
  goodsCount!: number;

  @Column('bigint')
  units!: number;

  @Column('numeric')
  total!: bigint;
}

/** Sums of orders by number of goods and currency. Queries also read from it which numbers of goods occur. */
@Entity({ schema: 'read', name: 'order_sizes' })
export class OrderSizeRow {
  @PrimaryColumn('integer')
  goodsCount!: number;

  @PrimaryColumn('char', { length: 3 })
  currency!: string;

  @Column('bigint')
  orders!: number;

  @Column('bigint')
  units!: number;

  @Column('numeric')
  total!: bigint;
}

/** Sums of orders by user and currency, with an index for each sort of a summary in one currency. */
@Entity({ schema: 'read', name: 'order_users' })
@Index(['currency', 'userId'])
@Index(['currency', 'orders', 'userId'])
@Index(['currency', 'total', 'userId'])
export class OrderUserRow {
  @PrimaryColumn('bigint')
  userId!: number;

  @PrimaryColumn('char', { length: 3 })
  currency!: string;

  @Column('bigint')
  orders!: number;

  @Column('bigint')
  goodsCount!: number;

  @Column('bigint')
  units!: number;

  @Column('numeric')
  total!: bigint;
}

/** One row per user, with an index for each sort of a summary in all currencies. */
@Entity({ schema: 'read', name: 'order_user_groups' })
@Index(['orders', 'userId'])
@Index(['greatestTotal', 'userId'])
export class OrderUserGroupRow {
  @PrimaryColumn('bigint')
  userId!: number;

  /** The number of orders in all currencies. */
  @Column('bigint')
  orders!: number;

  /** The greatest of the totals by currency, compared as a plain number. */
  @Column('numeric')
  greatestTotal!: bigint;

  /** Totals by currency, as strings of digits, because JSON numbers would be rounded. */
  @Column('jsonb')
  totals!: Readonly<Record<string, string>>;
}

/** All tables of the view, in the order in which they are folded: later tables fold the changes of earlier ones. */
export const ORDER_HISTORY_ROWS = [
  OrderGoodsRow,
  KnownOrderRow,
  OrderHistoryRow,
  OrderSkuRow,
  OrderDayRow,
  OrderStatisticsRow,
  OrderQuarterRow,
  OrderSizeRow,
  OrderUserRow,
  OrderUserGroupRow,
];
