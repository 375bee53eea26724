import { streamOf } from '../../shared/event-log/decider.js';
import { deleted, NotFound } from '../../shared/event-log/refusal.js';
import type { Transaction } from '../../shared/event-log/transaction.js';
import { type Portfolio, portfolioDecider } from './portfolio.decider.js';
import { type PortfolioEvent, SectionAdded } from './portfolio.events.js';

/**
 * Decides on a section of a portfolio. The state of a portfolio forgets the sections that were removed, so the log is asked for them.
 *
 * @throws NotFound `section.not-found`
 * @throws Conflict `section.deleted` if the portfolio had the section once
 */
export async function changeSection(
  { streams, query }: Transaction,
  portfolio: string,
  section: string,
  decision: (portfolio: Portfolio) => PortfolioEvent[],
): Promise<void> {
  try {
    await streams.change(portfolioDecider, portfolio, decision);
  } catch (error) {
    if (!(error instanceof NotFound) || error.code !== 'section.not-found') throw error;
    const added = await query(
      `SELECT FROM log.events WHERE type = '${SectionAdded.type}' AND data ->> 'id' = $1 AND stream = $2`,
      [section, streamOf(portfolioDecider, portfolio)],
    );
    throw added.length ? deleted('section') : error;
  }
}
