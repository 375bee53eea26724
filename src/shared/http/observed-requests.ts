import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { beginSpan, isTracing, type Span, traceparentOf } from '../tracing.js';

/** How a request ended. */
export interface AnsweredRequest {
  readonly requestId: string;
  /** Absent: the request was refused before it was authenticated. */
  readonly actor?: string;
  /** Absent: the request was no command, or was refused before its meta data were read. */
  readonly commandId?: string;
  readonly method: string;
  /** As OpenAPI writes it, such as `/v1/order/{id}`, or `NO_ROUTE_NAME`. Never the address itself. */
  readonly route: string;
  readonly status: number;
  /** From the arrival of the head to the last byte of the answer. */
  readonly ms: number;
  /**
   * Bytes of the body. Without a known length, those that were sent after the head as well as the head. Absent: not
   * counted.
   */
  readonly bytes?: number;
  /** The client disconnected before the answer was complete. */
  readonly isAborted: boolean;
  /** A live stream, whose duration is up to its reader and says nothing of the server. */
  readonly isLive: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The id of the command in the request, once its meta data are read. */
    commandId?: string;
    /** Absent without OpenTelemetry. */
    span?: Span;
  }
  interface FastifyInstance {
    /** Observes a request that Fastify answers without its hooks. */
    observe(request: FastifyRequest, reply: FastifyReply, url?: string): void;
  }
}

/** One name for all addresses without a route, so that clients can't create names. */
export const NO_ROUTE_NAME = '(none)';

const REQUEST_ID = /^[\w.:/-]{1,128}$/;

const ID_DIGITS = 24;

/** Random digits in stock, because making those of one id takes as long as observing the rest of a request. */
let digits = '';
let digitsUsed = 0;

function newId(): string {
  if (digitsUsed >= digits.length) [digits, digitsUsed] = [randomBytes(128 * ID_DIGITS).toString('hex'), 0];
  digitsUsed += ID_DIGITS;
  return digits.slice(digitsUsed - ID_DIGITS, digitsUsed);
}

/**
 * The id of a request: its header `X-Request-Id` if that is well-formed, so that the log of a proxy has the same id;
 * otherwise a new one.
 */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
}

/**
 * Answers each request with its id, gives it a span, and reports how it ended, even if the client disconnected. To be
 * called before other hooks are added.
 *
 * @param countsBytes whether to count `bytes`
 */
export function observeRequests(
  fastify: FastifyInstance,
  countsBytes: boolean,
  answered: (answer: AnsweredRequest) => void,
): void {
  fastify.decorateRequest('commandId', undefined);
  fastify.decorateRequest('span', undefined);
  const observe = (request: FastifyRequest, reply: FastifyReply, url?: string, isLive = false) => {
    const { id: requestId, raw, method } = request;
    const start = performance.now();
    const { socket } = raw;
    const sentBefore = countsBytes ? socket.bytesWritten : 0;
    const route = templateOf(url);
    const span = isTracing() ? begin(request, route) : undefined;
    if (span) request.span = span;
    reply.header('X-Request-Id', requestId);
    reply.raw.once('close', () => {
      const { statusCode: status, writableFinished } = reply.raw;
      const { principal, commandId } = request;
      span?.note({ 'http.response.status_code': status, 'kronika.command_id': commandId });
      span?.end(status >= 500 ? `It was answered with ${status}` : undefined);
      answered({
        requestId,
        actor: principal?.actor,
        commandId,
        method,
        route,
        status,
        ms: performance.now() - start,
        bytes: countsBytes ? bytesOf(reply, method, socket.bytesWritten - sentBefore) : undefined,
        isAborted: !writableFinished,
        isLive: isLive && status === 200,
      });
    });
  };
  fastify.decorate('observe', observe);
  fastify.addHook('onRequest', (request, reply, done) => {
    const { url, config } = request.routeOptions;
    observe(request, reply, url, config.rules?.stream === 'events');
    if (request.span) request.span.within(done);
    else done();
  });
}

function begin({ id, method, raw }: FastifyRequest, route: string): Span | undefined {
  return beginSpan(`${method} ${route}`, {
    kind: 'server',
    causes: [traceparentOf(raw.headers.traceparent)],
    attributes: { 'http.request.method': method, 'http.route': route, 'kronika.request_id': id },
  });
}

/** @param sent bytes on the connection since the request came */
function bytesOf(reply: FastifyReply, method: string, sent: number): number {
  const { statusCode } = reply.raw;
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304) return 0;
  const length = reply.getHeader('content-length');
  return length === undefined ? sent : Number(length);
}

const templates = new Map<string, string>();

/**
 * The name of a route in logs, metrics and traces.
 *
 * @param url Fastify's form, with `:id` for a parameter and `*` for the rest of a path; absent: no route
 */
export function templateOf(url: string | undefined): string {
  if (url === undefined) return NO_ROUTE_NAME;
  let template = templates.get(url);
  if (template === undefined) {
    template = url.replace(/:(\w+)/g, '{$1}');
    templates.set(url, template);
  }
  return template;
}
