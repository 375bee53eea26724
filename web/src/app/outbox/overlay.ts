import { type Change, type Entry, isPending } from './entry.js';

/** A row of a list: what the overlay reads of it. */
export interface Row {
  readonly version: number;
}

/** The rows of an answer, and its `Event-Position`. */
export interface Rows<R> {
  readonly position: number;
  readonly rows: readonly R[];
}

/** A change and the command that makes it. */
export interface LaneChange {
  readonly entry: Entry;
  readonly change: Change;
}

/** The changes of all commands by entity, each in the order in which they were made. */
export function byLane(entries: readonly Entry[]): ReadonlyMap<string, readonly LaneChange[]> {
  const lanes = new Map<string, LaneChange[]>();
  for (const entry of entries)
    for (const change of entry.changes) {
      const lane = lanes.get(change.lane);
      if (lane) lane.push({ entry, change });
      else lanes.set(change.lane, [{ entry, change }]);
    }
  return lanes;
}

/** What a row looks like, and the commands that it can't have in it yet. */
export interface Shown<R> {
  readonly row: R;
  readonly pending: readonly Entry[];
}

/**
 * The server's row with the patches that it can't have in it yet. Each view lags by itself, so what counts is the
 * position of the answer that the row came with.
 *
 * @param position of that answer
 * @param isParked whether the view passes the entity's events over, so that its position says nothing about this row
 */
export function shown<R extends Row>(row: R, position: number, changes: readonly LaneChange[] = [], isParked = false): Shown<R> {
  let patched = row;
  const pending: Entry[] = [];
  for (const { entry, change } of changes) {
    if (!liesOver(entry, change) || isVisible(row, position, entry, change, isParked)) continue;
    patched = { ...patched, ...change.patch };
    pending.push(entry);
  }
  return { row: patched, pending };
}

/** Whether the patch counts at all: it was not refused. */
export const liesOver = (entry: Entry, { problem }: Change): boolean => (isPending(entry) || entry.state === 'acked') && !problem;

function isVisible(row: Row, position: number, { state }: Entry, change: Change, isParked: boolean): boolean {
  if (state !== 'acked') return false;
  // It was done already: nothing came of it.
  if (change.position === undefined && change.version === undefined) return true;
  return (!isParked && position >= (change.position ?? Infinity)) || row.version >= (change.version ?? Infinity);
}

/**
 * The newer of two answers to a query. An older one never replaces a newer one, and since the rows of an answer may be
 * newer than its position, versions decide row by row.
 */
export function newer<R extends Row>(before: Rows<R> | undefined, answer: Rows<R>, idOf: (row: R) => unknown): Rows<R> {
  if (!before) return answer;
  if (answer.position < before.position) return before;
  const known = new Map(before.rows.map((row) => [idOf(row), row]));
  const rows = answer.rows.map((row) => {
    const old = known.get(idOf(row));
    return old && old.version > row.version ? old : row;
  });
  return { position: answer.position, rows };
}
