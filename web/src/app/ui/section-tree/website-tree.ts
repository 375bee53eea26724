import { computed, type Signal } from '@angular/core';
import type { Answered } from '../../api/live-query.js';
import type { components } from '../../api/schema.js';
import type { Entry } from '../../outbox/entry.js';
import type { LaneChange } from '../../outbox/overlay.js';
import { shown } from '../../outbox/overlay.js';
import { changed, type SectionChange, treeOf } from './tree.js';

export type WebsiteDocument = components['schemas']['PortfolioDocument'] & {
  readonly deleted?: boolean;
  readonly created?: boolean;
  readonly section?: SectionChange;
};

type FlatNodes = readonly components['schemas']['FlatNodeDocument'][];

/** The address that a website is asked for with. */
export const websiteUrl = (id: string): string => `/v1/portfolios/${id}?shape=flat`;

/** A website with its sections, and the changes that the server's answer does not have yet. */
export function websiteTree(
  answer: Signal<Answered<WebsiteDocument> | undefined>,
  id: () => string | undefined,
  lane: () => readonly LaneChange[] | undefined,
) {
  const answered = computed(() => {
    const found = answer();
    const wanted = id();
    return found && wanted && found.url === websiteUrl(wanted) ? found : undefined;
  });
  const saved = computed(() => treeOf((answered()?.body.nodes ?? []) as FlatNodes, answered()?.body.adRules));
  return computed(() => {
    const found = answered();
    const changes = lane() ?? [];
    // One that was just created here is not known to the server yet.
    if (!found && !changes[0]?.change.patch.created) return undefined;
    const { row, pending } = shown<WebsiteDocument>(
      found?.body ?? ({ version: 0 } as WebsiteDocument),
      found?.position ?? 0,
      changes,
      // Every event of a website gives it a version. Positions also pass events that the view has failed on.
      found !== undefined,
    );
    const isPending = new Set(pending);
    const own = changes.filter(({ entry }) => isPending.has(entry));
    const sections = own.flatMap(({ change }) => (change.patch.section as SectionChange | undefined) ?? []);
    return { row, tree: changed(saved(), sections), pending: own };
  });
}

/** The commands to each section. */
export function bySection(changes: readonly LaneChange[]): ReadonlyMap<string, readonly Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const { entry, change } of changes) {
    const section = change.patch.section as SectionChange | undefined;
    if (section) found.set(section.id, [...(found.get(section.id) ?? []), entry]);
  }
  return found;
}
