import { computed, DestroyRef, Injectable, inject, signal } from '@angular/core';

/** Something that the palette can do. */
export interface Action {
  /** Words that people search for: `Pause 3 campaigns`. */
  readonly title: string;
  readonly run: () => void;
}

/** What pages offer to the palette while they are shown. */
@Injectable({ providedIn: 'root' })
export class Actions {
  private readonly sources = signal<readonly (() => readonly Action[])[]>([]);
  readonly all = computed(() => this.sources().flatMap((source) => source()));

  /** @returns what takes them back */
  add(source: () => readonly Action[]): () => void {
    this.sources.update((sources) => [...sources, source]);
    return () => this.sources.update((sources) => sources.filter((each) => each !== source));
  }
}

/** Offers actions as long as the caller lives. To be called where injection is possible. */
export function offerActions(source: () => readonly Action[]): void {
  inject(DestroyRef).onDestroy(inject(Actions).add(source));
}
