import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import {
  type Answer,
  boundOf,
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
import { creativeDecider } from '../creative/creative.decider.js';
import { portfolioDecider } from '../portfolio/portfolio.decider.js';
import { publisherDecider } from '../publisher/publisher.decider.js';
import { campaignWords } from './campaign.history.js';
import { creativeWords } from './creative.history.js';
import { type Told, tell, type Value, type Words } from './history.js';
import { portfolioWords } from './portfolio.history.js';
import { publisherWords } from './publisher.history.js';

export class FindHistoryParameters {
  @Choice({
    of: ['version', '-version'],
    optional: true,
    default: 'version',
    description: 'version: oldest first; -version: latest first',
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

  @ApiProperty({ ...VALUE, description: 'The raw value: money in minor units, sections as ids' })
  from!: Value;

  @ApiProperty({ ...VALUE })
  to!: Value;
}

class HistoryRowDocument {
  @ApiProperty({ type: 'integer', description: 'The version of the entity after the event', example: 2 })
  version!: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  datetime!: string;

  @ApiProperty({ example: 'anonymous' })
  actor!: string;

  @ApiProperty({ example: 'CampaignNameSet' })
  eventType!: string;

  @ApiProperty({ description: 'A sentence for people', example: 'Renamed from “Spring sale” to “Summer sale”' })
  summary!: string;

  @ApiProperty({ type: [FieldChangeDocument] })
  changes!: Told['changes'];

  @ApiProperty({ type: 'integer', format: 'int64', description: 'The position of the event in the log', example: 42 })
  position!: number;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    description: 'The same for all events of one command',
    example: '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f',
  })
  commandId!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'The position of the event that caused this one', example: null })
  causationId!: string | null;
}

export class HistoryDocument {
  @ApiProperty({ type: [HistoryRowDocument] })
  data!: HistoryRowDocument[];

  @ApiProperty()
  page!: PageDocument;
}

/** Finds the history of one kind of entity. */
type Teller = (
  past: EntityHistory,
  id: string,
  part: { after: number; limit: number },
  boundTo?: number,
) => ReturnType<typeof EntityHistory.prototype.tell>;

function teller<S, E extends { type: string; data: unknown }>(decider: Decider<S, E>, words: Words<S, E>) {
  return (past: EntityHistory, id: string, part: { after: number; limit: number }, boundTo?: number) =>
    past.tell(decider, id, part, (recorded, event, before) => rowOf(recorded, tell(words, event, before)), boundTo);
}

function rowOf({ version, recordedAt, type, position, metadata }: RecordedEvent, told: Told): HistoryRowDocument {
  const { actor, commandId, causationId } = metadata;
  return { version, datetime: recordedAt.toISOString(), actor, eventType: type, ...told, position, commandId, causationId };
}

const TELLERS = {
  campaign: teller(campaignDecider, campaignWords),
  creative: teller(creativeDecider, creativeWords),
  portfolio: teller(portfolioDecider, portfolioWords),
  publisher: teller(publisherDecider, publisherWords),
} satisfies Record<string, Teller>;

export class FindHistory extends Query<Answer<HistoryDocument>> {
  constructor(
    readonly of: keyof typeof TELLERS,
    readonly id: string,
    readonly parameters: FindHistoryParameters,
    readonly boundTo?: number,
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
   * Includes deleted entities.
   *
   * @throws NotFound `<category>.not-found`, also for an entity of another user
   */
  async execute({ of, id, parameters: { sort, limit, cursor }, boundTo }: FindHistory): Promise<Answer<HistoryDocument>> {
    const bound = boundOf({ history: of, id, sort }, boundTo);
    const seen = (await this.cursors.read(bound, cursor))?.value as number | undefined;
    const tellPart = (part: { after: number; limit: number }) => TELLERS[of](this.past, id, part, boundTo);
    const isLatestFirst = sort === '-version';
    // The latest version of the page in descending order: one less than the last page's lowest, or the latest of all.
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
