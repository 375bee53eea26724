import { NO_AD_RULES } from '../portfolio/ad-rules.refusals.js';
import type { Portfolio } from '../portfolio/portfolio.decider.js';
import type { Place, PortfolioEvent } from '../portfolio/portfolio.events.js';
import { counted, inQuotes, replaced, type Words } from './history.js';

/** The name of a section in quotes; its id if the portfolio does not know the section. */
const sectionInQuotes = ({ sections }: Portfolio, id: string) => inQuotes(sections[id]?.name ?? id);

const where = (portfolio: Portfolio, parentId: string | null) =>
  parentId === null ? 'the top' : sectionInQuotes(portfolio, parentId);

function moved(portfolio: Portfolio, previous: Place, { parentId, before }: Place): string {
  const order = before === null ? '' : `before ${sectionInQuotes(portfolio, before)}`;
  if (parentId === previous.parentId) return `moved ${order || 'after its siblings'}`;
  return `moved from ${where(portfolio, previous.parentId)} to ${where(portfolio, parentId)}${order && `, ${order}`}`;
}

/** How each event of a portfolio is described to a person. Names of a section's fields begin with its id. */
export const portfolioWords: Words<Portfolio, PortfolioEvent> = {
  PortfolioCreated: ({ name, publisherId }) => ({
    summary: `Created ${inQuotes(name)}`,
    changes: [
      { field: 'name', from: null, to: name },
      { field: 'publisherId', from: null, to: publisherId },
    ],
  }),
  PortfolioNameSet: ({ name }, before) => ({
    summary: `Renamed from ${inQuotes(before.name)} to ${inQuotes(name)}`,
    changes: [{ field: 'name', from: before.name, to: name }],
  }),
  PortfolioDeleted: ({ sections }) => ({
    summary: sections.length ? `Deleted with ${counted(sections.length, 'section')}` : 'Deleted',
    changes: [{ field: 'deleted', from: false, to: true }],
  }),
  SectionAdded: ({ id, name, parentId }, before) => ({
    summary: `Section ${inQuotes(name)} added ${parentId === null ? 'at' : 'in'} ${where(before, parentId)}`,
    changes: [
      { field: `${id}.name`, from: null, to: name },
      ...(parentId === null ? [] : [{ field: `${id}.parentId`, from: null, to: parentId }]),
    ],
  }),
  SectionNameSet: ({ id, name }, before) => ({
    summary: `Section renamed from ${sectionInQuotes(before, id)} to ${inQuotes(name)}`,
    changes: [{ field: `${id}.name`, from: before.sections[id]?.name ?? null, to: name }],
  }),
  SectionMoved: ({ id, previous, ...place }, before) => ({
    summary: `Section ${sectionInQuotes(before, id)} ${moved(before, previous, place)}`,
    changes: (['parentId', 'before'] as const).flatMap((part) =>
      place[part] === previous[part] ? [] : [{ field: `${id}.${part}`, from: previous[part], to: place[part] }],
    ),
  }),
  SectionAdRulesSet: ({ sectionId: id, ...rules }, before) => {
    const { maxAds, maxSeconds, blocked } = before.sections[id]?.adRules ?? NO_AD_RULES;
    return replaced(`Ad rules of section ${sectionInQuotes(before, id)} changed`, 'those above', [
      [`${id}.maxAds`, 'ads in a break', maxAds, rules.maxAds],
      [`${id}.maxSeconds`, 'seconds of a break', maxSeconds, rules.maxSeconds],
      [`${id}.blocked`, 'blocked', blocked, rules.blocked],
    ]);
  },
  SectionRemoved: ({ id, removed }, before) => ({
    summary: `Section ${sectionInQuotes(before, id)} removed${removed.length > 1 ? `, with ${removed.length - 1} below it` : ''}`,
    changes: [{ field: `${id}.name`, from: before.sections[id]?.name ?? null, to: null }],
  }),
};
