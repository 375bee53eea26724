import { HttpClient } from '@angular/common/http';
import { Injectable, inject, signal, untracked } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Live } from './live.js';
import { addressOf } from './live-query.js';
import type { components } from './schema.js';

export type Name = components['schemas']['NameDocument'];

/** Names are asked for together, in ms, so that a list costs one request. */
const GROUP_MS = 200;

/** The most ids of one request, as the server has it. */
const MAX_IDS = 200;

/** Beyond so many names, all are forgotten. */
const MAX_KNOWN = 5_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The names of entities by id, for lists that only know ids. */
@Injectable({ providedIn: 'root' })
export class Names {
  private readonly http = inject(HttpClient);
  private readonly known = signal<ReadonlyMap<string, string>>(new Map());
  private readonly asked = new Set<string>();
  private wanted: string[] = [];
  private isWaiting = false;

  constructor() {
    const live = inject(Live);
    live.reset$.subscribe(() => this.forget());
    live.events$.subscribe((events) => {
      const named = events.flatMap(({ entityId, data }) => {
        const { id = entityId, name } = (data ?? {}) as { id?: unknown; name?: unknown };
        return typeof id === 'string' && typeof name === 'string' && this.asked.has(id) ? [[id, name] as const] : [];
      });
      if (named.length) this.known.update((before) => new Map([...before, ...named]));
    });
  }

  /** @returns undefined as long as it is not known, and of what has no name */
  of(id: string): string | undefined {
    if (!this.asked.has(id) && UUID.test(id)) this.want(id);
    return this.known().get(id);
  }

  private want(id: string): void {
    this.asked.add(id);
    this.wanted.push(id);
    if (this.isWaiting) return;
    this.isWaiting = true;
    setTimeout(() => void this.ask(), GROUP_MS);
  }

  private async ask(): Promise<void> {
    if (this.asked.size > MAX_KNOWN) this.forget();
    const ids = this.wanted.splice(0, MAX_IDS);
    const answer = await firstValueFrom(
      this.http.get<Record<string, Name>>(addressOf('/v1/names', { ids: ids.join(',') })),
    ).catch(() => undefined);
    if (answer)
      this.known.update((before) => new Map([...before, ...Object.entries(answer).map(([id, { name }]) => [id, name] as const)]));
    else for (const id of ids) this.asked.delete(id);
    this.isWaiting = this.wanted.length > 0;
    if (this.isWaiting) setTimeout(() => void this.ask(), GROUP_MS);
  }

  private forget(): void {
    this.asked.clear();
    if (untracked(this.known).size) this.known.set(new Map());
  }
}
