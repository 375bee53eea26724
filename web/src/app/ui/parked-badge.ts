import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';

/** Says that what is shown is old, because the view behind it failed on an event, and leads to the quarantine. */
@Component({
  selector: 'k-parked-badge',
  imports: [RouterLink],
  template: `<a class="badge bad" routerLink="/views" fragment="quarantine" [title]="title()">in quarantine</a>`,
  host: { style: 'display: inline-flex; flex: none' },
})
export class ParkedBadge {
  /** What the events are of: `this campaign`. */
  readonly of = input.required<string>();
  protected readonly title = () =>
    `The server failed on an event of ${this.of()}, so you see it as it was before. Its stream is in quarantine.`;
}
