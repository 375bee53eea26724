import { Injectable } from '@nestjs/common';

/** A class of events: its name on the log and what it carries. */
export interface EventClass<E extends { data: unknown } = { data: unknown }> {
  readonly type: string;
  /** The entity is gone after it. */
  readonly ends?: true;
  // biome-ignore lint/suspicious/noExplicitAny: each event class has data of its own
  new (data: any): E;
}

/** An event as it stands on the log. */
export interface RecordedEvent {
  readonly position: number;
  /** The entity: category and id, as in `order-42`. */
  readonly stream: string;
  /** 1, 2, 3 … within the stream. */
  readonly version: number;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: {
    readonly commandId: string;
    readonly actor: string;
    readonly correlationId: string;
    readonly causationId: string | null;
  };
  readonly recordedAt: Date;
}

/** The columns of `log.events` as a `RecordedEvent` names them. */
export const RECORDED = 'position, stream, version, type, data, metadata, recorded_at AS "recordedAt"';

/** All event classes of the app by their names on the log; each module adds its own. */
@Injectable()
export class EventTypes {
  private readonly classes = new Map<string, EventClass>();
  private readonly categoryByType = new Map<string, string>();

  /**
   * @param category what the streams of these events start with, as `order` in `order-42`
   * @throws Error if another class has the name already
   */
  register(category: string, events: Record<string, EventClass>): void {
    for (const event of Object.values(events)) {
      const known = this.classes.get(event.type);
      if (known && known !== event) throw new Error(`Two event classes are called ${event.type} on the log`);
      this.classes.set(event.type, event);
      this.categoryByType.set(event.type, category);
    }
  }

  knows(type: string): boolean {
    return this.classes.has(type);
  }

  /** @throws Error if no module registered it */
  classOf(type: string): EventClass {
    const known = this.classes.get(type);
    if (!known) throw new Error(`No module knows events called ${type}`);
    return known;
  }

  get all(): EventClass[] {
    return [...this.classes.values()];
  }

  get categories(): string[] {
    return [...new Set(this.categoryByType.values())];
  }

  categoryOf(type: string): string | undefined {
    return this.categoryByType.get(type);
  }

  /** The types of the events after which an entity of the category is gone. */
  endsOf(category: string): string[] {
    return this.all.filter(({ type, ends }) => ends && this.categoryOf(type) === category).map(({ type }) => type);
  }

  /** The streams that are meant by an entity's id, or by the name of a stream itself. */
  streamsOf(entityId: string): string[] {
    return [entityId, ...this.categories.map((category) => `${category}-${entityId}`)];
  }
}
