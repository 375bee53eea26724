import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import {
  type Answer,
  and,
  Choices,
  foldText,
  given,
  InvalidInput,
  literal,
  param,
  ReadDatabase,
  type Sql,
  sql,
  Uuids,
  Whole,
} from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { NAMED, NAMES, type Named } from './names.view.js';
import { escapeLike, NamePart, nameHas } from './paged-list.js';

/** The most names that a search finds. */
const MAX_FOUND = 50;

/** A section has at most so many levels above it. */
const MAX_LEVELS = 100;

export class FindNamesParameters {
  @Uuids({
    optional: true,
    maximum: 200,
    description:
      'Ids of campaigns, creatives, portfolios, sections and publishers, separated by commas or each as a parameter of its own; may be absent where `q` is given',
    example: Object.values(EXAMPLE_IDS),
  })
  ids?: string[];

  @NamePart(
    'sale',
    'Part of the name, to search what is not deleted; names that begin with it come first. Case and the encoding of accents do not matter',
  )
  q?: string;

  @Choices({ of: NAMED, optional: true, description: 'Only these kinds; absent: all', example: ['campaign', 'section'] })
  types?: Named[];

  @Whole({
    minimum: 1,
    maximum: MAX_FOUND,
    optional: true,
    default: 20,
    description: 'How many names, if `q` is given',
    example: 20,
  })
  limit: number = 20;
}

export class NameDocument {
  @ApiProperty({ enum: NAMED, example: 'campaign' })
  type!: Named;

  @ApiProperty({ example: 'Spring sale' })
  name!: string;

  @ApiProperty({ description: 'Whether the entity was deleted; if so, this is its last name', example: false })
  deleted!: boolean;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    required: false,
    description: 'Of a section: the portfolio that it is in',
    example: EXAMPLE_IDS.portfolio,
  })
  portfolioId?: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'string' },
    required: false,
    description: 'Of a section: the names from the website down to the section; of a removed one, where it was last',
    example: ['idnes.cz', 'Technet'],
  })
  path?: string[];
}

export class FindNames extends Query<Answer<Record<string, NameDocument>>> {
  constructor(
    readonly parameters: FindNamesParameters,
    readonly boundTo?: number,
  ) {
    super();
  }
}

interface FoundName extends Pick<NameDocument, 'type' | 'name' | 'deleted'> {
  readonly id: string;
  readonly portfolioId: string | null;
  readonly path: string[] | null;
}

/** The condition that a user may see a name: its own campaigns and their creatives, and all that belongs to nobody. */
const isVisibleTo = (user: Sql) => sql`CASE type WHEN 'campaign' THEN user_id = ${user}
  WHEN 'creative' THEN EXISTS (SELECT FROM read.names AS c WHERE c.type = 'campaign' AND c.id = names.parent_id AND c.user_id = ${user})
  ELSE true END`;

@QueryHandler(FindNames)
export class FindNamesHandler implements IQueryHandler<FindNames> {
  constructor(private readonly database: ReadDatabase) {}

  /**
   * Names by id, those that a search finds in the order of how well they match. Unknown ids are left out, and so are
   * campaigns of other users than the query's sender is bound to, and their creatives. If entities of two types share
   * an id, the answer is always the same one.
   *
   * @throws InvalidInput if there is neither an id nor a part of a name
   */
  async execute({ parameters: { ids, q, types, limit }, boundTo }: FindNames): Promise<Answer<Record<string, NameDocument>>> {
    if (!ids && q === undefined) throw new InvalidInput([{ pointer: '#/ids', code: 'missing', detail: 'must be given' }]);
    const where = and([
      ...given(ids, (ids) => sql`id = ANY (${param('uuid[]', ids)})`),
      ...given(q, (part) => sql`NOT deleted AND ${nameHas(part)}`),
      ...given(types, (types) => sql`type = ANY (${param('text[]', types)})`),
      ...given(boundTo, (user) => isVisibleTo(param('bigint', user))),
    ]);
    const [rank] = given(
      q,
      (part) => sql`folded_name NOT LIKE ${param('text', `${escapeLike(foldText(part))}%`)}, sort_name, id,`,
    );
    const order = sql`${rank ?? sql``} type`;
    const { position, rows } = await this.database.query<FoundName>(
      NAMES,
      sql`WITH RECURSIVE found AS (
            SELECT * FROM read.names WHERE ${where} ORDER BY ${order} LIMIT ${literal(q === undefined ? 1_000 : limit)}
          ), above AS (
            SELECT id AS section, parent_id, name, 1 AS level FROM found WHERE type = 'section'
            UNION ALL
            SELECT a.section, n.parent_id, n.name, a.level + 1 FROM above AS a JOIN read.names AS n ON n.id = a.parent_id
            WHERE n.type = 'section' AND a.level < ${literal(MAX_LEVELS)}
          )
          SELECT id, type, name, deleted, portfolio_id AS "portfolioId",
            (SELECT name FROM read.names AS p WHERE p.type = 'portfolio' AND p.id = found.portfolio_id)
              || (SELECT array_agg(name ORDER BY level DESC) FROM above WHERE section = found.id) AS path
          FROM found ORDER BY ${order}`,
    );
    const body: Record<string, NameDocument> = {};
    for (const { id, portfolioId, path, ...named } of rows)
      body[id] ??= { ...named, ...(portfolioId === null ? {} : { portfolioId, path: path ?? [named.name] }) };
    return { position, body };
  }
}
