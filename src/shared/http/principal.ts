import type { ServerResponse } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyRequest } from 'fastify';
import { ANONYMOUS } from '../event-log/command-meta.js';
import { Problem } from './problems.js';

/** Roles, the least first. Each includes those before it. */
export const ROLES = ['reader', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The sender of a request, as authenticated. */
export interface Principal {
  /** Written into the meta data of events. It also separates the idempotency keys of different senders. */
  readonly actor: string;
  /** `public`: the request has no credentials. */
  readonly role: Role | 'public';
  /** The only user whose orders and campaigns the principal sees and changes; absent: it sees all. */
  readonly userId?: number;
  /** Requests in progress, which end with the key or session. Absent: the principal does not end. */
  readonly open?: OpenRequests;
}

/**
 * The requests in progress of one key or session. Their connections are closed when it is revoked or expires: live
 * streams, exports, and waiting requests.
 */
export class OpenRequests {
  private readonly responses = new Set<ServerResponse>();
  private hasEnded = false;

  get size(): number {
    return this.responses.size;
  }

  add(response: ServerResponse): void {
    if (this.hasEnded) return void response.req.socket.destroy();
    this.responses.add(response);
    response.once('close', () => this.responses.delete(response));
  }

  /** Excludes the response to the request by which a sender ends its own key or session. */
  leave(response: ServerResponse): void {
    this.responses.delete(response);
  }

  /** Closes all responses, and each one that is added later. */
  end(): void {
    this.hasEnded = true;
    for (const { req } of this.responses) req.socket.destroy();
    this.responses.clear();
  }

  /** Removes responses whose connections closed while they waited behind others, because these get no `close` event. */
  sweep(): void {
    for (const response of this.responses) if (response.req.socket.destroyed) this.responses.delete(response);
  }
}

/** The principal of every request if nobody has to sign in (`AUTH=none`). */
export const EVERYBODY: Principal = { actor: ANONYMOUS, role: 'admin' };

/** The principal of a request without credentials, which reaches only public routes. */
export const NOBODY: Principal = { actor: ANONYMOUS, role: 'public' };

/** What a route requires of a principal. */
export interface RouteAccess {
  /** The least role; `public`: credentials are not needed. */
  readonly role: Role | 'public';
  /**
   * The route shows and changes only what belongs to the user of a bound principal, or to nobody. Absent: it refuses
   * bound principals.
   */
  readonly isOwned?: boolean;
}

/**
 * Finds the principal of a request.
 *
 * @param access what its route requires; for `public` the result may be `NOBODY`
 * @throws Problem 401 `access.unauthenticated`
 */
export type Authenticate = (request: FastifyRequest, access: RouteAccess) => Principal | Promise<Principal>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before anything else of the request is examined. */
    principal: Principal;
  }
}

/** @throws Problem 403 `access.forbidden` */
export function requireAccess({ role, userId }: Principal, route: RouteAccess): void {
  if (route.role === 'public') return;
  if (role === 'public' || ROLES.indexOf(role) < ROLES.indexOf(route.role))
    throw new Problem(403, 'access.forbidden', `This needs the role ${route.role}, and you have the role ${role}.`);
  if (userId !== undefined && !route.isOwned)
    throw new Problem(403, 'access.forbidden', `You are bound to user ${userId}, and this is not about one user alone.`);
}

function boundUserOf(_: unknown, context: ExecutionContext): number | undefined {
  return context.switchToHttp().getRequest<FastifyRequest>().principal.userId;
}

/**
 * A parameter of handlers: the user that the request is bound to, or undefined. Because it is a parameter, requests of
 * different users never share an answer.
 */
export const BoundUser = createParamDecorator(boundUserOf);

/**
 * Refuses a route that admits bound principals but has no `@BoundUser()` parameter. To be called by a decorator of the
 * method, which runs after those of its parameters.
 *
 * @throws Error at the start of the process
 */
export function requireBoundUser(controller: object, method: string | symbol): void {
  const parameters: Record<string, { factory?: unknown }> = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {};
  if (Object.values(parameters).some(({ factory }) => factory === boundUserOf)) return;
  throw new Error(`${String(method)} says that it is owned, and takes no @BoundUser() to show only what that user owns`);
}
