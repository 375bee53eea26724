import type { IncomingHttpHeaders } from 'node:http';

/** Answers in progress for one question: while Postgres works on one, another can be sent or received. */
const MAX_CONCURRENT_ANSWERS = 2;

/** A query that has not started. */
interface Turn<T> {
  readonly answer: Promise<T>;
  /** The highest position that a request which has joined waits for. */
  position: number;
}

/**
 * Identical requests share an answer. The answer is never older than a request that gets it: a request does not join a
 * query that has started, but waits for the next one. That one starts when fewer than the limit are in progress.
 */
export class SharedRequests<T> {
  private readonly begun = new Map<string, Set<Promise<T>>>();
  private readonly next = new Map<string, Turn<T>>();

  /**
   * @param find gets the highest position of all requests that share its answer
   * @param position that the answer must have reached
   */
  take(key: string, find: (position: number) => Promise<T>, position = 0): Promise<T> {
    const known = this.next.get(key);
    if (known) {
      known.position = Math.max(known.position, position);
      return known.answer;
    }
    const turn = { answer: this.turn(key, find), position };
    this.next.set(key, turn);
    return turn.answer;
  }

  private async turn(key: string, find: (position: number) => Promise<T>): Promise<T> {
    const before = this.begun.get(key) ?? new Set();
    if (before.size >= MAX_CONCURRENT_ANSWERS) await Promise.race(before).catch(() => undefined);
    // After all requests that arrived in the same turn.
    else await new Promise(setImmediate);
    const { answer, position } = this.next.get(key) as Turn<T>;
    this.next.delete(key);
    const begun = this.begun.get(key) ?? new Set();
    this.begun.set(key, begun.add(answer));
    try {
      return await find(position);
    } finally {
      begun.delete(answer);
      if (!begun.size) this.begun.delete(key);
    }
  }
}

/** Headers that don't change an answer: they are about transport or tracing. */
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
 * A key that is equal for two requests only if their handler can't tell them apart. It consists of the handler's
 * parameters, which come from guards, pipes and decorators, and of all headers that may change an answer. Headers
 * count because a handler may read one without a parameter, for example through AsyncLocalStorage.
 *
 * @returns undefined if a parameter can't be compared; then the request must not share
 */
export function questionOf(parameters: readonly unknown[], headers: IncomingHttpHeaders): string | undefined {
  try {
    // JSON would write an absent parameter as null.
    const places = parameters.map((parameter) => (parameter === undefined ? '-' : '+')).join('');
    const given = parameters.filter((parameter) => parameter !== undefined);
    let question = places + JSON.stringify(given, comparable);
    for (const name in headers)
      if (!INDIFFERENT_HEADERS.has(name) && !name.startsWith('sec-')) question += `\0${name}\0${headers[name]}`;
    return question;
  } catch {
    return undefined;
  }
}

/** A replacer for JSON.stringify. It throws at values that JSON writes like others. */
function comparable(_: string, value: unknown): unknown {
  const isTold =
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value) ||
    (typeof value === 'object' && !(value instanceof Map || value instanceof Set));
  if (!isTold) throw new TypeError('not comparable');
  return value;
}
