import { describe, it } from 'vitest';
import {
  createPublisher,
  deletePublisher,
  goBack,
  type Publisher,
  publisherDecider,
  renamePublisher,
} from '../../../src/campaigns/publisher/publisher.decider.js';
import {
  PublisherCreated,
  PublisherDeleted,
  type PublisherEvent,
  PublisherNameSet,
} from '../../../src/campaigns/publisher/publisher.events.js';
import { Conflict } from '../../../src/shared/event-log/refusal.js';
import { fold, givenTo } from '../../support/given.js';

const given = givenTo(publisherDecider);
const news = new PublisherCreated({ name: 'News' });
const renamed = new PublisherNameSet({ name: 'Daily News' });

describe('a publisher', () => {
  it('is created with a name', () =>
    given()
      .when((publisher) => createPublisher(publisher, { name: 'News' }))
      .gives(news));

  it('is not created a second time with the same content, even if it was renamed since', () =>
    given(news, renamed)
      .when((publisher) => createPublisher(publisher, { name: 'News' }))
      .gives());

  it('is not created with the id of another one', () =>
    given(news, renamed)
      .when((publisher) => createPublisher(publisher, { name: 'Daily News' }))
      .isRefused('publisher.id-taken', { as: Conflict }));

  it('is not created without a name', () =>
    given()
      .when((publisher) => createPublisher(publisher, { name: ' ' }))
      .isRefused('publisher.name-empty', { pointer: '#/name' }));

  it('gets another name', () =>
    given(news)
      .when((publisher) => renamePublisher(publisher, 'Daily News'))
      .gives(renamed));

  it('keeps the name that it has', () =>
    given(news, renamed)
      .when((publisher) => renamePublisher(publisher, 'Daily News'))
      .gives());

  it('gets no name that is too long', () =>
    given(news)
      .when((publisher) => renamePublisher(publisher, 'n'.repeat(51)))
      .isRefused('publisher.name-too-long', { pointer: '#/name' }));

  it('goes back to its earlier name', () =>
    given(news, renamed)
      .when((publisher) => goBack(publisher, fold(publisherDecider, [news])))
      .gives(new PublisherNameSet({ name: 'News' })));

  it('is deleted', () => given(news).when(deletePublisher).gives(new PublisherDeleted()));

  it.each<[string, (publisher: Publisher) => PublisherEvent[]]>([
    ['created', (publisher) => createPublisher(publisher, { name: 'News' })],
    ['renamed', (publisher) => renamePublisher(publisher, 'News')],
    ['brought back', (publisher) => goBack(publisher, fold(publisherDecider, [news]))],
    ['deleted', deletePublisher],
  ])('is not %s after it was deleted', (_, decision) =>
    given(news, new PublisherDeleted()).when(decision).isRefused('publisher.deleted', { as: Conflict }),
  );
});
