import {
  and,
  Choice,
  DateOrMoment,
  foldText,
  given,
  Id,
  type InputError,
  InvalidInput,
  PageCount,
  PageCursor,
  PageLimit,
  param,
  SortedBy,
  type Sql,
  spanOf,
  sql,
  startingAt,
  Text,
  TimeZone,
  Whole,
} from '#kronika';
import { StoredCurrency } from '../money/currency.fields.js';

const COUNT_RANGE = { minimum: 0, maximum: 2_147_483_647, optional: true };
const MONEY_RANGE = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER, optional: true };

/** The filters that the list of orders, its export and its summary share. An order must match all given filters. */
export class OrderFilters {
  @Whole({ ...COUNT_RANGE, description: 'More than this number of goods', example: 1 })
  threshold?: number;

  @Whole({ ...COUNT_RANGE, description: 'At least this number of goods', example: 2 })
  min_goods?: number;

  @Whole({ ...COUNT_RANGE, description: 'At most this number of goods', example: 10 })
  max_goods?: number;

  @Whole({
    ...MONEY_RANGE,
    description: 'At least this total, in minor units of any currency; give currency as well to compare amounts of one',
    example: 1000,
  })
  min_total?: number;

  @Whole({
    ...MONEY_RANGE,
    description: 'At most this total, in minor units of any currency; give currency as well to compare amounts of one',
    example: 500000,
  })
  max_total?: number;

  @Id({ optional: true, description: 'Of this user', example: 42 })
  user_id?: number;

  @Text({
    maximum: 64,
    optional: true,
    isTrimmed: true,
    description: 'With goods of this SKU, ignoring case and white space at its ends',
    example: 'mug-red',
  })
  sku?: string;

  @StoredCurrency({
    optional: true,
    description: 'In this currency; a withdrawn currency finds the orders from before its withdrawal',
  })
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

/**
 * The filters with moments in place of dates (ISO 8601, UTC): created at `createdFrom` or later, and before
 * `createdBefore`.
 */
export interface OrderConditions extends Omit<OrderFilters, 'created_from' | 'created_to' | 'tz'> {
  readonly createdFrom?: string;
  readonly createdBefore?: string;
  /** The only user whose orders the principal may see; absent: all users. */
  readonly boundTo?: number;
}

export const ORDER_SORTS = ['id', 'created_at', 'goods_count', 'total'] as const;
export type OrderSort = (typeof ORDER_SORTS)[number];

/** Bounds the work of a query, because Postgres reads the rows that an offset skips. */
const MAX_OFFSET = 10_000;

export class FindOrdersParameters extends OrderFilters {
  @SortedBy(ORDER_SORTS, 'id', {
    more: 'Totals of several currencies are sorted by their numbers of minor units',
    example: '-total',
  })
  sort: OrderSort | `-${OrderSort}` = 'id';

  @PageLimit('orders')
  limit: number = 20;

  @Whole({
    minimum: 0,
    maximum: MAX_OFFSET,
    optional: true,
    description: 'Number of orders to skip. For more, follow next_cursor, which is as fast on every page',
    example: 0,
  })
  offset?: number;

  @PageCursor()
  cursor?: string;

  @PageCount()
  count?: boolean;
}

export class ExportOrdersParameters extends OrderFilters {
  @SortedBy(ORDER_SORTS, 'id', { example: 'id' })
  sort: OrderSort | `-${OrderSort}` = 'id';
}

export const ORDER_GROUPS = ['none', 'hour', 'day', 'month', 'user', 'goods_count'] as const;
export type OrderGroup = (typeof ORDER_GROUPS)[number];

/** For each grouping, the name of the sort by the group itself. All orders together (`none`) are one group without a name. */
export const GROUP_SORTS = { hour: 'hour', day: 'day', month: 'month', user: 'user_id', goods_count: 'goods_count' } as const;

export const SUMMARY_SORTS = [...Object.values(GROUP_SORTS), 'orders', 'total'] as const;
export type SummarySort = (typeof SUMMARY_SORTS)[number];

export class SummaryParameters extends OrderFilters {
  @Choice({
    of: ORDER_GROUPS,
    description:
      'The grouping; `none`: all orders together. Hours, days and months are those of the time zone. Groups are split by currency, because totals of different currencies can not be added',
    example: 'day',
  })
  by!: OrderGroup;

  @Choice({
    of: SUMMARY_SORTS.flatMap((sort) => [sort, `-${sort}`]),
    optional: true,
    description:
      'The sort of the groups, with - for descending: by the group itself, by its number of orders in all currencies, or by its greatest total in one currency. Absent: the newest hours, days or months first, the users with the most orders, or the fewest goods',
    example: '-total',
  })
  sort?: SummarySort | `-${SummarySort}`;

  @PageLimit('groups; all currencies of a group are on one page', { maximum: 1000, standard: 400 })
  limit: number = 400;

  @PageCursor()
  cursor?: string;

  @PageCount()
  count?: boolean;
}

export const GOODS_FILTERS = ['threshold', 'min_goods', 'max_goods'] as const;
export const TOTAL_FILTERS = ['min_total', 'max_total'] as const;

/** Whether at least one of these filters is given. */
export function hasAny(filters: OrderConditions, names: readonly (keyof OrderConditions)[]): boolean {
  return names.some((name) => filters[name] !== undefined);
}

/** Whether only these filters are given, or none. */
export function hasOnly(filters: OrderConditions, ...names: readonly (keyof OrderConditions)[]): boolean {
  return Object.entries(filters).every(([name, value]) => value === undefined || (names as string[]).includes(name));
}

/**
 * The table that the filters apply to, as `o`, joined with the table of orders by SKU, `s`, if there is such a filter.
 */
export function sourceOf({ sku }: OrderConditions): Sql {
  return sku === undefined
    ? sql`read.order_history AS o`
    : sql`read.order_skus AS s JOIN read.order_history AS o ON o.id = s.order_id`;
}

const ORDER_COLUMNS: Record<OrderSort, Sql> = {
  id: sql`o.id`,
  created_at: sql`o.created_at`,
  goods_count: sql`o.goods_count`,
  total: sql`o.total`,
};

const SKU_COLUMNS: Record<OrderSort, Sql> = {
  id: sql`s.order_id`,
  created_at: sql`s.created_at`,
  goods_count: sql`s.goods_count`,
  total: sql`s.total`,
};

/** The columns of each sort, in the table of `sourceOf` that has an index on them. */
export function columnsOf({ sku }: OrderConditions): Record<OrderSort, Sql> {
  return sku === undefined ? ORDER_COLUMNS : SKU_COLUMNS;
}

/** The filters as conditions on rows of `sourceOf`. */
export function whereOf(filters: OrderConditions): Sql {
  const { goods_count, total, created_at } = columnsOf(filters);
  return and([
    ...given(filters.sku, (sku) => sql`s.folded_sku = ${param('text', foldText(sku))}`),
    ...given(filters.user_id, (id) => sql`o.user_id = ${param('bigint', id)}`),
    ...given(filters.boundTo, (id) => sql`o.user_id = ${param('bigint', id)}`),
    ...given(filters.currency, (currency) => sql`o.currency = ${param('bpchar', currency)}`),
    ...given(filters.threshold, (count) => sql`${goods_count} > ${param('integer', count)}`),
    ...given(filters.min_goods, (count) => sql`${goods_count} >= ${param('integer', count)}`),
    ...given(filters.max_goods, (count) => sql`${goods_count} <= ${param('integer', count)}`),
    ...given(filters.min_total, (amount) => sql`${total} >= ${param('numeric', amount)}`),
    ...given(filters.max_total, (amount) => sql`${total} <= ${param('numeric', amount)}`),
    ...given(filters.createdFrom, (moment) => sql`${created_at} >= ${param('timestamptz', moment)}`),
    ...given(filters.createdBefore, (moment) => sql`${created_at} < ${param('timestamptz', moment)}`),
  ]);
}

/**
 * Converts the filters of a request to conditions.
 *
 * @param zone time zone of dates, unless the filters have one
 * @param boundTo see `OrderConditions`
 * @throws InvalidInput for a range that ends before it starts
 */
export function conditionsOf(
  { created_from, created_to, tz, ...filters }: OrderFilters,
  zone: string,
  boundTo: number | undefined,
): OrderConditions {
  const { min_goods = 0, max_goods = Infinity, min_total = 0, max_total = Infinity } = filters;
  const from = created_from === undefined ? undefined : spanOf(created_from, tz ?? zone);
  const to = created_to === undefined ? undefined : spanOf(created_to, tz ?? zone);
  const errors: InputError[] = [];
  const wrong = (name: string) =>
    errors.push({ pointer: `#/min_${name}`, code: 'range-reversed', detail: `must not be above max_${name}` });
  if (min_goods > max_goods) wrong('goods');
  if (min_total > max_total) wrong('total');
  // Equal dates are no reversed range, even if the zone skipped that day, which leaves the range empty.
  if (from && to && from.first >= to.after && created_from !== created_to)
    errors.push({ pointer: '#/created_from', code: 'range-reversed', detail: 'must not be after created_to' });
  if (errors.length) throw new InvalidInput(errors);
  return {
    ...filters,
    boundTo,
    createdFrom: created_from === undefined ? undefined : startingAt(created_from, tz ?? zone),
    createdBefore: to?.after,
  };
}
