import { Component, computed, type ElementRef, effect, inject, input, model, signal, untracked, viewChild } from '@angular/core';
import { addressOf, liveQuery } from '../../api/live-query.js';
import type { components } from '../../api/schema.js';
import { Changes } from '../../outbox/changes.js';
import { count, counted } from '../format.js';
import { Icon } from '../icon.js';
import { SectionTree } from './section-tree.js';
import { rowsOf, type TreeRow, withBelow } from './tree.js';
import { type WebsiteDocument, websiteTree, websiteUrl } from './website-tree.js';

type Websites = components['schemas']['PortfolioListDocument'];
type Names = Readonly<Record<string, components['schemas']['NameDocument']>>;

const SEARCH_PAUSE_MS = 250;

/** A website with fewer sections is shown with all of them. */
const MAX_OPEN = 200;

/** The most that `GET /v1/names` takes. */
const MAX_NAMES = 200;

/** Where a campaign is placed, and a dialog to choose the sections of all websites, or one of them. */
@Component({
  selector: 'k-placements-picker',
  imports: [Icon, SectionTree],
  templateUrl: './placements-picker.html',
  styleUrl: './placements-picker.css',
})
export class PlacementsPicker {
  /** Ids of sections. A model, because a second click may come before the first one's change is back as an input. */
  readonly sections = model.required<readonly string[]>();
  readonly mayChange = input(true);
  /** One section is chosen, by a click. */
  readonly only = input(false);

  private readonly changes = inject(Changes);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly isOpen = signal(false);
  protected readonly picked = signal<ReadonlySet<string>>(new Set());

  // Websites.

  protected readonly q = signal('');
  protected readonly websites = liveQuery<Websites>(() =>
    this.isOpen() ? addressOf('/v1/portfolios', { sort: 'name', q: this.q(), limit: 100 }) : undefined,
  );
  protected readonly website = signal<string | undefined>(undefined);
  protected readonly query = liveQuery<WebsiteDocument>(
    () => {
      const id = this.website();
      return this.isOpen() && id ? websiteUrl(id) : undefined;
    },
    ({ entityId }) => entityId === this.website(),
  );
  private readonly lane = computed(() => this.changes.lanes().get(`portfolio-${this.website()}`));
  private readonly state = websiteTree(this.query.answer, this.website, () => this.lane());
  protected readonly site = computed(() => this.state()?.row);
  protected readonly tree = computed(() => this.state()?.tree);
  private readonly turned = signal<ReadonlySet<string>>(new Set());
  protected readonly search = signal('');
  protected readonly rows = computed(() => {
    const tree = this.tree();
    if (!tree) return [];
    const [turned, isSmall] = [this.turned(), tree.sections.size <= MAX_OPEN];
    return rowsOf(tree, (id) => turned.has(id) !== isSmall, this.search());
  });
  protected readonly active = signal<string | undefined>(undefined);
  /** How many sections of the website are picked. */
  protected readonly pickedHere = computed(() => {
    const sections = this.tree()?.sections;
    return sections ? [...this.picked()].filter((id) => sections.has(id)).length : 0;
  });

  // What is chosen now, in words.

  private readonly named = liveQuery<Names>(() => {
    const ids = this.sections().slice(0, MAX_NAMES);
    return ids.length ? addressOf('/v1/names', { ids: ids.join() }) : undefined;
  });
  /** Names that are known, since sections may be chosen before their names are asked for. */
  private readonly paths = signal<ReadonlyMap<string, string>>(new Map());
  protected readonly places = computed(() =>
    this.sections()
      .slice(0, MAX_NAMES)
      .map((id) => ({ id, text: this.paths().get(id) ?? '…' })),
  );
  protected readonly hidden = computed(() => this.sections().length - this.places().length);
  private searching?: ReturnType<typeof setTimeout>;

  protected readonly count = count;
  protected readonly counted = counted;

  constructor() {
    effect(() => {
      const names = this.named.answer()?.body ?? {};
      const found = Object.entries(names).map(([id, { name, path, deleted }]): [string, string] => [
        id,
        `${(path ?? [name]).join(' › ')}${deleted ? ' (removed)' : ''}`,
      ]);
      untracked(() => this.paths.update((before) => new Map([...before, ...found])));
    });
    effect(() => {
      // Where it is placed already, else the first.
      const names = this.named.answer()?.body ?? {};
      const placed = Object.values(names).find(({ deleted }) => !deleted)?.portfolioId;
      const first = this.websites.answer()?.body.data[0]?.id;
      if (!untracked(this.website)) this.website.set(first && (placed ?? first));
    });
    // Another website: another tree.
    effect(() => {
      this.website();
      untracked(() => {
        this.search.set('');
        this.turned.set(new Set());
        this.active.set(undefined);
      });
    });
  }

  protected open(): void {
    this.picked.set(new Set(this.sections()));
    this.q.set('');
    this.isOpen.set(true);
    setTimeout(() => this.dialog().nativeElement.showModal());
  }

  protected searchWebsites(text: string): void {
    clearTimeout(this.searching);
    this.searching = setTimeout(() => this.q.set(text.trim()), SEARCH_PAUSE_MS);
  }

  protected toggle({ id }: TreeRow): void {
    if (this.only()) {
      this.picked.set(new Set());
      this.pick([id], true);
      this.save();
    } else this.pick([id], !this.picked().has(id));
  }

  protected turn({ row: { id }, isOpen }: { row: TreeRow; isOpen: boolean }): void {
    // The row as it is now, because a second key may come before the tree is drawn anew.
    const row = this.rows().find((each) => each.id === id);
    if (!row?.hasNodes || row.isOpen === isOpen) return;
    this.turned.update((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }

  /** A section with all that is below it. */
  protected pickBelow(id: string): void {
    const tree = this.tree();
    if (!tree) return;
    const all = withBelow(tree, id);
    this.pick(all, !all.every((each) => this.picked().has(each)));
  }

  protected pickNone(): void {
    this.picked.set(new Set());
  }

  private pick(ids: readonly string[], isOn: boolean): void {
    this.picked.update((before) => {
      const next = new Set(before);
      for (const id of ids) {
        if (isOn) next.add(id);
        else next.delete(id);
      }
      return next;
    });
    const [site, tree] = [this.site(), this.tree()];
    if (!site || !tree) return;
    const found = ids.map((id): [string, string] => {
      const names: string[] = [];
      for (let at: string | null = id; at; at = tree.sections.get(at)?.parentId ?? null)
        names.unshift(tree.sections.get(at)?.name ?? '');
      return [id, [site.name, ...names].join(' › ')];
    });
    this.paths.update((before) => new Map([...before, ...found]));
  }

  protected save(): void {
    this.dialog().nativeElement.close();
    // In the order in which they were chosen, as before where nothing changed.
    this.sections.set([...this.picked()]);
  }

  protected remove(id: string): void {
    this.sections.update((sections) => sections.filter((each) => each !== id));
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }
}
