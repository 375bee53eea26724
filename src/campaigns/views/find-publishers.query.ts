import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Answer, given, SortedBy, sql } from '#kronika';
import { NamePart, nameHas, type PagedList, PagedListParameters, PagedLists } from './paged-list.js';
import { PUBLISHER_COLUMNS, type PublisherDocument, type PublisherListDocument, publisherOfRow } from './publisher.document.js';
import { PUBLISHERS, type PublisherRow } from './publishers.view.js';

const PUBLISHER_SORTS = { name: ['sortName', 'text'], createdAt: ['createdAt', 'timestamptz'] } as const;

export class FindPublishersParameters extends PagedListParameters {
  @NamePart('mafra')
  q?: string;

  @SortedBy(Object.keys(PUBLISHER_SORTS), '-createdAt', { example: 'name' })
  sort: string = '-createdAt';
}

export class FindPublishers extends Query<Answer<PublisherListDocument>> {
  constructor(readonly parameters: FindPublishersParameters) {
    super();
  }
}

const PUBLISHER_LIST: PagedList<FindPublishersParameters, PublisherRow, PublisherDocument> = {
  view: PUBLISHERS,
  path: '/v1/publishers',
  select: sql`SELECT ${PUBLISHER_COLUMNS} FROM read.publishers`,
  sorts: PUBLISHER_SORTS,
  id: 'id',
  conditions: ({ q }) => given(q, nameHas),
  document: publisherOfRow,
};

@QueryHandler(FindPublishers)
export class FindPublishersHandler implements IQueryHandler<FindPublishers> {
  constructor(private readonly lists: PagedLists) {}

  execute({ parameters }: FindPublishers): Promise<Answer<PublisherListDocument>> {
    return this.lists.page(PUBLISHER_LIST, parameters, parameters.sort);
  }
}
