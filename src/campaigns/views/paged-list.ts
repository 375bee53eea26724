import { Injectable } from '@nestjs/common';
import { Column } from 'typeorm';
import {
  type Answer,
  and,
  Cursors,
  cutPage,
  foldText,
  identifier,
  list,
  literal,
  NAME_COLLATION,
  PageCursor,
  type PageDocument,
  PageLimit,
  type ParameterType,
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
}

export interface PagedListBody<D> {
  readonly data: D[];
  readonly page: PageDocument;
}

/** What all pages of a list have in common. */
export interface PagedList<P, R, D> {
  readonly view: string;
  readonly path: string;
  /** A `SELECT` without conditions, whose columns have the names of the row's properties. */
  readonly select: Sql;
  /**
   * The property of the row that each sort goes by, and the type of its column. Rows alike in it are in the order of
   * `id`.
   */
  readonly sorts: Readonly<Record<string, readonly [property: keyof R & string, type: ParameterType]>>;
  /** The property of the row that identifies it in the list: a UUID. */
  readonly id: keyof R & string;
  /** The conditions of the filters that are given. */
  conditions(parameters: P): Sql[];
  document(row: R): D;
}

/** Finds the pages of lists. An index leads from the last row of a page to the first one of the next page. */
@Injectable()
export class PagedLists {
  constructor(
    private readonly database: ReadDatabase,
    private readonly cursors: Cursors,
  ) {}

  /**
   * @param sort one of the list's sorts, with - for descending
   * @throws InvalidInput for a cursor of another list
   */
  async page<P extends PagedListParameters, R extends object, D>(
    { view, path, select, sorts, id, conditions, document }: PagedList<P, R, D>,
    parameters: P,
    sort: string,
  ): Promise<Answer<PagedListBody<D>>> {
    const { limit, cursor, ...filters } = parameters;
    const bound = { ...filters, path };
    const [direction, beyond] = sort.startsWith('-') ? [sql`DESC`, sql`<`] : [sql`ASC`, sql`>`];
    const [property, type] = sorts[sort.replace('-', '')] as readonly [keyof R & string, ParameterType];
    const order = [...new Map([[property, type] as const, [id, 'uuid'] as const])];
    const columns = order.map(([property]) => identifier(snakeCase(property)));
    const where = conditions(parameters);
    const after = await this.cursors.read(bound, cursor);
    if (after) {
      const values = { [property]: after.value, [id]: after.id };
      const last = order.map(([property, type]) => param(type, values[property] as never));
      where.push(sql`(${list(columns)}) ${beyond} (${list(last)})`);
    }
    const sorted = list(columns.map((column) => sql`${column} ${direction}`));
    const { position, rows: found } = await this.database.query<R>(
      view,
      sql`${select} WHERE ${and(where)} ORDER BY ${sorted} LIMIT ${literal(limit + 1)}`,
    );
    const { rows, last } = cutPage(found, limit);
    const { page, headers } = await this.cursors.endOfPage(
      { bound, limit, path, parameters: filters },
      last && { value: cursorValue(last[property]), id: cursorValue(last[id]) },
    );
    return { position, body: { data: rows.map(document), page }, headers };
  }
}

const cursorValue = (value: unknown) => (value instanceof Date ? value.toISOString() : (value as string | number));

/** The parameter `q` of a list. */
export const NamePart = (example: string) =>
  Text({
    maximum: 1_000,
    optional: true,
    description: 'Part of the name, in capitals or not, however its accents are encoded',
    example,
  });

/** Finds rows whose name contains this part; both are folded. */
export function nameHas(part: string): Sql {
  return sql`folded_name LIKE ${param('text', `%${foldText(part).replaceAll(/[\\%_]/g, '\\$&')}%`)}`;
}

/** Code points of a name that lists are sorted by: an index can't hold names of a thousand. */
const MAX_SORTED_CODE_POINTS = 50;

/**
 * The columns of a row that is found and sorted by its name; its class adds indexes that begin or go on with
 * `sortName`.
 */
export abstract class NamedRow {
  @Column('text')
  name!: string;

  /** What `q` looks in. */
  @Column('text')
  foldedName!: string;

  /**
   * In the order of Unicode's root collation (č after c, before d); rows alike in this part stand in the order of
   * their ids.
   */
  @Column({ type: 'text', collation: NAME_COLLATION })
  sortName!: string;
}

/** The columns of a row with that name. */
export function named(name: string): NamedRow {
  const foldedName = foldText(name);
  return { name, foldedName, sortName: [...foldedName].slice(0, MAX_SORTED_CODE_POINTS).join('') };
}
