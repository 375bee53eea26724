import { randomUUID } from 'node:crypto';
import { AppTables } from '#kronika';
import type { CampaignTerms, CountReason } from './counting.js';
import { localDays } from './local-days.js';
import { ViewsLease } from './views-lease.js';

/** A process may give out the views of a lease for so long, and no longer than an ad lives. Then the rest goes back. */
const MAX_GIVE_OUT_S = 10;

/**
 * The same for campaigns without limits. Their views hold no room, so that leases can be long and large, and the next
 * one is there before the last one ends: a campaign that is shown never waits for the database.
 */
const MAX_UNLIMITED_GIVE_OUT_S = 300;
const MIN_UNLIMITED_VIEWS = 2_048;
const MAX_UNLIMITED_VIEWS = 32_768;

/** A campaign without limits loses its lease when it was not shown for this long. */
const MAX_IDLE_MS = 60_000;

/** A lease stays open this much longer than its last ad, for the way of the beacon. */
const MAX_LEEWAY_S = 5;

const MAX_VIEWS = 2_048;

/** How long a decision may wait for a lease. Without it, a campaign that shows rarely would never show. */
const MAX_LEASE_WAIT_MS = 250;

/** Pause after a failure of the database before it is asked again. */
const FAILURE_PAUSE_MS = 250;

/** Lifetimes are rounded up to one of these factors of the setting, because a lease closes with its last ad. */
const LIFETIME_STEPS = [1, 2, 4, 8, 16];

interface RefusedLease {
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
  /** Leases of other terms than the present ones. No view of them is given out any more. */
  private outdated: ViewsLease[] = [];
  private usedAt = 0;
  private request?: Promise<void>;
  private refused?: RefusedLease;
  /** How many views the next lease is to have: from 1, doubled as long as each is used up in its time. */
  private size = 1;

  constructor(
    readonly campaignId: string,
    readonly seconds: number,
    private readonly tables: AppTables,
    private terms: CampaignTerms,
  ) {}

  take(terms: CampaignTerms): ViewsLease | CountReason | Promise<ViewsLease | CountReason> {
    if (terms !== this.terms) this.changeTo(terms);
    const taken = this.takeNow(terms);
    if (taken) return taken;
    if (this.refused && performance.now() < this.refused.until) return this.refused.reason;
    return this.wait(terms);
  }

  /** Leases that may not be used any more. They are to be given back. */
  ended(isStopping: boolean): ViewsLease[] {
    const now = performance.now();
    const isIdle = isUnlimited(this.terms) && now - this.usedAt > MAX_IDLE_MS;
    const ended = this.leases.filter((lease) => isStopping || isIdle || lease.left(now) === 0);
    this.leases = this.leases.filter((lease) => !ended.includes(lease));
    const { outdated } = this;
    this.outdated = [];
    if (ended.some((lease) => lease.given < lease.views)) this.size = Math.max(1, ...ended.map(({ given }) => given));
    return [...ended, ...outdated];
  }

  get left(): number {
    const now = performance.now();
    return this.leases.reduce((sum, lease) => sum + lease.left(now), 0);
  }

  /** New limits and prices apply at once. */
  private changeTo(terms: CampaignTerms): void {
    if (!haveSameLeases(terms, this.terms)) {
      this.outdated.push(...this.leases);
      this.leases = [];
      this.refused = undefined;
      this.size = 1;
    }
    this.terms = terms;
  }

  private takeNow(terms: CampaignTerms): ViewsLease | undefined {
    const now = performance.now();
    const lease = this.leases.find((each) => each.take(now));
    this.usedAt = now;
    // Asked for ahead, so that the decisions that follow need not wait.
    if (lease && this.leases.at(-1) === lease && (isUsedUp(lease, now) || (isUnlimited(terms) && isEnding(lease, now))))
      void this.refill(terms).catch(() => undefined);
    return lease;
  }

  private async wait(terms: CampaignTerms): Promise<ViewsLease | CountReason> {
    const end = performance.now() + MAX_LEASE_WAIT_MS;
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
    if (isUnlimited(terms)) this.size = Math.max(this.size, MIN_UNLIMITED_VIEWS);
    const { campaignId, size: views, seconds } = this;
    try {
      const granted = await grant(this.tables, { id, campaignId, views, seconds, terms });
      this.refused = granted.refusal
        ? { reason: granted.refusal, until: performance.now() + granted.retry_seconds * 1_000 }
        : undefined;
      if (granted.views < 1) return;
      this.size = Math.min(this.size * 2, isUnlimited(terms) ? MAX_UNLIMITED_VIEWS : MAX_VIEWS);
      // Counted from before the request, because the database counts from when it got it.
      const until = asked + Math.min(giveOutSeconds(terms, this.seconds), granted.day_seconds) * 1_000;
      const leases = haveSameLeases(terms, this.terms) ? this.leases : this.outdated;
      leases.push(new ViewsLease(id, granted.views, until));
    } catch {
      this.refused = { reason: 'counts-unavailable', until: performance.now() + FAILURE_PAUSE_MS };
    }
  }
}

const isUsedUp = (lease: ViewsLease, now: number) => lease.views > 1 && lease.left(now) * 4 < lease.views;

/** Whether the next lease should be asked for, because this one ends soon. */
const isEnding = ({ until, span }: ViewsLease, now: number) => until - now < span / 4;

const isUnlimited = ({ limits }: CampaignTerms) =>
  limits === null || (limits.impressions === null && limits.perDay === null && limits.budget === null);

/** Whether leases of the one are as good as leases of the other. */
const haveSameLeases = (one: CampaignTerms, other: CampaignTerms) =>
  one.limits === other.limits && one.price === other.price && one.currency === other.currency && one.timeZone === other.timeZone;

/** How long views of a lease may be given out. */
const giveOutSeconds = (terms: CampaignTerms, seconds: number) =>
  Math.min(isUnlimited(terms) ? MAX_UNLIMITED_GIVE_OUT_S : MAX_GIVE_OUT_S, seconds);

/** The leases of this process. */
export class Leases {
  private readonly pools = new Map<string, LeasePool[]>();
  private readonly lifetimes: readonly number[];
  /** Leases whose return has failed, to be tried again. */
  private unreturned: ViewsLease[] = [];

  /** @param lifetime seconds in which an ad that was given out must be shown to be billed */
  constructor(
    private readonly tables: AppTables,
    private readonly lifetime: number,
  ) {
    this.lifetimes = LIFETIME_STEPS.map((step) => step * lifetime);
  }

  /** Views that may still be given out. */
  get left(): number {
    return [...this.pools.values()].flat().reduce((sum, pool) => sum + pool.left, 0);
  }

  /** @param extraSeconds that the ad has to live beyond the lifetime */
  take(
    campaignId: string,
    extraSeconds: number,
    terms: CampaignTerms,
  ): TakenView | CountReason | Promise<TakenView | CountReason> {
    const wanted = this.lifetime + extraSeconds;
    const seconds = this.lifetimes.find((each) => each >= wanted) ?? wanted;
    const taken = this.pool(campaignId, seconds, terms).take(terms);
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

  /** @returns how many leases of all processes should have been closed a minute ago */
  async overdue(): Promise<number> {
    const [row] = await this.tables.query<{ overdue: number }>(
      `SELECT count(*)::int AS overdue FROM delivery.leases
       WHERE closed_at IS NULL AND closes_at < clock_timestamp() - interval '1 minute'`,
    );
    return row?.overdue ?? 0;
  }

  /** Gives back what was leased and not given out. @param isStopping also of leases that could still be used */
  async giveBack(isStopping = false): Promise<void> {
    const ended = [...this.pools.values()].flat().flatMap((pool) => pool.ended(isStopping));
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

  /**
   * Drops all leases and refusals, because the database may have gone back and not know them: views of an unknown lease
   * are late. Leases that it knows are given back.
   */
  forget(): void {
    this.unreturned.push(...[...this.pools.values()].flat().flatMap((pool) => pool.ended(true)));
    this.pools.clear();
  }

  private pool(campaignId: string, seconds: number, terms: CampaignTerms): LeasePool {
    const pools = this.pools.get(campaignId) ?? [];
    const known = pools.find((pool) => pool.seconds === seconds);
    if (known) return known;
    const pool = new LeasePool(campaignId, seconds, this.tables, terms);
    this.pools.set(campaignId, [...pools, pool]);
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
  const openSeconds = giveOutSeconds(terms, seconds) + seconds + Math.min(MAX_LEEWAY_S, seconds);
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
