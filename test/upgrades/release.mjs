import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A release that was built in a folder, as a process on a database. */
export class Release {
  #paths = {};
  #headers = {};
  #position = 0;

  /** @param {string} folder @param {string} url of the database */
  static async start(folder, url) {
    const release = new Release();
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'warn' };
    if (scripts.keys) {
      const program = join(folder, scripts.keys.split(' ').at(-1));
      const create = [program, 'create', '--name', 'upgrade', '--role', 'admin'];
      release.key = execFileSync(process.execPath, create, { env, encoding: 'utf8' }).trim();
      Object.assign(env, { AUTH: 'keys' });
      release.#headers = { authorization: `Bearer ${release.key}` };
    }
    release.child = spawn(process.execPath, [join(folder, scripts.start.split(' ').at(-1))], { env, cwd: folder });
    let printed = '';
    for (const stream of [release.child.stdout, release.child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
        process.stderr.write(text);
      });
    await release.until(() => {
      if (release.child.exitCode !== null) throw new Error(`The release ended: ${printed}`);
      return /ready at http/.test(printed);
    });
    release.url = /ready at (http:[^\s/]+\/\/[^\s/]+|http:\S+)/.exec(printed)[1];
    const document = await (await fetch(`${release.url}/openapi.json`, { headers: release.#headers })).json();
    release.#paths = document.paths;
    return release;
  }

  /** Whether a route of the release answers a path. */
  has(path) {
    const [bare] = path.split('?');
    return Object.keys(this.#paths).some((template) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(bare));
  }

  get hasKeysOfCommands() {
    return JSON.stringify(this.#paths['/v1/order']).includes('Idempotency-Key');
  }

  /** Sends a command that must succeed. */
  send = async (method, path, body, headers = {}) => {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...this.#headers, ...headers, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (response.status >= 300) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    const of = (name) => response.headers.get(name);
    const position = Number(of('event-position'));
    this.#position = Math.max(this.#position, position);
    const answer = {
      status: response.status,
      location: of('location'),
      etag: of('etag'),
      position,
      body: text && JSON.parse(text),
    };
    return { ...answer, id: Number(answer.location?.split('/').at(-1)) };
  };

  /** Sends a command with a key. @returns the request and its answer */
  async keep(method, path, body, key) {
    const { id: _, ...answer } = await this.send(method, path, body, { 'idempotency-key': key });
    return { method, path, body, key, answer };
  }

  /** @returns the answer to a query, which has seen all commands */
  async read(path) {
    const response = await fetch(`${this.url}${path}`, {
      headers: { ...this.#headers, 'wait-for-position': String(this.#position) },
    });
    const text = await response.text();
    const isText = !/json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: isText ? text : JSON.parse(text) };
  }

  async events() {
    const { status, body } = await this.read('/v1/events?limit=1000');
    if (status !== 200) throw new Error(JSON.stringify(body));
    this.#position = Math.max(this.#position, body.data.at(-1)?.position ?? 0);
    return body.data;
  }

  async until(isTrue) {
    for (const end = Date.now() + 60_000; !(await isTrue()); await delay(50))
      if (Date.now() > end) throw new Error(`Waited in vain for: ${isTrue}`);
  }

  async stop() {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await once(this.child, 'close');
  }
}
