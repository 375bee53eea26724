import type { Queries } from '../database/session.js';
import { type EventTypes, RECORDED, type RecordedEvent } from './events.js';

/** Folds the events of one entity into its state. Pure functions of that state decide which events may follow. */
export interface Decider<S, E> {
  /** Prefix of the streams' names, such as `campaign` in `campaign-0198…`. */
  readonly category: string;
  /**
   * Must be raised when the shape of the state, `evolve` or an upcaster changes, because snapshots of other versions
   * are not read.
   */
  readonly version: number;
  /**
   * Applies an event. It never refuses, because the event has already happened. It may change the given state in
   * place, because nothing else refers to it. States are JSON.
   *
   * @param state null before the first event
   * @param at when the event was recorded, ISO 8601, UTC
   */
  evolve(state: S | null, event: E, at: string): S;
}

/** The state at a version. Version 0, before the first event, has the state null. */
export interface Folded<S> {
  readonly state: S | null;
  readonly version: number;
}

/** The part of an event that a fold needs. `recordedAt` is text if the event was read within JSON. */
export type FoldInput = Pick<RecordedEvent, 'stream' | 'version' | 'type' | 'schema' | 'data' | 'secret'> & {
  readonly recordedAt: Date | string;
};

/** Limits the memory that a long stream takes while it is read. */
export const EVENTS_PER_PAGE = 1_000;

/** The maximum of the column `version`. */
const MAX_VERSION = 2_147_483_647;

/** The name of an entity's stream, such as `campaign-0198…`. */
export const streamOf = ({ category }: Pick<Decider<unknown, unknown>, 'category'>, id: string) => `${category}-${id}`;

/** Yields pages of the events of a stream, in order: those after version `after`, up to version `to`. */
export async function* eventsOf(log: Queries, stream: string, after = 0, to = MAX_VERSION): AsyncGenerator<RecordedEvent[]> {
  for (let last = after; ; ) {
    const page: RecordedEvent[] = await log.query(
      `SELECT ${RECORDED} FROM log.events WHERE stream = $1 AND version > $2 AND version <= $3 ORDER BY version LIMIT ${EVENTS_PER_PAGE}`,
      [stream, last, to],
    );
    yield page;
    if (page.length < EVENTS_PER_PAGE) return;
    last = (page.at(-1) as RecordedEvent).version;
  }
}

/** The latest snapshot, unless it is of a later version than `to`; otherwise the state before the first event. */
export async function snapshotOf<S, E>(log: Queries, decider: Decider<S, E>, stream: string, to: number): Promise<Folded<S>> {
  const [snapshot] = await log.query(
    'SELECT state, version FROM log.snapshots WHERE stream = $1 AND decider = $2 AND version <= $3',
    [stream, decider.version, to],
  );
  return snapshot ?? { state: null, version: 0 };
}

/** Applies the events that follow a state. */
export function fold<S, E>(types: EventTypes, decider: Decider<S, E>, from: Folded<S>, events: readonly FoldInput[]): Folded<S> {
  let { state, version } = from;
  for (const event of events) {
    state = decider.evolve(state, types.eventOf(event) as E, new Date(event.recordedAt).toISOString());
    version = event.version;
  }
  return { state, version };
}

/** Applies the events that follow a state, page by page. */
export async function foldAll<S, E>(
  types: EventTypes,
  decider: Decider<S, E>,
  from: Folded<S>,
  pages: AsyncIterable<readonly FoldInput[]>,
): Promise<Folded<S>> {
  let folded = from;
  for await (const page of pages) folded = fold(types, decider, folded, page);
  return folded;
}
