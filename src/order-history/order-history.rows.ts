import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What its goods say of an order. */
abstract class OfGoods {
  @PrimaryColumn('bigint')
  id!: number;

  /** Lines, whatever their quantity. */
  @Column('integer')
  goodsCount!: number;

  /** The sum of their quantities. */
  @Column('bigint')
  units!: number;

  /** In minor units; numeric, since nothing bounds the number of an order's goods. */
  @Column('numeric')
  total!: bigint;

  /** Of its goods, folded (see `foldText`) and sorted, as often as they occur. */
  @Column('text', { array: true })
  skus!: string[];
}

/**
 * What is known of an order, whichever of its streams came first: the order itself (its columns are null before it is
 * there and after it is gone), its goods, or both. No query reads it.
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
 * One row an order. Each sort has an index that ends in the id, which makes every order of rows a total one; a
 * backward scan serves the descending sort. Whoever asks for one user or one currency has such an index for each sort
 * as well.
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

  /** Of the order. */
  @Column('integer')
  version!: number;
}

/** One row for goods of an order. */
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

  /** As the document of the goods shows it, since no query asks for anything else of it. */
  @Column('text')
  createdAt!: string;

  @Column('integer')
  version!: number;
}

/** The orders of a SKU, with all that they are sorted by. */
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
 * The least and greatest id of the orders of a day, deleted ones included. Ids and times of creation grow together but
 * for moments, which no planner knows, so a filter by time would have a list by id scan all orders before.
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

/** Orders by day, currency and number of goods: from these, most summaries are summed up. */
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

/** Since 1980, days of every time zone begin at a full quarter hour of UTC. */
export const QUARTER_MS = 15 * 60_000;

/** Orders by quarter hour and currency, from which days and months of every time zone are summed up. */
@Entity({ schema: 'read', name: 'order_quarters' })
export class OrderQuarterRow {
  /**
   * When the quarter hour begins. Before 1980, when days of some zones began in between: the very moment of the
   * orders.
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

/** Orders by number of goods and currency; also says which numbers of goods there are. */
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

/** Orders by user and currency, with all sorts of a summary in one currency. */
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

/** Users by what a summary in all currencies sorts them by. */
@Entity({ schema: 'read', name: 'order_user_groups' })
@Index(['orders', 'userId'])
@Index(['greatestTotal', 'userId'])
export class OrderUserGroupRow {
  @PrimaryColumn('bigint')
  userId!: number;

  /** In all currencies. */
  @Column('bigint')
  orders!: number;

  /** Of the totals, the greatest as a number. */
  @Column('numeric')
  greatestTotal!: bigint;

  /** By currency, in digits, since a JSON number would be rounded. */
  @Column('jsonb')
  totals!: Readonly<Record<string, string>>;
}

/** All of them, in the order in which they are folded: a later table may follow from the changes of an earlier one. */
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
