import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { Component, computed, type ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Live } from '../../api/live.js';
import { Names } from '../../api/names.js';
import { Session } from '../../api/session.js';
import type { LoggedEvent } from '../../outbox/entry.js';
import { offerActions } from '../../ui/actions.js';
import { iconOf, placeOf, readerWords } from '../../ui/entities.js';
import { count, counted, exactTime, preciseTime } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { SavedViewsMenu } from '../../ui/saved-views-menu.js';
import { EventDetails } from './event.js';
import { eventList, type LogFilters } from './event-list.js';
import { summaryOf } from './event-words.js';

const SEARCH_PAUSE_MS = 300;

/** Older events are asked for when so many rows are left below. */
const ROWS_AHEAD = 60;

/** The log as it grows. */
@Component({
  selector: 'k-log-page',
  imports: [CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport, EventDetails, Icon, RouterLink, SavedViewsMenu],
  templateUrl: './log.page.html',
  styleUrl: './log.page.css',
  host: { '(document:keydown)': 'pressed($event)' },
})
export class LogPage {
  // From the address.
  readonly eventType = input<string>();
  readonly entityId = input<string>();
  readonly correlationId = input<string>();
  readonly event = input<string>();

  private readonly router = inject(Router);
  private readonly names = inject(Names);
  private readonly viewport = viewChild.required(CdkVirtualScrollViewport);
  private readonly typePicker = viewChild.required<ElementRef<HTMLDetailsElement>>('typePicker');
  protected readonly live = inject(Live);
  protected readonly isPaused = signal(false);
  /** Whether the newest row is not in sight. */
  protected readonly isScrolled = signal(false);
  protected readonly filters = computed<LogFilters>(
    () => ({ eventType: this.eventType(), entityId: this.entityId(), correlationId: this.correlationId() }),
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  protected readonly list = eventList(
    this.filters,
    computed(() => this.isPaused() || this.isScrolled()),
  );
  private readonly session = inject(Session);
  protected readonly categories = computed(() =>
    Object.entries(this.session.about()?.eventTypes ?? {}).map(([category, types]) => ({ category, types })),
  );
  protected readonly types = computed(() => this.eventType()?.split(',') ?? []);
  protected readonly isFiltered = computed(() => Boolean(this.eventType() || this.entityId() || this.correlationId()));
  private searching?: ReturnType<typeof setTimeout>;

  protected readonly iconOf = iconOf;
  protected readonly placeOf = placeOf;
  protected readonly readerWords = readerWords;
  protected readonly nameOfId = (id: string) => this.names.of(id);
  protected readonly summaryOf = summaryOf;
  protected readonly count = count;
  protected readonly counted = counted;
  protected readonly exact = exactTime;
  protected readonly precise = preciseTime;

  constructor() {
    offerActions(() => [
      this.isPaused()
        ? { title: 'Resume the log', run: () => this.resume() }
        : { title: 'Pause the log', run: () => this.isPaused.set(true) },
    ]);
  }

  protected readonly positionOf = (_: number, { position }: LoggedEvent): number => position;

  protected nameOf({ entityId }: LoggedEvent): string {
    return this.names.of(entityId) ?? entityId;
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate(['/log'], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected filterEntity(text: string): void {
    clearTimeout(this.searching);
    this.searching = setTimeout(() => this.go({ entityId: text.trim() || null }), SEARCH_PAUSE_MS);
  }

  protected toggleType(type: string, isOn: boolean): void {
    const types = isOn ? [...this.types(), type] : this.types().filter((each) => each !== type);
    this.go({ eventType: types.join(',') || null });
  }

  protected toggleCategory(types: readonly string[], isOn: boolean): void {
    const others = this.types().filter((type) => !types.includes(type));
    this.go({ eventType: [...others, ...(isOn ? types : [])].join(',') || null });
  }

  protected hasAll(types: readonly string[]): boolean {
    return types.every((type) => this.types().includes(type));
  }

  protected scrolled(index: number): void {
    this.isScrolled.set(this.viewport().measureScrollOffset() > 4);
    if (index + ROWS_AHEAD > this.list.rows().length) void this.list.more();
  }

  protected resume(): void {
    this.isPaused.set(false);
    this.viewport().scrollToOffset(0);
    this.isScrolled.set(false);
  }

  protected open(event: LoggedEvent, click: MouseEvent): void {
    // A link in the row leads elsewhere, and a selection of text is no click.
    if ((click.target as Element).closest('a') || getSelection()?.toString()) return;
    this.go({ event: String(event.position) });
  }

  protected close(): void {
    this.go({ event: null });
  }

  private escape(): void {
    const picker = this.typePicker().nativeElement;
    if (picker.open) picker.open = false;
    else if (this.event()) this.close();
  }

  /** Arrows go through the events while one is shown. */
  protected pressed(key: KeyboardEvent): void {
    if (document.querySelector('dialog[open], [role=dialog], :popover-open') || key.altKey || key.ctrlKey || key.metaKey) return;
    if (key.key === 'Escape') this.escape();
    if (!this.event() || (key.target as Element).closest('input, select, pre, details')) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key.key];
    if (step === undefined) return;
    const rows = this.list.rows();
    const index = rows.findIndex(({ position }) => String(position) === this.event());
    const next = rows[index + step];
    if (index < 0 || !next) return;
    key.preventDefault();
    this.go({ event: String(next.position) });
    const top = (index + step) * this.rowHeight;
    const offset = this.viewport().measureScrollOffset();
    const height = this.viewport().getViewportSize();
    if (top < offset || top + this.rowHeight > offset + height) this.viewport().scrollToOffset(Math.max(0, top - height / 2));
  }

  protected readonly rowHeight = 34;
}
