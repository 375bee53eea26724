import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { READ } from '../database/database.js';
import { literal, type Sql, sql } from '../database/sql.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { Choice, Flag, Token, Whole } from './fields.js';
import { InvalidInput } from './problems.js';

/** The member `page` of every list. */
export class PageDocument {
  @ApiProperty({ type: 'integer', example: 20 })
  limit!: number;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description:
      'The value of `cursor` (where a list has none: of `after`, or of `before` if the newest come first) for the next page; null on the last page',
    example: null,
  })
  next_cursor!: string | null;

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'With `count=true`: the number of rows on all pages, up to 10,000',
    example: 1,
  })
  count?: number;

  @ApiProperty({ required: false, description: 'With `count=true`: whether there are more rows than `count`', example: false })
  count_capped?: boolean;
}

/** Postgres must read every row that it counts, so counting stops here. */
const MAX_COUNTED_ROWS = 10_000;

/** The query parameter `count`. It is no filter: a cursor may be used with it and without it. */
export const PageCount = () =>
  Flag({
    optional: true,
    default: false,
    description:
      'True: `page.count` is the number of rows on all pages. It is exact up to 10,000; `page.count_capped` says whether there are more',
    example: false,
  });

/**
 * @param rows a `SELECT` of the rows to count, in any order
 * @returns a statement for `pageCountOf`
 */
export const countSql = (rows: Sql) =>
  sql`SELECT count(*) AS counted FROM (SELECT FROM (${rows}) AS r LIMIT ${literal(MAX_COUNTED_ROWS + 1)}) AS r`;

/** The members of `page` with the number of rows; empty if nothing was counted. */
export function pageCountOf(counted: number | undefined): Pick<PageDocument, 'count' | 'count_capped'> {
  return counted === undefined ? {} : { count: Math.min(counted, MAX_COUNTED_ROWS), count_capped: counted > MAX_COUNTED_ROWS };
}

/**
 * The query parameter `limit`.
 *
 * @param rows the noun for the rows of a page, such as `orders`
 */
export const PageLimit = (rows: string, { maximum = 100, standard = 20 } = {}) =>
  Whole({ minimum: 1, maximum, optional: true, default: standard, description: `Maximum number of ${rows}`, example: standard });

/** The query parameter `cursor`. */
export const PageCursor = () =>
  Token({ maximum: 400, optional: true, description: '`next_cursor` of the previous page, with the same filters and sort' });

/**
 * The query parameter `sort`: a name, or a name with - for descending.
 *
 * @param more a further sentence of its description
 */
export const SortedBy = (names: readonly string[], standard: string, { example, more }: { example: string; more?: string }) =>
  Choice({
    of: names.flatMap((name) => [name, `-${name}`]),
    optional: true,
    default: standard,
    description: `The sort, with - for descending; equal rows are in the order of their ids${more ? `. ${more}` : ''}`,
    example,
  });

/**
 * Cuts a page out of found rows. The query must have asked for one row more than `limit`.
 *
 * @returns `last`: the page's last row if there is a next page
 */
export function cutPage<R>(found: readonly R[], limit: number): { rows: R[]; last?: R } {
  const rows = found.slice(0, limit);
  return { rows, last: found.length > limit ? rows.at(-1) : undefined };
}

/**
 * A page of a list that continues after a number (the parameter `after`).
 *
 * @param found one row more than `limit`
 */
export function pageAfter<R>(
  found: readonly R[],
  limit: number,
  numberOf: (row: R) => number,
): { data: R[]; page: PageDocument } {
  const { rows, last } = cutPage(found, limit);
  return { data: rows, page: { limit, next_cursor: last === undefined ? null : String(numberOf(last)) } };
}

/** The place of a row in a list: the value that the list is sorted by, and the id. */
export interface RowPlace {
  readonly value: string | number;
  readonly id: string | number;
}

/** What the cursors of a list are bound to. A list of one user's rows is another list than that of all rows. */
export function boundOf(list: object, boundTo: number | undefined): object {
  return boundTo === undefined ? list : { ...list, boundTo };
}

/** A list that has pages. */
interface PagedBy {
  /** The filters and the sort of the list, to which its cursors are bound. */
  readonly bound: object;
  readonly limit: number;
  /** Address and parameters of the list, for the header `Link`. Absent: no such header. */
  readonly path?: string;
  readonly parameters?: object;
}

/**
 * Makes and reads the cursors of lists. A cursor is opaque and signed with a secret that all processes of the database
 * share. It is bound to the list's filters and sort. It names a row rather than a number of rows, so inserts shift no
 * page.
 */
@Injectable()
export class Cursors {
  private secret?: string;

  constructor(
    @InjectDataSource(READ) private readonly database: DataSource,
    poller: LogPoller,
  ) {
    poller.replaced$.subscribe(() => {
      this.secret = undefined;
    });
  }

  /**
   * The end of a page.
   *
   * @param last the place of the page's last row; undefined on the last page
   */
  async endOfPage(
    { bound, limit, path, parameters }: PagedBy,
    last: RowPlace | undefined,
  ): Promise<{ page: PageDocument; headers: Record<string, string> }> {
    const cursor = last ? await this.make(bound, last) : null;
    const headers: Record<string, string> =
      cursor && path ? { Link: `<${path}?${queryOf({ ...parameters, limit, cursor })}>; rel="next"` } : {};
    return { page: { limit, next_cursor: cursor }, headers };
  }

  /**
   * @returns the row after which the page begins; undefined for the first page, which has no cursor
   * @throws InvalidInput if the cursor is not from a page of the same list
   */
  async read(bound: object, cursor: string | undefined): Promise<RowPlace | undefined> {
    if (cursor === undefined) return undefined;
    const [text = ''] = cursor.split('.');
    const expected = Buffer.from(`${text}.${await this.sign(bound, text)}`);
    const received = Buffer.from(cursor);
    if (expected.length !== received.length || !timingSafeEqual(expected, received))
      throw new InvalidInput([
        { pointer: '#/cursor', code: 'not-of-this-list', detail: 'must come from a page with the same filters and sort' },
      ]);
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString());
    return { value, id };
  }

  private async make(bound: object, { value, id }: RowPlace): Promise<string> {
    const text = Buffer.from(JSON.stringify([value, id])).toString('base64url');
    return `${text}.${await this.sign(bound, text)}`;
  }

  private async sign(bound: object, text: string): Promise<string> {
    this.secret ??= (await this.database.query('SELECT secret FROM log.cursor_secret'))[0].secret as string;
    const digest = hash('sha256', JSON.stringify(Object.entries(bound).sort()));
    return createHmac('sha256', this.secret).update(`${digest}.${text}`).digest('base64url').slice(0, 22);
  }
}

/** @returns the query string of the parameters that have a value */
function queryOf(parameters: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  return String(query);
}
