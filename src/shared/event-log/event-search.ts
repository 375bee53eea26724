import pg from 'pg';
import type { Queries } from '../database/session.js';
import { type EventClass, type EventTypes, entityIdOf, type FromLog, type RecordedEvent } from './events.js';
import type { SenderScope } from './owners.js';
import { SECRET } from './sealing.js';

/** The names of the properties of `D` whose values have type `T`. */
type PropertyOf<D, T> = { [K in keyof D]-?: D[K] extends T ? K : never }[keyof D] & string;

/**
 * A condition on the data of an event: a text is this value, a text is one of these values, or a list of texts has any
 * of them. Data are compared as they were written, before upcasters, so a schema that moves the property needs an
 * index of its own.
 */
export type DataCondition<D> =
  | { readonly text: PropertyOf<D, string>; readonly is: string }
  | { readonly text: PropertyOf<D, string>; readonly in: readonly string[] }
  | { readonly list: PropertyOf<D, readonly string[]>; readonly hasAny: readonly string[] };

type Condition = DataCondition<Record<string, never>>;

/**
 * Questions that a command may ask the log about other entities, because a view may lag. Events of entities that the
 * sender may not see are left out.
 */
export class EventSearch {
  /**
   * @param scope what the command's sender may see
   * @param requireAlone throws a `Collision` in a group, because its commands don't see each other's events
   */
  constructor(
    private readonly log: Queries,
    private readonly types: EventTypes,
    private readonly scope: SenderScope,
    private readonly requireAlone: () => void,
  ) {}

  /**
   * Finds the events of a class by a property of their data, in no particular order. Needs an index on that property
   * of events of that class, such as `CREATE INDEX … ON log.events ((data ->> 'id')) WHERE type = 'SectionAdded'`.
   *
   * @param streams names of the streams to search; absent: all
   * @throws Error if newer code wrote one of the events in a schema that this code does not know
   */
  readonly find = async <E extends { data: unknown }>(
    type: EventClass<E>,
    condition: DataCondition<E['data']>,
    streams?: readonly string[],
  ): Promise<FromLog<E>[]> => {
    this.requireAlone();
    const { sql, values } = this.scope.visible('events.stream', streams ? 3 : 2);
    const found: RecordedEvent[] = await this.log.query(
      `SELECT stream, version, type, schema, data, ${SECRET} FROM log.events
       WHERE ${matching(type, condition as Condition)} ${streams ? 'AND stream = ANY ($2)' : ''} ${sql}`,
      [parameterOf(condition as Condition), ...(streams ? [streams] : []), ...values],
    );
    return found.map((event) => this.types.eventOf(event) as FromLog<E>);
  };

  /**
   * Finds the entities that have an event of a class with such data, page by page. Needs the same index as `find`.
   *
   * @param after the last id of the previous page; null: the first page
   * @returns at most `limit` ids, in the order of the streams' names
   */
  readonly entities = async <E extends { data: unknown }>(
    type: EventClass<E>,
    condition: DataCondition<E['data']>,
    { after, limit }: { readonly after: string | null; readonly limit: number },
  ): Promise<string[]> => {
    this.requireAlone();
    const { sql, values } = this.scope.visible('events.stream', 4);
    const found: { stream: string }[] = await this.log.query(
      `SELECT stream FROM log.events WHERE ${matching(type, condition as Condition)} AND stream > $2 ${sql}
       GROUP BY stream ORDER BY stream LIMIT $3`,
      [parameterOf(condition as Condition), `${this.types.categoryOf(type.type)}-${after ?? ''}`, limit, ...values],
    );
    return found.map(({ stream }) => entityIdOf(stream));
  };

  /**
   * The first event of each stream, by stream; absent for a stream without events. It never changes, so it needs no
   * lock, even if the entity is deleted.
   *
   * @throws Error if newer code wrote one of the events in a schema that this code does not know
   */
  readonly first = async (streams: readonly string[]): Promise<Map<string, FromLog<{ data: unknown }>>> => {
    const { sql, values } = this.scope.visible('events.stream', 2);
    const first: RecordedEvent[] = await this.log.query(
      `SELECT stream, version, type, schema, data, ${SECRET} FROM log.events WHERE stream = ANY ($1) AND version = 1 ${sql}`,
      [streams, ...values],
    );
    return new Map(first.map((event) => [event.stream, this.types.eventOf(event)]));
  };

  /** Whether the log is empty, also of events that the sender may not see. */
  readonly none = async (): Promise<boolean> => {
    this.requireAlone();
    const [{ none }] = (await this.log.query('SELECT NOT EXISTS (SELECT FROM log.events) AS none')) as [{ none: boolean }];
    return none;
  };
}

/**
 * The condition, with its value or values as `$1`. Type and property are literals, because Postgres uses a partial
 * index or an index on an expression only if the text of the statement matches it. Both come from the code, never from
 * input.
 *
 * One value is compared by `=`, not by `= ANY`. For the latter Postgres expects ten times as many rows, and would
 * rather scan the log in the order of its streams.
 */
function matching({ type }: { readonly type: string }, condition: Condition): string {
  const isType = `type = ${pg.escapeLiteral(type)}`;
  if ('list' in condition) return `${isType} AND data -> ${pg.escapeLiteral(condition.list)} ?| $1`;
  return `${isType} AND data ->> ${pg.escapeLiteral(condition.text)} = ${'is' in condition ? '$1' : 'ANY ($1)'}`;
}

function parameterOf(condition: Condition): string | readonly string[] {
  if ('list' in condition) return condition.hasAny;
  return 'is' in condition ? condition.is : condition.in;
}
