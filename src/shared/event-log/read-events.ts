import type { DataSource } from 'typeorm';
import { type EventTypes, RECORDED, type RecordedEvent } from './events.js';
import { namedStreamsSql, ownerSql } from './owners.js';

/** Events of a correlation id that one page scans if a filter on types is given. */
const MAX_SCANNED_EVENTS = 10_000;

/**
 * Limits the events of a reader to these streams, these types, this correlation id, and entities of this user. An
 * absent member limits nothing. All events of an entity belong to its owner at the time of reading.
 */
export interface EventFilter {
  readonly streams?: readonly string[];
  readonly types?: readonly string[];
  readonly correlationId?: string;
  readonly boundTo?: number;
}

/** The part of the log to read: at most `limit` events after one position and up to another. */
export interface LogPart {
  readonly after: number;
  readonly end: number;
  readonly limit: number;
  /** Absent: the oldest first. */
  readonly isNewestFirst?: boolean;
}

/** @returns the first events of a part of the log that match the filter, in order; see `boundedPart` */
export function readEvents(
  database: DataSource,
  types: EventTypes,
  { after, end, limit, isNewestFirst = false }: LogPart,
  { streams, types: wanted, correlationId, boundTo }: EventFilter = {},
): Promise<RecordedEvent[]> {
  const values: unknown[] = [after, end, limit];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const direction = isNewestFirst ? 'DESC' : 'ASC';
  const [within, inOrder] = ['position > $1 AND position <= $2', `ORDER BY position ${direction}`];
  const ofTypes = wanted ? `type = ANY (${bind(wanted)})` : 'true';
  if (streams || boundTo !== undefined) {
    const user = boundTo === undefined ? undefined : bind(String(boundTo));
    const named = streams ? `SELECT unnest(${bind(streams)}::text[])` : namedStreamsSql(types, user as string);
    const ofCorrelation = correlationId === undefined ? 'true' : `metadata ->> 'correlationId' = ${bind(correlationId)}`;
    const isOwn = user === undefined ? 'true' : `${ownerSql(types, 'events.stream')} = ${user}`;
    // Each `OFFSET 0` is an optimisation fence. The inner one makes the planner search stream by stream instead of
    // reading the log in its order. Behind the outer one, owners are looked up event by event until the page is full.
    return database.query(
      `SELECT ${RECORDED} FROM (
         SELECT events.* FROM (${named}) AS named (name)
         CROSS JOIN LATERAL (SELECT * FROM log.events WHERE events.stream = named.name OFFSET 0) AS events
         WHERE ${within} AND ${ofCorrelation} AND ${ofTypes} ${inOrder} OFFSET 0
       ) AS events WHERE ${isOwn} ${inOrder} LIMIT $3`,
      values,
    );
  }
  if (correlationId !== undefined) {
    const found = inIndex(CORRELATION_SQL, `${bind(correlationId)}::text`, '$1', '$2', direction);
    const text = wanted
      ? `SELECT ${RECORDED} FROM (SELECT * FROM log.events WHERE ${found} LIMIT ${MAX_SCANNED_EVENTS}) AS events WHERE ${ofTypes} ${inOrder} LIMIT $3`
      : `SELECT ${RECORDED} FROM log.events WHERE ${found} LIMIT $3`;
    return database.query(text, values);
  }
  if (!wanted) return database.query(`SELECT ${RECORDED} FROM log.events WHERE ${within} ${inOrder} LIMIT $3`, values);
  return database.query(
    `SELECT ${RECORDED} FROM log.events WHERE position = ANY (ARRAY(
       SELECT found.position FROM unnest($4::text[]) AS wanted (type) CROSS JOIN LATERAL (
         SELECT position FROM log.events WHERE ${inIndex('events.type', 'wanted.type', '$1', '$2', direction)} LIMIT $3
       ) AS found ORDER BY found.position ${direction} LIMIT $3
     )) ${inOrder}`,
    values,
  );
}

const CORRELATION_SQL = `metadata ->> 'correlationId'`;

/**
 * The condition that a column has a value within a range of positions, with its order. In this form, Postgres can't
 * scan the log by position in the hope that the value is frequent: only an index on the column and the position has
 * this order.
 *
 * @param after exclusive; `end` is inclusive
 */
export function inIndex(column: string, value: string, after: string, end: string, direction: 'ASC' | 'DESC'): string {
  return `(${column}, position) > (${value}, ${after}) AND (${column}, position) <= (${value}, ${end})
    ORDER BY ${column} ${direction}, position ${direction}`;
}

/**
 * Limits a part so that one page with a filter on types scans a bounded number of events, however many have the
 * correlation id.
 *
 * @returns the part, cut if it has too many events
 */
export async function boundedPart(database: DataSource, part: LogPart, filter: EventFilter): Promise<LogPart> {
  const { streams, types, correlationId, boundTo } = filter;
  // A user's own events limit the part of a bound reader. A cut would reveal the existence of other events.
  if (streams || !types || correlationId === undefined || boundTo !== undefined) return part;
  const { after, end, isNewestFirst } = part;
  const found = inIndex(CORRELATION_SQL, '$1::text', '$2', '$3', isNewestFirst ? 'DESC' : 'ASC');
  const [next]: { position: number }[] = await database.query(
    `SELECT position FROM log.events WHERE ${found} OFFSET ${MAX_SCANNED_EVENTS} LIMIT 1`,
    [correlationId, after, end],
  );
  if (!next) return part;
  return isNewestFirst ? { ...part, after: next.position } : { ...part, end: next.position - 1 };
}
