import { Injectable, Logger } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import * as client from 'openid-client';
import { Problem } from '../http/problems.js';
import { Settings } from '../settings.js';

/** Limits of requests to the issuer; tests set lower ones. */
@Injectable()
export class IssuerLimits {
  /** Minimum interval between fetches of the issuer's keys, so that tokens with unknown keys can't cause more. */
  minIntervalMs = 30_000;
  /** Age at which keys are fetched anew, so that a key that the issuer has withdrawn is no longer trusted. */
  maxKeyAgeMs = 600_000;
  /** Time limit of a response, including its body. */
  timeoutMs = 5_000;
  /** Maximum size of a response body. */
  maxBytes = 256 * 1024;
}

/** Tolerated difference between the issuer's clock and this one. */
export const CLOCK_SKEW_SECONDS = 30;

/**
 * The issuer's metadata (OpenID Connect Discovery) and its public keys, fetched when they are first needed. While the
 * issuer does not answer, the keys that were fetched before remain in use.
 */
@Injectable()
export class Issuer {
  private readonly logger = new Logger(Issuer.name);
  private known?: { readonly configuration: client.Configuration; readonly keys: JWTVerifyGetKey; readonly at: number };
  private attemptedAt = Number.NEGATIVE_INFINITY;
  private isDown = false;
  private pending?: Promise<void>;

  constructor(
    private readonly settings: Settings,
    private readonly limits: IssuerLimits,
  ) {}

  /** @throws Problem 503 `access.issuer-unavailable` if the issuer has not answered yet */
  async configuration(): Promise<client.Configuration> {
    if (!this.known) await this.update();
    if (!this.known) throw this.unavailable();
    if (performance.now() - this.known.at > this.limits.maxKeyAgeMs) void this.update();
    return this.known.configuration;
  }

  /**
   * The public key of a signature. Only keys that the issuer publishes are accepted: `jwk`, `jku` and `x5u` in the
   * header of the signature are ignored.
   *
   * @throws Problem 503 `access.issuer-unavailable` if the key is unknown and the issuer can't be asked
   */
  readonly key: JWTVerifyGetKey = async (header, token) => {
    await this.configuration();
    try {
      return await this.keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    await this.update();
    try {
      return await this.keys(header, token);
    } catch (error) {
      throw this.isDown ? this.unavailable() : error;
    }
  };

  /**
   * Sends a request to the issuer, with limits on time and size and without following redirects.
   *
   * @throws Problem 503 `access.issuer-unavailable` with its cause, if there is no response or not a valid one
   */
  readonly fetch: client.CustomFetch = async (url, options) => {
    try {
      return await this.ask(url, options as RequestInit);
    } catch (error) {
      throw Object.assign(this.unavailable(), { cause: error });
    }
  };

  /** The problem to answer with while the issuer does not respond. */
  unavailable(): Problem {
    const wait = Math.ceil((this.attemptedAt + this.limits.minIntervalMs - performance.now()) / 1_000);
    return new Problem(
      503,
      'access.issuer-unavailable',
      'The issuer of tokens does not answer at the moment. Try again.',
      {},
      { 'retry-after': String(Math.max(wait, 1)) },
    );
  }

  private async ask(url: string, options: RequestInit): Promise<Response> {
    const { timeoutMs, maxBytes } = this.limits;
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...options, redirect: 'manual', signal });
    const { status, headers } = response;
    if (status >= 500) throw new Error(`${url} answers with ${status}`);
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of response.body ?? []) {
      length += piece.length;
      if (length > maxBytes) throw new Error(`${url} answers with more than ${maxBytes} bytes`);
      pieces.push(piece);
    }
    return new Response(length ? Buffer.concat(pieces) : null, { status, headers });
  }

  private keys(...signed: Parameters<JWTVerifyGetKey>) {
    return (this.known as { keys: JWTVerifyGetKey }).keys(...signed);
  }

  /** Fetches metadata and keys, unless the last attempt was within the minimum interval. */
  private async update(): Promise<void> {
    if (!this.pending && performance.now() - this.attemptedAt < this.limits.minIntervalMs) return;
    this.pending ??= this.load()
      .then(
        () => {
          this.isDown = false;
        },
        (error) => {
          this.isDown = true;
          this.logger.warn(`The issuer ${this.settings.OIDC_ISSUER} can't be asked for its keys: ${reasonOf(error)}`);
        },
      )
      .finally(() => {
        this.pending = undefined;
      });
    await this.pending;
  }

  private async load(): Promise<void> {
    const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_AUDIENCE } = this.settings;
    this.attemptedAt = performance.now();
    const configuration = await client.discovery(
      new URL(OIDC_ISSUER),
      // Discovery needs no client id, but `openid-client` requires one.
      OIDC_CLIENT_ID || OIDC_AUDIENCE,
      { [client.clockTolerance]: CLOCK_SKEW_SECONDS },
      OIDC_CLIENT_SECRET ? withSecret(OIDC_CLIENT_SECRET) : client.None(),
      {
        [client.customFetch]: this.fetch,
        // The settings allow http for a loopback address only.
        execute: OIDC_ISSUER.startsWith('http:') ? [client.allowInsecureRequests] : [],
      },
    );
    const { jwks_uri = '' } = configuration.serverMetadata();
    if (new URL(jwks_uri).protocol !== new URL(OIDC_ISSUER).protocol) throw new Error(`its jwks_uri is ${jwks_uri}`);
    const response = await this.fetch(jwks_uri, {
      method: 'GET',
      headers: { accept: 'application/json' },
      body: undefined,
      redirect: 'manual',
    });
    if (response.status !== 200) throw new Error(`${jwks_uri} answers with ${response.status}`);
    const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
    this.known = { configuration, keys, at: performance.now() };
  }
}

/**
 * Sends the secret in the header, the default for registered clients, and in the body only if the issuer requires it.
 */
function withSecret(secret: string): client.ClientAuth {
  const [inHeader, inBody] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...request) => {
    const { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = server;
    return (methods.includes('client_secret_basic') ? inHeader : inBody)(server, ...request);
  };
}

/** The message of an error's cause, because errors of `fetch` have the reason there. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? reasonOf(cause) : message;
}
