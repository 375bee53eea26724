import type { components } from '../../api/schema.js';

export type AdRules = components['schemas']['AdRulesDocument'];

export interface Section {
  readonly name: string;
  /** Null: at the top. */
  readonly parentId: string | null;
  /** Ids of what is directly below it, in order. */
  readonly nodes: readonly string[];
  /** The rules for ads that it sets itself; absent: none. */
  readonly adRules?: AdRules;
}

/** The sections of a website. */
export interface Tree {
  /** Ids of the sections at the top, in order. */
  readonly nodes: readonly string[];
  readonly sections: ReadonlyMap<string, Section>;
}

/** What a command does to a tree. */
export type SectionChange =
  | { readonly does: 'add'; readonly id: string; readonly name: string; readonly parentId: string | null }
  | { readonly does: 'rename'; readonly id: string; readonly name: string }
  | { readonly does: 'move'; readonly id: string; readonly parentId: string | null; readonly before: string | null }
  | ({ readonly does: 'rule'; readonly id: string } & AdRules)
  | { readonly does: 'remove'; readonly id: string };

/** A row of a tree on the screen. */
export interface TreeRow {
  readonly id: string;
  readonly name: string;
  /** From 1. */
  readonly level: number;
  readonly hasNodes: boolean;
  readonly isOpen: boolean;
  /** Its place among its siblings, from 1, and their number. */
  readonly place: number;
  readonly siblings: number;
}

type FlatNode = components['schemas']['FlatNodeDocument'];
type SectionRules = components['schemas']['SectionAdRulesDocument'];

/** The tree of `GET /v1/portfolios/{id}?shape=flat`: the website itself, then all sections. */
export function treeOf([website, ...sections]: readonly FlatNode[], adRules: readonly SectionRules[] = []): Tree {
  const parents = new Map<string, string>();
  for (const { id, nodes } of sections) for (const child of nodes) parents.set(child, id);
  const rules = new Map(adRules.map(({ sectionId, own }) => [sectionId, own]));
  const sectionOf = ({ id, name, nodes }: FlatNode) => ({
    ...{ name, nodes, parentId: parents.get(id) ?? null },
    ...(rules.has(id) ? { adRules: rules.get(id) } : {}),
  });
  return { nodes: website?.nodes ?? [], sections: new Map(sections.map((each) => [each.id, sectionOf(each)])) };
}

export const nodesOf = ({ nodes, sections }: Tree, id: string | null): readonly string[] =>
  id === null ? nodes : (sections.get(id)?.nodes ?? []);

/** The ids of a section and of all below it. */
export function withBelow(tree: Tree, id: string): string[] {
  const found = [id];
  for (const each of found) found.push(...nodesOf(tree, each));
  return found;
}

/** Names from the top down to the section. */
export function pathOf({ sections }: Tree, id: string): string[] {
  const path: string[] = [];
  for (let at: string | null = id; at !== null; ) {
    const section: Section | undefined = sections.get(at);
    if (!section) break;
    path.unshift(section.name);
    at = section.parentId;
  }
  return path;
}

/** The rules for ads that a section inherits from those above it. */
export function inheritedRules({ sections }: Tree, id: string): AdRules {
  let found: AdRules = { maxAds: null, maxSeconds: null, blocked: [] };
  for (let at = sections.get(id)?.parentId ?? null; at !== null; at = sections.get(at)?.parentId ?? null) {
    const own = sections.get(at)?.adRules;
    if (!own) continue;
    const { maxAds, maxSeconds, blocked } = found;
    found = {
      maxAds: maxAds ?? own.maxAds,
      maxSeconds: maxSeconds ?? own.maxSeconds,
      blocked: [...new Set([...own.blocked, ...blocked])],
    };
  }
  return found;
}

/** The tree as it is after the changes. Those that the tree has already, or that it has no section for, do nothing. */
export function changed(tree: Tree, changes: readonly SectionChange[]): Tree {
  if (!changes.length) return tree;
  const sections = new Map(tree.sections);
  let top = tree.nodes;
  const setNodes = (id: string | null, nodes: readonly string[]) => {
    const section = id === null ? undefined : sections.get(id);
    if (id === null) top = nodes;
    else if (section) sections.set(id, { ...section, nodes });
  };
  const childrenOf = (id: string | null) => nodesOf({ nodes: top, sections }, id);
  const takeOut = (id: string, parentId: string | null) =>
    setNodes(
      parentId,
      childrenOf(parentId).filter((each) => each !== id),
    );
  const hasPlace = (id: string | null) => id === null || sections.has(id);
  for (const change of changes) {
    const { id } = change;
    const section = sections.get(id);
    if (change.does === 'add' && !section && hasPlace(change.parentId)) {
      sections.set(id, { name: change.name, parentId: change.parentId, nodes: [] });
      setNodes(change.parentId, [...childrenOf(change.parentId), id]);
    }
    if (!section) continue;
    if (change.does === 'rename') sections.set(id, { ...section, name: change.name });
    if (change.does === 'rule') {
      const { maxAds, maxSeconds, blocked } = change;
      sections.set(id, { ...section, adRules: { maxAds, maxSeconds, blocked } });
    }
    if (change.does === 'remove') {
      takeOut(id, section.parentId);
      for (const gone of withBelow({ nodes: top, sections }, id)) sections.delete(gone);
    }
    if (change.does === 'move' && hasPlace(change.parentId)) {
      const { parentId, before } = change;
      if (parentId !== null && withBelow({ nodes: top, sections }, id).includes(parentId)) continue;
      takeOut(id, section.parentId);
      const siblings = childrenOf(parentId);
      const at = before === null ? -1 : siblings.indexOf(before);
      setNodes(parentId, at < 0 ? [...siblings, id] : siblings.toSpliced(at, 0, id));
      sections.set(id, { ...(sections.get(id) as Section), parentId });
    }
  }
  return { nodes: top, sections };
}

/** Without accents and case. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The rows that are seen: of open sections also what is in them. With a search, the matches and all above them.
 *
 * @param isOpen whether what is below a section is shown
 */
export function rowsOf(tree: Tree, isOpen: (id: string) => boolean, search = '', level = 1): TreeRow[] {
  const wanted = folded(search.trim());
  const seen = wanted ? withAbove(tree, (name) => folded(name).includes(wanted)) : undefined;
  const rows: TreeRow[] = [];
  const add = (ids: readonly string[], at: number) => {
    const shownIds = seen ? ids.filter((id) => seen.has(id)) : ids;
    for (const [n, id] of shownIds.entries()) {
      const section = tree.sections.get(id);
      if (!section) continue;
      const hasNodes = seen ? section.nodes.some((each) => seen.has(each)) : section.nodes.length > 0;
      const open = hasNodes && (seen !== undefined || isOpen(id));
      rows.push({ id, name: section.name, level: at, hasNodes, isOpen: open, place: n + 1, siblings: shownIds.length });
      if (open) add(section.nodes, at + 1);
    }
  };
  add(tree.nodes, level);
  return rows;
}

function withAbove({ sections }: Tree, matches: (name: string) => boolean): Set<string> {
  const seen = new Set<string>();
  for (const [id, { name }] of sections) {
    if (!matches(name)) continue;
    for (let at: string | null = id; at !== null && !seen.has(at); at = sections.get(at)?.parentId ?? null) seen.add(at);
  }
  return seen;
}

/** Where a section is, or is to be: before a sibling, or last. */
export interface SectionPlace {
  readonly parentId: string | null;
  readonly before: string | null;
}

/** Where a section comes that is dropped on another one; undefined: it can't be below itself. */
export function placeAt(tree: Tree, id: string, target: string, where: 'before' | 'in' | 'after'): SectionPlace | undefined {
  const section = tree.sections.get(target);
  if (!section || withBelow(tree, id).includes(target)) return undefined;
  if (where === 'in') return { parentId: target, before: null };
  const { parentId } = section;
  if (where === 'before') return { parentId, before: target };
  const others = nodesOf(tree, parentId).filter((each) => each !== id);
  return { parentId, before: others[others.indexOf(target) + 1] ?? null };
}

/** Where a key moves a section: up or down among its siblings, out of its parent, or into the section before it. */
export function placeBy(tree: Tree, id: string, to: 'up' | 'down' | 'out' | 'in'): SectionPlace | undefined {
  const section = tree.sections.get(id);
  if (!section) return undefined;
  const { parentId } = section;
  const siblings = nodesOf(tree, parentId);
  const at = siblings.indexOf(id);
  if (to === 'up') return at > 0 ? { parentId, before: siblings[at - 1] ?? null } : undefined;
  if (to === 'down') return at < siblings.length - 1 ? { parentId, before: siblings[at + 2] ?? null } : undefined;
  if (to === 'in') return at > 0 ? { parentId: siblings[at - 1] ?? null, before: null } : undefined;
  if (parentId === null) return undefined;
  const above = tree.sections.get(parentId)?.parentId ?? null;
  const around = nodesOf(tree, above);
  return { parentId: above, before: around[around.indexOf(parentId) + 1] ?? null };
}
