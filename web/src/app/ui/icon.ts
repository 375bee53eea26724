import { Component, computed, input } from '@angular/core';

/** Paths on a grid of 16, drawn as lines. */
const ICONS = {
  alert: 'M8 2.2 14.5 13.5h-13zM8 6.5v3M8 11.6v.1',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  bookmark: 'M4 2.5h8v11L8 10.6 4 13.5z',
  campaign: 'M2.5 6.5v3h2.2l5.8 3v-9l-5.8 3zM13 6.2a2.6 2.6 0 0 1 0 3.6M5 9.5l1 3.5',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  chevron: 'm4 6 4 4 4-4',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.6',
  close: 'm4 4 8 8M12 4l-8 8',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  down: 'M8 3v10M4 9l4 4 4-4',
  edit: 'm3 13 .8-3.2L10.6 3l2.4 2.4L6.2 12.2z',
  filter: 'M2 3.5h12L9.5 8.8v4.2l-3-1.5V8.8z',
  history: 'M2.5 8a5.5 5.5 0 1 0 1.8-4.1L2.5 5.6M2.5 2.5v3.1h3.1M8 5.2V8l2 1.4',
  home: 'M2.5 7.5 8 3l5.5 4.5M4 6.5v6.5h8V6.5',
  inbox: 'M2 9.5h3.2l1 2h3.6l1-2H14M2 9.5 4 3.5h8l2 6v3.5H2z',
  key: 'M10.2 9a3.2 3.2 0 1 0-3-2.1L2.5 11.6v1.9h2l.1-1.4h1.5v-1.5h1.5L8.7 9.4',
  link: 'M6.5 9.5 9.5 6.5M7 4.8 8.6 3.2a2.9 2.9 0 0 1 4.2 4.2L11.2 9M9 11.2l-1.6 1.6a2.9 2.9 0 0 1-4.2-4.2L4.8 7',
  log: 'M3 4h10M3 8h10M3 12h6',
  moon: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  orders: 'M3 5.2 8 2.5l5 2.7v5.6L8 13.5l-5-2.7zM3 5.2 8 8l5-2.8M8 8v5.5',
  out: 'M6.5 3H3v10h3.5M10 5l3 3-3 3M13 8H6.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.2v9.6L12.5 8z',
  plus: 'M8 3v10M3 8h10',
  portfolios: 'M8 2.5v3M3.5 10.5V8h9v2.5M8 5.5V8M6.3 2.5h3.4v3H6.3zM1.8 10.5h3.4v3H1.8zM10.8 10.5h3.4v3h-3.4z',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.8-4.1l1.8 1.7M13.5 2.5v3.1h-3.1',
  reports: 'M2.5 2.5v11h11M5.5 11V8.5M8.5 11V5M11.5 11V7',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  trash: 'M2.8 4.5h10.4M6 4.5v-2h4v2M4.2 4.5l.6 9h6.4l.6-9M6.7 7v4M9.3 7v4',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6h7a3.5 3.5 0 0 1 0 7H6',
  up: 'M8 13V3M4 7l4-4 4 4',
  views: 'M2.5 12.5v-4M6.2 12.5v-7M9.8 12.5v-5M13.5 12.5v-9',
} as const;

export type IconName = keyof typeof ICONS;

/** An icon that words stand beside, or whose button has a label. */
@Component({
  selector: 'k-icon',
  template: `
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path [attr.d]="path()" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-grid;
      flex: none;
    }

    svg {
      fill: none;
      stroke: currentColor;
      stroke-width: 1.5;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => ICONS[this.name()]);
}
