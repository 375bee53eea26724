import { Component, computed, ElementRef, inject, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Changes } from '../outbox/changes.js';
import { type Entry, isPending, isTrouble, type LoggedEvent } from '../outbox/entry.js';
import { ago, counted, exactTime } from './format.js';
import { Icon } from './icon.js';

interface Shown {
  readonly entry: Entry;
  readonly state: string;
  readonly why: string;
  /** What others did since the user saw it. */
  readonly meanwhile: readonly (LoggedEvent & { readonly what: string })[];
  /** Rows of a bulk that were refused. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
  readonly canApply: boolean;
  readonly isConflict: boolean;
}

/** The changes that are not saved, and those that wait. It keeps what a toast only mentions. */
@Component({
  selector: 'k-drawer',
  imports: [Icon, RouterLink],
  template: `
    <header>
      <h2>Changes of this browser</h2>
      <button type="button" class="icon-button" aria-label="Close" (click)="closed.emit()"><k-icon name="close" /></button>
    </header>
    <div class="body">
      @if (changes.foreign().length) {
        <section class="item">
          <strong>The server has another log now</strong>
          <p class="muted">{{ foreignText() }} meant for the log before, and will not be sent to this one.</p>
          <div class="actions"><button type="button" class="button" (click)="changes.discardForeign()">Discard</button></div>
        </section>
      }
      @for (item of troubles(); track item.entry.id) {
        <section class="item">
          <div class="line">
            <strong>{{ item.entry.label }}</strong>
            <span class="badge bad">{{ item.state }}</span>
          </div>
          <p class="muted">{{ item.why }}</p>
          @if (item.refused.length) {
            <details>
              <summary>Which ones</summary>
              <ul class="meanwhile">
                @for (row of item.refused; track $index) {
                  <li>{{ row.name }}: <span class="muted">{{ row.why }}</span></li>
                }
              </ul>
            </details>
          }
          @if (item.meanwhile.length) {
            <ul class="meanwhile">
              @for (event of item.meanwhile; track event.position) {
                <li>
                  {{ event.metadata.actor }}: {{ event.what }}
                  <span class="muted" [title]="exact(event.datetime)">{{ time(event.datetime) }}</span>
                </li>
              }
            </ul>
          }
          <div class="actions">
            @if (item.canApply) {
              <button type="button" class="button primary" (click)="changes.again(item.entry.id)">
                {{ item.isConflict ? 'Apply mine' : 'Try again' }}
              </button>
            }
            <a class="button" [routerLink]="pathOf(item.entry)" [queryParams]="queryOf(item.entry)" (click)="closed.emit()">Show</a>
            <button type="button" class="button quiet" (click)="changes.dismiss(item.entry.id)">Dismiss</button>
          </div>
        </section>
      }
      @for (entry of waiting(); track entry.id) {
        <section class="item">
          <div class="line">
            <strong>{{ entry.label }}</strong>
            <span class="badge">{{ entry.state === 'uncertain' ? 'no answer yet' : 'saving' }}</span>
          </div>
        </section>
      }
      @if (!troubles().length && !waiting().length && !changes.foreign().length) {
        <p class="none muted">Everything is saved.</p>
      }
    </div>
  `,
  styleUrl: './drawer.css',
  host: { role: 'dialog', 'aria-label': 'Changes of this browser', tabindex: '-1', '(keydown.escape)': 'closed.emit()' },
})
export class Drawer {
  protected readonly changes = inject(Changes);
  readonly closed = output<void>();
  protected readonly exact = exactTime;
  protected readonly time = ago;
  protected readonly troubles = computed(() => this.changes.troubles().map(told).toReversed());
  protected readonly waiting = computed(() => this.changes.pending().filter((entry) => !this.changes.foreign().includes(entry)));
  protected readonly foreignText = computed(() => {
    const { length } = this.changes.foreign();
    return `${counted(length, 'change')} ${length === 1 ? 'was' : 'were'}`;
  });

  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    setTimeout(() => nativeElement.focus());
  }

  protected pathOf({ page }: Entry): string {
    return page.split('?')[0] ?? '/';
  }

  /** With the change, so that the page shows its form as it was filled. */
  protected queryOf({ page, id }: Entry): Record<string, string> {
    return { ...Object.fromEntries(new URLSearchParams(page.split('?')[1] ?? '')), draft: id };
  }
}

/** More rows of one bulk are not listed. */
const MAX_REFUSED = 50;

/** `CampaignNameSet` with its data as `campaign name set: Theirs` */
function whatOf({ eventType, data }: LoggedEvent): string {
  const words = eventType
    .replace(/_v\d+$/, '')
    .replaceAll('_', ' ')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  const values = Object.values((data ?? {}) as object).filter((value) => typeof value !== 'object');
  return values.length ? `${words}: ${values.join(', ')}` : words;
}

const STATES: Partial<Record<Entry['state'], string>> = { conflict: 'conflict', blocked: 'waits', asks: 'too old' };

function told(entry: Entry): Shown {
  const { state, problem, changes } = entry;
  const refused = changes.filter((change) => change.problem);
  const meanwhile = (state === 'conflict' ? (problem?.events ?? []) : []).map((event) => ({ ...event, what: whatOf(event) }));
  const why: Partial<Record<Entry['state'], string>> = {
    conflict: meanwhile.length ? 'Meanwhile somebody else changed the same:' : 'Somebody else changed it meanwhile.',
    blocked: 'It needs another change, which was not saved.',
    asks: 'It was sent days ago without an answer, so nobody knows whether it was done.',
    acked: `${counted(refused.length, 'row')} of ${changes.length} not saved: ${refused[0]?.problem?.detail ?? ''}`,
  };
  return {
    entry,
    state: STATES[state] ?? 'not saved',
    why: why[state] ?? problem?.detail ?? 'The server refused it.',
    meanwhile,
    refused: refused
      .slice(0, MAX_REFUSED)
      .map(({ name, lane, problem: its }) => ({ name: name ?? lane, why: its?.detail ?? '' })),
    canApply: isTrouble(entry) && !isPending(entry) && state !== 'acked' && state !== 'blocked',
    isConflict: state === 'conflict',
  };
}
