import { ApiProperty } from '@nestjs/swagger';
import { PageDocument, type Sql, sql } from '#kronika';

/** A line of goods has at most 10^5 units at 10^8 each. The number of lines has no limit. */
const TOTAL_RANGE =
  'Always exact. One line of goods totals up to 10^13, so 901 lines may exceed 2^53-1, above which JavaScript and most JSON parsers round, and 922,338 lines may exceed 2^63-1';

export class OrderDocument {
  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  id!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 42 })
  user_id!: number;

  @ApiProperty({ example: 'EUR' })
  currency!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  created_at!: string;

  @ApiProperty({ type: 'integer', example: 2, description: 'Number of goods' })
  goods_count!: number;

  @ApiProperty({ type: 'integer', example: 5, description: 'The sum of their quantities' })
  units!: number;

  @ApiProperty({
    type: 'integer',
    example: 6250,
    description: `In minor units of the currency. ${TOTAL_RANGE}`,
  })
  total!: number;

  @ApiProperty({ type: 'integer', example: 1 })
  version!: number;
}

export class GoodsDocument {
  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  id!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  order_id!: number;

  @ApiProperty({ type: 'string', nullable: true, example: 'MUG-RED' })
  sku!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'A red mug' })
  name!: string | null;

  @ApiProperty({ type: 'integer', example: 2 })
  quantity!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1250 })
  unit_price!: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  created_at!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  version!: number;
}

export class OrderWithGoodsDocument extends OrderDocument {
  @ApiProperty({ type: [GoodsDocument] })
  goods!: GoodsDocument[];
}

export class OrderListDocument {
  @ApiProperty({ type: [OrderDocument] })
  data!: OrderDocument[];

  @ApiProperty()
  page!: PageDocument;
}

export class SummaryRowDocument {
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    required: false,
    description:
      'With by=hour; the moment at which an hour of the time zone begins. A day on which clocks change has 23 or 25 of them',
    example: '2026-01-31T09:00:00.000Z',
  })
  hour?: string;

  @ApiProperty({
    type: 'string',
    format: 'date',
    required: false,
    description: 'With by=day; in the time zone of the request',
    example: '2026-01-31',
  })
  day?: string;

  @ApiProperty({ required: false, description: 'With by=month; in the time zone of the request', example: '2026-01' })
  month?: string;

  @ApiProperty({ type: 'integer', format: 'int64', required: false, description: 'With by=user', example: 42 })
  user_id?: number;

  @ApiProperty({ example: 'EUR' })
  currency!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'With by=goods_count the group, else the number of goods of its orders',
    example: 2,
  })
  goods_count!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 3, description: 'Number of orders' })
  orders!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 12, description: 'The sum of the quantities' })
  units!: number;

  @ApiProperty({ type: 'integer', example: 18750, description: `In minor units of the currency. ${TOTAL_RANGE}` })
  total!: number;
}

export class SummaryDocument {
  @ApiProperty({
    type: [SummaryRowDocument],
    description: 'One row for each group and currency; all rows of a group are on one page',
  })
  data!: SummaryRowDocument[];

  @ApiProperty()
  page!: PageDocument;
}

/** A moment in the format of JavaScript's `toISOString`. */
export const isoMoment = (column: Sql) => sql`to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The columns of an `OrderDocument`, of `read.order_history AS o`. */
export const ORDER_DOCUMENT = sql`o.id, o.user_id, o.currency, ${isoMoment(sql`o.created_at`)} AS created_at, o.goods_count,
  o.units, o.total, o.version`;

/** The columns of a `GoodsDocument`, of `read.order_goods AS g`. */
export const GOODS_DOCUMENT = sql`g.id, g.order_id, g.sku, g.name, g.quantity, g.unit_price, g.created_at, g.version`;

/**
 * A document as JSON text. Postgres writes it in a third of the time that the process takes to parse the columns and
 * serialise them.
 */
export const json = (columns: Sql) => sql`(SELECT row_to_json(d)::text FROM (SELECT ${columns}) AS d)`;
