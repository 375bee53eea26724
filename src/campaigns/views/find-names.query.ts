import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { type Answer, param, ReadDatabase, sql, Uuids } from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { NAMES, type Named, type NameRow } from './names.view.js';

export class FindNamesParameters {
  @Uuids({
    maximum: 200,
    description: 'Ids of campaigns, portfolios, sections and publishers, separated by commas or each as a parameter of its own',
    example: Object.values(EXAMPLE_IDS),
  })
  ids!: string[];
}

export class NameDocument {
  @ApiProperty({ enum: ['campaign', 'portfolio', 'section', 'publisher'], example: 'campaign' })
  type!: Named;

  @ApiProperty({ example: 'Spring sale' })
  name!: string;

  @ApiProperty({ description: 'Whether it was deleted; then this is its last name', example: false })
  deleted!: boolean;
}

export class FindNames extends Query<Answer<Record<string, NameDocument>>> {
  constructor(readonly ids: readonly string[]) {
    super();
  }
}

@QueryHandler(FindNames)
export class FindNamesHandler implements IQueryHandler<FindNames> {
  constructor(private readonly database: ReadDatabase) {}

  /** Names by id; ids that are not known are left out. Of two types with one id, always the same one is told. */
  async execute({ ids }: FindNames): Promise<Answer<Record<string, NameDocument>>> {
    const { position, rows } = await this.database.query<NameRow>(
      NAMES,
      sql`SELECT id, type, name, deleted FROM read.names WHERE id = ANY (${param('uuid[]', ids)}) ORDER BY type DESC`,
    );
    return { position, body: Object.fromEntries(rows.map(({ id, ...named }) => [id, named])) };
  }
}
