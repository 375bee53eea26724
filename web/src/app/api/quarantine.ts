import { HttpClient } from '@angular/common/http';
import { computed, DestroyRef, effect, Injectable, inject, type Signal, signal, untracked } from '@angular/core';
import { firstValueFrom, Subject, throttleTime } from 'rxjs';
import type { Entry } from '../outbox/entry.js';
import type { LiveQuery } from './live-query.js';
import type { components } from './schema.js';
import { Session } from './session.js';

/** How often the list is asked for in a tab that is looked at, how often while it is not empty, and at most, in ms. */
const POLL_MS = 15_000;
const PARKED_POLL_MS = 3_000;
const MIN_PAUSE_MS = 1_000;

type Parked = components['schemas']['QuarantineDocument'];

/**
 * Streams that views failed on. Such a view goes on without the stream's events, so its position passes them while the
 * rows of the stream stay old.
 */
@Injectable({ providedIn: 'root' })
export class Quarantine {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly parked = signal<readonly Parked[]>([]);
  private readonly lanes = computed(() => new Set(this.parked().map(({ stream }) => stream)));
  private readonly readers = computed(
    () => new Set(this.parked().map(({ subscription, stream }) => `${subscription} ${stream}`)),
  );
  private askedAt = 0;
  private readonly looks$ = new Subject<void>();
  /** Streams that the readers have caught up with: rows of them are to be read anew, since no event tells of that. */
  readonly released$ = new Subject<ReadonlySet<string>>();

  constructor() {
    this.looks$.pipe(throttleTime(MIN_PAUSE_MS, undefined, { leading: true, trailing: true })).subscribe(() => this.ask());
    setInterval(() => {
      const pause = this.parked().length ? PARKED_POLL_MS : POLL_MS;
      if (!document.hidden && Date.now() - this.askedAt >= pause) this.look();
    }, PARKED_POLL_MS);
  }

  /** Whether a reader of the log has a stream in quarantine; without a name: whether any has. */
  has(stream: string, subscription?: string): boolean {
    return subscription === undefined ? this.lanes().has(stream) : this.readers().has(`${subscription} ${stream}`);
  }

  /** Asks for the list, at once or after the shortest pause, so that it shows what was quarantined before the call. */
  look(): void {
    this.looks$.next();
  }

  private ask(): void {
    const who = this.session.who();
    // Principals that are bound to a user may not know of it.
    if (!who || typeof who.userId === 'number') return;
    this.askedAt = Date.now();
    firstValueFrom(this.http.get<{ data: Parked[] }>('/v1/quarantine?state=parked&limit=100')).then(
      ({ data }) => {
        const before = this.lanes();
        this.parked.set(data.filter(({ build }) => build === 'serving'));
        const released = new Set([...before].filter((stream) => !this.lanes().has(stream)));
        if (released.size) this.released$.next(released);
      },
      // The next look may have an answer.
      () => undefined,
    );
  }
}

/**
 * Whether the view behind a page failed on its entity. To be called where injection is possible.
 *
 * @param query what the page is read from; it is asked again once the view has caught up
 * @param pending commands that the page can't have in what it shows
 */
export function parkedStream(
  view: string,
  stream: () => string,
  query: LiveQuery<unknown>,
  pending: () => readonly Entry[],
): Signal<boolean> {
  const quarantine = inject(Quarantine);
  quarantine.look();
  const released = quarantine.released$.subscribe(() => query.refresh());
  inject(DestroyRef).onDestroy(() => released.unsubscribe());
  // Saved, and the page passed it: its view may have failed on it.
  effect(() => {
    const position = query.answer()?.position ?? 0;
    const passed = pending().some(({ changes: [change] }) => (change?.position ?? Infinity) <= position);
    if (passed) untracked(() => quarantine.look());
  });
  return computed(() => quarantine.has(stream(), view));
}
