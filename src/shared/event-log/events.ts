import { Injectable } from '@nestjs/common';

/** A class of events: its name on the log, and the type of its data. */
export interface EventClass<E extends { data: unknown } = { data: unknown }> {
  readonly type: string;
  /** True if the event ends the entity. */
  readonly ends?: true;
  /** The current schema of the data; absent: 1. Raise it when the shape of the data changes, and add an upcaster. */
  readonly schema?: number;
  /** By schema: converts data of that schema to the next one. */
  // biome-ignore lint/suspicious/noExplicitAny: the types of earlier schemas are gone
  readonly upcasters?: Readonly<Record<number, (data: any) => unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: each event class has data of its own
  new (data: any): E;
}

/** An event as it is stored on the log. */
export interface RecordedEvent {
  readonly position: number;
  /** Category and id of the entity, as in `order-42`. */
  readonly stream: string;
  /** 1, 2, 3 … within the stream. */
  readonly version: number;
  readonly type: string;
  /** The schema in which the data were written. */
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

/** The columns of `log.events` under the names of `RecordedEvent`. */
export const RECORDED = 'position, stream, version, type, schema, data, metadata, recorded_at AS "recordedAt"';

/** An event that was read from the log; it also has the id of its entity. */
export type FromLog<E> = E & { readonly entityId: string };

const UUID_AT_END = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Newer code wrote an event of this type, or in this schema: this code can't tell what happened. */
export class UnknownEvent extends Error {
  /** @param detail absent: the type is unknown */
  constructor(type: string, detail = 'on the log, and no module of this process knows it') {
    super(`${type} is ${detail}`);
  }
}

/** The prefix of the name of a stream: `order` in `order-42`. */
export const categoryOf = (stream: string): string => stream.split('-', 1)[0] as string;

/** The id in the name of a stream: `42` in `order-42`. */
export const entityIdOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/**
 * The event in its current schema, whichever schema it was written in.
 *
 * @throws UnknownEvent if newer code wrote it in a schema that this code does not know
 */
export function eventOf<E extends { data: unknown }>(type: EventClass<E>, { stream, data, schema }: Written): FromLog<E> {
  return Object.assign(new type(upcast(type, data, schema)), { entityId: entityIdOf(stream) });
}

type Written = Pick<RecordedEvent, 'stream' | 'data' | 'schema'>;

function upcast({ type, schema: current = 1, upcasters = {} }: EventClass, data: unknown, schema: number): unknown {
  if (schema > current) throw new UnknownEvent(type, `on the log in schema ${schema}; this code knows it up to ${current}`);
  let upcasted = data;
  for (let from = schema; from < current; from++) {
    const upcaster = upcasters[from];
    if (!upcaster) throw new Error(`${type} has no upcaster from schema ${from}`);
    upcasted = upcaster(upcasted);
  }
  return upcasted;
}

/** Registry of the app's event classes by their names on the log. Each module registers its own. */
@Injectable()
export class EventTypes {
  private readonly classes = new Map<string, EventClass>();
  private readonly categoryByType = new Map<string, string>();

  /**
   * @param category prefix of these events' streams, such as `order` in `order-42`
   * @throws Error if another class is registered under the same name
   */
  register(category: string, events: Record<string, EventClass>): void {
    for (const event of Object.values(events)) {
      const known = this.classes.get(event.type);
      if (known && known !== event) throw new Error(`Two event classes are called ${event.type} on the log`);
      this.classes.set(event.type, event);
      this.categoryByType.set(event.type, category);
    }
  }

  /** Whether this code can read events of that type and schema. */
  knows(type: string, schema = 1): boolean {
    const known = this.classes.get(type);
    return known !== undefined && schema <= (known.schema ?? 1);
  }

  /** @throws UnknownEvent if no module has registered the type */
  classOf(type: string): EventClass {
    const known = this.classes.get(type);
    if (!known) throw new UnknownEvent(type);
    return known;
  }

  /** The event as an instance of its class; see `eventOf`. */
  eventOf(recorded: Pick<RecordedEvent, 'type'> & Written): FromLog<{ data: unknown }> {
    return eventOf(this.classOf(recorded.type), recorded);
  }

  /** The event as HTTP shows it. If this code does not know its type or schema, the data stay as they were written. */
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

  /** The types of the events that end an entity of the category. */
  endsOf(category: string): string[] {
    return this.all.filter(({ type, ends }) => ends && this.categoryOf(type) === category).map(({ type }) => type);
  }

  /** The streams that an entity's id may mean; the name of a stream means that stream. A UUID may be in capitals. */
  streamsOf(entityId: string): string[] {
    const id = entityId.replace(UUID_AT_END, (uuid) => uuid.toLowerCase());
    return [id, ...this.categories.map((category) => `${category}-${id}`)];
  }
}
