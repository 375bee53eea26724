import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { type Answer, DateOrMoment, given, PageDocument, param, Settings, spanOf, sql, TimeZone, Uuid } from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { type PagedList, PagedListParameters, PagedLists } from './paged-list.js';
import { PLACEMENTS, type PlacementRow } from './placements.view.js';

export class FindPlacementsParameters extends PagedListParameters {
  @Uuid({ description: 'Only campaigns that may be shown in this section', example: EXAMPLE_IDS.section })
  sectionId!: string;

  @DateOrMoment({
    optional: true,
    description: 'Only campaigns whose schedule contains this moment, or a part of this day',
    example: '2026-03-15T12:00:00.000Z',
  })
  at?: string;

  @TimeZone({ description: 'The time zone of a date in at; absent: the setting TIME_ZONE' })
  tz?: string;
}

class PlacementDocument {
  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.section })
  sectionId!: string;

  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.campaign })
  campaignId!: string;

  @ApiProperty({ example: 'EUR' })
  currency!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'Price of 1,000 views, in minor units of the currency',
    example: 1250,
  })
  price!: number | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2026-03-01T00:00:00.000Z' })
  start!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'The first moment at which the campaign no longer runs',
    example: '2026-04-01T00:00:00.000Z',
  })
  end!: string | null;
}

export class PlacementListDocument {
  @ApiProperty({ type: [PlacementDocument] })
  data!: PlacementDocument[];

  @ApiProperty()
  page!: PageDocument;
}

export class FindPlacements extends Query<Answer<PlacementListDocument>> {
  constructor(
    readonly parameters: FindPlacementsParameters,
    readonly boundTo?: number,
  ) {
    super();
  }
}

/** @param zone the time zone of a date if the parameters name none */
const listIn = (zone: string): PagedList<FindPlacementsParameters, PlacementRow, PlacementDocument> => ({
  view: PLACEMENTS,
  path: '/v1/placements',
  select: sql`SELECT section_id AS "sectionId", campaign_id AS "campaignId", currency, price, start, "end" FROM read.placements`,
  sorts: { campaignId: ['campaignId', 'uuid'] },
  id: 'campaignId',
  conditions: ({ sectionId, at, tz }) => [
    sql`section_id = ${param('uuid', sectionId)}`,
    ...given(at, (at) => {
      const { first, after } = spanOf(at, tz ?? zone);
      const [from, to] = [param('timestamptz', first), param('timestamptz', after)];
      // A date that the time zone skipped is an empty day, on which no campaign is shown.
      return sql`start < ${to} AND "end" > ${from} AND ${from} < ${to}`;
    }),
  ],
  document: ({ start, end, ...placement }) => ({
    ...placement,
    start: start?.toISOString() ?? null,
    end: end?.toISOString() ?? null,
  }),
});

@QueryHandler(FindPlacements)
export class FindPlacementsHandler implements IQueryHandler<FindPlacements> {
  constructor(
    private readonly lists: PagedLists,
    private readonly settings: Settings,
  ) {}

  execute({ parameters, boundTo }: FindPlacements): Promise<Answer<PlacementListDocument>> {
    return this.lists.page(listIn(this.settings.TIME_ZONE), parameters, 'campaignId', boundTo);
  }
}
