import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, EntityHistory, etag, ReadDatabase, Settings } from '#kronika';
import { publisherDecider } from '../publisher/publisher.decider.js';
import { PUBLISHER_COLUMNS, type PublisherDocument, publisherOfRow, publisherOfState } from './publisher.document.js';
import { PUBLISHERS, type PublisherRow } from './publishers.view.js';
import { notFound, pastOf, type WhenParameters, whenOf } from './when.js';

export class FindPublisher extends Query<Answer<PublisherDocument>> {
  constructor(
    readonly id: string,
    readonly parameters: WhenParameters,
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
    const when = whenOf(parameters, this.settings.TIME_ZONE);
    if (when) {
      const { state, version, position } = await pastOf(this.past, publisherDecider, id, when);
      return { position, body: publisherOfState(id, version, state), etag: etag(version) };
    }
    const { position, rows } = await this.database.query<PublisherRow>(
      PUBLISHERS,
      `SELECT ${PUBLISHER_COLUMNS} FROM read.publishers WHERE id = $1`,
      [id],
    );
    const [row] = rows;
    if (!row) throw notFound('publisher', id);
    return { position, body: publisherOfRow(row), etag: etag(row.version) };
  }
}
