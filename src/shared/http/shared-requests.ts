import type { IncomingHttpHeaders } from 'node:http';

/**
 * Answers to one question in progress at the same time: while Postgres works on one, another one is sent or received.
 */
const MAX_CONCURRENT_ANSWERS = 2;

/**
 * Requests that ask the same question share an answer. The answer is never older than a request that gets it: a
 * request does not join a query that has started, but the next one, which starts when fewer than the limit are in
 * progress.
 */
export class SharedRequests<T> {
  private readonly begun = new Map<string, Set<Promise<T>>>();
  private readonly next = new Map<string, Promise<T>>();

  take(key: string, find: () => Promise<T>): Promise<T> {
    const known = this.next.get(key);
    if (known) return known;
    const turn = this.turn(key, find);
    this.next.set(key, turn);
    return turn;
  }

  private async turn(key: string, find: () => Promise<T>): Promise<T> {
    const before = this.begun.get(key) ?? new Set();
    if (before.size >= MAX_CONCURRENT_ANSWERS) await Promise.race(before).catch(() => undefined);
    // After the other requests that have come in the same moment.
    else await new Promise(setImmediate);
    const turn = this.next.get(key) as Promise<T>;
    this.next.delete(key);
    const begun = this.begun.get(key) ?? new Set();
    this.begun.set(key, begun.add(turn));
    try {
      return await find();
    } finally {
      begun.delete(turn);
      if (!begun.size) this.begun.delete(key);
    }
  }
}

/** Headers that decide no answer: they tell how it is transported or traced. */
const INDIFFERENT_HEADERS = new Set([
  'accept-encoding',
  'cache-control',
  'connection',
  'pragma',
  'priority',
  'referer',
  'traceparent',
  'tracestate',
  'user-agent',
  'wait-for-position',
  'x-request-id',
]);

/**
 * A key that is equal for two requests only if a handler can't tell them apart. It is made of the handler's
 * parameters, which come from guards, pipes and decorators, and of all headers except those that decide no answer. A
 * handler may read a header without a parameter, for example through AsyncLocalStorage.
 *
 * @returns undefined if a parameter can't be compared, so that the request must not share
 */
export function questionOf(parameters: readonly unknown[], headers: IncomingHttpHeaders): string | undefined {
  try {
    let question = JSON.stringify(parameters, comparable);
    for (const name in headers)
      if (!INDIFFERENT_HEADERS.has(name) && !name.startsWith('sec-')) question += `\0${name}\0${headers[name]}`;
    return question;
  } catch {
    return undefined;
  }
}

/** A replacer for JSON.stringify that gives up on values that JSON can't tell from others. */
function comparable(_: string, value: unknown): unknown {
  const isTold =
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value) ||
    (typeof value === 'object' && !(value instanceof Map || value instanceof Set));
  if (!isTold) throw new TypeError('not comparable');
  return value;
}
