import type { Queries } from '../database/session.js';
import { type EventTypes, RECORDED, type RecordedEvent } from './events.js';

/** How the events of one entity become its state. What may follow is decided elsewhere, by functions of that state. */
export interface Decider<S, E> {
  /** What the names of the streams start with, as `campaign` in `campaign-0198…`. */
  readonly category: string;
  /** Raise it when states, `evolve` or an upcaster change: snapshots made before are then not read. */
  readonly version: number;
  /**
   * Never refuses, since it already happened. It may change the state that it is given, which is nobody else's; states are JSON.
   *
   * @param state null before the first event
   * @param at when the event was recorded: ISO 8601, UTC
   */
  evolve(state: S | null, event: E, at: string): S;
}

/** The state after all events up to a version; null before the first, which is version 1. */
export interface Folded<S> {
  readonly state: S | null;
  readonly version: number;
}

/** What of an event a fold is told; `recordedAt` is a `Date`, or a text of one. */
export type Told = Pick<RecordedEvent, 'stream' | 'version' | 'type' | 'schema' | 'data'> & {
  readonly recordedAt: Date | string;
};

/** How many events are read at once: a stream may be longer than what should be in memory. */
export const PAGE = 1_000;

/** No stream gets so far. */
const LAST_VERSION = 2_147_483_647;

export const streamOf = ({ category }: Pick<Decider<unknown, unknown>, 'category'>, id: string) => `${category}-${id}`;

/** The events of a stream after a version, in order, up to another one; in pages. */
export async function* eventsOf(log: Queries, stream: string, after = 0, to = LAST_VERSION): AsyncGenerator<RecordedEvent[]> {
  for (let last = after; ; ) {
    const page: RecordedEvent[] = await log.query(
      `SELECT ${RECORDED} FROM log.events WHERE stream = $1 AND version > $2 AND version <= $3 ORDER BY version LIMIT ${PAGE}`,
      [stream, last, to],
    );
    yield page;
    if (page.length < PAGE) return;
    last = (page.at(-1) as RecordedEvent).version;
  }
}

/** The latest snapshot, if it is not of a later version than `to`; else the state before the first event. */
export async function snapshotOf<S, E>(log: Queries, decider: Decider<S, E>, stream: string, to: number): Promise<Folded<S>> {
  const [snapshot] = await log.query(
    'SELECT state, version FROM log.snapshots WHERE stream = $1 AND decider = $2 AND version <= $3',
    [stream, decider.version, to],
  );
  return snapshot ?? { state: null, version: 0 };
}

/** Goes on from a state with the events after it. */
export function fold<S, E>(types: EventTypes, decider: Decider<S, E>, from: Folded<S>, events: readonly Told[]): Folded<S> {
  let { state, version } = from;
  for (const told of events) {
    state = decider.evolve(state, types.eventOf(told) as E, new Date(told.recordedAt).toISOString());
    version = told.version;
  }
  return { state, version };
}

/** The same with as many events as there are. */
export async function foldAll<S, E>(
  types: EventTypes,
  decider: Decider<S, E>,
  from: Folded<S>,
  pages: AsyncIterable<readonly Told[]>,
): Promise<Folded<S>> {
  let folded = from;
  for await (const page of pages) folded = fold(types, decider, folded, page);
  return folded;
}
