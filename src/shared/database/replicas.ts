import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { isTransient } from './failures.js';
import { PrimaryProbe, Replica } from './replica.js';

/** The pause between checks of all replicas. */
const REPLICA_CHECK_INTERVAL_MS = 1_000;

/** A replica that is further behind the primary gets no queries. */
const MAX_REPLICA_LAG_SECONDS = 30;

/** The transactions that hold a lock on one of the tables, by their virtual ids. */
const READERS_SQL = `
  SELECT DISTINCT virtualtransaction AS reader
  FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation JOIN pg_namespace AS n ON n.oid = relnamespace
  WHERE locktype = 'relation' AND granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND format('%s."%s"', nspname, replace(relname, '"', '""')) = ANY ($1)`;

/** A replica as an operator sees it. */
export interface ReplicaState {
  /** Host and port. */
  readonly replica: string;
  /** How far it is behind the primary; null if that is not known. */
  readonly lagSeconds: number | null;
  /** Why it gets no queries; null if it gets some. */
  readonly problem: string | null;
}

/** The replicas of `READ_DATABASE_URL`, each looked at once a second. */
export class Replicas implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  readonly all: readonly Replica[];
  private readonly primary: PrimaryProbe;
  private readonly stopping = new AbortController();
  private watching?: Promise<void>;
  private turn = 0;

  /**
   * @param roles as of `dataSourceOptions`
   * @param urls empty: there are none
   */
  constructor(primaryUrl: string, roles: boolean, urls: readonly string[]) {
    this.primary = new PrimaryProbe(primaryUrl, roles);
    this.all = urls.map((url) => new Replica(url, roles));
  }

  /** Waits for the first look, so that the first query may go to a replica. */
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

  /** Those that may get a query, beginning with another one at each call. */
  usable(): Replica[] {
    const usable = this.all.filter(({ problem }) => problem === null);
    this.turn += 1;
    const first = usable.length ? this.turn % usable.length : 0;
    return [...usable.slice(first), ...usable.slice(0, first)];
  }

  /** Keeps queries away from a replica until the next look. */
  suspect(replica: Replica, problem: string): void {
    if (replica.problem === null) void this.note(replica, () => (replica.problem = problem));
  }

  /**
   * Whether a transaction on a replica reads one of these tables for longer than some milliseconds. Replay of a change
   * of these tables would wait for it, and all other changes behind it.
   *
   * @param tables as `namesOf` writes them; those that do not exist are ignored
   * @throws if a replica answers that it can't tell; one that does not answer has no readers
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
    // Before the replicas are asked: what it has by then they must have, too.
    const state = await this.primary.state().catch(() => undefined);
    await Promise.all(
      this.all.map((replica) => this.note(replica, () => replica.check(this.primary, state, MAX_REPLICA_LAG_SECONDS))),
    );
  }

  /** Tells when a replica gets queries again, or no longer. */
  private async note(replica: Replica, look: () => unknown): Promise<void> {
    const before = replica.problem;
    await look();
    const { name, problem } = replica;
    if (kindOf(problem) === kindOf(before)) return;
    if (problem === null) this.logger.log(`The replica ${name} gets queries`);
    else this.logger.warn(`The replica ${name} gets no queries: ${problem}`);
  }
}

/** A lag that grows is one problem. */
const kindOf = (problem: string | null) => problem?.replaceAll(/\d+/g, '');
