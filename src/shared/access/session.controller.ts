import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeJwt } from 'jose';
import { Text, Token } from '../http/fields.js';
import { ApiProblems } from '../http/openapi.js';
import { BoundUser, ROLES, type Role } from '../http/principal.js';
import { Problem } from '../http/problems.js';
import { type Answer, QueryRoute } from '../http/queries.js';
import { RouteRules } from '../http/route-rules.js';
import { LOG_ITSELF } from '../http/waiting.js';
import { Settings } from '../settings.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { ApiKeys } from './api-keys.js';
import { Cookies } from './cookies.js';
import { Sessions } from './sessions.js';
import { SignIns } from './sign-ins.js';

class BeginSessionBody {
  @Token({ maximum: 100, description: 'An API key', example: `kro_4fQ2mZ8xT1kB_${'x'.repeat(43)}` })
  key!: string;
}

class SessionDocument {
  @ApiProperty({
    description: 'The actor as in events: `key:…`, `user:…`, or `anonymous` with `AUTH=none`',
    example: 'key:4fQ2mZ8xT1kB',
  })
  actor!: string;

  @ApiProperty({ enum: ROLES, example: 'operator' })
  role!: Role;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'The only user whose orders and campaigns it can see and change; null: all users',
    example: 42,
  })
  userId!: number | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'The time when the session, key or token ends; requests extend a session. Null with `AUTH=none`',
    example: '2026-01-31T09:30:00.000Z',
  })
  expiresAt!: Date | null;
}

class EndSessionsParameters {
  @Text({
    maximum: 300,
    optional: true,
    description: 'The actor; absent: your own. Another one is for admins only',
    example: 'user:olga',
  })
  actor?: string;
}

/** The principal of a request, and sessions of browsers. */
@ApiTags('access')
@Controller('v1')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly signIns: SignIns,
    private readonly cookies: Cookies,
    private readonly keys: ApiKeys,
    private readonly poller: LogPoller,
    private readonly settings: Settings,
  ) {}

  @Get('session')
  @QueryRoute({
    summary: 'The principal of this request',
    description: 'Works with a session, a key or a token.',
    view: LOG_ITSELF,
    body: SessionDocument,
    isOwned: true,
  })
  async findSession(@BoundUser() userId: number | undefined, @Req() request: FastifyRequest): Promise<Answer<SessionDocument>> {
    const { actor, role } = request.principal;
    const expiresAt = await this.expiryOf(request);
    return {
      position: this.poller.horizon,
      body: { actor, role: role as Role, userId: userId ?? null, expiresAt },
      headers: NOT_STORED,
    };
  }

  @Post('session')
  @RouteRules({ access: { role: 'public' }, isSignIn: true })
  @HttpCode(204)
  @ApiOperation({
    summary: 'Sign in with an API key',
    description:
      'For pages of the same origin. The session is in a cookie that scripts can not read. Commands with the cookie need ' +
      '`Sec-Fetch-Site: same-origin` or an `Origin` that names the host, as browsers send them. The session ends after 8 h without a ' +
      'request, after 7 days, and with its key. To sign in at the issuer, send the browser to `/sign-in/oidc`.',
  })
  @ApiResponse({
    status: 204,
    description: 'Signed in',
    headers: { 'Set-Cookie': { description: 'The session', schema: { type: 'string' } } },
  })
  @ApiProblems({
    401: ['access.unauthenticated'],
    429: ['access.too-many-failures'],
    503: ['database.unavailable'],
  })
  async beginSession(
    @Body() { key }: BeginSessionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.signIns.byKey(key, request, reply);
  }

  @Delete('session')
  @RouteRules({ access: { role: 'reader', isOwned: true }, isUnlogged: true })
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out', description: 'The session ends at once in this process and within 5 s in others.' })
  @ApiResponse({ status: 204, description: 'Signed out, or the request had no session' })
  @ApiProblems({ 503: ['database.unavailable'] })
  async endSession(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.signIns.signOut(request, reply);
  }

  @Delete('sessions')
  @RouteRules({ access: { role: 'reader', isOwned: true }, isUnlogged: true })
  @HttpCode(204)
  @ApiOperation({
    summary: 'Sign out everywhere',
    description: 'All sessions of the actor end, with their open streams: at once in this process and within 5 s in others.',
  })
  @ApiResponse({ status: 204, description: 'Done' })
  @ApiProblems({ 403: ['access.forbidden'], 503: ['database.unavailable'] })
  async endSessions(
    @Query() { actor }: EndSessionsParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { principal } = request;
    const isAdmin = principal.role === 'admin' && principal.userId === undefined;
    if (actor !== undefined && actor !== principal.actor && !isAdmin)
      throw new Problem(403, 'access.forbidden', 'Only admins can end the sessions of others.');
    await this.signIns.signOutEverywhere(request, reply, actor);
  }

  private async expiryOf(request: FastifyRequest): Promise<Date | null> {
    // Credentials that nobody has checked may be anything.
    if (this.settings.AUTH === 'none') return null;
    const { authorization } = request.headers;
    const session = this.cookies.sessionOf(request);
    if (authorization === undefined) return (session && (await this.sessions.endOf(session))) || null;
    const [, id] = /^key:(.+)$/.exec(request.principal.actor) ?? [];
    if (id) return (await this.keys.one(id)).expiresAt;
    const { exp = 0 } = decodeJwt(authorization.replace(/^\S+ +/, ''));
    return new Date(exp * 1_000);
  }
}

const NOT_STORED = { 'Cache-Control': 'no-store' };
