/** What all events of a portfolio have in common. */
abstract class OfPortfolio {
  /** The portfolio; given by the log to whoever reads it. */
  declare readonly entityId: string;
}

/** A place in the tree of sections. */
export interface Place {
  /** The section it is in; null: at the top. */
  readonly parentId: string | null;
  /** The sibling that follows it; null: it is the last one. */
  readonly before: string | null;
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
  /** @param data `sections` are all that were there, so that a reader needs no other event */
  constructor(readonly data: { sections: readonly string[] }) {
    super();
  }
}

/** It is the last one of its siblings. */
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

/** With all below it. */
export class SectionMoved extends OfPortfolio {
  static readonly type = 'SectionMoved';
  readonly type = SectionMoved.type;
  /** @param data `previous` is where it was */
  constructor(readonly data: Place & { id: string; previous: Place }) {
    super();
  }
}

export class SectionRemoved extends OfPortfolio {
  static readonly type = 'SectionRemoved';
  readonly type = SectionRemoved.type;
  /** @param data `parentId` is where it was; `removed` are itself, first, and all below it */
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
  | SectionRemoved;
