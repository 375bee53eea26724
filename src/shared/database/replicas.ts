import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { isTransient } from './failures.js';
import { PrimaryProbe, Replica } from './replica.js';

/** Pause between checks of all replicas. */
const REPLICA_CHECK_INTERVAL_MS = 1_000;

/** A replica further behind the primary gets no queries. */
const MAX_REPLICA_LAG_SECONDS = 30;

/** The virtual ids of the transactions that hold a lock on one of the tables. */
const READERS_SQL = `
  SELECT DISTINCT virtualtransaction AS reader
  FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation JOIN pg_namespace AS n ON n.oid = relnamespace
  WHERE locktype = 'relation' AND granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND format('%s."%s"', nspname, replace(relname, '"', '""')) = ANY ($1)`;

/** The state of a replica, for operators. */
export interface ReplicaState {
  /** Host and port. */
  readonly replica: string;
  /** The distance from the primary; null if unknown. */
  readonly lagSeconds: number | null;
  /** Why the replica gets no queries; null if it gets queries. */
  readonly problem: string | null;
}

/** The replicas of `READ_DATABASE_URL`. Each is checked once a second. */
export class Replicas implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  readonly all: readonly Replica[];
  private readonly primary: PrimaryProbe;
  private readonly stopping = new AbortController();
  private watching?: Promise<void>;
  private turn = 0;

  /**
   * @param roles see `dataSourceOptions`
   * @param urls the addresses of the replicas, if any
   */
  constructor(primaryUrl: string, roles: boolean, urls: readonly string[]) {
    this.primary = new PrimaryProbe(primaryUrl, roles);
    this.all = urls.map((url) => new Replica(url, roles));
  }

  /** Waits for the first check, so that the first query can go to a replica. */
  async onModuleInit(): Promise<void> {
    if (!this.all.length) return;
    await this.check();
    this.watching = this.watch();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.watching;
    this.primary.close();
    await Promise.all(this.all.map((replica) => replica.close()));
  }

  get states(): ReplicaState[] {
    return this.all.map(({ name, lagSeconds, problem }) => ({ replica: name, lagSeconds, problem }));
  }

  /** The replicas that may get a query, in an order that rotates with each call. */
  usable(): Replica[] {
    const usable = this.all.filter(({ problem }) => problem === null);
    this.turn += 1;
    const first = usable.length ? this.turn % usable.length : 0;
    return [...usable.slice(first), ...usable.slice(0, first)];
  }

  /** Keeps queries away from a replica until the next check. */
  suspect(replica: Replica, problem: string): void {
    if (replica.problem === null) void this.note(replica, () => (replica.problem = problem));
  }

  /**
   * Whether a transaction on a replica has been reading one of the tables for longer than some milliseconds. Replay of
   * DDL on the table would wait for that transaction, and all later changes would wait for the replay.
   *
   * @param tables names as formatted by `namesOf`; missing tables are ignored
   * @throws if a replica answers with an error. A replica that does not answer counts as one without readers.
   */
  async haveReaders(tables: readonly string[], milliseconds: number): Promise<boolean> {
    const find = (replica: Replica) =>
      replica.ask<{ reader: string }>(READERS_SQL, [tables]).catch((error) => {
        if (isTransient(error)) return [];
        throw error;
      });
    const findAll = async () => {
      const found = await Promise.all(this.all.map(find));
      return new Set(found.flatMap((rows, n) => rows.map(({ reader }) => `${n} ${reader}`)));
    };
    const before = await findAll();
    if (!before.size) return false;
    await delay(milliseconds);
    return [...(await findAll())].some((reader) => before.has(reader));
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await delay(REPLICA_CHECK_INTERVAL_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) await this.check();
    }
  }

  private async check(): Promise<void> {
    // Sampled first, so that each replica is compared with an earlier state of the primary.
    const state = await this.primary.state().catch(() => undefined);
    await Promise.all(
      this.all.map((replica) => this.note(replica, () => replica.check(this.primary, state, MAX_REPLICA_LAG_SECONDS))),
    );
  }

  /** Logs when a replica begins or ceases to get queries. */
  private async note(replica: Replica, update: () => unknown): Promise<void> {
    const before = replica.problem;
    await update();
    const { name, problem } = replica;
    if (kindOf(problem) === kindOf(before)) return;
    if (problem === null) this.logger.log(`The replica ${name} gets queries`);
    else this.logger.warn(`The replica ${name} gets no queries: ${problem}`);
  }
}

/** Without numbers, so that a growing lag counts as one problem. */
const kindOf = (problem: string | null) => problem?.replaceAll(/\d+/g, '');
