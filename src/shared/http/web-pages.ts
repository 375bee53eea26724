import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Media types of a built single-page app's files. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Content codings and the file extensions that a build gives them, the smallest first. */
const ENCODINGS = { br: '.br', gzip: '.gz' } as const;

type Encoding = keyof typeof ENCODINGS;

/** A name that contains a hash of the content, such as `main-7QZK3ZJD.js`. */
const HASHED_NAME = /-[A-Z0-9]{8}\.\w+$/;

const INDEX_FILE = 'index.html';

/** The files of a single-page app, in memory: some hundred kB. No other file of the machine can be reached. */
export class WebPages {
  /** The first path segments of routes. An unknown address below one of them is a client's error. */
  private readonly roots = new Set<string>();

  private constructor(private readonly files: ReadonlyMap<string, WebFile>) {}

  /**
   * Reads the built app in a folder.
   *
   * @param folder with an `index.html`
   * @returns undefined if nothing is built there
   */
  static async read(folder: string): Promise<WebPages | undefined> {
    const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const contents = new Map<string, Buffer>();
    for (const entry of names) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) contents.set(path.slice(folder.length + 1).replaceAll(sep, '/'), await readFile(path));
    }
    const files = new Map<string, WebFile>();
    for (const [name, body] of contents) if (TYPES[extname(name)]) files.set(name, new WebFile(name, body, contents));
    return files.has(INDEX_FILE) ? new WebPages(files) : undefined;
  }

  /** Registers a public route for each file. To be called after the rules for every request, before other routes. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url }) => void this.roots.add(url.split('/')[1] ?? ''));
    for (const [name, file] of this.files)
      if (name !== INDEX_FILE)
        fastify.route({
          method: 'GET',
          url: `/${name}`,
          config: { access: { role: 'public' } },
          compress: false,
          handler: (request: FastifyRequest, reply: FastifyReply) => file.send(request, reply),
        } as never);
  }

  /** Answers a browser's request for a page: `/`, or an address that only the app's own router knows. */
  readonly answerOf = ({ raw }: FastifyRequest): ((request: FastifyRequest, reply: FastifyReply) => void) | undefined => {
    const { method, url = '', headers } = raw;
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    const [path = ''] = url.split('?');
    const root = path.split('/')[1] ?? '';
    const isPage = path === '/' || (!this.roots.has(root) && /\btext\/html\b/.test(headers.accept ?? ''));
    return isPage ? (request, reply) => void this.files.get(INDEX_FILE)?.send(request, reply) : undefined;
  };
}

/** One file, with its headers and the compressed forms that were built. */
class WebFile {
  private readonly headers: Readonly<Record<string, string>>;
  private readonly encoded: readonly (readonly [Encoding, Buffer])[];
  private readonly etag: string;

  constructor(
    name: string,
    private readonly body: Buffer,
    contents: ReadonlyMap<string, Buffer>,
  ) {
    // Weak, because all encodings share it.
    this.etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    this.encoded = Object.entries(ENCODINGS).flatMap(([encoding, ending]) => {
      const content = contents.get(`${name}${ending}`);
      return content ? [[encoding as Encoding, content] as const] : [];
    });
    this.headers = {
      'content-type': TYPES[extname(name)] as string,
      'cache-control': HASHED_NAME.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: this.etag,
      ...(this.encoded.length ? { vary: 'accept-encoding' } : {}),
    };
  }

  /** Answers GET and HEAD in the smallest form that the client accepts. */
  send({ method, headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
    reply.headers(this.headers);
    if (tagsOf(headers['if-none-match']).includes(this.etag)) return reply.status(304).send();
    const accepted = acceptedEncodings(headers['accept-encoding']);
    const [encoding, body] = this.encoded.find(([each]) => accepted.has(each)) ?? [undefined, this.body];
    if (encoding) reply.header('content-encoding', encoding);
    return reply.header('content-length', body.length).send(method === 'HEAD' ? null : body);
  }
}

const tagsOf = (header: string | undefined) => (header ?? '').split(',').map((tag) => tag.trim());

/** The codings of an `Accept-Encoding` header, except those ruled out by `q=0`. */
function acceptedEncodings(header: string | string[] | undefined): ReadonlySet<string> {
  const named = String(header ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.split(';').map((part) => part.trim()));
  return new Set(named.flatMap(([name = '', ...rest]) => (rest.some((part) => /^q=0(\.0*)?$/.test(part)) ? [] : name)));
}
