import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { READ } from '../database/database.js';
import { Choice, Token, Whole } from './fields.js';
import { InvalidInput } from './problems.js';

/** The member `page` of every list. */
export class PageDocument {
  @ApiProperty({ type: 'integer', example: 20 })
  limit!: number;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The value of `cursor` (of `after`, where a list has that instead) for the next page; null on the last page',
    example: null,
  })
  next_cursor!: string | null;
}

/** The parameter `limit`. @param rows the noun for the rows of a page, such as `orders` */
export const PageLimit = (rows: string, { maximum = 100, standard = 20 } = {}) =>
  Whole({ minimum: 1, maximum, optional: true, default: standard, description: `How many ${rows}`, example: standard });

/** The parameter `cursor`. */
export const PageCursor = () =>
  Token({ maximum: 400, optional: true, description: 'next_cursor of the page before, with the same filters and sort' });

/**
 * The parameter `sort`: each of the names, or the name with - for descending.
 *
 * @param more a further sentence of its description
 */
export const SortedBy = (names: readonly string[], standard: string, { example, more }: { example: string; more?: string }) =>
  Choice({
    of: names.flatMap((name) => [name, `-${name}`]),
    optional: true,
    default: standard,
    description: `What to sort by, with - for descending; rows alike stand in the order of their ids${more ? `. ${more}` : ''}`,
    example,
  });

/**
 * Cuts a page from found rows, of which one more than `limit` was requested.
 *
 * @returns `last`: the page's last row if there is a next page
 */
export function cutPage<R>(found: readonly R[], limit: number): { rows: R[]; last?: R } {
  const rows = found.slice(0, limit);
  return { rows, last: found.length > limit ? rows.at(-1) : undefined };
}

/** A page of a list that goes on after a number (the parameter `after`). @param found one row more than `limit` */
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

/** A list that has pages. */
interface PagedBy {
  /** Everything that decides which rows are in the list and in which order: its cursors fit no other list. */
  readonly bound: object;
  readonly limit: number;
  /** Address and parameters of the list, for the header `Link`. Absent: it has no such header. */
  readonly path?: string;
  readonly parameters?: object;
}

/**
 * Makes and reads the cursors of lists. A cursor is opaque and signed with a secret that all processes of the database
 * share. It is bound to the list's filters and sort. It names a row and not a number of rows, so inserts shift no
 * page.
 */
@Injectable()
export class Cursors {
  private secret?: string;

  constructor(@InjectDataSource(READ) private readonly database: DataSource) {}

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
   * @returns the place after which the page begins; undefined for the first page, which has no cursor
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

/** @returns the query string of parameters; those without a value are left out */
function queryOf(parameters: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  return String(query);
}
