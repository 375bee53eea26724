import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../settings.js';
import { unauthenticated } from './access.js';
import { AccessLog } from './access-log.js';
import { ApiKeys } from './api-keys.js';
import { Cookies } from './cookies.js';
import { FailedSignIns } from './failed-sign-ins.js';
import { type Identity, Oidc, type SignInAttempt } from './oidc.js';
import { Sessions } from './sessions.js';

/** Time limit for a sign-in at the issuer. */
const MAX_ATTEMPT_SECONDS = 600;

/** Signs browsers in and out. A sign-in always creates a new session id, which prevents session fixation. */
@Injectable()
export class SignIns {
  constructor(
    private readonly settings: Settings,
    private readonly keys: ApiKeys,
    private readonly oidc: Oidc,
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
    private readonly failures: FailedSignIns,
    private readonly log: AccessLog,
  ) {}

  /**
   * Signs in with an API key.
   *
   * @throws Problem 401 `access.unauthenticated`, 429 `access.too-many-failures`
   */
  async byKey(key: string, request: FastifyRequest, reply: FastifyReply): Promise<Identity> {
    if (!this.settings.hasKeys) throw unauthenticated();
    return this.begin(request, reply, async () => this.keys.find(key));
  }

  /**
   * Begins a sign-in at the issuer.
   *
   * @returns the address to redirect the browser to
   * @throws Problem 503 `access.issuer-unavailable`
   */
  async toIssuer(reply: FastifyReply): Promise<string> {
    const { url, attempt } = await this.oidc.begin();
    this.cookies.set(reply, 'attempt', Object.values(attempt).join('.'), MAX_ATTEMPT_SECONDS);
    return url;
  }

  /**
   * Completes a sign-in at the issuer.
   *
   * @throws Problem 401 `access.unauthenticated`, 403 `access.forbidden` if the sign-in grants no role, 429
   *   `access.too-many-failures`, 503 `access.issuer-unavailable`
   */
  fromIssuer(request: FastifyRequest, reply: FastifyReply): Promise<Identity> {
    const [state, nonce, verifier] = this.cookies.read(request, 'attempt')?.split('.') ?? [];
    this.cookies.clear(reply, 'attempt');
    const attempt: SignInAttempt | undefined = state && nonce && verifier ? { state, nonce, verifier } : undefined;
    const query = /\?.*/s.exec(request.url)?.[0] ?? '';
    return this.begin(request, reply, async () => attempt && this.oidc.end(query, attempt));
  }

  /** Ends the session of the request, if it has one. */
  async signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const id = this.cookies.read(request, 'session');
    if (id === undefined) return;
    request.principal.open?.leave(reply.raw);
    await this.sessions.end(id);
    this.cookies.clear(reply, 'session');
  }

  /**
   * Ends all sessions of an actor.
   *
   * @param actor absent: the actor of the request
   */
  async signOutEverywhere(request: FastifyRequest, reply: FastifyReply, actor = request.principal.actor): Promise<void> {
    request.principal.open?.leave(reply.raw);
    if (request.principal.role !== 'public') await this.sessions.endAllOf(actor);
    if (actor === request.principal.actor) await this.signOut(request, reply);
  }

  private async begin(
    request: FastifyRequest,
    reply: FastifyReply,
    find: () => Promise<(Omit<Identity, 'role'> & { role: Identity['role'] | 'public' }) | undefined>,
  ): Promise<Identity> {
    const { ip } = request;
    await this.failures.requireFew(ip);
    const found = await find();
    if (!found || found.role === 'public') {
      await this.failures.add(ip);
      throw unauthenticated();
    }
    const identity: Identity = { actor: found.actor, role: found.role, userId: found.userId };
    await this.signOut(request, reply);
    this.cookies.set(reply, 'session', await this.sessions.begin(identity));
    this.log.note({
      outcome: 'signed-in',
      actor: identity.actor,
      method: request.method,
      route: request.routeOptions.url,
      address: ip,
    });
    return identity;
  }
}
