import type { FastifyRequest } from 'fastify';
import type { LogPoller } from '../subscriptions/log-poller.js';
import type { ReadDatabase } from '../views/read-database.js';
import { faultOfWhole, wholeFromText } from './fields.js';
import { InvalidInput, Problem } from './problems.js';

/** Stands in place of a view's name for a query that reads the log itself. */
export const LOG_ITSELF = 'log';

/** The range of positions. */
export const POSITIONS = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** Time limit in ms for a query that waits for its view. */
export const MAX_POSITION_WAIT_MS = 5_000;

/**
 * Waits until a view, or the log, has reached a position.
 *
 * @throws Problem `position.beyond-log` without waiting, except in a follower; `view.behind` after the time limit
 */
export async function reach(position: number, view: string, database: ReadDatabase, poller: LogPoller): Promise<void> {
  // A follower learns of positions later than a client of its origin.
  if (!poller.isOfFollower) await requireInLog(position, 'wait-for-position', poller);
  poller.hurry(position);
  const reached =
    view === LOG_ITSELF
      ? await poller.beyond(position - 1, MAX_POSITION_WAIT_MS)
      : await database.reach(view, position, MAX_POSITION_WAIT_MS);
  if (reached < position)
    throw new Problem(
      503,
      'view.behind',
      `${view} has reached position ${reached} and not yet ${position}.`,
      { position: reached, lag: position - reached },
      { 'retry-after': '1' },
    );
}

/**
 * A position that this log never assigned comes from another log, or from before a restore. A wait for it would end at
 * an unrelated event.
 *
 * @param name the header or parameter with the position
 * @throws Problem `position.beyond-log`
 */
export async function requireInLog(position: number, name: string, poller: LogPoller): Promise<void> {
  const last = await poller.lastPosition(position);
  if (position <= last) return;
  const detail = `must not be beyond the log, whose last position is ${last}`;
  throw new Problem(400, 'position.beyond-log', `${name} ${detail}.`, {
    position: last,
    errors: [{ pointer: `#/${name}`, code: 'beyond-log', detail }],
  });
}

/**
 * @param header its name in lower case
 * @throws InvalidInput if the header is present and no position
 */
export function positionFrom({ headers }: FastifyRequest, header: string): number | undefined {
  const text = headers[header];
  if (text === undefined) return undefined;
  const position = wholeFromText(String(text)) as number;
  const fault = faultOfWhole(position, POSITIONS);
  if (fault) throw new InvalidInput([{ pointer: `#/${header}`, ...fault }]);
  return position;
}
