import { Component, computed, input, signal } from '@angular/core';
import { addressOf, liveQuery } from '../../api/live-query.js';
import type { components } from '../../api/schema.js';
import { count, counted, dayWithoutYear } from '../../ui/format.js';

type ForecastDocument = components['schemas']['ForecastDocument'];

const DAYS = [7, 14, 28];

/** How many requests a section will have on each of the next days, and how many of them are not booked. */
@Component({
  selector: 'k-forecast',
  template: `
    <label class="span"><span class="muted">The next</span>
      <select #chosen class="input" (change)="days.set(+chosen.value)">
        @for (each of choices; track each) {
          <option [value]="each" [selected]="each === days()">{{ each }} days</option>
        }
      </select>
    </label>
    @if (query.problem(); as problem) {
      <p class="bad" role="alert">{{ problem.detail }}</p>
    } @else if (rows().length) {
      <p aria-live="polite">{{ words() }}</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Forecast by day">
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" class="number" title="The median of the requests of the same weekday">Requests</th>
              <th scope="col" class="number" title="Views of campaigns with even pacing that are placed here">Booked</th>
              <th scope="col" class="number">Left</th>
              <th scope="col" class="number" title="Weeks that the median is of">Weeks</th>
            </tr>
          </thead>
          <tbody>
            @for (row of rows(); track row.day) {
              <tr>
                <th scope="row">{{ dayOf(row.day) }}</th>
                <td class="number">{{ text(row.requests) }}</td>
                <td class="number">{{ text(row.booked) }}</td>
                <td class="number"><strong>{{ text(row.available) }}</strong></td>
                <td class="number muted">{{ row.weeks }}</td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 10px;
      min-width: 0;
    }

    .span {
      display: inline-flex;
      align-items: center;
      gap: 8px;
    }

    .input {
      width: auto;
    }

    .scroll {
      overflow: auto;
      max-height: min(360px, 44dvh);
    }

    table {
      width: 100%;
      border-collapse: collapse;
    }

    th,
    td {
      padding: 5px 8px;
      border-bottom: 1px solid var(--line);
      text-align: left;
      font-weight: 400;
      white-space: nowrap;
    }

    thead th {
      color: var(--ink-2);
      font-size: 12px;
    }

    .number {
      text-align: right;
    }

    .bad {
      color: var(--bad);
    }
  `,
})
export class Forecast {
  readonly sectionId = input.required<string>();

  protected readonly days = signal(DAYS[0] as number);
  protected readonly query = liveQuery<ForecastDocument>(() =>
    addressOf('/v1/forecast', { sectionId: this.sectionId(), days: this.days() }),
  );
  protected readonly rows = computed(() => this.query.answer()?.body.data ?? []);
  protected readonly words = computed(() => {
    const rows = this.rows();
    const weeks = Math.max(...rows.map((row) => row.weeks));
    if (!weeks)
      return 'There is nothing to forecast from: a whole day of requests is needed, and players have not asked for ads of this section yet.';
    const left = rows.reduce((sum, { available }) => sum + (available ?? 0), 0);
    const unknown = rows.filter(({ requests }) => requests === null).length;
    const gaps = unknown ? ` ${counted(unknown, 'day')} of them had no such weekday yet.` : '';
    const basis =
      weeks < 4
        ? `There ${weeks === 1 ? 'is only one week' : `are only ${weeks} weeks`} to go by, so take it with care.`
        : 'From four weeks.';
    return `About ${counted(left, 'request')} left in ${rows.length} days. ${basis}${gaps}`;
  });

  protected readonly choices = DAYS;
  protected readonly text = (value: number | null): string => (value === null ? '–' : count(value));
  protected readonly dayOf = (day: string): string => `${weekdays.format(new Date(day))} ${dayWithoutYear(day)}`;
}

const weekdays = new Intl.DateTimeFormat(navigator.language, { weekday: 'short', timeZone: 'UTC' });
