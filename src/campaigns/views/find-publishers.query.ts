import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Choice, Text } from '../../shared/http/fields.js';
import type { Answer } from '../../shared/http/queries.js';
import { type List, Lists, nameHas, PageParameters } from './list.js';
import { PUBLISHER_COLUMNS, type PublisherDocument, type PublisherListDocument, publisherOfRow } from './publisher.document.js';
import { PUBLISHERS, type PublisherRow } from './publishers.view.js';

const SORTS = { name: 'sortName', createdAt: 'createdAt' } as const;

export class FindPublishersParameters extends PageParameters {
  @Text({ maximum: 1_000, optional: true, description: 'Part of the name, in capitals or not', example: 'mafra' })
  q?: string;

  @Choice({
    of: Object.keys(SORTS).flatMap((sort) => [sort, `-${sort}`]),
    optional: true,
    default: '-createdAt',
    description: 'What to sort by, with - for descending; rows alike stand in the order of their ids',
    example: 'name',
  })
  sort: string = '-createdAt';
}

export class FindPublishers extends Query<Answer<PublisherListDocument>> {
  constructor(readonly parameters: FindPublishersParameters) {
    super();
  }
}

const LIST: List<FindPublishersParameters, PublisherRow, PublisherDocument> = {
  view: PUBLISHERS,
  path: '/v1/publishers',
  select: `SELECT ${PUBLISHER_COLUMNS} FROM read.publishers`,
  sorts: SORTS,
  id: 'id',
  conditions: ({ q }) => [nameHas(q)],
  document: publisherOfRow,
};

@QueryHandler(FindPublishers)
export class FindPublishersHandler implements IQueryHandler<FindPublishers> {
  constructor(private readonly lists: Lists) {}

  execute({ parameters }: FindPublishers): Promise<Answer<PublisherListDocument>> {
    return this.lists.page(LIST, parameters, parameters.sort);
  }
}
