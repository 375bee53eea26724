import type { Answer, Problem, Wire } from '../outbox/entry.js';

/** How long a command may take, in ms, before its outcome counts as unknown. */
const TIMEOUT_MS = 10_000;

/**
 * Sends a command.
 *
 * @returns what the server answered; status 0: nothing in time, so it may have been executed or may yet be
 */
export async function sendCommand({ method, url, body, key, ifMatch, correlation }: Wire): Promise<Answer> {
  const headers: Record<string, string> = { 'Idempotency-Key': key, 'X-Correlation-Id': correlation };
  if (ifMatch !== undefined) headers['If-Match'] = `"${ifMatch}"`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const response = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    return answerOf(response, parsed(text));
  } catch {
    return { status: 0 };
  }
}

function answerOf({ status, headers }: Response, document: unknown): Answer {
  const number = (name: string) => {
    const value = headers.get(name)?.replaceAll('"', '');
    return value ? Number(value) : undefined;
  };
  if (status >= 400) {
    const problem = (document ?? { code: `http.${status}`, detail: `The server answered with ${status}.` }) as Problem;
    return { status, problem, retryAfter: number('retry-after') };
  }
  const rows = (document as { data?: Answer['rows'] } | undefined)?.data;
  return {
    status,
    version: number('etag'),
    position: number('event-position'),
    location: headers.get('location') ?? undefined,
    rows,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
