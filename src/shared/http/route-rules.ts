import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, preHandlerHookHandler } from 'fastify';
import { ReadDatabase } from '../database/read-database.js';
import { Tail } from '../subscriptions/tail.js';
import { Turns } from './turns.js';
import { type Reads, readsOf, requireRead } from './unread-input.js';
import { positionFrom, reach } from './waiting.js';

interface Rules {
  /** It takes its body as a form as well as in JSON. */
  readonly forms?: boolean;
  /** The view that it reads, for which it may have to wait. */
  readonly view?: string;
  /** Requests for the same address share an answer, since nothing else decides it. */
  readonly isShared?: boolean;
  /** Writes the head of an answer for what the handler returned, and returns its body; absent: the handler returned that. */
  readonly write?: (result: never, request: FastifyRequest, reply: FastifyReply) => string | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    rules?: Rules & { readonly reads: Reads };
  }
  interface FastifyRequest {
    /** Gives what became of it to the requests that wait for the same. */
    share?: { result(result: object): void; error(error: unknown): void };
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
  const fastify = app.getHttpAdapter().getInstance();
  fastify.decorateRequest('share');
  fastify.addHook('onRoute', (route) => {
    const rules = route.config?.rules;
    if (!rules) return;
    const { reads, view, isShared, write } = rules;
    const handle = isShared ? sharing() : next;
    route.preHandler = (request, reply, done) => {
      requireRead(request, reads);
      const position = view === undefined ? undefined : positionFrom(request, 'wait-for-position');
      const go = () => handle.call(fastify, request, reply, done);
      if (view === undefined || position === undefined) return go();
      reach(position, view, database, tail).then(go, done);
    };
    if (!write) return;
    route.preSerialization = (request, reply, result, done) => {
      // Not what is answered for Fastify itself, such as that the process is about to stop.
      if (reply.statusCode >= 400) return done(null, result);
      const body = write(result as never, request, reply);
      request.share?.result({ ...(result as object), body });
      if (body === null) reply.removeHeader('content-type');
      reply.serializer(asItIs);
      done(null, body);
    };
  });
}

const next: preHandlerHookHandler = (_request, _reply, done) => done();
const asItIs = (text: unknown) => text as string;

/** The hook by which a route's requests take turns: one goes to the handler, and those that wait for it get what it returned. */
function sharing(): preHandlerHookHandler {
  const turns = new Turns<object>();
  return (request, reply, done) => {
    const handle = () =>
      new Promise<object>((result, error) => {
        request.share = { result, error };
        done();
      });
    turns.take(request.url, handle).then(
      (result) => request.share ?? reply.send(result),
      (error) => request.share ?? done(error),
    );
  };
}
