/** One row of docs/reliability.md: what is done to Kronika, how often, and what must be counted. */
export interface FaultRow {
  readonly row: number;
  readonly title: string;
  readonly fault: string;
  /** The unit of `short` and `full`. */
  readonly of: string;
  readonly short: number;
  readonly full: number;
  /**
   * The required counts of a run of this size. Counts that are not named here are for information.
   *
   * @param isFull whether the machine does nothing else, so that times may be required
   */
  readonly mustBe: (size: number, isFull: boolean) => Record<string, number>;
}

const KEPT = { lost: 0, twice: 0, refused: 0, unanswered: 0 };
const IN_TURN = { lost: 0, twice: 0, outOfOrder: 0, wronglyParked: 0, neverReleased: 0 };

/** The promise of the fault suite, and the one place for its sizes. */
export const TABLE = {
  'kill-app': {
    row: 1,
    title: 'The app is killed',
    fault: '`kill -9` under load; clients send again with the same Idempotency-Key until they are answered',
    of: 'kills',
    short: 4,
    full: 200,
    mustBe: () => KEPT,
  },
  'kill-postgres': {
    row: 2,
    title: 'Postgres is killed',
    fault: '`kill -9` of the postmaster under load: Kronika’s own Postgres under DATA_DIR, with fsync',
    of: 'kills',
    short: 2,
    full: 20,
    mustBe: () => KEPT,
  },
  'log-order': {
    row: 3,
    title: 'Writers race',
    fault:
      '16 writers with 10 % rollbacks, some frozen for 3 s between append and commit, a transaction left open in another database; copied under load into a fresh cluster, as `pg_dump` does, where readers and writers go on',
    of: 'events',
    short: 4_000,
    full: 100_000,
    mustBe: () => ({ lost: 0, repeated: 0, outOfOrder: 0 }),
  },
  chaos: {
    row: 4,
    title: 'Connections break, processes freeze',
    fault:
      'three processes under load: half of their database connections are killed, and after each fourth time a process is frozen (SIGSTOP) for up to 7 s and thawed',
    of: 'kills of connections',
    short: 8,
    full: 200,
    mustBe: () => ({ ...KEPT, notNoted: 0, notedTwice: 0, differences: 0, differing: 0, endedProcesses: 0 }),
  },
  'saga-poison': {
    row: 5,
    title: 'A saga fails',
    fault:
      'on 2 % of events a saga throws, in its stream or in its command before or after the transaction; `kill -9` meanwhile; then it is mended, and what is in quarantine goes on, with a last kill',
    of: 'events',
    short: 300,
    full: 10_000,
    mustBe: () => IN_TURN,
  },
  'stream-poison': {
    row: 6,
    title: 'Events are poison',
    fault:
      'in 1 % of streams, written by 50 commands a second, a handler and a view throw on an event; then they are mended, and what is in quarantine goes on (a full round has 1,000 streams, a short one 100)',
    of: 'rounds',
    short: 2,
    full: 50,
    mustBe: (_, isFull) => ({ ...IN_TURN, differing: 0, ...(isFull && { over2s: 0 }) }),
  },
  rebuild: {
    row: 7,
    title: 'A view is rebuilt under load',
    fault:
      '100 writes and 100 reads a second; the worker that folds the log again is killed (`kill -9`) and restarted (1,000,000 events in a full run, 5,000 in a short one)',
    of: 'kills',
    short: 2,
    full: 20,
    mustBe: () => ({ failedReads: 0, backwards: 0, emptyAnswers: 0, differing: 0 }),
  },
  'same-key': {
    row: 8,
    title: 'A request comes ten times at once',
    fault: 'the same Idempotency-Key 10 times at once, then with a changed body',
    of: 'keys',
    short: 20,
    full: 1_000,
    mustBe: (keys: number) => ({ effects: keys, sameAnswers: keys, refusedWith422: keys }),
  },
  'if-match': {
    row: 9,
    title: 'Fifty clients change one version',
    fault: '50 clients at once with the same If-Match',
    of: 'rounds',
    short: 5,
    full: 100,
    mustBe: (rounds: number) => ({ winners: rounds, refusedWith412: rounds * 49, wrongOutcomes: 0 }),
  },
  'read-your-write': {
    row: 10,
    title: 'What was written here is read there',
    fault: 'create in one process, then read with Wait-For-Position in the other, while one of them is restarted',
    of: 'creates',
    short: 30,
    full: 1_000,
    mustBe: (creates: number) => ({ found: creates }),
  },
  sigterm: {
    row: 11,
    title: 'The app is stopped',
    fault: 'SIGTERM under load; clients send again with the same Idempotency-Key until they are answered',
    of: 'stops',
    short: 2,
    full: 100,
    mustBe: (_, isFull) => ({ ...KEPT, uncleanExits: 0, ...(isFull && { exitsOver10s: 0 }) }),
  },
  model: {
    row: 12,
    title: 'Commands at random',
    fault:
      'sequences of commands, valid and invalid, against a model of the shop: answers, order history and the fold of the log',
    of: 'sequences',
    short: 40,
    full: 1_000,
    mustBe: () => ({ disagreements: 0 }),
  },
  'log-back': {
    row: 14,
    title: 'The log goes back',
    fault:
      'under load, an earlier copy replaces the database while two processes run on it and streams are open; in every other ' +
      'round the sequence of positions is ahead, as after a failover that lost commits',
    of: 'restores',
    short: 2,
    full: 20,
    mustBe: (restores) => ({
      streamsReset: 2 * restores,
      wrongStreams: 0,
      unnoticed: 0,
      notLive: 0,
      differences: 0,
      differing: 0,
      goodsWithoutOrder: 0,
    }),
  },
  restore: {
    row: 15,
    title: 'A backup is restored',
    fault:
      'into a cluster without Kronika’s roles, in 14 forms, 20 times each in full: whole, without owners and privileges, by a ' +
      'plain or another user, without schemas or rows of views, data alone, roles granted or revoked later, tables of views ' +
      'that belong to others; then it is started, read, written and rebuilt',
    of: 'restores',
    short: 7,
    full: 280,
    mustBe: () => ({
      failedStarts: 0,
      stuckReaders: 0,
      failedQueries: 0,
      differences: 0,
      notShown: 0,
      unendedRebuilds: 0,
      differing: 0,
    }),
  },
  backup: {
    row: 17,
    title: 'A backup is made under load',
    fault:
      'by `npm run backup`, while four clients send commands; each is restored into an empty database and started, and ' +
      'commands that were acknowledged before it are sent again',
    of: 'backups',
    short: 2,
    full: 20,
    mustBe: () => ({ refused: 0, lost: 0, twice: 0, otherEvents: 0, repeated: 0, differences: 0, differing: 0 }),
  },
  sequence: {
    row: 16,
    title: 'A sequence is behind',
    fault:
      'the sequence of positions is set back into a gap of the log, or to its beginning, under a running Kronika or before a ' +
      'start, together with the sequences of ids; the order with the highest id may be deleted',
    of: 'rounds',
    short: 6,
    full: 20,
    mustBe: () => ({ refused: 0, lost: 0, idsUsedTwice: 0 }),
  },
  'silent-network': {
    row: 13,
    title: 'The network falls silent',
    fault:
      'under load, all connections to the database swallow everything that is sent, without closing; new ones work. Eight ' +
      'clients send commands without a key at this moment',
    of: 'silences',
    short: 2,
    full: 20,
    mustBe: (_, isFull) => ({
      ...KEPT,
      lostWithoutKey: 0,
      twiceWithoutKey: 0,
      hanging: 0,
      notBack: 0,
      differences: 0,
      ...(isFull && { over10s: 0 }),
    }),
  },
  'replica-behind': {
    row: 18,
    title: 'A replica is behind',
    fault: 'of two replicas one does not replay; an order is created, and read at once with Wait-For-Position',
    of: 'creates',
    short: 100,
    full: 1_000,
    mustBe: (creates: number) => ({ stale: 0, falseNotFound: 0, failed: 0, fresh: creates }),
  },
  'replica-dies': {
    row: 19,
    title: 'A replica ends',
    fault:
      'of two replicas one is killed and started again, frozen for 60 s (4 s in a short run) and thawed, and promoted, under ' +
      '50 commands and 50 queries a second',
    of: 'rounds',
    short: 1,
    full: 5,
    mustBe: () => ({ failedCommands: 0, failedQueries: 0, unnoticed: 0 }),
  },
  'replica-takeover': {
    row: 20,
    title: 'A view is rebuilt before replicas',
    fault:
      '50 commands a second, and queries as fast as they come; one replica ends queries that are in the way of ' +
      'replay at once, the other one finds deadlocks within 10 ms',
    of: 'takeovers',
    short: 4,
    full: 50,
    mustBe: (takeovers: number) => ({ takeovers, failedCommands: 0, failedQueries: 0 }),
  },
  'synchronous-standby': {
    row: 21,
    title: 'The primary is lost',
    fault:
      '`kill -9` of all its processes under load, and its synchronous standby is promoted; clients send again with the same ' +
      'Idempotency-Key until they are answered',
    of: 'failovers',
    short: 1,
    full: 5,
    mustBe: () => ({ lost: 0, twice: 0 }),
  },
  'ad-caps': {
    row: 22,
    title: 'Views of ads are counted',
    fault:
      'three processes, whose clocks are 10 s apart, on a Postgres of their own, with caps of 10, 800 and 1,200 ' +
      'views (10, 80 and 120 in a short run), one that is never reached and an even pace of 10,800 an hour; one ' +
      'process is killed (`kill -9`) and started again, each fourth time after it was frozen until its leases were ' +
      'closed, each fourth time after Postgres was killed and started again, and each fourth time after nobody asked ' +
      'for ads until leases were returned; one view in five is not shown, half of the beacons come twice, in any ' +
      'order, to any process',
    of: 'kills',
    short: 3,
    full: 20,
    mustBe: () => ({ over: 0, ahead: 0, short: 0, slow: 0, lost: 0, twice: 0, unanswered: 0, unbalanced: 0 }),
  },
  relay: {
    row: 23,
    title: 'The relay and NATS are killed',
    fault:
      'two relays at once under load and bursts; each time the one that publishes is killed (`kill -9`), or frozen until its ' +
      'connection to Postgres was ended and the other one has published, and nats-server is killed; each third time its files are ' +
      'set back to those of earlier; in the end the stream is purged in part, then whole, and deleted',
    of: 'kills of each',
    short: 2,
    full: 20,
    mustBe: () => ({ lost: 0, twice: 0, outOfOrder: 0, wrongPrevious: 0, refused: 0, unanswered: 0, unnoticed: 0 }),
  },
  follower: {
    row: 24,
    title: 'A follower and both databases are killed',
    fault:
      'under load, in turn: the follower, its Postgres and the Postgres of its origin (`kill -9` of all processes); appends that stay ' +
      'open for 100 ms are committed after later positions; in the end the log and all views of both are compared by their digests',
    of: 'kills',
    short: 3,
    full: 30,
    mustBe: () => ({ lost: 0, twice: 0, refused: 0, unanswered: 0, differing: 0, stuck: 0 }),
  },
} satisfies Record<string, FaultRow>;
