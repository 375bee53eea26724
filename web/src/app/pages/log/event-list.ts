import { HttpClient } from '@angular/common/http';
import { DestroyRef, effect, inject, type Signal, signal, untracked } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Live } from '../../api/live.js';
import { addressOf, problemOf } from '../../api/live-query.js';
import type { LoggedEvent, Problem } from '../../outbox/entry.js';

/** Filters, as the address of the page has them. */
export interface LogFilters {
  /** Types, separated by commas. */
  readonly eventType?: string;
  /** An id or a stream. */
  readonly entityId?: string;
  readonly correlationId?: string;
}

interface EventPage {
  readonly data: readonly LoggedEvent[];
  readonly page: { readonly next_cursor: string | null };
}

const PAGE_SIZE = 100;

/** The most events that are kept while the log flows, and the most that wait while it is held. */
export const MAX_EVENTS = 2_000;

/** A page may be empty though there are more; so many are asked for at once. */
const MAX_EMPTY_PAGES = 10;

/**
 * The events that match, the newest first: they come from the live stream, once a frame, and older ones page by page.
 * While the list is held, new events wait. To be called where injection is possible.
 */
export function eventList(filters: Signal<LogFilters>, isHeld: Signal<boolean>) {
  const http = inject(HttpClient);
  const live = inject(Live);
  const rows = signal<readonly LoggedEvent[]>([]);
  const waiting = signal<readonly LoggedEvent[]>([]);
  const cursor = signal<string | null>(null);
  const isLoading = signal(true);
  const isMoreLoading = signal(false);
  const problem = signal<Problem | undefined>(undefined);
  /** Counts the times that the list was loaded anew. An answer that was asked for before that is not for this list. */
  let round = 0;
  /** All events up to here are in the list or wait, or do not match. */
  let seen = 0;
  /** Whether events between the list and what came after it are missing, because there were too many to catch up with. */
  let isTorn = false;
  /** What has come since the last frame, oldest first, without gaps. */
  let arrived: LoggedEvent[] = [];
  let frame = 0;
  let matches: (event: LoggedEvent) => boolean = () => true;

  const ask = (before?: string) => {
    const place = { sort: '-position', limit: PAGE_SIZE, before };
    return firstValueFrom(
      http.get<EventPage>(addressOf('/v1/events', { ...untracked(filters), ...place }), { observe: 'response' }),
    );
  };
  const put = (newest: readonly LoggedEvent[]) => {
    const all = [...newest, ...(isTorn ? [] : rows())].slice(0, MAX_EVENTS);
    rows.set(all);
    // What was given up is asked for again, from here on.
    if (isTorn || all.length === MAX_EVENTS) cursor.set(String(all.at(-1)?.position));
    isTorn = false;
  };
  const draw = () => {
    frame = 0;
    if (isLoading()) return;
    const newest = arrived.filter(({ position }) => position > seen).reverse();
    arrived = [];
    if (!newest.length) return;
    seen = newest[0]?.position ?? seen;
    if (isHeld()) waiting.update((before) => [...newest, ...before].slice(0, MAX_EVENTS));
    else put(newest);
  };
  /** The position of the newest event that has come. */
  const latest = () => arrived.at(-1)?.position ?? seen;
  const take = (events: readonly LoggedEvent[]) => {
    const last = latest();
    arrived.push(...events.filter((event) => event.position > last && matches(event)));
    // No frames come in a tab that nobody sees.
    if (arrived.length > MAX_EVENTS) arrived = arrived.slice(-MAX_EVENTS);
    frame ||= requestAnimationFrame(draw);
  };
  const load = async () => {
    const own = ++round;
    isLoading.set(true);
    try {
      const { body, headers } = await ask();
      if (own !== round || !body) return;
      seen = Number(headers.get('event-position'));
      isTorn = false;
      rows.set(body.data);
      waiting.set([]);
      cursor.set(body.page.next_cursor);
      problem.set(undefined);
    } catch (error) {
      if (own === round) problem.set(problemOf(error));
    }
    if (own !== round) return;
    isLoading.set(false);
    if (arrived.length) draw();
    if (!untracked(rows).length) await more();
  };
  /** For when nothing tells of new events. */
  const catchUp = async () => {
    const own = round;
    const answer = await ask().catch(() => undefined);
    if (own !== round || untracked(isLoading) || !answer?.body) return;
    const { data, page } = answer.body;
    problem.set(undefined);
    const last = latest();
    if (page.next_cursor !== null && data.every(({ position }) => position > last)) {
      isTorn = true;
      arrived = [];
      waiting.set([]);
    }
    take(data.toReversed());
  };
  const more = async () => {
    if (untracked(isMoreLoading)) return;
    const own = round;
    isMoreLoading.set(true);
    try {
      for (let n = 0; n < MAX_EMPTY_PAGES; n++) {
        const before = untracked(cursor);
        if (before === null) break;
        const { body } = await ask(before);
        if (own !== round || !body) break;
        // Meanwhile the end of the list was given up, and this page does not follow on it any more.
        if (before !== untracked(cursor)) continue;
        const last = untracked(rows).at(-1)?.position ?? Infinity;
        rows.update((list) => [...list, ...body.data.filter(({ position }) => position < last)]);
        cursor.set(body.page.next_cursor);
        if (body.data.length) break;
      }
    } catch (error) {
      problem.set(problemOf(error));
    } finally {
      isMoreLoading.set(false);
    }
  };

  effect(() => {
    const { eventType, entityId, correlationId } = filters();
    const types = eventType ? new Set(eventType.split(',')) : undefined;
    matches = (event) =>
      (!types || types.has(event.eventType)) &&
      (!entityId || event.entityId === entityId || event.stream === entityId) &&
      (!correlationId || event.metadata.correlationId === correlationId);
    arrived = [];
    untracked(() => void load());
  });
  effect(() => {
    if (isHeld()) return;
    untracked(() => {
      if (waiting().length) put(waiting());
      waiting.set([]);
    });
  });
  const subscriptions = [
    live.events$.subscribe(take),
    live.stale$.subscribe(() => void catchUp()),
    live.reset$.subscribe(() => {
      arrived = [];
      void untracked(load);
    }),
  ];
  inject(DestroyRef).onDestroy(() => {
    cancelAnimationFrame(frame);
    for (const subscription of subscriptions) subscription.unsubscribe();
  });

  return {
    /** The newest first. */
    rows: rows.asReadonly(),
    /** What has come while the list was held, the newest first. */
    waiting: waiting.asReadonly(),
    hasMore: () => cursor() !== null,
    isLoading: isLoading.asReadonly(),
    isMoreLoading: isMoreLoading.asReadonly(),
    problem: problem.asReadonly(),
    /** Loads the next older events. */
    more,
  };
}
