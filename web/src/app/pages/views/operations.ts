import { Component, computed, effect, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { addressOf, liveQuery, poll } from '../../api/live-query.js';
import { Operator } from '../../api/operator.js';
import { ago, count, exactTime } from '../../ui/format.js';
import { durationWords, isActive, kindWords, type Operation, reportOf, resultWords } from './operation-words.js';

const POLL_MS = 1_000;

/** Rebuilds, verifications and the other operations, the newest first. */
@Component({
  selector: 'k-operations',
  template: `
    <div class="section-head">
      <h2 id="operations">Operations</h2>
      <button type="button" class="button quiet" [disabled]="operator.refusal()"
        [title]="operator.refusal() || 'Add up the ledger of views, and compare it with the sums of reports'"
        (click)="checkLedger()">Check the ledger</button>
      <select #shown class="input" aria-label="State of operations" [value]="state() ?? ''" (change)="go(shown.value)">
        <option value="">All</option>
        <option value="waiting">Waiting</option>
        <option value="running">Running</option>
        <option value="done">Done</option>
        <option value="failed">Failed</option>
      </select>
    </div>
    <ul class="card list">
      @for (operation of operations(); track operation.id) {
        @let result = resultWords(operation);
        @let report = reportOf(operation);
        <li class="item" [attr.id]="operation.id">
          <div class="line">
            <strong>{{ kindWords(operation) }}</strong>
            @if (operation.view) {
              <span>{{ operation.view }}</span>
            }
            <span class="words" [class]="result.kind">{{ result.text }}</span>
            <span class="space"></span>
            <span class="muted" [title]="exact(operation.createdAt)">{{ ago(operation.createdAt) }}{{ took(operation) }}</span>
          </div>
          @if (isActive(operation)) {
            <progress max="1" [value]="operation.progress" [attr.aria-label]="kindWords(operation)"></progress>
          }
          @if (report && (report.differing || report.parked.length)) {
            <details>
              <summary>Report{{ report.position === undefined ? '' : ' at position ' + count(report.position) }}</summary>
              @if (report.differences.length) {
                <div class="scroll" tabindex="0" role="region" aria-label="Differences">
                  <table>
                    <thead>
                      <tr>
                        <th scope="col">Table</th>
                        <th scope="col">Key</th>
                        <th scope="col">{{ isOfLedger(operation) ? 'The ledger says' : 'The log says' }}</th>
                        <th scope="col">{{ isOfLedger(operation) ? 'The sums have' : 'The view has' }}</th>
                      </tr>
                    </thead>
                    <tbody>
                      @for (row of report.differences; track $index) {
                        <tr>
                          <td>{{ row.table }}</td>
                          <td><code>{{ json(row.key) }}</code></td>
                          <td><code>{{ json(row.expected) }}</code></td>
                          <td><code>{{ json(row.found) }}</code></td>
                        </tr>
                      }
                    </tbody>
                  </table>
                </div>
                <p class="muted">
                  @if (report.differing > report.differences.length) {
                    The first {{ count(report.differences.length) }} of {{ count(report.differing) }}.
                  }
                  {{ isOfLedger(operation) ? 'Kronika writes both in one transaction, so somebody changed rows past it.' : 'A rebuild puts them right.' }}
                </p>
              }
              @for (stream of report.parked; track $index) {
                <p class="muted">Not compared: {{ stream.stream }} from position {{ count(stream.position) }} on</p>
              }
            </details>
          }
        </li>
      } @empty {
        <li class="none muted">{{ query.answer() ? 'None.' : '' }}</li>
      }
    </ul>
  `,
  styleUrl: './section.css',
})
export class Operations {
  readonly state = input<string>();
  /** Grows when an operation was begun here. */
  readonly begun = input(0);

  private readonly router = inject(Router);
  protected readonly operator = inject(Operator);
  protected readonly query = liveQuery<{ data: readonly Operation[] }>(() =>
    addressOf('/v1/operations', { state: this.state(), limit: 20 }),
  );
  protected readonly operations = computed(() => this.query.answer()?.body.data ?? []);

  protected readonly ago = ago;
  protected readonly count = count;
  protected readonly exact = exactTime;
  protected readonly isActive = isActive;
  protected readonly kindWords = kindWords;
  protected readonly reportOf = reportOf;
  protected readonly resultWords = resultWords;
  protected readonly json = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

  constructor() {
    poll(this.query, POLL_MS);
    effect(() => this.begun() && this.query.refresh());
  }

  protected readonly isOfLedger = ({ kind }: Operation): boolean => kind === 'verify-ledger';

  protected async checkLedger(): Promise<void> {
    await this.operator.request('POST', '/v1/reports/verify');
    this.query.refresh();
  }

  protected go(state: string): void {
    void this.router.navigate([], { queryParams: { state: state || null }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected took({ startedAt, endedAt }: Operation): string {
    if (!startedAt || !endedAt) return '';
    return `, took ${durationWords((new Date(endedAt).getTime() - new Date(startedAt).getTime()) / 1_000)}`;
  }
}
