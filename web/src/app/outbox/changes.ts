import { computed, DestroyRef, effect, Injectable, inject, signal } from '@angular/core';
import { Tabs } from '../api/channel.js';
import { sendCommand } from '../api/commands.js';
import { Live } from '../api/live.js';
import { Quarantine } from '../api/quarantine.js';
import { Session } from '../api/session.js';
import { type Command, type Entry, isPending, isTrouble } from './entry.js';
import { fieldsOf } from './fields.js';
import { openStore } from './indexed-db.js';
import { Outbox } from './outbox.js';
import { byLane } from './overlay.js';
import { uuid } from './uuid.js';

/** How often commands that every list shows are forgotten, in ms. */
const FORGET_MS = 10_000;

/** What the user has changed, as signals: the outbox in a browser. */
@Injectable({ providedIn: 'root' })
export class Changes {
  private readonly session = inject(Session);
  private readonly tabs = inject(Tabs);
  private readonly live = inject(Live);
  private readonly quarantine = inject(Quarantine);
  private readonly all = signal<readonly Entry[]>([]);
  private readonly waiting = new Set<() => boolean>();
  private readonly positions = new Set<() => number | undefined>();
  private readonly outbox = this.open();
  /** Commands that are given from then on are kept on disk at once; nothing is shown before that. */
  readonly opened = this.outbox.then(() => undefined);

  readonly entries = this.all.asReadonly();
  /** The changes of each entity, for the rows of lists. */
  readonly lanes = computed(() => byLane(this.all()));
  /** To be sent or answered. */
  readonly pending = computed(() => this.all().filter(isPending));
  /** Refused, or in need of a decision. */
  readonly troubles = computed(() => this.all().filter(isTrouble));
  /** Those in trouble by the entity that they were meant for. */
  readonly troublesByLane = computed(() => {
    const found = new Map<string, Entry[]>();
    for (const entry of this.troubles())
      for (const { lane, problem } of entry.changes)
        if (entry.state !== 'acked' || problem) found.set(lane, [...(found.get(lane) ?? []), entry]);
    return found;
  });
  /** Meant for another log than the one that the server has now. */
  readonly foreign = computed(() => {
    const now = this.session.instance();
    return now === undefined ? [] : this.pending().filter(({ instance }) => (instance ?? now) !== now);
  });

  constructor() {
    this.tabs.messages$.subscribe((message) => {
      if (message.type === 'entry') void this.outbox.then((outbox) => outbox.receive(message.entry));
      if (message.type === 'signed-in') void this.session.load();
    });
    this.live.events$.subscribe((events) => {
      if (this.tabs.isLeader) void this.outbox.then((outbox) => events.forEach((event) => void outbox.heard(event)));
    });
    this.tabs.elected$.subscribe(() => void this.outbox.then((outbox) => outbox.load()));
    // A sign-in, or the first answer that says which log there is.
    effect(() => {
      if (this.session.instance() !== undefined && !this.session.needsSignIn())
        void this.outbox.then((outbox) => outbox.resume());
    });
    const timer = setInterval(() => {
      const known = Math.min(...[...this.positions].map((position) => position() ?? 0));
      void this.outbox.then((outbox) => outbox.forget(known, (lane) => this.quarantine.has(lane)));
    }, FORGET_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** Shows a command at once, and sends it. @returns its id, by which it can be taken back */
  async add(command: Command): Promise<string> {
    return (await this.outbox).add(command).id;
  }

  /** Settles once a command needs neither to be sent nor answered any more. */
  async ended(id: string): Promise<void> {
    const isPendingNow = () => this.all().some((entry) => entry.id === id && isPending(entry));
    if (!isPendingNow()) return;
    await new Promise<void>((resolve) =>
      this.waiting.add(() => {
        if (isPendingNow()) return false;
        resolve();
        return true;
      }),
    );
  }

  /** Takes a command back. @returns whether it had not been sent */
  async cancel(id: string): Promise<boolean> {
    return (await this.outbox).cancel(id);
  }

  async again(id: string): Promise<void> {
    await (await this.outbox).again(id);
  }

  async dismiss(id: string): Promise<void> {
    await (await this.outbox).dismiss(id);
  }

  async discardForeign(): Promise<void> {
    await (await this.outbox).discardForeign();
  }

  /** Keeps commands until an answer is as new as they are. @returns what ends that */
  watch(position: () => number | undefined): () => void {
    this.positions.add(position);
    return () => this.positions.delete(position);
  }

  private async open(): Promise<Outbox> {
    const store = await openStore();
    const outbox: Outbox = new Outbox({
      store,
      now: () => Date.now(),
      random: () => Math.random(),
      uuid,
      later: (ms, run) => void setTimeout(run, ms),
      send: async (wire, instance) => {
        const answer = (await this.session.has(instance)) ? await sendCommand(wire) : { status: 0 };
        if (answer.status === 0 || answer.status >= 500) this.session.doubt();
        return answer;
      },
      isSender: () => this.tabs.isLeader,
      instance: () => this.session.instance(),
      fieldsOf,
      laneOf: ({ stream }) => stream,
      announce: (entry) => this.tabs.tell({ type: 'entry', entry }),
      changed: () => {
        this.all.set(outbox.entries);
        for (const hasEnded of this.waiting) if (hasEnded()) this.waiting.delete(hasEnded);
      },
      signedOut: () => this.session.needsSignIn.set(true),
    });
    await outbox.load();
    return outbox;
  }
}
