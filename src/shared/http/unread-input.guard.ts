import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { FormBody } from './body-parsers.js';
import { pointer } from './input.pipe.js';
import { InvalidInput, Problem } from './problems.js';

const TAKES_FORMS = Symbol('takes forms');

/** Marks a route that takes its body as a form as well. */
export const TakesForms = () => SetMetadata(TAKES_FORMS, true);

/** Refuses what a route does not read, so that nobody believes it had an effect: query parameters, bodies, and forms. */
@Injectable()
export class UnreadInputGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const handler = context.getHandler();
    const reads = readerOf(context.getClass(), handler.name);
    if (!reads(RouteParamtypes.BODY)) {
      if (saysSomething(body))
        throw new Problem(400, 'request.body-unexpected', 'This route takes no body; this one would have no effect.');
    } else if (body instanceof FormBody && !Reflect.getMetadata(TAKES_FORMS, handler))
      throw new Problem(415, 'request.content-type-unknown', 'This route takes JSON only.');
    const parameters = Object.keys(query as object);
    if (parameters.length && !reads(RouteParamtypes.QUERY))
      throw new InvalidInput(
        parameters.map((name) => ({ pointer: pointer(name), code: 'unknown', detail: 'is not known here' })),
      );
    return true;
  }
}

/** @returns what tells whether a method reads that part of a request */
function readerOf(controller: object, method: string): (part: RouteParamtypes) => boolean {
  const read: Record<string, unknown> = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {};
  return (part) => Object.keys(read).some((key) => key.startsWith(`${part}:`));
}

/** Many clients send `{}` where they have nothing to say. */
function saysSomething(body: unknown): boolean {
  if (body === undefined) return false;
  return typeof body !== 'object' || body === null || Array.isArray(body) || Object.keys(body).length > 0;
}
