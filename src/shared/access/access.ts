import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, onResponseHookHandler } from 'fastify';
import { type Authenticate, EVERYBODY, NOBODY, type Principal, type RouteAccess } from '../http/principal.js';
import { Problem } from '../http/problems.js';
import { isRepeated, requireOwnPage } from '../http/senders.js';
import { Settings } from '../settings.js';
import { AccessLog } from './access-log.js';
import { ApiKeys, KEY_PREFIX } from './api-keys.js';
import { Cookies } from './cookies.js';
import { Oidc } from './oidc.js';
import { Sessions } from './sessions.js';

/** The same problem for all faults of credentials, so that an attacker does not learn which one it was. */
export const unauthenticated = () =>
  new Problem(
    401,
    'access.unauthenticated',
    'This needs valid credentials.',
    {},
    { 'www-authenticate': 'Bearer realm="Kronika"' },
  );

/** The principal of a request's credentials; undefined if they are not valid. */
type Found = Principal | undefined | Promise<Principal | undefined>;

/** Authenticates requests by the methods that the setting `AUTH` allows. */
@Injectable()
export class Access {
  constructor(
    private readonly settings: Settings,
    private readonly keys: ApiKeys,
    private readonly oidc: Oidc,
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
    private readonly log: AccessLog,
  ) {}

  /** The path to which `/` leads a principal, if the app has no pages of its own. */
  readonly home = ({ role, userId }: Principal): string => (role === 'admin' && userId === undefined ? '/docs' : '/sign-in');

  /**
   * Finds the principal of a request by its bearer key or token, or else by its session. A public route accepts any
   * request, even one with bad credentials.
   *
   * @throws Problem 401 `access.unauthenticated`, 400 `request.malformed`, 503 `database.unavailable`
   */
  readonly authenticate: Authenticate = (request, route) => {
    if (this.settings.AUTH === 'none') return EVERYBODY;
    const found = this.find(request);
    if (!(found instanceof Promise)) return admit(found, route);
    return found.then(
      (principal) => admit(principal, route),
      (error) => {
        if (route.role === 'public') return NOBODY;
        throw error;
      },
    );
  };

  /**
   * Records refused requests, and operators' requests that append no event, for the audit. To be called before routes
   * are registered.
   */
  audit(fastify: FastifyInstance): void {
    if (this.settings.AUTH === 'none') return;
    fastify.decorate('onProblem', (request: FastifyRequest, problem: Problem) => this.log.noteProblem(request, problem));
    fastify.addHook('onRoute', (route) => {
      if (!route.config?.rules?.isUnlogged) return;
      const onResponse: onResponseHookHandler = (request, reply, done) => {
        if (reply.statusCode < 400) this.log.noteDone(request, reply.statusCode);
        done();
      };
      route.onResponse = [...[route.onResponse ?? []].flat(), onResponse];
    });
  }

  private find(request: FastifyRequest): Found {
    const { authorization } = request.headers;
    if (authorization === undefined) return this.findSession(request);
    if (isRepeated('authorization', request.raw.rawHeaders))
      throw new Problem(400, 'request.malformed', 'There is more than one Authorization header.');
    const token = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1];
    if (token?.startsWith(KEY_PREFIX)) return this.settings.hasKeys ? this.keys.find(token) : undefined;
    return token && this.settings.hasOidc ? this.oidc.find(token) : undefined;
  }

  private findSession(request: FastifyRequest): Found {
    const id = this.cookies.sessionOf(request);
    if (id === undefined) return undefined;
    requireOwnPage(request.raw);
    return this.sessions.find(id);
  }
}

/** @throws Problem 401 `access.unauthenticated` */
function admit(principal: Principal | undefined, { role }: RouteAccess): Principal {
  if (principal) return principal;
  if (role === 'public') return NOBODY;
  throw unauthenticated();
}
