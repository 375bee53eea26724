import { Component, computed, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { addressOf, liveQuery, poll } from '../../api/live-query.js';
import type { components } from '../../api/schema.js';
import { errorWords } from '../../ui/ad-words.js';
import { type Bar, BarChart } from '../../ui/bar-chart.js';
import { count, counted, dayWithoutYear, exactMoney, hourIn, percent } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import type { Campaign } from '../campaigns/campaign-changes.js';
import { DeliveryReasons } from './delivery-reasons.js';
import { type Meter, meterOf } from './meter.js';

type Used = components['schemas']['CampaignDeliveryDocument'];
type Report = components['schemas']['DeliveryReportDocument'];
type Row = Report['data'][number];

/** Beacons change no event of the log, so the numbers are asked for again. */
const POLL_MS = 2_000;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS = 24;
const DAYS = 30;

/** What a campaign has shown and spent: of its limits, and by day or hour. */
@Component({
  selector: 'k-delivery',
  imports: [BarChart, DeliveryReasons, Icon, RouterLink],
  templateUrl: './delivery.html',
  styleUrl: './delivery.css',
})
export class Delivery {
  readonly campaign = input.required<Campaign>();

  protected readonly by = signal<'day' | 'hour'>('day');
  /** What the server does not know yet has nothing to tell. */
  private readonly id = computed(() => (this.campaign().version ? this.campaign().id : undefined));
  protected readonly query = liveQuery<Used>(
    () => {
      const id = this.id();
      return id && `/v1/campaigns/${id}/delivery`;
    },
    ({ entityId }) => entityId === this.id(),
  );
  protected readonly used = computed(() => {
    const answer = this.query.answer();
    return answer?.url === `/v1/campaigns/${this.id()}/delivery` ? answer.body : undefined;
  });
  protected readonly timeZone = computed(() => this.used()?.timeZone);
  /** The present hour, and the present day in the zone of the campaign, which move the chart on. */
  private readonly hour = computed(() => Math.floor(Date.parse(this.used()?.at ?? '') / HOUR_MS) * HOUR_MS);
  protected readonly day = computed(() => this.used()?.day);
  private readonly span = computed(() => {
    const [day, hour] = [this.day(), this.hour()];
    if (!day) return undefined;
    if (this.by() === 'day') return { from: dayBefore(day, DAYS - 1), to: day };
    return { from: new Date(hour - (HOURS - 1) * HOUR_MS).toISOString(), to: new Date(hour + HOUR_MS - 1).toISOString() };
  });
  private readonly report = liveQuery<Report>(() => {
    const span = this.span();
    return span && addressOf('/v1/reports/delivery', { ...this.filters(), ...span, by: this.by() });
  });
  protected readonly filters = computed(() => ({ campaignId: this.campaign().id, time_zone: this.timeZone() }));

  protected readonly meters = computed<readonly Meter[]>(() => {
    const used = this.used();
    if (!used) return [];
    const { currency } = used.budget;
    return [
      meterOf('Impressions', used.total, (views) => counted(views, 'view')),
      meterOf('Today', used.today, (views) => counted(views, 'view')),
      meterOf('Budget', used.budget, (thousandths) => exactMoney(thousandths, currency)),
    ];
  });
  /** What was paid in currencies that the campaign has no more. */
  protected readonly former = computed(() =>
    (this.used()?.spend ?? [])
      .filter(({ currency }) => currency !== this.used()?.budget.currency)
      .map(({ currency, thousandths }) => exactMoney(thousandths, currency)),
  );
  private readonly rows = computed(() => {
    const answer = this.report.answer();
    // While another chart is asked for, its rows are not those of this one.
    return answer?.url.includes(`by=${this.by()}`) ? answer.body.data : [];
  });
  protected readonly isKnown = computed(() => this.report.answer() !== undefined);
  protected readonly bars = computed<readonly Bar[]>(() => {
    const [day, zone] = [this.day(), this.timeZone()];
    if (!day || !zone) return [];
    const views = new Map(this.rows().map((row) => [keyOf(row), row.impressions]));
    if (this.by() === 'day')
      return Array.from({ length: DAYS }, (_, n) => dayBefore(day, DAYS - 1 - n)).map((each) => ({
        label: dayWithoutYear(each),
        value: views.get(each) ?? 0,
      }));
    return Array.from({ length: HOURS }, (_, n) => new Date(this.hour() - (HOURS - 1 - n) * HOUR_MS)).map((each) => ({
      label: hourIn(each.toISOString(), zone),
      value: views.get(String(each.getTime())) ?? 0,
    }));
  });
  protected readonly figures = computed(() => {
    const sum = (name: 'impressions' | 'viewable' | 'completes' | 'clicks' | 'late' | 'invalid') =>
      this.rows().reduce((all, row) => all + row[name], 0);
    const views = sum('impressions');
    const rate = (part: number) => percent(views ? Math.min(1, part / views) : null);
    return [
      { title: 'Views', text: count(views), hint: 'Late ones included' },
      { title: 'To the end', text: rate(sum('completes')), hint: `${count(sum('completes'))} views to the end (VTR)` },
      { title: 'Clicks', text: rate(sum('clicks')), hint: `${count(sum('clicks'))} clicks (CTR)` },
      { title: 'Late', text: count(sum('late')), hint: 'Came after their ad had expired, and are not billed' },
      { title: 'Invalid', text: count(sum('invalid')), hint: 'Bots, prefetches and floods, which are not billed' },
    ];
  });
  protected readonly errors = computed(() => {
    const views = new Map<string, number>();
    for (const { errors } of this.rows())
      for (const [code, more] of Object.entries(errors)) views.set(code, (views.get(code) ?? 0) + more);
    return [...views].map(([code, times]) => ({ code, words: errorWords(code), times })).sort((a, b) => b.times - a.times);
  });
  protected readonly periodWords = computed(() => (this.by() === 'day' ? `${DAYS} days` : `${HOURS} hours`));
  /** The same rows on the page of reports. */
  protected readonly link = computed(() => ({
    ...this.filters(),
    by: this.by(),
    ...(this.by() === 'day' ? this.span() : { from: this.day(), to: this.day() }),
  }));

  protected readonly count = count;

  constructor() {
    poll(this.query, POLL_MS);
    poll(this.report, POLL_MS);
  }
}

const dayBefore = (day: string, days: number) => new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);

/** Zones whose hours begin at another minute share the bar of the hour that begins in it. */
const keyOf = ({ day, hour }: Row) => day ?? String(Math.floor(Date.parse(hour ?? '') / HOUR_MS) * HOUR_MS);
