import { Component, computed, input } from '@angular/core';
import { addressOf, liveQuery, poll } from '../../api/live-query.js';
import type { components } from '../../api/schema.js';
import { reasonWords } from '../../ui/ad-words.js';
import { type Bar, BarChart } from '../../ui/bar-chart.js';
import { counted, dayWithoutYear } from '../../ui/format.js';

type Reasons = components['schemas']['ReasonsReportDocument'];

const POLL_MS = 4_000;
const DAYS = 14;
const DAY_MS = 86_400_000;

/** Why requests left a campaign out, over the last days. */
@Component({
  selector: 'k-delivery-reasons',
  imports: [BarChart],
  template: `
    <h3>Why not delivering, {{ days }} days</h3>
    @if (reasons().length) {
      <ul>
        @for (reason of reasons(); track reason.code) {
          <li>
            <span class="words">{{ reason.words }}</span>
            <span class="muted">{{ counted(reason.times, 'request') }}</span>
            <k-bar-chart [bars]="reason.bars" [height]="26" [caption]="reason.words" group="Day" what="Requests" />
          </li>
        }
      </ul>
    } @else if (query.answer()) {
      <p class="muted">No request has left it out.</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
      padding-top: 14px;
      border-top: 1px solid var(--line);
    }

    h3 {
      margin: 0;
      color: var(--ink-2);
      font-size: 12px;
      font-weight: 500;
    }

    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(260px, 100%), 1fr));
      gap: 12px 24px;
      list-style: none;
    }

    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 2px 10px;
    }

    k-bar-chart {
      grid-column: 1 / -1;
    }

    .muted {
      font-size: 12px;
    }
  `,
})
export class DeliveryReasons {
  readonly campaignId = input.required<string>();
  readonly timeZone = input.required<string>();
  /** The present day in the time zone. */
  readonly day = input.required<string>();

  private readonly dates = computed(() =>
    Array.from({ length: DAYS }, (_, n) => new Date(Date.parse(this.day()) - (DAYS - 1 - n) * DAY_MS).toISOString().slice(0, 10)),
  );
  protected readonly query = liveQuery<Reasons>(() =>
    addressOf('/v1/reports/reasons', {
      campaignId: this.campaignId(),
      from: this.dates()[0],
      to: this.day(),
      time_zone: this.timeZone(),
    }),
  );
  protected readonly reasons = computed(() => {
    const byReason = new Map<string, Map<string, number>>();
    for (const { day, reason, times } of this.query.answer()?.body.data ?? []) {
      const known = byReason.get(reason) ?? new Map<string, number>();
      byReason.set(reason, known.set(day, times));
    }
    const reasons = [...byReason].map(([code, times]) => ({
      code,
      words: reasonWords(code),
      times: [...times.values()].reduce((sum, more) => sum + more, 0),
      bars: this.dates().map((date): Bar => ({ label: dayWithoutYear(date), value: times.get(date) ?? 0 })),
    }));
    return reasons.sort((one, other) => other.times - one.times);
  });

  protected readonly counted = counted;
  protected readonly days = DAYS;

  constructor() {
    poll(this.query, POLL_MS);
  }
}
