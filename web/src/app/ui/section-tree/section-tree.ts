import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { NgTemplateOutlet } from '@angular/common';
import {
  Component,
  computed,
  contentChild,
  ElementRef,
  inject,
  input,
  model,
  output,
  signal,
  TemplateRef,
  viewChild,
} from '@angular/core';
import { Icon } from '../icon.js';
import type { TreeRow } from './tree.js';

/** In px. */
const ROW_HEIGHT = 34;

/** The part of a row, from its top and from its bottom, where something is dropped beside it and not into it. */
const EDGE = 0.3;

const OPEN_AFTER_MS = 600;

/** A row was dropped on another one. */
export interface Drop {
  readonly id: string;
  readonly target: string;
  readonly where: 'before' | 'in' | 'after';
}

let made = 0;

/**
 * A tree of any size: only the rows on the screen are in the page. What stands in a row is a template of the caller's.
 * One stop of the Tab key; arrows, Home, End and letters go through it, as in every tree.
 */
@Component({
  selector: 'k-section-tree',
  imports: [CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport, Icon, NgTemplateOutlet],
  template: `
    <cdk-virtual-scroll-viewport
      class="rows"
      role="tree"
      tabindex="0"
      [itemSize]="rowHeight"
      minBufferPx="340"
      maxBufferPx="680"
      [attr.aria-label]="label()"
      [attr.aria-multiselectable]="multiple() || null"
      [attr.aria-activedescendant]="activeIndex() < 0 ? null : idOf(activeIndex())"
      (keydown)="key($event)"
      (focus)="focused()"
    >
      <div
        *cdkVirtualFor="let row of rows(); let n = index; trackBy: track; templateCacheSize: 30"
        class="row"
        role="treeitem"
        [id]="idOf(n)"
        [class.active]="n === activeIndex()"
        [style.padding-left.px]="4 + (row.level - 1) * 18"
        [attr.aria-level]="row.level"
        [attr.aria-posinset]="row.place"
        [attr.aria-setsize]="row.siblings"
        [attr.aria-expanded]="row.hasNodes ? row.isOpen : null"
        [attr.aria-checked]="multiple() && checked() ? checked()!.has(row.id) : null"
        [attr.aria-selected]="multiple() ? null : n === activeIndex()"
        [attr.draggable]="canDrag() ? true : null"
        [class.dragged]="dragged()?.id === row.id"
        [attr.data-drop]="dropAt()?.id === row.id ? dropAt()?.where : null"
        (dragstart)="dragStarted($event, row)"
        (dragover)="draggedOver($event, row, n)"
        (drop)="droppedOn($event, row)"
        (dragend)="dragEnded()"
        (click)="active.set(row.id)"
        (dblclick)="chosen.emit(row)"
      >
        <button type="button" class="twist" tabindex="-1" aria-hidden="true" [class.none]="!row.hasNodes"
          (click)="toggled.emit({ row, isOpen: !row.isOpen })">
          <k-icon name="chevron" [class.shut]="!row.isOpen" />
        </button>
        <ng-container [ngTemplateOutlet]="content()" [ngTemplateOutletContext]="{ $implicit: row }" />
      </div>
    </cdk-virtual-scroll-viewport>
  `,
  styleUrl: './section-tree.css',
})
export class SectionTree {
  readonly rows = input.required<readonly TreeRow[]>();
  readonly label = input.required<string>();
  /** Ids of the rows that are checked, of a tree to choose from. */
  readonly checked = input<ReadonlySet<string>>();
  readonly multiple = computed(() => this.checked() !== undefined);
  /** The id of the row that keys act on. */
  readonly active = model<string>();
  readonly toggled = output<{ row: TreeRow; isOpen: boolean }>();
  /** Whether rows can be dragged. */
  readonly canDrag = input(false);
  readonly dropped = output<Drop>();
  /** Enter, Space, or a double click. */
  readonly chosen = output<TreeRow>();
  /** Any other key; call `preventDefault` to say that it was meant. */
  readonly pressed = output<{ row: TreeRow; event: KeyboardEvent }>();

  protected readonly content = contentChild.required<TemplateRef<{ $implicit: TreeRow }>>(TemplateRef);
  protected readonly rowHeight = ROW_HEIGHT;
  protected readonly activeIndex = computed(() => this.rows().findIndex(({ id }) => id === this.active()));
  private readonly viewport = viewChild.required(CdkVirtualScrollViewport);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly name = `tree-${++made}`;
  protected readonly dragged = signal<TreeRow | undefined>(undefined);
  protected readonly dropAt = signal<(Pick<Drop, 'where'> & { readonly id: string }) | undefined>(undefined);
  private opening?: ReturnType<typeof setTimeout>;
  private typed = { text: '', at: 0 };

  protected readonly track = (_: number, { id }: TreeRow): string => id;

  protected idOf(index: number): string {
    return `${this.name}-${index}`;
  }

  /** Puts the keyboard into the tree. */
  focus(): void {
    this.element.querySelector<HTMLElement>('[role=tree]')?.focus();
  }

  protected focused(): void {
    if (this.activeIndex() < 0) this.active.set(this.rows()[0]?.id);
    else this.show(this.activeIndex());
  }

  protected key(event: KeyboardEvent): void {
    const index = this.activeIndex();
    const row = this.rows()[index];
    // Fields and buttons in a row have keys of their own.
    if (event.target !== event.currentTarget || !row) return;
    this.pressed.emit({ row, event });
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = this.rows().length - 1;
    const page = Math.max(1, Math.floor(this.viewport().getViewportSize() / ROW_HEIGHT) - 1);
    const moves: Record<string, () => void> = {
      ArrowDown: () => this.go(Math.min(last, index + 1)),
      ArrowUp: () => this.go(Math.max(0, index - 1)),
      PageDown: () => this.go(Math.min(last, index + page)),
      PageUp: () => this.go(Math.max(0, index - page)),
      Home: () => this.go(0),
      End: () => this.go(last),
      ArrowRight: () =>
        row.hasNodes && !row.isOpen ? this.toggled.emit({ row, isOpen: true }) : row.isOpen && this.go(index + 1),
      ArrowLeft: () => (row.isOpen ? this.toggled.emit({ row, isOpen: false }) : this.go(this.parentOf(index))),
      Enter: () => this.chosen.emit(row),
      ' ': () => this.chosen.emit(row),
    };
    const move = moves[event.key];
    if (move) move();
    else if (event.key.length === 1) this.find(event.key);
    else return;
    event.preventDefault();
  }

  // Dragging.

  protected dragStarted(event: DragEvent, row: TreeRow): void {
    event.dataTransfer?.setData('text/plain', row.name);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    this.active.set(row.id);
    // The picture of the row that goes with the pointer is made after this event.
    setTimeout(() => this.dragged.set(row));
  }

  protected draggedOver(event: DragEvent, row: TreeRow, index: number): void {
    const dragged = this.dragged();
    if (!dragged || this.isBelow(index, dragged)) return void this.aim(undefined);
    event.preventDefault();
    const { top, height } = (event.currentTarget as Element).getBoundingClientRect();
    const part = (event.clientY - top) / height;
    // What is dropped below an open section would seem to be in it.
    const where = part < EDGE ? 'before' : part > 1 - EDGE && !row.isOpen ? 'after' : 'in';
    this.aim({ id: row.id, where }, row);
  }

  protected droppedOn(event: DragEvent, row: TreeRow): void {
    const [dragged, at] = [this.dragged(), this.dropAt()];
    event.preventDefault();
    this.dragEnded();
    if (dragged && at?.id === row.id) this.dropped.emit({ id: dragged.id, target: row.id, where: at.where });
  }

  protected dragEnded(): void {
    this.aim(undefined);
    this.dragged.set(undefined);
  }

  /** A section that is held over another one for a while opens it. */
  private aim(at: ReturnType<typeof this.dropAt>, row?: TreeRow): void {
    const before = this.dropAt();
    if (before?.id === at?.id && before?.where === at?.where) return;
    clearTimeout(this.opening);
    this.dropAt.set(at);
    if (row?.hasNodes && !row.isOpen && at?.where === 'in')
      this.opening = setTimeout(() => this.toggled.emit({ row, isOpen: true }), OPEN_AFTER_MS);
  }

  /** Whether a row is the given one, or in it. */
  private isBelow(index: number, { id, level }: TreeRow): boolean {
    const rows = this.rows();
    const from = rows.findIndex((row) => row.id === id);
    if (from < 0 || index < from) return false;
    return rows.slice(from + 1, index + 1).every((row) => row.level > level);
  }

  private parentOf(index: number): number {
    const level = this.rows()[index]?.level ?? 1;
    const parent = this.rows()
      .slice(0, index)
      .findLastIndex((row) => row.level < level);
    return parent < 0 ? index : parent;
  }

  /** To the next row that begins with what was typed. */
  private find(letter: string): void {
    const now = Date.now();
    const text = (now - this.typed.at < 700 ? this.typed.text : '') + letter.toLowerCase();
    this.typed = { text, at: now };
    const rows = this.rows();
    const from = this.activeIndex() + (text.length === 1 ? 1 : 0);
    const found = rows.findIndex((_, n) => rows[(from + n) % rows.length]?.name.toLowerCase().startsWith(text));
    if (found >= 0) this.go((from + found) % rows.length);
  }

  private go(index: number): void {
    this.active.set(this.rows()[index]?.id);
    this.show(index);
  }

  private show(index: number): void {
    const viewport = this.viewport();
    const [top, height] = [viewport.measureScrollOffset(), viewport.getViewportSize()];
    if (index * ROW_HEIGHT < top) viewport.scrollToOffset(index * ROW_HEIGHT);
    else if ((index + 1) * ROW_HEIGHT > top + height) viewport.scrollToOffset((index + 1) * ROW_HEIGHT - height);
  }
}
