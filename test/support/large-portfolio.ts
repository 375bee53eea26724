import { Advertising } from './advertising.js';
import type { Shop } from './shop.js';

/** As many sections as a portfolio has at most, and as many levels. */
export const MOST_SECTIONS = 10_000;
export const MOST_LEVELS = 100;

/** The id of its n-th section, from 1 on. */
export const sectionOf = (n: number) => `5ec70000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/**
 * Writes a portfolio that is full right on the log, since so many commands would take minutes, and waits until all
 * have seen it: each of its first 100 sections is in the one before, all others are at the top.
 */
export async function givenLargePortfolio(shop: Shop, id: string, publisherId: string): Promise<void> {
  const added = Array.from({ length: MOST_SECTIONS }, (_, index) => {
    const parentId = index > 0 && index < MOST_LEVELS ? sectionOf(index) : null;
    return { type: 'SectionAdded', data: { id: sectionOf(index + 1), name: `Section ${index + 1}`, parentId } };
  });
  const events = [{ type: 'PortfolioCreated', data: { name: 'large.example', publisherId } }, ...added];
  await (await Advertising.of(shop)).append(
    events.map((event, index) => ({ stream: `portfolio-${id}`, version: index + 1, ...event })),
  );
  await shop.settle();
}
