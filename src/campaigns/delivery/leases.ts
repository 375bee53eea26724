import { randomUUID } from 'node:crypto';
import { AppTables } from '#kronika';
import type { CampaignTerms, CountReason } from './counting.js';
import { localDays } from './local-days.js';
import { ViewsLease } from './views-lease.js';

/** A process may give out the views of a lease for so long, and no longer than an ad lives. Then the rest goes back. */
const MAX_GIVE_OUT_S = 10;

/** A lease stays open this much longer than its last ad, for the way of the beacon. */
const MAX_LEEWAY_S = 5;

const MAX_VIEWS = 2_048;

/** How long a decision may wait for a lease. Without it, a campaign that shows rarely would never show. */
const MAX_WAIT_MS = 250;

/** Pause after a failure of the database before it is asked again. */
const FAILURE_PAUSE_MS = 250;

/** Lifetimes are rounded up to one of these factors of the setting, because a lease closes with its last ad. */
const LIFETIME_STEPS = [1, 2, 4, 8, 16];

interface Refusal {
  readonly reason: CountReason;
  /** `performance.now()` from which the database is asked again. */
  readonly until: number;
}

interface Granted {
  readonly views: number;
  readonly day_seconds: number;
  readonly refusal: CountReason | null;
  readonly retry_seconds: number;
}

/** What a decision gets. */
export interface TakenView {
  readonly lease: ViewsLease;
  /** The ad must be shown within this time to be billed. */
  readonly seconds: number;
}

/** The leases of one campaign, for ads of one lifetime. */
class LeasePool {
  private leases: ViewsLease[] = [];
  private request?: Promise<void>;
  private refused?: Refusal;
  /** How many views the next lease is to have: from 1, doubled as long as each is used up in its time. */
  private size = 1;

  constructor(
    readonly campaignId: string,
    readonly seconds: number,
    private readonly tables: AppTables,
  ) {}

  take(terms: CampaignTerms): ViewsLease | CountReason | Promise<ViewsLease | CountReason> {
    const taken = this.takeNow(terms);
    if (taken) return taken;
    if (this.refused && performance.now() < this.refused.until) return this.refused.reason;
    return this.wait(terms);
  }

  /** Leases that may not be used any more. They are to be given back. */
  ended(isStopping: boolean): ViewsLease[] {
    const now = performance.now();
    const ended = this.leases.filter((lease) => isStopping || lease.left(now) === 0);
    this.leases = this.leases.filter((lease) => !ended.includes(lease));
    if (ended.some((lease) => lease.given < lease.views)) this.size = Math.max(1, ...ended.map(({ given }) => given));
    return ended;
  }

  get left(): number {
    const now = performance.now();
    return this.leases.reduce((sum, lease) => sum + lease.left(now), 0);
  }

  private takeNow(terms: CampaignTerms): ViewsLease | undefined {
    const now = performance.now();
    const lease = this.leases.find((each) => each.take(now));
    // Asked for ahead, so that the decisions that follow need not wait.
    if (lease && lease.left(now) * 4 < lease.views && this.leases.at(-1) === lease && lease.views > 1)
      void this.refill(terms).catch(() => undefined);
    return lease;
  }

  private async wait(terms: CampaignTerms): Promise<ViewsLease | CountReason> {
    const end = performance.now() + MAX_WAIT_MS;
    for (;;) {
      const left = end - performance.now();
      if (left <= 0 || (await within(left, this.refill(terms))) === 'late') return 'counts-unavailable';
      const taken = this.takeNow(terms);
      if (taken) return taken;
      if (this.refused && performance.now() < this.refused.until) return this.refused.reason;
    }
  }

  /** One request is in flight at a time. */
  private refill(terms: CampaignTerms): Promise<void> {
    this.request ??= this.ask(terms).finally(() => {
      this.request = undefined;
    });
    return this.request;
  }

  private async ask(terms: CampaignTerms): Promise<void> {
    const asked = performance.now();
    const id = randomUUID();
    try {
      const granted = await grant(this.tables, {
        id,
        campaignId: this.campaignId,
        views: this.size,
        seconds: this.seconds,
        terms,
      });
      this.refused = granted.refusal
        ? { reason: granted.refusal, until: performance.now() + granted.retry_seconds * 1_000 }
        : undefined;
      if (granted.views < 1) return;
      this.size = Math.min(this.size * 2, MAX_VIEWS);
      // Counted from before the request, because the database counts from when it got it.
      this.leases.push(
        new ViewsLease(id, granted.views, asked + Math.min(MAX_GIVE_OUT_S, this.seconds, granted.day_seconds) * 1_000),
      );
    } catch {
      this.refused = { reason: 'counts-unavailable', until: performance.now() + FAILURE_PAUSE_MS };
    }
  }
}

/** The leases of this process. */
export class Leases {
  private readonly pools = new Map<string, LeasePool>();
  /** Leases whose return has failed, to be tried again. */
  private unreturned: ViewsLease[] = [];

  /** @param lifetime seconds in which an ad that was given out must be shown to be billed */
  constructor(
    private readonly tables: AppTables,
    private readonly lifetime: number,
  ) {}

  /** Views that may still be given out. */
  get left(): number {
    return [...this.pools.values()].reduce((sum, pool) => sum + pool.left, 0);
  }

  /** @param extraSeconds that the ad has to live beyond the lifetime */
  take(
    campaignId: string,
    extraSeconds: number,
    terms: CampaignTerms,
  ): TakenView | CountReason | Promise<TakenView | CountReason> {
    const wanted = this.lifetime + extraSeconds;
    const seconds = LIFETIME_STEPS.map((step) => step * this.lifetime).find((each) => each >= wanted) ?? wanted;
    const taken = this.pool(campaignId, seconds).take(terms);
    const view = (lease: ViewsLease | CountReason) => (typeof lease === 'string' ? lease : { lease, seconds: wanted });
    return taken instanceof Promise ? taken.then(view) : view(taken);
  }

  /** What `take` would be refused for at the moment; undefined if it would get a view. */
  async refusal(campaignId: string, terms: CampaignTerms): Promise<CountReason | undefined> {
    try {
      const { refusal } = await grant(this.tables, { id: randomUUID(), campaignId, views: 0, seconds: 0, terms });
      return refusal ?? undefined;
    } catch {
      return 'counts-unavailable';
    }
  }

  /** Gives back what was leased and not given out. @param isStopping also of leases that could still be used */
  async giveBack(isStopping = false): Promise<void> {
    const ended = [...this.pools.values()].flatMap((pool) => pool.ended(isStopping));
    const leases = [...this.unreturned, ...ended.filter(({ given, views }) => given < views)];
    this.unreturned = [];
    if (!leases.length) return;
    try {
      await this.tables.transaction((session) =>
        session.query('SELECT delivery.release($1, $2)', [leases.map(({ id }) => id), leases.map(({ given }) => given)]),
      );
    } catch (error) {
      this.unreturned.push(...leases);
      throw error;
    }
  }

  private pool(campaignId: string, seconds: number): LeasePool {
    const key = `${campaignId} ${seconds}`;
    const pool = this.pools.get(key) ?? new LeasePool(campaignId, seconds, this.tables);
    this.pools.set(key, pool);
    return pool;
  }
}

interface LeaseQuestion {
  readonly id: string;
  readonly campaignId: string;
  /** 0: what would be refused. */
  readonly views: number;
  readonly seconds: number;
  readonly terms: CampaignTerms;
}

async function grant(tables: AppTables, { id, campaignId, views, seconds, terms }: LeaseQuestion): Promise<Granted> {
  const { price, currency, schedule, timeZone } = terms;
  const { days, starts } = localDays(Date.now(), timeZone);
  const openSeconds = Math.min(MAX_GIVE_OUT_S, seconds) + seconds + Math.min(MAX_LEEWAY_S, seconds);
  const rows = await tables.transaction<Granted[]>((session) =>
    session.query(
      `SELECT views, day_seconds, refusal, retry_seconds
       FROM delivery.lease($1, $2, $3, $4, $5, $6, $7, tstzrange($8, $9), $10)`,
      [id, campaignId, price ?? 0, currency, views, days, starts, schedule.start, schedule.end, openSeconds],
    ),
  );
  return rows[0] as Granted;
}

async function within(milliseconds: number, work: Promise<void>): Promise<'late' | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, milliseconds, 'late');
  });
  const outcome = await Promise.race([work.then(() => undefined), late]);
  clearTimeout(timer);
  return outcome;
}
