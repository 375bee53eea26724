import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '#kronika';
import { type List, Lists, NamePart, nameHas, PageParameters, SortedBy } from './list.js';
import { PUBLISHER_COLUMNS, type PublisherDocument, type PublisherListDocument, publisherOfRow } from './publisher.document.js';
import { PUBLISHERS, type PublisherRow } from './publishers.view.js';

const SORTS = { name: 'sortName', createdAt: 'createdAt' } as const;

export class FindPublishersParameters extends PageParameters {
  @NamePart('mafra')
  q?: string;

  @SortedBy(SORTS, 'name')
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
