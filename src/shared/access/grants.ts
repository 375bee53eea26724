import { hash, timingSafeEqual } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { Lookup } from '../database/lookup.js';
import { OpenRequests, type Principal } from '../http/principal.js';

/** Interval between re-checks of the grants in memory. */
const RECHECK_INTERVAL_MS = 2_000;

/** Time limit of a re-check, after which the database counts as unreachable. */
const RECHECK_LIMIT_MS = 1_500;

/** A grant with an older check waits for a re-check, because the process must have been frozen or blocked. */
const MAX_AGE_MS = 4_000;

/** While the database is unreachable, grants stay valid for this long after their last check. */
const MAX_AGE_WITHOUT_DATABASE_MS = 60_000;

/** A grant that was unused for this long leaves the memory, and is read again when needed. */
const MAX_IDLE_MS = 300_000;

/** Interval between reports that a grant is in use. */
const REPORT_INTERVAL_MS = 60_000;

/** A valid key or session as read from the database. */
export interface GrantRow {
  readonly id: string;
  /** SHA-256 of the secret. */
  readonly hash: Buffer;
  readonly principal: Omit<Principal, 'open'>;
  /** Milliseconds until it ends, by the clock of the database. */
  readonly timeLeft: number;
}

/** A valid key or session in memory. Times are those of `performance.now()`. */
interface Grant {
  readonly hash: Buffer;
  readonly principal: Principal & { readonly open: OpenRequests };
  readonly endsAt: number;
  /** Time of its last read from the database. */
  readonly checkedAt: number;
  usedAt: number;
  reportedAt: number;
}

/** The SHA-256 of a secret. Only this hash is stored. */
export const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/**
 * A cache of valid keys or valid sessions, so that a request needs no query. All cached grants are read again every 2
 * s. So a grant that was revoked in another process ends here within 5 s, together with its open requests.
 */
export class Grants {
  private readonly logger = new Logger(Grants.name);
  private readonly grants = new Map<string, Grant>();
  private readonly lookup: Lookup<{ readonly key: string; readonly row?: GrantRow }>;
  private timer?: NodeJS.Timeout;
  private checking?: Promise<void>;
  /** The query of a re-check, which may take longer than the re-check waits. */
  private reading?: Promise<void>;
  private isDatabaseAway = false;

  /**
   * @param read returns the rows of those ids that are valid now
   * @param report called with the ids in use, at most once a minute for each id
   */
  constructor(
    private readonly read: (ids: string[]) => Promise<GrantRow[]>,
    private readonly report: (ids: string[]) => Promise<void>,
  ) {
    this.lookup = new Lookup(async (ids) => {
      const rows = new Map((await read(ids as string[])).map((row) => [row.id, row]));
      return (ids as string[]).map((key) => ({ key, row: rows.get(key) }));
    });
  }

  /**
   * @returns the principal of an id and its secret, synchronously if it is in memory; undefined if they are not valid
   * @throws if the id is not in memory and the database does not answer
   */
  find(id: string, secret: string): Principal | undefined | Promise<Principal | undefined> {
    const given = hashOf(secret);
    const now = performance.now();
    const grant = this.grants.get(id);
    if (grant && this.serves(grant, now)) return use(grant, given, now);
    const found = grant ? this.checkAgain(id) : this.load(id);
    return found.then((each) => each && use(each, given, performance.now()));
  }

  /** Reads all grants in memory again, and ends those that are no longer valid. Never fails. */
  recheck(): Promise<void> {
    this.checking ??= this.check().finally(() => {
      this.checking = undefined;
    });
    return this.checking;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.checking;
    await this.reportUsed();
  }

  private serves({ endsAt, checkedAt }: Grant, now: number): boolean {
    const age = now - checkedAt;
    return now < endsAt && (age < MAX_AGE_MS || (this.isDatabaseAway && age < MAX_AGE_WITHOUT_DATABASE_MS));
  }

  private async checkAgain(id: string): Promise<Grant | undefined> {
    await this.recheck();
    const grant = this.grants.get(id);
    if (grant && this.serves(grant, performance.now())) return grant;
    this.end(id);
    return this.load(id);
  }

  private async load(id: string): Promise<Grant | undefined> {
    const asked = performance.now();
    const { row } = await this.lookup.find(id);
    return row && this.keep(row, asked);
  }

  /** @param asked the time at which the row was requested, so the row is at least as new as that */
  private keep({ id, hash, principal, timeLeft }: GrantRow, asked: number): Grant {
    const known = this.grants.get(id);
    const isSame = known?.principal.role === principal.role && known.principal.userId === principal.userId;
    if (!isSame) known?.principal.open.end();
    const grant: Grant = {
      hash,
      principal: isSame ? known.principal : { ...principal, open: new OpenRequests() },
      endsAt: asked + timeLeft,
      checkedAt: Math.max(asked, known?.checkedAt ?? asked),
      usedAt: known?.usedAt ?? performance.now(),
      reportedAt: known?.reportedAt ?? Number.NEGATIVE_INFINITY,
    };
    this.grants.set(id, grant);
    this.timer ??= setInterval(() => void this.recheck(), RECHECK_INTERVAL_MS).unref();
    return grant;
  }

  private end(id: string): void {
    this.grants.get(id)?.principal.open.end();
    this.grants.delete(id);
  }

  private async check(): Promise<void> {
    this.tidy();
    if (!this.grants.size) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    // Only one query at a time, because a hanging database must not use up the connections of the pool.
    this.reading ??= this.readAgain().finally(() => {
      this.reading = undefined;
    });
    const limit = new Promise<never>((_, reject) => {
      setTimeout(reject, RECHECK_LIMIT_MS, new Error(`no answer in ${RECHECK_LIMIT_MS} ms`)).unref();
    });
    try {
      await Promise.race([this.reading, limit]);
      this.isDatabaseAway = false;
      void this.reportUsed();
    } catch (error) {
      if (!this.isDatabaseAway) this.logger.warn(`Keys and sessions can't be checked at the moment: ${(error as Error).message}`);
      this.isDatabaseAway = true;
    }
  }

  /** Ends grants that have expired or could not be checked for too long, and removes unused ones from memory. */
  private tidy(): void {
    const now = performance.now();
    for (const [id, { principal, endsAt, checkedAt, usedAt }] of this.grants) {
      principal.open.sweep();
      if (now >= endsAt || now - checkedAt >= MAX_AGE_WITHOUT_DATABASE_MS) this.end(id);
      else if (now - usedAt >= MAX_IDLE_MS && !principal.open.size) this.grants.delete(id);
    }
  }

  private async readAgain(): Promise<void> {
    const asked = performance.now();
    const ids = [...this.grants.keys()];
    const rows = new Map((await this.read(ids)).map((row) => [row.id, row]));
    for (const id of ids) {
      const row = rows.get(id);
      const grant = this.grants.get(id);
      // The grant may have been loaded anew since the read.
      if (!grant || grant.checkedAt > asked) continue;
      if (row) this.keep(row, asked);
      else this.end(id);
    }
  }

  /** Reports the grants in use. After a failure they are reported at the next call. */
  private async reportUsed(): Promise<void> {
    const now = performance.now();
    const due = [...this.grants].filter(
      ([, { usedAt, reportedAt }]) => usedAt > reportedAt && now - reportedAt >= REPORT_INTERVAL_MS,
    );
    if (!due.length) return;
    await this.report(due.map(([id]) => id)).then(
      () => {
        for (const [id] of due) {
          const grant = this.grants.get(id);
          if (grant) grant.reportedAt = now;
        }
      },
      () => undefined,
    );
  }
}

/** Compares the secrets in constant time. */
function use(grant: Grant, given: Buffer, now: number): Principal | undefined {
  if (!timingSafeEqual(grant.hash, given)) return undefined;
  grant.usedAt = now;
  return grant.principal;
}
