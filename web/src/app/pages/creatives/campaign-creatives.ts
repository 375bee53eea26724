import { Component, computed, inject, input } from '@angular/core';
import { Session } from '../../api/session.js';
import { Icon } from '../../ui/icon.js';
import { CreativeTable } from './creative-table.js';

/** The creatives of a campaign, on its page. */
@Component({
  selector: 'k-campaign-creatives',
  imports: [CreativeTable, Icon],
  template: `
    <section class="card">
      <div class="page-head">
        <h2>Creatives</h2>
        <span class="space"></span>
        <button type="button" class="button" [disabled]="!session.mayCommand()" (click)="table.create()">
          <k-icon name="plus" />New creative
        </button>
      </div>
      <k-creative-table #table [filters]="filters()" [campaignId]="campaignId()" />
    </section>
  `,
  styles: `
    .card {
      display: grid;
      gap: 8px;
      padding: 16px;
      min-width: 0;
    }
  `,
})
export class CampaignCreatives {
  readonly campaignId = input.required<string>();
  protected readonly session = inject(Session);
  protected readonly filters = computed(() => ({ campaignId: this.campaignId(), sort: 'createdAt' }));
}
