import { Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { Names } from '../../api/names.js';
import { count } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { creativeCount } from './creative-changes.js';
import type { Filters } from './creative-list.js';
import { CreativeTable } from './creative-table.js';

const SEARCH_PAUSE_MS = 250;

/** The filters of the select, as parameters of the address. */
const STATES = [
  { value: 'pending', title: 'Wait for approval', query: { state: 'pending', complete: 'true' } },
  { value: 'approved', title: 'Approved', query: { state: 'approved', complete: null } },
  { value: 'rejected', title: 'Rejected', query: { state: 'rejected', complete: null } },
  { value: 'empty', title: 'Nothing to show yet', query: { state: null, complete: 'false' } },
] as const;

/** The creatives of all campaigns: what waits for approval first. */
@Component({
  selector: 'k-creatives-page',
  imports: [CreativeTable, Icon],
  template: `
    <div class="page">
      <div class="page-head">
        <h1>Creatives</h1>
        <span class="space"></span>
        @if (campaignId()) {
          <button type="button" class="button primary" (click)="table.create()"><k-icon name="plus" />New creative</button>
        }
      </div>
      <div class="filters">
        <input #search class="input search" type="search" placeholder="Search by name" aria-label="Search by name"
          maxlength="100" [value]="q() ?? ''" (input)="searchFor(search.value)" />
        <select #state class="input state" aria-label="State" (change)="filter(state.value)">
          <option value="">Any state</option>
          @for (each of states; track each.value) {
            <option [value]="each.value" [selected]="each.value === stateFilter()">{{ each.title }}</option>
          }
        </select>
        @if (campaignId(); as id) {
          <span class="chip">
            Of <strong>{{ names.of(id) ?? 'a campaign' }}</strong>
            <button type="button" class="icon-button" aria-label="Of all campaigns" title="Of all campaigns"
              (click)="go({ campaignId: null })"><k-icon name="close" /></button>
          </span>
        }
        <span class="space"></span>
        @if (table.hasLeft()) {
          <button type="button" class="button" (click)="table.list.refresh()"><k-icon name="refresh" />Refresh</button>
        }
        <span class="muted" aria-live="polite">{{ countText(table.list.total()) }}</span>
      </div>
      <section class="card">
        <k-creative-table #table [filters]="filters()" [campaignId]="campaignId()" [draft]="draft()" />
      </section>
    </div>
  `,
  styles: `
    .filters {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
    }

    .filters > .space {
      flex: 1;
    }

    .search {
      width: min(240px, 100%);
    }

    .state {
      width: auto;
    }

    .chip {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      padding-left: 10px;
      border-radius: var(--radius);
      background: var(--hover);
    }

    .card {
      padding: 6px 16px;
      min-width: 0;
    }
  `,
})
export class CreativesPage {
  // From the address.
  readonly q = input<string>();
  readonly state = input<string>();
  readonly complete = input<string>();
  readonly campaignId = input<string>();
  /** A creation that was not saved: its form opens as it was filled. */
  readonly draft = input<string>();

  private readonly router = inject(Router);
  protected readonly names = inject(Names);
  protected readonly states = STATES;
  protected readonly filters = computed<Filters>(() => ({
    q: this.q(),
    state: this.state(),
    complete: this.complete(),
    campaignId: this.campaignId(),
  }));
  protected readonly stateFilter = computed(() => this.state() ?? (this.complete() === 'false' ? 'empty' : ''));
  private searching?: ReturnType<typeof setTimeout>;

  protected filter(value: string): void {
    this.go(STATES.find((each) => each.value === value)?.query ?? { state: null, complete: null });
  }

  protected searchFor(text: string): void {
    clearTimeout(this.searching);
    this.searching = setTimeout(() => this.go({ q: text.trim() || null }), SEARCH_PAUSE_MS);
  }

  protected go(queryParams: Readonly<Record<string, string | null>>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected countText(page: { readonly count?: number; readonly count_capped?: boolean } | undefined): string {
    if (page?.count === undefined) return '';
    return page.count_capped ? `${count(page.count)}+ creatives` : creativeCount(page.count);
  }
}
