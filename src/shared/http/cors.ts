import type { FastifyReply, FastifyRequest } from 'fastify';

/** Request headers that a page may send, besides those that CORS always allows. */
const REQUEST_HEADERS = [
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'last-event-id',
  'traceparent',
  'wait-for-position',
  'x-correlation-id',
  'x-csrf-token',
];

/** Response headers that a page may read, besides those that CORS always exposes. */
const RESPONSE_HEADERS = [
  'content-disposition',
  'etag',
  'event-position',
  'link',
  'location',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'retry-after',
];

/** How long a browser may cache the answer to a preflight, in seconds. */
const PREFLIGHT_S = 600;

/**
 * Lets pages of any origin send requests to public routes for programs on other sites, such as beacons with a body
 * that is not a form. These routes read no credentials.
 *
 * @param methodsOf the methods of such routes at an address
 * @returns whether the request is a preflight for one of them; its headers are the whole answer
 */
export function isEmbedPreflight(
  { method, headers, raw }: FastifyRequest,
  reply: FastifyReply,
  methodsOf: (url: string) => string[],
): boolean {
  const { origin } = headers;
  if (method !== 'OPTIONS' || !origin || headers['access-control-request-method'] === undefined) return false;
  const methods = methodsOf(raw.url ?? '');
  if (!methods.length || !/^[\x21-\x7e]+$/.test(origin)) return false;
  reply.headers({
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': [...REQUEST_HEADERS, 'range'].join(', '),
    'access-control-max-age': PREFLIGHT_S,
  });
  return true;
}

/**
 * Lets pages of the listed origins use the API with their user's credentials (decision 33). Other origins get no CORS
 * headers.
 *
 * @param origins exact origins; empty: CORS is off
 * @returns a function that writes the headers of an answer, and returns whether the request is a preflight. These
 * headers are the whole answer to a preflight, because a preflight has no credentials
 */
export function corsFor(origins: readonly string[], methodsOf: (url: string) => string[]) {
  if (!origins.length) return () => false;
  const allowed = new Set(origins);
  return ({ method, headers, raw }: FastifyRequest, reply: FastifyReply): boolean => {
    // A cache must not serve the answer for one origin to another.
    reply.header('vary', 'origin');
    const { origin } = headers;
    if (origin === undefined || !allowed.has(origin)) return false;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': RESPONSE_HEADERS.join(', '),
    });
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
    reply.headers({
      'access-control-allow-methods': methodsOf(raw.url ?? '').join(', '),
      'access-control-allow-headers': REQUEST_HEADERS.join(', '),
      'access-control-max-age': PREFLIGHT_S,
    });
    return true;
  };
}
