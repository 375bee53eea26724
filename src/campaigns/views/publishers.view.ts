import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { type At, On, View } from '#kronika';
import { PublisherCreated, PublisherDeleted, PublisherNameSet } from '../publisher/publisher.events.js';
import { byId } from './fold.js';
import { NamedRow, named } from './paged-list.js';

export const PUBLISHERS = 'publishers';

@Entity({ schema: 'read', name: 'publishers' })
@Index(['sortName', 'id'])
@Index(['createdAt', 'id'])
export class PublisherRow extends NamedRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('integer')
  version!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}

/** The present state of publishers. */
@View({ name: PUBLISHERS, version: 2, rows: [PublisherRow] })
export class PublishersView {
  @On(PublisherCreated, PublisherRow, byId)
  created(_: PublisherRow | null, { entityId, data }: PublisherCreated, { recorded }: At<PublisherRow>): PublisherRow {
    const { version, recordedAt } = recorded;
    const { name } = data;
    return { id: entityId, ...named(name), version, createdAt: recordedAt, updatedAt: recordedAt };
  }

  @On(PublisherNameSet, PublisherRow, byId)
  nameSet(row: PublisherRow | null, { data: { name } }: PublisherNameSet, { recorded }: At<PublisherRow>) {
    return row && { ...row, ...named(name), version: recorded.version, updatedAt: recorded.recordedAt };
  }

  @On(PublisherDeleted, PublisherRow, byId)
  deleted() {
    return null;
  }
}
