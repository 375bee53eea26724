/** One row of docs/reliability.md: what is injected, how often, and what must be counted. */
export interface Row {
  readonly row: number;
  readonly fault: string;
  /** What `short` and `full` are numbers of. */
  readonly of: string;
  readonly short: number;
  readonly full: number;
  /**
   * What the counts of a run of this size must be; counts that are not named here are for information.
   *
   * @param isFull the machine does nothing else, so that times may be asserted
   */
  readonly mustBe: (size: number, isFull: boolean) => Record<string, number>;
}

const KEPT = { lost: 0, twice: 0, refused: 0, unanswered: 0 };

/** The promise of the fault suite, and the one place for its sizes. */
export const TABLE = {
  'kill-app': {
    row: 1,
    fault: 'kill -9 of the app under load, clients retrying with the same Idempotency-Key',
    of: 'kills',
    short: 4,
    full: 200,
    mustBe: () => KEPT,
  },
  'kill-postgres': {
    row: 2,
    fault: 'kill -9 of the postmaster under load (its own Postgres, under DATA_DIR, fsync on)',
    of: 'kills',
    short: 2,
    full: 20,
    mustBe: () => KEPT,
  },
  'log-order': {
    row: 3,
    fault:
      '16 writers with 10 % rollbacks, some frozen for 3 s between append and commit, a transaction left open in another database; copied under load into a fresh cluster (with COPY from one snapshot and sequences set, as pg_dump does), where readers and writers go on',
    of: 'events',
    short: 4_000,
    full: 100_000,
    mustBe: () => ({ lost: 0, repeated: 0, outOfOrder: 0 }),
  },
  chaos: {
    row: 4,
    fault:
      'three processes: half of their database connections killed, and after each fourth time a process frozen (SIGSTOP) for up to 7 s and thawed',
    of: 'kills of connections',
    short: 8,
    full: 200,
    mustBe: () => ({ ...KEPT, notNoted: 0, notedTwice: 0, differences: 0, differing: 0, endedProcesses: 0 }),
  },
  'saga-poison': {
    row: 5,
    fault:
      'a saga that fails on 2 % of events (in its stream, and before or after the transaction of its command), kill -9 meanwhile',
    of: 'events',
    short: 300,
    full: 10_000,
    mustBe: () => ({ lost: 0, twice: 0, outOfOrder: 0, wronglyParked: 0, neverReleased: 0 }),
  },
  'stream-poison': {
    row: 6,
    fault: 'a poison event in 1 % of 1,000 streams, for a handler and for a view',
    of: 'rounds',
    short: 2,
    full: 50,
    mustBe: (_, isFull) => ({
      lost: 0,
      twice: 0,
      outOfOrder: 0,
      wronglyParked: 0,
      neverReleased: 0,
      differing: 0,
      ...(isFull && { over2s: 0 }),
    }),
  },
  rebuild: {
    row: 7,
    fault:
      'a view rebuilt over 1,000,000 events under 100 writes and 100 reads a second, its worker killed (kill -9) and restarted',
    of: 'kills',
    short: 2,
    full: 20,
    mustBe: () => ({ failedReads: 0, backwards: 0, emptyAnswers: 0, differing: 0 }),
  },
  'same-key': {
    row: 8,
    fault: 'the same key 10 times at once, then with a changed body',
    of: 'keys',
    short: 20,
    full: 1_000,
    mustBe: (keys: number) => ({ effects: keys, sameAnswers: keys, refusedWith422: keys }),
  },
  'if-match': {
    row: 9,
    fault: '50 clients with one If-Match',
    of: 'rounds',
    short: 5,
    full: 100,
    mustBe: (rounds: number) => ({ winners: rounds, refusedWith412: rounds * 49, wrongOutcomes: 0 }),
  },
  'read-your-write': {
    row: 10,
    fault: 'create, then read with Wait-For-Position over two processes, one restarted meanwhile',
    of: 'creates',
    short: 30,
    full: 1_000,
    mustBe: (creates: number) => ({ found: creates }),
  },
  sigterm: {
    row: 11,
    fault: 'SIGTERM under load',
    of: 'stops',
    short: 2,
    full: 100,
    mustBe: (_, isFull) => ({ ...KEPT, uncleanExits: 0, ...(isFull && { exitsOver10s: 0 }) }),
  },
  model: {
    row: 12,
    fault:
      'random sequences of commands, valid and invalid, against a model of the shop: answers, order history and the fold of the log',
    of: 'sequences',
    short: 40,
    full: 1_000,
    mustBe: () => ({ disagreements: 0 }),
  },
} satisfies Record<string, Row>;
