import { computed, effect, Injectable, inject, signal, untracked } from '@angular/core';
import { Session } from '../api/session.js';
import { characterCount } from './format.js';

/** Filters and the order of a list, under a name. */
export interface SavedView {
  /** The address of the page, such as `/campaigns`. */
  readonly path: string;
  readonly name: string;
  /** Parameters of the address. */
  readonly query: Readonly<Record<string, string>>;
}

/** Of all pages together, so that the palette stays legible and the browser's storage is never full of them. */
export const MAX_VIEWS = 50;
export const MAX_VIEW_NAME = 40;
const MAX_QUERY_LENGTH = 2_000;

/** The saved views of this browser, for the log that the server has now: another log has other ids. */
@Injectable({ providedIn: 'root' })
export class SavedViews {
  private readonly session = inject(Session);
  private readonly views = signal<readonly SavedView[]>([]);
  private readonly key = computed(() => {
    const instance = this.session.instance();
    return instance && `kronika.views.${instance}`;
  });
  readonly all = this.views.asReadonly();

  constructor() {
    effect(() => {
      const key = this.key();
      untracked(() => this.views.set(key ? stored(key) : []));
    });
    // Another tab has changed them.
    addEventListener('storage', ({ key }) => {
      const own = this.key();
      if (own && (key === own || key === null)) this.views.set(stored(own));
    });
  }

  /** Saves a view, in the place of one with the same name on the same page. @returns why it was not; undefined: it was */
  save(view: SavedView): string | undefined {
    const name = view.name.trim();
    if (!name) return 'A name is needed.';
    if (characterCount(name) > MAX_VIEW_NAME) return `At most ${MAX_VIEW_NAME} characters.`;
    if (JSON.stringify(view.query).length > MAX_QUERY_LENGTH) return 'These filters are too long to be kept.';
    const others = this.views().filter((each) => each.path !== view.path || each.name !== name);
    if (others.length >= MAX_VIEWS) return `There are ${MAX_VIEWS} saved views already. Remove one first.`;
    const sorted = [...others, { ...view, name }].sort((a, b) => a.name.localeCompare(b.name));
    return this.keep(sorted) ? undefined : 'This browser does not keep it.';
  }

  remove({ path, name }: SavedView): void {
    this.keep(this.views().filter((each) => each.path !== path || each.name !== name));
  }

  private keep(views: readonly SavedView[]): boolean {
    const key = this.key();
    if (!key) return false;
    try {
      localStorage.setItem(key, JSON.stringify(views));
    } catch {
      return false;
    }
    this.views.set(views);
    return true;
  }
}

function stored(key: string): readonly SavedView[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(found) ? found.filter(isView).slice(0, MAX_VIEWS) : [];
  } catch {
    return [];
  }
}

/** What is in the browser's storage may be of another version of the admin. */
function isView(value: unknown): value is SavedView {
  const { path, name, query } = (value ?? {}) as Partial<Record<keyof SavedView, unknown>>;
  const isText = typeof path === 'string' && path.startsWith('/') && typeof name === 'string';
  return isText && !!query && typeof query === 'object' && Object.values(query).every((each) => typeof each === 'string');
}
