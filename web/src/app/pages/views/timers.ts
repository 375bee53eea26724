import { Component, computed, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery, poll } from '../../api/live-query.js';
import { Names } from '../../api/names.js';
import { Operator } from '../../api/operator.js';
import type { components } from '../../api/schema.js';
import { readerWords } from '../../ui/entities.js';
import { count, counted, exactTime } from '../../ui/format.js';
import { durationWords } from './operation-words.js';

type Timer = components['schemas']['TimerDocument'];

const POLL_MS = 3_000;

/** So many are shown at first, and at most. */
const FIRST = 10;
const MAX = 100;

/** What is to wake sagas, and when. */
@Component({
  selector: 'k-timers',
  imports: [RouterLink],
  template: `
    <div class="section-head"><h2 id="timers">Timers</h2></div>
    <ul class="card list">
      @for (timer of timers(); track timer.id) {
        <li class="item">
          <div class="line">
            <strong [title]="timer.saga">{{ readerWords(timer.saga) }}</strong>
            <span [title]="timer.key">{{ nameOf(timer) }}</span>
            <span class="words" [class.bad]="timer.error"
              [title]="exact(timer.dueAt)">{{ timer.error ? 'failed: ' + timer.error : dueWords(timer) }}</span>
            <a class="muted" [routerLink]="['/log', timer.cause]">set by event {{ count(timer.cause) }}</a>
            <span class="space"></span>
            <button type="button" class="button" [disabled]="operator.refusal()" [title]="operator.refusal()"
              (click)="ask(timer)">Cancel…</button>
          </div>
        </li>
      } @empty {
        <li class="none muted">{{ query.answer() ? 'None.' : '' }}</li>
      }
      @if (hasMore()) {
        <li class="none">
          @if (limit() < max) {
            <button type="button" class="button" (click)="limit.set(max)">Show more</button>
          } @else {
            <span class="muted">These are the first {{ count(timers().length) }}.</span>
          }
        </li>
      }
    </ul>
    <dialog #dialog class="dialog" aria-labelledby="timer-title" (close)="cancelling.set(undefined)">
      @if (cancelling(); as timer) {
        <div class="dialog-body">
          <h2 id="timer-title">Cancel the timer {{ nameOf(timer) }}?</h2>
          <p class="muted">{{ readerWords(timer.saga) }} will not be woken by it, and nothing sets it again by itself.</p>
          <div class="dialog-actions">
            <button type="button" class="button quiet" (click)="close()">Keep it</button>
            <button type="button" class="button primary" (click)="cancel(timer)">Cancel the timer</button>
          </div>
        </div>
      }
    </dialog>
  `,
  styleUrl: './section.css',
})
export class Timers {
  protected readonly operator = inject(Operator);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  private readonly names = inject(Names);
  protected readonly limit = signal(FIRST);
  protected readonly max = MAX;
  protected readonly cancelling = signal<Timer | undefined>(undefined);
  protected readonly query = liveQuery<{ data: readonly Timer[]; page: { next_cursor: string | null } }>(
    () => `/v1/timers?limit=${this.limit()}`,
  );
  protected readonly timers = computed(() => this.query.answer()?.body.data ?? []);
  protected readonly hasMore = computed(() => Boolean(this.query.answer()?.body.page.next_cursor));

  protected readonly count = count;
  protected readonly counted = counted;
  protected readonly exact = exactTime;
  protected readonly readerWords = readerWords;

  constructor() {
    poll(this.query, POLL_MS);
  }

  /** Keys are often ids of entities. */
  protected nameOf({ key }: Timer): string {
    return this.names.of(key) ?? key;
  }

  protected dueWords({ dueAt }: Timer): string {
    const seconds = (new Date(dueAt).getTime() - Date.now()) / 1_000;
    return seconds > 0 ? `in ${durationWords(seconds)}` : 'due now';
  }

  protected ask(timer: Timer): void {
    this.cancelling.set(timer);
    setTimeout(() => this.dialog().nativeElement.showModal());
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected async cancel(timer: Timer): Promise<void> {
    this.close();
    await this.operator.request('DELETE', `/v1/timers/${timer.id}`, { done: `The timer ${this.nameOf(timer)} is cancelled.` });
    this.query.refresh();
  }
}
