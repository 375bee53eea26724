import { IncomingMessage } from 'node:http';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { FormBody } from './body-parsers.js';
import { InvalidInput, Problem, unknownNames } from './problems.js';

/** The parts of a request that a route reads. */
export interface Reads {
  readonly body: boolean;
  readonly forms: boolean;
  readonly query: boolean;
  /** The handler reads the body piece by piece. */
  readonly upload?: boolean;
}

/** To be called by a decorator of a method, which runs after those of its parameters. */
export function readsOf(controller: object, method: string | symbol, forms = false): Reads {
  const read = Object.keys(Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {});
  const has = (part: RouteParamtypes) => read.some((key) => key.startsWith(`${part}:`));
  return { body: has(RouteParamtypes.BODY), forms, query: has(RouteParamtypes.QUERY) };
}

/**
 * Refuses query parameters, bodies and forms that a route does not read, so that no client believes they had an
 * effect.
 *
 * @throws Problem
 */
export function requireRead({ query, body }: FastifyRequest, reads: Reads): void {
  if (reads.upload) {
    if (body !== undefined && !(body instanceof IncomingMessage))
      throw new Problem(
        415,
        'request.content-type-unknown',
        'The body must be of a content type that is documented for this route.',
      );
  } else if (!reads.body) {
    if (saysSomething(body))
      throw new Problem(400, 'request.body-unexpected', 'This route takes no body; this one would have no effect.');
  } else if (body instanceof FormBody && !reads.forms)
    throw new Problem(415, 'request.content-type-unknown', 'This route takes JSON only.');
  if (reads.query) return;
  const parameters = Object.keys(query as object);
  if (parameters.length) throw new InvalidInput(...unknownNames(parameters));
}

/** Many clients send `{}` for an empty body. */
function saysSomething(body: unknown): boolean {
  if (body === undefined) return false;
  return typeof body !== 'object' || body === null || Array.isArray(body) || Object.keys(body).length > 0;
}
