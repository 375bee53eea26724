import { applyDecorators, Req } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest, preHandlerHookHandler, preSerializationHookHandler } from 'fastify';
import { LogPoller } from '../subscriptions/log-poller.js';
import { ReadDatabase } from '../views/read-database.js';
import type { RouteAccess } from './principal.js';
import type { StreamKind } from './senders.js';
import { questionOf, SharedRequests } from './shared-requests.js';
import { type Reads, readsOf, requireRead } from './unread-input.js';
import type { UploadRule } from './uploads.js';
import { positionFrom, reach } from './waiting.js';

interface Rules {
  readonly access: RouteAccess;
  /** Accepts the body as a form as well as JSON. */
  readonly forms?: boolean;
  /** The limit of the body in bytes; absent: `BODY_LIMIT`. */
  readonly bodyLimit?: number;
  /** The body is not parsed: the handler reads it by `Uploads`. */
  readonly upload?: UploadRule;
  /** The view or views that it reads, for which it may have to wait. */
  readonly view?: string | readonly string[];
  /** Identical requests share an answer. */
  readonly isShared?: boolean;
  /** The route changes something without an event on the log, so the audit records the request. */
  readonly isUnlogged?: boolean;
  /** A follower leaves it to its origin, because it changes or needs what a follower does not have. */
  readonly isOriginOnly?: boolean;
  /** People sign in by this route, so the audit records a refusal as a failed sign-in. */
  readonly isSignIn?: boolean;
  /** The answer is a stream, which holds resources until its reader has taken it. */
  readonly stream?: StreamKind;
  /** Programs on other sites call it; see `EmbedRoute`. */
  readonly isEmbed?: boolean;
  /** Its answers are compressed for clients that accept it. */
  readonly isCompressed?: boolean;
  /** Writes the head of the answer from the handler's result, and returns the body; absent: the result is the body. */
  readonly write?: (result: never, request: FastifyRequest, reply: FastifyReply) => string | null;
}

type Handler = (...parameters: unknown[]) => unknown;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent: only admins have access. */
    access?: RouteAccess;
    rules?: Rules & { readonly reads: Reads };
  }
  interface FastifyInstance {
    /** See `reach` in waiting.ts. */
    reach(position: number, view: string): Promise<void>;
    /** See `ReadDatabase.since`. */
    since<T>(position: number, work: () => T): T;
  }
}

/**
 * The rules of a route around its handler. Hooks of Fastify do what needs no guard (checking input that the route does
 * not read, writing headers), because a Nest interceptor would double the cost of a query. Waiting for a view and
 * sharing an answer happen directly around the handler, after Nest's guards, interceptors and pipes, so that every
 * request passes those.
 */
export function RouteRules(rules: Rules): MethodDecorator {
  return (target, name, descriptor) => {
    const reads = { ...readsOf(target.constructor, name, rules.forms), upload: rules.upload !== undefined };
    documentAccess(rules.access)(target, name, descriptor);
    if (rules.isOriginOnly) ApiExtension('x-origin-only', true)(target, name, descriptor);
    if (rules.view !== undefined) waitAndShare(rules, target, name, descriptor);
    return RouteConfig({ access: rules.access, rules: { ...rules, reads } })(target, name, descriptor);
  };
}

/** Documents what a route requires. `completeDocument` adds the problems that follow from it. */
function documentAccess({ role, isOwned = false }: RouteAccess): MethodDecorator {
  return applyDecorators(ApiExtension('x-role', role), ...(role === 'public' ? [] : [ApiExtension('x-bound-users', isOwned)]));
}

/** Declares the least role of a route that needs no other rules. */
export function RoleRoute(role: RouteAccess['role']): MethodDecorator {
  const access: RouteAccess = { role };
  return applyDecorators(RouteConfig({ access }), documentAccess(access));
}

/** Declares a route that needs neither credentials nor other rules. */
export const PublicRoute = (): MethodDecorator => RoleRoute('public');

/** Wraps a handler with waiting and sharing. The wrapper gets the request as an additional parameter. */
function waitAndShare(
  { view = '', isShared }: Rules,
  target: object,
  name: string | symbol,
  descriptor: PropertyDescriptor,
): void {
  const handler = descriptor.value as Handler;
  const read = Object.keys(Reflect.getMetadata(ROUTE_ARGS_METADATA, target.constructor, name) ?? {});
  // A handler with the whole request or the reply may answer each request differently.
  const takesAll = [RouteParamtypes.REQUEST, RouteParamtypes.RESPONSE, RouteParamtypes.NEXT].some((type) =>
    read.some((key) => key.startsWith(`${type}:`)),
  );
  const index = Reflect.getMetadata('design:paramtypes', target, name).length;
  Req()(target, name, index);
  // By instance, because a request-scoped controller must not share with others.
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
    if (position !== undefined) for (const each of [view].flat()) await request.server.reach(position, each);
    const question = isShared && !takesAll ? questionOf(given, request.headers) : undefined;
    const answerSince = (position: number) => request.server.since(position, () => handler.apply(this, given));
    if (question === undefined) return answerSince(position ?? 0);
    const answer = await sharingOf(this).take(question, async (latest) => inJson(await answerSince(latest)), position);
    // A copy, so that an interceptor changes only the answer of its own request.
    return { ...answer };
  };
  Object.defineProperty(wrapper, 'name', { value: handler.name });
  // Keeps the metadata of the decorators below this one.
  for (const key of Reflect.getOwnMetadataKeys(handler))
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, handler), wrapper);
  descriptor.value = wrapper;
}

/** The answer with its body as text, made once for all requests that share it, so that none of them can change it. */
function inJson(answer: unknown): object {
  const { body, headers, ...rest } = answer as { body: unknown; headers?: object };
  return { ...rest, headers: Object.freeze({ ...headers }), body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** To be called before routes are registered. */
export function useRouteRules(app: NestFastifyApplication): void {
  const [database, poller] = [app.get(ReadDatabase), app.get(LogPoller)];
  const fastify = app.getHttpAdapter().getInstance();
  fastify.decorate('reach', (position: number, view: string) => reach(position, view, database, poller));
  fastify.decorate('since', <T>(position: number, work: () => T) => database.since(position, work));
  fastify.addHook('onRoute', (route) => {
    const rules = route.config?.rules;
    if (!rules) return;
    const { reads, write, isCompressed, isEmbed } = rules;
    route.compress = isCompressed ? {} : false;
    if (isEmbed) return;
    const preHandler: preHandlerHookHandler = (request, _, done) => {
      requireRead(request, reads);
      done();
    };
    // Hooks that were registered earlier run first.
    route.preHandler = [...[route.preHandler ?? []].flat(), preHandler];
    if (!write) return;
    const preSerialization: preSerializationHookHandler<unknown> = (request, reply, result, done) => {
      // Skips answers of Fastify itself, such as the one that the process is about to stop.
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
