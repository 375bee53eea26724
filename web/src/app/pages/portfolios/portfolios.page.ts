import { HttpClient } from '@angular/common/http';
import {
  Component,
  computed,
  type ElementRef,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
  viewChildren,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { liveList } from '../../api/live-list.js';
import { addressOf, liveQuery } from '../../api/live-query.js';
import { parkedStream } from '../../api/quarantine.js';
import type { components } from '../../api/schema.js';
import { Session } from '../../api/session.js';
import { Changes } from '../../outbox/changes.js';
import { isPending } from '../../outbox/entry.js';
import { liesOver, shown } from '../../outbox/overlay.js';
import { stateWords } from '../../outbox/state-words.js';
import { ago, counted, exactTime } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { ParkedBadge } from '../../ui/parked-badge.js';
import { type Drop, SectionTree } from '../../ui/section-tree/section-tree.js';
import {
  inheritedRules,
  nodesOf,
  pathOf,
  placeAt,
  placeBy,
  rowsOf,
  type TreeRow,
  withBelow,
} from '../../ui/section-tree/tree.js';
import { bySection, type WebsiteDocument, websiteTree, websiteUrl } from '../../ui/section-tree/website-tree.js';
import { adRulesForm, adRulesOf, adRulesWords } from './ad-rules.js';
import { Forecast } from './forecast.js';
import {
  NO_AD_RULES,
  nameFault,
  PortfolioChanges,
  PUBLISHERS_VIEW,
  type Publisher,
  publisherStream,
  type Seen,
  WEBSITES_VIEW,
  type Website,
  websiteStream,
} from './portfolio-changes.js';
import { PublisherWebsites } from './publisher-websites.js';

const SEARCH_PAUSE_MS = 250;

/** A website with fewer sections is shown with all of them. */
const MAX_OPEN = 200;

/** Places of *Move to…* that are offered at once. */
const MAX_PLACES = 200;

const MOVES: Readonly<Record<string, 'up' | 'down' | 'out' | 'in'>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'out',
  ArrowRight: 'in',
};

type Asks =
  | { readonly what: 'publisher' }
  | { readonly what: 'website'; readonly publisher: Seen }
  | { readonly what: 'rename'; readonly kind: 'publishers' | 'portfolios'; readonly row: Seen }
  | { readonly what: 'delete'; readonly kind: 'publishers' | 'portfolios'; readonly row: Seen }
  | { readonly what: 'history' }
  | { readonly what: 'move'; readonly id: string }
  | { readonly what: 'rules'; readonly id: string }
  | { readonly what: 'forecast'; readonly id: string }
  | { readonly what: 'remove'; readonly id: string };

/** Publishers, their websites, and the sections of one website. */
@Component({
  selector: 'k-portfolios-page',
  imports: [Forecast, Icon, ParkedBadge, PublisherWebsites, RouterLink, SectionTree],
  templateUrl: './portfolios.page.html',
  styleUrl: './portfolios.page.css',
})
export class PortfoliosPage {
  // From the address.
  readonly website = input<string>();
  readonly q = input<string>();
  /** The only publisher that is shown, unless there is a search. */
  readonly publisherId = input<string>();

  private readonly router = inject(Router);
  private readonly http = inject(HttpClient);
  private readonly changes = inject(Changes);
  protected readonly commands = inject(PortfolioChanges);
  protected readonly session = inject(Session);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  private readonly treeView = viewChild(SectionTree);

  // Publishers.

  private readonly onlyId = computed(() => (this.q() ? undefined : this.publisherId()));
  private readonly list = liveList<Publisher>({
    path: '/v1/publishers',
    view: PUBLISHERS_VIEW,
    streamOf: publisherStream,
    filters: () => (this.onlyId() ? undefined : { sort: 'name', q: this.q() }),
    idsOf: ({ stream, entityId }) => (stream.startsWith('publisher-') ? [entityId] : []),
    isEnd: ({ eventType }) => eventType === 'PublisherDeleted',
  });
  protected readonly publisherList = this.list;
  protected readonly only = liveQuery<Publisher>(
    () => (this.onlyId() ? `/v1/publishers/${encodeURIComponent(this.onlyId() ?? '')}` : undefined),
    ({ stream, entityId }) => stream.startsWith('publisher-') && entityId === this.onlyId(),
  );
  private readonly known = computed(() => {
    if (!this.onlyId()) return this.list.rows();
    const answer = this.only.answer();
    return answer ? [{ row: answer.body, position: answer.position, isGone: false, isParked: false }] : [];
  });
  protected readonly publishers = computed(() => {
    const lanes = this.changes.lanes();
    const rows = this.known().map(({ row, position, isGone, isParked }) => {
      const lane = lanes.get(publisherStream(row.id));
      const { row: seen, pending } = shown<Publisher>(row, position, lane, true);
      return { row: isGone ? { ...seen, deleted: true } : seen, pending, isParked };
    });
    const listed = new Set(rows.map(({ row }) => publisherStream(row.id)));
    for (const [lane, all] of lanes) {
      const [creation] = all;
      const isNew = lane.startsWith('publisher-') && creation?.change.patch.created && !listed.has(lane);
      if (!isNew || this.onlyId() || !liesOver(creation.entry, creation.change)) continue;
      const isShown =
        creation.entry.state === 'acked' && (this.list.first.answer()?.position ?? 0) >= (creation.change.position ?? 0);
      if (!isShown) rows.unshift({ ...shown<Publisher>({ version: 0 } as Publisher, 0, all), isParked: false });
    }
    return rows
      .filter(({ row }) => !row.deleted)
      .map(({ row, pending, isParked }) => ({
        row,
        isParked,
        words: stateWords(pending, this.changes.troublesByLane().get(publisherStream(row.id)) ?? [], isParked),
      }));
  });
  /** Websites whose own names match a search. */
  protected readonly found = liveQuery<{ data: readonly Website[] }>(
    () => (this.q() ? addressOf('/v1/portfolios', { q: this.q(), sort: 'name', limit: 50 }) : undefined),
    ({ stream }) => stream.startsWith('portfolio-'),
  );
  /** Publishers that the user has closed; of few, all are open at first. */
  private readonly turned = signal<ReadonlySet<string>>(new Set());
  private readonly opensAll = computed(() => this.known().length <= 12);

  private readonly websites = viewChildren(PublisherWebsites);
  /** Not before the websites of all that is open at first are known: each of them would move those below it. */
  protected readonly isSettled = linkedSignal<boolean, boolean>({
    source: () => {
      const first = this.onlyId() ? this.only : this.list.first;
      if (!first.answer()) return Boolean(first.problem());
      const open = this.publishers().filter(({ row }) => this.isOpen(row.id)).length;
      return this.websites().length >= open && this.websites().every((each) => each.isKnown());
    },
    computation: (isKnown, before) => isKnown || before?.value === true,
  });

  // The website.

  private readonly lane = computed(() => {
    const id = this.website();
    return id ? this.changes.lanes().get(websiteStream(id)) : undefined;
  });
  /** What is just being created is not asked for before the server knows it. */
  private readonly creation = computed(() => this.lane()?.find(({ change }) => change.patch.created));
  protected readonly query = liveQuery<WebsiteDocument>(
    () => {
      const id = this.website();
      const creation = this.creation()?.entry;
      return id && !(creation && isPending(creation)) ? websiteUrl(id) : undefined;
    },
    ({ entityId }) => entityId === this.website(),
    { since: () => this.creation()?.change.position },
  );
  private readonly state = websiteTree(this.query.answer, this.website, () => this.lane());
  protected readonly isParked = parkedStream(
    WEBSITES_VIEW,
    () => websiteStream(this.website() ?? ''),
    this.query,
    () => (this.state()?.pending ?? []).map(({ entry }) => entry),
  );
  protected readonly site = computed(() => {
    const site = this.state()?.row;
    return site?.deleted || this.query.problem()?.code === 'portfolio.not-found' ? undefined : site;
  });
  protected readonly tree = computed(() => this.state()?.tree ?? { nodes: [], sections: new Map() });
  protected readonly sectionCount = computed(() => this.tree().sections.size);
  protected readonly siteWords = computed(() => {
    const own = (this.state()?.pending ?? []).filter(({ change }) => !change.patch.section);
    return stateWords(
      own.map(({ entry }) => entry),
      (this.changes.troublesByLane().get(websiteStream(this.website() ?? '')) ?? []).filter(
        ({ changes }) => !changes[0]?.patch.section,
      ),
      this.isParked(),
    );
  });
  private readonly pendingBySection = computed(() => bySection(this.state()?.pending ?? []));
  private readonly troublesBySection = computed(() => {
    const troubles = this.changes.troublesByLane().get(websiteStream(this.website() ?? '')) ?? [];
    return bySection(troubles.flatMap((entry) => entry.changes.map((change) => ({ entry, change }))));
  });
  /** Sections that are not as they are at first: open in a large tree, shut in a small one. */
  private readonly turnedSections = signal<ReadonlySet<string>>(new Set());
  private readonly isSmall = signal(true);
  protected readonly search = signal('');
  protected readonly rows = computed(() => {
    const turned = this.turnedSections();
    const isSmall = this.isSmall();
    return rowsOf(this.tree(), (id) => turned.has(id) !== isSmall, this.search());
  });
  protected readonly active = signal<string | undefined>(undefined);
  protected readonly editing = signal<string | undefined>(undefined);
  /** Where a new section is being named; null: at the top. */
  protected readonly adding = signal<string | null | undefined>(undefined);
  protected readonly addingTo = computed(() => {
    const parentId = this.adding();
    return parentId ? `in “${this.nameOf(parentId)}”` : 'at the top';
  });
  protected readonly fault = signal('');

  // Dialogs.

  protected readonly asks = signal<Asks | undefined>(undefined);
  protected readonly history = liveQuery<components['schemas']['HistoryDocument']>(
    () =>
      this.asks()?.what === 'history' && this.website()
        ? addressOf(`/v1/portfolios/${this.website()}/history`, { sort: '-version', limit: 100 })
        : undefined,
    ({ entityId }) => entityId === this.website(),
  );
  /** Since the latest removal of a section, for removed sections do not come back. */
  protected readonly oldestWayBack = computed(() => {
    const events = this.history.answer()?.body.data ?? [];
    return events.find(({ eventType }) => eventType === 'SectionRemoved')?.version ?? 0;
  });
  protected readonly leaving = signal<string | undefined>(undefined);
  protected readonly placeSearch = signal('');
  protected readonly places = computed(() => {
    const asks = this.asks();
    if (asks?.what !== 'move') return [];
    const tree = this.tree();
    const own = new Set(withBelow(tree, asks.id));
    const wanted = this.placeSearch().trim().toLowerCase();
    const found = [{ id: '', text: 'The top' }];
    for (const { id } of rowsOf(tree, () => true)) {
      if (own.has(id)) continue;
      const text = pathOf(tree, id).join(' › ');
      if (text.toLowerCase().includes(wanted)) found.push({ id, text });
      if (found.length > MAX_PLACES) break;
    }
    return found;
  });
  private searching?: ReturnType<typeof setTimeout>;

  protected readonly ago = ago;
  protected readonly exact = exactTime;
  protected readonly counted = counted;

  constructor() {
    // Another website: another tree.
    effect(() => {
      this.website();
      untracked(() => {
        this.search.set('');
        this.active.set(undefined);
        this.editing.set(undefined);
        this.adding.set(undefined);
        this.turnedSections.set(new Set());
      });
    });
    let sized = '';
    effect(() => {
      const answer = this.query.answer();
      if (!answer || answer.url === sized) return;
      sized = answer.url;
      this.isSmall.set(answer.body.sections <= MAX_OPEN);
    });
  }

  protected isOpen(id: string): boolean {
    return this.turned().has(id) !== this.opensAll();
  }

  protected turn(id: string): void {
    this.turned.update((before) => toggled(before, id));
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: 'q' in queryParams });
  }

  protected searchFor(text: string): void {
    clearTimeout(this.searching);
    this.searching = setTimeout(() => this.go({ q: text.trim() || null }), SEARCH_PAUSE_MS);
  }

  protected toggle({ row: { id }, isOpen }: { row: TreeRow; isOpen: boolean }): void {
    // The row as it is now, because a second key may come before the tree is drawn anew.
    const row = this.rows().find((each) => each.id === id);
    if (row?.hasNodes && row.isOpen !== isOpen) this.turnedSections.update((before) => toggled(before, id));
  }

  protected wordsOf(id: string) {
    return stateWords(this.pendingBySection().get(id) ?? [], this.troublesBySection().get(id) ?? [], this.isParked());
  }

  protected nameOf(id: string): string {
    return this.tree().sections.get(id)?.name ?? '';
  }

  // Sections.

  protected pressed({ row, event }: { row: TreeRow; event: KeyboardEvent }): void {
    if (!this.session.mayCommand()) return;
    const move = event.altKey ? MOVES[event.key] : undefined;
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (move) this.moveBy(row.id, move);
    else if (isPlain && event.key === 'F2') this.edit(row.id);
    else if (isPlain && event.key === 'Delete') this.askRemove(row.id);
    else if (isPlain && event.key === 'Insert') this.add(row.id);
    else return;
    event.preventDefault();
  }

  protected edit(id: string): void {
    if (!this.session.mayCommand()) return;
    this.fault.set('');
    this.active.set(id);
    this.editing.set(id);
    focusOn('.section-name', true);
  }

  protected stop(): void {
    const wasAdding = this.adding() !== undefined;
    this.editing.set(undefined);
    this.adding.set(undefined);
    this.fault.set('');
    if (!wasAdding || this.rows().length) setTimeout(() => this.treeView()?.focus());
  }

  protected rename(site: Seen, row: TreeRow, name: string): void {
    const fault = nameFault(name);
    if (fault) return void this.fault.set(fault);
    this.stop();
    this.commands.renameSection(site, row.id, row.name, name.trim());
  }

  /** A field that is left keeps what would be accepted. */
  protected leave(site: Seen, row: TreeRow, name: string): void {
    if (this.editing() !== row.id) return;
    this.editing.set(undefined);
    this.fault.set('');
    if (!nameFault(name)) this.commands.renameSection(site, row.id, row.name, name.trim());
  }

  protected add(parentId: string | null): void {
    this.fault.set('');
    this.adding.set(parentId);
    focusOn('.new-section');
  }

  /** The field stays, for the next one. */
  protected saveNew(site: Seen, field: HTMLInputElement): void {
    const fault = nameFault(field.value);
    if (fault) return void this.fault.set(fault);
    const parentId = this.adding() ?? null;
    this.fault.set('');
    this.active.set(this.commands.addSection(site, field.value.trim(), parentId));
    if (parentId) this.open(parentId);
    field.value = '';
  }

  /** Shows what is below a section. */
  private open(id: string): void {
    this.turnedSections.update((before) => (before.has(id) !== this.isSmall() ? before : toggled(before, id)));
  }

  protected moveBy(id: string, to: 'up' | 'down' | 'out' | 'in'): void {
    const site = this.site();
    const place = placeBy(this.tree(), id, to);
    if (!site || !place) return;
    if (place.parentId) this.open(place.parentId);
    this.commands.moveSection(site, this.tree(), id, place);
  }

  protected drop({ id, target, where }: Drop): void {
    const site = this.site();
    const place = placeAt(this.tree(), id, target, where);
    if (!site || !place) return;
    if (place.parentId) this.open(place.parentId);
    this.commands.moveSection(site, this.tree(), id, place);
  }

  protected canMove(id: string, to: 'up' | 'down' | 'out' | 'in'): boolean {
    return placeBy(this.tree(), id, to) !== undefined;
  }

  // Dialogs.

  protected ask(asks: Asks): void {
    this.fault.set('');
    this.placeSearch.set('');
    this.leaving.set(undefined);
    this.asks.set(asks);
    setTimeout(() => this.dialog().nativeElement.showModal());
  }

  protected askRemove(id: string): void {
    this.ask({ what: 'remove', id });
    void this.countLeaving({ sectionId: id, below: true });
  }

  protected askDelete(kind: 'publishers' | 'portfolios', row: Seen): void {
    this.ask({ what: 'delete', kind, row });
    void this.countLeaving(kind === 'publishers' ? { publisherId: row.id } : { portfolioId: row.id });
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected closed(): void {
    this.asks.set(undefined);
    setTimeout(() => this.active() && this.treeView()?.focus());
  }

  protected below(id: string): number {
    return withBelow(this.tree(), id).length - 1;
  }

  private async countLeaving(filters: Record<string, string | boolean>): Promise<void> {
    const asked = this.asks();
    const url = addressOf('/v1/campaigns', { ...filters, count: true, limit: 1 });
    type Counted = { page: { count: number; count_capped: boolean } };
    const page = await firstValueFrom(this.http.get<Counted>(url)).then(
      (answer) => answer.page,
      () => undefined,
    );
    if (this.asks() !== asked) return;
    if (!page) this.leaving.set('How many campaigns will leave is not known: the server did not answer.');
    else if (!page.count) this.leaving.set('No campaign will leave.');
    else this.leaving.set(`${page.count_capped ? 'More than ' : ''}${counted(page.count, 'campaign')} will leave.`);
  }

  protected saveName(asks: Asks, name: string): void {
    const fault = nameFault(name);
    if (fault) return void this.fault.set(fault);
    this.close();
    const text = name.trim();
    if (asks.what === 'publisher') this.turnOpen(this.commands.createPublisher(text));
    if (asks.what === 'website') this.go({ website: this.commands.createWebsite(text, asks.publisher.id) });
    if (asks.what === 'rename') this.commands.rename(asks.kind, asks.row, text);
  }

  private turnOpen(id: string): void {
    if (!this.isOpen(id)) this.turn(id);
  }

  protected confirm(asks: Asks): void {
    this.close();
    const site = this.site();
    if (asks.what === 'delete') {
      this.commands.delete(asks.kind, asks.row);
      if (asks.row.id === this.website()) this.go({ website: null });
    }
    if (asks.what !== 'remove' || !site) return;
    const index = this.rows().findIndex(({ id }) => id === asks.id);
    const next =
      this.rows().find((row, n) => n > index && row.level <= (this.rows()[index]?.level ?? 1)) ?? this.rows()[index - 1];
    this.commands.removeSection(site, asks.id, this.nameOf(asks.id));
    this.active.set(next?.id);
  }

  protected goBack(site: Seen, version: number): void {
    this.close();
    this.commands.goBack(site, version);
  }

  /** What a section sets itself, and what it inherits, in words. */
  protected ownRules(id: string): string {
    return adRulesWords(this.tree().sections.get(id)?.adRules ?? NO_AD_RULES);
  }

  protected inheritedRules(id: string): string {
    return adRulesWords(inheritedRules(this.tree(), id)) || 'nothing';
  }

  protected rulesForm(id: string) {
    return adRulesForm(this.tree().sections.get(id)?.adRules ?? NO_AD_RULES);
  }

  protected saveRules(id: string, maxAds: string, maxSeconds: string, blocked: string): void {
    const [rules, site] = [adRulesOf({ maxAds, maxSeconds, blocked }), this.site()];
    if (typeof rules === 'string') return void this.fault.set(rules);
    this.close();
    if (site) this.commands.setAdRules(site, this.tree(), id, rules);
  }

  protected move(id: string, parent: string): void {
    const site = this.site();
    this.close();
    if (!site) return;
    const parentId = parent || null;
    const isThere = (this.tree().sections.get(id)?.parentId ?? null) === parentId;
    if (isThere && nodesOf(this.tree(), parentId).at(-1) === id) return;
    if (parentId) this.open(parentId);
    this.commands.moveSection(site, this.tree(), id, { parentId, before: null });
  }
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(before);
  if (!next.delete(id)) next.add(id);
  return next;
}

function focusOn(selector: string, selects = false): void {
  setTimeout(() => {
    const field = document.querySelector<HTMLInputElement>(selector);
    field?.focus();
    if (selects) field?.select();
  });
}
