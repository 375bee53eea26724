import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { Component, computed, type ElementRef, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { liveList } from '../../api/live-list.js';
import { addressOf, liveQuery } from '../../api/live-query.js';
import { Quarantine } from '../../api/quarantine.js';
import type { components } from '../../api/schema.js';
import { Session } from '../../api/session.js';
import { Changes } from '../../outbox/changes.js';
import type { Entry, LoggedEvent } from '../../outbox/entry.js';
import { liesOver, shown } from '../../outbox/overlay.js';
import { stateWords } from '../../outbox/state-words.js';
import { type Bar, BarChart } from '../../ui/bar-chart.js';
import { ago, amountText, count, counted, dayWithoutYear, exactTime, minorOf, money } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { ParkedBadge } from '../../ui/parked-badge.js';
import { SavedViewsMenu } from '../../ui/saved-views-menu.js';
import { idFault, isTemporary, ORDERS_VIEW, type Order, OrderChanges, orderStream } from './order-changes.js';

type Summary = {
  readonly data: readonly (Omit<components['schemas']['SummaryRowDocument'], 'total'> & { total: number | bigint })[];
};

const ORDER = /^(order|goods)-/;

const isOfOrders = ({ stream }: LoggedEvent) => ORDER.test(stream);

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const MAX_DAYS = 90;
const DAY_MS = 86_400_000;

/** More goods an order share the last bar. */
const MAX_GOODS = 24;

const CHARTS_KEY = 'kronika.order-charts';

const FILTERS = [
  ...['user_id', 'sku', 'currency', 'created_from', 'created_to', 'threshold'],
  ...['min_goods', 'max_goods', 'min_total', 'max_total'],
] as const;

interface Listed {
  readonly row: Order;
  readonly words: ReturnType<typeof stateWords>;
  readonly isParked: boolean;
  /** Why it would not be in the list if that was asked for again; empty: it would. */
  readonly left: string;
}

/** The order history: every order with its sums. */
@Component({
  selector: 'k-orders-page',
  imports: [
    BarChart,
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    Icon,
    ParkedBadge,
    RouterLink,
    SavedViewsMenu,
  ],
  templateUrl: './orders.page.html',
  styleUrl: './orders.page.css',
})
export class OrdersPage {
  // From the address.
  readonly user_id = input<string>();
  readonly sku = input<string>();
  readonly currency = input<string>();
  readonly created_from = input<string>();
  readonly created_to = input<string>();
  readonly tz = input<string>();
  readonly threshold = input<string>();
  readonly min_goods = input<string>();
  readonly max_goods = input<string>();
  readonly min_total = input<string>();
  readonly max_total = input<string>();
  readonly sort = input<string>();

  private readonly router = inject(Router);
  private readonly changes = inject(Changes);
  private readonly commands = inject(OrderChanges);
  private readonly quarantine = inject(Quarantine);
  protected readonly session = inject(Session);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly columns = [
    { sort: 'id', title: 'Order', canSort: true },
    { sort: 'user', title: 'User', canSort: false },
    { sort: 'created_at', title: 'Created', canSort: true },
    { sort: 'goods_count', title: 'Goods', canSort: true },
    { sort: 'units', title: 'Pieces', canSort: false },
    { sort: 'total', title: 'Total', canSort: true },
  ] as const;

  /** Filters only, as the API has them. Days are those of the user's zone. */
  protected readonly filters = computed(() => ({
    user_id: this.user_id(),
    sku: this.sku(),
    currency: this.currency(),
    created_from: this.created_from(),
    created_to: this.created_to(),
    threshold: this.threshold(),
    min_goods: this.min_goods(),
    max_goods: this.max_goods(),
    min_total: this.min_total(),
    max_total: this.max_total(),
    tz: this.tz() ?? (this.created_from() || this.created_to() ? ZONE : undefined),
  }));
  /** The filters and order of a saved view. If it names no time zone, days are those of the user who opens it. */
  protected readonly view = computed(() => ({ ...this.filters(), tz: this.tz(), sort: this.sort() }));
  protected readonly isFiltered = computed(() => FILTERS.some((name) => this[name]()));
  /** Filters that are seldom needed. */
  protected readonly hasMoreFilters = computed(() =>
    Boolean(this.threshold() || this.min_goods() || this.max_goods() || this.min_total() || this.max_total()),
  );
  private readonly opened = signal(false);
  protected readonly showsMore = computed(() => this.opened() || this.hasMoreFilters());

  protected readonly currencies = computed(() => this.session.about()?.currencies ?? []);
  /** That of the shop; undefined until the server has told it. */
  protected readonly standard = computed(() => this.session.about()?.currency);
  /** That of the amounts in the filters. */
  private readonly filterCurrency = computed(() => this.currency() ?? this.standard());

  protected readonly list = liveList<Order>({
    path: '/v1/order-history',
    view: ORDERS_VIEW,
    streamOf: orderStream,
    filters: () => ({ ...this.filters(), sort: this.sort() ?? '-id' }),
    idsOf: (event) => {
      if (!isOfOrders(event)) return [];
      const { order_id, previous } = (event.data ?? {}) as { order_id?: number; previous?: { order_id?: number } };
      const ids = event.stream.startsWith('order-') ? [event.entityId] : [order_id, previous?.order_id];
      return ids.filter((id) => id !== undefined).map(String);
    },
    isEnd: ({ eventType }) => eventType === 'order_deleted_v1',
  });
  private readonly summary = liveQuery<Summary>(
    () => addressOf('/v1/order-history/summary', { ...this.filters(), by: 'none' }),
    isOfOrders,
  );
  protected readonly csv = computed(() => addressOf('/v1/order-history.csv', { ...this.filters(), sort: this.sort() ?? '-id' }));
  protected readonly totals = computed(() => this.summary.answer()?.body.data ?? []);
  protected readonly orderCount = computed(() => this.totals().reduce((sum, { orders }) => sum + orders, 0));
  protected readonly goodsCount = computed(() => this.totals().reduce((sum, { goods_count }) => sum + goods_count, 0));

  // Charts.

  protected readonly showsCharts = signal((localStorage.getItem(CHARTS_KEY) ?? (innerWidth > 640 ? 'on' : 'off')) === 'on');
  private readonly byDay = liveQuery<Summary>(
    () =>
      this.showsCharts()
        ? addressOf('/v1/order-history/summary', { ...this.filters(), tz: this.tz() ?? ZONE, by: 'day', limit: MAX_DAYS })
        : undefined,
    isOfOrders,
  );
  private readonly byGoods = liveQuery<Summary>(
    () => (this.showsCharts() ? addressOf('/v1/order-history/summary', { ...this.filters(), by: 'goods_count' }) : undefined),
    isOfOrders,
  );
  protected readonly days = computed<readonly Bar[]>(() => {
    const orders = new Map<string, number>();
    for (const { day = '', orders: more } of this.byDay.answer()?.body.data ?? []) orders.set(day, (orders.get(day) ?? 0) + more);
    const known = [...orders.keys()].sort();
    const last = Date.parse(known.at(-1) ?? '');
    if (Number.isNaN(last)) return [];
    const first = Math.max(Date.parse(known[0] ?? ''), last - (MAX_DAYS - 1) * DAY_MS);
    const bars: Bar[] = [];
    for (let at = first; at <= last; at += DAY_MS) {
      const day = new Date(at).toISOString().slice(0, 10);
      bars.push({ label: dayWithoutYear(day), value: orders.get(day) ?? 0 });
    }
    return bars;
  });
  protected readonly goods = computed<readonly Bar[]>(() => {
    const orders = new Map<number, number>();
    for (const { goods_count, orders: more } of this.byGoods.answer()?.body.data ?? []) {
      const group = Math.min(goods_count, MAX_GOODS);
      orders.set(group, (orders.get(group) ?? 0) + more);
    }
    const most = Math.max(-1, ...orders.keys());
    return Array.from({ length: most + 1 }, (_, n) => ({
      label: n === MAX_GOODS ? `${n} or more` : String(n),
      value: orders.get(n) ?? 0,
    }));
  });

  protected readonly areDaysKnown = computed(() => this.byDay.answer() !== undefined);
  protected readonly areGoodsKnown = computed(() => this.byGoods.answer() !== undefined);

  // Rows.

  /** Commands to the goods of each order. */
  private readonly ofGoods = computed(() => {
    const found = new Map<string, Entry[]>();
    for (const [lane, all] of this.changes.lanes()) {
      if (!lane.startsWith('goods-')) continue;
      for (const { entry, change } of all) {
        const id = change.patch.order_id;
        if (id === undefined || !liesOver(entry, change)) continue;
        const isPassed = entry.state === 'acked' && (this.list.first.answer()?.position ?? 0) >= (change.position ?? 0);
        if (!isPassed || this.quarantine.has(lane, ORDERS_VIEW)) found.set(String(id), [...(found.get(String(id)) ?? []), entry]);
      }
    }
    return found;
  });
  protected readonly rows = computed<readonly Listed[]>(() => {
    const lanes = this.changes.lanes();
    const listed = (row: Order, pending: readonly Entry[], isRowParked: boolean, left: string): Listed => {
      const troubles = this.changes.troublesByLane().get(orderStream(row.id)) ?? [];
      const ofGoods = this.ofGoods().get(String(row.id)) ?? [];
      const areGoodsParked = ofGoods.some(({ changes }) =>
        changes.some(({ lane }) => lane.startsWith('goods-') && this.quarantine.has(lane, ORDERS_VIEW)),
      );
      const isParked = isRowParked || areGoodsParked;
      return { row, words: stateWords([...pending, ...ofGoods], troubles, isParked), isParked, left };
    };
    const rows: Listed[] = [];
    const known = this.list.rows();
    const ids = new Set(known.map(({ row }) => String(row.id)));
    for (const [lane, all] of lanes) {
      const [creation] = all;
      if (!lane.startsWith('order-') || !creation?.change.patch.created || !liesOver(creation.entry, creation.change)) continue;
      const isParked = this.quarantine.has(lane, ORDERS_VIEW);
      const { row, pending } = shown<Order>({ version: 0 } as Order, this.list.first.answer()?.position ?? 0, all, isParked);
      // The list has it, or says that it does not match.
      const isShown = !pending.includes(creation.entry);
      if (!isShown && !ids.has(String(row.id)) && !row.deleted) rows.unshift(listed(row, pending, isParked, ''));
    }
    for (const { row, position, isGone, isParked } of known) {
      // Every event of an order gives its row a version. Positions also pass events that the view has failed on.
      const { row: seen, pending } = shown<Order>(row, position, lanes.get(orderStream(row.id)), true);
      const order = isGone ? { ...seen, deleted: true } : seen;
      rows.push(listed(order, pending, isParked, order.deleted ? 'deleted' : this.leftBecause(order)));
    }
    return rows;
  });
  protected readonly hasLeft = computed(() => this.rows().some(({ left }) => left));
  protected readonly fault = signal('');
  protected readonly isCreating = signal(false);

  protected readonly ago = ago;
  protected readonly exact = exactTime;
  protected readonly money = money;
  protected readonly count = count;
  protected readonly counted = counted;
  protected readonly isTemporary = isTemporary;

  constructor() {
    // Of changed goods, the list shows only sums, so nothing but the quarantine tells whether it failed on them.
    const passed = computed(() => {
      const position = this.list.first.answer()?.position ?? 0;
      const lanes = [...this.changes.lanes()].filter(([lane]) => lane.startsWith('goods-'));
      return lanes.flatMap(([, all]) => all.filter(({ change }) => (change.position ?? Infinity) <= position)).length;
    });
    effect(() => {
      if (passed()) untracked(() => this.quarantine.look());
    });
  }

  protected readonly idOf = (_: number, { row }: Listed): string => String(row.id);

  protected go(queryParams: Record<string, string | null>): void {
    this.fault.set('');
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected clear(): void {
    this.opened.set(false);
    this.go(Object.fromEntries([...FILTERS, 'tz'].map((name) => [name, null])));
  }

  protected more(): void {
    this.opened.update((isOpen) => !isOpen);
  }

  /** A whole number, or nothing. */
  protected filterNumber(name: string, text: string, least: number): void {
    const value = text.trim();
    const isFine = !value || (/^\d{1,16}$/.test(value) && Number.isSafeInteger(Number(value)) && Number(value) >= least);
    if (!isFine) return void this.fault.set(`That is no whole number from ${least}.`);
    this.go({ [name]: value || null });
  }

  /** Of the currency that is filtered for, else of the usual one. */
  protected filterAmount(name: string, text: string): void {
    const currency = this.filterCurrency();
    const minor = !text.trim() ? null : currency && minorOf(text, currency);
    if (minor === undefined) return void this.fault.set(`That is no amount of ${currency ?? 'a known currency'}.`);
    this.go({ [name]: minor === null ? null : String(minor) });
  }

  protected amountOf(minor: string | undefined): string {
    const currency = this.filterCurrency();
    return minor && currency ? amountText(Number(minor), currency) : '';
  }

  /** A date, also of a moment. */
  protected dateOf(text: string | undefined): string {
    return text?.slice(0, 10) ?? '';
  }

  protected sortBy(column: string): void {
    this.go({ sort: this.sort() === `-${column}` || (column === 'id' && !this.sort()) ? column : `-${column}` });
  }

  protected ariaSort(column: string): 'ascending' | 'descending' | 'none' {
    const sort = this.sort() ?? '-id';
    return sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none';
  }

  protected scrolled(index: number): void {
    if (index + 60 > this.rows().length) void this.list.more();
  }

  protected toggleCharts(): void {
    this.showsCharts.update((isOn) => !isOn);
    localStorage.setItem(CHARTS_KEY, this.showsCharts() ? 'on' : 'off');
  }

  protected ask(): void {
    this.fault.set('');
    this.isCreating.set(true);
    setTimeout(() => this.dialog().nativeElement.showModal());
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected create(user: string, currency: string): void {
    const fault = idFault(user, 'The user');
    if (fault) return void this.fault.set(fault);
    this.close();
    void this.router.navigate(['/orders', this.commands.create(Number(user), currency)]);
  }

  private leftBecause({ user_id, currency, goods_count, total }: Order): string {
    const { threshold, min_goods = 0, max_goods = Infinity, min_total = 0, max_total = Infinity, ...others } = this.filters();
    const matches =
      (!others.user_id || String(user_id) === others.user_id) &&
      (!others.currency || currency === others.currency) &&
      (!threshold || goods_count > Number(threshold)) &&
      goods_count >= Number(min_goods) &&
      goods_count <= Number(max_goods) &&
      total >= Number(min_total) &&
      total <= Number(max_total);
    return matches ? '' : 'matches no more';
  }
}
