import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { addressOf, liveQuery } from '../../api/live-query.js';
import { Names } from '../../api/names.js';
import type { components } from '../../api/schema.js';
import { Session } from '../../api/session.js';
import { exactTime } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { PlacementsPicker } from '../../ui/section-tree/placements-picker.js';
import type { Campaign } from '../campaigns/campaign-changes.js';
import { type Explanation, isExplainedAnew, momentOf, OUTCOMES } from '../try/explanation.js';

type NamesDocument = Readonly<Record<string, components['schemas']['NameDocument']>>;

/** Names of more sections are not asked for at once. */
const MAX_NAMES = 200;

/** Whether a campaign is shown in a section, and all reasons why it is not. */
@Component({
  selector: 'k-why-not',
  imports: [Icon, PlacementsPicker, RouterLink],
  template: `
    <section class="card">
      <h2>Eligible, or why not</h2>
      @if (isBound()) {
        <p class="muted">Only people who see the campaigns of all users can ask that, because others may come first.</p>
      } @else {
        <div class="asked">
          @if (campaign().placements.length) {
            <div class="field">
              <label for="why-section">In</label>
              <select #where id="why-section" class="input" (change)="chosen.set({ section: where.value })">
                @for (id of campaign().placements; track id) {
                  <option [value]="id" [selected]="id === section()">{{ pathOf(id) }}</option>
                }
                @if (isElsewhere()) {
                  <option [value]="section()" selected>{{ names.of(section() ?? '') ?? 'Another section' }}</option>
                }
              </select>
            </div>
          }
          <k-placements-picker class="elsewhere" [only]="true" [sections]="elsewhere()"
            (sectionsChange)="chosen.set({ section: $event[0] })" />
          <div class="field">
            <label for="why-at">At</label>
            <input #at id="why-at" class="input" type="datetime-local" [value]="moment()" (change)="moment.set(at.value)" />
          </div>
        </div>
        @if (section()) {
          @if (query.problem(); as problem) {
            <p class="bad" role="alert">{{ problem.detail }}</p>
          } @else if (explanation(); as it) {
            <div class="answer" aria-live="polite">
              @if (it.fault) {
                <p class="bad"><k-icon name="alert" />No ad is given at the moment. {{ it.fault }}</p>
              }
              @if (mine(); as own) {
                <p class="verdict">
                  <span class="badge" [class]="outcomes[own.outcome].kind">{{ outcomes[own.outcome].title }}</span>
                  {{ outcomes[own.outcome].text }}
                </p>
                @if (own.reasons.length) {
                  <ul>
                    @for (reason of own.reasons; track reason.code) {
                      <li>{{ reason.detail }}</li>
                    }
                  </ul>
                }
              }
              <p class="muted">For a request of this browser {{ moment() ? 'at' : 'now, ' }} {{ exact(it.at) }}.
                <a routerLink="/try" [queryParams]="{ section: section() }">Try it with other parameters</a></p>
            </div>
          }
        } @else {
          <p class="muted">It is placed in no section. Choose one to see what else is missing.</p>
        }
      }
    </section>
  `,
  styles: `
    .card,
    .answer {
      display: grid;
      gap: 12px;
      min-width: 0;
    }

    .card {
      padding: 16px;
    }

    .asked {
      display: flex;
      flex-wrap: wrap;
      align-items: end;
      gap: 10px;
    }

    .asked .field {
      flex: 1 1 220px;
      max-width: 420px;
      min-width: 0;
    }

    .verdict {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
    }

    .bad {
      display: flex;
      gap: 6px;
      color: var(--bad);
    }

    ul {
      display: grid;
      gap: 4px;
      padding-left: 18px;
    }

    p a {
      text-decoration: underline;
    }
  `,
})
export class WhyNot {
  readonly campaign = input.required<Campaign>();

  protected readonly names = inject(Names);
  private readonly session = inject(Session);
  protected readonly isBound = computed(() => typeof this.session.who()?.userId === 'number');
  /** The first one in which it is placed, until another is chosen. */
  protected readonly chosen = linkedSignal<string, { readonly section?: string | undefined }>({
    source: () => this.campaign().id,
    computation: () => ({}),
  });
  protected readonly section = computed(() => this.chosen().section ?? this.campaign().placements[0]);
  protected readonly isElsewhere = computed(() => !this.campaign().placements.includes(this.section() ?? ''));
  /** Another list with each choice, because the picker shows what was picked until it is given one. */
  protected readonly elsewhere = computed(() => {
    const [section] = [this.section(), this.chosen()];
    return section && this.isElsewhere() ? [section] : [];
  });
  protected readonly moment = signal('');
  protected readonly query = liveQuery<Explanation>(() => {
    const section = this.section();
    if (!section || this.isBound()) return undefined;
    return addressOf('/v1/ads/explain', { section, campaign: this.campaign().id, at: momentOf(this.moment()) });
  }, isExplainedAnew);
  protected readonly explanation = computed(() => this.query.answer()?.body);
  protected readonly mine = computed(() =>
    this.explanation()?.candidates.find(({ campaignId }) => campaignId === this.campaign().id),
  );
  private readonly named = liveQuery<NamesDocument>(() => {
    const ids = this.campaign().placements.slice(0, MAX_NAMES);
    return ids.length ? addressOf('/v1/names', { ids: ids.join() }) : undefined;
  });
  protected readonly outcomes = OUTCOMES;
  protected readonly exact = exactTime;

  protected pathOf(id: string): string {
    const { path, name } = this.named.answer()?.body[id] ?? {};
    return path?.join(' › ') ?? name ?? '…';
  }
}
