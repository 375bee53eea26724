import { Choice, DateOrMoment, Id, StoredCurrency, Text, Token, Whole } from '../shared/http/fields.js';
import { type InputError, InvalidInput } from '../shared/http/problems.js';
import { foldText } from '../shared/text.js';

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
    description: 'Created then or later; a date means from its first moment, UTC',
    example: '2020-01-01',
  })
  created_from?: string;

  @DateOrMoment({
    optional: true,
    description: 'Created then or earlier; a date means to its last moment, UTC',
    example: '2100-12-31',
  })
  created_to?: string;
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

export const GROUPS = ['day', 'user', 'goods_count'] as const;

export class SummaryParameters extends OrderFilters {
  @Choice({
    of: GROUPS,
    description: 'What to count by; always by currency as well, since totals of two do not add up',
    example: 'day',
  })
  by!: (typeof GROUPS)[number];

  @Whole({ minimum: 1, maximum: 1000, optional: true, default: 400, description: 'How many groups at most', example: 400 })
  limit: number = 400;
}

/** A piece of SQL whose parameters are numbered in the order of `parameters`. */
export interface Where {
  readonly sql: string;
  readonly parameters: unknown[];
}

/** A moment that a filter names: of a date without time, its first or its last. */
const firstMoment = (text: string) => (text.length === 10 ? `${text}T00:00:00.000Z` : text);
const lastMoment = (text: string) => (text.length === 10 ? `${text}T23:59:59.999Z` : text);

export const GOODS_FILTERS = ['threshold', 'min_goods', 'max_goods'] as const;
export const TOTAL_FILTERS = ['min_total', 'max_total'] as const;

/** Whether nothing is asked but this. */
export function onlyAsked(filters: OrderFilters, ...known: (keyof OrderFilters)[]): boolean {
  return Object.entries(filters).every(([name, value]) => value === undefined || (known as string[]).includes(name));
}

/** Where the orders that the filters may let through stand; those of one SKU in a table of their own. */
export function sourceOf({ sku }: OrderFilters): string {
  return sku === undefined ? 'read.order_history AS o' : 'read.order_skus AS s JOIN read.order_history AS o ON o.id = s.order_id';
}

/** A column to sort by, in the table whose index has it. */
export function columnOf({ sku }: OrderFilters, sort: Sort): string {
  if (sku === undefined) return `o.${sort}`;
  return sort === 'id' ? 's.order_id' : `s.${sort}`;
}

/**
 * The conditions on rows of `sourceOf`.
 *
 * @param parameters those that the statement has already
 * @throws InvalidInput for a range that ends before it starts
 */
export function whereOf(filters: OrderFilters, parameters: unknown[] = []): Where {
  requireRanges(filters);
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
  add(`${createdAt} >= ?`, filters.created_from && firstMoment(filters.created_from));
  add(`${createdAt} <= ?`, filters.created_to && lastMoment(filters.created_to));
  return { sql: conditions.join(' AND ') || 'true', parameters };
}

function requireRanges(filters: OrderFilters): void {
  const { min_goods = 0, max_goods = Infinity, min_total = 0, max_total = Infinity, created_from, created_to } = filters;
  const errors: InputError[] = [];
  const wrong = (name: string) =>
    errors.push({ pointer: `#/min_${name}`, code: 'range-reversed', detail: `must not be above max_${name}` });
  if (min_goods > max_goods) wrong('goods');
  if (min_total > max_total) wrong('total');
  if (created_from && created_to && Date.parse(firstMoment(created_from)) > Date.parse(lastMoment(created_to)))
    errors.push({ pointer: '#/created_from', code: 'range-reversed', detail: 'must not be after created_to' });
  if (errors.length) throw new InvalidInput(errors);
}
