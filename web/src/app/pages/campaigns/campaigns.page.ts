import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { Component, computed, type ElementRef, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { addressOf, liveQuery } from '../../api/live-query.js';
import type { components } from '../../api/schema.js';
import { Session } from '../../api/session.js';
import { Changes } from '../../outbox/changes.js';
import { isTrouble } from '../../outbox/entry.js';
import { offerActions } from '../../ui/actions.js';
import { ago, amountText, count, counted, dateField, day, exactTime, lastDay, minorOf, money } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { ParkedBadge } from '../../ui/parked-badge.js';
import { SavedViewsMenu } from '../../ui/saved-views-menu.js';
import { Toasts } from '../../ui/toasts.js';
import {
  BULK_COMMANDS,
  type BulkCommand,
  bulkChange,
  type Campaign,
  CampaignChanges,
  type CampaignField,
  MAX_NAME_LENGTH,
  nameFault,
  priceFault,
  REASON_WORDS,
  stateWords,
  streamOf,
} from './campaign-changes.js';
import { campaignList, type Filters, type ListRow } from './campaign-list.js';

const SEARCH_PAUSE_MS = 250;

/** The most campaigns that one change of all that match reaches: as far as the server counts. */
const MAX_ALL = 10_000;

/** Filters by state, as parameters of the address. One at a time is chosen here; an address may have more. */
const STATES = [
  { value: 'runnable=true', title: 'Running' },
  { value: 'runnable=false', title: 'Not running' },
  { value: 'paused=true', title: 'Paused' },
  { value: 'paused=false', title: 'Not paused' },
  { value: 'ended=true', title: 'Ended' },
  { value: 'ended=false', title: 'Not ended' },
  { value: 'reason=no-schedule', title: 'Without dates' },
  { value: 'reason=no-placement', title: 'Without placement' },
  { value: 'reason=fulfilled', title: 'Limits reached' },
] as const;

/** Where a campaign may be placed, as parameters of the address. */
const PLACES = { sectionId: 'section', portfolioId: 'portfolio', publisherId: 'publisher' } as const;
type Place = keyof typeof PLACES;

const NO_FILTERS = {
  ...{ q: null, runnable: null, paused: null, ended: null, reason: null, currency: null, userId: null },
  ...{ sectionId: null, portfolioId: null, publisherId: null },
};

type NameDocument = components['schemas']['NameDocument'];
type Names = Readonly<Record<string, NameDocument>>;

/** What a dialog asks for. */
type Asked = 'create' | BulkCommand;

@Component({
  selector: 'k-campaigns-page',
  imports: [CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport, Icon, ParkedBadge, RouterLink, SavedViewsMenu],
  templateUrl: './campaigns.page.html',
  styleUrl: './campaigns.page.css',
})
export class CampaignsPage {
  protected readonly columns = [
    { sort: 'name', title: 'Name', canSort: true },
    { sort: 'runnable', title: 'State', canSort: true },
    { sort: 'price', title: 'Price', canSort: true },
    { sort: 'start', title: 'Dates', canSort: true },
    { sort: 'userId', title: 'User', canSort: false },
    { sort: 'updatedAt', title: 'Changed', canSort: true },
  ] as const;

  // From the address.
  readonly q = input<string>();
  readonly sort = input<string>();
  readonly paused = input<string>();
  readonly runnable = input<string>();
  readonly ended = input<string>();
  readonly reason = input<string>();
  readonly currency = input<string>();
  readonly userId = input<string>();
  readonly sectionId = input<string>();
  readonly portfolioId = input<string>();
  readonly publisherId = input<string>();
  /** A change that was not saved: its form opens as it was filled. */
  readonly draft = input<string>();

  private readonly router = inject(Router);
  private readonly changes = inject(Changes);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(Session);
  protected readonly commands = inject(CampaignChanges);
  protected readonly filters = computed<Filters>(() => ({
    q: this.q(),
    sort: this.sort(),
    paused: this.paused(),
    runnable: this.runnable(),
    ended: this.ended(),
    reason: this.reason(),
    currency: this.currency(),
    userId: this.userId(),
    sectionId: this.sectionId(),
    portfolioId: this.portfolioId(),
    publisherId: this.publisherId(),
  }));
  protected readonly list = campaignList(this.filters);
  protected readonly isFiltered = computed(() =>
    Object.entries(this.filters()).some(([name, value]) => value && name !== 'sort'),
  );
  /** The filters by state as one value of the select; `several` if an address has more than one. */
  protected readonly stateFilter = computed(() => {
    const { runnable, paused, ended, reason } = this.filters();
    const given = Object.entries({ runnable, paused, ended, reason }).filter(([, value]) => value);
    const text = given.map(([name, value]) => `${name}=${value}`)[0] ?? '';
    return given.length > 1 || (text && !STATES.some(({ value }) => value === text)) ? 'several' : text;
  });
  protected readonly place = computed(() => {
    const { sectionId, portfolioId, publisherId } = this.filters();
    const found = Object.entries({ sectionId, portfolioId, publisherId }).find(([, id]) => id);
    if (!found) return undefined;
    const [place, id] = found as [Place, string];
    return { place, kind: PLACES[place], name: this.placeName.answer()?.body[id]?.name ?? '…' };
  });
  private readonly placeName = liveQuery<Names>(() => {
    const id = this.sectionId() || this.portfolioId() || this.publisherId();
    return id ? addressOf('/v1/names', { ids: id }) : undefined;
  });
  protected readonly sought = signal('');
  private readonly foundPlaces = liveQuery<Names>(() =>
    this.sought() ? addressOf('/v1/names', { q: this.sought(), types: Object.values(PLACES).join(','), limit: 12 }) : undefined,
  );
  protected readonly places = computed(() =>
    Object.entries(this.foundPlaces.answer()?.body ?? {}).map(([id, { type, name, path }]) => ({
      id,
      type,
      text: `${path?.length ? path.join(' › ') : name} (${type})`,
    })),
  );
  protected readonly states = STATES;
  protected readonly currencies = computed(() => this.session.about()?.currencies.map(({ code }) => code) ?? []);
  protected readonly countText = computed(() => {
    const { count: total, count_capped: isCapped } = this.list.total() ?? {};
    const loaded = this.list.rows().filter(({ left }) => !left).length;
    if (total === undefined) return '';
    return isCapped ? `${count(total)}+ campaigns` : counted(Math.max(total, this.list.hasMore() ? 0 : loaded), 'campaign');
  });
  protected readonly hasLeft = computed(() => this.list.rows().some(({ left }) => left));
  protected readonly selected = signal<ReadonlySet<string>>(new Set());
  protected readonly selectedRows = computed(() =>
    this.list.rows().filter(({ row }) => this.selected().has(row.id) && !row.deleted),
  );
  protected readonly isAllSelected = computed(() => this.selected().size > 0 && this.selected().size === this.list.rows().length);
  protected readonly currenciesOf = computed(() => {
    const rows = new Map<string, number>();
    for (const { currency } of this.subjects()) rows.set(currency, (rows.get(currency) ?? 0) + 1);
    return [...rows].map(([code, number]) => (rows.size > 1 ? `${code} (${number})` : code)).join(', ');
  });
  protected readonly editing = signal<{ id: string; field: CampaignField } | undefined>(undefined);
  protected readonly fault = signal('');
  protected readonly asks = signal<Asked | undefined>(undefined);
  /** The campaigns that a dialog is about. */
  protected readonly subjects = signal<readonly Campaign[]>([]);
  protected readonly price = signal('');
  /** How many of all that match have been read so far. */
  protected readonly reading = signal<number | undefined>(undefined);
  /** What the form of a new campaign begins with. */
  protected readonly filled = signal<{ id?: string; name: string; userId: number | null; currency: string; why?: string }>({
    ...{ name: '', userId: null, currency: '' },
  });
  /** What a change of many campaigns would do to them. */
  protected readonly preview = computed(() => {
    const command = this.asks();
    if (!command || command === 'create') return undefined;
    const left = new Map<string, number>();
    let changing = 0;
    for (const row of this.subjects()) {
      const change = bulkChange(row, command, this.price());
      if ('patch' in change) changing++;
      else left.set(change.left, (left.get(change.left) ?? 0) + 1);
    }
    const isPriceless = command === 'set-price' && !this.price().trim();
    return {
      changing,
      left: isPriceless
        ? []
        : [...left].map(
            ([why, rows]) =>
              `${counted(rows, 'campaign')} ${rows === 1 ? 'stays' : 'stay'} as ${rows === 1 ? 'it is' : 'they are'}: ${why}.`,
          ),
      verb: BULK_COMMANDS[command],
    };
  });
  private searching?: ReturnType<typeof setTimeout>;

  protected readonly money = money;
  protected readonly ago = ago;
  protected readonly exact = exactTime;
  protected readonly amountText = amountText;
  protected readonly count = count;
  protected readonly counted = counted;
  protected readonly maxName = MAX_NAME_LENGTH;

  constructor() {
    offerActions(() => {
      if (!this.session.mayCommand()) return [];
      const { length } = this.selectedRows();
      const selected = counted(length, 'campaign');
      const onSelection = [
        { title: `Pause ${selected}`, run: () => this.bulk('pause') },
        { title: `Resume ${selected}`, run: () => this.bulk('resume') },
        { title: `Delete ${selected}`, run: () => this.ask('delete') },
      ];
      return [{ title: 'New campaign', run: () => this.ask('create') }, ...(length ? onSelection : [])];
    });
    // What is not in the list any more is not selected any more.
    effect(() => {
      this.filters();
      this.selected.set(new Set());
    });
    effect(() => {
      const entry = this.changes.entries().find(({ id }) => id === this.draft());
      if (!entry || !isTrouble(entry) || !entry.changes[0]?.patch.created) return;
      untracked(() => {
        const { name, userId, currency } = entry.request.body as { name: string; userId: number; currency: string };
        this.openCreate({ id: entry.id, name, userId, currency, why: entry.problem?.detail });
        this.go({ draft: null });
      });
    });
  }

  protected readonly idOf = (_: number, { row }: ListRow): string => row.id;

  protected wordsOf(item: ListRow) {
    return stateWords(item.pending, this.changes.troublesByLane().get(streamOf(item.row.id)) ?? [], item.isParked);
  }

  protected datesOf({ schedule: { start, end } }: Campaign): string {
    return start && end ? `${day(start)} – ${lastDay(end)}` : 'Set';
  }

  protected reasonText(reasons: readonly string[]): string {
    return reasons.map((reason) => REASON_WORDS[reason] ?? reason).join(', ');
  }

  /** The first reason, and how many more there are. */
  protected shortReason([first = '', ...others]: readonly string[]): string {
    return `${REASON_WORDS[first] ?? first}${others.length ? ` +${others.length}` : ''}`;
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected searchFor(text: string): void {
    clearTimeout(this.searching);
    this.searching = setTimeout(() => this.go({ q: text.trim() || null }), SEARCH_PAUSE_MS);
  }

  protected filterByState(value: string): void {
    const [name, chosen] = value.split('=');
    this.go({ runnable: null, paused: null, ended: null, reason: null, ...(name && chosen ? { [name]: chosen } : {}) });
  }

  protected seek(text: string): void {
    const found = this.places().find((place) => place.text === text);
    clearTimeout(this.searching);
    if (!found) {
      this.searching = setTimeout(() => this.sought.set(text.trim()), SEARCH_PAUSE_MS);
      return;
    }
    this.sought.set('');
    const place = Object.entries(PLACES).find(([, type]) => type === found.type)?.[0] as Place;
    this.go({ sectionId: null, portfolioId: null, publisherId: null, [place]: found.id });
  }

  protected clear(): void {
    this.go(NO_FILTERS);
  }

  protected sortBy(column: string): void {
    this.go({ sort: this.sort() === column ? `-${column}` : column });
  }

  protected ariaSort(column: string): 'ascending' | 'descending' | 'none' {
    const sort = this.sort() ?? '-createdAt';
    return sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none';
  }

  protected scrolled(index: number): void {
    if (index + 60 > this.list.rows().length) void this.list.more();
  }

  protected toggle(id: string, isOn: boolean): void {
    this.selected.update((before) => {
      const next = new Set(before);
      if (isOn) next.add(id);
      else next.delete(id);
      return next;
    });
  }

  protected toggleAll(isOn: boolean): void {
    this.selected.set(new Set(isOn ? this.list.rows().map(({ row }) => row.id) : []));
  }

  // Editing in place.

  protected isEditing(row: Campaign, field: CampaignField): boolean {
    const editing = this.editing();
    return editing?.id === row.id && editing.field === field;
  }

  protected edit(row: Campaign, field: CampaignField): void {
    if (row.deleted || !this.session.mayCommand()) return;
    this.fault.set('');
    this.editing.set({ id: row.id, field });
    setTimeout(() => {
      const field = document.querySelector<HTMLInputElement>('.editor input');
      field?.focus();
      if (field?.type === 'text') field.select();
    });
  }

  protected stop(): void {
    this.editing.set(undefined);
    this.fault.set('');
  }

  protected saveName(row: Campaign, name: string): void {
    const fault = nameFault(name);
    if (fault) return void this.fault.set(fault);
    this.stop();
    void this.commands.set(row, 'name', name);
  }

  protected savePrice(row: Campaign, text: string): void {
    const fault = priceFault(text, row.currency);
    if (fault) return void this.fault.set(fault);
    this.stop();
    void this.commands.set(row, 'price', minorOf(text, row.currency) as number);
  }

  /** Saves a field that is left; if what is in it would be refused, the field stays as it was. */
  protected leave(field: 'name' | 'price', row: Campaign, text: string): void {
    if (!this.isEditing(row, field)) return;
    if (field === 'name') this.saveName(row, text);
    else if (text.trim()) this.savePrice(row, text);
    this.stop();
  }

  /** Whole days in the user's zone: the end is kept as the moment when the next day begins. */
  protected saveDates(row: Campaign, start: string, end: string): void {
    if (!start !== !end) return void this.fault.set('Both days, or none.');
    if (start && end < start) return void this.fault.set('The end is before the start.');
    this.stop();
    const moment = (text: string, more = 0) => {
      const [year, month, date] = text.split('-').map(Number) as [number, number, number];
      return new Date(year, month - 1, date + more).toISOString();
    };
    void this.commands.set(row, 'schedule', start ? { start: moment(start), end: moment(end, 1) } : { start: null, end: null });
  }

  protected fieldOf(moment: string | null, back = 0): string {
    return moment ? dateField(new Date(new Date(moment).getTime() - back)) : '';
  }

  // Dialogs.

  /** @param rows absent: those that are selected */
  protected ask(what: Asked, rows: readonly Campaign[] = this.selectedRows().map(({ row }) => row)): void {
    this.subjects.set(rows);
    this.price.set('');
    this.fault.set('');
    this.asks.set(what);
    setTimeout(() => this.dialog().nativeElement.showModal());
  }

  protected openCreate(
    filled: ReturnType<typeof this.filled> = { name: '', userId: this.session.who()?.userId ?? null, currency: '' },
  ): void {
    this.filled.set(filled);
    this.ask('create', []);
  }

  /** Reads all that match, and then asks as for selected ones. */
  protected async askForAll(what: BulkCommand): Promise<void> {
    this.reading.set(0);
    try {
      const rows = await this.list.all((read) => {
        if (this.reading() !== undefined) this.reading.set(read);
        return this.reading() !== undefined && read <= MAX_ALL;
      });
      if (rows) this.ask(what, rows);
    } catch {
      this.toasts.show('The campaigns could not be read.', { kind: 'bad' });
    } finally {
      this.reading.set(undefined);
    }
  }

  protected close(): void {
    this.dialog().nativeElement.close();
    this.asks.set(undefined);
  }

  protected readonly subjectsText = computed(() => {
    const [only] = this.subjects();
    return this.subjects().length === 1 && only ? `“${only.name}”` : counted(this.preview()?.changing ?? 0, 'campaign');
  });

  protected create(name: string, user: string, currency: string): void {
    const userId = Number(user);
    const fault = nameFault(name) ?? (Number.isSafeInteger(userId) && userId > 0 ? undefined : 'The user is a number from 1.');
    if (fault) return void this.fault.set(fault);
    const { id } = this.filled();
    if (id) void this.changes.dismiss(id);
    this.commands.create(name.trim(), userId, currency);
    this.close();
  }

  protected confirm(command: BulkCommand): void {
    const [only] = this.subjects();
    if (!this.preview()?.changing)
      return void this.fault.set(command === 'set-price' ? 'An amount, such as 12.50.' : 'Nothing to change.');
    if (this.subjects().length === 1 && only && command === 'delete') this.commands.delete(only);
    else void this.commands.bulk(this.subjects(), command, this.price());
    this.selected.set(new Set());
    this.close();
  }

  protected bulk(command: BulkCommand): void {
    void this.commands.bulk(
      this.selectedRows().map(({ row }) => row),
      command,
    );
    this.selected.set(new Set());
  }
}
