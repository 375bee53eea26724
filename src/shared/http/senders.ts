import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { evaluateCrossOriginRequest } from '@nestjs/core/security/cross-origin-protection.js';
import { isLoopback, type Settings } from '../settings.js';
import { Problem } from './problems.js';

/** The live stream of events, or the export of a list. */
export type StreamKind = 'events' | 'export';

type SenderSettings = Pick<Settings, 'ALLOWED_HOSTS' | 'HOST'> & Partial<Pick<Settings, 'CORS_ORIGINS' | 'PUBLIC_URL'>>;

/**
 * Refuses requests that a website makes a browser send (decision 18): requests from another origin, and requests for a
 * host that is not Kronika's. The latter come from a site that has pointed its own name at this machine (DNS
 * rebinding).
 */
export class Senders {
  private readonly names: readonly string[];
  /** Origins whose pages have the rights of Kronika's own pages. */
  private readonly origins: ReadonlySet<string>;
  /** The last allowed Host. Nearly all requests have the same one. */
  private allowed?: string;

  constructor({ ALLOWED_HOSTS, HOST, PUBLIC_URL, CORS_ORIGINS = [] }: SenderSettings) {
    this.origins = new Set(CORS_ORIGINS);
    // Other machines also address this one by its host name.
    const own = isLoopback(HOST) ? [] : [HOST, hostname()];
    const shown = PUBLIC_URL ? [new URL(PUBLIC_URL).hostname] : [];
    this.names = ['localhost', '*.localhost', ...own, ...shown, ...ALLOWED_HOSTS].map(canonicalName);
  }

  /**
   * @param stream the kind of stream that the request opens; absent: none. Another site may link to an export. It may
   * not open an export in the background, nor the live stream at all
   * @returns why the request is refused: 400 `request.malformed`, 421 `request.host-not-allowed` or 403
   * `request.cross-site`
   */
  problem(request: IncomingMessage, stream?: StreamKind): Problem | undefined {
    return this.hostProblem(request) ?? this.originProblem(request, stream);
  }

  /**
   * HTTP/1.0 may do without a Host: no browser speaks it.
   *
   * @returns why the host is refused: 400 `request.malformed` or 421 `request.host-not-allowed`
   */
  hostProblem({ headers: { host }, rawHeaders, url = '', httpVersion }: IncomingMessage): Problem | undefined {
    if (host === undefined && httpVersion === '1.1') return new Problem(400, 'request.malformed', 'The Host header is missing.');
    if (isRepeated('host', rawHeaders)) return new Problem(400, 'request.malformed', 'There is more than one Host header.');
    // The host in an absolute address, as sent to a proxy, takes precedence over the header. So both must be allowed.
    const inUrl = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1];
    if (inUrl !== undefined)
      return this.authorityProblem(inUrl) ?? (host === undefined ? undefined : this.authorityProblem(host));
    if (host === undefined || host === this.allowed) return undefined;
    const problem = this.authorityProblem(host);
    if (!problem) this.allowed = host;
    return problem;
  }

  private originProblem({ method = '', headers }: IncomingMessage, stream?: StreamKind): Problem | undefined {
    const site = headers['sec-fetch-site'];
    const { origin } = headers;
    if (site === undefined && origin === undefined) return undefined;
    if (origin !== undefined && this.origins.has(origin)) return undefined;
    const isRead = method === 'GET' || method === 'HEAD';
    if (isRead && !stream) return undefined;
    const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
    if (isRead && stream === 'export' && isLink) return undefined;
    const decision = evaluateCrossOriginRequest({
      // The check lets every GET pass, so a read is checked as a POST.
      method: isRead ? 'POST' : method,
      secFetchSite: site === undefined ? undefined : String(site),
      origin,
      host: headers.host,
    });
    if (decision.allowed) return undefined;
    return crossSite('This request comes from a page of another site, which may not send it.');
  }

  private authorityProblem(authority: string): Problem | undefined {
    const name = hostNameOf(authority);
    if (name === undefined) return new Problem(400, 'request.malformed', 'The Host is not a host name.');
    // An address needs no DNS, so nobody can point it elsewhere.
    if (isIP(name.replace(/^\[|\]$/g, ''))) return undefined;
    const isAllowed = this.names.some(
      (each) => each === '*' || each === name || (each.startsWith('*.') && name.endsWith(each.slice(1))),
    );
    if (isAllowed) return undefined;
    return new Problem(
      421,
      'request.host-not-allowed',
      `Kronika does not go by the name ${name}. Its operator can allow that by the setting ALLOWED_HOSTS.`,
    );
  }
}

/**
 * A command with a cookie must prove that it comes from a page of Kronika, because browsers also attach cookies to
 * requests that another site causes. A request with neither `Origin` nor `Sec-Fetch-Site` proves nothing.
 *
 * @throws Problem 403 `request.cross-site`
 */
export function requireOwnPage({ method = '', headers }: IncomingMessage): void {
  const { origin, host } = headers;
  if (['GET', 'HEAD', 'OPTIONS'].includes(method) || headers['sec-fetch-site'] === 'same-origin') return;
  // The check takes an empty Origin for none.
  if (origin && evaluateCrossOriginRequest({ method, origin, host, secFetchSite: undefined }).allowed) return;
  throw crossSite('A command with a cookie needs Sec-Fetch-Site: same-origin or an Origin that names the host.');
}

const crossSite = (detail: string) => new Problem(403, 'request.cross-site', detail);

/**
 * @returns the host of `host:port` in the form of the URL standard (lower case, punycode, no final dot); undefined if
 * it is invalid
 */
function hostNameOf(authority: string): string | undefined {
  // Otherwise the URL parser would read a part of it as a path or credentials.
  if (!/^[^\s/?#@\\]+$/.test(authority)) return undefined;
  try {
    return new URL(`http://${authority}`).hostname.replace(/\.$/, '') || undefined;
  } catch {
    return undefined;
  }
}

function canonicalName(name: string): string {
  if (name === '*') return name;
  const [, wildcard = '', rest = ''] = /^(\*\.)?(.*)$/.exec(name) ?? [];
  return wildcard + (hostNameOf(rest) ?? rest);
}

/** @param header its name in lower case */
export function isRepeated(header: string, rawHeaders: readonly string[]): boolean {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length === header.length && name.toLowerCase() === header) times += 1;
  }
  return times > 1;
}
