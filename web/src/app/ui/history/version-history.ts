import { Component, input, output } from '@angular/core';
import { ago, exactTime } from '../format.js';
import type { HistoryDocument } from './entity-page.js';

/** The history of an entity, newest first. A click on an event, or the slider, chooses the version to show. */
@Component({
  selector: 'k-version-history',
  template: `
    <div class="page-head">
      <h2>History</h2>
      <span class="space"></span>
      <input #slider id="version" type="range" min="1" [max]="newest()" [value]="version() ?? newest()"
        aria-label="Version" [disabled]="newest() < 2" (input)="chosen.emit(slider.valueAsNumber)" />
      <output class="muted" for="version">{{ version() ?? newest() }} of {{ newest() }}</output>
    </div>
    <ol>
      @for (event of events() ?? []; track event.version) {
        <li>
          <button type="button" class="event" [attr.aria-current]="version() === '' + event.version ? 'true' : null"
            (click)="chosen.emit(event.version)">
            <span class="number">{{ event.version }}</span>
            <span class="summary">{{ event.summary }}</span>
            <span class="muted" [title]="exact(event.datetime)">{{ event.actor }}, {{ ago(event.datetime) }}</span>
          </button>
        </li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: grid;
      gap: 14px;
      padding: 16px;
      min-width: 0;
    }

    input {
      width: min(220px, 40vw);
      accent-color: var(--accent-fill);
    }

    ol {
      display: grid;
      list-style: none;
      /* What stands below the history is found however long it is. */
      max-height: 60vh;
      overflow-y: auto;
    }

    .event {
      display: grid;
      grid-template-columns: 28px minmax(0, 1fr) auto;
      gap: 8px;
      width: 100%;
      padding: 7px 8px;
      border: 0;
      border-radius: var(--radius);
      background: none;
      color: inherit;
      font: inherit;
      text-align: left;
      cursor: pointer;
    }

    .event:hover {
      background: var(--hover);
    }

    .event:focus-visible {
      outline-offset: -2px;
    }

    .event[aria-current] {
      background: var(--selected);
    }

    .number {
      color: var(--ink-3);
      text-align: right;
    }

    .summary {
      overflow-wrap: anywhere;
    }
  `,
  host: { class: 'card history' },
})
export class VersionHistory {
  readonly events = input.required<HistoryDocument['data'] | undefined>();
  /** The newest version. */
  readonly newest = input.required<number>();
  /** The version of the address; undefined: the newest is shown. */
  readonly version = input<string>();
  readonly chosen = output<number>();

  protected readonly ago = ago;
  protected readonly exact = exactTime;
}
