import type { Build } from '../../src/shared/subscriptions/subscription.js';

/** The builds of a view that may lag without harm; typed, because a new database has neither. */
const NEXT: Build = 'next';
const PREVIOUS: Build = 'previous';
export const OTHER_BUILDS: readonly string[] = [NEXT, PREVIOUS];

/** Seconds between two samples. */
export const STEP_SECONDS = 15;

export const MINUTE = 60;
export const DAY = 86_400;

/** The time that a series is shown: the longest range of a rule, its longest `for`, and some more. */
export const SHOWN_SECONDS = 40 * MINUTE;

const STEPS = SHOWN_SECONDS / STEP_SECONDS;

/** Series, by their selectors, with values as promtool reads them. */
export type Series = Readonly<Record<string, string>>;

/** Series of one job, and whether an alert fires on them. */
export interface AlertCase {
  readonly series: Series;
  /** What fires, once; absent: nothing. */
  readonly firing?: {
    /** Labels besides the job and the severity. */
    readonly labels: Readonly<Record<string, string>>;
    readonly summary: string;
    /** Seconds, at which it fires and not before; absent: sooner or later. */
    readonly at?: number;
  };
}

const steady = (value: number) => `${value}x${STEPS}`;

/** A counter that grows. @param perSecond at this rate */
const growing = (perSecond: number) => `0+${perSecond * STEP_SECONDS}x${STEPS}`;

/** A counter that grew a day ago, and after a restart grows now. */
const growingAgain = (yesterday: number, today: number) =>
  `${growing(yesterday)} _x${DAY / STEP_SECONDS - STEPS - 1} ${growing(today)}`;

/** A rate needs two samples. */
const RATE = STEP_SECONDS;

const requests = (status: string, perSecond: number, instance = 'a'): Series => ({
  [`kronika_http_request_duration_seconds_count{method="GET",status="${status}",instance="${instance}"}`]: growing(perSecond),
});

/** A thousand requests a second. */
const durations = (upToASecond: number, upTo2500Ms: number, route = '/v1/order-history'): Series =>
  Object.fromEntries(
    Object.entries({ '0.5': 0, '1': upToASecond, '2.5': upTo2500Ms, '+Inf': 1_000 }).map(([le, perSecond]) => [
      `kronika_http_request_duration_seconds_bucket{method="GET",route="${route}",le="${le}"}`,
      growing(perSecond),
    ]),
  );

const ads = (filled: string, empty: string): Series => ({
  'kronika_ad_requests_total{outcome="filled"}': filled,
  'kronika_ad_requests_total{outcome="empty"}': empty,
});

const views = (billed: number, late: number): Series => ({
  'kronika_ad_views_total{outcome="billed"}': growing(billed),
  'kronika_ad_views_total{outcome="late"}': growing(late),
});

const refusals = (reason: string, values: string): Series => ({ [`kronika_ad_refusals_total{reason="${reason}"}`]: values });

const ORDERS = 'subscription="order-history"';
const ofSubscription = { subscription: 'order-history' };
const ofProcess = { instance: 'a' };

/** A value that both processes of a database report. */
const both = (metric: string, labels: string, value: number): Series => ({
  [`${metric}{${labels}instance="a"}`]: steady(value),
  [`${metric}{${labels}instance="b"}`]: steady(value),
});

/** Of each alert of ops/alerts.yml: series just beyond its threshold and just below, without which a wrong rule would pass. */
export const ALERT_CASES: Readonly<Record<string, readonly AlertCase[]>> = {
  KronikaDown: [
    { series: { up: steady(0) }, firing: { labels: ofProcess, summary: 'a does not answer', at: MINUTE } },
    { series: { up: steady(1), 'up{job="postgres"}': steady(0) } },
  ],
  KronikaNotReady: [
    { series: { kronika_ready: steady(0) }, firing: { labels: ofProcess, summary: 'a can not answer requests', at: MINUTE } },
    { series: { kronika_ready: steady(1) } },
  ],
  KronikaServerErrors: [
    {
      series: { ...requests('2xx', 60), ...requests('4xx', 38.9, 'b'), ...requests('5xx', 1.1, 'b') },
      firing: { labels: {}, summary: '1.1% of requests are answered with 5xx', at: RATE + 5 * MINUTE },
    },
    { series: { ...requests('2xx', 60), ...requests('4xx', 39.1, 'b'), ...requests('5xx', 0.9, 'b') } },
  ],
  KronikaDiskFull: [
    {
      series: { kronika_disk_free_bytes: steady(512 * 1024 ** 2 - 1) },
      firing: { labels: ofProcess, summary: 'a has 512MiB of disk left', at: MINUTE },
    },
    { series: { kronika_disk_free_bytes: steady(512 * 1024 ** 2) } },
  ],
  KronikaQuarantine: [
    {
      series: both('kronika_subscription_quarantined_streams', `${ORDERS},build="serving",`, 1),
      firing: { labels: ofSubscription, summary: '1 streams of order-history wait for an operator', at: 0 },
    },
    {
      series: both('kronika_subscription_quarantined_streams', `${ORDERS},build="${NEXT}",`, 1),
      firing: { labels: ofSubscription, summary: '1 streams of order-history wait for an operator', at: 0 },
    },
    {
      series: {
        ...both('kronika_subscription_quarantined_streams', `${ORDERS},build="serving",`, 0),
        ...both('kronika_subscription_quarantined_streams', `${ORDERS},build="${PREVIOUS}",`, 1),
      },
    },
  ],
  KronikaSubscriptionFailing: [
    {
      series: both('kronika_subscription_failing', `${ORDERS},build="serving",`, 1),
      firing: { labels: ofSubscription, summary: 'order-history fails and is retried', at: 2 * MINUTE },
    },
    { series: both('kronika_subscription_failing', `${ORDERS},build="serving",`, 0) },
  ],
  KronikaSubscriptionLag: [
    {
      series: both('kronika_subscription_lag_seconds', `${ORDERS},build="serving",`, 31),
      firing: { labels: ofSubscription, summary: 'order-history is 31s behind the log', at: 5 * MINUTE },
    },
    {
      series: {
        ...both('kronika_subscription_lag_seconds', `${ORDERS},build="serving",`, 30),
        ...both('kronika_subscription_lag_seconds', `${ORDERS},build="${NEXT}",`, 1_000),
      },
    },
  ],
  KronikaTimersFailed: [
    {
      series: both('kronika_subscription_failed_timers', `${ORDERS},build="serving",`, 1),
      firing: { labels: ofSubscription, summary: '1 timers of order-history failed', at: 0 },
    },
    { series: both('kronika_subscription_failed_timers', `${ORDERS},build="serving",`, 0) },
  ],
  KronikaDegraded: [
    {
      series: both('kronika_degraded_reasons', '', 1),
      firing: { labels: {}, summary: '/readyz is degraded for 1 reasons', at: 10 * MINUTE },
    },
    { series: both('kronika_degraded_reasons', '', 0) },
  ],
  KronikaBeaconsWait: [
    {
      series: { kronika_ad_beacons_waiting: steady(5_001) },
      firing: { labels: ofProcess, summary: '5001 beacons of ads wait at a', at: MINUTE },
    },
    { series: { kronika_ad_beacons_waiting: steady(5_000) } },
  ],
  KronikaAdsUncounted: [
    {
      series: refusals('counts-unavailable', growing(0.2)),
      firing: {
        labels: {},
        summary: '0.2 ads a second are not shown because the database grants no views in time',
        at: RATE + 5 * MINUTE,
      },
    },
    { series: { ...refusals('counts-unavailable', growing(0)), ...refusals('budget', growing(100)) } },
    // Once is no reason to wake anybody.
    { series: refusals('counts-unavailable', `0x20 50x${STEPS - 21}`) },
  ],
  KronikaAdRequestsMissing: [
    {
      series: ads(growingAgain(5_000, 900), growingAgain(5_000, 1_090)),
      firing: {
        labels: {},
        summary: '1990 ad requests a second are less than a fifth of those of yesterday',
        at: DAY + RATE + 15 * MINUTE,
      },
    },
    { series: ads(growingAgain(5_000, 1_000), growingAgain(5_000, 1_010)) },
    // A site that few visit may have none.
    {
      series: ads(growingAgain(0.05, 0), growingAgain(0.06, 0)),
      firing: { labels: {}, summary: '0 ad requests a second are less than a fifth of those of yesterday' },
    },
    { series: ads(growingAgain(0.05, 0), growingAgain(0.04, 0)) },
  ],
  KronikaAdsUnfilled: [
    {
      series: ads(growingAgain(8_000, 39), growingAgain(2_000, 61)),
      firing: {
        labels: {},
        summary: '39% of ad requests get an ad, less than half of the share of yesterday',
        at: DAY + RATE + 15 * MINUTE,
      },
    },
    { series: ads(growingAgain(8_000, 41), growingAgain(2_000, 59)) },
    {
      series: ads(growingAgain(80, 0), growingAgain(20, 0.11)),
      firing: { labels: {}, summary: '0% of ad requests get an ad, less than half of the share of yesterday' },
    },
    { series: ads(growingAgain(80, 0), growingAgain(20, 0.09)) },
  ],
  KronikaLeasesOverdue: [
    {
      series: both('kronika_ad_overdue_leases', '', 1),
      firing: {
        labels: {},
        summary: '1 leases of views are not closed, so views that nobody saw are not given back',
        at: 2 * MINUTE,
      },
    },
    { series: both('kronika_ad_overdue_leases', '', 0) },
  ],
  KronikaViewsLate: [
    {
      series: views(94_900, 5_100),
      firing: {
        labels: {},
        summary: '5.1% of views come after their lease and are not billed',
        at: RATE + 15 * MINUTE,
      },
    },
    { series: views(95_100, 4_900) },
    { series: views(0, 0.11), firing: { labels: {}, summary: '100% of views come after their lease and are not billed' } },
    { series: views(0, 0.09) },
  ],
  KronikaSlowRequests: [
    {
      series: durations(989, 1_000),
      firing: {
        labels: { method: 'GET' },
        summary: 'One in a hundred GET requests takes 1.136s or longer',
        at: RATE + 10 * MINUTE,
      },
    },
    { series: durations(991, 1_000) },
    { series: { ...durations(991, 1_000), ...durations(0, 0, '/v1/order-history.csv') } },
  ],
  KronikaEventLoopBlocked: [
    {
      series: { nodejs_eventloop_lag_p99_seconds: steady(0.251) },
      firing: { labels: ofProcess, summary: 'Requests to a wait 251ms for the event loop', at: 5 * MINUTE },
    },
    { series: { nodejs_eventloop_lag_p99_seconds: steady(0.25) } },
  ],
  KronikaEventLoopBusy: [
    {
      series: { kronika_event_loop_utilization_ratio: steady(0.91) },
      firing: { labels: ofProcess, summary: 'a uses 91% of its core', at: 10 * MINUTE },
    },
    { series: { kronika_event_loop_utilization_ratio: steady(0.9) } },
  ],
  KronikaPoolExhausted: [
    {
      series: { 'kronika_pool_waiting{pool="write"}': steady(1) },
      firing: {
        labels: { ...ofProcess, pool: 'write' },
        summary: 'Requests to a wait for connections of the pool write',
        at: 2 * MINUTE,
      },
    },
    // A peak that ends within four minutes, and requests that wait now and then.
    { series: { 'kronika_pool_waiting{pool="write"}': `0x3 9x14 0x${STEPS - 19}` } },
    { series: { 'kronika_pool_waiting{pool="write"}': Array.from({ length: STEPS }, (_, n) => (n % 8 ? 9 : 0)).join(' ') } },
  ],
};
