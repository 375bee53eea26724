import { Component, computed, input } from '@angular/core';
import { count } from './format.js';

export interface Bar {
  readonly label: string;
  readonly value: number;
}

const STEP = 10;

/** Bars from left to right, with a table of the same numbers for screen readers. */
@Component({
  selector: 'k-bar-chart',
  template: `
    <div class="plot" aria-hidden="true">
      <span class="most">{{ bars().length ? text(most()) : '' }}</span>
      <svg [attr.viewBox]="'0 0 ' + bars().length * step + ' ' + height()" [style.height.px]="height()" preserveAspectRatio="none">
        @for (bar of bars(); track $index; let n = $index) {
          <g>
            <title>{{ bar.label }}: {{ text(bar.value) }}</title>
            <rect class="room" [attr.x]="n * step" y="0" [attr.width]="step" [attr.height]="height()" />
            <rect class="bar" [attr.x]="n * step + 1" [attr.y]="height() - heightOf(bar)" [attr.width]="step - 2"
              [attr.height]="heightOf(bar)" />
          </g>
        }
      </svg>
      @if (!bars().length) {
        <span class="none">{{ isKnown() ? 'None' : '' }}</span>
      }
      <span class="first">{{ bars().at(0)?.label ?? '&nbsp;' }}</span>
      <span class="last">{{ bars().length > 1 ? bars().at(-1)?.label : '' }}</span>
    </div>
    <table class="visually-hidden">
      <caption>{{ caption() }}</caption>
      <thead><tr><th scope="col">{{ group() }}</th><th scope="col">{{ what() }}</th></tr></thead>
      <tbody>
        @for (bar of bars(); track $index) {
          <tr><th scope="row">{{ bar.label }}</th><td>{{ text(bar.value) }}</td></tr>
        }
      </tbody>
    </table>
  `,
  styles: `
    :host {
      position: relative;
      display: block;
    }

    .plot {
      display: grid;
      grid-template: auto auto / auto 1fr 1fr;
      gap: 3px 6px;
      color: var(--ink-2);
      font-size: 11px;
      line-height: 1.2;
    }

    svg {
      grid-area: 1 / 2 / 2 / 4;
      width: 100%;
      border-bottom: 1px solid var(--line-strong);
    }

    .none {
      grid-area: 1 / 2 / 2 / 4;
      place-self: center;
    }

    .most {
      min-width: 22px;
      text-align: right;
    }

    .first {
      grid-column: 2;
    }

    .last {
      text-align: right;
    }

    .bar {
      fill: var(--accent);
    }

    .room {
      fill: transparent;
    }

    g:hover .room {
      fill: var(--hover);
    }
  `,
})
export class BarChart {
  readonly bars = input.required<readonly Bar[]>();
  /** What the numbers are, for the table. */
  readonly caption = input.required<string>();
  readonly group = input.required<string>();
  readonly what = input.required<string>();
  /** Whether the bars are those of an answer. */
  readonly isKnown = input(true);
  /** In px. */
  readonly height = input(64);
  protected readonly most = computed(() => Math.max(1, ...this.bars().map(({ value }) => value)));
  protected readonly step = STEP;
  protected readonly text = count;

  protected heightOf({ value }: Bar): number {
    return value ? Math.max(1.5, (value / this.most()) * this.height()) : 0;
  }
}
