import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Through no `fetch`, which says itself where a request comes from. */
export function ask(
  authority: string,
  path: string,
  method: string,
  body?: string,
  headers: OutgoingHttpHeaders = {},
  localAddress?: string,
): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  const [, hostname = '', port = '80'] = /^(.*?)(?::(\d+))?$/.exec(authority) ?? [];
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers, localAddress, agent: false }, (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((text) => resolve({ status, headers, text }), reject);
    });
    asked.on('error', reject).end(body);
  });
}

/** A browser without scripts: it keeps cookies by host, follows redirects, and says where its requests come from. */
export class Browser {
  private readonly jars = new Map<string, Map<string, string>>();
  /** The page that is shown. */
  url = 'about:blank';
  text = '';
  status = 0;
  headers: IncomingHttpHeaders = {};
  /** All that was asked for since `open` or `submit` was called last. */
  visited: string[] = [];
  /** The values of `Set-Cookie` that came, with the attributes. */
  readonly set: string[] = [];

  /** Redirects to such an address are not followed; it is shown as `url`. */
  stopAt?: RegExp;

  /** @param hosts where names lead that are in no DNS, as `host:port` by name */
  constructor(private readonly hosts: Record<string, string> = {}) {}

  /** Goes to an address, as by a link or the address bar. */
  async open(url: string): Promise<this> {
    this.visited = [];
    return this.go('GET', new URL(url, this.url === 'about:blank' ? undefined : this.url));
  }

  /** Submits the first form of the page that has all of the fields, with the values of its hidden ones. */
  async submit(fields: Record<string, string> = {}, action?: string): Promise<this> {
    this.visited = [];
    for (const [, attributes = '', inside = ''] of this.text.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
      const names = [...inside.matchAll(/name="([^"]*)"/g)].map(([, name]) => name);
      const target = /action="([^"]*)"/.exec(attributes)?.[1] ?? this.url;
      if (!Object.keys(fields).every((name) => names.includes(name)) || (action && target !== action)) continue;
      const body = new URLSearchParams(fields);
      for (const [, tag = ''] of inside.matchAll(/<input([^>]*type="hidden"[^>]*)>/g))
        body.set(/name="([^"]*)"/.exec(tag)?.[1] ?? '', /value="([^"]*)"/.exec(tag)?.[1] ?? '');
      return this.go('POST', new URL(target, this.url), body);
    }
    throw new Error(`There is no form for ${Object.keys(fields)} at ${this.url}: ${this.text}`);
  }

  cookie(host: string, name: string): string | undefined {
    return this.jars.get(host)?.get(name);
  }

  /** Sets a cookie, as an attacker with access to the browser might. */
  plant(host: string, name: string, value: string): void {
    this.jar(host).set(name, value);
  }

  private jar(host: string): Map<string, string> {
    const jar = this.jars.get(host) ?? new Map();
    this.jars.set(host, jar);
    return jar;
  }

  private async go(method: string, url: URL, body?: URLSearchParams): Promise<this> {
    this.visited.push(url.href);
    const jar = this.jar(url.host);
    const from = this.url === 'about:blank' ? undefined : new URL(this.url).origin;
    const site = from === undefined ? 'none' : from === url.origin ? 'same-origin' : 'cross-site';
    const response = await ask(this.hosts[url.host] ?? url.host, `${url.pathname}${url.search}`, method, body?.toString(), {
      host: url.host,
      'sec-fetch-site': site,
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      ...(method === 'POST' && from ? { origin: from } : {}),
      ...(jar.size ? { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
      ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    });
    for (const line of response.headers['set-cookie'] ?? []) {
      this.set.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const { location } = response.headers;
    if (response.status >= 300 && response.status < 400 && location) {
      if (this.visited.length > 20) throw new Error(`Redirects without end: ${this.visited.join(' → ')}`);
      const next = new URL(location, url);
      if (!this.stopAt?.test(next.href)) return this.go('GET', next);
      this.url = next.href;
      return this;
    }
    [this.url, this.text, this.status, this.headers] = [url.href, response.text, response.status, response.headers];
    return this;
  }
}
