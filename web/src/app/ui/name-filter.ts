import { HttpClient } from '@angular/common/http';
import { Component, computed, effect, inject, input, output, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { addressOf } from '../api/live-query.js';
import { type Name, Names } from '../api/names.js';
import { Icon } from './icon.js';

const SEARCH_PAUSE_MS = 200;
const MAX_FOUND = 8;

let made = 0;

/** A filter by an entity, which is found by its name. */
@Component({
  selector: 'k-name-filter',
  imports: [Icon],
  template: `
    @if (value(); as id) {
      <span class="chosen input">
        <span class="muted">{{ label() }}</span><span class="name" [title]="name() ?? id">{{ name() ?? id }}</span>
        <button type="button" class="icon-button" [attr.aria-label]="'Any ' + label().toLowerCase()" (click)="chosen.emit(null)"><k-icon
          name="close" /></button>
      </span>
    } @else {
      <input #field class="input" type="text" role="combobox" autocomplete="off" spellcheck="false" maxlength="100"
        [placeholder]="label()" [attr.aria-label]="label()" [attr.aria-expanded]="found().length > 0"
        [attr.aria-controls]="listId" [attr.aria-activedescendant]="found().length ? listId + current() : null"
        [value]="text()" (input)="text.set(field.value)" (keydown)="pressed($event)" (blur)="text.set('')" />
      <ul role="listbox" [id]="listId" [attr.aria-label]="label()" [hidden]="!found().length">
        @for (each of found(); track each.id; let n = $index) {
          <li role="option" [id]="listId + n" [attr.aria-selected]="n === current()" (mousemove)="current.set(n)"
            (mousedown)="$event.preventDefault(); choose(n)">
            <span>{{ each.name }}</span><span class="muted">{{ each.path }}</span>
          </li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      position: relative;
      display: inline-grid;
      grid-template-columns: minmax(0, 1fr);
      width: 170px;
    }

    .chosen {
      min-width: 0;
      display: flex;
      align-items: center;
      gap: 6px;
      padding-right: 2px;
      background: var(--selected);
    }

    .name {
      flex: 1;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    ul {
      position: absolute;
      z-index: 3;
      top: calc(100% + 4px);
      left: 0;
      width: max-content;
      min-width: 100%;
      max-width: min(340px, 84vw);
      padding: 4px;
      border: 1px solid var(--line);
      border-radius: 8px;
      background: var(--raised);
      box-shadow: var(--shadow);
      list-style: none;
    }

    li {
      display: grid;
      padding: 5px 8px;
      border-radius: var(--radius);
      line-height: 1.3;
      overflow-wrap: anywhere;
      cursor: pointer;
    }

    li[aria-selected="true"] {
      background: var(--selected);
    }

    .muted {
      font-size: 12px;
    }

    @media (max-width: 640px) {
      :host {
        width: auto;
      }
    }
  `,
})
export class NameFilter {
  readonly label = input.required<string>();
  /** Of the entities, as the API has it. */
  readonly type = input.required<Name['type']>();
  /** The id of the chosen one. */
  readonly value = input<string>();
  readonly chosen = output<string | null>();

  private readonly http = inject(HttpClient);
  private readonly names = inject(Names);
  protected readonly listId = `name-filter-${made++}-`;
  protected readonly text = signal('');
  protected readonly current = signal(0);
  protected readonly found = signal<readonly { id: string; name: string; path: string }[]>([]);
  protected readonly name = computed(() => this.names.of(this.value() ?? ''));

  constructor() {
    effect((onCleanup) => {
      const text = this.text().trim();
      if (!text) return void this.found.set([]);
      const timer = setTimeout(() => void this.search(text), SEARCH_PAUSE_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected pressed(event: KeyboardEvent): void {
    const { length } = this.found();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && length) this.current.update((n) => (n + step + length) % length);
    else if (event.key === 'Enter' && length) this.choose(this.current());
    else if (event.key === 'Escape') this.text.set('');
    else return;
    event.preventDefault();
  }

  protected choose(n: number): void {
    const { id } = this.found()[n] ?? {};
    this.text.set('');
    if (id) this.chosen.emit(id);
  }

  private async search(text: string): Promise<void> {
    const found = await firstValueFrom(
      this.http.get<Record<string, Name>>(addressOf('/v1/names', { q: text, types: this.type(), limit: MAX_FOUND })),
    ).catch(() => ({}));
    if (text !== this.text().trim()) return;
    this.current.set(0);
    this.found.set(
      Object.entries(found).map(([id, { name, path }]) => ({ id, name, path: (path ?? []).slice(0, -1).join(' › ') })),
    );
  }
}
