import type { Answer, Command, Entry, LoggedEvent, Wire } from '../../../web/src/app/outbox/entry.js';
import { type Environment, Outbox, type Store } from '../../../web/src/app/outbox/outbox.js';
import { byLane, newer, type Rows, shown } from '../../../web/src/app/outbox/overlay.js';

const FIELDS = ['name', 'paused', 'price'] as const;
type Field = (typeof FIELDS)[number];

type Values = Readonly<Record<Field, string>>;

interface Thing extends Values {
  readonly id: string;
  readonly version: number;
}

/** How one simulated browser differs from ours: a fault that the simulation has to notice. */
export interface Variant {
  readonly Outbox?: new (env: Environment, browser: { rowVersion(lane: string): number | undefined }) => Outbox;
  readonly newer?: typeof newer;
  /** The position that a row is taken to have; ours is that of its answer. */
  readonly positionOf?: (answer: Rows<Thing>, lastHeard: number) => number;
}

export interface Story {
  readonly seed: number;
  /** Whether other people change the same things. */
  readonly others?: boolean;
  /** Whether commands name the version that the user saw. */
  readonly ifMatch?: boolean;
  readonly variant?: Variant;
}

/** What was seen in one run. */
export interface Run {
  /** Broken promises, in words. */
  readonly violations: readonly string[];
  readonly commands: number;
  readonly retried: number;
  readonly rebased: number;
  readonly conflicts: number;
}

const COMMANDS = 25;
const MIN_PAUSE_MS = 120;

/**
 * A server with a lagging view and a bad network, a browser with two tabs that are killed and opened again, and a user
 * who changes two things. Time is simulated, and everything follows from the seed.
 */
export async function simulate({ seed, others = false, ifMatch = true, variant = {} }: Story): Promise<Run> {
  const random = randomFrom(seed);
  const violations: string[] = [];
  const merge = variant.newer ?? newer;
  let now = 1_000;
  let made = 0;
  const agenda: { at: number; n: number; run: () => void }[] = [];
  const later = (ms: number, run: () => void) => void agenda.push({ at: now + Math.max(0, ms), n: made++, run });
  const uuid = () => `u${made++}`;

  // The server: entities, the outcomes of keys, a log, and a view that follows it.
  const things = new Map<string, Thing>(['a', 'b'].map((id) => [id, { id, name: '0', paused: '0', price: '0', version: 1 }]));
  const view = new Map(things);
  const log: LoggedEvent[] = [];
  const outcomes = new Map<string, { mark: string; answer: Answer }>();
  const running = new Set<string>();
  const done: { value: string; lane: string }[] = [];
  const listeners = new Set<(event: LoggedEvent) => void>();
  let viewAt = 0;
  const write = (lane: string, patch: Partial<Values>, correlationId: string, actor: string): LoggedEvent => {
    const thing = things.get(lane) as Thing;
    things.set(lane, { ...thing, ...patch, version: thing.version + 1 });
    const event: LoggedEvent = {
      position: log.length + 1,
      version: thing.version + 1,
      eventType: Object.keys(patch).join(),
      entityId: lane,
      stream: lane,
      datetime: '',
      data: patch,
      metadata: { actor, correlationId, causationId: null },
    };
    log.push(event);
    later(random() ** 2 * 3000, () => {
      for (; viewAt < event.position; viewAt++) {
        const each = log[viewAt] as LoggedEvent;
        view.set(each.entityId, { ...(view.get(each.entityId) as Thing), ...(each.data as object), version: each.version });
      }
    });
    for (const listen of listeners) later(20 + random() * 400, () => listen(event));
    return event;
  };
  const serve = (wire: Wire, answered: (answer: Answer) => void) => {
    const mark = JSON.stringify([wire.method, wire.url, wire.ifMatch ?? null, wire.body]);
    const known = outcomes.get(wire.key);
    if (running.has(wire.key))
      return answered({ status: 409, problem: { code: 'idempotency.in-progress', detail: '' }, retryAfter: 1 });
    if (known)
      return answered(
        known.mark === mark ? known.answer : { status: 422, problem: { code: 'idempotency.key-reused', detail: '' } },
      );
    // Without an outcome: it was not executed.
    if (random() < 0.05) return answered({ status: 503 });
    running.add(wire.key);
    later(random() * 80, () => {
      running.delete(wire.key);
      const answer = execute(wire);
      outcomes.set(wire.key, { mark, answer });
      // With an outcome that nobody is told.
      answered(random() < 0.05 ? { status: 503 } : answer);
    });
  };
  const execute = (wire: Wire): Answer => {
    const lane = wire.url.split('/')[1] as string;
    const { version } = things.get(lane) as Thing;
    const patch = JSON.parse(wire.body as string) as Partial<Values>;
    const [value] = Object.values(patch) as [string];
    if (wire.ifMatch !== undefined && wire.ifMatch !== version) {
      const events = log.filter((event) => event.entityId === lane && event.version > (wire.ifMatch as number));
      return { status: 412, problem: { code: 'thing.version-mismatch', detail: '', version, events } };
    }
    if (value.startsWith('bad')) return { status: 422, problem: { code: 'thing.refused', detail: '' } };
    const saw = issued.get(wire.correlation)?.seen;
    const [field] = Object.keys(patch);
    const unseen = log.some(
      (e) => e.entityId === lane && e.version > (saw ?? Infinity) && e.metadata.actor === 'other' && e.eventType === field,
    );
    if (unseen) violations.push(`${value} replaced what another person set meanwhile`);
    const event = write(lane, patch, wire.correlation, 'me');
    done.push({ value, lane });
    return { status: 204, version: event.version, position: event.position };
  };
  const send = (wire: Wire) =>
    new Promise<Answer>((resolve) => {
      later(10_000, () => resolve({ status: 0 }));
      if (random() < 0.08) {
        // Lost, or it comes when nobody waits for it any more.
        if (random() < 0.5) later(500, () => resolve({ status: 0 }));
        if (random() < 0.5) later(4000 + random() * 20_000, () => serve(wire, () => undefined));
        return;
      }
      const [there, back] = [5 + random() ** 2 * 3000, 5 + random() ** 2 * 1500];
      later(there, () =>
        serve(wire, (answer) => {
          const isLost = random() < 0.08;
          later(isLost ? 300 : back, () => resolve(isLost ? { status: 0 } : answer));
        }),
      );
    });

  // The browser: one disk, whose transactions come one after the other, one lock, and a channel between its tabs.
  const disk = new Map<string, Entry>();
  let diskFree = 0;
  const tabs: Tab[] = [];
  let sender: Tab | undefined;
  const elect = () => {
    sender = tabs.find((tab) => tab.isAlive);
    void sender?.outbox.load();
  };

  class Tab {
    isAlive = true;
    query?: Rows<Thing>;
    lastHeard = 0;
    private heardAt = 0;
    private readonly values = new Map<string, string>();
    readonly outbox: Outbox;

    constructor() {
      const env: Environment = {
        store: this.store,
        now: () => now,
        random,
        uuid,
        later: (ms, run) => later(ms, () => this.isAlive && run()),
        // A tab that was killed never learns of an answer.
        send: (wire) => new Promise((resolve) => void send(wire).then((answer) => this.isAlive && resolve(answer))),
        isSender: () => sender === this,
        instance: () => 'log',
        fieldsOf: ({ eventType }) => [eventType],
        laneOf: ({ entityId }) => entityId,
        announce: (entry) => {
          for (const tab of tabs) if (tab !== this) tab.hear(entry);
        },
        changed: () => this.look(),
        signedOut: () => undefined,
      };
      const Type = variant.Outbox ?? Outbox;
      this.outbox = new Type(env, { rowVersion: (lane) => this.query?.rows.find(({ id }) => id === lane)?.version });
    }

    private hear(entry: Entry): void {
      this.heardAt = Math.max(this.heardAt, now + 1 + random() * 15);
      later(this.heardAt - now, () => this.isAlive && this.outbox.receive(entry));
    }

    private get store(): Store {
      const transaction = <T>(work: () => T): Promise<T> =>
        new Promise((resolve) => {
          diskFree = Math.max(diskFree, now + random() * 12);
          later(diskFree - now, () => {
            if (this.isAlive) resolve(work());
          });
        });
      return {
        all: () => transaction(() => [...disk.values()]),
        add: (entry) => transaction(() => void disk.set(entry.id, entry)),
        update: (id, change) =>
          transaction(() => {
            const entry = disk.get(id);
            const next = entry && change(entry);
            if (next) disk.set(id, next);
            return next;
          }),
        remove: (ids) =>
          transaction(() => {
            for (const id of ids) {
              gone.set(id, disk.get(id) ?? gone.get(id));
              disk.delete(id);
            }
          }),
      };
    }

    fetch(wait = 0): void {
      later(5 + random() * 200, () => this.ask(wait));
    }

    private ask(wait: number): void {
      if (viewAt < wait) {
        later(100, () => this.ask(wait));
        return;
      }
      const rows = [...view.values()];
      // Rows may be newer than the position that comes with them.
      const position = Math.max(0, viewAt - (random() < 0.2 ? 1 : 0));
      later(5 + random() ** 2 * 1200, () => {
        if (!this.isAlive) return;
        this.query = merge(this.query, { position, rows }, ({ id }) => id);
        this.look();
        void this.outbox.forget(this.query.position);
      });
    }

    shownRows() {
      const { query } = this;
      if (!query) return [];
      const changes = byLane(this.outbox.entries);
      const position = variant.positionOf?.(query, this.lastHeard) ?? query.position;
      return query.rows.map((row) => shown(row, position, changes.get(row.id)));
    }

    valueOf(lane: string, field: Field): string | undefined {
      return this.values.get(lane + field);
    }

    /** Every value is larger than those before, so one that gets smaller has jumped back. */
    private look(): void {
      for (const { row } of this.shownRows())
        for (const field of FIELDS) {
          const [key, before, value] = [row.id + field, this.values.get(row.id + field), row[field]];
          if (before === value) continue;
          this.values.set(key, value);
          if (!others && before && !before.startsWith('bad') && Number(value) < Number(before))
            violations.push(`${key} jumped from ${before} back to ${value}`);
        }
    }
  }

  const openTab = () => {
    const tab = new Tab();
    tabs.push(tab);
    listeners.add((event) => {
      if (!tab.isAlive) return;
      tab.lastHeard = Math.max(tab.lastHeard, event.position);
      if (sender === tab) tab.outbox.heard(event);
      tab.fetch(event.position);
    });
    tab.fetch();
    if (sender) void tab.outbox.load();
    else elect();
  };

  // The user.
  const gone = new Map<string, Entry | undefined>();
  const issued = new Map<string, { value: string; lane: string; isBad: boolean; seen: number; isSaved: boolean }>();
  let value = 0;
  const act = () => {
    const open = tabs.filter((tab) => tab.isAlive && tab.query);
    const tab = open[Math.floor(random() * open.length)];
    if (!tab) return;
    const lane = random() < 0.7 ? 'a' : 'b';
    const field = FIELDS[Math.floor(random() * FIELDS.length)] as Field;
    const isBad = random() < 0.12;
    const text = `${isBad ? 'bad' : ''}${++value}`;
    const version = tab.query?.rows.find(({ id }) => id === lane)?.version as number;
    const command: Command = {
      label: text,
      page: '/',
      request: { method: 'PUT', url: `things/${lane}/${field}`, body: { [field]: text } },
      changes: [{ lane, patch: { [field]: text }, fields: [field], seen: ifMatch ? version : undefined }],
    };
    const { id, saved } = tab.outbox.add(command);
    const record = { value: text, lane, isBad, seen: ifMatch ? version : Infinity, isSaved: false };
    issued.set(id, record);
    void saved.then(() => {
      record.isSaved = true;
    });
    if (tab.valueOf(lane, field) !== text) violations.push(`${text} was not shown at once`);
  };
  const kill = () => {
    const alive = tabs.filter((tab) => tab.isAlive);
    const tab = alive[Math.floor(random() * alive.length)];
    if (!tab) return;
    tab.isAlive = false;
    if (sender === tab) {
      sender = undefined;
      later(random() * 50, elect);
    }
    later(200 + random() * 4000, openTab);
  };
  openTab();
  openTab();
  let at = 1500;
  for (let n = 0; n < COMMANDS; n++) {
    at += MIN_PAUSE_MS + random() ** 3 * 3000;
    later(at, act);
  }
  for (let n = 0; n < 3; n++) later(3000 + random() * 20_000, kill);
  const interfere = () =>
    write(random() < 0.7 ? 'a' : 'b', { [FIELDS[Math.floor(random() * 3)] as Field]: `o${++value}` }, 'other', 'other');
  if (others) for (let n = 0; n < 8; n++) later(1500 + random() * 20_000, interfere);
  // A look at the list now and then, after everything is over as well.
  for (let n = 1; n < 20; n++) later(n * 30_000, () => tabs.forEach((tab) => void tab.fetch()));

  for (let steps = 0; agenda.length && steps < 60_000; steps++) {
    const next = agenda.reduce((first, each) =>
      each.at < first.at || (each.at === first.at && each.n < first.n) ? each : first,
    );
    agenda.splice(agenda.indexOf(next), 1);
    now = next.at;
    next.run();
    // Until all that follows from it in this moment has been done.
    await new Promise(setImmediate);
  }

  const ended = (id: string) => disk.get(id) ?? gone.get(id);
  for (const [id, { value, isBad, isSaved }] of issued) {
    const entry = ended(id);
    const times = done.filter((each) => each.value === value).length;
    if (times > 1) violations.push(`${value} was done ${times} times`);
    if (isBad && times) violations.push(`${value} was done, though it is bad`);
    if (!entry) {
      if (isSaved) violations.push(`${value} was forgotten`);
      continue;
    }
    if (['queued', 'sending', 'uncertain'].includes(entry.state)) violations.push(`${value} is still ${entry.state}`);
    if (entry.state === 'acked' && times !== 1) violations.push(`${value} is acknowledged, and was done ${times} times`);
    if (['failed', 'conflict'].includes(entry.state) && times) violations.push(`${value} ${entry.state}, and was done`);
    if (!others && !isBad && entry.state !== 'acked')
      violations.push(`${value} should be saved and is ${entry.state} ${entry.problem?.code}`);
  }
  for (const lane of ['a', 'b']) {
    const wanted = [...issued]
      .filter(([id, each]) => each.lane === lane && ended(id)?.state === 'acked')
      .map(([, each]) => each.value);
    const did = done.map((each) => each.value).filter((each) => wanted.includes(each));
    if (wanted.join() !== did.join()) violations.push(`of ${lane}, ${wanted} were done in the order ${did}`);
  }
  for (const tab of tabs.filter((each) => each.isAlive))
    for (const { row, pending } of tab.shownRows()) {
      if (pending.length) violations.push(`${row.id} is still being saved`);
      for (const field of FIELDS)
        if (row[field] !== things.get(row.id)?.[field])
          violations.push(`${row.id} shows ${row[field]}, and is ${things.get(row.id)?.[field]}`);
    }
  const all = [...issued.keys()].flatMap((id) => ended(id) ?? []);
  return {
    violations,
    commands: issued.size,
    retried: all.filter(({ tries }) => tries > 1).length,
    rebased: all.filter(({ rebases }) => rebases).length,
    conflicts: all.filter(({ state }) => state === 'conflict').length,
  };
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = (seed * 7919 + 1) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
