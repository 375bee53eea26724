import { deleted, NotFound, streamOf, type Transaction } from '#kronika';
import { type Portfolio, portfolioDecider } from './portfolio.decider.js';
import { type PortfolioEvent, SectionAdded } from './portfolio.events.js';

/**
 * Decides on a section of a portfolio. The state of a portfolio has no removed sections, so those are looked up on the
 * log.
 *
 * @throws NotFound `section.not-found`
 * @throws Conflict `section.deleted` if the section was removed from the portfolio
 */
export async function changeSection(
  { streams, events }: Transaction,
  portfolio: string,
  section: string,
  decision: (portfolio: Portfolio) => PortfolioEvent[],
): Promise<void> {
  try {
    await streams.change(portfolioDecider, portfolio, decision);
  } catch (error) {
    if (!(error instanceof NotFound) || error.code !== 'section.not-found') throw error;
    const added = await events.find(SectionAdded, { text: 'id', is: section }, [streamOf(portfolioDecider, portfolio)]);
    throw added.length ? deleted('section') : error;
  }
}
