import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AppMetrics, AppTables, LogFollower } from '#kronika';
import { ShopSettings } from '../../shop-settings.js';
import {
  type Beacon,
  type BeaconDetails,
  Counting,
  type CountReason,
  type Decided,
  type Lease,
  type LeaseRefused,
  type LeaseRequest,
} from './counting.js';
import { Leases, type TakenView } from './leases.js';
import { Ledger } from './ledger.js';
import { ledgerRow } from './ledger-rows.js';
import { RequestCounts } from './request-counts.js';
import type { AdToken } from './token.js';
import { UnseenAds } from './unseen-ads.js';
import { ViewerCaps } from './viewer-caps.js';

const FLUSH_INTERVAL_MS = 1_000;

/** Counts views once each in Postgres, and gives out no more of them than the limits of campaigns allow. */
@Injectable()
export class CountedViews extends Counting implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Ads');
  private readonly leases: Leases;
  private readonly ledger: Ledger;
  private readonly requests: RequestCounts;
  private readonly viewers: ViewerCaps;
  private readonly unseen: UnseenAds;
  private flushing?: NodeJS.Timeout;

  private readonly decisions;
  private readonly filled;
  private readonly empty;
  private readonly refusals;

  constructor(
    tables: AppTables,
    private readonly settings: ShopSettings,
    metrics: AppMetrics,
    private readonly follower: LogFollower,
  ) {
    super();
    this.decisions = metrics.counter('kronika_ad_requests_total', 'Ad requests, with an ad or without', ['outcome']);
    this.refusals = metrics.counter('kronika_ad_refusals_total', 'Views that limits refused to a decision, by reason', [
      'reason',
    ]);
    // A rate needs a first value.
    this.filled = this.decisions.labels('filled');
    this.empty = this.decisions.labels('empty');
    for (const outcome of [this.filled, this.empty]) outcome.inc(0);
    for (const reason of Object.keys(DETAILS)) this.refusals.inc({ reason }, 0);
    metrics.gauge('kronika_ad_beacons_waiting', 'Beacons that wait for their commit', () => this.ledger.waiting);
    metrics.gauge('kronika_ad_late_views', 'Views that this process counted as late, since its start', () => this.ledger.late);
    metrics.gauge('kronika_ad_leased_views', 'Views that this process may still give out', () => this.leases.left);
    this.leases = new Leases(tables, settings.AD_LIFETIME);
    this.ledger = new Ledger(tables);
    this.requests = new RequestCounts(tables);
    this.viewers = new ViewerCaps(tables);
    this.unseen = new UnseenAds(settings.AD_UNSEEN_LIMIT);
  }

  onApplicationBootstrap(): void {
    this.follower.replaced$.subscribe(() => {
      this.leases.forget();
      this.viewers.forget();
    });
    this.flushing = setInterval(() => void this.flush(), FLUSH_INTERVAL_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.flushing);
    await this.flush(true);
  }

  lease(request: LeaseRequest): Lease | LeaseRefused | Promise<Lease | LeaseRefused> {
    const { campaignId, terms, extraSeconds, viewer, address, now } = request;
    if (request.isInvalid || this.unseen.given(address, now))
      return { isGranted: true, leaseId: null, expiresInSeconds: this.settings.AD_LIFETIME + extraSeconds, isInvalid: true };
    if (terms.viewer && viewer === null && terms.viewer.unknown === 'skip') return refused('viewer-unknown');
    const taken = this.leases.take(campaignId, extraSeconds, terms);
    if (terms.viewer && viewer !== null) return this.withViewer(request, taken).then((view) => this.noted(view));
    return taken instanceof Promise ? taken.then((view) => this.noted(answer(view))) : this.noted(answer(taken));
  }

  async refusal({ campaignId, terms, viewer, now }: LeaseRequest): Promise<LeaseRefused | undefined> {
    if (terms.viewer && viewer === null && terms.viewer.unknown === 'skip') return refused('viewer-unknown');
    const reason = await this.leases.refusal(campaignId, terms);
    if (reason) return refused(reason);
    if (!terms.viewer || viewer === null) return undefined;
    const hasRoom = await this.viewers.hasRoom(campaignId, viewer, terms.viewer, now).catch(() => undefined);
    if (hasRoom) return undefined;
    return refused(hasRoom === false ? 'viewer-cap' : 'counts-unavailable');
  }

  decided(decision: Decided): void {
    (decision.filled.length ? this.filled : this.empty).inc();
    this.requests.note(decision);
  }

  async count(token: AdToken, beacon: Beacon, details: BeaconDetails): Promise<void> {
    const now = Date.now();
    if (beacon === 'impression') this.unseen.seen(details.address, now);
    await this.ledger.count(ledgerRow(token, beacon, details, now));
  }

  private noted(lease: Lease | LeaseRefused): Lease | LeaseRefused {
    if (!lease.isGranted) this.refusals.inc({ reason: lease.reason });
    return lease;
  }

  private async withViewer(
    { campaignId, terms, viewer, now }: LeaseRequest,
    asked: TakenView | CountReason | Promise<TakenView | CountReason>,
  ): Promise<Lease | LeaseRefused> {
    const taken = await asked;
    if (typeof taken === 'string' || !terms.viewer || viewer === null) return answer(taken);
    const isTaken = await this.viewers.take(campaignId, viewer, terms.viewer, now).catch(() => undefined);
    if (isTaken) return answer(taken);
    taken.lease.putBack();
    return refused(isTaken === false ? 'viewer-cap' : 'counts-unavailable');
  }

  private async flush(isStopping = false): Promise<void> {
    const works = [this.requests.flush(), this.leases.giveBack(isStopping)];
    for (const work of await Promise.allSettled(works))
      if (work.status === 'rejected') this.logger.warn(`Counts wait for the database: ${work.reason.message}`);
  }
}

const answer = (taken: TakenView | CountReason): Lease | LeaseRefused =>
  typeof taken === 'string'
    ? refused(taken)
    : { isGranted: true, leaseId: taken.lease.id, expiresInSeconds: taken.seconds, isInvalid: false };

const DETAILS: Record<CountReason, string> = {
  'viewer-cap': 'The viewer has seen it as often as its limits allow.',
  'viewer-unknown': 'The viewer is unknown or has not consented, and its limits skip such viewers.',
  'ahead-of-pace': 'It is ahead of its even pace.',
  'day-cap': 'All views of the day are taken or given out.',
  'total-cap': 'All its views are taken or given out.',
  budget: 'Its budget is spent or given out.',
  'counts-unavailable': 'The database did not answer in time.',
};

const refused = (reason: CountReason): LeaseRefused => ({ isGranted: false, reason, detail: DETAILS[reason] });
