import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../ui/icon.js';
import { EventDetails } from './event.js';

/** One event by its position. */
@Component({
  selector: 'k-event-page',
  imports: [EventDetails, Icon, RouterLink],
  template: `
    <div class="page">
      <a class="back" routerLink="/log"><k-icon name="back" />Log</a>
      <section class="card"><k-event [position]="position()" /></section>
    </div>
  `,
  styles: `
    .back {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      align-self: start;
      color: var(--ink-2);
    }

    .card {
      max-width: 900px;
      padding: 12px 16px 18px;
    }
  `,
})
export class EventPage {
  readonly position = input.required<string>();
}
