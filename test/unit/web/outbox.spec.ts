import { describe, expect, it } from 'vitest';
import type { Answer, Entry, Wire } from '../../../web/src/app/outbox/entry.js';
import { type Environment, Outbox } from '../../../web/src/app/outbox/outbox.js';
import { type Run, type Story, simulate, type Variant } from './browser-simulation.js';

const RUNS = 60;

/** @returns all runs, up to the first that breaks a promise */
async function runs(story: Omit<Story, 'seed'>, count = RUNS): Promise<Run[]> {
  const all: Run[] = [];
  for (let seed = 1; seed <= count && !all.some(({ violations }) => violations.length); seed++)
    all.push(await simulate({ ...story, seed }));
  return all;
}

const sum = (all: readonly Run[], of: (run: Run) => number) => all.reduce((total, run) => total + of(run), 0);

describe('two tabs that are killed, a network that loses answers and a view that lags', () => {
  it.each<[string, Omit<Story, 'seed'>]>([
    ['with If-Match', {}],
    ['without If-Match', { ifMatch: false }],
    ['while others write', { others: true }],
  ])(
    'do each command once, in order, and never show a value that jumps back, %s',
    async (_, story) => {
      const all = await runs(story);
      expect(all.flatMap(({ violations }) => violations)).toEqual([]);
      expect(all).toHaveLength(RUNS);
      expect(sum(all, ({ commands }) => commands)).toBeGreaterThan(1_300);
      expect(sum(all, ({ retried }) => retried)).toBeGreaterThan(100);
      if (story.others) {
        expect(sum(all, ({ rebased }) => rebased)).toBeGreaterThan(50);
        expect(sum(all, ({ conflicts }) => conflicts)).toBeGreaterThan(20);
      }
    },
    120_000,
  );
});

class Planted extends Outbox {
  constructor(
    env: Environment,
    protected readonly browser: { rowVersion(lane: string): number | undefined },
  ) {
    super(env);
  }
}

/** Faults that an outbox like this one is prone to. */
const PLANTS: Record<string, Omit<Story, 'seed'>> = {
  'a patch that goes with the acknowledgement': {
    variant: {
      Outbox: class extends Planted {
        protected override after(entry: Entry, answer: Answer): Entry {
          const next = super.after(entry, answer);
          return next.state === 'acked' ? { ...next, state: 'cancelled' } : next;
        }
      },
    },
  },
  'a new key for each attempt': {
    variant: {
      Outbox: class extends Planted {
        protected override wireOf(entry: Entry): Wire {
          return { ...super.wireOf(entry), key: this.env.uuid() };
        }
      },
    },
  },
  'commands to one thing side by side': {
    variant: {
      Outbox: class extends Planted {
        protected override isFirst(): boolean {
          return true;
        }
      },
    },
  },
  'a refusal that takes later commands with it': {
    variant: {
      Outbox: class extends Planted {
        protected override after(entry: Entry, answer: Answer): Entry {
          const next = super.after(entry, answer);
          const lane = entry.changes[0]?.lane;
          if (next.state === 'failed')
            for (const other of this.entries)
              if (other.seq > entry.seq && other.changes[0]?.lane === lane) void this.cancel(other.id);
          return next;
        }
      },
    },
  },
  'an If-Match of the moment of the attempt': {
    variant: {
      Outbox: class extends Planted {
        protected override wireOf(entry: Entry): Wire {
          return { ...super.wireOf(entry), ifMatch: this.browser.rowVersion(entry.changes[0]?.lane ?? '') };
        }
      },
    },
  },
  "another view's position": { variant: { positionOf: (_, lastHeard) => lastHeard } },
  'patches that are forgotten at once, and answers that overtake each other': {
    variant: {
      newer: (_, answer) => answer,
      Outbox: class extends Planted {
        protected override mayForget({ changes }: Entry, known: number): boolean {
          return changes.every(({ position = 0 }) => known >= position);
        }
      },
    },
  },
  'a version that a rebase led to, taken for one that the user saw': {
    others: true,
    variant: {
      Outbox: class extends Planted {
        protected override expected(lane: string, seen: number, seq: number): number {
          const before = this.entries.filter((entry) => entry.state === 'acked' && entry.seq < seq);
          const changes = before.flatMap((entry) => entry.changes).filter((change) => change.lane === lane);
          return Math.max(seen, ...changes.map(({ version = 0 }) => version));
        }
      },
    },
  },
  "a silent merge over another person's change": {
    others: true,
    variant: {
      Outbox: class extends Planted {
        protected override canRebase(): boolean {
          return true;
        }
      },
    } satisfies Variant,
  },
};

describe('the simulation notices', () => {
  it.each(Object.entries(PLANTS))(
    '%s',
    async (_, story) => {
      const all = await runs(story);
      expect(all.at(-1)?.violations).not.toEqual([]);
    },
    120_000,
  );
});
