import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { addressOf, liveQuery, poll } from '../../api/live-query.js';
import { Operator } from '../../api/operator.js';
import { Session } from '../../api/session.js';
import { offerActions } from '../../ui/actions.js';
import { errorWords } from '../../ui/ad-words.js';
import { type Bar, BarChart } from '../../ui/bar-chart.js';
import { count, dateField, dayWithoutYear, exactMoney, exactTime, hourIn } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { NameFilter } from '../../ui/name-filter.js';
import { SavedViewsMenu } from '../../ui/saved-views-menu.js';
import { COLUMNS, GROUP_TITLES, GROUPS, type Group, type ReportDocument, type ReportRow } from './report-columns.js';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** Not every browser lists UTC. */
const TIME_ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** The first span that is shown, in days. */
const DAYS = 7;
const DAY_MS = 86_400_000;

/** As long as something can change, it is asked for again. */
const POLL_MS = 4_000;

/** Rows that are shown at once. */
const PAGE = 200;

/** More bars than this are too thin. */
const MAX_BARS = 400;

const DEVICES = ['desktop', 'mobile', 'tablet', 'tv', 'unknown'];

interface Listed {
  readonly key: string;
  readonly row: ReportRow;
  readonly cells: readonly Cell[];
}

/** What a row is of. */
interface Cell {
  readonly text: string;
  readonly detail?: string;
  readonly link?: { readonly path: readonly string[]; readonly query?: Readonly<Record<string, string>> };
}

/** What was asked for, shown and paid, by any groups. All that is chosen is in the address. */
@Component({
  selector: 'k-reports-page',
  imports: [BarChart, Icon, NameFilter, RouterLink, SavedViewsMenu],
  templateUrl: './reports.page.html',
  styleUrl: './reports.page.css',
})
export class ReportsPage {
  // From the address.
  readonly from = input<string>();
  readonly to = input<string>();
  readonly by = input<string>();
  readonly time_zone = input<string>();
  readonly campaignId = input<string>();
  readonly sectionId = input<string>();
  readonly creativeId = input<string>();
  readonly device = input<string>();
  readonly sort = input<string>();

  private readonly router = inject(Router);
  protected readonly session = inject(Session);
  protected readonly operator = inject(Operator);

  protected readonly zone = computed(() => this.time_zone() ?? ZONE);
  private readonly today = computed(() => todayIn(this.zone()));
  protected readonly first = computed(
    () => this.from() ?? new Date(Date.parse(this.today()) - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10),
  );
  protected readonly last = computed(() => this.to() ?? this.today());
  /** As in the address; the server says what is wrong with it. */
  private readonly groups = computed(() => (this.by() ?? 'day').split(',').filter((group) => group && group !== 'none'));
  protected readonly shownGroups = computed(() => GROUPS.filter((group) => this.groups().includes(group)));
  private readonly parameters = computed(() => ({
    from: this.first(),
    to: this.last(),
    time_zone: this.zone(),
    campaignId: this.campaignId(),
    sectionId: this.sectionId(),
    creativeId: this.creativeId(),
    device: this.device(),
  }));
  private readonly withGroups = computed(() => ({ ...this.parameters(), by: this.groups().join(',') }));
  /** What a saved view keeps: what was chosen. */
  protected readonly view = computed(() => ({
    from: this.from(),
    to: this.to(),
    by: this.by(),
    time_zone: this.time_zone(),
    campaignId: this.campaignId(),
    sectionId: this.sectionId(),
    creativeId: this.creativeId(),
    device: this.device(),
    sort: this.sort(),
  }));
  protected readonly isFiltered = computed(() =>
    Boolean(this.campaignId() || this.sectionId() || this.creativeId() || this.device()),
  );
  protected readonly csv = computed(() => addressOf('/v1/reports/delivery.csv', this.withGroups()));
  protected readonly query = liveQuery<ReportDocument>(() => addressOf('/v1/reports/delivery', this.withGroups()));
  private readonly sum = liveQuery<ReportDocument>(() => addressOf('/v1/reports/delivery', this.parameters()));

  private readonly answer = computed(() => this.query.answer()?.body);
  protected readonly isKnown = computed(() => this.answer() !== undefined);
  protected readonly total = computed(() => this.sum.answer()?.body.data[0]);
  protected readonly isEmpty = computed(() => {
    const total = this.total();
    return total !== undefined && !total.impressions && !total.invalid && !total.requests && !total.fills;
  });
  /** What the user has chosen is of this span, and may be refused. */
  protected readonly problem = computed(() => this.query.problem());
  protected readonly finalWords = computed(() => {
    const at = this.answer()?.finalAt;
    if (!at) return '';
    return Date.parse(at) <= Date.now()
      ? 'Final: nothing in it changes any more.'
      : `May still grow until ${exactTime(at)}, because ads that were given out can be shown until then.`;
  });
  protected readonly currencies = computed(() => (this.total()?.spend ?? []).map(({ currency }) => currency));
  protected readonly errors = computed(() =>
    Object.entries(this.total()?.errors ?? {})
      .map(([code, times]) => ({ code, words: errorWords(code), times }))
      .sort((one, other) => other.times - one.times),
  );
  private readonly rows = computed<readonly Listed[]>(() => {
    const { data = [] } = this.answer() ?? {};
    const groups = GROUPS.filter((group) => data[0] && keyOf(data[0], group) !== undefined);
    return sorted(data, this.sort()).map((row) => ({
      key: groups.map((group) => keyOf(row, group)).join(' '),
      row,
      cells: groups.map((group) => this.cellOf(row, group)),
    }));
  });
  private readonly pages = signal(1);
  protected readonly rowCount = computed(() => this.rows().length);
  protected readonly listed = computed(() => this.rows().slice(0, this.pages() * PAGE));
  protected readonly hasMore = computed(() => this.rowCount() > this.listed().length);
  protected readonly columns = COLUMNS;
  protected readonly bars = computed<readonly Bar[]>(() => {
    const views = new Map<string, number>();
    for (const { day, hour, impressions } of this.answer()?.data ?? []) {
      const at = day ?? hour;
      if (at) views.set(at, (views.get(at) ?? 0) + impressions);
    }
    if (views.size > MAX_BARS) return [];
    return [...views]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([at, value]) => ({ label: this.timeWords(at), value }));
  });

  protected readonly groupTitles = GROUP_TITLES;
  protected readonly others: readonly Group[] = ['campaign', 'section', 'creative', 'device'];
  protected readonly devices = DEVICES;
  protected readonly timeZones = TIME_ZONES;
  protected readonly count = count;
  protected readonly money = exactMoney;

  constructor() {
    const isOpen = () => Date.parse(this.answer()?.finalAt ?? '') > Date.now();
    for (const query of [this.query, this.sum]) poll({ ...query, refresh: () => isOpen() && query.refresh() }, POLL_MS);
    offerActions(() => [
      ...(this.operator.refusal() ? [] : [{ title: 'Check the ledger of views', run: () => void this.verify() }]),
      ...this.others.map((group) => ({
        title: `${this.groups().includes(group) ? 'Report without' : 'Report by'} ${group}`,
        run: () => this.toggle(group),
      })),
    ]);
  }

  protected go(queryParams: Record<string, string | null>): void {
    this.pages.set(1);
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected clear(): void {
    this.go({ campaignId: null, sectionId: null, creativeId: null, device: null });
  }

  protected has(group: Group): boolean {
    return this.groups().includes(group);
  }

  protected toggle(group: Group): void {
    this.group(GROUPS.filter((each) => (each === group) !== this.has(each)));
  }

  /** @param time `day`, `hour`, or empty: neither */
  protected byTime(time: string): void {
    this.group(GROUPS.filter((each) => (each === 'day' || each === 'hour' ? each === time : this.has(each))));
  }

  protected sortBy(key: string): void {
    this.go({ sort: this.sort() === `-${key}` ? key : this.sort() === key ? null : `-${key}` });
  }

  protected ariaSort(key: string): 'ascending' | 'descending' | 'none' {
    return this.sort() === key ? 'ascending' : this.sort() === `-${key}` ? 'descending' : 'none';
  }

  protected more(): void {
    this.pages.update((pages) => pages + 1);
  }

  protected spendOf({ spend }: ReportRow, currency: string): string {
    const paid = spend.find((each) => each.currency === currency);
    return paid ? exactMoney(paid.thousandths, currency) : '–';
  }

  protected async verify(): Promise<void> {
    const location = await this.operator.request('POST', '/v1/reports/verify', { done: 'The check of the ledger has begun.' });
    if (location !== undefined) void this.router.navigate(['/views'], { fragment: 'operations' });
  }

  private group(groups: readonly Group[]): void {
    this.go({ by: groups.join(',') || 'none' });
  }

  private timeWords(at: string): string {
    return at.length === 10 ? dayWithoutYear(at) : hourIn(at, this.answer()?.timeZone ?? 'UTC', true);
  }

  private cellOf(row: ReportRow, group: Group): Cell {
    const { campaignId = '', campaign, section, portfolioId, portfolio, creativeId = '', creative, device = '' } = row;
    switch (group) {
      case 'day':
      case 'hour':
        return { text: this.timeWords(row[group] ?? '') };
      case 'campaign':
        return { text: campaign ?? campaignId, link: { path: ['/campaigns', campaignId] } };
      case 'section':
        return {
          text: section ?? row.sectionId ?? '',
          detail: portfolio ?? undefined,
          link: portfolioId ? { path: ['/portfolios'], query: { website: portfolioId } } : undefined,
        };
      case 'creative':
        return { text: creative ?? creativeId, link: { path: ['/creatives', creativeId] } };
      case 'device':
        return { text: device };
    }
  }
}

const keyOf = ({ day, hour, campaignId, sectionId, creativeId, device }: ReportRow, group: Group): string | undefined =>
  ({ day, hour, campaign: campaignId, section: sectionId, creative: creativeId, device })[group];

/** Such as `2026-01-31`. The server says if there is no such zone. */
function todayIn(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date());
  } catch {
    return dateField(new Date());
  }
}

/** @param sort the key of a column, with `-` for the largest first; absent: as the server has them */
function sorted(rows: readonly ReportRow[], sort: string | undefined): readonly ReportRow[] {
  const column = COLUMNS.find(({ key }) => key === sort?.replace(/^-/, ''));
  if (!column) return rows;
  const side = sort?.startsWith('-') ? -1 : 1;
  return rows.toSorted((one, other) => side * ((column.of(one) ?? -1) - (column.of(other) ?? -1)));
}
