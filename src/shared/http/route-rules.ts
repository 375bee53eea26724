import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReadDatabase } from '../database/read-database.js';
import { Tail } from '../subscriptions/tail.js';
import { type Reads, readsOf, requireRead } from './unread-input.js';
import { positionFrom, reach } from './waiting.js';

interface Rules {
  /** It takes its body as a form as well as in JSON. */
  readonly forms?: boolean;
  /** The view that it reads, for which it may have to wait. */
  readonly view?: string;
  /** Writes the head of an answer for what the handler returned; absent: that is the answer. */
  readonly write?: (result: never, request: FastifyRequest, reply: FastifyReply) => string | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    rules?: Rules & { readonly reads: Reads };
  }
}

/**
 * What holds of a route beyond what its handler does. By hooks of Fastify, since Nest's guards and interceptors would take as
 * long again as the rest of a query's way through Nest.
 */
export function RouteRules(rules: Rules): MethodDecorator {
  return (target, name, descriptor) => {
    const reads = readsOf(target.constructor, name, rules.forms);
    return RouteConfig({ rules: { ...rules, reads } })(target, name, descriptor);
  };
}

/** To be called before routes are registered. */
export function useRouteRules(app: NestFastifyApplication): void {
  const [database, tail] = [app.get(ReadDatabase), app.get(Tail)];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      const rules = route.config?.rules;
      if (!rules) return;
      const { reads, view, write } = rules;
      route.preHandler = (request, _, done) => {
        requireRead(request, reads);
        const position = view === undefined ? undefined : positionFrom(request, 'wait-for-position');
        if (view === undefined || position === undefined) return done();
        reach(position, view, database, tail).then(() => done(), done);
      };
      if (!write) return;
      route.preSerialization = (request, reply, result, done) => {
        // Not what is answered for Fastify itself, such as that the process is about to stop.
        if (reply.statusCode >= 400) return done(null, result);
        const text = write(result as never, request, reply);
        if (text === null) reply.removeHeader('content-type');
        reply.serializer(asItIs);
        done(null, text);
      };
    });
}

const asItIs = (text: unknown) => text as string;
