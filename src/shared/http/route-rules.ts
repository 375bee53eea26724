import { Req } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, preHandlerHookHandler, preSerializationHookHandler } from 'fastify';
import { LogPoller } from '../subscriptions/log-poller.js';
import { ReadDatabase } from '../views/read-database.js';
import type { StreamKind } from './senders.js';
import { questionOf, SharedRequests } from './shared-requests.js';
import { type Reads, readsOf, requireRead } from './unread-input.js';
import { positionFrom, reach } from './waiting.js';

interface Rules {
  /** It takes its body as a form as well as in JSON. */
  readonly forms?: boolean;
  /** The view that it reads, for which it may have to wait. */
  readonly view?: string;
  /** Requests that ask the same question share an answer. */
  readonly isShared?: boolean;
  /** It answers with a stream that holds resources as long as its reader takes. */
  readonly stream?: StreamKind;
  /** Its answers are compressed for clients that accept it. */
  readonly isCompressed?: boolean;
  /**
   * Writes the head of an answer for what the handler returned, and returns its body; absent: the handler returned
   * that.
   */
  readonly write?: (result: never, request: FastifyRequest, reply: FastifyReply) => string | null;
}

type Handler = (...parameters: unknown[]) => unknown;

declare module 'fastify' {
  interface FastifyContextConfig {
    rules?: Rules & { readonly reads: Reads };
  }
  interface FastifyInstance {
    /** See `reach` in waiting.ts. */
    reach(position: number, view: string): Promise<void>;
  }
}

/**
 * The rules of a route around its handler. Fastify's hooks do what needs no guard (checking which parts of a request
 * are read, writing headers), because a Nest interceptor would double the cost of a query. Waiting for a view and
 * sharing an answer come after Nest's guards, interceptors and pipes, right around the handler, so that no request
 * skips those.
 */
export function RouteRules(rules: Rules): MethodDecorator {
  return (target, name, descriptor) => {
    const reads = readsOf(target.constructor, name, rules.forms);
    if (rules.view !== undefined) waitAndShare(rules, target, name, descriptor);
    return RouteConfig({ rules: { ...rules, reads } })(target, name, descriptor);
  };
}

/** Wraps a handler with waiting and sharing. The wrapper gets the request as an additional parameter. */
function waitAndShare(
  { view = '', isShared }: Rules,
  target: object,
  name: string | symbol,
  descriptor: PropertyDescriptor,
): void {
  const handler = descriptor.value as Handler;
  const read = Object.keys(Reflect.getMetadata(ROUTE_ARGS_METADATA, target.constructor, name) ?? {});
  // A handler that takes the whole request or the reply may answer each request differently.
  const takesAll = [RouteParamtypes.REQUEST, RouteParamtypes.RESPONSE, RouteParamtypes.NEXT].some((type) =>
    read.some((key) => key.startsWith(`${type}:`)),
  );
  const index = Reflect.getMetadata('design:paramtypes', target, name).length;
  Req()(target, name, index);
  // By instance: a controller that is created for one request shares with no other.
  const sharing = new WeakMap<object, SharedRequests<object>>();
  const sharingOf = (instance: object) => {
    const known = sharing.get(instance) ?? new SharedRequests<object>();
    sharing.set(instance, known);
    return known;
  };
  const wrapper = async function (this: object, ...parameters: unknown[]): Promise<unknown> {
    const request = parameters[index] as FastifyRequest;
    const given = parameters.slice(0, index);
    const position = positionFrom(request, 'wait-for-position');
    if (position !== undefined) await request.server.reach(position, view);
    const question = isShared && !takesAll ? questionOf(given, request.headers) : undefined;
    if (question === undefined) return handler.apply(this, given);
    const answer = await sharingOf(this).take(question, async () => inJson(await handler.apply(this, given)));
    // A copy, so that an interceptor changes only the answer of its own request.
    return { ...answer };
  };
  Object.defineProperty(wrapper, 'name', { value: handler.name });
  // Metadata of the decorators below this one.
  for (const key of Reflect.getOwnMetadataKeys(handler))
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, handler), wrapper);
  descriptor.value = wrapper;
}

/** The answer with its body as text, made once for all requests that share it. None of them can change it. */
function inJson(answer: unknown): object {
  const { body, headers, ...rest } = answer as { body: unknown; headers?: object };
  return { ...rest, headers: Object.freeze({ ...headers }), body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** To be called before routes are registered. */
export function useRouteRules(app: NestFastifyApplication): void {
  const [database, poller] = [app.get(ReadDatabase), app.get(LogPoller)];
  const fastify = app.getHttpAdapter().getInstance();
  fastify.decorate('reach', (position: number, view: string) => reach(position, view, database, poller));
  fastify.addHook('onRoute', (route) => {
    const rules = route.config?.rules;
    if (!rules) return;
    const { reads, write, isCompressed } = rules;
    route.compress = isCompressed ? {} : false;
    const preHandler: preHandlerHookHandler = (request, _, done) => {
      requireRead(request, reads);
      done();
    };
    // Hooks that others registered come first.
    route.preHandler = [...[route.preHandler ?? []].flat(), preHandler];
    if (!write) return;
    const preSerialization: preSerializationHookHandler<unknown> = (request, reply, result, done) => {
      // Not what is answered for Fastify itself, such as that the process is about to stop.
      if (reply.statusCode >= 400) return done(null, result);
      const body = write(result as never, request, reply);
      if (body === null) reply.removeHeader('content-type');
      reply.serializer(asItIs);
      done(null, body);
    };
    route.preSerialization = [...[route.preSerialization ?? []].flat(), preSerialization];
  });
}

const asItIs = (text: unknown) => text as string;
