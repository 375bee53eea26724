import { Injectable } from '@nestjs/common';
import { openData, SEALED_SCHEMA, SECRET, UNREADABLE } from './sealing.js';
import type { Transaction } from './transaction.js';

/** A class of events: its name on the log, and the type of its data. */
export interface EventClass<E extends { data: unknown } = { data: unknown }> {
  readonly type: string;
  /** True if the event ends the entity. */
  readonly ends?: true;
  /**
   * The current schema of the data; absent: 1. Must be raised with an added upcaster when the shape of the data
   * changes.
   */
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
    /** The trace of the command (W3C's `traceparent`); absent: none. */
    readonly traceparent?: string;
  };
  readonly recordedAt: Date;
  /** The key for the texts of a person in `data`; see `SECRET`. */
  readonly secret?: string | null;
}

/** The columns of `log.events` under the names of `RecordedEvent`. */
export const RECORDED = `position, stream, version, type, schema, data, metadata, recorded_at AS "recordedAt", ${SECRET}`;

/** An event that was read from the log, with the id of its entity. */
export type FromLog<E> = E & { readonly entityId: string };

const UUID_AT_END = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Newer code wrote an event of this type or in this schema, so this code can't tell what happened. */
export class UnknownEvent extends Error {
  /** @param detail absent: the type is unknown */
  constructor(type: string, detail = 'on the log, and no module of this process knows it') {
    super(`${type} is ${detail}`);
  }
}

/** The prefix of a stream's name: `order` in `order-42`. */
export const categoryOf = (stream: string): string => stream.split('-', 1)[0] as string;

/** The id in a stream's name: `42` in `order-42`. */
export const entityIdOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/**
 * The event in its current schema, converted from the schema that it was written in.
 *
 * @throws UnknownEvent if newer code wrote it in a schema that this code does not know
 * @throws KeyLost if it has texts of a person whose key is lost although nobody erased them
 */
export function eventOf<E extends { data: unknown }>(type: EventClass<E>, written: Written): FromLog<E> {
  const data = upcast(type, openData(written), written.schema % SEALED_SCHEMA);
  return Object.assign(new type(data), { entityId: entityIdOf(written.stream) });
}

type Written = Pick<RecordedEvent, 'stream' | 'version' | 'data' | 'schema' | 'secret'>;

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

/** How the log tells which user owns the entities of a category. A module declares it with `EventTypes.register`. */
export interface Ownership {
  /**
   * A property of the events' data: the id of the user or, with `of`, the id of an entity whose owner also owns this
   * one. Data are compared as they were written, before upcasters. Finding a user's streams needs an index on the
   * property: `CREATE INDEX … ON log.events ((data ->> 'user_id')) WHERE data ? 'user_id'`.
   */
  readonly property: string;
  /** The category of that entity. Its own events must name the user. */
  readonly of?: string;
  /**
   * Which events have the property: only the first one, so that the owner never changes, or every one, so that the
   * latest counts.
   */
  readonly events: 'first' | 'every';
}

/**
 * The texts of a person in the events of a category. They are sealed on the log, and erased with the owner of the
 * entity.
 */
export interface PersonalTexts {
  /** The names of these texts in the data, at the top level, in all schemas of all events of the category. */
  readonly fields: readonly string[];
  /**
   * Replaces the present texts of an entity by appending events with `ERASED`. It runs as a command of a sender that
   * is bound to the user. A refusal because the entity is deleted is ignored.
   */
  readonly erase: (transaction: Transaction, id: string) => Promise<void>;
}

/** Registry of the app's event classes by their names on the log. Each module registers its own. */
@Injectable()
export class EventTypes {
  private readonly classes = new Map<string, EventClass>();
  private readonly categoryByType = new Map<string, string>();
  private readonly ownershipByCategory = new Map<string, Ownership>();
  private readonly textsByCategory = new Map<string, PersonalTexts>();

  /**
   * @param category prefix of these events' streams, such as `order` in `order-42`
   * @param ownership how the events tell the owner of an entity. Absent: entities of this category have no owner, and
   * senders that are bound to a user can't change them or see their events
   * @param texts which texts of a person the events have; absent: none
   * @throws Error if another class is registered under the same name
   */
  register(category: string, events: Record<string, EventClass>, ownership?: Ownership, texts?: PersonalTexts): void {
    if (ownership) this.ownershipByCategory.set(category, ownership);
    if (texts) this.textsByCategory.set(category, texts);
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
    return known !== undefined && schema % SEALED_SCHEMA <= (known.schema ?? 1);
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

  /**
   * The event as HTTP shows it. If its data can't be converted to their current schema, they stay as they were
   * written. A text whose key is lost does not make it fail.
   */
  publicEvent(recorded: RecordedEvent) {
    const { position, stream, version, type, metadata, recordedAt } = recorded;
    const { data } = this.readable({ ...recorded, data: openData(recorded, UNREADABLE) });
    return { eventType: type, entityId: entityIdOf(stream), datetime: recordedAt, data, position, stream, version, metadata };
  }

  /** Falls back to the event as written, so that an unreadable event is visible and does not hide the others. */
  private readable(recorded: RecordedEvent): { readonly data: unknown } {
    try {
      return this.knows(recorded.type, recorded.schema) ? this.eventOf(recorded) : recorded;
    } catch {
      return recorded;
    }
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

  /** The ownerships of all categories that have one. */
  get ownerships(): [category: string, ownership: Ownership][] {
    return [...this.ownershipByCategory];
  }

  /** @returns undefined if entities of the category have no owner */
  ownershipOf(category: string): Ownership | undefined {
    return this.ownershipByCategory.get(category);
  }

  /** The texts of a person in all categories that have any. */
  get personalTexts(): [category: string, texts: PersonalTexts][] {
    return [...this.textsByCategory];
  }

  /** @returns undefined if events of the category have no texts of a person */
  personalTextsOf(category: string): PersonalTexts | undefined {
    return this.textsByCategory.get(category);
  }

  /** @throws Error unless the category's own events name the user */
  userOwnershipOf(category: string): Ownership {
    const ownership = this.ownershipByCategory.get(category);
    if (!ownership || ownership.of !== undefined) throw new Error(`The events of a ${category} do not name its user`);
    return ownership;
  }

  /** The event types that end an entity of the category. */
  endsOf(category: string): string[] {
    return this.all.filter(({ type, ends }) => ends && this.categoryOf(type) === category).map(({ type }) => type);
  }

  /**
   * The streams that an entity's id may stand for. The name of a stream stands for that stream. A UUID may have
   * capital letters.
   */
  streamsOf(entityId: string): string[] {
    const id = entityId.replace(UUID_AT_END, (uuid) => uuid.toLowerCase());
    return [id, ...this.categories.map((category) => `${category}-${id}`)];
  }
}
