import { HttpClient } from '@angular/common/http';
import { afterNextRender, Component, computed, type ElementRef, effect, inject, output, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { addressOf } from '../api/live-query.js';
import type { components } from '../api/schema.js';
import { PAGES } from '../pages/pages.js';
import { Actions } from './actions.js';
import { iconOf, placeOf } from './entities.js';
import { count } from './format.js';
import { Icon, type IconName } from './icon.js';
import { SavedViews } from './saved-views.js';

type Names = Readonly<Record<string, components['schemas']['NameDocument']>>;

interface Choice {
  readonly icon: IconName;
  readonly title: string;
  readonly hint: string;
  readonly run: () => void;
}

const SEARCH_PAUSE_MS = 150;
const MAX_NAMES = 12;
const MAX_QUERY = 100;

/** Pages, actions and names in one field: `#1802` is an order, a number an event. */
@Component({
  selector: 'k-palette',
  imports: [Icon],
  template: `
    <dialog #dialog class="dialog palette" aria-label="Search, jump and act"
      (cancel)="closed.emit()" (close)="closed.emit()" (click)="$event.target === dialog && close()">
      <div class="search">
        <k-icon name="search" />
        <input #field type="text" role="combobox" aria-expanded="true" aria-controls="palette-list"
          aria-autocomplete="list" aria-label="Search, jump and act"
          autocomplete="off" spellcheck="false" placeholder="A page, an action, a name, #order or a position" [attr.maxlength]="maxQuery"
          [attr.aria-activedescendant]="choices().length ? 'palette-' + current() : null"
            (input)="query.set(field.value)" (keydown)="pressed($event)" />
      </div>
      <ul id="palette-list" role="listbox" aria-label="Found">
        @for (choice of choices(); track $index) {
          <li role="option" [id]="'palette-' + $index" [attr.aria-selected]="$index === current()"
            (mousemove)="current.set($index)" (click)="choose(choice)">
            <k-icon [name]="choice.icon" /><span class="title">{{ choice.title }}</span><span class="hint">{{ choice.hint }}</span>
          </li>
        }
      </ul>
      @if (!choices().length) {
        <p class="none muted" role="status">{{ isSearching() ? 'Searching' : 'Nothing has that name.' }}</p>
      }
    </dialog>
  `,
  styles: `
    .palette {
      width: min(600px, calc(100vw - 24px));
      margin-top: min(14vh, 110px);
      overflow: hidden;
    }

    .search {
      display: flex;
      align-items: center;
      gap: 10px;
      padding: 0 16px;
      border-bottom: 1px solid var(--line);
      color: var(--ink-3);
    }

    input {
      flex: 1;
      min-width: 0;
      height: 48px;
      padding: 0;
      border: 0;
      outline: 0;
      background: none;
      color: var(--ink);
      font: 400 15px / 1.4 var(--font);
    }

    input::placeholder {
      color: var(--ink-3);
    }

    ul {
      max-height: min(400px, 56dvh);
      overflow: auto;
      padding: 6px;
      list-style: none;
    }

    li {
      display: flex;
      align-items: center;
      gap: 10px;
      min-height: 36px;
      padding: 4px 10px;
      border-radius: var(--radius);
      cursor: pointer;
    }

    li k-icon,
    .hint {
      color: var(--ink-2);
    }

    li[aria-selected="true"] {
      background: var(--selected);
    }

    .title {
      overflow: hidden;
      font-weight: 500;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    .hint {
      overflow: hidden;
      flex: 1 0 auto;
      max-width: 45%;
      margin-left: auto;
      font-size: 12px;
      text-align: right;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    ul:empty {
      display: none;
    }

    .none {
      padding: 20px;
      text-align: center;
    }
  `,
})
export class Palette {
  readonly closed = output<void>();
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly actions = inject(Actions);
  private readonly views = inject(SavedViews);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly query = signal('');
  protected readonly current = signal(0);
  protected readonly isSearching = signal(false);
  private readonly names = signal<Names>({});
  protected readonly maxQuery = MAX_QUERY;

  private readonly fixed = computed<readonly Choice[]>(() => [
    ...PAGES.map(({ title, path, icon, key }) => ({
      icon,
      title,
      hint: key ? `g ${key}` : 'Page',
      run: () => void this.router.navigateByUrl(`/${path}`),
    })),
    ...this.views.all().map(({ name, path, query }) => ({
      icon: 'bookmark' as const,
      title: name,
      hint: `Saved view of ${PAGES.find((page) => `/${page.path}` === path)?.title ?? path}`,
      run: () => void this.router.navigate([path], { queryParams: query }),
    })),
    ...this.actions.all().map(({ title, run }) => ({ icon: 'play' as const, title, hint: 'Action', run })),
  ]);
  protected readonly choices = computed<readonly Choice[]>(() => {
    const text = this.query().trim();
    const words = text.toLowerCase().split(/\s+/);
    const found = this.fixed().filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
    return text ? [...this.jumps(text), ...found, ...this.named()] : found;
  });

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
    effect((onCleanup) => {
      const text = this.query().trim();
      this.current.set(0);
      this.isSearching.set(text !== '');
      if (!text) return void this.names.set({});
      const timer = setTimeout(() => void this.search(text), SEARCH_PAUSE_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected pressed(event: KeyboardEvent): void {
    const { length } = this.choices();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && length) {
      event.preventDefault();
      this.current.update((n) => (n + step + length) % length);
      setTimeout(() => document.getElementById(`palette-${this.current()}`)?.scrollIntoView({ block: 'nearest' }));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const choice = this.choices()[this.current()];
      if (choice) this.choose(choice);
    }
  }

  protected choose(choice: Choice): void {
    this.close();
    choice.run();
  }

  /** The dialog's own event comes later, maybe after the next key. */
  protected close(): void {
    this.closed.emit();
    this.dialog().nativeElement.close();
  }

  /** Where an id or a position leads. */
  private jumps(text: string): Choice[] {
    const go = (icon: IconName, title: string, path: string, queryParams?: Record<string, string>) => ({
      ...{ icon, title, hint: 'Go to' },
      run: () => void this.router.navigate([path], { queryParams }),
    });
    const [, order] = /^#(\d{1,15})$/.exec(text) ?? [];
    if (order) return [go('orders', `Order ${order}`, `/orders/${order}`)];
    if (/^\d{1,15}$/.test(text))
      return [
        go('log', `Event at position ${count(Number(text))}`, `/log/${Number(text)}`),
        go('orders', `Order ${text}`, `/orders/${text}`),
      ];
    if (/^([a-z]+-\d+|([a-z]+-)?[0-9a-f]{8}-[0-9a-f-]{27})$/.test(text))
      return [go('log', `Events of ${text}`, '/log', { entityId: text })];
    return [];
  }

  private named(): Choice[] {
    return Object.entries(this.names()).map(([id, { type, name, path, portfolioId }]) => {
      const place = placeOf(
        type === 'section' ? { stream: 'portfolio-', entityId: portfolioId ?? '' } : { stream: `${type}-`, entityId: id },
      );
      return {
        icon: iconOf({ stream: `${type}-` }),
        title: name,
        hint: path ? path.slice(0, -1).join(' › ') : type,
        run: () => void this.router.navigate([...(place?.path ?? ['/'])], { queryParams: place?.query }),
      };
    });
  }

  private async search(text: string): Promise<void> {
    const found = await firstValueFrom(
      this.http.get<Names>(addressOf('/v1/names', { q: text.slice(0, MAX_QUERY), limit: MAX_NAMES })),
    ).catch(() => ({}));
    if (text !== this.query().trim()) return;
    this.names.set(found);
    this.isSearching.set(false);
  }
}
