import type { Portfolio } from '../portfolio/portfolio.decider.js';
import type { Place, PortfolioEvent } from '../portfolio/portfolio.events.js';
import { counted, quoted, type Words } from './history.js';

/** The name of a section by its id, as far as the portfolio knows it. */
const named = ({ sections }: Portfolio, id: string) => quoted(sections[id]?.name ?? id);

const where = (portfolio: Portfolio, parentId: string | null) => (parentId === null ? 'the top' : named(portfolio, parentId));

function moved(portfolio: Portfolio, previous: Place, { parentId, before }: Place): string {
  const order = before === null ? '' : `before ${named(portfolio, before)}`;
  if (parentId === previous.parentId) return `moved ${order || 'after its siblings'}`;
  return `moved from ${where(portfolio, previous.parentId)} to ${where(portfolio, parentId)}${order && `, ${order}`}`;
}

/** What the events of a portfolio say to a person. Fields of a section begin with its id. */
export const portfolioWords: Words<Portfolio, PortfolioEvent> = {
  PortfolioCreated: ({ name, publisherId }) => ({
    summary: `Created ${quoted(name)}`,
    changes: [
      { field: 'name', from: null, to: name },
      { field: 'publisherId', from: null, to: publisherId },
    ],
  }),
  PortfolioNameSet: ({ name }, before) => ({
    summary: `Renamed from ${quoted(before.name)} to ${quoted(name)}`,
    changes: [{ field: 'name', from: before.name, to: name }],
  }),
  PortfolioDeleted: ({ sections }) => ({
    summary: sections.length ? `Deleted with ${counted(sections.length, 'section')}` : 'Deleted',
    changes: [{ field: 'deleted', from: false, to: true }],
  }),
  SectionAdded: ({ id, name, parentId }, before) => ({
    summary: `Section ${quoted(name)} added ${parentId === null ? 'at' : 'in'} ${where(before, parentId)}`,
    changes: [
      { field: `${id}.name`, from: null, to: name },
      ...(parentId === null ? [] : [{ field: `${id}.parentId`, from: null, to: parentId }]),
    ],
  }),
  SectionNameSet: ({ id, name }, before) => ({
    summary: `Section renamed from ${named(before, id)} to ${quoted(name)}`,
    changes: [{ field: `${id}.name`, from: before.sections[id]?.name ?? null, to: name }],
  }),
  SectionMoved: ({ id, previous, ...place }, before) => ({
    summary: `Section ${named(before, id)} ${moved(before, previous, place)}`,
    changes: (['parentId', 'before'] as const).flatMap((part) =>
      place[part] === previous[part] ? [] : [{ field: `${id}.${part}`, from: previous[part], to: place[part] }],
    ),
  }),
  SectionRemoved: ({ id, removed }, before) => ({
    summary: `Section ${named(before, id)} removed${removed.length > 1 ? `, with ${removed.length - 1} below it` : ''}`,
    changes: [{ field: `${id}.name`, from: before.sections[id]?.name ?? null, to: null }],
  }),
};
