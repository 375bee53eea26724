import type { AdToken } from './token.js';

/** The events of a view, in the order of their bits in the ledger. `error` may come with a code. */
export const BEACONS = [
  'impression',
  'start',
  'firstQuartile',
  'midpoint',
  'thirdQuartile',
  'complete',
  'skip',
  'click',
  'pause',
  'resume',
  'mute',
  'unmute',
  'close',
  'viewable',
  'error',
] as const;
export type Beacon = (typeof BEACONS)[number];

/** Why counts forbid an ad of a campaign. */
export type CountReason =
  | 'viewer-cap'
  | 'viewer-unknown'
  | 'ahead-of-pace'
  | 'day-cap'
  | 'total-cap'
  | 'budget'
  /** The database did not answer in time. */
  | 'counts-unavailable';

/** The limits of a campaign, as far as decisions need them; null: none. */
export interface CampaignLimits {
  readonly impressions: number | null;
  readonly perDay: number | null;
  /** Minor units. */
  readonly budget: number | null;
}

/** What a campaign's views cost, and when they may be shown, as the decision knows it. */
export interface CampaignTerms {
  /** Minor units of the currency per 1,000 views, which are thousandths of them per view; null: nothing. */
  readonly price: number | null;
  readonly currency: string;
  /** ISO 8601, UTC. Both are null, or neither. */
  readonly schedule: { readonly start: string | null; readonly end: string | null };
  /** The time zone of the days of its limits. */
  readonly timeZone: string;
  /** As its event sets them; null: it has none. Another object: they were set anew. */
  readonly limits: CampaignLimits | null;
  /** How often one viewer may see it. */
  readonly viewer: { readonly views: number; readonly hours: number; readonly unknown: 'serve' | 'skip' } | null;
}

/** What a decision knows of its request when it asks for one view of a campaign. */
export interface LeaseRequest {
  readonly campaignId: string;
  readonly terms: CampaignTerms;
  /** The time of the decision, in ms since 1970. */
  readonly now: number;
  /** Seconds that the ad has to live beyond the setting `AD_LIFETIME`, because its break comes later. */
  readonly extraSeconds: number;
  /** The publisher's id of the viewer; null if there is none or the viewer has not consented. */
  readonly viewer: string | null;
  /** The address of the client. It must not be stored. */
  readonly address: string;
  /** The request came from a bot or a prefetch, so that nothing may be reserved for it. */
  readonly isInvalid: boolean;
}

/** One view that a campaign still has room for. */
export interface Lease {
  readonly isGranted: true;
  readonly leaseId: string | null;
  readonly expiresInSeconds: number;
  /** Also true if the address asks for too many ads that it does not show. */
  readonly isInvalid: boolean;
}

export interface LeaseRefused {
  readonly isGranted: false;
  readonly reason: CountReason;
  /** A sentence for people. */
  readonly detail: string;
}

/** A campaign whose limits refused a view. */
export interface RefusedView {
  readonly campaignId: string;
  readonly reason: CountReason;
}

/** Campaigns of a section with the same tier and value, and those of them that requests of a kind left out. */
export interface LeftOutGroup {
  /** The ids of those that could be shown. */
  readonly able: readonly string[];
  /** Why others could not. */
  readonly reasons: readonly { readonly campaignId: string; readonly reason: string }[];
}

/**
 * Which campaigns a request left out, besides those that limits refused. The same groups belong to many requests, so
 * that noting one does not take longer with more campaigns.
 */
export interface LeftOut {
  readonly groups: readonly LeftOutGroup[];
  /** The group of the first ad. Those behind it were not examined. As many as there are groups: there is no ad. */
  readonly depth: number;
  /** Campaigns of that group that were not outranked: that of the first ad, and those that limits refused. */
  readonly except: readonly string[];
}

/** What became of an ad request, for the report of requests, fills and reasons. */
export interface Decided {
  readonly now: number;
  readonly portfolioId: string;
  readonly sectionId: string;
  readonly isInvalid: boolean;
  /** The campaigns of the ads in the answer; empty if there is none. */
  readonly filled: readonly string[];
  readonly refusals: readonly RefusedView[];
  readonly leftOut: LeftOut;
}

/** What the ledger needs of a beacon's request. */
export interface BeaconDetails {
  /** As the player sent it; null if it sent none. */
  readonly errorCode: string | null;
  /** The request came from a bot or a prefetch. */
  readonly isInvalid: boolean;
  /** The address of the client. It is not stored. */
  readonly address: string;
}

/** Beacons can't be counted at the moment, because too many wait or the database is away. The player may try again. */
export class CountingBusy extends Error {}

/** Counts views and their limits. */
export abstract class Counting {
  /** Takes one view of the campaign's limits. It waits for the database at most 250 ms. */
  abstract lease(request: LeaseRequest): Lease | LeaseRefused | Promise<Lease | LeaseRefused>;

  /** What `lease` would refuse, without effect; undefined if it would grant the view. */
  abstract refusal(request: LeaseRequest): LeaseRefused | undefined | Promise<LeaseRefused | undefined>;

  /** Notes what became of a request. Synchronous, because it is called for each one. */
  abstract decided(decision: Decided): void;

  /**
   * Counts a beacon, once for each ad and event.
   *
   * @returns after the commit
   * @throws CountingBusy
   */
  abstract count(token: AdToken, beacon: Beacon, details: BeaconDetails): Promise<void>;
}
