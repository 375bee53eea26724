import {
  type Answer,
  type Change,
  type Command,
  type Entry,
  isPending,
  isTrouble,
  type LoggedEvent,
  type Wire,
  withRealIds,
} from './entry.js';

/** The records of all tabs. Each method is one transaction, and settles once it is on disk. */
export interface Store {
  all(): Promise<readonly Entry[]>;
  add(entry: Entry): Promise<void>;
  /** Replaces a record by what `change` makes of it; undefined: it stays, or is not there. */
  update(id: string, change: (entry: Entry) => Entry | undefined): Promise<Entry | undefined>;
  remove(ids: readonly string[]): Promise<void>;
}

/** Where the outbox lives: a browser, or a simulation of several. */
export interface Environment {
  readonly store: Store;
  now(): number;
  /** From 0 to 1. */
  random(): number;
  uuid(): string;
  later(ms: number, run: () => void): void;
  /** @param instance the log that the command is meant for: it is not sent to another one */
  send(wire: Wire, instance: string | undefined): Promise<Answer>;
  /** Whether this tab is the one that sends. */
  isSender(): boolean;
  /** The log that the server has now; undefined while it is not known, so that nothing is sent yet. */
  instance(): string | undefined;
  /** The fields that an event changed; `*`: all. */
  fieldsOf(event: LoggedEvent): readonly string[];
  /** The stream of an event. */
  laneOf(event: LoggedEvent): string;
  /** Tells the other tabs of a record that changed. */
  announce(entry: Entry): void;
  /** Tells this tab that what it shows may have changed. */
  changed(): void;
  /** The server wants a sign-in, so nothing is sent until `resume`. */
  signedOut(): void;
}

/** More at once would take the connections that queries need. */
const MAX_IN_FLIGHT = 2;

const MAX_REBASES = 3;

const MIN_RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;

/** The server keeps keys for 7 days. */
const MAX_KEY_AGE_MS = 6 * 86_400_000;

/** How long an acknowledged command is kept: the answer of another tab may be older than ours. */
const KEPT_MS = 60_000;

/** How long no further event of a command has to come before those that came are taken for all. */
const HEARD_MS = 300;

/** The request may have been executed, or may yet be. */
const UNCERTAIN = new Set([0, 408, 425, 429, 500, 502, 503, 504]);

/**
 * The commands of this browser: shown at once, kept on disk before they are sent, sent exactly once whatever dies, in
 * the order of each entity. All tabs have one; one of them sends.
 */
export class Outbox {
  private readonly memory = new Map<string, Entry>();
  /** Ids of entries that are on disk. */
  private readonly durable = new Set<string>();
  private readonly inFlight = new Set<string>();
  private readonly waiting = new Map<string, number>();
  private readonly heardOf = new Map<string, { version: number; position: number; times: number }>();
  private isStopped = false;
  private lastSeq = 0;

  constructor(protected readonly env: Environment) {}

  /** All commands, in the order in which they were given. */
  get entries(): readonly Entry[] {
    return [...this.memory.values()]
      .map((entry) => this.withRealIds(entry))
      .sort((one, other) => one.seq - other.seq || (one.id < other.id ? -1 : 1));
  }

  /** Reads what other tabs, or this browser before, have left. To be called at the start, and on becoming the sender. */
  async load(): Promise<void> {
    for (const entry of await this.env.store.all()) this.receive(entry);
    this.pump();
  }

  /** Takes the record that another tab announced. */
  receive(entry: Entry): void {
    this.durable.add(entry.id);
    this.lastSeq = Math.max(this.lastSeq, entry.seq);
    if ((this.memory.get(entry.id)?.rev ?? -1) >= entry.rev) return;
    this.memory.set(entry.id, entry);
    this.env.changed();
    this.pump();
  }

  /** Shows a command at once. It is sent as soon as it is on disk. @returns its id */
  add(command: Command): { id: string; saved: Promise<void> } {
    const id = this.env.uuid();
    this.lastSeq = Math.max(this.lastSeq + 1, this.env.now());
    const entry: Entry = {
      isBulk: false,
      needs: [],
      ...command,
      ...{ id, key: id, seq: this.lastSeq, state: 'queued', tries: 0, rebases: 0, at: this.env.now(), rev: 0 },
      instance: this.env.instance(),
    };
    this.memory.set(id, entry);
    // First, so that the command survives a tab that is closed at once.
    const added = this.env.store.add(entry);
    this.env.changed();
    const saved = added.then(() => {
      this.durable.add(id);
      this.env.announce(this.memory.get(id) ?? entry);
      this.pump();
    });
    return { id, saved };
  }

  /** Sends what can be sent. Does nothing in tabs that do not send. */
  pump(): void {
    if (!this.env.isSender() || this.isStopped) return;
    for (const entry of this.entries) {
      if (this.inFlight.size >= MAX_IN_FLIGHT) return;
      if (this.isReady(entry)) void this.attempt(entry);
    }
  }

  /** Goes on after a sign-in. */
  resume(): void {
    this.isStopped = false;
    this.waiting.clear();
    this.pump();
  }

  /** Takes a command back. @returns whether it was in time: it has not been sent, and will not be */
  async cancel(id: string): Promise<boolean> {
    const cancelled = await this.update(id, (entry) =>
      entry.state === 'queued' && entry.tries === 0 ? { ...entry, state: 'cancelled' } : undefined,
    );
    return cancelled !== undefined;
  }

  /** Sends a refused command once more, as a new request to the entity as it is now. */
  async again(id: string): Promise<void> {
    const seq = Math.max(this.lastSeq + 1, this.env.now());
    this.lastSeq = seq;
    const queued = await this.update(id, (entry) => {
      if (!isTrouble(entry) || entry.state === 'acked') return undefined;
      const { wire: _, problem, status: __, ...rest } = entry;
      const changes = entry.changes.map((change) =>
        change.seen === undefined ? change : { ...change, seen: Math.max(change.seen, problem?.version ?? 0) },
      );
      return { ...rest, changes, key: this.env.uuid(), seq, state: 'queued', tries: 0, rebases: 0, at: this.env.now() };
    });
    if (!queued) return;
    for (const { id: other, state, needs } of this.entries)
      if (state === 'blocked' && needs.includes(id)) await this.again(other);
    this.pump();
  }

  /** Forgets a command that has ended in trouble, and what was blocked by it. */
  async dismiss(id: string): Promise<void> {
    for (const { id: other, state, needs } of this.entries)
      if (state === 'blocked' && needs.includes(id)) await this.dismiss(other);
    await this.update(id, (entry) => (isTrouble(entry) ? { ...entry, state: 'cancelled' } : undefined));
  }

  /** Commands that were meant for another log, which are never sent to this one. */
  get foreign(): readonly Entry[] {
    const now = this.env.instance();
    return now === undefined ? [] : this.entries.filter((entry) => isPending(entry) && (entry.instance ?? now) !== now);
  }

  /** Forgets what was meant for another log. */
  async discardForeign(): Promise<void> {
    for (const { id } of this.foreign)
      await this.update(id, (entry) => (isPending(entry) ? { ...entry, state: 'cancelled' } : undefined));
  }

  /**
   * Takes an event of the live stream: if it comes of a command whose answer is missing, this is the answer. All events
   * of a command come together; the last one has its version.
   */
  heard(event: LoggedEvent): void {
    const { correlationId, causationId } = event.metadata;
    const entry = this.memory.get(correlationId);
    const isOurs = entry && !entry.isBulk && causationId === null && entry.changes[0]?.lane === this.env.laneOf(event);
    if (!isOurs || !entry.wire || !isPending(entry) || !this.env.isSender()) return;
    const known = this.heardOf.get(entry.id) ?? { version: 0, position: 0, times: 0 };
    const times = known.times + 1;
    this.heardOf.set(entry.id, {
      version: Math.max(known.version, event.version),
      position: Math.max(known.position, event.position),
      times,
    });
    this.env.later(HEARD_MS, () => void this.takeHeard(entry.id, times));
  }

  /**
   * Forgets commands that all lists of this tab show.
   *
   * @param known the lowest position of the answers that this tab shows; Infinity: it shows none
   * @param isParked whether a view passes the events of a lane over, so that its position says nothing about them
   */
  async forget(known: number, isParked: (lane: string) => boolean = () => false): Promise<void> {
    const entries = this.entries;
    const ids = entries
      .filter((entry) => {
        if (entry.state === 'cancelled') return true;
        if (entry.state !== 'acked' || isTrouble(entry) || !this.mayForget(entry, known)) return false;
        if (entry.changes.some(({ lane }) => isParked(lane))) return false;
        // A later command of the lane needs to know the version that this one led to.
        if (entries.some((other) => other.seq > entry.seq && isPending(other) && sharesLane(other, entry))) return false;
        // Others name what it created by the temporary id.
        return !entry.creates || !entries.some(({ state, needs }) => state !== 'cancelled' && needs.includes(entry.id));
      })
      .map(({ id }) => id);
    if (!ids.length) return;
    for (const id of ids) this.memory.delete(id);
    if (this.env.isSender()) await this.env.store.remove(ids);
    this.env.changed();
  }

  protected mayForget({ ackedAt = Infinity, changes }: Entry, known: number): boolean {
    return this.env.now() - ackedAt >= KEPT_MS && changes.every(({ position = 0 }) => known >= position);
  }

  protected isReady(entry: Entry): boolean {
    const { id, state, at, wire } = entry;
    const instance = this.env.instance();
    if (!isPending(entry) || !this.durable.has(id) || this.inFlight.has(id)) return false;
    if (instance === undefined || (entry.instance ?? instance) !== instance) return false;
    if ((this.waiting.get(id) ?? 0) > this.env.now()) return false;
    if (wire && state !== 'queued' && this.env.now() - at > MAX_KEY_AGE_MS) {
      void this.update(id, (current) => (isPending(current) ? { ...current, state: 'asks' } : undefined));
      return false;
    }
    const needed = entry.needs.map((need) => this.memory.get(need));
    if (needed.some((need) => need && (need.state === 'cancelled' || (isTrouble(need) && need.state !== 'acked')))) {
      void this.update(id, (current) => (current.state === 'queued' ? { ...current, state: 'blocked' } : undefined));
      return false;
    }
    // Forgotten ones were acknowledged.
    if (needed.some((need) => need && need.state !== 'acked')) return false;
    return this.isFirst(entry);
  }

  /** Whether everything earlier in its lanes has ended, one way or the other. */
  protected isFirst(entry: Entry): boolean {
    return !this.entries.some((other) => isBefore(other, entry) && isPending(other) && sharesLane(other, entry));
  }

  private async attempt({ id }: Entry): Promise<void> {
    this.inFlight.add(id);
    try {
      const claimed = await this.update(id, (entry) =>
        isPending(entry)
          ? { ...entry, wire: this.wireOf(this.withRealIds(entry)), state: 'sending', tries: entry.tries + 1 }
          : undefined,
      );
      if (!claimed?.wire) return;
      const answer = await this.env.send(claimed.wire, claimed.instance).catch(() => ({ status: 0 }));
      await this.take(claimed, claimed.wire, answer);
    } finally {
      this.inFlight.delete(id);
    }
    this.pump();
  }

  private withRealIds(entry: Entry): Entry {
    if (!entry.creates && !entry.needs.length) return entry;
    return withRealIds(
      entry,
      [entry, ...entry.needs.map((id) => this.memory.get(id))].filter((each) => each !== undefined),
    );
  }

  /** The server compares method, address, If-Match and body with those of the key, so they never change. */
  protected wireOf({ wire, key, id, isBulk, changes, request, ...entry }: Entry): Wire {
    if (wire) return wire;
    const [change] = changes;
    const ifMatch = isBulk || change?.seen === undefined ? undefined : this.expected(change.lane, change.seen, entry.seq);
    const body = isBulk ? { ...request.body, commands: this.bulkRows(request.body, changes, entry.seq) } : request.body;
    return { method: request.method, url: request.url, body: body && JSON.stringify(body), key, ifMatch, correlation: id };
  }

  private bulkRows(body: Entry['request']['body'], changes: readonly Change[], seq: number): object[] {
    const rows = (body?.commands ?? []) as readonly object[];
    return rows.map((row, n) => {
      const { lane, seen } = changes[n] as Change;
      return seen === undefined ? row : { ...row, version: this.expected(lane, seen, seq) };
    });
  }

  /**
   * The version that the user saw, or the one that this browser's own commands since then led to. A command that was
   * rebased passed over what another person did, which the user did not see, so its version does not count.
   */
  protected expected(lane: string, seen: number, seq: number): number {
    let known = seen;
    for (const { state, seq: other, wire, isBulk, changes } of this.entries) {
      if (state !== 'acked' || other >= seq) continue;
      const follows = wire?.ifMatch ?? (isBulk ? Infinity : 0);
      for (const { lane: its, version = 0 } of changes) if (its === lane && follows <= known) known = Math.max(known, version);
    }
    return known;
  }

  private async take(sent: Entry, wire: Wire, answer: Answer): Promise<void> {
    if (answer.status === 401) {
      this.isStopped = true;
      this.env.signedOut();
    }
    const taken = await this.update(sent.id, (entry) =>
      // It may have been heard of meanwhile.
      entry.state === 'sending' && entry.wire?.key === wire.key ? this.after(entry, answer) : undefined,
    );
    if (taken?.state !== 'uncertain') return;
    const backoff = Math.min(MAX_RETRY_MS, MIN_RETRY_MS * 2 ** Math.min(taken.tries - 1, 10)) * (0.5 + this.env.random() / 2);
    const wait = Math.max((answer.retryAfter ?? 0) * 1000, backoff);
    this.waiting.set(taken.id, this.env.now() + wait);
    this.env.later(wait + 1, () => this.pump());
  }

  /** What an answer makes of a command that was sent. */
  protected after(entry: Entry, answer: Answer): Entry {
    const { status, problem } = answer;
    if (status >= 200 && status < 300) return this.acked(entry, answer);
    if (UNCERTAIN.has(status) || problem?.code === 'idempotency.in-progress') return { ...entry, state: 'uncertain', status };
    // Refused before it was looked at: the same request goes out after the sign-in.
    if (status === 401) return { ...entry, state: 'queued' };
    const isGone = status === 404 || problem?.code.endsWith('.deleted');
    if (entry.request.method === 'DELETE' && isGone) return { ...entry, state: 'acked', ackedAt: this.env.now() };
    if (status === 412 && problem && this.canRebase(entry, problem)) return this.rebased(entry, problem.version as number);
    return { ...entry, state: status === 412 ? 'conflict' : 'failed', status, problem };
  }

  private acked(entry: Entry, { version, position, location, rows }: Answer): Entry {
    const changes = entry.changes.map((change, n) => {
      const row = entry.isBulk ? rows?.[n] : { version, position, problem: undefined };
      return { ...change, version: row?.version, position: row?.position, problem: row?.problem ?? undefined };
    });
    const created = entry.creates && location?.split('/').at(-1);
    return { ...entry, changes, created, state: 'acked', ackedAt: this.env.now(), problem: undefined, status: undefined };
  }

  /** Refused for certain, and nobody else touched what it sets: it is said again to the entity as it is now. */
  private rebased({ wire: _, ...entry }: Entry, version: number): Entry {
    const changes = entry.changes.map((change) => ({ ...change, seen: version }));
    return { ...entry, changes, key: this.env.uuid(), state: 'queued', rebases: entry.rebases + 1 };
  }

  protected canRebase(entry: Entry, { version, events }: NonNullable<Answer['problem']>): boolean {
    const { ifMatch } = entry.wire ?? {};
    const [change] = entry.changes;
    if (entry.isBulk || entry.rebases >= MAX_REBASES || !change || version === undefined || !events || ifMatch === undefined)
      return false;
    if (events.length !== version - ifMatch) return false;
    const others = events.filter(({ metadata }) => !this.memory.has(metadata.correlationId) || metadata.causationId !== null);
    return !others.some((event) => this.env.fieldsOf(event).some((field) => field === '*' || change.fields.includes(field)));
  }

  private async takeHeard(id: string, times: number): Promise<void> {
    const heard = this.heardOf.get(id);
    if (heard?.times !== times) return;
    this.heardOf.delete(id);
    await this.update(id, (entry) => (entry.wire && isPending(entry) ? this.acked(entry, { status: 204, ...heard }) : undefined));
    this.pump();
  }

  private async update(id: string, change: (entry: Entry) => Entry | undefined): Promise<Entry | undefined> {
    const next = await this.env.store.update(id, (entry) => {
      const changed = change(entry);
      return changed && { ...changed, rev: entry.rev + 1 };
    });
    if (!next) return undefined;
    this.receive(next);
    this.env.announce(next);
    return next;
  }
}

const sharesLane = (one: Entry, other: Entry): boolean =>
  one.changes.some(({ lane }) => other.changes.some((change) => change.lane === lane));

const isBefore = (one: Entry, other: Entry): boolean => one.seq < other.seq || (one.seq === other.seq && one.id < other.id);
