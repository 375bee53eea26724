import { computed, inject, type Signal } from '@angular/core';
import { Router } from '@angular/router';
import { addressOf, type LiveQuery, liveQuery } from '../../api/live-query.js';
import { parkedStream } from '../../api/quarantine.js';
import type { components } from '../../api/schema.js';
import { Changes } from '../../outbox/changes.js';
import { type Entry, isTrouble, type LoggedEvent } from '../../outbox/entry.js';
import { type Row, shown } from '../../outbox/overlay.js';
import { stateWords } from '../../outbox/state-words.js';

export type HistoryDocument = components['schemas']['HistoryDocument'];

/** The entity that a page shows. */
interface Entity {
  /** Its name in the API. */
  readonly collection: 'campaigns' | 'creatives';
  /** The view behind the page. */
  readonly view: string;
  stream(id: string): string;
  // From the address of the page.
  readonly id: Signal<string>;
  readonly version: Signal<string | undefined>;
  /** A change that was not saved. */
  readonly draft: Signal<string | undefined>;
}

/** What the pages of entities have in common. */
export interface EntityPage<R> {
  readonly now: LiveQuery<R>;
  readonly history: LiveQuery<HistoryDocument>;
  /** The entity with the changes that the server's answer does not have yet. */
  readonly row: Signal<R | undefined>;
  readonly words: Signal<ReturnType<typeof stateWords>>;
  readonly isParked: Signal<boolean>;
  /** The entity at the version that the address names. */
  readonly old: Signal<R | undefined>;
  /** The change of `draft`, while it is not saved. */
  readonly failed: Signal<Entry | undefined>;
  /** Shows the entity at `version`. Without it, or with the newest one, shows the current state. */
  show(version?: number): void;
}

/** Reads an entity, its history and the version of the address. To be called where injection is possible. */
export function entityPage<R extends Row>({ collection, view, stream, id, version, draft }: Entity): EntityPage<R> {
  const changes = inject(Changes);
  const router = inject(Router);
  const url = () => `/v1/${collection}/${id()}`;
  const lane = () => stream(id());
  const isOfEntity = ({ entityId }: LoggedEvent) => entityId === id();
  const now = liveQuery<R>(url, isOfEntity);
  const history = liveQuery<HistoryDocument>(() => addressOf(`${url()}/history`, { sort: '-version', limit: 200 }), isOfEntity);
  const past = liveQuery<R>(() => (version() ? addressOf(url(), { version: version() }) : undefined));

  const current = computed(() => {
    const answer = now.answer();
    const made = changes.lanes().get(lane());
    if (answer?.url === url()) return shown(answer.body, answer.position, made, true);
    // It was just created here, and the server does not know it yet.
    return made?.[0]?.change.patch.created ? shown({ version: 0 } as R, 0, made) : undefined;
  });
  const pending = () => current()?.pending ?? [];
  const isParked = parkedStream(view, lane, now, pending);
  return {
    now,
    history,
    row: computed(() => current()?.row),
    isParked,
    words: computed(() => stateWords(pending(), changes.troublesByLane().get(lane()) ?? [], isParked())),
    old: computed(() => {
      const answer = past.answer();
      return version() && String(answer?.body.version) === version() ? answer?.body : undefined;
    }),
    failed: computed(() => {
      const entry = changes.entries().find((each) => each.id === draft());
      return entry && isTrouble(entry) && !entry.isBulk ? entry : undefined;
    }),
    show: (chosen) => {
      const newest = current()?.row.version ?? 0;
      const queryParams = { version: chosen === undefined || chosen >= newest ? null : chosen };
      void router.navigate([], { queryParams, replaceUrl: true });
    },
  };
}
