import { Injectable } from '@nestjs/common';

/** A class of events: its name on the log and what it carries. */
export interface EventClass<E extends { data: unknown } = { data: unknown }> {
  readonly type: string;
  /** The entity is gone after it. */
  readonly ends?: true;
  /** Which form of its data the code knows; absent: 1. Raise it when the form changes, and add an upcaster. */
  readonly schema?: number;
  /** By schema, how data in that form become data in the next one. */
  // biome-ignore lint/suspicious/noExplicitAny: what was written once has no type any more
  readonly upcasters?: Readonly<Record<number, (data: any) => unknown>>;
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
  /** The form in which its data was written. */
  readonly schema: number;
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
export const RECORDED = 'position, stream, version, type, schema, data, metadata, recorded_at AS "recordedAt"';

/** An event that was read from the log knows the entity that it is about. */
export type FromLog<E> = E & { readonly entityId: string };

const UUID_AT_END = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The id within the name of a stream: `42` of `order-42`. */
export const entityIdOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/**
 * The event as the code of today knows it, in whichever form it was written.
 *
 * @throws Error if it was written by newer code, in a form that this one does not know
 */
export function eventOf<E extends { data: unknown }>(type: EventClass<E>, { stream, data, schema }: Written): FromLog<E> {
  return Object.assign(new type(upcast(type, data, schema)), { entityId: entityIdOf(stream) });
}

type Written = Pick<RecordedEvent, 'stream' | 'data' | 'schema'>;

function upcast({ type, schema: current = 1, upcasters = {} }: EventClass, data: unknown, schema: number): unknown {
  if (schema > current) throw new Error(`${type} is on the log in schema ${schema}; this code knows it up to ${current}`);
  let upcasted = data;
  for (let from = schema; from < current; from++) {
    const upcaster = upcasters[from];
    if (!upcaster) throw new Error(`${type} has no upcaster from schema ${from}`);
    upcasted = upcaster(upcasted);
  }
  return upcasted;
}

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

  /** @param schema the form of the event's data */
  knows(type: string, schema = 1): boolean {
    const known = this.classes.get(type);
    return known !== undefined && schema <= (known.schema ?? 1);
  }

  /** @throws Error if no module registered it */
  classOf(type: string): EventClass {
    const known = this.classes.get(type);
    if (!known) throw new Error(`No module knows events called ${type}`);
    return known;
  }

  /** The event as its class; see `eventOf`. */
  eventOf(recorded: Pick<RecordedEvent, 'type'> & Written): FromLog<{ data: unknown }> {
    return eventOf(this.classOf(recorded.type), recorded);
  }

  /** An event in the shape that HTTP promises. One of a type or form that this code does not know stays as it was written. */
  publicEvent(recorded: RecordedEvent) {
    const { position, stream, version, type, metadata, recordedAt, schema } = recorded;
    const { data } = this.knows(type, schema) ? this.eventOf(recorded) : recorded;
    return { eventType: type, entityId: entityIdOf(stream), datetime: recordedAt, data, position, stream, version, metadata };
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

  /** The streams that are meant by an entity's id, or by the name of a stream itself; a UUID may have capitals. */
  streamsOf(entityId: string): string[] {
    const id = entityId.replace(UUID_AT_END, (uuid) => uuid.toLowerCase());
    return [id, ...this.categories.map((category) => `${category}-${id}`)];
  }
}
