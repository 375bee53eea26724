/** An origin as a browser sends it: `null`, or a scheme, a host and perhaps a port. */
const ORIGIN = /^(null|[a-z][a-z\d+.-]*:\/\/[^\s/?#@\\,;"'<>]+)$/i;

const HEADERS = { vary: 'Origin', 'cross-origin-resource-policy': 'cross-origin' } as const;

/**
 * The headers by which a player on any site may read an answer. Players ask with credentials, for which `*` is
 * refused, so the origin is echoed. Ad routes are public and read no cookie, so this gives a page nothing that it
 * would not get without.
 *
 * @param origin of the request; anything that is no origin is not echoed
 */
export function adHeaders(origin: string | undefined): Record<string, string> {
  if (origin === undefined || !ORIGIN.test(origin)) return HEADERS;
  return { ...HEADERS, 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
}
