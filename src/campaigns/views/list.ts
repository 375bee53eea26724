import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Column } from 'typeorm';
import {
  type Answer,
  Choice,
  Cursors,
  foldText,
  NAME_COLLATION,
  nextLink,
  ReadDatabase,
  snakeCase,
  Text,
  Token,
  Whole,
} from '#kronika';

export class PageParameters {
  @Whole({ minimum: 1, maximum: 100, optional: true, default: 20, description: 'How many rows', example: 20 })
  limit: number = 20;

  @Token({ maximum: 400, optional: true, description: 'next_cursor of the page before, with the same filters and sort' })
  cursor?: string;
}

/** The page of a list of campaigns, or of what belongs to them. */
export class ListPageDocument {
  @ApiProperty({ type: 'integer', example: 20 })
  limit!: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'null on the last page', example: null })
  next_cursor!: string | null;
}

export interface ListBody<D> {
  readonly data: D[];
  readonly page: ListPageDocument;
}

/** SQL with a `?` for each value; no condition at all if the first one was not given. */
export type Condition = readonly [sql: string, ...values: unknown[]];

/** What all pages of a list have in common. */
export interface List<P, R, D> {
  readonly view: string;
  /** Where it is asked for. */
  readonly path: string;
  /** A `SELECT` without conditions, whose columns have the names of the row's properties. */
  readonly select: string;
  /** By which property of the row each sort goes; where rows are alike in it, `id` decides. */
  readonly sorts: Readonly<Record<string, keyof R & string>>;
  readonly id: keyof R & string;
  conditions(parameters: P): Condition[];
  document(row: R): D;
}

/** Lists of a view's rows in pages, each found by an index from the last row of the one before. */
@Injectable()
export class Lists {
  constructor(
    private readonly database: ReadDatabase,
    private readonly cursors: Cursors,
  ) {}

  /**
   * @param sort one of the list's sorts, with - for descending
   * @throws InvalidInput for a cursor of another list
   */
  async page<P extends PageParameters, R extends object, D>(
    list: List<P, R, D>,
    parameters: P,
    sort: string,
  ): Promise<Answer<ListBody<D>>> {
    const { limit, cursor, ...asked } = parameters;
    const bound = { ...asked, path: list.path };
    const [direction, beyond] = sort.startsWith('-') ? ['DESC', '<'] : ['ASC', '>'];
    const property = list.sorts[sort.replace('-', '')] as keyof R & string;
    const columns = [...new Set([property, list.id])].map(snakeCase);
    const conditions = list.conditions(parameters).filter(([, value]) => value !== undefined);
    if (cursor !== undefined) {
      const { value, id } = await this.cursors.read(bound, cursor);
      const values = columns.length > 1 ? [value, id] : [id];
      conditions.push([`(${columns}) ${beyond} (${values.map(() => '?')})`, ...values]);
    }
    const values: unknown[] = [];
    const where = conditions.map(([sql, ...given]) => sql.replaceAll('?', () => `$${values.push(given.shift())}`)).join(' AND ');
    const { position, rows } = await this.database.query<R>(
      list.view,
      // One row more than asked for tells whether there is a next page.
      `${list.select} WHERE ${where || 'true'} ORDER BY ${columns.map((column) => `${column} ${direction}`)} LIMIT ${limit + 1}`,
      values,
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const next = last ? await this.cursors.make(bound, { value: placed(last[property]), id: placed(last[list.id]) }) : null;
    return {
      position,
      body: { data: page.map(list.document), page: { limit, next_cursor: next } },
      headers: next ? { Link: nextLink(list.path, { ...asked, limit, cursor: next }) } : {},
    };
  }
}

const placed = (value: unknown) => (value instanceof Date ? value.toISOString() : (value as string | number));

/** The parameter `sort` of a list. */
export const SortedBy = (sorts: object, example: string) =>
  Choice({
    of: Object.keys(sorts).flatMap((sort) => [sort, `-${sort}`]),
    optional: true,
    default: '-createdAt',
    description: 'What to sort by, with - for descending; rows alike stand in the order of their ids',
    example,
  });

/** The parameter `q` of a list. */
export const NamePart = (example: string) =>
  Text({
    maximum: 1_000,
    optional: true,
    description: 'Part of the name, in capitals or not, however its accents are encoded',
    example,
  });

/** The name has this part somewhere, both folded. */
export function nameHas(part: string | undefined): Condition {
  return ['folded_name LIKE ?', part && `%${foldText(part).replaceAll(/[\\%_]/g, '\\$&')}%`];
}

/** Code points of a name that lists are sorted by: an index can't hold names of a thousand. */
const MAX_SORTED_CODE_POINTS = 50;

/** The columns of a row that is found and sorted by its name; its class adds indexes that begin or go on with `sortName`. */
export abstract class NamedRow {
  @Column('text')
  name!: string;

  /** What `q` looks in. */
  @Column('text')
  foldedName!: string;

  /** In the order of Unicode's root collation (č after c, before d); rows alike in this part stand in the order of their ids. */
  @Column({ type: 'text', collation: NAME_COLLATION })
  sortName!: string;
}

/** The columns of a row with that name. */
export function named(name: string): NamedRow {
  const foldedName = foldText(name);
  return { name, foldedName, sortName: [...foldedName].slice(0, MAX_SORTED_CODE_POINTS).join('') };
}
