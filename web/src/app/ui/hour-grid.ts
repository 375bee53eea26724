import { Component, computed, ElementRef, inject, input, model, signal } from '@angular/core';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const STEPS: Readonly<Record<string, readonly [day: number, hour: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A rectangle of hours that is being dragged over, and what they become. */
interface Drag {
  readonly from: number;
  readonly to: number;
  readonly isOn: boolean;
}

/**
 * The 168 hours of a week, from Monday 00:00. A drag sets a rectangle; a day or an hour sets its row or column. One
 * stop of the Tab key: arrows move, with Shift they set what they pass, Space turns an hour.
 */
@Component({
  selector: 'k-hour-grid',
  templateUrl: './hour-grid.html',
  styleUrl: './hour-grid.css',
  host: { '(document:pointerup)': 'drop()', '(document:pointercancel)': 'drag.set(undefined)' },
})
export class HourGrid {
  /** A model, because a second key may come before the first one's change is back as an input. */
  readonly hours = model.required<readonly boolean[]>();
  readonly mayChange = input(true);

  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly days = DAYS;
  protected readonly columns = HOURS;
  /** The hour with the focus. */
  protected readonly active = signal(0);
  protected readonly drag = signal<Drag | undefined>(undefined);
  protected readonly shown = computed(() => {
    const drag = this.drag();
    return drag ? painted(this.hours(), drag) : this.hours();
  });

  protected readonly clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

  protected grab(cell: number, event: PointerEvent): void {
    if (!this.mayChange() || event.button !== 0) return;
    // A touch would otherwise stay with the first hour.
    const target = event.target as Element;
    if (target.hasPointerCapture(event.pointerId)) target.releasePointerCapture(event.pointerId);
    this.active.set(cell);
    this.drag.set({ from: cell, to: cell, isOn: !this.hours()[cell] });
  }

  protected pass(cell: number): void {
    this.drag.update((drag) => drag && { ...drag, to: cell });
  }

  protected drop(): void {
    const drag = this.drag();
    this.drag.set(undefined);
    if (drag) this.hours.set(painted(this.hours(), drag));
  }

  protected press(event: KeyboardEvent): void {
    const cell = this.active();
    const step = STEPS[event.key];
    if (step) this.move(cell, step, event.shiftKey);
    else if (event.key === 'Home') this.focus(cell - (cell % 24));
    else if (event.key === 'End') this.focus(cell - (cell % 24) + 23);
    else if (event.key === ' ' || event.key === 'Enter') this.set([cell], !this.hours()[cell]);
    else return;
    event.preventDefault();
  }

  private move(cell: number, [day, hour]: readonly [number, number], paints: boolean): void {
    const [toDay, toHour] = [Math.floor(cell / 24) + day, (cell % 24) + hour];
    if (toDay < 0 || toDay > 6 || toHour < 0 || toHour > 23) return;
    const to = 24 * toDay + toHour;
    if (paints) this.set([to], this.hours()[cell] === true);
    this.focus(to);
  }

  protected turnDay(day: number): void {
    this.turn(HOURS.map((hour) => 24 * day + hour));
  }

  protected turnHour(hour: number): void {
    this.turn(DAYS.map((_, day) => 24 * day + hour));
  }

  protected setAll(isOn: boolean): void {
    this.set([...this.hours().keys()], isOn);
  }

  private turn(cells: readonly number[]): void {
    this.set(cells, !cells.every((cell) => this.hours()[cell]));
  }

  private set(cells: readonly number[], isOn: boolean): void {
    if (!this.mayChange()) return;
    const chosen = new Set(cells);
    this.hours.update((hours) => hours.map((hour, cell) => (chosen.has(cell) ? isOn : hour)));
  }

  private focus(cell: number): void {
    this.active.set(cell);
    this.element.nativeElement.querySelector<HTMLElement>(`[data-cell="${cell}"]`)?.focus();
  }
}

function painted(hours: readonly boolean[], { from, to, isOn }: Drag): readonly boolean[] {
  const [days, columns] = [
    [Math.floor(from / 24), Math.floor(to / 24)],
    [from % 24, to % 24],
  ].map(([one = 0, other = 0]) => [Math.min(one, other), Math.max(one, other)] as const);
  const isIn = (value: number, [low, high]: readonly [number, number] = [0, 0]) => value >= low && value <= high;
  return hours.map((hour, cell) => (isIn(Math.floor(cell / 24), days) && isIn(cell % 24, columns) ? isOn : hour));
}
