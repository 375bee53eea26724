import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ schema: 'write', name: 'goods' })
export class Goods {
  static readonly category = 'goods';

  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('bigint')
  orderId!: number;

  @Column('text', { nullable: true })
  sku!: string | null;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('integer')
  quantity!: number;

  /** In minor units of the order's currency. */
  @Column('bigint')
  unitPrice!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('integer')
  version!: number;

  /** The row as the data of its events. */
  get data() {
    return {
      id: this.id,
      order_id: this.orderId,
      sku: this.sku,
      name: this.name,
      quantity: this.quantity,
      unit_price: this.unitPrice,
      created_at: this.createdAt.toISOString(),
    };
  }
}
