import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

@Component({
  selector: 'k-not-found-page',
  imports: [RouterLink],
  template: `
    <div class="empty">
      <h1>There is no page at this address</h1>
      <p>It may have moved, or the link is incomplete.</p>
      <a class="button" routerLink="/">Go to the start</a>
    </div>
  `,
})
export class NotFoundPage {}
