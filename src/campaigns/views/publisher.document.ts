import { ApiProperty } from '@nestjs/swagger';
import { PageDocument, sql } from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import type { Publisher } from '../publisher/publisher.decider.js';
import type { PublisherRow } from './publishers.view.js';

export class PublisherDocument {
  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.publisher })
  id!: string;

  @ApiProperty({ example: 'Mafra' })
  name!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  version!: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  createdAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  updatedAt!: string;
}

export class PublisherListDocument {
  @ApiProperty({ type: [PublisherDocument] })
  data!: PublisherDocument[];

  @ApiProperty()
  page!: PageDocument;
}

/** The columns of `read.publishers`, selected under the property names of the row class. */
export const PUBLISHER_COLUMNS = sql`id, name, sort_name AS "sortName", version, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** The document of a publisher from its row in the view. */
export function publisherOfRow({ id, name, version, createdAt, updatedAt }: PublisherRow): PublisherDocument {
  return { id, name, version, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/** The document of a publisher from its state as folded from events. */
export function publisherOfState(id: string, version: number, publisher: Publisher): PublisherDocument {
  const { name, createdAt, updatedAt } = publisher;
  return { id, name, version, createdAt, updatedAt };
}
