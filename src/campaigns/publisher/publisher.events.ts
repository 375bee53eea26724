/** Base of the events of a publisher. */
abstract class OfPublisher {
  /** The publisher's id; set on events that were read from the log. */
  declare readonly entityId: string;
}

export class PublisherCreated extends OfPublisher {
  static readonly type = 'PublisherCreated';
  readonly type = PublisherCreated.type;
  constructor(readonly data: { name: string }) {
    super();
  }
}

export class PublisherNameSet extends OfPublisher {
  static readonly type = 'PublisherNameSet';
  readonly type = PublisherNameSet.type;
  constructor(readonly data: { name: string }) {
    super();
  }
}

export class PublisherDeleted extends OfPublisher {
  static readonly type = 'PublisherDeleted';
  static readonly ends = true;
  readonly type = PublisherDeleted.type;
  constructor(readonly data: Record<string, never> = {}) {
    super();
  }
}

export type PublisherEvent = PublisherCreated | PublisherNameSet | PublisherDeleted;
