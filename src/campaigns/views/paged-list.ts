import { Injectable } from '@nestjs/common';
import { Column } from 'typeorm';
import {
  type Answer,
  and,
  boundOf,
  Cursors,
  countSql,
  cutPage,
  foldText,
  given,
  identifier,
  list,
  literal,
  NAME_COLLATION,
  PageCount,
  PageCursor,
  type PageDocument,
  PageLimit,
  type ParameterType,
  pageCountOf,
  param,
  ReadDatabase,
  type Sql,
  snakeCase,
  sql,
  Text,
} from '#kronika';

export class PagedListParameters {
  @PageLimit('rows')
  limit: number = 20;

  @PageCursor()
  cursor?: string;

  @PageCount()
  count?: boolean;
}

export interface PagedListBody<D> {
  readonly data: D[];
  readonly page: PageDocument;
}

/** The definition of a list, the same for all its pages. */
export interface PagedList<P, R, D> {
  readonly view: string;
  readonly path: string;
  /** A `SELECT` without conditions, whose columns have the names of the row's properties. */
  readonly select: Sql;
  /**
   * For each sort, the property of the row to sort by and the type of its column. Rows with equal values are sorted by
   * `id`.
   */
  readonly sorts: Readonly<Record<string, readonly [property: keyof R & string, type: ParameterType]>>;
  /** The property that identifies a row in the list: a UUID. */
  readonly id: keyof R & string;
  /** The conditions of the filters in the request. */
  conditions(parameters: P): Sql[];
  document(row: R): D;
}

/** Finds the pages of lists. The next page starts at an index lookup of the last row, so late pages cost no more. */
@Injectable()
export class PagedLists {
  constructor(
    private readonly database: ReadDatabase,
    private readonly cursors: Cursors,
  ) {}

  /**
   * @param sort one of the list's sorts, with - for descending
   * @param boundTo the only user whose rows are listed, by the column `user_id`; absent: all users
   * @throws InvalidInput for a cursor of another list
   */
  async page<P extends PagedListParameters, R extends object, D>(
    { view, path, select, sorts, id, conditions, document }: PagedList<P, R, D>,
    parameters: P,
    sort: string,
    boundTo?: number,
  ): Promise<Answer<PagedListBody<D>>> {
    const { limit, cursor, count, ...filters } = parameters;
    const bound = boundOf({ ...filters, path }, boundTo);
    const [direction, beyond] = sort.startsWith('-') ? [sql`DESC`, sql`<`] : [sql`ASC`, sql`>`];
    const [property, type] = sorts[sort.replace('-', '')] as readonly [keyof R & string, ParameterType];
    const order = [...new Map([[property, type] as const, [id, 'uuid'] as const])];
    const columns = order.map(([property]) => identifier(snakeCase(property)));
    const all = [...conditions(parameters), ...given(boundTo, (id) => sql`user_id = ${param('bigint', id)}`)];
    const where = [...all];
    const after = await this.cursors.read(bound, cursor);
    if (after) {
      const values = { [property]: after.value, [id]: after.id };
      const last = order.map(([property, type]) => param(type, values[property] as never));
      where.push(sql`(${list(columns)}) ${beyond} (${list(last)})`);
    }
    const sorted = list(columns.map((column) => sql`${column} ${direction}`));
    const [{ position, rows: found }, counted] = await Promise.all([
      this.database.query<R>(view, sql`${select} WHERE ${and(where)} ORDER BY ${sorted} LIMIT ${literal(limit + 1)}`),
      count ? this.database.query<{ counted: number }>(view, countSql(sql`${select} WHERE ${and(all)}`)) : undefined,
    ]);
    const { rows, last } = cutPage(found, limit);
    const { page, headers } = await this.cursors.endOfPage(
      { bound, limit, path, parameters: { ...filters, count } },
      last && { value: cursorValue(last[property]), id: cursorValue(last[id]) },
    );
    const body = { data: rows.map(document), page: { ...page, ...pageCountOf(counted?.rows[0]?.counted) } };
    // The count may be of an earlier snapshot than the rows.
    return { position: Math.min(position, counted?.position ?? position), body, headers };
  }
}

function cursorValue(value: unknown): string | number {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'boolean' ? String(value) : (value as string | number);
}

/** The parameter `q` of a list. */
export const NamePart = (example: string, description = 'Part of the name; case and the encoding of accents do not matter') =>
  Text({ maximum: 1_000, optional: true, description, example });

/** Text in which `LIKE` finds nothing but itself. */
export const escapeLike = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');

/** The condition that the folded name contains this part, which is folded too. */
export function nameHas(part: string): Sql {
  return sql`folded_name LIKE ${param('text', `%${escapeLike(foldText(part))}%`)}`;
}

/** Lists sort by this many code points of a name, because a name of 1,000 may exceed the size of an index entry. */
const MAX_SORTED_CODE_POINTS = 50;

/**
 * The columns of a row that lists find and sort by its name. Subclasses add indexes on `sortName`, after the columns
 * of their filters.
 */
export abstract class NamedRow {
  @Column('text')
  name!: string;

  /** The folded name, which the parameter `q` searches. */
  @Column('text')
  foldedName!: string;

  /**
   * The first code points of the name, sorted by Unicode's root collation (č after c, before d). Rows with equal
   * values are sorted by their ids.
   */
  @Column({ type: 'text', collation: NAME_COLLATION })
  sortName!: string;
}

/** The values of these columns for a name. */
export function named(name: string): NamedRow {
  const foldedName = foldText(name);
  return { name, foldedName, sortName: [...foldedName].slice(0, MAX_SORTED_CODE_POINTS).join('') };
}
