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
  private readonly known = new Map<unknown, Reads>();

  canActivate(context: ExecutionContext): boolean {
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const reads = this.readsOf(context);
    if (!reads.body) {
      if (saysSomething(body))
        throw new Problem(400, 'request.body-unexpected', 'This route takes no body; this one would have no effect.');
    } else if (body instanceof FormBody && !reads.forms)
      throw new Problem(415, 'request.content-type-unknown', 'This route takes JSON only.');
    if (reads.query) return true;
    const parameters = Object.keys(query as object);
    if (parameters.length)
      throw new InvalidInput(
        parameters.map((name) => ({ pointer: pointer(name), code: 'unknown', detail: 'is not known here' })),
      );
    return true;
  }

  private readsOf(context: ExecutionContext): Reads {
    const handler = context.getHandler();
    let reads = this.known.get(handler);
    if (!reads) {
      const read = Object.keys(Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) ?? {});
      const has = (part: RouteParamtypes) => read.some((key) => key.startsWith(`${part}:`));
      reads = {
        body: has(RouteParamtypes.BODY),
        forms: Reflect.getMetadata(TAKES_FORMS, handler) ?? false,
        query: has(RouteParamtypes.QUERY),
      };
      this.known.set(handler, reads);
    }
    return reads;
  }
}

/** Which parts of a request a route reads. */
interface Reads {
  readonly body: boolean;
  readonly forms: boolean;
  readonly query: boolean;
}

/** Many clients send `{}` where they have nothing to say. */
function saysSomething(body: unknown): boolean {
  if (body === undefined) return false;
  return typeof body !== 'object' || body === null || Array.isArray(body) || Object.keys(body).length > 0;
}
