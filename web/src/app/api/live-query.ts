import { type HttpErrorResponse, httpResource } from '@angular/common/http';
import { computed, DestroyRef, effect, inject, type Signal, signal, untracked } from '@angular/core';
import { Changes } from '../outbox/changes.js';
import type { LoggedEvent, Problem } from '../outbox/entry.js';
import { exactJson } from './exact-json.js';
import { Live } from './live.js';

/** Requests of a query are at least so far apart, in ms, unless the caller says otherwise. */
const MIN_PAUSE_MS = 300;
const RETRY_MS = 2_000;

/** An answer, with what its head says. */
export interface Answered<T> {
  /** The address that it answers. */
  readonly url: string;
  readonly body: T;
  /** `Event-Position`. */
  readonly position: number;
}

/** A query that is asked again when the live stream says that its answer has changed. */
export interface LiveQuery<T> {
  /** The newest answer. While the address changes, it is that of the old one. */
  readonly answer: Signal<Answered<T> | undefined>;
  readonly isLoading: Signal<boolean>;
  /** Why the latest request failed; the answer before it stays. */
  readonly problem: Signal<Problem | undefined>;
  /** Asks again, for an answer that is at least as new as `position`. */
  refresh(position?: number): void;
}

/** Writes the parameters of an address. Empty ones are left out, because the server refuses them. */
export function addressOf(
  path: string,
  parameters: Readonly<Record<string, string | number | boolean | null | undefined>>,
): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query ? `${path}?${query}` : path;
}

/**
 * Asks for an address, and again whenever an event makes the answer stale. To be called where injection is possible.
 *
 * @param address undefined: nothing is asked
 * @param isStale whether an event changes the answer; absent: it is asked once, and on `refresh`
 * @param since the position that an answer needs to have; of something that was just created, it would not be found before
 * @param pauseMs how far apart requests are at least
 */
export function liveQuery<T>(
  address: () => string | undefined,
  isStale?: (event: LoggedEvent) => boolean,
  { since, pauseMs = MIN_PAUSE_MS }: { since?: () => number | undefined; pauseMs?: number } = {},
): LiveQuery<T> {
  const live = inject(Live);
  const changes = inject(Changes);
  const answer = signal<Answered<T> | undefined>(undefined);
  const asked = signal({ wait: 0 });
  let wanted = 0;
  let startedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const resource = httpResource.text<T>(
    () => {
      const url = address();
      const wait = Math.max(asked().wait, untracked(() => since?.()) ?? 0);
      if (url === undefined) return undefined;
      startedAt = Date.now();
      const headers: Record<string, string> = wait ? { 'Wait-For-Position': String(wait) } : {};
      return { url, headers };
    },
    { parse: exactJson<T> },
  );
  const isLoading = computed(() => resource.isLoading());

  /** Not more often than needed, and never in a tab that nobody sees. */
  const schedule = () => {
    if (timer || document.hidden || untracked(isLoading)) return;
    const pause = Math.max(0, startedAt + pauseMs - Date.now());
    timer = setTimeout(() => {
      timer = undefined;
      if (wanted > (untracked(answer)?.position ?? -1)) asked.set({ wait: Math.floor(wanted) });
    }, pause);
  };
  const refresh = (position?: number) => {
    wanted = Math.max(wanted, position ?? (untracked(answer)?.position ?? 0) + 0.5);
    schedule();
  };

  effect(() => {
    if (resource.isLoading()) return;
    const headers = resource.headers();
    const url = untracked(address);
    if (resource.hasValue() && headers && url !== undefined) {
      const body = resource.value();
      const position = Number(headers.get('event-position') ?? 0);
      untracked(() => {
        const before = answer();
        if (before?.url === url && before.position > position) return;
        answer.set({ url, body, position });
      });
      if (wanted > position && wanted % 1 === 0) schedule();
      else wanted = 0;
    } else if (mayPass(resource.error())) setTimeout(() => refresh(), RETRY_MS);
  });

  const subscriptions = [
    live.events$.subscribe((events) => {
      const latest = isStale && events.findLast(isStale);
      if (latest) refresh(latest.position);
    }),
    live.stale$.subscribe(() => isStale && refresh()),
    live.reset$.subscribe(() => {
      wanted = 0;
      answer.set(undefined);
      asked.set({ wait: 0 });
    }),
  ];
  const onVisible = () => wanted && schedule();
  document.addEventListener('visibilitychange', onVisible);
  const forget = changes.watch(() => answer()?.position);
  inject(DestroyRef).onDestroy(() => {
    clearTimeout(timer);
    forget();
    document.removeEventListener('visibilitychange', onVisible);
    for (const subscription of subscriptions) subscription.unsubscribe();
  });
  return { answer, isLoading, problem: computed(() => problemOf(resource.error())), refresh };
}

/** Whether the same request may succeed later: nobody answered, a sign-in is needed, or the server is busy. */
function mayPass(error: unknown): boolean {
  const { status } = (error ?? {}) as Partial<HttpErrorResponse>;
  return status !== undefined && (status < 400 || status >= 500 || [401, 408, 425, 429].includes(status));
}

/** The problem document of a failed request, or one that says in words what is wrong. */
export function problemOf(error: unknown): Problem | undefined {
  if (!error) return undefined;
  const { error: answer, status } = error as HttpErrorResponse;
  const body = typeof answer === 'string' ? parsed(answer) : answer;
  if (body && typeof body === 'object' && 'detail' in body) return body as Problem;
  return { code: `http.${status ?? 0}`, detail: status ? `The server answered with ${status}.` : 'The server does not answer.' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Asks again and again, for answers that change without any event. To be called where injection is possible. */
export function poll({ refresh }: LiveQuery<unknown>, pauseMs: number): void {
  const timer = setInterval(() => refresh(), pauseMs);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
}
