import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type Answer,
  Cursors,
  InvalidInput,
  isUtc,
  type Json,
  monthOf,
  nextLink,
  offsetsOf,
  type Place,
  ReadDatabase,
  Settings,
  spanOf,
} from '#kronika';
import {
  conditionsOf,
  GOODS_FILTERS,
  GROUP_SORTS,
  type Group,
  type OrderConditions,
  onlyAsked,
  type SummaryParameters,
  type SummarySort,
  sourceOf,
  type Where,
  whereOf,
} from './order-filters.js';
import { json, type SummaryDocument, type SummaryRowDocument } from './order-history.documents.js';
import { ORDER_HISTORY } from './order-history.view.js';

export class SummariseOrders extends Query<Answer<SummaryDocument>> {
  constructor(readonly parameters: SummaryParameters) {
    super();
  }
}

@QueryHandler(SummariseOrders)
export class SummariseOrdersHandler implements IQueryHandler<SummariseOrders> {
  constructor(
    private readonly database: ReadDatabase,
    private readonly cursors: Cursors,
    private readonly settings: Settings,
  ) {}

  /** @throws InvalidInput for a sort by another group, a range that is reversed, or a cursor of another list */
  async execute({ parameters }: SummariseOrders): Promise<Answer<SummaryDocument>> {
    const { by, limit, cursor, sort = DEFAULT_SORTS[by], tz = this.settings.TIME_ZONE, ...filters } = parameters;
    const sorts: string[] = [GROUP_SORTS[by], 'orders', 'total'];
    if (!sorts.includes(sort.replace('-', '')))
      throw new InvalidInput([
        { pointer: '#/sort', code: 'not-a-choice', detail: `must be one of ${sorts.join(', ')} with by=${by}` },
      ]);
    const list = { ...filters, by, sort, tz };
    const conditions = conditionsOf(filters, tz);
    const after = cursor === undefined ? undefined : await this.cursors.read(list, cursor);
    // One group more than asked for tells whether there is a next page.
    const { sql, parameters: values } = summarySql({ by, sort, zone: tz, after, groups: limit + 1 }, conditions);
    const { position, rows } = await this.database.query<Found>(ORDER_HISTORY, sql, values);
    const groups = [...new Map(rows.map((row) => [row.id, row])).values()];
    const last = groups.length > limit ? groups[limit - 1] : undefined;
    const next = last ? await this.cursors.make(list, last) : null;
    const data = (last ? rows.filter(({ id }) => id !== groups[limit]?.id) : rows).map(({ document }) => document);
    return {
      position,
      body: `{"data":[${data}],"page":${JSON.stringify({ limit, next_cursor: next })}}` as Json<SummaryDocument>,
      headers: next ? { Link: nextLink('/v1/order-history/summary', { ...list, limit, cursor: next }) } : {},
    };
  }
}

/** The newest days first, the users with the most orders, the fewest goods. */
const DEFAULT_SORTS = { day: '-day', month: '-month', user: '-orders', goods_count: 'goods_count' } as const;

/** One currency of a group: `id` is the group, `value` what it is sorted by, as text. */
interface Found extends Place {
  readonly document: Json<SummaryRowDocument>;
}

interface Page {
  readonly by: Group;
  readonly sort: SummarySort | `-${SummarySort}`;
  readonly zone: string;
  /** The last group of the page before. */
  readonly after?: Place;
  /** How many. */
  readonly groups: number;
}

/** What groups are to Postgres. */
const KEY_TYPES = { day: 'date', month: 'date', user: 'bigint', goods_count: 'integer' } as const;

const KEY_COLUMNS = {
  day: 'o.key AS day',
  month: `to_char(o.key, 'YYYY-MM') AS month`,
  user: 'o.key AS user_id',
  goods_count: '',
} as const;

/** The rows of the groups of a page, in order. Which groups they are is found first, so that none is cut. */
function summarySql(page: Page, asked: OrderConditions): Where {
  const { by, sort, after, groups } = page;
  const column = sort.replace('-', '') as SummarySort;
  const isByKey = column === GROUP_SORTS[by];
  const [direction, beyond] = sort.startsWith('-') ? (['DESC', '<'] as const) : (['ASC', '>'] as const);
  const conditions = after && isByKey ? beyondDay(page, after, asked) : asked;
  const { parameters, ...source } = sourceOfSums(page, conditions);
  const place = (value: unknown, type: string) => `$${parameters.push(value)}::${type}`;
  const wanted: string[] = [];
  if (after && isByKey) wanted.push(`g.key ${beyond} ${place(after.id, KEY_TYPES[by])}`);
  else if (after) {
    const value = place(after.value, column === 'orders' ? 'bigint' : 'numeric');
    wanted.push(`(g.value, g.key) ${beyond} (${value}, ${place(after.id, KEY_TYPES[by])})`);
  }
  const value = isByKey ? 'g.key' : 'g.value';
  const order = isByKey ? `g.key ${direction}` : `g.value ${direction}, g.key ${direction}`;
  const columns = [KEY_COLUMNS[by], 'o.currency', by === 'goods_count' ? 'o.key AS goods_count' : 'o.goods AS goods_count'];
  const document = json([...columns, 'o.orders', 'o.units', 'o.total'].filter(Boolean).join(', '));
  return {
    parameters,
    sql: `WITH sums AS (${source.sums}),
          groups AS (SELECT * FROM (${source.groups(column)}) AS g WHERE ${wanted.join(' AND ') || 'true'} ORDER BY ${order} LIMIT ${groups})
          SELECT g.key AS id, ${value}::text AS value, ${document} AS document
          FROM groups AS g JOIN sums AS o ON o.key = g.key ORDER BY ${order}, o.currency`,
  };
}

/** Days and months that come after the last one are those of orders that were created after it, or before: no others are read. */
function beyondDay({ by, sort, zone }: Page, { id }: Place, conditions: OrderConditions): OrderConditions {
  if (by !== 'day' && by !== 'month') return conditions;
  const { createdFrom = '', createdBefore } = conditions;
  const { first, after } = (by === 'day' ? spanOf : monthOf)(String(id), zone);
  if (!sort.startsWith('-')) return { ...conditions, createdFrom: after > createdFrom ? after : createdFrom };
  return { ...conditions, createdBefore: createdBefore === undefined || first < createdBefore ? first : createdBefore };
}

interface Sums {
  /** A `SELECT` of key, currency, orders, goods, units and total: a row a group and currency. */
  readonly sums: string;
  /** A `SELECT` of key and value: a row a group. */
  groups(sort: SummarySort): string;
  readonly parameters: unknown[];
}

/** From the tables of sums where they know all that the filters ask, else from the orders themselves. */
function sourceOfSums({ by, zone }: Page, conditions: OrderConditions): Sums {
  if (by === 'user' && onlyAsked(conditions, 'user_id', 'currency')) return sumsOfUsers(conditions);
  const groups = (sort: SummarySort) =>
    `SELECT key, ${sort === 'orders' ? 'sum(orders)' : 'max(total)'} AS value FROM sums GROUP BY key`;
  const sums = (key: string, { orders, goods, from, where }: Record<'orders' | 'goods' | 'from' | 'where', string>) =>
    `SELECT ${key} AS key, o.currency, ${orders} AS orders, ${goods} AS goods, sum(o.units) AS units, sum(o.total) AS total
     FROM ${from} WHERE ${where} GROUP BY 1, 2`;
  const counted = { orders: 'count(*)', goods: 'sum(o.goods_count)' };
  const summed = { orders: 'sum(o.orders)', goods: 'sum(o.orders * o.goods_count)' };
  const keyOf = (day: string) =>
    ({
      day: `(${day})::date`,
      month: `date_trunc('month', ${day})::date`,
      user: 'o.user_id',
      goods_count: 'o.goods_count',
    })[by];
  if (by === 'goods_count' && onlyAsked(conditions, ...GOODS_FILTERS, 'currency')) {
    const { sql, parameters } = whereOf(conditions);
    return { sums: sums(keyOf(''), { ...summed, from: 'read.order_sizes AS o', where: sql }), groups, parameters };
  }
  const { createdFrom, createdBefore, ...others } = conditions;
  const areMultiplesOf = (ms: number) =>
    [createdFrom, createdBefore].every((moment) => moment === undefined || Date.parse(moment) % ms === 0);
  const ofDays = by === 'goods_count' || (by !== 'user' && isUtc(zone));
  if (ofDays && areMultiplesOf(DAY_MS) && onlyAsked(others, ...GOODS_FILTERS, 'currency')) {
    const { sql, parameters } = whereOf(others);
    const days = [
      ['>=', createdFrom],
      ['<', createdBefore],
    ].flatMap(([compare, moment]) => (moment ? [`o.day ${compare} $${parameters.push(moment.slice(0, 10))}`] : []));
    const where = [sql, ...days].join(' AND ');
    return {
      sums: sums(keyOf('o.day::timestamp'), { ...summed, from: 'read.order_statistics AS o', where }),
      groups,
      parameters,
    };
  }
  const { sql: where, parameters } = whereOf(conditions);
  if (by === 'user' || by === 'goods_count')
    return { sums: sums(keyOf(''), { ...counted, from: sourceOf(conditions), where }), groups, parameters };
  const key = keyOf(localTime(zone, parameters));
  if (areMultiplesOf(QUARTER_MS) && onlyAsked(others, 'currency')) {
    const quarters = { orders: 'sum(o.orders)', goods: 'sum(o.goods_count)', from: 'read.order_quarters AS o', where };
    return { sums: sums(key, quarters), groups, parameters };
  }
  return { sums: sums(key, { ...counted, from: sourceOf(conditions), where }), groups, parameters };
}

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** When an order was created by the clocks of a zone. */
function localTime(zone: string, parameters: unknown[]): string {
  const time = `(o.created_at AT TIME ZONE 'UTC')`;
  if (isUtc(zone)) return time;
  const { starts, offsets } = offsetsOf(zone);
  const [start, offset] = [parameters.push(starts), parameters.push(offsets)];
  return `(${time} + ($${offset}::interval[])[width_bucket(o.created_at, $${start}::timestamptz[])])`;
}

/** All sums of users, and which users come first, stand in tables with an index for each sort. */
function sumsOfUsers(conditions: OrderConditions): Sums {
  const { sql, parameters } = whereOf(conditions);
  const isOneCurrency = conditions.currency !== undefined;
  return {
    sums: `SELECT o.user_id AS key, o.currency, o.orders, o.goods_count AS goods, o.units, o.total
           FROM read.order_users AS o WHERE ${sql}`,
    groups: (sort) => {
      const value = sort === 'orders' ? 'o.orders' : isOneCurrency ? 'o.total' : 'o.greatest_total';
      const table = isOneCurrency ? 'read.order_users' : 'read.order_user_groups';
      return `SELECT o.user_id AS key, ${value} AS value FROM ${table} AS o WHERE ${sql}`;
    },
    parameters,
  };
}
