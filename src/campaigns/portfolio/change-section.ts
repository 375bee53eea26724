import { deleted, NotFound, streamOf, type Transaction } from '#kronika';
import { type Portfolio, portfolioDecider } from './portfolio.decider.js';
import { type PortfolioEvent, SectionAdded } from './portfolio.events.js';

/**
 * Appends the events that a decision about one section of a portfolio returns. A missing section is looked up on the
 * log, because the state of a portfolio does not contain removed sections.
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
