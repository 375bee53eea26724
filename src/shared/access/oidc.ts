import type { ServerResponse } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { OpenRequests, type Principal, ROLES, type Role } from '../http/principal.js';
import { Problem } from '../http/problems.js';
import { Settings } from '../settings.js';
import { CLOCK_SKEW_SECONDS, Issuer, reasonOf } from './issuer.js';

/** The path to which the issuer redirects a browser after a sign-in. */
export const CALLBACK_PATH = '/sign-in/callback';

/** The state of a sign-in at the issuer, kept in the browser so that only the same browser can complete it. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  /** The code verifier of PKCE. */
  readonly verifier: string;
}

/** The principal that a token or a sign-in identifies. */
export type Identity = Omit<Principal, 'open' | 'role'> & { readonly role: Role };

const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/** Claims that only ID tokens have. A token with one of them is no access token. */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash'];

/** Validates tokens of the issuer, and signs browsers in there (authorization code flow with PKCE). */
@Injectable()
export class Oidc {
  private readonly logger = new Logger(Oidc.name);
  private readonly roles: ReadonlyMap<string, Role>;

  constructor(
    private readonly settings: Settings,
    private readonly issuer: Issuer,
  ) {
    const pairs = settings.OIDC_ROLES.matchAll(/(.+?)=(reader|operator|admin)(?:,|$)/gy);
    this.roles = new Map([...pairs].map(([, value, role]) => [value as string, role as Role]));
  }

  /** Whether browsers can sign in at the issuer. */
  get hasSignIn(): boolean {
    return this.settings.hasOidc && this.settings.OIDC_CLIENT_ID !== '';
  }

  /**
   * Validates an access token (RFC 9068). Requests that are still open when the token expires end then.
   *
   * @returns its principal; undefined if the token is not valid
   * @throws Problem 403 `access.forbidden` if the token is valid but grants no role, 503 `access.issuer-unavailable`
   */
  async find(token: string): Promise<Principal | undefined> {
    const { OIDC_AUDIENCE } = this.settings;
    const verified = await this.verify(token, { audience: OIDC_AUDIENCE });
    if (!verified || !this.isAccessToken(verified.claims, verified.type)) return undefined;
    const { claims } = verified;
    return { ...this.identityOf(claims), open: new RequestsUntil(claims.exp as number) };
  }

  /**
   * Begins a sign-in.
   *
   * @returns the address at the issuer, and the state to keep in the browser
   * @throws Problem 503 `access.issuer-unavailable`
   */
  async begin(): Promise<{ readonly url: string; readonly attempt: SignInAttempt }> {
    const configuration = await this.issuer.configuration();
    const attempt = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callback.href,
      scope: this.settings.OIDC_SCOPE,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, attempt };
  }

  /**
   * Completes a sign-in.
   *
   * @param query what the issuer added to the callback's address, `?` included
   * @returns undefined if the issuer refused the sign-in, or if this browser did not begin it
   * @throws Problem 403 `access.forbidden` if the sign-in grants no role, 503 `access.issuer-unavailable`
   */
  async end(query: string, { state, nonce, verifier }: SignInAttempt): Promise<Identity | undefined> {
    const configuration = await this.issuer.configuration();
    const answer = new URL(query, this.callback);
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    const tokens = await client.authorizationCodeGrant(configuration, answer, checks).catch((error) => this.refused(error));
    if (!tokens?.id_token) return undefined;
    const verified = await this.verify(tokens.id_token, { audience: this.settings.OIDC_CLIENT_ID });
    if (!verified) return undefined;
    const { claims } = verified;
    // Many issuers have roles only in the response of userinfo, so that ID tokens stay small.
    if (claimAt(claims, this.settings.OIDC_ROLE_CLAIM) !== undefined || !configuration.serverMetadata().userinfo_endpoint)
      return this.identityOf(claims);
    const { sub = '' } = claims;
    const info = await client.fetchUserInfo(configuration, tokens.access_token, sub).catch((error) => this.refused(error));
    return info && this.identityOf({ ...info, ...claims });
  }

  private get callback(): URL {
    return new URL(CALLBACK_PATH, this.settings.PUBLIC_URL);
  }

  private async verify(token: string, options: JWTVerifyOptions) {
    const { issuer } = (await this.issuer.configuration()).serverMetadata();
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.issuer.key, {
        ...options,
        issuer,
        algorithms: this.settings.OIDC_ALGORITHMS,
        clockTolerance: CLOCK_SKEW_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      // A token with `cnf` is valid only with a proof of its sender's key, which is not checked here.
      if (!SUBJECT.test(payload.sub ?? '') || payload.cnf !== undefined) return undefined;
      return { claims: payload, type: protectedHeader.typ?.toLowerCase().replace(/^application\//, '') };
    } catch (error) {
      if (error instanceof Problem) throw error;
      this.logger.debug(`A token is refused: ${(error as Error).message}`);
      return undefined;
    }
  }

  private isAccessToken(claims: JWTPayload, type?: string): boolean {
    if (type === 'at+jwt') return true;
    if (this.settings.OIDC_TOKEN_TYPE !== 'JWT' || (type !== undefined && type !== 'jwt')) return false;
    return claims.typ !== 'ID' && !ID_TOKEN_CLAIMS.some((name) => name in claims);
  }

  /** @throws Problem 403 `access.forbidden` */
  private identityOf(claims: JWTPayload): Identity {
    const { OIDC_ROLE_CLAIM, OIDC_USER_CLAIM } = this.settings;
    const granted = [claimAt(claims, OIDC_ROLE_CLAIM)].flat().map((value) => this.roles.get(value as string));
    const role = ROLES.findLast((each) => granted.includes(each));
    if (!role) throw new Problem(403, 'access.forbidden', 'You have signed in, and have no role here.');
    return { actor: `user:${claims.sub}`, role, ...(OIDC_USER_CLAIM ? userOf(claims, OIDC_USER_CLAIM) : {}) };
  }

  /** @throws Problem 503 `access.issuer-unavailable` if the error is no refusal by the issuer */
  private refused(error: Error): undefined {
    this.logger.warn(`A sign-in at ${this.settings.OIDC_ISSUER} failed: ${error.message} (${reasonOf(error)})`);
    if (error.cause instanceof Problem) throw error.cause;
  }
}

/** The open requests of one token. Their connections are closed when the token expires. */
class RequestsUntil extends OpenRequests {
  /** @param expiry in seconds since 1970, as in `exp` */
  constructor(private readonly expiry: number) {
    super();
  }

  override add(response: ServerResponse): void {
    const timeLeft = (this.expiry + CLOCK_SKEW_SECONDS) * 1_000 - Date.now();
    const end = () => response.req.socket.destroy();
    const timer = setTimeout(end, Math.min(Math.max(timeLeft, 0), MAX_TIMEOUT_MS)).unref();
    response.once('close', () => clearTimeout(timer));
  }
}

/** With a longer delay, `setTimeout` fires immediately. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** A claim by its name, which may contain dots (`https://shop.example/roles`), or else by a path with dots. */
function claimAt(claims: JWTPayload, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let found: unknown = claims;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/**
 * The user of a claim; `*` stands for all users.
 *
 * @throws Problem 403 `access.forbidden` if there is no such claim, because an omission must not grant access to all
 */
function userOf(claims: JWTPayload, path: string): { userId?: number } {
  const value = claimAt(claims, path);
  if (value === '*') return {};
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value));
  const userId = Number(value);
  if (isNumber && Number.isSafeInteger(userId) && userId > 0) return { userId };
  throw new Problem(403, 'access.forbidden', 'You have signed in, but your account names no user whose orders you may see.');
}
