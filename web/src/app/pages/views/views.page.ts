import { Component, computed, ElementRef, effect, inject, input, signal, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { liveQuery, poll } from '../../api/live-query.js';
import { Operator } from '../../api/operator.js';
import type { components } from '../../api/schema.js';
import { offerActions } from '../../ui/actions.js';
import { readerWords } from '../../ui/entities.js';
import { count } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { durationWords, isActive, kindWords, type Operation, progressWords } from './operation-words.js';
import { Operations } from './operations.js';
import type { Pace } from './pace.js';
import { Quarantine } from './quarantine.js';
import { keyOf, ReaderHistory } from './reader-history.js';
import { Sparkline } from './sparkline.js';
import { Timers } from './timers.js';

type Progress = components['schemas']['ProgressDocument'];
type OperatorRequest = 'verify' | 'rebuild' | 'rollback';

const POLL_MS = 2_000;
const OPERATIONS_POLL_MS = 1_000;

const BUILD_WORDS: Readonly<Record<Progress['build'], string>> = {
  serving: '',
  next: 'next build',
  previous: 'previous build',
};

const DONE: Readonly<Record<OperatorRequest, string>> = {
  verify: 'The verification has begun.',
  rebuild: 'The rebuild has begun. The view serves meanwhile.',
  rollback: 'The roll-back has begun.',
};

interface Row {
  readonly reader: Progress;
  readonly key: string;
  readonly pace?: Pace;
  readonly words: { readonly text: string; readonly kind: '' | 'good' | 'warn' | 'bad' };
  readonly trend: string;
  readonly canRollBack: boolean;
  readonly operation?: Operation;
}

/** The readers of the log: how far they are, and what an operator can do about it. */
@Component({
  selector: 'k-views-page',
  imports: [Icon, Operations, Quarantine, RouterLink, Sparkline, Timers],
  templateUrl: './views.page.html',
  styleUrl: './views.page.css',
})
export class ViewsPage {
  // From the address.
  readonly quarantine = input<string>();
  readonly reader = input<string>();
  readonly state = input<string>();

  protected readonly operator = inject(Operator);
  private readonly history = inject(ReaderHistory);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly target = toSignal(inject(ActivatedRoute).fragment);
  protected readonly query = liveQuery<{ data: readonly Progress[] }>(() => '/v1/views');
  /** What is below the readers has no place before their number is known. */
  protected readonly isKnown = computed(() => Boolean(this.query.answer() ?? this.query.problem()));
  private readonly running = liveQuery<{ data: readonly Operation[] }>(() => '/v1/operations?limit=20');
  protected readonly begun = signal(0);
  protected readonly rollingBack = signal<string | undefined>(undefined);

  protected readonly groups = computed(() => {
    const readers = this.query.answer()?.body.data ?? [];
    const active = (this.running.answer()?.body.data ?? []).filter(isActive);
    const paces = this.history.paces();
    const rows = readers.map((reader): Row => {
      const pace = paces.get(keyOf(reader));
      const isServing = reader.build === 'serving';
      return {
        reader,
        key: keyOf(reader),
        pace,
        words: wordsOf(reader, pace),
        trend: trendWords(pace),
        canRollBack: isServing && readers.some(({ name, build }) => name === reader.name && build === 'previous'),
        operation: isServing ? active.find(({ view }) => view === reader.name) : undefined,
      };
    });
    return [
      { title: 'Views', kind: 'view' },
      { title: 'Sagas', kind: 'saga' },
      { title: 'Handlers', kind: 'handler' },
    ]
      .map(({ title, kind }) => ({ title, rows: rows.filter(({ reader }) => reader.kind === kind) }))
      .filter(({ rows }) => rows.length);
  });

  protected readonly count = count;
  protected readonly kindWords = kindWords;
  protected readonly progressWords = progressWords;
  protected readonly buildWords = BUILD_WORDS;

  constructor() {
    offerActions(() =>
      this.operator.refusal()
        ? []
        : (this.query.answer()?.body.data ?? [])
            .filter(({ kind, build }) => kind === 'view' && build === 'serving')
            .flatMap(({ name }) => [
              { title: `Verify ${name}`, run: () => void this.begin('verify', name) },
              { title: `Rebuild ${name}`, run: () => void this.begin('rebuild', name) },
            ]),
    );
    poll(this.query, POLL_MS);
    poll(this.running, OPERATIONS_POLL_MS);
    effect(() => {
      const answer = this.query.answer();
      if (answer) this.history.tell(answer.position, answer.body.data);
    });
    let shown: string | null | undefined;
    effect(() => {
      const target = this.target();
      if (!target || target === shown || !this.groups().length) return;
      shown = target;
      setTimeout(() => this.host.nativeElement.querySelector(`#${CSS.escape(target)}`)?.scrollIntoView({ block: 'center' }));
    });
  }

  protected nameOf({ name, kind }: Progress): string {
    return kind === 'view' ? name : readerWords(name).replace(/^(saga|handler) /, '');
  }

  protected async begin(request: OperatorRequest, view: string): Promise<void> {
    if (this.rollingBack()) this.close();
    await this.operator.request('POST', `/v1/views/${encodeURIComponent(view)}/${request}`, { done: DONE[request] });
    this.begun.update((n) => n + 1);
    this.running.refresh();
  }

  protected askRollback(view: string): void {
    this.rollingBack.set(view);
    setTimeout(() => this.dialog().nativeElement.showModal());
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }
}

function wordsOf({ state, kind }: Progress, pace: Pace | undefined): Row['words'] {
  if (state === 'kept') return { text: 'Kept', kind: '' };
  if (state === 'building') return { text: 'Building', kind: '' };
  if (state === 'failing') return { text: 'Fails, tries again', kind: 'bad' };
  if (pace?.stalledFor) return { text: `Stalled for ${durationWords(pace.stalledFor)}`, kind: 'bad' };
  if (state === 'degraded') return { text: 'Needs attention', kind: 'warn' };
  if (pace ? pace.lag : state === 'behind') return { text: 'Catching up', kind: '' };
  return { text: kind === 'view' ? 'Up to date' : 'Done with all', kind: 'good' };
}

/** `120/s, falling, 12 s left`; empty: it has read all, and nothing comes. */
function trendWords(pace: Pace | undefined): string {
  if (!pace) return '';
  const { rate, trend, lag, secondsLeft } = pace;
  const parts: string[] = [];
  if (rate >= 0.05) parts.push(`${count(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate))}/s`);
  if (trend !== 'steady' || lag) parts.push(trend);
  if (secondsLeft !== undefined && secondsLeft < 86_400) parts.push(`${durationWords(secondsLeft)} left`);
  return parts.join(', ');
}
