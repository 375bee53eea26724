import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ schema: 'write', name: 'orders' })
export class Order {
  static readonly category = 'order';

  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('bigint')
  userId!: number;

  /** ISO 4217. Prices of the order's goods are in its minor units. */
  @Column('char', { length: 3 })
  currency!: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('integer')
  version!: number;

  /** The row as the data of its events. */
  get data() {
    return { id: this.id, user_id: this.userId, currency: this.currency, created_at: this.createdAt.toISOString() };
  }
}
