import { Component, computed, type ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from './icon.js';
import { type SavedView, SavedViews } from './saved-views.js';

/** In px; the menu stays so far from the edges. */
const WIDTH = 300;
const MARGIN = 12;

/** The saved views of a page, and a field to save what it shows now. */
@Component({
  selector: 'k-saved-views',
  imports: [Icon, RouterLink],
  template: `
    <button #button type="button" class="button quiet" popovertarget="saved-views" aria-label="Saved views" title="Saved views">
      <k-icon name="bookmark" /><span class="text">{{ current()?.name ?? 'Saved' }}</span>
    </button>
    <div #menu id="saved-views" class="menu" popover role="group" aria-label="Saved views" (beforetoggle)="place(button)">
      @if (own().length) {
        <ul>
          @for (view of own(); track view.name) {
            <li>
              <a [routerLink]="view.path" [queryParams]="view.query" [attr.aria-current]="view === current() ? 'true' : null"
                (click)="menu.hidePopover()">{{ view.name }}</a>
              <button type="button" class="icon-button" [attr.aria-label]="'Remove the view ' + view.name" title="Remove"
                (click)="views.remove(view)"><k-icon name="trash" /></button>
            </li>
          }
        </ul>
      }
      @if (isEmpty()) {
        <p class="muted">Filter or sort the list, and save that here under a name. This browser keeps it.</p>
      } @else {
        <form (submit)="$event.preventDefault(); save(name.value) && menu.hidePopover()">
          <input #name class="input" type="text" aria-label="Name of the view" placeholder="Name for these filters"
            autocomplete="off" [value]="current()?.name ?? ''" [attr.aria-invalid]="fault() ? true : null"
            (input)="typed.set(name.value)" />
          <button type="submit" class="button">{{ isKnown() ? 'Replace' : 'Save' }}</button>
          @if (fault()) {
            <span class="fault" role="alert">{{ fault() }}</span>
          }
        </form>
      }
    </div>
  `,
  styles: `
    .menu {
      position: fixed;
      inset: auto;
      margin: 0;
      width: min(300px, calc(100vw - 24px));
      max-height: min(480px, 70dvh);
      overflow: auto;
      border: 1px solid var(--line);
      border-radius: 8px;
      background: var(--raised);
      box-shadow: var(--shadow);
      color: var(--ink);
    }

    ul {
      padding: 6px;
      border-bottom: 1px solid var(--line);
      list-style: none;
    }

    li {
      display: flex;
      align-items: center;
      gap: 4px;
      min-height: 34px;
      border-radius: var(--radius);
    }

    li:hover,
    li:focus-within {
      background: var(--hover);
    }

    li a {
      overflow: hidden;
      flex: 1;
      padding: 6px 8px;
      color: var(--ink);
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    li a[aria-current] {
      font-weight: 600;
    }

    form {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      padding: 10px;
    }

    .input {
      flex: 1;
      min-width: 0;
    }

    .fault {
      flex-basis: 100%;
      color: var(--bad);
      font-size: 12px;
    }

    p {
      padding: 12px;
    }

    .text {
      overflow: hidden;
      max-width: 160px;
      line-height: 1.4;
      text-overflow: ellipsis;
    }

    @media (max-width: 640px) {
      .text {
        display: none;
      }
    }
  `,
})
export class SavedViewsMenu {
  /** The address of the page. */
  readonly path = input.required<string>();
  /** Its filters and order, as parameters of the address. */
  readonly query = input.required<Readonly<Record<string, string | undefined>>>();
  protected readonly views = inject(SavedViews);
  private readonly menu = viewChild.required<ElementRef<HTMLElement>>('menu');
  protected readonly typed = signal<string | undefined>(undefined);
  protected readonly fault = signal('');
  private readonly given = computed(() =>
    Object.fromEntries(Object.entries(this.query()).filter((entry): entry is [string, string] => Boolean(entry[1]))),
  );
  protected readonly isEmpty = computed(() => Object.keys(this.given()).length === 0);
  protected readonly own = computed(() => this.views.all().filter(({ path }) => path === this.path()));
  /** The one that the page shows. */
  protected readonly current = computed(() => {
    const text = textOf(this.given());
    return this.own().find(({ query }) => textOf(query) === text);
  });
  protected readonly isKnown = computed(() => {
    const name = (this.typed() ?? this.current()?.name ?? '').trim();
    return this.own().some((view) => view.name === name);
  });

  /** @returns whether it was saved */
  protected save(name: string): boolean {
    const view: SavedView = { path: this.path(), name, query: this.given() };
    this.fault.set(this.views.save(view) ?? '');
    return !this.fault();
  }

  /** Below the button, within the window. */
  protected place(button: HTMLElement): void {
    this.fault.set('');
    this.typed.set(undefined);
    const { bottom, right } = button.getBoundingClientRect();
    const { style } = this.menu().nativeElement;
    style.top = `${bottom + 4}px`;
    style.left = `${Math.max(MARGIN, Math.min(right, innerWidth - MARGIN) - WIDTH)}px`;
  }
}

const textOf = (query: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(query).sort());
