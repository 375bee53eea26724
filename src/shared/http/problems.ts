import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { NotFound, Refusal, VersionMismatch } from '../event-log/refusal.js';

export const PROBLEM_TYPE = 'application/problem+json';

/** One fault of the input: where (a JSON pointer), a stable code, a sentence. */
export interface InputError {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** An answer other than success, as RFC 9457 has it. */
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

export class InvalidInput extends Problem {
  constructor(errors: readonly InputError[]) {
    super(400, 'request.invalid', errors.map(({ pointer, detail }) => `${pointer.slice(2) || 'The body'} ${detail}.`).join(' '), { errors });
  }
}

/** RFC 9110's names of the statuses that Kronika answers with. */
const TITLES: Record<number, string> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Codes for what Fastify itself refuses. */
const FRAMEWORK_CODES: Record<number, string> = {
  400: 'request.malformed',
  404: 'route.not-found',
  413: 'request.too-large',
  414: 'request.url-too-long',
  415: 'request.content-type-unknown',
};

/** @returns the document that says it */
export function problemDocument({ status, code, message, extra }: Problem): Record<string, unknown> {
  return { type: 'about:blank', title: TITLES[status] ?? 'Error', status, code, detail: message, ...extra };
}

/** Makes a problem document of whatever was thrown; what nobody foresaw is logged in full and answered in general. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  /** @param allowedMethods what a path answers, for a method that it does not */
  constructor(private readonly allowedMethods: (path: string) => readonly string[]) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemOf(error, request);
    if (problem.code === 'internal') this.logger.error(`${request.method} ${request.url.split('?')[0]}: ${(error as Error)?.stack ?? error}`);
    // An answer under way can only be cut off; its reader must not take it for whole.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    reply.status(problem.status).headers(problem.headers).type(PROBLEM_TYPE).send(JSON.stringify(problemDocument(problem)));
  }

  private problemOf(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof Refusal) return new Problem(statusOf(error), error.code, error.message, error.extra);
    if (error instanceof QueryFailedError) return databaseProblem(error.driverError as { code?: string });
    const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number })?.statusCode;
    if (status === 404) {
      const path = request.url.split('?')[0] ?? '/';
      const methods = this.allowedMethods(path);
      if (methods.length)
        return new Problem(405, 'route.method-not-allowed', `${request.method} is not possible here.`, {}, { allow: methods.join(', ') });
      return new Problem(404, 'route.not-found', 'There is nothing at this address.');
    }
    if (status && status >= 400 && status < 500) return new Problem(status, FRAMEWORK_CODES[status] ?? 'request.malformed', (error as Error).message);
    return databaseProblem(error as { code?: string });
  }
}

function statusOf(refusal: Refusal): number {
  if (refusal instanceof NotFound) return 404;
  return refusal instanceof VersionMismatch ? 412 : 422;
}

/** SQLSTATEs and socket errors after which the same request may well succeed. */
const TRANSIENT = /^(08...|53...|57P0.|40...|55P03|57014|25P0.|ECONN.*|EPIPE|ETIMEDOUT)$/;

function databaseProblem({ code, message }: { code?: string; message?: string }): Problem {
  if (TRANSIENT.test(code ?? '') || /connection (terminated|timeout)|timeout exceeded when trying to connect/i.test(message ?? ''))
    return new Problem(503, 'database.unavailable', 'The database does not answer at the moment. Try again.', {}, { 'retry-after': '1' });
  return new Problem(500, 'internal', 'Something went wrong on our side.');
}
