import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import {
  type Answer,
  boundOf,
  Choice,
  Cursors,
  cutPage,
  EntityWithParts,
  PageCursor,
  PageDocument,
  PageLimit,
  type TrailEvent,
} from '#kronika';
import type { GoodsCreated } from '../goods/goods.events.js';
import type { OrderCreated } from '../orders/order.events.js';
import { type OrderFieldChange, wordsOfGoods, wordsOfOrder } from './order.words.js';

export class FindOrderChangesParameters {
  @Choice({
    of: ['position', '-position'],
    optional: true,
    default: 'position',
    description: 'position: oldest first; -position: latest first',
    example: '-position',
  })
  sort: string = 'position';

  @PageLimit('events', { maximum: 200, standard: 50 })
  limit: number = 50;

  @PageCursor()
  cursor?: string;
}

const VALUE = { anyOf: ['string', 'number', 'boolean', 'null'].map((type) => ({ type })) as never };

class OrderFieldChangeDocument implements OrderFieldChange {
  @ApiProperty({ example: 'quantity' })
  field!: string;

  @ApiProperty({ ...VALUE, description: 'The raw value: money in minor units of the currency of its order then' })
  from!: OrderFieldChange['from'];

  @ApiProperty({ ...VALUE })
  to!: OrderFieldChange['to'];
}

class OrderChangeDocument {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'The position of the event in the log', example: 42 })
  position!: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  datetime!: string;

  @ApiProperty({ example: 'anonymous' })
  actor!: string;

  @ApiProperty({ example: 'goods_updated_v1' })
  event_type!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'The goods that the event is about; null: it is about the order itself',
    example: 1,
  })
  goods_id!: number | null;

  @ApiProperty({ type: 'integer', description: 'The version of the order or the goods after the event', example: 2 })
  version!: number;

  @ApiProperty({ description: 'A sentence for people', example: 'Goods 1 “A red mug” changed: quantity from 2 to 3' })
  summary!: string;

  @ApiProperty({ type: [OrderFieldChangeDocument] })
  changes!: readonly OrderFieldChange[];

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    description: 'The same for all events of one command',
    example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f',
  })
  command_id!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'The position of the event that caused this one', example: null })
  causation_id!: string | null;
}

export class OrderChangeListDocument {
  @ApiProperty({ type: [OrderChangeDocument] })
  data!: OrderChangeDocument[];

  @ApiProperty()
  page!: PageDocument;
}

export class FindOrderChanges extends Query<Answer<OrderChangeListDocument>> {
  constructor(
    readonly id: number,
    readonly parameters: FindOrderChangesParameters,
    readonly boundTo?: number,
  ) {
    super();
  }
}

@QueryHandler(FindOrderChanges)
export class FindOrderChangesHandler implements IQueryHandler<FindOrderChanges> {
  constructor(
    private readonly orders: EntityWithParts,
    private readonly cursors: Cursors,
  ) {}

  /**
   * Includes deleted orders, and goods that came from another order or went to one.
   *
   * @throws NotFound `order.not-found`, also for an order of another user
   */
  async execute({ id, parameters, boundTo }: FindOrderChanges): Promise<Answer<OrderChangeListDocument>> {
    const { sort, limit, cursor } = parameters;
    const bound = boundOf({ history: 'order', id, sort }, boundTo);
    const from = (await this.cursors.read(bound, cursor))?.value as number | undefined;
    const part = { isDescending: sort === '-position', from, limit: limit + 1 };
    const { events, first, position } = await this.orders.events('order', id, part, boundTo);
    const { currency } = first.data as OrderCreated['data'];
    const { rows, last } = cutPage(events, limit);
    const end = { bound, limit, path: `/v1/order-history/${id}/history`, parameters: { sort } };
    const { page, headers } = await this.cursors.endOfPage(end, last && { value: last.recorded.position, id });
    return { position, body: { data: rows.map((row) => documentOf(row, { id, currency })), page }, headers };
  }
}

function documentOf({ recorded, event, before }: TrailEvent, order: { id: number; currency: string }): OrderChangeDocument {
  const { position, stream, version, type, recordedAt, metadata } = recorded;
  const isOfOrder = stream === `order-${order.id}`;
  const words = isOfOrder
    ? wordsOfOrder(type, event.data as OrderCreated['data'], (before?.data ?? null) as OrderCreated['data'] | null)
    : wordsOfGoods(type, event.data as GoodsCreated['data'], (before?.data ?? null) as GoodsCreated['data'] | null, order);
  return {
    position,
    datetime: recordedAt.toISOString(),
    actor: metadata.actor,
    event_type: type,
    goods_id: isOfOrder ? null : (event.data as GoodsCreated['data']).id,
    version,
    ...words,
    command_id: metadata.commandId,
    causation_id: metadata.causationId,
  };
}
