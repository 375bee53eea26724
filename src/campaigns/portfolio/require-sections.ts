import { Refusal, streamOf, type Transaction } from '#kronika';
import { portfolioDecider } from './portfolio.decider.js';
import { PortfolioDeleted, SectionAdded, SectionRemoved } from './portfolio.events.js';

/**
 * Requires sections that exist, and prevents their removal until the transaction ends. It reads the log and not a
 * view, so that a section can be used as soon as it has been added.
 *
 * @throws Refusal `campaign.section-not-found`, with the ids of the missing sections
 */
export async function requireSections({ events, lockStreams }: Transaction, sections: readonly string[]): Promise<void> {
  const added = await events.find(SectionAdded, { text: 'id', in: sections });
  const portfolioOf = new Map(added.map(({ data, entityId }) => [data.id, streamOf(portfolioDecider, entityId)]));
  const portfolios = [...new Set(portfolioOf.values())];
  const latest = await lockStreams(portfolios, 'shared');
  // Read under the locks, so that no later removal is missed. A removed section never comes back.
  const removals = await events.find(SectionRemoved, { list: 'removed', hasAny: sections }, portfolios);
  const removed = new Set(removals.flatMap(({ data }) => data.removed));
  const missing = sections.filter((id) => {
    const portfolio = portfolioOf.get(id);
    return portfolio === undefined || removed.has(id) || latest.get(portfolio) === PortfolioDeleted.type;
  });
  if (missing.length)
    throw new Refusal('campaign.section-not-found', `There is no section ${missing.slice(0, 5).join(', ')}.`, {
      sections: missing,
      errors: [{ pointer: '#/sections', code: 'section-not-found', detail: 'must be ids of existing sections' }],
    });
}
