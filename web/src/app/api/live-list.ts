import { HttpClient, type HttpResponse } from '@angular/common/http';
import { computed, DestroyRef, effect, inject, signal, untracked } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Changes } from '../outbox/changes.js';
import type { LoggedEvent } from '../outbox/entry.js';
import type { Row } from '../outbox/overlay.js';
import { exactJson } from './exact-json.js';
import { Live } from './live.js';
import { addressOf, liveQuery } from './live-query.js';
import { Quarantine } from './quarantine.js';

export const PAGE_SIZE = 100;

/** More at once are asked for as a list. */
const MAX_SINGLE_READS = 20;

export interface ListDocument<R> {
  readonly data: readonly R[];
  readonly page: { readonly next_cursor: string | null; readonly count?: number; readonly count_capped?: boolean };
}

/** A row of the server, with the `Event-Position` of the answer that it came with. */
export interface KnownRow<R> {
  readonly row: R;
  readonly position: number;
  /** The server has it no more. Its version is then above all others, since no change of it is to come. */
  readonly isGone: boolean;
  /** Whether the view behind the list failed on an event of it, so that the row is old. */
  readonly isParked: boolean;
}

export interface ListOptions {
  /** Such as `/v1/order-history`; one row is at `{path}/{id}`. */
  readonly path: string;
  /** The view that it is read from. */
  readonly view: string;
  /** The stream of a row, whose versions are those of the row: such as `order-17`. */
  readonly streamOf: (id: string) => string;
  /** Undefined: nothing is asked. */
  readonly filters: () => Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** The ids of the rows that an event changes, or that it adds. */
  readonly idsOf: (event: LoggedEvent) => readonly string[];
  /** Whether the event deletes the row. */
  readonly isEnd: (event: LoggedEvent) => boolean;
}

/**
 * The rows that match, page by page as one scrolls, kept up to date without moving: a row that no longer matches stays
 * where it is until `refresh`, and new ones come on top. To be called where injection is possible.
 */
export function liveList<R extends Row & { readonly id: string | number }>(options: ListOptions) {
  const { path, view, streamOf, filters, idsOf, isEnd } = options;
  const http = inject(HttpClient);
  const live = inject(Live);
  const changes = inject(Changes);
  const quarantine = inject(Quarantine);
  const order = signal<readonly string[]>([]);
  const known = signal<ReadonlyMap<string, Omit<KnownRow<R>, 'isParked'>>>(new Map());
  const cursor = signal<string | null>(null);
  const isMoreLoading = signal(false);
  const address = computed(() => {
    const given = filters();
    return given && addressOf(path, { ...given, limit: PAGE_SIZE, count: true });
  });
  const shownAddress = signal('');
  /** Ids of the latest answer to the first page. */
  let onFirst: readonly string[] = [];
  /** Ids that were on the first page and are not in an answer of that position. */
  const unlisted = signal<{ readonly ids: readonly string[]; readonly position: number }>({ ids: [], position: 0 });

  const first = liveQuery<ListDocument<R>>(address, (event) => idsOf(event).length > 0);
  const get = (url: string): Promise<HttpResponse<string>> =>
    firstValueFrom(http.get(url, { observe: 'response', responseType: 'text' }));
  const positionOf = ({ headers }: HttpResponse<string>) => Number(headers.get('event-position'));

  const take = (rows: readonly R[], position: number) =>
    known.update((before) => {
      const next = new Map(before);
      for (const row of rows) {
        const id = String(row.id);
        const old = next.get(id);
        const isOlder = old && (row.version < old.row.version || (row.version === old.row.version && position < old.position));
        next.set(id, {
          row: isOlder ? old.row : row,
          position: Math.max(position, old?.position ?? 0),
          isGone: old?.isGone ?? false,
        });
      }
      return next;
    });
  const setGone = (id: string) =>
    known.update((before) => {
      const old = before.get(id);
      if (!old) return before;
      const row = { ...old.row, version: Number.MAX_SAFE_INTEGER };
      return new Map(before).set(id, { ...old, row, isGone: true });
    });
  const isThere = (id: string) => !untracked(known).get(id)?.isGone;
  const takeOne = async (id: string) => {
    const old = untracked(known).get(id);
    try {
      const answer = await get(`${path}/${id}`);
      take([exactJson<R>(answer.body ?? '')], positionOf(answer));
    } catch (error) {
      const isGone = (error as { status?: number }).status === 404;
      if (old && isGone) setGone(id);
    }
  };

  effect(() => {
    const answer = first.answer();
    if (!answer) return;
    const { url, position, body } = answer;
    untracked(() => {
      take(body.data, position);
      const ids = body.data.map(({ id }) => String(id));
      const missing = url === shownAddress() ? onFirst.filter((id) => !ids.includes(id) && isThere(id)) : [];
      onFirst = ids;
      unlisted.update((before) => ({ ids: [...before.ids, ...missing], position }));
      if (url !== shownAddress()) {
        shownAddress.set(url);
        order.set(ids);
        cursor.set(body.page.next_cursor);
        return;
      }
      const before = new Set(order());
      const isNew = ids.filter((id) => !before.has(id));
      if (isNew.length) order.update((list) => [...isNew, ...list]);
    });
  });

  // They match no more, are deleted, or moved to a later page. Which ones are deleted, the live stream tells in a moment;
  // to ask for those would be an error in the console.
  effect(() => {
    const { ids, position } = unlisted();
    if (!ids.length || (live.tellsAll() && live.position() < position)) return;
    untracked(() => {
      unlisted.set({ ids: [], position });
      const there = ids.filter(isThere);
      if (there.length <= MAX_SINGLE_READS) for (const id of there) void takeOne(id);
    });
  });

  const changed = live.events$.subscribe((events) => {
    for (const event of events.filter(isEnd)) for (const id of idsOf(event)) setGone(id);
    const listed = new Set(untracked(order));
    const ids = new Set(events.flatMap(idsOf));
    const single = [...ids].filter((id) => listed.has(id) && !onFirst.includes(id) && isThere(id));
    if (single.length <= MAX_SINGLE_READS) for (const id of single) void takeOne(id);
  });
  // Another log: nothing of what was listed is there any more.
  changed.add(
    live.reset$.subscribe(() => {
      shownAddress.set('');
      onFirst = [];
      order.set([]);
      known.set(new Map());
      cursor.set(null);
    }),
  );
  changed.add(
    quarantine.released$.subscribe((streams) => {
      first.refresh();
      for (const id of untracked(order)) if (streams.has(streamOf(id)) && isThere(id)) void takeOne(id);
    }),
  );
  inject(DestroyRef).onDestroy(() => changed.unsubscribe());

  const rows = computed<readonly KnownRow<R>[]>(() =>
    order().flatMap((id) => {
      const found = known().get(id);
      return found ? { ...found, isParked: quarantine.has(streamOf(id), view) } : [];
    }),
  );

  // Saved, and the list passed it with the old row: its view may have failed on it.
  effect(() => {
    const passed = first.answer()?.position ?? 0;
    const lanes = changes.lanes();
    const isOld = rows().some(({ row }) =>
      lanes
        .get(streamOf(String(row.id)))
        ?.some(
          ({ entry, change: { position = Infinity, version = 0 } }) =>
            entry.state === 'acked' && position <= passed && version > row.version,
        ),
    );
    if (isOld) untracked(() => quarantine.look());
  });
  quarantine.look();

  return {
    first,
    rows,
    /** Whether the rows are those of the filters of now. */
    isCurrent: computed(() => shownAddress() === address()),
    hasMore: computed(() => cursor() !== null),
    isMoreLoading: isMoreLoading.asReadonly(),
    /** How many match, up to 10,000, and whether there are more. */
    total: computed(() => first.answer()?.body.page),
    /** Loads the next page. */
    async more(): Promise<void> {
      const next = untracked(cursor);
      const given = untracked(filters);
      if (next === null || untracked(isMoreLoading) || !given) return;
      isMoreLoading.set(true);
      const url = untracked(address);
      try {
        const answer = await get(addressOf(path, { ...given, limit: PAGE_SIZE, count: true, cursor: next }));
        // The filters may have changed meanwhile.
        if (url !== untracked(shownAddress)) return;
        const { data, page } = exactJson<ListDocument<R>>(answer.body ?? '');
        take(data, positionOf(answer));
        const before = new Set(untracked(order));
        order.update((list) => [...list, ...data.map(({ id }) => String(id)).filter((id) => !before.has(id))]);
        cursor.set(page.next_cursor);
      } finally {
        isMoreLoading.set(false);
      }
    },
    /** Asks for the list anew, in the order of now. */
    refresh(): void {
      shownAddress.set('');
      first.refresh();
    },
  };
}

export type LiveList<R extends Row & { readonly id: string | number }> = ReturnType<typeof liveList<R>>;
