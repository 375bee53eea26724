import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addSection,
  createPortfolio,
  deletePortfolio,
  endWithPublisher,
  goBack,
  moveSection,
  type Portfolio,
  portfolioDecider,
  removeSection,
  renamePortfolio,
  renameSection,
} from '../../../src/campaigns/portfolio/portfolio.decider.js';
import {
  PortfolioCreated,
  PortfolioDeleted,
  type PortfolioEvent,
  PortfolioNameSet,
  SectionAdded,
  SectionMoved,
  SectionNameSet,
  SectionRemoved,
} from '../../../src/campaigns/portfolio/portfolio.events.js';
import { Conflict, NotFound, Refusal } from '../../../src/shared/event-log/refusal.js';
import { fold, givenTo, refusalOf } from '../../support/given.js';

const given = givenTo(portfolioDecider);
const site = new PortfolioCreated({ name: 'news.example', publisherId: 'publisher' });
const added = (id: string, parentId: string | null = null, name = id) => new SectionAdded({ id, name, parentId });

/** Home; sport with football (with cup) and tennis; weather. */
const tree = [
  site,
  added('home'),
  added('sport'),
  added('weather'),
  added('football', 'sport'),
  added('tennis', 'sport'),
  added('cup', 'football'),
];

/** Nested sections, one for each level; the outermost is `level 1`. */
const chain = (levels: number) =>
  Array.from({ length: levels }, (_, above) => added(`level ${above + 1}`, above > 0 ? `level ${above}` : null));

describe('a portfolio', () => {
  it('is created with a name, for a publisher', () =>
    given()
      .when((portfolio) => createPortfolio(portfolio, { name: 'news.example', publisherId: 'publisher' }))
      .gives(site));

  it('is not created a second time with the same content, even if it was renamed since', () =>
    given(site, new PortfolioNameSet({ name: 'news.test' }))
      .when((portfolio) => createPortfolio(portfolio, { name: 'news.example', publisherId: 'publisher' }))
      .gives());

  it.each([
    { name: 'news.test', publisherId: 'publisher' },
    { name: 'news.example', publisherId: 'another publisher' },
  ])('is not created with the id of another one: %o', (command) =>
    given(site, new PortfolioNameSet({ name: 'news.test' }))
      .when((portfolio) => createPortfolio(portfolio, command))
      .isRefused('portfolio.id-taken', { as: Conflict }),
  );

  it('is not created without a name', () =>
    given()
      .when((portfolio) => createPortfolio(portfolio, { name: '', publisherId: 'publisher' }))
      .isRefused('portfolio.name-empty', { pointer: '#/name' }));

  it('gets another name', () =>
    given(site)
      .when((portfolio) => renamePortfolio(portfolio, 'news.test'))
      .gives(new PortfolioNameSet({ name: 'news.test' })));

  it('keeps the name that it has', () =>
    given(site)
      .when((portfolio) => renamePortfolio(portfolio, 'news.example'))
      .gives());

  it('gets no name that is too long', () =>
    given(site)
      .when((portfolio) => renamePortfolio(portfolio, 'n'.repeat(51)))
      .isRefused('portfolio.name-too-long', { pointer: '#/name' }));

  it('is deleted with all its sections, and the event names them', () =>
    given(...tree)
      .when(deletePortfolio)
      .gives(new PortfolioDeleted({ sections: ['home', 'sport', 'weather', 'football', 'tennis', 'cup'] })));

  it('is deleted with its publisher', () =>
    given(site, added('home'))
      .when(endWithPublisher)
      .gives(new PortfolioDeleted({ sections: ['home'] })));

  it('is not deleted with its publisher if it was deleted before', () =>
    given(site, new PortfolioDeleted({ sections: [] }))
      .when(endWithPublisher)
      .gives());

  it.each<[string, (portfolio: Portfolio) => PortfolioEvent[]]>([
    ['created', (portfolio) => createPortfolio(portfolio, site.data)],
    ['renamed', (portfolio) => renamePortfolio(portfolio, 'news.example')],
    ['deleted', deletePortfolio],
    ['given a section', (portfolio) => addSection(portfolio, added('more').data, null)],
    ['given a section that it had', (portfolio) => addSection(portfolio, added('home').data, added('home').data)],
    ['changed in a section’s name', (portfolio) => renameSection(portfolio, 'home', 'home')],
    ['put in another order', (portfolio) => moveSection(portfolio, 'home', { parentId: null, before: null })],
    ['rid of a section', (portfolio) => removeSection(portfolio, 'home')],
  ])('is not %s after it was deleted', (_, decision) =>
    given(site, added('home'), new PortfolioDeleted({ sections: ['home'] }))
      .when(decision)
      .isRefused('portfolio.deleted', { as: Conflict }),
  );
});

describe('a section', () => {
  it.each([null, 'sport'])('is added: in %s', (parentId) =>
    given(...tree)
      .when((portfolio) => addSection(portfolio, { id: 'golf', name: 'Golf', parentId }, null))
      .gives(added('golf', parentId, 'Golf')),
  );

  it('comes after its siblings', () => {
    const portfolio = fold(portfolioDecider, [...tree, added('golf', 'sport'), added('stars')]);
    expect(portfolio.nodes).toEqual(['home', 'sport', 'weather', 'stars']);
    expect(portfolio.sections.sport?.nodes).toEqual(['football', 'tennis', 'golf']);
  });

  it('is not added a second time with the same content, even if it was renamed or moved since', () =>
    given(
      ...tree,
      new SectionNameSet({ id: 'tennis', name: 'Tennis' }),
      new SectionMoved({ id: 'tennis', parentId: null, before: 'home', previous: { parentId: 'sport', before: null } }),
    )
      .when((portfolio) => addSection(portfolio, added('tennis', 'sport').data, added('tennis', 'sport').data))
      .gives());

  it.each([added('tennis', 'sport', 'Tennis'), added('tennis', 'football')])(
    'is not added with the id of another one: %o',
    ({ data }) =>
      given(...tree)
        .when((portfolio) => addSection(portfolio, data, added('tennis', 'sport').data))
        .isRefused('section.id-taken', { as: Conflict }),
  );

  it('is not added with the id of an existing one, even if its original content is unknown', () =>
    given(...tree)
      .when((portfolio) => addSection(portfolio, added('tennis', 'sport').data, null))
      .isRefused('section.id-taken', { as: Conflict }));

  it('is not added again after it was removed', () =>
    given(...tree, new SectionRemoved({ id: 'tennis', parentId: 'sport', removed: ['tennis'] }))
      .when((portfolio) => addSection(portfolio, added('tennis', 'sport').data, added('tennis', 'sport').data))
      .isRefused('section.id-taken', { as: Conflict }));

  it('is not added without a name', () =>
    given(...tree)
      .when((portfolio) => addSection(portfolio, added('golf', 'sport', '\u200f').data, null))
      .isRefused('section.name-empty', { pointer: '#/name' }));

  it('is not added in an unknown section', () =>
    given(...tree)
      .when((portfolio) => addSection(portfolio, added('golf', 'leisure').data, null))
      .isRefused('section.parent-not-found', { pointer: '#/parentId' }));

  it('can be the 10,000th, and no more', () => {
    const most = Array.from({ length: 9_999 }, (_, index) => added(`section ${index}`, index > 0 ? 'section 0' : null));
    given(site, ...most)
      .when((portfolio) => addSection(portfolio, added('last').data, null))
      .gives(added('last'));
    given(site, ...most, added('last'))
      .when((portfolio) => addSection(portfolio, added('one more').data, null))
      .isRefused('portfolio.too-many-sections');
    given(site, ...most, added('last'), new SectionRemoved({ id: 'last', parentId: null, removed: ['last'] }))
      .when((portfolio) => addSection(portfolio, added('one more').data, null))
      .gives(added('one more'));
  });

  it('is added down to level 100', () => {
    given(site, ...chain(99))
      .when((portfolio) => addSection(portfolio, added('deepest', 'level 99').data, null))
      .gives(added('deepest', 'level 99'));
    given(site, ...chain(100))
      .when((portfolio) => addSection(portfolio, added('deeper', 'level 100').data, null))
      .isRefused('section.too-deep', { pointer: '#/parentId' });
  });

  it('gets another name', () =>
    given(...tree)
      .when((portfolio) => renameSection(portfolio, 'tennis', 'Tennis'))
      .gives(new SectionNameSet({ id: 'tennis', name: 'Tennis' })));

  it('keeps the name that it has', () =>
    given(...tree)
      .when((portfolio) => renameSection(portfolio, 'tennis', 'tennis'))
      .gives());

  it('gets no name that is too long', () =>
    given(...tree)
      .when((portfolio) => renameSection(portfolio, 'tennis', 'n'.repeat(51)))
      .isRefused('section.name-too-long', { pointer: '#/name' }));

  it.each<[string, (portfolio: Portfolio) => PortfolioEvent[]]>([
    ['renamed', (portfolio) => renameSection(portfolio, 'golf', 'Golf')],
    ['moved', (portfolio) => moveSection(portfolio, 'golf', { parentId: null, before: null })],
    ['removed', (portfolio) => removeSection(portfolio, 'golf')],
  ])('is not %s if it is unknown', (_, decision) =>
    given(...tree)
      .when(decision)
      .isRefused('section.not-found', { as: NotFound }),
  );

  it('is moved before a sibling', () =>
    given(...tree)
      .when((portfolio) => moveSection(portfolio, 'weather', { parentId: null, before: 'home' }))
      .gives(new SectionMoved({ id: 'weather', parentId: null, before: 'home', previous: { parentId: null, before: null } })));

  it('is moved to the end', () =>
    given(...tree)
      .when((portfolio) => moveSection(portfolio, 'home', { parentId: null, before: null }))
      .gives(new SectionMoved({ id: 'home', parentId: null, before: null, previous: { parentId: null, before: 'sport' } })));

  it('is moved into another one, with all below it', () => {
    const moved = new SectionMoved({
      id: 'football',
      parentId: 'weather',
      before: null,
      previous: { parentId: 'sport', before: 'tennis' },
    });
    given(...tree)
      .when((portfolio) => moveSection(portfolio, 'football', { parentId: 'weather', before: null }))
      .gives(moved);
    expect(fold(portfolioDecider, [...tree, moved]).sections).toMatchObject({
      sport: { nodes: ['tennis'] },
      weather: { nodes: ['football'] },
      football: { parentId: 'weather', nodes: ['cup'] },
      cup: { parentId: 'football' },
    });
  });

  it.each([
    ['at the end', 'weather', null],
    ['before the one that follows it', 'sport', 'weather'],
    ['before itself', 'sport', 'sport'],
  ])('is not moved to where it is: %s', (_, id, before) =>
    given(...tree)
      .when((portfolio) => moveSection(portfolio, id, { parentId: null, before }))
      .gives(),
  );

  it.each(['tennis', 'golf', 'sport'])('is not moved before a section that is no sibling there: %s', (before) =>
    given(...tree)
      .when((portfolio) => moveSection(portfolio, 'sport', { parentId: 'weather', before }))
      .isRefused('section.before-not-a-sibling', { pointer: '#/before' }),
  );

  it('is not moved into an unknown section', () =>
    given(...tree)
      .when((portfolio) => moveSection(portfolio, 'sport', { parentId: 'leisure', before: null }))
      .isRefused('section.parent-not-found', { pointer: '#/parentId' }));

  it.each(['sport', 'tennis', 'cup'])('is not moved below itself: into %s', (parentId) =>
    given(...tree)
      .when((portfolio) => moveSection(portfolio, 'sport', { parentId, before: null }))
      .isRefused('section.below-itself', { pointer: '#/parentId' }),
  );

  it('is moved down to level 100, counting what is below it', () => {
    const into = (parentId: string) => (portfolio: Portfolio) => moveSection(portfolio, 'football', { parentId, before: null });
    given(...tree, ...chain(99))
      .when(into('level 98'))
      .gives(
        new SectionMoved({
          id: 'football',
          parentId: 'level 98',
          before: null,
          previous: { parentId: 'sport', before: 'tennis' },
        }),
      );
    given(...tree, ...chain(99))
      .when(into('level 99'))
      .isRefused('section.too-deep', { pointer: '#/parentId' });
  });

  it('can be reordered at level 100', () =>
    given(site, ...chain(100), added('sibling', 'level 99'))
      .when((portfolio) => moveSection(portfolio, 'sibling', { parentId: 'level 99', before: 'level 100' }))
      .gives(
        new SectionMoved({
          id: 'sibling',
          parentId: 'level 99',
          before: 'level 100',
          previous: { parentId: 'level 99', before: null },
        }),
      ));

  it('is removed with all below it', () => {
    const removed = new SectionRemoved({ id: 'sport', parentId: null, removed: ['sport', 'football', 'tennis', 'cup'] });
    given(...tree)
      .when((portfolio) => removeSection(portfolio, 'sport'))
      .gives(removed);
    const { nodes, sections } = fold(portfolioDecider, [...tree, removed]);
    expect(nodes).toEqual(['home', 'weather']);
    expect(Object.keys(sections)).toEqual(['home', 'weather']);
  });
});

describe('going back', () => {
  const past = (...events: PortfolioEvent[]) => fold(portfolioDecider, events);

  it('renames, moves, and removes added sections after taking earlier ones out of them', () =>
    given(
      ...tree,
      new PortfolioNameSet({ name: 'news.test' }),
      new SectionNameSet({ id: 'home', name: 'Start' }),
      added('new', 'sport'),
      added('newer', 'new'),
      new SectionMoved({ id: 'cup', parentId: 'newer', before: null, previous: { parentId: 'football', before: null } }),
    )
      .when((portfolio) => goBack(portfolio, past(...tree)))
      .gives(
        new PortfolioNameSet({ name: 'news.example' }),
        new SectionNameSet({ id: 'home', name: 'home' }),
        new SectionMoved({ id: 'cup', parentId: 'football', before: null, previous: { parentId: 'newer', before: null } }),
        new SectionRemoved({ id: 'new', parentId: 'sport', removed: ['new', 'newer'] }),
      ));

  it('restores sections that were moved into each other', () => {
    const turned = [
      new SectionMoved({ id: 'football', parentId: null, before: null, previous: { parentId: 'sport', before: 'tennis' } }),
      new SectionMoved({ id: 'sport', parentId: 'cup', before: null, previous: { parentId: null, before: 'weather' } }),
    ];
    const back = goBack(past(...tree, ...turned), past(...tree));
    expect(past(...tree, ...turned, ...back)).toEqual(past(...tree));
    expect(back).toHaveLength(2);
  });

  it('has no effect if nothing changed', () =>
    given(...tree)
      .when((portfolio) => goBack(portfolio, past(...tree)))
      .gives());

  it('is refused if a section was removed since, by itself or with another one', () =>
    given(...tree, new SectionRemoved({ id: 'sport', parentId: null, removed: ['sport', 'football', 'tennis', 'cup'] }))
      .when((portfolio) => goBack(portfolio, past(...tree)))
      .isRefused('portfolio.version-with-removed-sections', { pointer: '#/version' }));

  it('is refused after the deletion', () =>
    given(site, new PortfolioDeleted({ sections: [] }))
      .when((portfolio) => goBack(portfolio, past(site)))
      .isRefused('portfolio.deleted', { as: Conflict }));
});

describe('the tree', () => {
  /** Random commands; their numbers select among the existing sections. */
  const commandLists = fc.array(
    fc.record({
      what: fc.constantFrom('add', 'add', 'add', 'move', 'move', 'move', 'rename', 'remove'),
      section: fc.nat(1_000),
      parent: fc.nat(1_000),
      before: fc.nat(1_000),
    }),
    { maxLength: 60 },
  );
  type RandomCommand = typeof commandLists extends fc.Arbitrary<(infer W)[]> ? W : never;

  /** The number may also select no section, so that sections also come to the top and to the end. */
  const choose = (ids: string[], number: number) => ids[number % (ids.length + 1)] ?? null;

  function decide(portfolio: Portfolio, { what, section, parent, before }: RandomCommand, index: number): PortfolioEvent[] {
    const ids = Object.keys(portfolio.sections);
    const id = choose(ids, section);
    const parentId = choose(ids, parent);
    if (what === 'add' || id === null) return addSection(portfolio, added(`section ${index}`, parentId).data, null);
    if (what === 'rename') return renameSection(portfolio, id, `name ${parent % 3}`);
    if (what === 'remove') return removeSection(portfolio, id);
    const siblings = parentId === null ? portfolio.nodes : (portfolio.sections[parentId]?.nodes ?? []);
    return moveSection(portfolio, id, { parentId, before: choose(siblings, before) });
  }

  /** The events of these commands in sequence. Refused commands have none. */
  function eventsOf(commands: RandomCommand[], eachTime: (portfolio: Portfolio, decided: PortfolioEvent[]) => void = () => {}) {
    const events: PortfolioEvent[] = [site];
    commands.forEach((command, index) => {
      const portfolio = fold(portfolioDecider, events);
      try {
        const decided = decide(portfolio, command, index);
        eachTime(portfolio, decided);
        events.push(...decided);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    });
    return events;
  }

  /** Each section with its parent, in reading order. */
  function walk({ nodes, sections }: Portfolio) {
    const walked: { id: string; parentId: string | null }[] = [];
    const visit = (ids: string[], parentId: string | null) => {
      for (const id of ids) {
        walked.push({ id, parentId });
        if (walked.length > Object.keys(sections).length) throw new Error('There is more in the tree than there are sections');
        visit(sections[id]?.nodes ?? [], id);
      }
    };
    visit(nodes, null);
    return walked;
  }

  it('has each section once, below its parent', () =>
    fc.assert(
      fc.property(commandLists, (commands) => {
        const portfolio = fold(portfolioDecider, eventsOf(commands));
        const walked = walk(portfolio);
        expect(walked.map(({ id }) => id).sort()).toEqual(Object.keys(portfolio.sections).sort());
        for (const { id, parentId } of walked) expect(portfolio.sections[id]).toHaveProperty('parentId', parentId);
      }),
    ));

  it('has as many sections as were added and not removed', () =>
    fc.assert(
      fc.property(commandLists, (commands) => {
        const events = eventsOf(commands);
        const there = new Set<string>();
        for (const event of events) {
          if (event.type === 'SectionAdded') there.add(event.data.id);
          if (event.type === 'SectionRemoved') for (const id of event.data.removed) expect(there.delete(id)).toBe(true);
        }
        expect(new Set(Object.keys(fold(portfolioDecider, events).sections))).toEqual(there);
      }),
    ));

  it('is the same when a snapshot was taken on the way', () =>
    fc.assert(
      fc.property(commandLists, fc.nat(60), (commands, taken) => {
        const events = eventsOf(commands);
        const snapshot = JSON.parse(JSON.stringify(fold(portfolioDecider, events.slice(0, taken + 1))));
        const rest = events.slice(taken + 1);
        const folded = rest.reduce((state, event) => portfolioDecider.evolve(state, event, state.updatedAt), snapshot);
        expect(folded).toEqual(fold(portfolioDecider, events));
      }),
    ));

  it('keeps the order of the others when one is moved', () =>
    fc.assert(
      fc.property(commandLists, (commands) => {
        eventsOf(commands, (portfolio, [event]) => {
          if (event?.type !== 'SectionMoved') return;
          const others = ({ nodes, sections }: Portfolio) =>
            [nodes, ...Object.values(sections).map((section) => section.nodes)].map((ids) =>
              ids.filter((id) => id !== event.data.id),
            );
          const moved = portfolioDecider.evolve(structuredClone(portfolio), event, portfolio.updatedAt);
          expect(others(moved)).toEqual(others(portfolio));
        });
      }),
    ));

  it('can be restored by the previous place in the event of a move', () =>
    fc.assert(
      fc.property(commandLists, (commands) => {
        eventsOf(commands, (portfolio, [event]) => {
          if (event?.type !== 'SectionMoved') return;
          const { id, previous } = event.data;
          const moved = portfolioDecider.evolve(structuredClone(portfolio), event, portfolio.updatedAt);
          const [back] = moveSection(moved, id, previous);
          expect(portfolioDecider.evolve(moved, back as PortfolioEvent, portfolio.updatedAt)).toEqual(portfolio);
        });
      }),
    ));

  it('goes back to each earlier version, unless a section was removed since', () =>
    fc.assert(
      fc.property(commandLists, fc.nat(60), (commands, version) => {
        const events = eventsOf(commands);
        const past = fold(portfolioDecider, events.slice(0, 1 + (version % events.length)));
        const now = fold(portfolioDecider, events);
        const before = structuredClone({ past, now });
        const isGone = Object.keys(past.sections).some((id) => !(id in now.sections));
        if (isGone) expect(refusalOf(() => goBack(now, past)).code).toBe('portfolio.version-with-removed-sections');
        else {
          const back = goBack(now, past);
          expect(fold(portfolioDecider, [...events, ...back])).toEqual(past);
          // Each event is one that a command may cause, and changes something.
          expect(goBack(fold(portfolioDecider, [...events, ...back]), past)).toEqual([]);
          const kinds = new Set(events.map(({ type }) => type));
          if (!kinds.has('SectionMoved')) expect(back.map(({ type }) => type)).not.toContain('SectionMoved');
        }
        expect({ past, now }).toEqual(before);
      }),
      { numRuns: 500 },
    ));

  it('goes back over one event by one event', () =>
    fc.assert(
      fc.property(commandLists, (commands) => {
        eventsOf(commands, (portfolio, decided) => {
          const [event] = decided;
          if (!event || event.type === 'SectionRemoved') return;
          const now = decided.reduce((state, each) => portfolioDecider.evolve(state, each, ''), structuredClone(portfolio));
          expect(goBack(now, portfolio)).toHaveLength(1);
        });
      }),
    ));

  it('of 10,000 sections is folded from 20,000 events', () => {
    const add = Array.from({ length: 10_000 }, (_, index) => added(`section ${index}`));
    const move = add.map(
      ({ data: { id } }) =>
        new SectionMoved({ id, parentId: null, before: null, previous: { parentId: null, before: 'whatever followed it' } }),
    );
    const portfolio = fold(portfolioDecider, [site, ...add, ...move.reverse()]);
    expect(portfolio.nodes).toEqual(add.map(({ data }) => data.id).reverse());
  });

  it('of 100 levels is folded, moved and removed', () => {
    const levels = chain(99);
    const ids = levels.map(({ data }) => data.id);
    given(site, added('home'), ...levels)
      .when((portfolio) => moveSection(portfolio, 'level 1', { parentId: 'home', before: null }))
      .gives(new SectionMoved({ id: 'level 1', parentId: 'home', before: null, previous: { parentId: null, before: null } }));
    given(site, added('home'), ...levels)
      .when((portfolio) => removeSection(portfolio, 'level 1'))
      .gives(new SectionRemoved({ id: 'level 1', parentId: null, removed: ids }));
  });
});
