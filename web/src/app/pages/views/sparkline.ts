import { Component, computed, input } from '@angular/core';
import { count } from '../../ui/format.js';
import { HISTORY_MS, type Sample } from './pace.js';

const WIDTH = 132;
const HEIGHT = 24;

/** The lag of the last two minutes. */
@Component({
  selector: 'k-sparkline',
  template: `
    <svg viewBox="0 0 132 26" width="132" height="26" role="img" [attr.aria-label]="words()">
      <line x1="0" x2="132" y1="25" y2="25" />
      <path class="area" [attr.d]="line() + ' L132 25 L' + start() + ' 25 Z'" />
      <path class="line" [attr.d]="line()" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-grid;
    }

    line {
      stroke: var(--line);
    }

    .line {
      fill: none;
      stroke: var(--accent);
      stroke-width: 1.5;
      stroke-linejoin: round;
    }

    .area {
      fill: var(--selected);
    }
  `,
})
export class Sparkline {
  readonly samples = input.required<readonly Sample[]>();
  private readonly most = computed(() => Math.max(...this.samples().map(({ lag }) => lag), 0));
  private readonly points = computed(() => {
    const now = this.samples().at(-1)?.at ?? 0;
    // A lag of one or two must not look like a mountain.
    const scale = Math.max(this.most(), 20);
    return this.samples().map(({ at, lag }) => ({
      x: Math.round((WIDTH - ((now - at) / HISTORY_MS) * WIDTH) * 10) / 10,
      y: Math.round((1 + (1 - lag / scale) * HEIGHT) * 10) / 10,
    }));
  });
  protected readonly start = computed(() => this.points()[0]?.x ?? WIDTH);
  protected readonly line = computed(() =>
    this.points()
      .map(({ x, y }, n) => `${n ? 'L' : 'M'}${x} ${y}`)
      .join(' '),
  );
  protected readonly words = computed(
    () => `Lag in the last two minutes: now ${count(this.samples().at(-1)?.lag ?? 0)}, most ${count(this.most())}`,
  );
}
