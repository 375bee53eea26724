import { Component, computed, effect, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { addressOf, liveQuery, poll } from '../../api/live-query.js';
import { Names } from '../../api/names.js';
import { Operator } from '../../api/operator.js';
import type { components } from '../../api/schema.js';
import { Session } from '../../api/session.js';
import { Changes } from '../../outbox/changes.js';
import type { LoggedEvent } from '../../outbox/entry.js';
import { uuid } from '../../outbox/uuid.js';
import { type Bar, BarChart } from '../../ui/bar-chart.js';
import { iconOf, readerWords } from '../../ui/entities.js';
import { ago, count, counted, dateField, dayWithoutYear, exactTime, money } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';

type Overview = components['schemas']['OverviewDocument'];
type Operation = components['schemas']['OperationDocument'];
type Attention = Overview['attention'][number];

interface DaySums {
  readonly data: readonly { readonly day: string; readonly orders: number }[];
}

const CHART_DAYS = 30;
const EVENTS = 8;
const MAX_PUBLISHER_NAME = 100;
const DEMO_POLL_MS = 1_000;

/** Numbers that are a second old are new enough, and while much happens the server has better things to do. */
const PAUSE_MS = 1_000;

/** Where the admin shows what needs attention. */
const PLACES: Readonly<Record<string, { path: string; query?: Record<string, string>; fragment?: string }>> = {
  'quarantine.parked': { path: '/views', fragment: 'quarantine' },
  'subscription.failing': { path: '/views' },
  'subscription.behind': { path: '/views' },
  'operation.failed': { path: '/views', query: { state: 'failed' }, fragment: 'operations' },
  'timer.failed': { path: '/views', fragment: 'timers' },
  'campaign.ended': { path: '/campaigns', query: { ended: 'true' } },
  'campaign.not-runnable': { path: '/campaigns', query: { runnable: 'false' } },
};

const REASONS: Readonly<Record<string, string>> = {
  paused: 'paused',
  ended: 'ended',
  fulfilled: 'with limits reached',
  'no-schedule': 'without dates',
  'no-placement': 'without a placement',
};

/** What matters, and what needs attention. */
@Component({
  selector: 'k-home-page',
  imports: [BarChart, Icon, RouterLink],
  templateUrl: './home.page.html',
  styleUrl: './home.page.css',
})
export class HomePage {
  private readonly router = inject(Router);
  private readonly changes = inject(Changes);
  private readonly names = inject(Names);
  protected readonly session = inject(Session);
  protected readonly operator = inject(Operator);
  protected readonly query = liveQuery<Overview>(
    () => '/v1/overview',
    () => true,
    { pauseMs: PAUSE_MS },
  );
  private readonly isBound = computed(() => typeof this.session.who()?.userId === 'number');
  private readonly today = signal(new Date());
  private readonly sums = liveQuery<DaySums>(
    () => {
      const from = this.days()[0];
      const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
      return addressOf('/v1/order-history/summary', { by: 'day', created_from: from, tz });
    },
    ({ stream }) => stream.startsWith('order-'),
    { pauseMs: PAUSE_MS },
  );
  private readonly newest = liveQuery<{ data: readonly LoggedEvent[] }>(
    () => addressOf('/v1/events', { sort: '-position', limit: EVENTS }),
    () => true,
    { pauseMs: PAUSE_MS },
  );
  private readonly operations = liveQuery<{ data: readonly Operation[] }>(() =>
    this.session.who() && !this.isBound() ? '/v1/operations?limit=5' : undefined,
  );
  protected readonly overview = computed(() => this.query.answer()?.body);
  protected readonly events = computed(() => this.newest.answer()?.body.data ?? []);
  protected readonly demo = computed(() =>
    this.operations
      .answer()
      ?.body.data.find(({ kind, state }) => kind === 'demo' && (state === 'running' || state === 'waiting')),
  );
  protected readonly isEmpty = computed(() => this.overview()?.log?.position === 0);
  protected readonly demoRefusal = computed(() => {
    if (this.operator.refusal()) return this.operator.refusal();
    return this.session.about()?.demo?.allowed === false ? 'Demo data is not allowed on this server.' : '';
  });
  private readonly days = computed(() =>
    Array.from({ length: CHART_DAYS }, (_, n) => {
      const day = new Date(this.today());
      day.setDate(day.getDate() - (CHART_DAYS - 1 - n));
      return dateField(day);
    }),
  );
  protected readonly ordersByDay = computed<readonly Bar[]>(() => {
    const byDay = new Map<string, number>();
    for (const { day, orders } of this.sums.answer()?.body.data ?? []) byDay.set(day, (byDay.get(day) ?? 0) + orders);
    return this.days().map((day) => ({ label: dayWithoutYear(day), value: byDay.get(day) ?? 0 }));
  });
  protected readonly ordersInChart = computed(() => this.ordersByDay().reduce((sum, { value }) => sum + value, 0));
  protected readonly fault = signal('');

  protected readonly ago = ago;
  protected readonly count = count;
  protected readonly counted = counted;
  protected readonly exact = exactTime;
  protected readonly money = money;
  protected readonly iconOf = iconOf;
  protected readonly readerWords = readerWords;
  protected readonly chartDays = CHART_DAYS;

  constructor() {
    poll(
      {
        ...this.operations,
        refresh: () => {
          if (this.demo() || this.isEmpty()) this.operations.refresh();
        },
      },
      DEMO_POLL_MS,
    );
    // It is another day some time.
    effect((onCleanup) => {
      const timer = setTimeout(() => this.today.set(new Date()), 3_600_000);
      this.today();
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected placeOf({ code }: Attention) {
    return PLACES[code] ?? { path: '/views' };
  }

  protected nameOf({ entityId }: LoggedEvent): string {
    return this.names.of(entityId) ?? entityId;
  }

  protected reasonsOf({ campaigns }: Overview): string[] {
    return Object.entries(campaigns.reasons)
      .filter(([, n]) => n > 0)
      .map(([reason, n]) => `${count(n)} ${REASONS[reason] ?? reason}`);
  }

  protected percent(part: number, all: number): number {
    return all ? (part / all) * 100 : 0;
  }

  protected capped({ count: found, capped }: Overview['portfolios']): string {
    return `${count(found)}${capped ? '+' : ''}`;
  }

  protected async loadDemo(): Promise<void> {
    await this.operator.request('POST', '/v1/demo');
    this.operations.refresh();
  }

  protected createPublisher(text: string): void {
    const name = text.trim();
    const fault = !name ? 'A publisher needs a name.' : [...name].length > MAX_PUBLISHER_NAME ? 'That is too long.' : '';
    this.fault.set(fault);
    if (fault) return;
    const id = uuid();
    void this.changes.add({
      label: `Create the publisher “${name}”`,
      page: this.router.url,
      request: { method: 'POST', url: '/v1/publishers', body: { id, name } },
      changes: [{ lane: `publisher-${id}`, patch: { id, name, created: true }, fields: ['*'] }],
    });
    void this.router.navigate(['/portfolios']);
  }
}
