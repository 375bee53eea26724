import type { FastifyRequest } from 'fastify';
import type { LogPoller } from '../subscriptions/log-poller.js';
import type { ReadDatabase } from '../views/read-database.js';
import { faultOfWhole, wholeFromText } from './fields.js';
import { InvalidInput, Problem } from './problems.js';

/** In place of a view, for a query that reads the log itself. */
export const LOG_ITSELF = 'log';

/** What is taken for a position of the log. */
export const POSITIONS = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** How long a query waits for its view, in ms. */
export const LONGEST_WAIT = 5_000;

/**
 * Waits until a view, or the log, has reached a position.
 *
 * @throws Problem `position.beyond-log` at once, `view.behind` if it has not in time
 */
export async function reach(position: number, view: string, database: ReadDatabase, poller: LogPoller): Promise<void> {
  await requireInLog(position, 'wait-for-position', poller);
  poller.hurry(position);
  const reached =
    view === LOG_ITSELF ? await poller.beyond(position - 1, LONGEST_WAIT) : await database.reach(view, position, LONGEST_WAIT);
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
 * A position that the log has never handed out comes from another log, or from one that was restored since: to wait for it would be
 * to wait for an event that has nothing to do with it.
 *
 * @param name of the header or parameter
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
 * @throws InvalidInput if it is given and is no position
 */
export function positionFrom({ headers }: FastifyRequest, header: string): number | undefined {
  const text = headers[header];
  if (text === undefined) return undefined;
  const position = wholeFromText(String(text)) as number;
  const fault = faultOfWhole(position, POSITIONS);
  if (fault) throw new InvalidInput([{ pointer: `#/${header}`, ...fault }]);
  return position;
}
