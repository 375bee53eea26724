import { deleted, idTaken, NotFound, Refusal } from '#kronika/refusals';
import { refusedField, requireName, wordOf } from '../campaigns.refusals.js';
import { NO_AD_RULES, sameAdRules } from './ad-rules.refusals.js';
import {
  type AdRules,
  type Place,
  PortfolioCreated,
  PortfolioDeleted,
  type PortfolioEvent,
  PortfolioNameSet,
  SectionAdded,
  SectionAdRulesSet,
  SectionMoved,
  SectionNameSet,
  SectionRemoved,
} from './portfolio.events.js';

/** A portfolio, folded from its events. Times are ISO 8601, UTC. */
export interface Portfolio {
  /** The content of its creation, to recognise a repeated `createPortfolio`. */
  readonly created: PortfolioCreated['data'];
  name: string;
  readonly publisherId: string;
  deleted: boolean;
  /** Ids of the top-level sections, in order. */
  readonly nodes: string[];
  /** All sections by id. */
  readonly sections: Record<string, Section>;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Section {
  name: string;
  /** Null: a top-level section. */
  parentId: string | null;
  /** Its own rules, without those that it inherits. */
  adRules: AdRules;
  /** Ids of its children, in order. */
  readonly nodes: string[];
}

const MAX_SECTIONS = 10_000;
const MAX_LEVELS = 100;

/**
 * Changes the given portfolio in place, because copying 10,000 sections for each of as many events would take
 * quadratic time.
 *
 * @param at when the event was recorded
 */
function evolve(known: Portfolio | null, event: PortfolioEvent, at: string): Portfolio {
  if (event.type === 'PortfolioCreated') {
    const { name, publisherId } = event.data;
    return { created: event.data, name, publisherId, deleted: false, nodes: [], sections: {}, createdAt: at, updatedAt: at };
  }
  const portfolio = known as Portfolio;
  portfolio.updatedAt = at;
  switch (event.type) {
    case 'PortfolioNameSet':
      portfolio.name = event.data.name;
      break;
    case 'PortfolioDeleted':
      portfolio.deleted = true;
      break;
    case 'SectionAdded': {
      const { id, name, parentId } = event.data;
      portfolio.sections[id] = { name, parentId, adRules: NO_AD_RULES, nodes: [] };
      nodesOf(portfolio, parentId).push(id);
      break;
    }
    case 'SectionNameSet':
      sectionOf(portfolio, event.data.id).name = event.data.name;
      break;
    case 'SectionMoved': {
      const { id, parentId, before } = event.data;
      takeOut(portfolio, id);
      const nodes = nodesOf(portfolio, parentId);
      nodes.splice(before === null ? nodes.length : nodes.indexOf(before), 0, id);
      sectionOf(portfolio, id).parentId = parentId;
      break;
    }
    case 'SectionAdRulesSet': {
      const { sectionId, ...adRules } = event.data;
      sectionOf(portfolio, sectionId).adRules = adRules;
      break;
    }
    case 'SectionRemoved':
      takeOut(portfolio, event.data.id);
      for (const id of event.data.removed) delete portfolio.sections[id];
      break;
  }
  return portfolio;
}

export const portfolioDecider = { category: 'portfolio', version: 2, evolve } as const;

function sectionOf({ sections }: Portfolio, id: string): Section {
  return sections[id] as Section;
}

function nodesOf(portfolio: Portfolio, parentId: string | null): string[] {
  return parentId === null ? portfolio.nodes : sectionOf(portfolio, parentId).nodes;
}

function takeOut(portfolio: Portfolio, id: string): void {
  const nodes = nodesOf(portfolio, sectionOf(portfolio, id).parentId);
  nodes.splice(nodes.indexOf(id), 1);
}

/** The ids of the section and its ancestors, bottom up; their number is the section's level. Empty for null. */
function pathOf(portfolio: Portfolio, section: string | null): string[] {
  const path: string[] = [];
  for (let id = section; id !== null; id = sectionOf(portfolio, id).parentId) path.push(id);
  return path;
}

/** These sections and all their descendants, level by level. */
function levelsOf(portfolio: Portfolio, sections: readonly string[]): string[][] {
  const levels: string[][] = [];
  for (let level = [...sections]; level.length > 0; level = level.flatMap((id) => nodesOf(portfolio, id))) levels.push(level);
  return levels;
}

function requireNotDeleted(portfolio: Portfolio): void {
  if (portfolio.deleted) throw deleted('portfolio');
}

function requireSection(portfolio: Portfolio, id: string): Section {
  requireNotDeleted(portfolio);
  const section = portfolio.sections[id];
  if (!section) throw new NotFound('section.not-found', `The portfolio has no section ${id}.`);
  return section;
}

/** @param levels number of levels to add below the parent */
function requireRoom(portfolio: Portfolio, parentId: string | null, levels: number): void {
  if (pathOf(portfolio, parentId).length + levels <= MAX_LEVELS) return;
  const detail = `The sections of a portfolio have at most ${MAX_LEVELS} levels.`;
  throw refusedField('section', 'parentId', 'too-deep', detail, 'section.too-deep');
}

function requireParent(portfolio: Portfolio, parentId: string | null): void {
  if (parentId === null || parentId in portfolio.sections) return;
  const detail = `The portfolio has no section ${parentId} to contain another one.`;
  throw refusedField('section', 'parentId', 'not-found', detail, 'section.parent-not-found');
}

/** Creates a portfolio. The same content again has no effect, even if the portfolio has changed since. */
export function createPortfolio(portfolio: Portfolio | null, content: PortfolioCreated['data']): PortfolioEvent[] {
  if (portfolio) {
    requireNotDeleted(portfolio);
    const { name, publisherId } = portfolio.created;
    if (name !== content.name || publisherId !== content.publisherId) throw idTaken('portfolio');
    return [];
  }
  requireName('portfolio', content.name);
  return [new PortfolioCreated(content)];
}

export function renamePortfolio(portfolio: Portfolio, name: string): PortfolioEvent[] {
  requireNotDeleted(portfolio);
  requireName('portfolio', name);
  return name === portfolio.name ? [] : [new PortfolioNameSet({ name })];
}

/**
 * Restores an earlier version: names, and the tree of sections as it was. Sections that were added since are removed
 * last, because sections from before may be in them.
 *
 * @throws Refusal `portfolio.version-with-removed-sections` if a section was removed since: it never comes back,
 *   because campaigns have left it
 */
export function goBack(portfolio: Portfolio, past: Portfolio): PortfolioEvent[] {
  requireNotDeleted(portfolio);
  const gone = Object.keys(past.sections).filter((id) => !(id in portfolio.sections));
  if (gone.length) {
    const detail = `It had ${gone.length === 1 ? 'a section' : `${gone.length} sections`} then that were removed since, and a removed section does not come back.`;
    throw new Refusal('portfolio.version-with-removed-sections', detail, {
      sections: gone,
      errors: [{ pointer: '#/version', code: 'with-removed-sections', detail }],
    });
  }
  const events: PortfolioEvent[] = [];
  let now = structuredClone(portfolio);
  const happen = (...more: PortfolioEvent[]) => {
    for (const event of more) now = evolve(now, event, now.updatedAt);
    events.push(...more);
  };
  happen(...renamePortfolio(now, past.name));
  for (const [id, { name, adRules }] of Object.entries(past.sections))
    happen(...renameSection(now, id, name), ...setAdRules(now, id, adRules));
  // From the top down, so that no section ever comes below itself.
  for (let parents: (string | null)[] = [null]; parents.length > 0; ) {
    for (const parentId of parents) {
      const wanted = nodesOf(past, parentId);
      const staying = new Set(longestInOrder(nodesOf(now, parentId), wanted));
      for (const [n, id] of [...wanted.entries()].toReversed())
        if (!staying.has(id)) happen(moved(now, id, { parentId, before: wanted[n + 1] ?? null }));
    }
    parents = parents.flatMap((parentId) => nodesOf(past, parentId));
  }
  const isNew = (id: string | null): id is string => id !== null && !(id in past.sections);
  const added = Object.entries(now.sections).filter(([id, { parentId }]) => isNew(id) && !isNew(parentId));
  for (const [id] of added) happen(...removeSection(now, id));
  return events;
}

/** The longest part of a list that is already in the order of another one, so that the fewest sections move. */
function longestInOrder(ids: readonly string[], order: readonly string[]): string[] {
  const rankOf = new Map(order.map((id, n) => [id, n]));
  // For each length, the run of that length whose last id has the lowest rank. Each entry knows the one before it.
  const runs: { id: string; rank: number; previous?: (typeof runs)[number] }[] = [];
  for (const id of ids) {
    const rank = rankOf.get(id);
    if (rank === undefined) continue;
    let [low, high] = [0, runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((runs[middle]?.rank as number) < rank) low = middle + 1;
      else high = middle;
    }
    runs[low] = { id, rank, previous: runs[low - 1] };
  }
  const found: string[] = [];
  for (let run = runs.at(-1); run; run = run.previous) found.push(run.id);
  return found;
}

export function deletePortfolio(portfolio: Portfolio): PortfolioEvent[] {
  requireNotDeleted(portfolio);
  return [new PortfolioDeleted({ sections: levelsOf(portfolio, portfolio.nodes).flat() })];
}

/** Deletes the portfolio of a deleted publisher. No effect if it has been deleted already. */
export function endWithPublisher(portfolio: Portfolio): PortfolioEvent[] {
  return portfolio.deleted ? [] : deletePortfolio(portfolio);
}

/**
 * Adds a section after its siblings. The same content again has no effect, even if the section was renamed or moved
 * since. The id of a removed section is refused.
 *
 * @param earlier the content with which a section of this id was added to this portfolio before, even if it was
 *   removed since; null if there was none
 */
export function addSection(
  portfolio: Portfolio,
  content: SectionAdded['data'],
  earlier: Pick<SectionAdded['data'], 'name' | 'parentId'> | null,
): PortfolioEvent[] {
  requireNotDeleted(portfolio);
  const { id, name, parentId } = content;
  const isThere = id in portfolio.sections;
  if (isThere && earlier?.name === name && earlier.parentId === parentId) return [];
  if (isThere || earlier) throw idTaken('section');
  requireName('section', name);
  requireParent(portfolio, parentId);
  requireRoom(portfolio, parentId, 1);
  if (Object.keys(portfolio.sections).length >= MAX_SECTIONS)
    throw new Refusal('portfolio.too-many-sections', `A portfolio has at most ${MAX_SECTIONS} sections.`);
  return [new SectionAdded({ id, name, parentId })];
}

export function renameSection(portfolio: Portfolio, id: string, name: string): PortfolioEvent[] {
  const section = requireSection(portfolio, id);
  requireName('section', name);
  return name === section.name ? [] : [new SectionNameSet({ id, name })];
}

/** Replaces the section's own ad rules. What it blocks is compared, and kept, as `wordOf` writes it. */
export function setAdRules(portfolio: Portfolio, id: string, { blocked, ...given }: AdRules): PortfolioEvent[] {
  const section = requireSection(portfolio, id);
  const rules = { ...given, blocked: [...new Set(blocked.map(wordOf))] };
  return sameAdRules(rules, section.adRules) ? [] : [new SectionAdRulesSet({ sectionId: id, ...rules })];
}

/** Moves a section with its descendants. A move to its present place has no effect. */
export function moveSection(portfolio: Portfolio, id: string, { parentId, before }: Place): PortfolioEvent[] {
  const section = requireSection(portfolio, id);
  requireParent(portfolio, parentId);
  if (pathOf(portfolio, parentId).includes(id))
    throw refusedField('section', 'parentId', 'below-itself', 'A section cannot be below itself.', 'section.below-itself');
  if (before !== null && !nodesOf(portfolio, parentId).includes(before))
    throw refusedField('section', 'before', 'not-a-sibling', `The new parent has no child section ${before}.`);
  const event = moved(portfolio, id, { parentId, before });
  const { previous } = event.data;
  if (parentId === section.parentId && (before === id || before === previous.before)) return [];
  requireRoom(portfolio, parentId, levelsOf(portfolio, [id]).length);
  return [event];
}

function moved(portfolio: Portfolio, id: string, place: Place): SectionMoved {
  const { parentId } = sectionOf(portfolio, id);
  const siblings = nodesOf(portfolio, parentId);
  return new SectionMoved({ id, ...place, previous: { parentId, before: siblings[siblings.indexOf(id) + 1] ?? null } });
}

/** Removes a section with its descendants. */
export function removeSection(portfolio: Portfolio, id: string): PortfolioEvent[] {
  const { parentId } = requireSection(portfolio, id);
  return [new SectionRemoved({ id, parentId, removed: levelsOf(portfolio, [id]).flat() })];
}
