import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal, RouteAccess } from '../http/principal.js';
import { frameworkProblem, Problem } from '../http/problems.js';
import { RouteRules } from '../http/route-rules.js';
import { Settings } from '../settings.js';
import { AccessLog } from './access-log.js';
import { CALLBACK_PATH, Oidc } from './oidc.js';
import { PAGE_HEADERS, signInPage } from './sign-in-page.js';
import { SignIns } from './sign-ins.js';

const access: RouteAccess = { role: 'public' };

/** Pages for people to sign in and out. They need no script. */
@ApiExcludeController()
@Controller()
export class SignInController {
  constructor(
    private readonly settings: Settings,
    private readonly oidc: Oidc,
    private readonly signIns: SignIns,
    private readonly log: AccessLog,
  ) {}

  @Get('sign-in')
  @RouteRules({ access })
  showSignIn(@Req() { principal }: FastifyRequest, @Res() reply: FastifyReply): void {
    if (this.settings.AUTH === 'none') reply.redirect('/', 303);
    else this.send(reply, 200, { principal: principal.role === 'public' ? undefined : principal });
  }

  @Post('sign-in')
  @RouteRules({ access, forms: true, isSignIn: true })
  async signInByKey(@Body() form: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.settings.hasKeys) throw frameworkProblem(404);
    const { key } = Object(form) as { key?: unknown };
    await this.finish(request, reply, this.signIns.byKey(typeof key === 'string' ? key.trim() : '', request, reply));
  }

  @Get('sign-in/oidc')
  @RouteRules({ access, isSignIn: true })
  async goToIssuer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.oidc.hasSignIn) throw frameworkProblem(404);
    // A HEAD request must not begin a sign-in.
    if (request.method === 'HEAD') return void reply.status(303).send();
    try {
      reply.redirect(await this.signIns.toIssuer(reply), 303);
    } catch (error) {
      this.fail(request, reply, error);
    }
  }

  @Get(CALLBACK_PATH)
  @RouteRules({ access, isSignIn: true })
  async comeFromIssuer(@Query() _: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.oidc.hasSignIn) throw frameworkProblem(404);
    if (request.method === 'HEAD') return void reply.status(303).send();
    await this.finish(request, reply, this.signIns.fromIssuer(request, reply));
  }

  @Post('sign-out')
  @RouteRules({ access, isUnlogged: true })
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.signIns.signOut(request, reply);
    reply.redirect('/sign-in', 303);
  }

  @Post('sign-out-everywhere')
  @RouteRules({ access, isUnlogged: true })
  async signOutEverywhere(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.signIns.signOutEverywhere(request, reply);
    reply.redirect('/sign-in', 303);
  }

  private async finish(request: FastifyRequest, reply: FastifyReply, signingIn: Promise<Principal>): Promise<void> {
    try {
      await signingIn;
      reply.redirect('/', 303);
    } catch (error) {
      this.fail(request, reply, error);
    }
  }

  /** Shows the error of a sign-in on the page, because a problem document is for programs. */
  private fail(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
    if (!(error instanceof Problem)) throw error;
    this.log.noteProblem(request, error);
    reply.headers(error.headers);
    this.send(reply, error.status, { problem: error.status === 401 ? 'That did not work. Please try again.' : error.message });
  }

  private send(reply: FastifyReply, status: number, shown: { principal?: Principal; problem?: string }): void {
    const { hasKeys, OIDC_ISSUER } = this.settings;
    const issuer = this.oidc.hasSignIn ? OIDC_ISSUER : undefined;
    reply
      .status(status)
      .headers(PAGE_HEADERS)
      .send(signInPage({ hasKeys, issuer, ...shown }));
  }
}
