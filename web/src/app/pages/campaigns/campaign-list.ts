import { HttpClient } from '@angular/common/http';
import { computed, inject, type Signal, untracked } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { type ListDocument, liveList, PAGE_SIZE } from '../../api/live-list.js';
import { addressOf } from '../../api/live-query.js';
import { Changes } from '../../outbox/changes.js';
import type { Entry } from '../../outbox/entry.js';
import { liesOver, shown } from '../../outbox/overlay.js';
import { CAMPAIGNS_VIEW, type Campaign, reasonsOf, streamOf } from './campaign-changes.js';

/** Filters and sort, as the address of the page has them. */
export interface Filters {
  readonly q?: string;
  readonly sort?: string;
  readonly paused?: string;
  readonly runnable?: string;
  readonly ended?: string;
  readonly reason?: string;
  readonly currency?: string;
  readonly userId?: string;
  readonly sectionId?: string;
  readonly portfolioId?: string;
  readonly publisherId?: string;
}

export interface ListRow {
  readonly row: Campaign;
  readonly pending: readonly Entry[];
  readonly reasons: readonly string[];
  /** Whether the list failed on an event of it, so that what it shows is old. */
  readonly isParked: boolean;
  /** Why a new answer to the same query would not have the row; empty: it would have it. */
  readonly left: string;
}

/** The campaigns that match, with the changes that the list does not show yet. To be called where injection is possible. */
export function campaignList(filters: Signal<Filters>) {
  const http = inject(HttpClient);
  const changes = inject(Changes);
  const asked = computed(() => ({ ...filters(), below: filters().sectionId ? true : undefined }));
  const list = liveList<Campaign>({
    path: '/v1/campaigns',
    view: CAMPAIGNS_VIEW,
    streamOf,
    filters: asked,
    idsOf: ({ stream, entityId }) => (stream.startsWith('campaign-') ? [entityId] : []),
    isEnd: ({ eventType }) => eventType === 'CampaignDeleted',
  });

  const rows = computed<readonly ListRow[]>(() => {
    const lanes = changes.lanes();
    const known = list.rows();
    const isListed = new Set(known.map(({ row }) => row.id));
    const found: ListRow[] = [];
    for (const [lane, all] of lanes) {
      const creation = all[0];
      const isNew = creation?.change.patch.created && liesOver(creation.entry, creation.change);
      if (!isNew || !lane.startsWith('campaign-') || isListed.has(String(creation.change.patch.id))) continue;
      const { row, pending } = shown({ version: 0 } as Campaign, 0, lanes.get(lane));
      found.unshift({ row, pending, reasons: reasonsOf(row), isParked: false, left: '' });
    }
    for (const { row: saved, position, isGone, isParked } of known) {
      // Every event of a campaign gives its row a version. Positions also pass events that the view has failed on.
      const { row: seen, pending } = shown(saved, position, lanes.get(streamOf(saved.id)), true);
      const row = isGone ? { ...seen, deleted: true } : seen;
      const left = row.deleted ? 'deleted' : leftBecause(row, filters());
      found.push({ row, pending, reasons: reasonsOf(row), isParked, left });
    }
    return found;
  });

  return {
    ...list,
    rows,
    /** Reads all that match, in pages. @param progress is told how many there are so far; false: enough */
    async all(progress: (read: number) => boolean): Promise<Campaign[] | undefined> {
      const lanes = untracked(changes.lanes);
      const found = new Map<string, Campaign>();
      for (let next: string | null | undefined; next !== null; ) {
        const url = addressOf('/v1/campaigns', { ...untracked(asked), limit: PAGE_SIZE, cursor: next });
        const { body } = await firstValueFrom(http.get<ListDocument<Campaign>>(url, { observe: 'response' }));
        for (const row of body?.data ?? []) found.set(row.id, shown(row, 0, lanes.get(streamOf(row.id)), true).row);
        next = body?.page.next_cursor ?? null;
        if (!progress(found.size)) return undefined;
      }
      return [...found.values()].filter(({ deleted }) => !deleted);
    },
  };
}

function leftBecause(row: Campaign, { q, paused, runnable, ended, reason, currency }: Filters): string {
  if (paused && String(row.paused) !== paused) return row.paused ? 'is paused now' : 'is not paused any more';
  if (runnable && String(!reasonsOf(row).length) !== runnable) return 'matches no more';
  if (ended && String(row.ended) !== ended) return 'matches no more';
  if (reason && !reasonsOf(row).includes(reason)) return 'matches no more';
  if (currency && row.currency !== currency) return 'matches no more';
  if (q && !folded(row.name).includes(folded(q))) return 'matches no more';
  return '';
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
