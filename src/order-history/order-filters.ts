import {
  Choice,
  DateOrMoment,
  foldText,
  Id,
  type InputError,
  InvalidInput,
  spanOf,
  startingAt,
  Text,
  TimeZone,
  Token,
  Whole,
} from '#kronika';
import { StoredCurrency } from '../money/currency.fields.js';

const COUNT = { minimum: 0, maximum: 2_147_483_647, optional: true };
const MONEY = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER, optional: true };

/** Which orders; the same in the list, its export and its summary. All given filters must hold. */
export class OrderFilters {
  @Whole({ ...COUNT, description: 'More than this number of goods', example: 1 })
  threshold?: number;

  @Whole({ ...COUNT, description: 'At least this number of goods', example: 2 })
  min_goods?: number;

  @Whole({ ...COUNT, description: 'At most this number of goods', example: 10 })
  max_goods?: number;

  @Whole({ ...MONEY, description: 'At least this total, in minor units; of any currency, unless one is given', example: 1000 })
  min_total?: number;

  @Whole({ ...MONEY, description: 'At most this total, in minor units; of any currency, unless one is given', example: 500000 })
  max_total?: number;

  @Id({ optional: true, description: 'Of this user', example: 42 })
  user_id?: number;

  @Text({
    maximum: 64,
    optional: true,
    isTrimmed: true,
    description: 'With goods of this SKU, in capitals or not; white space at its ends does not count',
    example: 'mug-red',
  })
  sku?: string;

  @StoredCurrency({ optional: true, description: 'In this currency; one that was withdrawn finds orders from before' })
  currency?: string;

  @DateOrMoment({
    optional: true,
    description: 'Created then or later; a date means from the start of that day',
    example: '2020-01-01',
  })
  created_from?: string;

  @DateOrMoment({
    optional: true,
    description: 'Created then or earlier; a date means to the end of that day',
    example: '2100-12-31',
  })
  created_to?: string;

  @TimeZone({ description: 'The time zone of dates; absent: the setting TIME_ZONE' })
  tz?: string;
}

/** The same, with moments in place of dates, ISO 8601, UTC: created at `createdFrom` or later, and before `createdBefore`. */
export interface OrderConditions extends Omit<OrderFilters, 'created_from' | 'created_to' | 'tz'> {
  readonly createdFrom?: string;
  readonly createdBefore?: string;
}

export const SORTS = ['id', 'created_at', 'goods_count', 'total'] as const;
export type Sort = (typeof SORTS)[number];

/** How far `offset` may go: to skip rows, Postgres must read them. */
const FARTHEST_OFFSET = 10_000;

export class FindOrdersParameters extends OrderFilters {
  @Choice({
    of: SORTS.flatMap((sort) => [sort, `-${sort}`]),
    optional: true,
    default: 'id',
    description:
      'What to sort by, with - for descending; rows alike stand in the order of their ids. Totals of several currencies are sorted by their numbers of minor units',
    example: '-total',
  })
  sort: Sort | `-${Sort}` = 'id';

  @Whole({ minimum: 1, maximum: 100, optional: true, default: 20, description: 'How many orders', example: 2 })
  limit: number = 20;

  @Whole({
    minimum: 0,
    maximum: FARTHEST_OFFSET,
    optional: true,
    description: 'How many orders to skip; to go further, follow next_cursor, which costs the same on every page',
    example: 0,
  })
  offset?: number;

  @Token({ maximum: 400, optional: true, description: 'next_cursor of the page before, with the same filters and sort' })
  cursor?: string;
}

export class ExportOrdersParameters extends OrderFilters {
  @Choice({
    of: SORTS.flatMap((sort) => [sort, `-${sort}`]),
    optional: true,
    default: 'id',
    description: 'What to sort by, with - for descending',
    example: 'id',
  })
  sort: Sort | `-${Sort}` = 'id';
}

export const GROUPS = ['day', 'month', 'user', 'goods_count'] as const;
export type Group = (typeof GROUPS)[number];

/** By which name each group is sorted by itself. */
export const GROUP_SORTS = { day: 'day', month: 'month', user: 'user_id', goods_count: 'goods_count' } as const;

export const SUMMARY_SORTS = [...Object.values(GROUP_SORTS), 'orders', 'total'] as const;
export type SummarySort = (typeof SUMMARY_SORTS)[number];

export class SummaryParameters extends OrderFilters {
  @Choice({
    of: GROUPS,
    description:
      'What to count by, days and months being those of the time zone; always by currency as well, since totals of two do not add up',
    example: 'day',
  })
  by!: Group;

  @Choice({
    of: SUMMARY_SORTS.flatMap((sort) => [sort, `-${sort}`]),
    optional: true,
    description:
      'What to sort groups by, with - for descending: the group itself, its orders in all currencies, or the greatest total that it has in one currency. Absent: the newest days or months, the users with the most orders, the fewest goods',
    example: '-total',
  })
  sort?: SummarySort | `-${SummarySort}`;

  @Whole({
    minimum: 1,
    maximum: 1000,
    optional: true,
    default: 400,
    description: 'How many groups; all currencies of a group are on one page',
    example: 400,
  })
  limit: number = 400;

  @Token({ maximum: 400, optional: true, description: 'next_cursor of the page before, with the same filters and sort' })
  cursor?: string;
}

/** A piece of SQL whose parameters are numbered in the order of `parameters`. */
export interface Where {
  readonly sql: string;
  readonly parameters: unknown[];
}

export const GOODS_FILTERS = ['threshold', 'min_goods', 'max_goods'] as const;
export const TOTAL_FILTERS = ['min_total', 'max_total'] as const;

/** Whether nothing is asked but this. */
export function onlyAsked(filters: OrderConditions, ...known: (keyof OrderConditions)[]): boolean {
  return Object.entries(filters).every(([name, value]) => value === undefined || (known as string[]).includes(name));
}

/** Where the orders that the filters may let through stand; those of one SKU in a table of their own. */
export function sourceOf({ sku }: OrderConditions): string {
  return sku === undefined ? 'read.order_history AS o' : 'read.order_skus AS s JOIN read.order_history AS o ON o.id = s.order_id';
}

/** A column to sort by, in the table whose index has it. */
export function columnOf({ sku }: OrderConditions, sort: Sort): string {
  if (sku === undefined) return `o.${sort}`;
  return sort === 'id' ? 's.order_id' : `s.${sort}`;
}

/**
 * The conditions on rows of `sourceOf`.
 *
 * @param parameters those that the statement has already
 */
export function whereOf(filters: OrderConditions, parameters: unknown[] = []): Where {
  const conditions: string[] = [];
  const add = (condition: string, value: unknown) => {
    if (value === undefined) return;
    parameters.push(value);
    conditions.push(condition.replace('?', `$${parameters.length}`));
  };
  const [goodsCount, total, createdAt] = (['goods_count', 'total', 'created_at'] as const).map((sort) => columnOf(filters, sort));
  add('s.folded_sku = ?', filters.sku && foldText(filters.sku));
  add('o.user_id = ?', filters.user_id);
  add('o.currency = ?', filters.currency);
  add(`${goodsCount} > ?`, filters.threshold);
  add(`${goodsCount} >= ?`, filters.min_goods);
  add(`${goodsCount} <= ?`, filters.max_goods);
  add(`${total} >= ?`, filters.min_total);
  add(`${total} <= ?`, filters.max_total);
  add(`${createdAt} >= ?`, filters.createdFrom);
  add(`${createdAt} < ?`, filters.createdBefore);
  return { sql: conditions.join(' AND ') || 'true', parameters };
}

/**
 * @param zone of dates, where the filters name none
 * @throws InvalidInput for a range that ends before it starts
 */
export function conditionsOf({ created_from, created_to, tz, ...filters }: OrderFilters, zone: string): OrderConditions {
  const { min_goods = 0, max_goods = Infinity, min_total = 0, max_total = Infinity } = filters;
  const from = created_from === undefined ? undefined : spanOf(created_from, tz ?? zone);
  const to = created_to === undefined ? undefined : spanOf(created_to, tz ?? zone);
  const errors: InputError[] = [];
  const wrong = (name: string) =>
    errors.push({ pointer: `#/min_${name}`, code: 'range-reversed', detail: `must not be above max_${name}` });
  if (min_goods > max_goods) wrong('goods');
  if (min_total > max_total) wrong('total');
  // A date that the zone skipped is a day without a moment, and still no range that is reversed.
  if (from && to && from.first >= to.after && created_from !== created_to)
    errors.push({ pointer: '#/created_from', code: 'range-reversed', detail: 'must not be after created_to' });
  if (errors.length) throw new InvalidInput(errors);
  return {
    ...filters,
    createdFrom: created_from === undefined ? undefined : startingAt(created_from, tz ?? zone),
    createdBefore: to?.after,
  };
}
