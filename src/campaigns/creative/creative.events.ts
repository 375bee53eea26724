/** Base of the events of a creative: one video, or one third party's tag, that a campaign shows. */
abstract class OfCreative {
  /** The creative's id; set on events that were read from the log. */
  declare readonly entityId: string;
}

/** An identifier of the ad in a registry, as VAST has it. */
export interface UniversalAdId {
  readonly idRegistry: string;
  readonly idValue: string;
}

/** A video file, as it was probed. Its bytes are kept under their SHA-256. */
export interface CreativeMedia {
  /** In lower-case hex digits. */
  readonly sha256: string;
  readonly bytes: number;
  readonly type: 'video/mp4' | 'video/webm';
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
  /** The codec parameter string of RFC 6381, such as `avc1.64001f`. */
  readonly codec: string;
  /** In bits a second, of the whole file. */
  readonly bitrate: number;
}

export type ApprovalState = 'pending' | 'approved' | 'rejected';

/** Whether a creative may be shown. */
export interface Approval {
  readonly state: ApprovalState;
  /** For people. */
  readonly reason: string | null;
}

export class CreativeCreated extends OfCreative {
  static readonly type = 'CreativeCreated';
  readonly type = CreativeCreated.type;
  /**
   * @param data `clickThrough`: where a click leads. `weight`: its share among the creatives of the campaign.
   * `skipAfter`: seconds until a viewer may skip it; null: never. `tag`: the address of a third party's VAST, which is
   * shown instead of media
   */
  constructor(
    readonly data: {
      campaignId: string;
      name: string;
      clickThrough: string | null;
      weight: number;
      skipAfter: number | null;
      universalAdId: UniversalAdId | null;
      tag: string | null;
    },
  ) {
    super();
  }
}

/** The creative has another video. Its approval is pending again. */
export class CreativeMediaAdded extends OfCreative {
  static readonly type = 'CreativeMediaAdded';
  readonly type = CreativeMediaAdded.type;
  constructor(readonly data: CreativeMedia) {
    super();
  }
}

export class CreativeNameSet extends OfCreative {
  static readonly type = 'CreativeNameSet';
  readonly type = CreativeNameSet.type;
  constructor(readonly data: { name: string }) {
    super();
  }
}

export class CreativeClickThroughSet extends OfCreative {
  static readonly type = 'CreativeClickThroughSet';
  readonly type = CreativeClickThroughSet.type;
  constructor(readonly data: { clickThrough: string | null }) {
    super();
  }
}

export class CreativeWeightSet extends OfCreative {
  static readonly type = 'CreativeWeightSet';
  readonly type = CreativeWeightSet.type;
  constructor(readonly data: { weight: number }) {
    super();
  }
}

export class CreativeApprovalSet extends OfCreative {
  static readonly type = 'CreativeApprovalSet';
  readonly type = CreativeApprovalSet.type;
  constructor(readonly data: Approval) {
    super();
  }
}

export class CreativeDeleted extends OfCreative {
  static readonly type = 'CreativeDeleted';
  static readonly ends = true;
  readonly type = CreativeDeleted.type;
  constructor(readonly data: Record<string, never> = {}) {
    super();
  }
}

export type CreativeEvent =
  | CreativeCreated
  | CreativeMediaAdded
  | CreativeNameSet
  | CreativeClickThroughSet
  | CreativeWeightSet
  | CreativeApprovalSet
  | CreativeDeleted;
