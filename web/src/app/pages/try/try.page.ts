import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { addressOf, liveQuery } from '../../api/live-query.js';
import { exactTime } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { PlacementsPicker } from '../../ui/section-tree/placements-picker.js';
import { Toasts } from '../../ui/toasts.js';
import { AdPlayer } from './ad-player.js';
import { type Candidate, type Explanation, isExplainedAnew, momentOf, OUTCOMES } from './explanation.js';

/** The parameters of an ad request that the page offers. */
const FIELDS = [
  { name: 'pod', title: 'Ads in a row', placeholder: '1' },
  { name: 'max_seconds', title: 'Together at most (s)', placeholder: 'no limit' },
  { name: 'content_seconds', title: 'Length of the film (s)', placeholder: 'unknown' },
  { name: 'language', title: 'Language', placeholder: 'that of this browser' },
  { name: 'viewer', title: 'Viewer', placeholder: 'unknown' },
] as const;

type Field = (typeof FIELDS)[number]['name'];

/** More candidates are shown on demand. */
const MAX_SHOWN = 20;

/** Explained again at most so often, in ms. */
const PAUSE_MS = 1_000;

/** An ad request with its explanation, the addresses for players, and a player. */
@Component({
  selector: 'k-try-page',
  imports: [AdPlayer, Icon, PlacementsPicker, RouterLink],
  templateUrl: './try.page.html',
  styleUrl: './try.page.css',
})
export class TryPage {
  // From the address.
  readonly section = input<string>();
  readonly pod = input<string>();
  readonly max_seconds = input<string>();
  readonly content_seconds = input<string>();
  readonly language = input<string>();
  readonly viewer = input<string>();
  readonly breaks = input<string>();
  /** As a `datetime-local` field has it. */
  readonly at = input<string>();

  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  protected readonly fields = FIELDS;
  protected readonly outcomes = OUTCOMES;
  protected readonly values = computed<Readonly<Record<Field, string | undefined>>>(() => ({
    pod: this.pod(),
    max_seconds: this.max_seconds(),
    content_seconds: this.content_seconds(),
    language: this.language(),
    viewer: this.viewer(),
  }));
  private readonly parameters = computed(() => ({
    section: this.section(),
    ...this.values(),
    // A viewer is used only with consent, or where the GDPR does not apply.
    gdpr: this.viewer() ? '0' : undefined,
  }));
  protected readonly query = liveQuery<Explanation>(
    () => (this.section() ? addressOf('/v1/ads/explain', { ...this.parameters(), at: momentOf(this.at()) }) : undefined),
    isExplainedAnew,
    { pauseMs: PAUSE_MS },
  );
  protected readonly explanation = computed(() => (this.section() ? this.query.answer()?.body : undefined));
  protected readonly showsAll = signal(false);
  protected readonly candidates = computed<readonly Candidate[]>(() => {
    const all = this.explanation()?.candidates ?? [];
    return this.showsAll() ? all : all.slice(0, MAX_SHOWN);
  });
  protected readonly hidden = computed(() => (this.explanation()?.candidates.length ?? 0) - this.candidates().length);
  /** What the ads of this server are asked for with. */
  protected readonly address = computed(() => (this.section() ? addressOf('/v1/ads/vast', this.parameters()) : undefined));
  protected readonly tags = computed(() => {
    const vast = this.explanation()?.tag;
    if (!vast) return [];
    const vmap = `${vast.replace('/v1/ads/vast?', '/v1/ads/vmap?')}&breaks=${this.breaks() || 'start'}`;
    return [
      { title: 'VAST', text: 'One break', address: vast },
      { title: 'VMAP', text: 'All breaks of a film', address: vmap },
    ];
  });
  protected readonly exact = exactTime;

  protected ask(field: Field, text: string): void {
    this.go({ [field]: text.trim() || null });
  }

  protected go(change: Readonly<Record<string, string | null | undefined>>): void {
    void this.router.navigate([], { queryParams: change, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected async copy(address: string, title: string): Promise<void> {
    // Only pages with https, or of this machine, may write to the clipboard.
    const isCopied = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    );
    this.toasts.show(isCopied ? `The address of the ${title} is copied` : 'The browser does not allow that. Select the address.');
  }
}
