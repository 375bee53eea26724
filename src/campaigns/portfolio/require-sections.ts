import { Refusal } from '../../shared/event-log/refusal.js';
import type { Transaction } from '../../shared/event-log/transaction.js';
import { PortfolioDeleted, SectionAdded, SectionRemoved } from './portfolio.events.js';

/**
 * Campaigns need sections that exist and stay: until the transaction ends, nobody can remove them. It is the log that is asked,
 * not a view, so a section can be used as soon as it was added.
 *
 * @throws Refusal `campaign.section-not-found`, with the ids of those that are not there
 */
export async function requireSections({ query, lockStreams }: Transaction, sections: readonly string[]): Promise<void> {
  const added = await query<{ id: string; portfolio: string }>(
    `SELECT data ->> 'id' AS id, stream AS portfolio FROM log.events
     WHERE type = '${SectionAdded.type}' AND data ->> 'id' = ANY ($1)`,
    [sections],
  );
  const portfolios = [...new Set(added.map(({ portfolio }) => portfolio))];
  const latest = await lockStreams(portfolios, 'shared');
  // A statement of its own: its snapshot must be younger than the locks. A section that was removed never comes back.
  const removed = await query<{ id: string }>(
    `SELECT r.id FROM log.events CROSS JOIN LATERAL jsonb_array_elements_text(data -> 'removed') AS r (id)
     WHERE type = '${SectionRemoved.type}' AND stream = ANY ($1) AND r.id = ANY ($2)`,
    [portfolios, sections],
  );
  const gone = new Set(removed.map(({ id }) => id));
  const there = new Set(
    added.filter(({ id, portfolio }) => !gone.has(id) && latest.get(portfolio) !== PortfolioDeleted.type).map(({ id }) => id),
  );
  const missing = sections.filter((id) => !there.has(id));
  if (missing.length)
    throw new Refusal('campaign.section-not-found', `There is no section ${missing.slice(0, 5).join(', ')}.`, {
      sections: missing,
      errors: [{ pointer: '#/sections', code: 'section-not-found', detail: 'must be ids of sections that are there' }],
    });
}
