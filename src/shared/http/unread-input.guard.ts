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

/** Refuses what a route does not read, so that nobody believes it had an effect: query parameters, and forms. */
@Injectable()
export class UnreadInputGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const handler = context.getHandler();
    if (body instanceof FormBody && !Reflect.getMetadata(TAKES_FORMS, handler))
      throw new Problem(415, 'request.content-type-unknown', 'This route takes JSON only.');
    const parameters = Object.keys(query as object);
    if (parameters.length && !readsQuery(context.getClass(), handler.name))
      throw new InvalidInput(
        parameters.map((name) => ({ pointer: pointer(name), code: 'unknown', detail: 'is not known here' })),
      );
    return true;
  }
}

function readsQuery(controller: object, method: string): boolean {
  const read: Record<string, unknown> = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {};
  return Object.keys(read).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
