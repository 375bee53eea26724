import { Component, computed, type ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { addressOf, liveQuery, poll } from '../../api/live-query.js';
import { Operator } from '../../api/operator.js';
import type { components } from '../../api/schema.js';
import { readerWords } from '../../ui/entities.js';
import { ago, count, counted, exactTime } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';

type Parked = components['schemas']['QuarantineDocument'];

const POLL_MS = 2_000;

/** Streams that a reader failed on, with the way out: try again, or leave the event out. */
@Component({
  selector: 'k-quarantine',
  imports: [Icon, RouterLink],
  template: `
    <div class="section-head">
      <h2 id="quarantine">Quarantine</h2>
      <select #shown class="input" aria-label="State of streams" [value]="state() ?? 'parked'"
        (change)="go({ quarantine: shown.value === 'parked' ? null : shown.value })">
        <option value="parked">Waiting</option>
        <option value="released">Released</option>
        <option value="skipped">Skipped</option>
      </select>
      @if (subscription(); as name) {
        <button type="button" class="button" (click)="go({ reader: null })">{{ readerWords(name) }}<k-icon name="close" /></button>
      }
    </div>
    <ul class="card list">
      @for (item of parked(); track item.id) {
        <li class="item">
          <div class="line">
            <a routerLink="/log" [queryParams]="{ entityId: item.stream }"><strong>{{ item.stream }}</strong></a>
            <span>in <span
              [title]="item.subscription">{{ readerWords(item.subscription) }}</span>{{ item.build === 'next' ?
                ' (next build)' : '' }}</span>
            @if (item.wish && item.state === 'parked') {
              <span class="words">{{ item.wish }} requested{{ item.by ? ' by ' + item.by : '' }}</span>
            }
            <span class="space"></span>
            <span class="muted" [title]="exact(item.parkedAt)">{{ ago(item.parkedAt) }}</span>
          </div>
          <p class="error">{{ item.error }}</p>
          <div class="line">
            <a [routerLink]="['/log', item.position]">{{ item.eventType ?? 'An event' }} at {{ count(item.position) }}</a>
            <span class="muted">
              failed
                {{ counted(item.attempts, 'time') }}{{ item.state === 'parked' ? ', ' + counted(item.waiting,
                  'event waits', 'events wait') : '' }}
            </span>
            <span class="space"></span>
            @if (item.state === 'parked') {
              <button type="button" class="button" [disabled]="operator.refusal()" [title]="operator.refusal()"
                (click)="retry(item)"><k-icon name="refresh" />Retry</button>
              <button type="button" class="button" [disabled]="operator.refusal()" [title]="operator.refusal()"
                (click)="ask(item)">Skip…</button>
            } @else {
              <span class="muted">{{ item.state }}{{ item.by ? ' by ' + item.by : '' }}{{ item.reason ? ': ' + item.reason : '' }}</span>
            }
          </div>
          @if (item.event) {
            <details>
              <summary>Data of the event</summary>
              <pre tabindex="0" aria-label="Data of the event">{{ json(item.event.data) }}</pre>
            </details>
          }
        </li>
      } @empty {
        <li class="none muted">{{ query.answer() ? 'None: no reader has failed on an event.' : '' }}</li>
      }
    </ul>
    <dialog #dialog class="dialog" aria-labelledby="skip-title" (close)="skipping.set(undefined)">
      @if (skipping(); as item) {
        <form (submit)="$event.preventDefault(); skip(item, reason.value)">
          <h2 id="skip-title">Skip {{ item.eventType ?? 'the event' }} of {{ item.stream }}?</h2>
          <p class="muted">
            {{ readerWords(item.subscription) }} goes on without it, and a rebuild skips it as well. The event stays in the log.
          </p>
          <div class="field">
            <label for="skip-reason">Why it may be left out</label>
            <input #reason id="skip-reason" class="input" type="text" maxlength="500" required autocomplete="off" />
            <span class="hint">It stays on record.</span>
          </div>
          <div class="dialog-actions">
            <button type="button" class="button quiet" (click)="close()">Cancel</button>
            <button type="submit" class="button primary">Skip the event</button>
          </div>
        </form>
      }
    </dialog>
  `,
  styleUrl: './section.css',
})
export class Quarantine {
  readonly state = input<string>();
  readonly subscription = input<string>();

  private readonly router = inject(Router);
  protected readonly operator = inject(Operator);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly skipping = signal<Parked | undefined>(undefined);
  protected readonly query = liveQuery<{ data: readonly Parked[] }>(() =>
    addressOf('/v1/quarantine', { state: this.state(), subscription: this.subscription(), limit: 50 }),
  );
  protected readonly parked = computed(() => this.query.answer()?.body.data ?? []);

  protected readonly ago = ago;
  protected readonly count = count;
  protected readonly counted = counted;
  protected readonly exact = exactTime;
  protected readonly readerWords = readerWords;
  protected readonly json = (value: unknown) => JSON.stringify(value, null, 2);

  constructor() {
    poll(this.query, POLL_MS);
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected async retry({ id, stream }: Parked): Promise<void> {
    await this.operator.request('POST', `/v1/quarantine/${id}/retry`, { done: `${stream} is tried again.` });
    this.query.refresh();
  }

  protected ask(item: Parked): void {
    this.skipping.set(item);
    setTimeout(() => this.dialog().nativeElement.showModal());
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected async skip({ id, stream }: Parked, text: string): Promise<void> {
    const reason = text.trim();
    if (!reason) return;
    this.close();
    await this.operator.request('POST', `/v1/quarantine/${id}/skip`, {
      body: { reason },
      done: `${stream} goes on without the event.`,
    });
    this.query.refresh();
  }
}
