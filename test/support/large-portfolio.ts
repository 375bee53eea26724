import { Advertising } from './advertising.js';
import type { Shop } from './shop.js';

/** The maximum number of sections of a portfolio, and of levels. */
export const MOST_SECTIONS = 10_000;
export const MOST_LEVELS = 100;

/** The id of the n-th section, from 1 on. */
export const sectionOf = (n: number) => `5ec70000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/**
 * Appends a full portfolio directly, because so many commands would take minutes, and waits until all subscriptions
 * have read it. Each of its first 100 sections is in the previous one; all others are at the top.
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
