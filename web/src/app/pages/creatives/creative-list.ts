import { computed, inject, type Signal } from '@angular/core';
import { liveList } from '../../api/live-list.js';
import { Changes } from '../../outbox/changes.js';
import { type Entry, isTrouble } from '../../outbox/entry.js';
import { liesOver, shown } from '../../outbox/overlay.js';
import { stateWords } from '../../outbox/state-words.js';
import { CREATIVES_VIEW, type Creative, creativeStream } from './creative-changes.js';

/** Filters and sort, as the address of the page has them. */
export interface Filters {
  readonly campaignId?: string;
  readonly state?: string;
  readonly complete?: string;
  readonly q?: string;
  readonly sort?: string;
}

export interface ListRow {
  readonly row: Creative;
  readonly pending: readonly Entry[];
  readonly words: ReturnType<typeof stateWords>;
  readonly isParked: boolean;
  /** Why it would not be in the list if that was asked for again; empty: it would. */
  readonly left: string;
}

/** The creatives that match, with the changes that the list does not show yet. To be called where injection is possible. */
export function creativeList(filters: Signal<Filters>) {
  const changes = inject(Changes);
  const list = liveList<Creative>({
    path: '/v1/creatives',
    view: CREATIVES_VIEW,
    streamOf: creativeStream,
    filters: () => ({ ...filters() }),
    idsOf: ({ stream, entityId }) => (stream.startsWith('creative-') ? [entityId] : []),
    isEnd: ({ eventType }) => eventType === 'CreativeDeleted',
  });
  const wordsOf = (id: string, pending: readonly Entry[], isParked: boolean) =>
    stateWords(pending, changes.troublesByLane().get(creativeStream(id)) ?? [], isParked);

  const rows = computed<readonly ListRow[]>(() => {
    const lanes = changes.lanes();
    const known = list.rows();
    const isListed = new Set(known.map(({ row }) => row.id));
    const found: ListRow[] = [];
    for (const [lane, all] of lanes) {
      const [creation] = all;
      if (!creation?.change.patch.created || !lane.startsWith('creative-') || !liesOver(creation.entry, creation.change))
        continue;
      const { id, campaignId } = creation.change.patch as Partial<Creative>;
      if (isListed.has(String(id)) || (filters().campaignId && campaignId !== filters().campaignId)) continue;
      const { row, pending } = shown({ version: 0 } as Creative, 0, all);
      if (!row.deleted) found.unshift({ row, pending, words: wordsOf(row.id, pending, false), isParked: false, left: '' });
    }
    for (const { row: saved, position, isGone, isParked } of known) {
      // Every event of a creative gives its row a version. Positions also pass events that the view has failed on.
      const { row: seen, pending } = shown(saved, position, lanes.get(creativeStream(saved.id)), true);
      const row = isGone ? { ...seen, deleted: true } : seen;
      found.push({ row, pending, words: wordsOf(row.id, pending, isParked), isParked, left: leftBecause(row, filters()) });
    }
    return found;
  });
  return { ...list, rows };
}

/** Creations that were not saved, of a campaign or of all: their forms can be opened again. */
export function failedCreations(campaignId: () => string | undefined): Signal<readonly Entry[]> {
  const changes = inject(Changes);
  return computed(() =>
    changes.entries().filter((entry) => {
      const { patch } = entry.changes[0] ?? {};
      const isCreation = patch?.created && entry.request.url === '/v1/creatives';
      return isCreation && isTrouble(entry) && (!campaignId() || patch.campaignId === campaignId());
    }),
  );
}

function leftBecause(row: Creative, { state, q }: Filters): string {
  if (row.deleted) return 'deleted';
  if (state && row.approval.state !== state) return 'matches no more';
  if (q && !folded(row.name).includes(folded(q))) return 'matches no more';
  return '';
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
