import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import {
  type Answer,
  Choice,
  Cursors,
  type Decider,
  EntityHistory,
  PageCursor,
  PageDocument,
  PageLimit,
  type RecordedEvent,
} from '#kronika';
import { campaignDecider } from '../campaign/campaign.decider.js';
import { portfolioDecider } from '../portfolio/portfolio.decider.js';
import { publisherDecider } from '../publisher/publisher.decider.js';
import { campaignWords } from './campaign.history.js';
import { type Told, tell, type Value, type Words } from './history.js';
import { portfolioWords } from './portfolio.history.js';
import { publisherWords } from './publisher.history.js';

export class FindHistoryParameters {
  @Choice({
    of: ['version', '-version'],
    optional: true,
    default: 'version',
    description: 'The oldest first, or with - the latest',
    example: '-version',
  })
  sort: string = 'version';

  @PageLimit('events', { maximum: 200, standard: 50 })
  limit: number = 50;

  @PageCursor()
  cursor?: string;
}

const VALUE = {
  anyOf: [
    ...['string', 'number', 'boolean', 'null'].map((type) => ({ type })),
    { type: 'array', items: { type: 'string' } },
  ] as never,
};

class FieldChangeDocument {
  @ApiProperty({ example: 'name' })
  field!: string;

  @ApiProperty({ ...VALUE, description: 'As the entity has it: money in minor units, sections by their ids' })
  from!: Value;

  @ApiProperty({ ...VALUE })
  to!: Value;
}

class HistoryRowDocument {
  @ApiProperty({ type: 'integer', description: 'That the entity had after it', example: 2 })
  version!: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  datetime!: string;

  @ApiProperty({ example: 'anonymous' })
  actor!: string;

  @ApiProperty({ example: 'CampaignNameSet' })
  eventType!: string;

  @ApiProperty({ description: 'For a person', example: 'Renamed from “Spring sale” to “Summer sale”' })
  summary!: string;

  @ApiProperty({ type: [FieldChangeDocument] })
  changes!: Told['changes'];

  @ApiProperty({ type: 'integer', format: 'int64', description: 'In the whole log', example: 42 })
  position!: number;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    description: 'Events of one command have it in common',
    example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f',
  })
  commandId!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'The position of the event that led to it', example: null })
  causationId!: string | null;
}

export class HistoryDocument {
  @ApiProperty({ type: [HistoryRowDocument] })
  data!: HistoryRowDocument[];

  @ApiProperty()
  page!: PageDocument;
}

/** How the history of one kind of entities is told. */
type Teller = (
  past: EntityHistory,
  id: string,
  part: { after: number; limit: number },
) => ReturnType<typeof EntityHistory.prototype.tell>;

function teller<S, E extends { type: string; data: unknown }>(decider: Decider<S, E>, words: Words<S, E>) {
  return (past: EntityHistory, id: string, part: { after: number; limit: number }) =>
    past.tell(decider, id, part, (recorded, event, before) => rowOf(recorded, tell(words, event, before)));
}

function rowOf({ version, recordedAt, type, position, metadata }: RecordedEvent, told: Told): HistoryRowDocument {
  const { actor, commandId, causationId } = metadata;
  return { version, datetime: recordedAt.toISOString(), actor, eventType: type, ...told, position, commandId, causationId };
}

const TELLERS = {
  campaign: teller(campaignDecider, campaignWords),
  portfolio: teller(portfolioDecider, portfolioWords),
  publisher: teller(publisherDecider, publisherWords),
} satisfies Record<string, Teller>;

export class FindHistory extends Query<Answer<HistoryDocument>> {
  constructor(
    readonly of: keyof typeof TELLERS,
    readonly id: string,
    readonly parameters: FindHistoryParameters,
  ) {
    super();
  }
}

@QueryHandler(FindHistory)
export class FindHistoryHandler implements IQueryHandler<FindHistory> {
  constructor(
    private readonly past: EntityHistory,
    private readonly cursors: Cursors,
  ) {}

  /**
   * Also of what was deleted.
   *
   * @throws NotFound `<category>.not-found`
   */
  async execute({ of, id, parameters: { sort, limit, cursor } }: FindHistory): Promise<Answer<HistoryDocument>> {
    const bound = { history: of, id, sort };
    const seen = (await this.cursors.read(bound, cursor))?.value as number | undefined;
    const tellPart = (part: { after: number; limit: number }) => TELLERS[of](this.past, id, part);
    const isLatestFirst = sort === '-version';
    // The latest version of the page, in descending order: the one before the last page's, or the latest of all.
    const to = isLatestFirst ? (seen === undefined ? (await tellPart({ after: 0, limit: 0 })).last : seen - 1) : undefined;
    const after = to === undefined ? (seen ?? 0) : Math.max(0, to - limit);
    const { told, last, position } = await tellPart({ after, limit: to === undefined ? limit : to - after });
    const data = isLatestFirst ? told.toReversed() : told;
    const end = data.at(-1)?.version;
    const isMore = end !== undefined && (isLatestFirst ? end > 1 : end < last);
    const { page } = await this.cursors.endOfPage({ bound, limit }, isMore ? { value: end, id } : undefined);
    return { position, body: { data, page } };
  }
}
