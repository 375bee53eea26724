import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDiskFull, isTransient } from '../database/failures.js';
import { UnknownEvent } from '../event-log/events.js';
import { Conflict, Forbidden, InProgress, NotFound, Refusal, Unavailable, VersionMismatch } from '../event-log/refusal.js';
import { KeyLost } from '../event-log/sealing.js';
import { templateOf } from './observed-requests.js';

export const PROBLEM_TYPE = 'application/problem+json';

/** Codes for faults of one value or of two values together. An app may add codes for its own fields. */
export const INPUT_ERROR_CODES = [
  'missing',
  'unknown',
  'repeated',
  'empty',
  'too-many',
  'too-long',
  'too-deep',
  'out-of-range',
  'range-reversed',
  'range-too-long',
  'beyond-log',
  'not-an-object',
  'not-a-list',
  'not-text',
  'not-a-whole-number',
  'not-a-boolean',
  'not-a-uuid',
  'not-a-date',
  'not-a-time-zone',
  'not-a-choice',
  'not-of-this-list',
  'not-together',
  'not-with-cursor',
  'not-with-version',
  'malformed-text',
  'malformed-token',
  'malformed-etag',
] as const;

/** The number of unread bytes of a refused body up to which the connection is kept for the next request. */
const MAX_UNREAD_BYTES = 16 * 1024;

/** A fault of the input: its place (a JSON pointer), a stable code and a sentence. */
export interface InputError {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** An answer other than success (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly extra: Record<string, unknown> = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(detail);
  }
}

/**
 * The number of faults that an answer lists. No form has more fields, and an answer should not be larger than its
 * request.
 */
const MAX_LISTED_ERRORS = 20;

/**
 * The faults of unknown names. Only as many as an answer lists become objects, because a body may have tens of
 * thousands.
 *
 * @returns the faults, and the number of those left out
 */
export function unknownNames(names: readonly string[]): [errors: InputError[], more: number] {
  const errors = names
    .slice(0, MAX_LISTED_ERRORS)
    .map((name) => ({ pointer: pointer(name), code: 'unknown' as const, detail: 'is not known here' }));
  return [errors, names.length - errors.length];
}

/** Answers cut longer names. */
const MAX_SHOWN_NAME_CHARACTERS = 100;

/**
 * @returns a JSON pointer as a URI fragment (RFC 6901), as RFC 9457 has it. A parameter is written like a member of a
 * body
 */
export function pointer(property: string): string {
  const name = property.length > MAX_SHOWN_NAME_CHARACTERS ? `${property.slice(0, MAX_SHOWN_NAME_CHARACTERS)}…` : property;
  return `#/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1').toWellFormed())}`;
}

export class InvalidInput extends Problem {
  declare readonly extra: { readonly errors: readonly InputError[] };

  /** @param more the number of further faults that have no objects */
  constructor(errors: readonly InputError[], more = 0) {
    const named = errors.slice(0, MAX_LISTED_ERRORS);
    const subject = (pointer: string) => (pointer === '#' ? 'The body' : pointer.slice(2) || 'The empty name');
    const sentences = named.map(({ pointer, detail }) => `${subject(pointer)} ${detail}.`);
    const others = errors.length - named.length + more;
    if (others) sentences.push(`There are ${others} more faults.`);
    super(400, 'request.invalid', sentences.join(' '), { errors: named });
  }
}

/** The names of RFC 9110 for the statuses that Kronika answers with. */
const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Codes and sentences that replace those of Fastify when it refuses a request itself. */
const FRAMEWORK_PROBLEMS: Record<number, [code: string, detail: string]> = {
  404: ['route.not-found', 'There is nothing at this address.'],
  414: ['request.url-too-long', 'A part of the address is longer than any id.'],
  415: ['request.content-type-unknown', 'The body must be of a content type that is documented for this route.'],
};

/** @returns the problem for a status of Fastify, or for an address without a route */
export function frameworkProblem(status: number): Problem {
  const [code, detail] = FRAMEWORK_PROBLEMS[status] ?? [
    status === 400 ? 'request.malformed' : codeOf(status),
    status === 400 ? 'The request is malformed.' : `${titleOf(status)}.`,
  ];
  return new Problem(status, code, detail);
}

/**
 * The problem for an exception of Nest that a guard, an interceptor or other code of the app threw. It has the status
 * and message of the exception. Its code is derived from the status (`request.forbidden`), unless the exception's
 * response has a `code`.
 */
function exceptionProblem(exception: HttpException): Problem {
  const status = exception.getStatus();
  const { code } = Object(exception.getResponse()) as { code?: unknown };
  const ownCode = typeof code === 'string' && PROBLEM_CODE.test(code) ? code : undefined;
  const detail = exception.message.trim() || titleOf(status);
  return new Problem(status, ownCode ?? codeOf(status), /[.!?]$/.test(detail) ? detail : `${detail}.`);
}

const PROBLEM_CODE = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/** `request.too-many-requests` for 429, `server.bad-gateway` for 502. */
function codeOf(status: number): string {
  const words = titleOf(status)
    .toLowerCase()
    .replaceAll("'", '')
    .split(/[^a-z]+/);
  return `${status < 500 ? 'request' : 'server'}.${words.join('-')}`;
}

const titleOf = (status: number) => TITLES[status] ?? STATUS_CODES[status] ?? 'Error';

/** @returns the problem of an address that the router could not parse */
export function addressProblem({ statusCode }: { statusCode?: number }): Problem {
  if (statusCode === 414) return frameworkProblem(414);
  return new Problem(400, 'request.malformed-text', 'The address is not percent-encoded UTF-8.');
}

/** The head and body of an answer with this problem. */
export function problemAnswer({ status, code, message, extra, headers }: Problem) {
  const title = titleOf(status);
  return {
    status,
    title,
    headers: { 'content-type': PROBLEM_TYPE, 'x-content-type-options': 'nosniff', ...headers } as Record<string, string>,
    body: JSON.stringify({ type: 'about:blank', title, status, code, detail: message, ...extra }),
  };
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Called for each request that is answered with a problem, before the answer is sent. */
    onProblem?(request: FastifyRequest, problem: Problem): void;
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  reply.server.onProblem?.(reply.request, problem);
  const { status, headers, body } = problemAnswer(problem);
  // Closes the connection. Node would read the rest of the body to get at the next request, and the body may have no
  // end.
  if (isLong(reply.request.raw)) reply.header('connection', 'close');
  reply.status(status).headers(headers).send(body);
}

/** Whether more of the body may follow than is worth reading. */
function isLong({ complete, headers }: IncomingMessage): boolean {
  return !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > MAX_UNREAD_BYTES);
}

/** Turns any error into a problem document. Unexpected errors are logged in full, and answered without details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  /** @param allowedMethods the methods that an address answers, for the problem of a wrong method */
  constructor(private readonly allowedMethods: (url: string) => readonly string[]) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemOf(error, request);
    if (problem.code === 'internal') {
      const { id: requestId, commandId, principal } = request;
      const message = `${request.method} ${templateOf(request.routeOptions.url)}: ${(error as Error)?.stack ?? error}`;
      this.logger.error({ message, requestId, commandId, actor: principal?.actor });
    }
    // An answer in progress can only be cut off, so that its reader does not take it for complete.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    sendProblem(reply, problem);
  }

  private problemOf(error: unknown, request: FastifyRequest): Problem {
    const problem = problemOf(error);
    if (problem.code !== 'internal') return problem;
    if (request.is404) {
      const methods = this.allowedMethods(request.url);
      if (!methods.length) return frameworkProblem(404);
      const allow = methods.join(', ');
      return new Problem(405, 'route.method-not-allowed', `${request.method} is not possible here.`, {}, { allow });
    }
    // Nest wraps an error of Fastify or of a plugin in an exception that has it as its cause.
    const isTurned = (error as object)?.constructor === HttpException && (error as HttpException).cause;
    const ofFastify = (isTurned || error) as { statusCode?: number; code?: string } | undefined;
    const status = ofFastify?.statusCode;
    // The address is outside of the folder with the documentation's files.
    if (ofFastify?.code === 'FST_STATIC_FORBIDDEN_PATH') return frameworkProblem(404);
    if (status && status >= 400 && status < 500) return frameworkProblem(status);
    return error instanceof HttpException && error.getStatus() !== 500 ? exceptionProblem(error) : problem;
  }
}

/** The problem of any error. Of an unexpected error it says only that it happened. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InProgress) return new Problem(409, error.code, error.message, error.extra, { 'retry-after': '1' });
  if (error instanceof Refusal) return new Problem(statusOf(error), error.code, error.message, error.extra);
  if (error instanceof Unavailable)
    return new Problem(503, error.code, error.message, error.extra, { 'retry-after': String(error.retryAfterSeconds) });
  // A load balancer then asks another process, which may run newer code.
  if (error instanceof UnknownEvent)
    return new Problem(503, 'event.unknown', `${error.message}. Newer code wrote it.`, {}, { 'retry-after': '10' });
  if (error instanceof KeyLost) return new Problem(503, 'event.unreadable', `${error.message}.`, {}, { 'retry-after': '10' });
  if (isDiskFull(error))
    return new Problem(
      503,
      'database.full',
      'The disk of the database is full. It takes changes again once there is room.',
      {},
      { 'retry-after': '10' },
    );
  if (isTransient(error))
    return new Problem(
      503,
      'database.unavailable',
      'The database does not answer at the moment. Try again.',
      {},
      { 'retry-after': '1' },
    );
  return new Problem(500, 'internal', 'Something went wrong on our side.');
}

function statusOf(refusal: Refusal): number {
  if (refusal instanceof Forbidden) return 403;
  if (refusal instanceof NotFound) return 404;
  if (refusal instanceof Conflict) return 409;
  return refusal instanceof VersionMismatch ? 412 : 422;
}
