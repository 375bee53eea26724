/** Base of the events of a portfolio. */
abstract class OfPortfolio {
  /** The portfolio's id; set on events that were read from the log. */
  declare readonly entityId: string;
}

/** A place in the tree of sections. */
export interface Place {
  /** The parent section; null: a top-level section. */
  readonly parentId: string | null;
  /** The sibling after it; null: it is the last one. */
  readonly before: string | null;
}

/** Rules for the ads of a section, inherited by the sections below it. */
export interface AdRules {
  /** Ads in a break; 0: none at all; null: as in the parent section. */
  readonly maxAds: number | null;
  /** The length of all ads of a break; null: as in the parent section. */
  readonly maxSeconds: number | null;
  /** Categories and advertisers, in lower case, that are not shown, besides those that the parent section blocks. */
  readonly blocked: readonly string[];
}

export class PortfolioCreated extends OfPortfolio {
  static readonly type = 'PortfolioCreated';
  readonly type = PortfolioCreated.type;
  constructor(readonly data: { name: string; publisherId: string }) {
    super();
  }
}

export class PortfolioNameSet extends OfPortfolio {
  static readonly type = 'PortfolioNameSet';
  readonly type = PortfolioNameSet.type;
  constructor(readonly data: { name: string }) {
    super();
  }
}

export class PortfolioDeleted extends OfPortfolio {
  static readonly type = 'PortfolioDeleted';
  static readonly ends = true;
  readonly type = PortfolioDeleted.type;
  /** @param data `sections`: ids of all sections that the portfolio had, so that readers need no other event */
  constructor(readonly data: { sections: readonly string[] }) {
    super();
  }
}

/** The new section is the last one of its siblings. */
export class SectionAdded extends OfPortfolio {
  static readonly type = 'SectionAdded';
  readonly type = SectionAdded.type;
  constructor(readonly data: { id: string; name: string; parentId: string | null }) {
    super();
  }
}

export class SectionNameSet extends OfPortfolio {
  static readonly type = 'SectionNameSet';
  readonly type = SectionNameSet.type;
  constructor(readonly data: { id: string; name: string }) {
    super();
  }
}

/** The section moved, with all sections below it. */
export class SectionMoved extends OfPortfolio {
  static readonly type = 'SectionMoved';
  readonly type = SectionMoved.type;
  /** @param data `previous`: its place before */
  constructor(readonly data: Place & { id: string; previous: Place }) {
    super();
  }
}

export class SectionAdRulesSet extends OfPortfolio {
  static readonly type = 'SectionAdRulesSet';
  readonly type = SectionAdRulesSet.type;
  constructor(readonly data: AdRules & { sectionId: string }) {
    super();
  }
}

export class SectionRemoved extends OfPortfolio {
  static readonly type = 'SectionRemoved';
  readonly type = SectionRemoved.type;
  /** @param data `parentId`: its parent before; `removed`: its own id, then those of all sections below it */
  constructor(readonly data: { id: string; parentId: string | null; removed: readonly string[] }) {
    super();
  }
}

export type PortfolioEvent =
  | PortfolioCreated
  | PortfolioNameSet
  | PortfolioDeleted
  | SectionAdded
  | SectionNameSet
  | SectionMoved
  | SectionAdRulesSet
  | SectionRemoved;
