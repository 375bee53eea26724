import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import compress from '@fastify/compress';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type {
  FastifyBaseLogger,
  FastifyContextConfig,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onSendHookHandler,
} from 'fastify';
import helmet from 'helmet';
import type { Settings } from '../settings.js';
import { BODY_LIMIT, bodyLimitOf, tooLarge } from './bodies.js';
import { requireDecodable, useBodyParsers } from './body-parsers.js';
import { ClientLimits } from './client-limits.js';
import { corsFor, isEmbedPreflight } from './cors.js';
import { requestIdOf } from './observed-requests.js';
import { type Authenticate, type Principal, type RouteAccess, requireAccess } from './principal.js';
import { addressProblem, Problem, ProblemFilter, problemAnswer, sendProblem } from './problems.js';
import { useRouteRules } from './route-rules.js';
import type { Senders } from './senders.js';
import { isReceivingUpload } from './uploads.js';

/**
 * Time limits in ms for a request to arrive: its head, and all of it. Nothing else limits a client that sends slowly.
 */
const MAX_HEAD_MS = 10_000;
const MAX_REQUEST_MS = 15_000;

/** Interval in ms between checks of these limits. */
const TIME_CHECK_MS = 1_000;

/** Time in ms for a client to read why its connection is closed. */
const GOODBYE_MS = 1_000;

/** The longest part of an address that a route reads: the token of an ad has 158 characters. */
const MAX_PATH_PART = 200;

/** Limits of a request's head: bytes of the request line and headers, and lines of headers. */
const MAX_HEAD_BYTES = 16 * 1024;
const MAX_HEADERS = 100;

/** Helmet's headers, computed once. Helmet itself would compose them for each request. */
const SECURITY_HEADERS = headersOf(
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      // Swagger UI needs inline styles and icons. Nothing is loaded from other sites.
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        // The pages of a single-page app name the root as the base of their addresses.
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Left to the proxy that terminates TLS.
    strictTransportSecurity: false,
  }),
);

/** Options of Fastify by which requests that reach no route are answered with a problem document, too. */
export const serverOptions = (senders: Senders, { TRUST_PROXY }: Settings) => ({
  // The client is the first address from the right in `X-Forwarded-For` that is no trusted proxy.
  trustProxy: TRUST_PROXY.length ? TRUST_PROXY : false,
  bodyLimit: BODY_LIMIT,
  routerOptions: { maxParamLength: MAX_PATH_PART },
  // Fastify would wait for the rest of a request for ever.
  requestTimeout: MAX_REQUEST_MS,
  genReqId: requestIdOf,
  // No request writes to Fastify's log, so none needs a logger of its own.
  childLoggerFactory: (logger: FastifyBaseLogger) => logger,
  http: {
    // Node would answer a missing Host without a body. `useRequestRules` checks the header instead.
    requireHostHeader: false,
    headersTimeout: MAX_HEAD_MS,
    connectionsCheckingInterval: TIME_CHECK_MS,
    maxHeaderSize: MAX_HEAD_BYTES,
  },
  frameworkErrors: (error: { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) => {
    request.server.observe(request, reply);
    sendProblem(reply, senders.problem(request.raw) ?? addressProblem(error));
  },
  // Node's parser refuses before there is a request, so the socket gets the answer.
  clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => {
    // An upload has time limits of its own.
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isReceivingUpload(socket)) return;
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    const { status, title, headers, body } = problemAnswer(parserProblem(error.code));
    const head = { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' };
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${title}\r\n${lines.join('')}\r\n${body}`);
    // A client that never closes its side would keep the socket and its received bytes.
    setTimeout(() => socket.destroy(), GOODBYE_MS).unref();
  },
});

function parserProblem(code?: string): Problem {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Problem(431, 'request.headers-too-large', 'The address and the headers are together too long.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem(408, 'request.timeout', 'The request took too long to come.');
  return new Problem(400, 'request.malformed', 'This is not HTTP.');
}

/** Required at an address without a route, so that strangers do not learn which routes exist. */
const NO_ROUTE: RouteAccess = { role: 'reader', isOwned: true };

/** Required by a route that declares nothing: Swagger's pages and files, and routes of plugins. */
const UNDECLARED_ROUTE: RouteAccess = { role: 'admin' };

/** Required for a page that has no route of its own. */
const PAGE: RouteAccess = { role: 'public' };

/** @returns the function that answers a request at an address without a route; undefined: the answer is a problem */
export type AnswerElsewhere = (request: FastifyRequest) => ((request: FastifyRequest, reply: FastifyReply) => void) | undefined;

/**
 * Adds the rules that apply to every request. To be called before routes are registered.
 *
 * @param elsewhere answers at addresses without a route
 */
export async function useRequestRules(
  app: NestFastifyApplication,
  senders: Senders,
  authenticate: Authenticate,
  elsewhere: AnswerElsewhere,
  settings: Settings,
): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.decorateRequest('principal', null as never);
  const methodsOf = collectRoutes(app);
  const embedMethodsOf = collectRoutes(app, ({ isEmbed, access }) => isEmbed === true && access.role === 'public');
  const cors = corsFor(settings.CORS_ORIGINS, methodsOf);
  const limits = new ClientLimits(settings);
  await limits.use(fastify);
  useRouteRules(app);
  await compressAnswers(fastify);
  answerHead(fastify);
  // Uses a callback, because nothing is awaited and a promise would cost each request a turn of the event loop.
  fastify.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    reply.headers(SECURITY_HEADERS);
    if (raw.rawHeaders.length > 2 * MAX_HEADERS)
      throw new Problem(431, 'request.headers-too-large', `There are more than ${MAX_HEADERS} headers.`);
    limits.requireConnection(request, reply);
    const isPreflight = cors(request, reply);
    const { config } = request.routeOptions;
    const isEmbed = config.rules?.isEmbed === true;
    const problem = isEmbed ? senders.hostProblem(raw) : senders.problem(raw, config.rules?.stream);
    if (problem) throw problem;
    if (isPreflight || (request.is404 && isEmbedPreflight(request, reply, embedMethodsOf))) return void reply.status(204).send();
    const answer = request.is404 ? elsewhere(request) : undefined;
    const access = answer ? PAGE : request.is404 ? NO_ROUTE : (config.access ?? UNDECLARED_ROUTE);
    const admit = (principal: Principal): boolean => {
      request.principal = principal;
      requireAccess(principal, access);
      principal.open?.add(reply.raw);
      if (isEmbed) leaveBody(request, reply);
      else if (isAnswered(request, reply, methodsOf)) return false;
      const stream = config.rules?.stream;
      if (stream) limits.hold(stream, request, reply);
      answer?.(request, reply);
      return !answer;
    };
    const taken = limits.takeAsAddress(request, reply);
    // Most principals are known without waiting, and a promise would cost a turn of the event loop.
    if (!taken) {
      const principal = authenticate(request, access);
      if (principal instanceof Promise) principal.then(admit).then((goesOn) => goesOn && done(), done);
      else if (admit(principal)) done();
      return;
    }
    const decide = async () => {
      await taken;
      const principal = await authenticate(request, access);
      request.principal = principal;
      await limits.takeAsClient(request, reply);
      return admit(principal);
    };
    decide().then((goesOn) => goesOn && done(), done);
  });
  fastify.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = problemAnswer(
      senders.problem(request) ?? new Problem(417, 'request.expectation-unknown', 'Only 100-continue can be expected.'),
    );
    const head = { ...headers, 'content-length': Buffer.byteLength(body), 'X-Request-Id': requestIdOf(request) };
    response.writeHead(status, head).end(body);
  });
  useBodyParsers(app);
  app.useGlobalFilters(new ProblemFilter(methodsOf));
}

/** Redirects `/` for apps without pages of their own. @param home where it leads a principal */
export const redirectHome =
  (home: (principal: Principal) => string): AnswerElsewhere =>
  ({ raw: { method, url = '' } }) =>
    (method === 'GET' || method === 'HEAD') && /^\/(\?|$)/.test(url)
      ? ({ principal }, reply) => void reply.redirect(home(principal))
      : undefined;

/**
 * Checks the head of a request that may continue.
 *
 * @returns whether the request was answered here
 * @throws Problem for faults of the head
 */
function isAnswered(request: FastifyRequest, reply: FastifyReply, methodsOf: (url: string) => string[]): boolean {
  const { method, raw } = request;
  requireHead(request);
  // Some clients send a Content-Type without a body. Without a body, no type is wrong.
  if (!hasBody(raw)) delete raw.headers['content-type'];
  const query = raw.url?.indexOf('?') ?? -1;
  if (query >= 0) requireDecodable((raw.url as string).slice(query + 1));
  const methods = method === 'OPTIONS' ? methodsOf(raw.url ?? '') : [];
  if (!methods.length) return false;
  reply.status(204).header('allow', methods.join(', ')).send();
  return true;
}

/** Compresses answers as the client accepts it, except routes with `compress: false` and bodies below 1 kB. */
async function compressAnswers(fastify: FastifyInstance): Promise<void> {
  const onSend: onSendHookHandler<unknown> = (_, reply, payload, done) => {
    // Uncompressed answers need this as well. Otherwise a cache would serve them to every client.
    const varies = reply.getHeader('vary');
    reply.header('vary', varies === undefined ? 'accept-encoding' : `${varies}, accept-encoding`);
    if (reply.statusCode !== 304 || !isStream(payload)) return done(null, payload);
    // A 304 has no body, but `send` has already opened the file.
    payload.destroy();
    done(null, null);
  };
  fastify.addHook('onRoute', (route) => {
    if (route.compress !== false) route.onSend = [...[route.onSend ?? []].flat(), onSend];
  });
  await fastify.register(compress, { globalDecompression: false });
}

const isStream = (payload: unknown): payload is Readable => typeof (payload as Readable | null)?.pipe === 'function';

/**
 * Answers HEAD with the headers of GET. Node leaves out the body. Fastify's own HEAD routes would change headers: they
 * count the bytes before compression, and fail for answers without a body (304). A stream is consumed without being
 * sent.
 */
function answerHead(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (![route.method].flat().includes('HEAD')) return;
    const onSend: onSendHookHandler<unknown> = (request, _, payload, done) => {
      if (request.method !== 'HEAD' || !isStream(payload)) return done(null, payload);
      payload.on('error', () => undefined).resume();
      done(null, null);
    };
    const others = [route.onSend ?? []].flat().filter(({ name }) => name !== 'headRouteOnSendHandler');
    // Runs after compression, so that the headers are those of GET.
    route.onSend = [...others, onSend];
  });
}

/** @throws Problem for faults of the request line and the headers */
function requireHead(request: FastifyRequest): void {
  const { method = '', url = '', headers } = request.raw;
  if (/[^\x21-\x7e]/.test(url)) throw new Problem(400, 'request.malformed-text', 'The address is not percent-encoded UTF-8.');
  if (!hasBody(request.raw)) return;
  if (['GET', 'HEAD', 'DELETE'].includes(method))
    throw new Problem(400, 'request.body-unexpected', `${method} takes no body; this one would have no effect.`);
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new Problem(
      415,
      'request.content-encoding-unknown',
      'The body must not be compressed.',
      {},
      { 'accept-encoding': 'identity' },
    );
  const limit = bodyLimitOf(request);
  if (Number(headers['content-length']) > limit) throw tooLarge(limit);
}

/**
 * Takes the body of a request for absent. Node reads and drops it.
 *
 * @throws Problem 413 `request.too-large`
 */
function leaveBody(request: FastifyRequest, reply: FastifyReply): void {
  const { headers } = request.raw;
  const limit = bodyLimitOf(request);
  if (Number(headers['content-length']) > limit) throw tooLarge(limit);
  // A body without a length may have no end, which Node would wait for to get at the next request.
  if (headers['transfer-encoding'] !== undefined) reply.header('connection', 'close');
  for (const name of ['content-type', 'content-length', 'transfer-encoding']) delete headers[name];
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** @returns a function that tells the methods of an address, once its routes are registered */
function collectRoutes(
  app: NestFastifyApplication,
  isWanted?: (rules: NonNullable<FastifyContextConfig['rules']>) => boolean,
): (url: string) => string[] {
  const routes: { method: string; path: RegExp }[] = [];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url, config }) => {
      if (isWanted && !(config?.rules && isWanted(config.rules))) return;
      const path = new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);
      for (const each of [method].flat()) routes.push({ method: each, path });
    });
  return (url) => {
    const [path = ''] = url.split('?');
    const methods = new Set(routes.flatMap((route) => (route.path.test(path) ? route.method : [])));
    return methods.size ? [...methods.add('OPTIONS')] : [];
  };
}

function headersOf(middleware: ReturnType<typeof helmet>): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  middleware({} as IncomingMessage, response as never, (error) => {
    if (error) throw error;
  });
  return headers;
}
