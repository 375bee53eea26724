import { describe, expect, it } from 'vitest';
import {
  changed,
  placeAt,
  placeBy,
  rowsOf,
  type SectionChange,
  type Tree,
  treeOf,
  withBelow,
} from '../../../web/src/app/ui/section-tree/tree.js';

const node = (id: string, ...nodes: string[]) => ({ id, name: `The ${id}`, nodes });

// news(world(asia), weather) sport
const TREE = treeOf([
  node('site', 'news', 'sport'),
  node('news', 'world', 'weather'),
  node('world', 'asia'),
  node('asia'),
  node('weather'),
  node('sport'),
]);

/** As text: `news(world(asia) weather) sport`. */
function text(tree: Tree, nodes = tree.nodes): string {
  return nodes
    .map((id) => {
      const below = tree.sections.get(id)?.nodes ?? [];
      return below.length ? `${id}(${text(tree, below)})` : id;
    })
    .join(' ');
}

describe('a tree of sections', () => {
  it.each<[string, SectionChange[], string]>([
    ['nothing', [], 'news(world(asia) weather) sport'],
    ['a section at the top', [{ does: 'add', id: 'new', name: 'New', parentId: null }], 'news(world(asia) weather) sport new'],
    ['a section below', [{ does: 'add', id: 'new', name: 'New', parentId: 'sport' }], 'news(world(asia) weather) sport(new)'],
    ['one that is there already', [{ does: 'add', id: 'asia', name: 'Asia', parentId: null }], 'news(world(asia) weather) sport'],
    [
      'one below another that is gone',
      [{ does: 'add', id: 'new', name: 'New', parentId: 'gone' }],
      'news(world(asia) weather) sport',
    ],
    [
      'a move with all below',
      [{ does: 'move', id: 'world', parentId: 'sport', before: null }],
      'news(weather) sport(world(asia))',
    ],
    [
      'a move before a sibling',
      [{ does: 'move', id: 'weather', parentId: 'news', before: 'world' }],
      'news(weather world(asia)) sport',
    ],
    [
      'a move before one that is gone',
      [{ does: 'move', id: 'asia', parentId: null, before: 'gone' }],
      'news(world weather) sport asia',
    ],
    ['a move below itself', [{ does: 'move', id: 'news', parentId: 'asia', before: null }], 'news(world(asia) weather) sport'],
    ['a removal with all below', [{ does: 'remove', id: 'news' }], 'sport'],
    [
      'several, one after the other',
      [
        { does: 'add', id: 'new', name: 'New', parentId: null },
        { does: 'move', id: 'asia', parentId: 'new', before: null },
        { does: 'remove', id: 'world' },
      ],
      'news(weather) sport new(asia)',
    ],
  ])('takes %s', (_, changes, expected) => {
    const tree = changed(TREE, changes);
    expect(text(tree)).toBe(expected);
    // Every section that is in the tree knows its parent, and none is left over.
    const listed = [
      '',
      ...withBelow(
        { ...tree, sections: new Map([...tree.sections, ['', { name: '', parentId: null, nodes: tree.nodes }]]) },
        '',
      ).slice(1),
    ];
    expect(tree.sections.size).toBe(listed.length - 1);
    for (const [id, { nodes }] of tree.sections) for (const each of nodes) expect(tree.sections.get(each)?.parentId).toBe(id);
    expect(text(TREE)).toBe('news(world(asia) weather) sport');
  });

  it('moves by keys: up, down, out and in', () => {
    const at = (id: string, to: Parameters<typeof placeBy>[2]) => {
      const place = placeBy(TREE, id, to);
      return place && text(changed(TREE, [{ does: 'move', id, ...place }]));
    };
    expect(at('weather', 'up')).toBe('news(weather world(asia)) sport');
    expect(at('world', 'down')).toBe('news(weather world(asia)) sport');
    expect(at('asia', 'out')).toBe('news(world asia weather) sport');
    expect(at('sport', 'in')).toBe('news(world(asia) weather sport)');
    expect(at('news', 'up')).toBeUndefined();
    expect(at('news', 'in')).toBeUndefined();
    expect(at('sport', 'down')).toBeUndefined();
    expect(at('sport', 'out')).toBeUndefined();
  });

  it('moves by dragging: before, into and after another one, never below itself', () => {
    const at = (id: string, target: string, where: Parameters<typeof placeAt>[3]) => {
      const place = placeAt(TREE, id, target, where);
      return place && text(changed(TREE, [{ does: 'move', id, ...place }]));
    };
    expect(at('sport', 'weather', 'before')).toBe('news(world(asia) sport weather)');
    expect(at('sport', 'world', 'after')).toBe('news(world(asia) sport weather)');
    expect(at('sport', 'weather', 'after')).toBe('news(world(asia) weather sport)');
    expect(at('sport', 'world', 'in')).toBe('news(world(asia sport) weather)');
    expect(at('weather', 'world', 'after')).toBe('news(world(asia) weather) sport');
    expect(at('world', 'weather', 'after')).toBe('news(weather world(asia)) sport');
    for (const where of ['before', 'in', 'after'] as const) {
      expect(at('news', 'asia', where)).toBeUndefined();
      expect(at('news', 'news', where)).toBeUndefined();
    }
  });

  it('shows what is open, and of a search the matches with all above them', () => {
    const ids = (isOpen: boolean, search?: string) => rowsOf(TREE, () => isOpen, search).map(({ id, level }) => `${level} ${id}`);
    expect(ids(false)).toEqual(['1 news', '1 sport']);
    expect(ids(true)).toEqual(['1 news', '2 world', '3 asia', '2 weather', '1 sport']);
    expect(ids(false, 'ÁSIA')).toEqual(['1 news', '2 world', '3 asia']);
    expect(ids(false, 'nothing')).toEqual([]);
  });
});
