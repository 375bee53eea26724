import { computed, effect, Injectable, inject, signal, untracked } from '@angular/core';
import { Subject } from 'rxjs';
import type { LoggedEvent } from '../outbox/entry.js';
import { type Checkpoints, type LiveState, Tabs } from './channel.js';
import { Session } from './session.js';

/** How often lists are asked for while there is no stream, and when the connection counts as lost, in ms. */
const POLL_MS = 5_000;
const DOWN_MS = 30_000;

const MAX_PAUSE_MS = 15_000;
const RETRY_MS = 1_000;

/** Events are passed on in groups, so that hundreds a second do not redraw each tab hundreds of times. */
const GROUP_MS = 100;

/** The log as it grows: one stream for all tabs, which the sending tab holds. */
@Injectable({ providedIn: 'root' })
export class Live {
  private readonly session = inject(Session);
  private readonly tabs = inject(Tabs);
  private source?: EventSource;
  /** The log that it reads. */
  private instance?: string;
  private failures = 0;
  private lostAt = 0;
  private group: LoggedEvent[] = [];
  private isGrouping = false;

  readonly state = signal<LiveState>('connecting');
  /** The position of the latest event that this tab has heard of. */
  readonly position = signal(0);
  /** How far the readers of the log have come; undefined: nobody has told, or the user may not know. */
  readonly checkpoints = signal<Checkpoints | undefined>(undefined);
  /** Whether every event is heard of; principals that are bound to a user hear of their own only. */
  readonly tellsAll = computed(() => this.state() === 'live' && typeof this.session.who()?.userId !== 'number');
  readonly events$ = new Subject<readonly LoggedEvent[]>();
  /** Lists are to be asked for again, because nothing tells what has changed. */
  readonly stale$ = new Subject<void>();
  /** The log went back or is another one: nothing that is shown may be true any more. */
  readonly reset$ = new Subject<void>();

  constructor() {
    this.reset$.subscribe(() => this.checkpoints.set(undefined));
    this.tabs.messages$.subscribe((message) => {
      if (message.type === 'live') this.take(message.state, message.position, message.events);
      if (message.type === 'checkpoints') this.checkpoints.set(message.checkpoints);
      if (message.type === 'reset') void this.session.load().then(() => this.reset$.next());
    });
    this.tabs.elected$.subscribe(() => this.open());
    setInterval(() => this.poll(), POLL_MS);
    effect(() => {
      const now = this.session.instance();
      if (this.instance !== undefined && now !== this.instance) untracked(() => void this.startOver());
    });
  }

  private open(): void {
    this.source?.close();
    this.instance = this.session.instance();
    const after = Math.max(this.position(), this.session.start() ?? 0);
    const isBound = typeof this.session.who()?.userId === 'number';
    const source = new EventSource(`/v1/events/stream?after=${after}${isBound ? '' : '&views=true'}`);
    this.source = source;
    source.onopen = () => {
      const wasLost = this.failures > 0;
      this.failures = 0;
      this.lostAt = 0;
      this.spread('live', []);
      if (wasLost) this.stale$.next();
    };
    source.onmessage = ({ data }) => {
      this.group.push(JSON.parse(data as string) as LoggedEvent);
      if (this.isGrouping) return;
      this.isGrouping = true;
      setTimeout(() => {
        const events = this.group;
        [this.group, this.isGrouping] = [[], false];
        this.spread('live', events);
      }, GROUP_MS);
    };
    source.addEventListener('views', ({ data }) => {
      const checkpoints = JSON.parse(data as string) as Checkpoints;
      this.checkpoints.set(checkpoints);
      this.tabs.tell({ type: 'checkpoints', checkpoints });
    });
    source.addEventListener('reset', () => void this.startOver());
    // It closes for good on any status other than 200, and says none. So it is opened again from here, always.
    source.onerror = () => void this.reopen(source);
  }

  private async reopen(source: EventSource): Promise<void> {
    if (source !== this.source) return;
    source.close();
    this.session.doubt();
    this.lostAt ||= Date.now();
    this.failures++;
    this.spread(this.lostState(), []);
    const pause = Math.min(MAX_PAUSE_MS, 500 * 2 ** Math.min(this.failures, 6)) * (0.5 + Math.random() / 2);
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (source !== this.source) return;
    // It tells whether a sign-in is needed, and whether the server has another log now.
    if (!(await this.session.load())) {
      void this.reopen(source);
      return;
    }
    if (this.instance === this.session.instance()) this.open();
  }

  private async startOver(): Promise<void> {
    this.source?.close();
    this.source = undefined;
    this.instance = undefined;
    this.position.set(0);
    this.session.start.set(undefined);
    while (!(await this.session.load())) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    this.reset$.next();
    this.tabs.tell({ type: 'reset' });
    this.open();
  }

  private lostState(): LiveState {
    return Date.now() - this.lostAt > DOWN_MS ? 'down' : 'polling';
  }

  private poll(): void {
    if (this.tabs.isLeader && this.lostAt) this.spread(this.lostState(), []);
    if (this.state() === 'polling' || this.state() === 'down') this.stale$.next();
  }

  private spread(state: LiveState, events: readonly LoggedEvent[]): void {
    const position = events.at(-1)?.position ?? this.position();
    this.take(state, position, events);
    this.tabs.tell({ type: 'live', state, position, events });
  }

  private take(state: LiveState, position: number, events: readonly LoggedEvent[]): void {
    this.state.set(state);
    this.position.update((known) => Math.max(known, position));
    if (events.length) this.events$.next(events);
  }
}
