import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, EntityHistory, etag, param, ReadDatabase, Settings, sql } from '#kronika';
import { publisherDecider } from '../publisher/publisher.decider.js';
import { notFound, type PointInTimeParameters, pointInTimeOf, stateAt } from './point-in-time.js';
import { PUBLISHER_COLUMNS, type PublisherDocument, publisherOfRow, publisherOfState } from './publisher.document.js';
import { PUBLISHERS, type PublisherRow } from './publishers.view.js';

export class FindPublisher extends Query<Answer<PublisherDocument>> {
  constructor(
    readonly id: string,
    readonly parameters: PointInTimeParameters,
  ) {
    super();
  }
}

@QueryHandler(FindPublisher)
export class FindPublisherHandler implements IQueryHandler<FindPublisher> {
  constructor(
    private readonly database: ReadDatabase,
    private readonly past: EntityHistory,
    private readonly settings: Settings,
  ) {}

  /** @throws NotFound `publisher.not-found`, `publisher.version-not-found` */
  async execute({ id, parameters }: FindPublisher): Promise<Answer<PublisherDocument>> {
    const point = pointInTimeOf(parameters, this.settings.TIME_ZONE);
    if (point) {
      const { state, version, position } = await stateAt(this.past, publisherDecider, id, point);
      return { position, body: publisherOfState(id, version, state), etag: etag(version) };
    }
    const { position, rows } = await this.database.query<PublisherRow>(
      PUBLISHERS,
      sql`SELECT ${PUBLISHER_COLUMNS} FROM read.publishers WHERE id = ${param('uuid', id)}`,
    );
    const [row] = rows;
    if (!row) throw notFound('publisher', id);
    return { position, body: publisherOfRow(row), etag: etag(row.version) };
  }
}
