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

export type Reason = 'no-schedule' | 'no-placement' | 'paused' | 'ended' | 'deleted';

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
  | CampaignEnded
  | CampaignDeleted
  | CampaignRunnableStateChanged;
