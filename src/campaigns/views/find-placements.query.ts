import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { type Answer, DateOrMoment, Settings, spanOf, TimeZone, Uuid } from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { type List, ListPageDocument, Lists, PageParameters } from './list.js';
import { PLACEMENTS, type PlacementRow } from './placements.view.js';

export class FindPlacementsParameters extends PageParameters {
  @Uuid({ description: 'In this section', example: EXAMPLE_IDS.section })
  sectionId!: string;

  @DateOrMoment({
    optional: true,
    description: 'Only those whose schedule has this moment, or a part of this day, in it',
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
    description: 'Of 1,000 views, in minor units of the currency',
    example: 1250,
  })
  price!: number | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2026-03-01T00:00:00.000Z' })
  start!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'From then on no more',
    example: '2026-04-01T00:00:00.000Z',
  })
  end!: string | null;
}

export class PlacementListDocument {
  @ApiProperty({ type: [PlacementDocument] })
  data!: PlacementDocument[];

  @ApiProperty()
  page!: ListPageDocument;
}

export class FindPlacements extends Query<Answer<PlacementListDocument>> {
  constructor(readonly parameters: FindPlacementsParameters) {
    super();
  }
}

/** @param zone of a date, where the parameters name none */
const listIn = (zone: string): List<FindPlacementsParameters, PlacementRow, PlacementDocument> => ({
  view: PLACEMENTS,
  path: '/v1/placements',
  select: `SELECT section_id AS "sectionId", campaign_id AS "campaignId", currency, price, start, "end" FROM read.placements`,
  sorts: { campaignId: 'campaignId' },
  id: 'campaignId',
  conditions: ({ sectionId, at, tz }) => {
    const { first, after } = at === undefined ? {} : spanOf(at, tz ?? zone);
    // A date that a zone skipped is a day without a moment, so nothing is shown on it.
    return [
      ['section_id = ?', sectionId],
      ['start < ? AND "end" > ? AND ?::timestamptz < ?', after, first, first, after],
    ];
  },
  document: ({ start, end, ...placement }) => ({
    ...placement,
    start: start?.toISOString() ?? null,
    end: end?.toISOString() ?? null,
  }),
});

@QueryHandler(FindPlacements)
export class FindPlacementsHandler implements IQueryHandler<FindPlacements> {
  constructor(
    private readonly lists: Lists,
    private readonly settings: Settings,
  ) {}

  execute({ parameters }: FindPlacements): Promise<Answer<PlacementListDocument>> {
    return this.lists.page(listIn(this.settings.TIME_ZONE), parameters, 'campaignId');
  }
}
