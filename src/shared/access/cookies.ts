// Imported for the types that it adds to requests and replies.
import type {} from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../settings.js';

/** `session` has the id of the session, `attempt` the state of a sign-in at the issuer. */
export type CookieName = 'session' | 'attempt';

/** Cookies that scripts can't read, other sites can't send with a command, and, with TLS, other hosts can't set. */
@Injectable()
export class Cookies {
  private readonly hasTls: boolean;

  constructor({ PUBLIC_URL }: Settings) {
    this.hasTls = PUBLIC_URL.startsWith('https:');
  }

  /** @returns the id of the request's session; undefined if it has an Authorization header, which takes precedence */
  sessionOf(request: FastifyRequest): string | undefined {
    return request.headers.authorization === undefined ? this.read(request, 'session') : undefined;
  }

  read({ headers: { cookie }, server }: FastifyRequest, name: CookieName): string | undefined {
    return cookie === undefined ? undefined : server.parseCookie(cookie)[this.fullName(name)];
  }

  /** @param seconds lifetime of the cookie; absent: until the browser is closed */
  set(reply: FastifyReply, name: CookieName, value: string, seconds?: number): void {
    reply.setCookie(this.fullName(name), value, { ...this.attributes, maxAge: seconds });
  }

  clear(reply: FastifyReply, name: CookieName): void {
    reply.clearCookie(this.fullName(name), this.attributes);
  }

  private get attributes() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.hasTls } as const;
  }

  private fullName(name: CookieName): string {
    return `${this.hasTls ? '__Host-' : ''}kronika-${name}`;
  }
}
