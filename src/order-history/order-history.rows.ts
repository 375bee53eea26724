import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * One row an order. Each sort has an index that ends in the id, which makes every order of rows a total one; a backward
 * scan serves the descending sort.
 */
@Entity({ schema: 'read', name: 'order_history' })
@Index(['createdAt', 'id'])
@Index(['goodsCount', 'id'])
@Index(['total', 'id'])
@Index(['userId', 'id'])
@Index(['currency', 'id'])
export class OrderHistoryRow {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('bigint')
  userId!: number;

  @Column('char', { length: 3 })
  currency!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** Lines, whatever their quantity. */
  @Column('integer')
  goodsCount!: number;

  /** The sum of their quantities. */
  @Column('bigint')
  units!: number;

  /** In minor units; numeric, since nothing bounds the number of an order's goods. */
  @Column('numeric')
  total!: bigint;

  /** Of the order. */
  @Column('integer')
  version!: number;

  /** The position of the last event of its goods, 0 for none. */
  @Column('bigint')
  goodsChangedAt!: number;
}

/** One row for goods of an order: what the answer for one order and the filter by SKU need. */
@Entity({ schema: 'read', name: 'order_goods' })
@Index(['orderId', 'id'])
@Index(['sku', 'orderId'])
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

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column('integer')
  version!: number;
}

/**
 * Orders by day, number of goods and currency: some thousand rows for a million orders, from which most summaries are
 * summed up. Also knows the least and greatest id of a day: ids and times of creation grow together but for moments, which
 * no planner knows, so a filter by time would have a list by id scan all orders before (see `find-orders.query.ts`).
 */
@Entity({ schema: 'read', name: 'order_statistics' })
export class OrderStatisticsRow {
  /** UTC, `YYYY-MM-DD`. */
  @PrimaryColumn('date')
  day!: string;

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

  @Column('bigint')
  leastId!: number;

  @Column('bigint')
  greatestId!: number;
}

/** Orders by user and currency. */
@Entity({ schema: 'read', name: 'order_users' })
@Index(['orders', 'userId'])
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
