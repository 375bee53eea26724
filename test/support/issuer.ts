import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

/** How the issuer behaves; `silent` takes requests and answers none. */
export type Mood = 'well' | 'failing' | 'gone' | 'silent' | 'endless';

/** The API that tokens are for. */
export const AUDIENCE = 'https://shop.example/api';

/** As it is registered with the issuer. */
export const CLIENT = { id: 'kronika', secret: 'the secret of the client / with = signs' };

/** The claims of accounts at the issuer, by their user names. */
const ROLES: Record<string, string[]> = { olga: ['shop-owner'], stan: ['shop-staff', 'other'], nora: [] };

/** A real OpenID Connect issuer (oidc-provider) on a port of its own. */
export class TestIssuer {
  mood: Mood = 'well';
  /** The paths that it was asked for. */
  readonly asked: string[] = [];
  private beforeToken?: () => void;
  private callback!: (request: IncomingMessage, response: ServerResponse) => void;
  /** Of the key that it signs with now. */
  key!: CryptoKey;
  publicKey!: CryptoKey;
  kid = '';

  private constructor(
    private readonly server: Server,
    /** Where browsers are led back to. */
    private readonly callbackUrl: string,
  ) {}

  static async start(callbackUrl = 'http://shop.test/sign-in/callback'): Promise<TestIssuer> {
    const server = createServer();
    const issuer = new TestIssuer(server, callbackUrl);
    server.on('request', (request, response) => issuer.answer(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    await issuer.rotate();
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The settings of a Kronika that trusts it. */
  get settings() {
    return {
      AUTH: 'oidc',
      OIDC_ISSUER: this.url,
      OIDC_AUDIENCE: AUDIENCE,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_ROLE_CLAIM: 'realm_access.roles',
      OIDC_ROLES: 'shop-owner=admin,shop-staff=operator,shop-guest=reader',
      PUBLIC_URL: new URL(this.callbackUrl).origin,
    };
  }

  /** Replaces its keys by new ones; tokens of the old ones are no longer valid. */
  async rotate(): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    this.kid = `key-${Math.random().toString(36).slice(2)}`;
    [this.key, this.publicKey] = [privateKey, publicKey];
    // It has no types.
    // @ts-expect-error
    const { Provider } = await import('oidc-provider');
    const provider = new Provider(this.url, {
      jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: this.kid, alg: 'RS256', use: 'sig' }] },
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [this.callbackUrl],
          grant_types: ['authorization_code', 'client_credentials'],
        },
      ],
      cookies: { keys: ['of the test'] },
      claims: { openid: ['sub', 'realm_access'] },
      findAccount: (_: unknown, sub: string) => ({
        accountId: sub,
        claims: () => ({ sub, realm_access: { roles: ROLES[sub] ?? [] } }),
      }),
      extraTokenClaims: (_: unknown, { accountId = 'olga' }: { accountId?: string }) => ({
        realm_access: { roles: ROLES[accountId] ?? [] },
      }),
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: () => ({ scope: 'shop', audience: AUDIENCE, accessTokenFormat: 'jwt' }),
        },
      },
    });
    this.callback = provider.callback();
  }

  /** @returns an access token as a server gets it (client credentials) */
  async accessToken(): Promise<string> {
    const response = await fetch(`${this.url}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret)}`)}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: AUDIENCE, scope: 'shop' }),
    });
    const body = (await response.json()) as { access_token: string };
    return body.access_token;
  }

  /** @returns a token as the issuer would sign it, but for the given changes; a claim of `undefined` is left out */
  sign(
    claims: JWTPayload = {},
    header: Partial<JWTHeaderParameters> = {},
    key: CryptoKey | Uint8Array = this.key,
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const all = {
      iss: this.url,
      aud: AUDIENCE,
      sub: 'olga',
      client_id: CLIENT.id,
      iat: now,
      exp: now + 600,
      realm_access: { roles: ['shop-owner'] },
      ...claims,
    };
    return new SignJWT(all).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: this.kid, ...header }).sign(key);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** @param happen what happens when it is asked for tokens next, before it answers. @returns how to forget that */
  onToken(happen: () => void): () => void {
    this.beforeToken = happen;
    return () => {
      this.beforeToken = undefined;
    };
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push((request.url ?? '').split('?')[0] as string);
    if (request.url === '/token') this.beforeToken?.();
    if (this.mood === 'well') this.callback(request, response);
    if (this.mood === 'gone') return void request.socket.destroy();
    if (this.mood === 'failing') return void response.writeHead(503).end();
    if (this.mood === 'endless') {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    }
  }
}
