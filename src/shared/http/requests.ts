import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import compress from '@fastify/compress';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import helmet from 'helmet';
import { requireDecodable, useBodyParsers } from './body-parsers.js';
import { addressProblem, Problem, ProblemFilter, problemAnswer, sendProblem } from './problems.js';
import { useRouteRules } from './route-rules.js';
import type { Senders } from './senders.js';

const BODY_LIMIT = 1024 * 1024;

/** Helmet's headers. They are computed once, because helmet would compose them for each request. */
const SECURITY_HEADERS = headersOf(
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      // What Swagger UI needs, and nothing from elsewhere: its page has styles and icons within.
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // The proxy that terminates TLS has to say that.
    strictTransportSecurity: false,
  }),
);

/** Options of Fastify by which requests that reach no route are answered with a problem document, too. */
export const serverOptions = (senders: Senders) => ({
  bodyLimit: BODY_LIMIT,
  // Fastify would wait for the rest of a request for ever.
  requestTimeout: 60_000,
  // No request says anything of its own in Fastify's log, for which each would get a logger.
  childLoggerFactory: (logger: FastifyBaseLogger) => logger,
  // Node would answer without a body; `useRequestRules` asks for the header instead.
  http: { requireHostHeader: false },
  frameworkErrors: (error: { statusCode?: number }, { raw }: FastifyRequest, reply: FastifyReply) =>
    sendProblem(reply, senders.problem(raw) ?? addressProblem(error)),
  // What Node's parser refuses has no request yet, so it is answered on the socket.
  clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    const { status, title, headers, body } = problemAnswer(parserProblem(error.code));
    const head = { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' };
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${title}\r\n${lines.join('')}\r\n${body}`);
  },
});

function parserProblem(code?: string): Problem {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Problem(431, 'request.headers-too-large', 'The address and the headers are together too long.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem(408, 'request.timeout', 'The request took too long to come.');
  return new Problem(400, 'request.malformed', 'This is not HTTP.');
}

/** Adds the rules for every request. To be called before routes are registered. */
export async function useRequestRules(app: NestFastifyApplication, senders: Senders): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const methodsOf = collectRoutes(app);
  useRouteRules(app);
  await compressAnswers(fastify);
  answerHead(fastify);
  // With a callback, since it waits for nothing: a promise would be one more turn for each request.
  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, raw } = request;
    reply.headers(SECURITY_HEADERS);
    const problem = senders.problem(raw, request.routeOptions.config.rules?.stream);
    if (problem) throw problem;
    requireHead(raw);
    // Some clients name a type where they send no body; of nothing, no type is wrong.
    if (!hasBody(raw)) delete raw.headers['content-type'];
    const query = raw.url?.indexOf('?') ?? -1;
    if (query >= 0) requireDecodable((raw.url as string).slice(query + 1));
    // Until something is there.
    if (request.is404 && (method === 'GET' || method === 'HEAD') && /^\/(\?|$)/.test(raw.url ?? ''))
      return void reply.redirect('/docs');
    const methods = method === 'OPTIONS' ? methodsOf(raw.url ?? '') : [];
    if (methods.length) void reply.status(204).header('allow', methods.join(', ')).send();
    else done();
  });
  fastify.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = problemAnswer(
      senders.problem(request) ?? new Problem(417, 'request.expectation-unknown', 'Only 100-continue can be expected.'),
    );
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  });
  useBodyParsers(app, BODY_LIMIT);
  app.useGlobalFilters(new ProblemFilter(methodsOf));
}

/** Compresses answers as the client accepts it, except routes with `compress: false` and bodies below 1 kB. */
async function compressAnswers(fastify: FastifyInstance): Promise<void> {
  const onSend: onSendHookHandler<unknown> = (_, reply, payload, done) => {
    // Also of what is not compressed, or a cache would give it to everybody.
    const varies = reply.getHeader('vary');
    reply.header('vary', varies === undefined ? 'accept-encoding' : `${varies}, accept-encoding`);
    if (reply.statusCode !== 304 || !isStream(payload)) return done(null, payload);
    // What `send` has for the body of an answer that must have none.
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
 * HEAD answers with the headers of GET. Node leaves out the body. Fastify's own handling of HEAD would change headers:
 * it counts the bytes before they are compressed, and fails on answers without a body (304). Nothing of a stream is
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
    // After compression, so that its headers are those of GET.
    route.onSend = [...others, onSend];
  });
}

/** @throws Problem for faults of the request line and the headers */
function requireHead(request: IncomingMessage): void {
  const { method = '', url = '', headers } = request;
  if (/[^\x21-\x7e]/.test(url)) throw new Problem(400, 'request.malformed-text', 'The address is not percent-encoded UTF-8.');
  if (!hasBody(request)) return;
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
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** @returns a function that tells the methods of an address, once its routes are registered */
function collectRoutes(app: NestFastifyApplication): (url: string) => string[] {
  const routes: { method: string; path: RegExp }[] = [];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => {
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
