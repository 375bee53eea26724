import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { evaluateCrossOriginRequest } from '@nestjs/core/security/cross-origin-protection.js';
import type { Settings } from '../settings.js';
import { Problem } from './problems.js';

/** The live stream of events, or the export of a list. */
export type StreamKind = 'events' | 'export';

const LOOPBACK = /^(localhost|127\..*|::1)$/;

/**
 * Refuses requests that a website makes a browser send (decision 18): those for a host that is not Kronika's, since
 * the site may have pointed its own name at this machine (DNS rebinding), and those from another origin.
 */
export class Senders {
  private readonly names: readonly string[];
  /** The last Host that was allowed, since nearly all requests have the same one. */
  private allowed?: string;

  constructor({ ALLOWED_HOSTS, HOST }: Pick<Settings, 'ALLOWED_HOSTS' | 'HOST'>) {
    // Other machines ask for it by this one's name as well.
    const own = LOOPBACK.test(HOST) ? [] : [HOST, hostname()];
    this.names = ['localhost', '*.localhost', ...own, ...ALLOWED_HOSTS].map(canonicalName);
  }

  /**
   * @param stream the kind of stream that it opens, which holds resources; absent: none. Another site may link to an
   *   export. It may not open one in the background, nor the live stream at all
   * @returns why the request is refused: 400 `request.malformed`, 421 `request.host-not-allowed` or 403
   *   `request.cross-site`
   */
  problem(request: IncomingMessage, stream?: StreamKind): Problem | undefined {
    return this.hostProblem(request) ?? this.originProblem(request, stream);
  }

  /** HTTP/1.0 may do without a Host: no browser speaks it. */
  private hostProblem({ headers: { host }, rawHeaders, url = '', httpVersion }: IncomingMessage): Problem | undefined {
    if (host === undefined && httpVersion === '1.1') return new Problem(400, 'request.malformed', 'The Host header is missing.');
    if (isRepeated('host', rawHeaders)) return new Problem(400, 'request.malformed', 'There is more than one Host header.');
    // An address that names a host (as a proxy gets it) goes before the header, so both have to be allowed.
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
    const isRead = method === 'GET' || method === 'HEAD';
    if (isRead && !stream) return undefined;
    const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
    if (isRead && stream === 'export' && isLink) return undefined;
    const decision = evaluateCrossOriginRequest({
      // It lets a GET pass.
      method: isRead ? 'POST' : method,
      secFetchSite: site === undefined ? undefined : String(site),
      origin,
      host: headers.host,
    });
    if (decision.allowed) return undefined;
    return new Problem(403, 'request.cross-site', 'This request comes from a page of another site, which may not send it.');
  }

  private authorityProblem(authority: string): Problem | undefined {
    const name = nameOf(authority);
    if (name === undefined) return new Problem(400, 'request.malformed', 'The Host is not a host name.');
    // No name, so no DNS that could point it elsewhere.
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
 * @returns the host of `host:port` in the form of the URL standard (lower case, punycode, no final dot); undefined if
 * invalid
 */
function nameOf(authority: string): string | undefined {
  // Else the URL parser would take a part of it for something else.
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
  return wildcard + (nameOf(rest) ?? rest);
}

function isRepeated(header: string, rawHeaders: readonly string[]): boolean {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length === header.length && name.toLowerCase() === header) times += 1;
  }
  return times > 1;
}
