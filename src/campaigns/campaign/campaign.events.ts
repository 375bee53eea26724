/** Base of the events of a campaign. */
abstract class OfCampaign {
  /** The campaign's id; set on events that were read from the log. */
  declare readonly entityId: string;
}

export interface Schedule {
  /** ISO 8601, UTC. Both are null, or neither. */
  readonly start: string | null;
  readonly end: string | null;
}

/** How often one viewer may see the campaign. */
export interface ViewerCap {
  readonly views: number;
  /** The window in which views are counted, 1 to 24. */
  readonly hours: number;
  /** Whether viewers that can't be recognised see the campaign, without a cap, or don't see it. */
  readonly unknown: 'serve' | 'skip';
}

/** What a campaign may deliver. Null: no limit. */
export interface Limits {
  readonly impressions: number | null;
  /** Impressions in each local day of the time zone. */
  readonly perDay: number | null;
  /** In minor units of the campaign's currency. */
  readonly budget: number | null;
  readonly pacing: 'even' | 'asap';
  /** The IANA time zone of days and of the hours of the targeting; null: the setting TIME_ZONE. */
  readonly timeZone: string | null;
  readonly viewer: ViewerCap | null;
}

export type Device = 'desktop' | 'mobile' | 'tablet' | 'tv';

/** To whom and when a campaign is shown. An empty list is no restriction. */
export interface Targeting {
  /** One flag for each hour of the week, from Monday 00:00 in the time zone of the limits; null: at all hours. */
  readonly hours: readonly boolean[] | null;
  readonly devices: readonly Device[];
  /** Primary language tags in lower case, such as `cs`. */
  readonly languages: readonly string[];
  /** ISO 3166-1 alpha-2, such as `CZ`. */
  readonly countries: readonly string[];
}

/** How a campaign competes with others. */
export interface Rank {
  /** 1 to 10. Campaigns of tier 1 come first. */
  readonly tier: number;
  /** The campaign's share of the draw among equals, 1 to 1,000. */
  readonly weight: number;
  readonly advertiser: string | null;
  /** Categories and advertisers, in lower case, that must not appear together with the campaign. */
  readonly exclusions: readonly string[];
}

/** What a campaign has delivered so far. */
export interface DeliveredViews {
  readonly impressions: number;
  /** In thousandths of a minor unit of its currency: the price per 1,000 views is the cost of one view in them. */
  readonly spend: number;
}

export class CampaignCreated extends OfCampaign {
  static readonly type = 'CampaignCreated';
  readonly type = CampaignCreated.type;
  constructor(readonly data: { name: string; userId: number; currency: string }) {
    super();
  }
}

export class CampaignNameSet extends OfCampaign {
  static readonly type = 'CampaignNameSet';
  readonly type = CampaignNameSet.type;
  constructor(readonly data: { name: string }) {
    super();
  }
}

export class CampaignCurrencySet extends OfCampaign {
  static readonly type = 'CampaignCurrencySet';
  readonly type = CampaignCurrencySet.type;
  /** @param data `amount`: the price in minor units of the new currency; absent: the same number as before */
  constructor(readonly data: { currency: string; amount?: number }) {
    super();
  }
}

export class CampaignPriceSet extends OfCampaign {
  static readonly type = 'CampaignPriceSet';
  readonly type = CampaignPriceSet.type;
  /** In minor units of the campaign's currency, per 1,000 views. */
  constructor(readonly data: { amount: number }) {
    super();
  }
}

export class CampaignScheduleSet extends OfCampaign {
  static readonly type = 'CampaignScheduleSet';
  static readonly schema = 2;
  static readonly upcasters = {
    /** In schema 1 a schedule had whole days, UTC, the last one included. */
    1: ({ from, to }: { from: string | null; to: string | null }): Schedule => ({
      start: from && `${from}T00:00:00.000Z`,
      end: to && new Date(Date.parse(to) + 86_400_000).toISOString(),
    }),
  };
  readonly type = CampaignScheduleSet.type;
  constructor(readonly data: Schedule) {
    super();
  }
}

export class CampaignPlacementsSet extends OfCampaign {
  static readonly type = 'CampaignPlacementsSet';
  readonly type = CampaignPlacementsSet.type;
  constructor(readonly data: { sections: readonly string[] }) {
    super();
  }
}

export class CampaignPausedSet extends OfCampaign {
  static readonly type = 'CampaignPausedSet';
  readonly type = CampaignPausedSet.type;
  constructor(readonly data: { paused: boolean }) {
    super();
  }
}

export class CampaignLimitsSet extends OfCampaign {
  static readonly type = 'CampaignLimitsSet';
  readonly type = CampaignLimitsSet.type;
  constructor(readonly data: Limits) {
    super();
  }
}

export class CampaignTargetingSet extends OfCampaign {
  static readonly type = 'CampaignTargetingSet';
  readonly type = CampaignTargetingSet.type;
  constructor(readonly data: Targeting) {
    super();
  }
}

export class CampaignRankSet extends OfCampaign {
  static readonly type = 'CampaignRankSet';
  readonly type = CampaignRankSet.type;
  constructor(readonly data: Rank) {
    super();
  }
}

/** The campaign has delivered what its limits allow in total. */
export class CampaignFulfilled extends OfCampaign {
  static readonly type = 'CampaignFulfilled';
  readonly type = CampaignFulfilled.type;
  constructor(readonly data: DeliveredViews) {
    super();
  }
}

/** The campaign's schedule is over. */
export class CampaignEnded extends OfCampaign {
  static readonly type = 'CampaignEnded';
  readonly type = CampaignEnded.type;
  constructor(readonly data: { end: string }) {
    super();
  }
}

export class CampaignDeleted extends OfCampaign {
  static readonly type = 'CampaignDeleted';
  static readonly ends = true;
  readonly type = CampaignDeleted.type;
  constructor(readonly data: Record<string, never> = {}) {
    super();
  }
}

export type Reason = 'no-schedule' | 'no-placement' | 'paused' | 'ended' | 'fulfilled' | 'deleted';

/** The event before this one changed whether the campaign can run. Readers of this event need no other one. */
export class CampaignRunnableStateChanged extends OfCampaign {
  static readonly type = 'CampaignRunnableStateChanged';
  readonly type = CampaignRunnableStateChanged.type;
  /** @param data `reasons`: why it can't run; empty if it can */
  constructor(readonly data: { runnable: boolean; reasons: readonly Reason[] }) {
    super();
  }
}

export type CampaignEvent =
  | CampaignCreated
  | CampaignNameSet
  | CampaignCurrencySet
  | CampaignPriceSet
  | CampaignScheduleSet
  | CampaignPlacementsSet
  | CampaignPausedSet
  | CampaignLimitsSet
  | CampaignTargetingSet
  | CampaignRankSet
  | CampaignFulfilled
  | CampaignEnded
  | CampaignDeleted
  | CampaignRunnableStateChanged;
