import { streamOf, type Transaction } from '#kronika';
import { refusedField } from '../campaigns.refusals.js';
import { publisherDecider } from './publisher.decider.js';
import { PublisherDeleted } from './publisher.events.js';

/**
 * Requires a publisher that exists, and prevents its deletion until the transaction ends.
 *
 * @throws Refusal `portfolio.publisher-not-found`
 */
export async function requirePublisher({ lockStreams }: Transaction, id: string): Promise<void> {
  const stream = streamOf(publisherDecider, id);
  const latest = (await lockStreams([stream], 'shared')).get(stream);
  if (latest === undefined || latest === PublisherDeleted.type)
    throw refusedField('portfolio', 'publisherId', 'not-found', `There is no publisher ${id}.`, 'portfolio.publisher-not-found');
}
