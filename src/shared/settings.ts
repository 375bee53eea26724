import { BlockList, isIP } from 'node:net';
import { plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, Matches, Max, Min, ValidateBy, validateSync } from 'class-validator';
import { HOST_NAME, isNetwork, isOrigin, NATS_ADDRESS, NATS_TOKEN, NEXT_ADDRESS } from './setting-forms.js';
import { isTimeZone } from './time-zones.js';

/** An error at the start that the operator can mend. It is shown as one line, without a stack trace. */
export class StartError extends Error {}

/** A rule about one setting or several together. */
const Rule = (message: string, isKept: (settings: Settings) => boolean) =>
  ValidateBy({
    name: message,
    validator: { validate: (_, args) => isKept(args?.object as Settings), defaultMessage: () => message },
  });

const wholeNumber = Transform(({ value }) => (/^\d+$/.test(value) ? Number(value) : value));

const list = Transform(({ value }) => (typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value));

const TRUST_PROXY_FAULT =
  'TRUST_PROXY must be addresses or networks of proxies, separated by commas, such as 10.0.0.7,192.168.0.0/24';

const CORS_ORIGINS_FAULT =
  'CORS_ORIGINS must be origins, separated by commas, each as a browser sends it, such as https://shop.example';

/** The settings that environment variables hold. An absent or empty variable has its default. */
export class Settings {
  @wholeNumber
  @IsInt({ message: 'PORT must be a whole number from 0 to 65535' })
  @Min(0, { message: 'PORT must be a whole number from 0 to 65535' })
  @Max(65535, { message: 'PORT must be a whole number from 0 to 65535' })
  PORT = 3000;

  @IsNotEmpty()
  HOST = '127.0.0.1';

  /** Host names that Kronika answers to, in addition to those of `localhost`; `*`: all names. */
  @list
  @Matches(HOST_NAME, {
    each: true,
    message: 'ALLOWED_HOSTS must be host names without port, separated by commas, such as shop.example,*.shop.example',
  })
  ALLOWED_HOSTS: string[] = [];

  /** Proxies whose `X-Forwarded-For` is trusted: addresses and networks. */
  @list
  @ValidateBy({ name: 'network', validator: { validate: isNetwork, defaultMessage: () => TRUST_PROXY_FAULT } }, { each: true })
  TRUST_PROXY: string[] = [];

  /** Origins whose pages may use the API. */
  @list
  @ValidateBy({ name: 'origin', validator: { validate: isOrigin, defaultMessage: () => CORS_ORIGINS_FAULT } }, { each: true })
  CORS_ORIGINS: string[] = [];

  /** Requests a minute for each key or user; 0: no limit. Absent: 6,000, and no limit for programs on this machine. */
  @wholeNumber
  @IsOptional()
  @IsInt({ message: 'RATE_LIMIT must be a whole number of requests a minute, 0 for no limit' })
  RATE_LIMIT?: number;

  /** Connections for each address; 0: no limit. Absent: 100, and no limit for programs on this machine. */
  @wholeNumber
  @IsOptional()
  @IsInt({ message: 'CONNECTIONS_PER_ADDRESS must be a whole number, 0 for no limit' })
  CONNECTIONS_PER_ADDRESS?: number;

  /**
   * How clients are authenticated. With `none`, every client may do everything; `keys` and `oidc` require a key or a
   * token.
   */
  @Matches(/^(none|keys|oidc|keys,oidc|oidc,keys)$/, { message: 'AUTH must be none, keys, oidc or keys,oidc' })
  AUTH = 'none';

  /** Absent: Kronika starts a Postgres of its own under DATA_DIR. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must look like postgres://user:password@host:5432/database' })
  DATABASE_URL?: string;

  /** Streaming replicas for queries; absent: queries use the database of the commands. */
  @Transform(({ value }) => (typeof value === 'string' ? value.split(NEXT_ADDRESS).map((url) => url.trim()) : value))
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, {
    each: true,
    message: 'READ_DATABASE_URL must look like postgres://user:password@host:5432/database, several separated by commas',
  })
  READ_DATABASE_URL?: string[];

  @IsNotEmpty()
  DATA_DIR = '.kronika';

  /** A file with the list of erased users. Absent: `erasures.txt` in DATA_DIR, unless DATABASE_URL is set. */
  @IsOptional()
  ERASURE_LIST?: string;

  /** The time zone of dates in requests that name none. */
  @ValidateBy({
    name: 'timeZone',
    validator: {
      validate: isTimeZone,
      defaultMessage: () => 'TIME_ZONE must be the name of an IANA time zone such as Europe/Prague',
    },
  })
  TIME_ZONE = 'UTC';

  /**
   * `web` answers HTTP, `worker` folds views and runs sagas and handlers, `views` only folds views, `relay` publishes
   * the log to NATS JetStream.
   */
  @Matches(/^(?!.*\b(\w+)\b.*\b\1\b)(web|worker|views|relay)(,(web|worker|views|relay))*$/, {
    message: 'ROLES must be of web, worker, views and relay, each at most once, separated by commas',
  })
  ROLES = 'web,worker';

  /** The servers of one NATS cluster. */
  @list
  @Matches(NATS_ADDRESS, {
    each: true,
    message: 'RELAY_URL must look like nats://user:password@host:4222, or tls:// for TLS, several separated by commas',
  })
  @Rule('RELAY_URL must be set, since ROLES has relay', ({ isRelay, RELAY_URL }) => !isRelay || RELAY_URL.length > 0)
  @Rule('RELAY_URL must have the same user and password for each server', ({ RELAY_URL }) => {
    return new Set(RELAY_URL.map((url) => NATS_ADDRESS.exec(url)?.[1])).size <= 1;
  })
  RELAY_URL: string[] = [];

  /** The JetStream stream that gets the log. */
  @Matches(NATS_TOKEN, { message: 'RELAY_STREAM must be 1 to 64 letters, digits, - and _' })
  RELAY_STREAM = 'KRONIKA';

  /** The name of this Kronika among several, in subjects and in `ce-source`. */
  @Matches(NATS_TOKEN, { message: 'RELAY_CELL must be 1 to 64 letters, digits, - and _' })
  RELAY_CELL = 'main';

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    message: 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
  })
  LOG_LEVEL = 'info';

  /** Absent: `pretty` where stdout is a terminal, else `json`. */
  @IsOptional()
  @IsIn(['json', 'pretty'], { message: 'LOG_FORMAT must be json or pretty' })
  LOG_FORMAT?: 'json' | 'pretty';

  /** Whether each request is logged. */
  @IsIn(['on', 'off'], { message: 'ACCESS_LOG must be on or off' })
  ACCESS_LOG = 'off';
  /** The address by which browsers reach Kronika, without a path. The issuer redirects browsers to it. */
  @Rule('PUBLIC_URL must look like https://shop.example', ({ PUBLIC_URL }) => {
    return PUBLIC_URL === '' || (/^https?:\/\/[^\s/?#@\\]+\/?$/.test(PUBLIC_URL) && URL.canParse(PUBLIC_URL));
  })
  PUBLIC_URL = '';

  /** The OpenID Connect issuer whose tokens are accepted. */
  @Rule('OIDC_ISSUER must be an address that begins with https://; http:// is for localhost only', ({ OIDC_ISSUER }) => {
    const isAddress = /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$))[^\s?#@\\]*$/.test(OIDC_ISSUER);
    return OIDC_ISSUER === '' || (isAddress && URL.canParse(OIDC_ISSUER));
  })
  @Rule('OIDC_ISSUER must be the address of the issuer, not that of its discovery document', ({ OIDC_ISSUER }) => {
    return !OIDC_ISSUER.includes('/.well-known/');
  })
  @Rule('OIDC_ISSUER must be set, since AUTH has oidc', ({ hasOidc, OIDC_ISSUER }) => !hasOidc || OIDC_ISSUER !== '')
  OIDC_ISSUER = '';

  /** The required value in `aud` of a token. */
  @Rule('OIDC_AUDIENCE must be set, since AUTH has oidc', ({ hasOidc, OIDC_AUDIENCE }) => !hasOidc || OIDC_AUDIENCE !== '')
  OIDC_AUDIENCE = '';

  /** The client id of browser sign-ins at the issuer. Absent: tokens only, no sign-in. */
  @Rule('OIDC_CLIENT_ID needs PUBLIC_URL, to which the issuer leads browsers back', ({ OIDC_CLIENT_ID, PUBLIC_URL }) => {
    return OIDC_CLIENT_ID === '' || PUBLIC_URL !== '';
  })
  OIDC_CLIENT_ID = '';

  /** Absent: a public client, which PKCE alone protects. */
  @IsOptional()
  OIDC_CLIENT_SECRET = '';

  /** The scopes that a sign-in requests. */
  @Matches(/^openid( [\x21\x23-\x5b\x5d-\x7e]+)*$/, {
    message: 'OIDC_SCOPE must begin with openid, and have blanks between scopes',
  })
  OIDC_SCOPE = 'openid';

  /** The claim of roles: its name, or a path to it. */
  @IsNotEmpty()
  OIDC_ROLE_CLAIM = 'roles';

  /** Values of that claim with the role of each. A token with none of them is refused. */
  @Matches(/^(.+?=(reader|operator|admin)(,(?=.)|$))*$/, {
    message: 'OIDC_ROLES must look like shop-staff=operator,shop-owner=admin with the roles reader, operator and admin',
  })
  @Rule('OIDC_ROLES must be set, since AUTH has oidc', ({ hasOidc, OIDC_ROLES }) => !hasOidc || OIDC_ROLES !== '')
  OIDC_ROLES = '';

  /** The claim with the user that a token is bound to: its name, or a path to it. Absent: tokens are not bound. */
  @IsOptional()
  OIDC_USER_CLAIM = '';

  @Transform(({ value }) => (typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value))
  @IsIn(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'], {
    each: true,
    message: 'OIDC_ALGORITHMS must be of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519',
  })
  OIDC_ALGORITHMS: string[] = ['RS256', 'ES256', 'PS256', 'EdDSA'];

  /** `JWT` is for issuers whose access tokens do not have the type `at+jwt`. */
  @IsIn(['at+jwt', 'JWT'], { message: 'OIDC_TOKEN_TYPE must be at+jwt, or JWT for issuers that do not set at+jwt' })
  @Rule('With OIDC_TOKEN_TYPE=JWT, OIDC_AUDIENCE must differ from OIDC_CLIENT_ID, or ID tokens would pass', (settings) => {
    return settings.OIDC_TOKEN_TYPE === 'at+jwt' || settings.OIDC_AUDIENCE !== settings.OIDC_CLIENT_ID;
  })
  OIDC_TOKEN_TYPE = 'at+jwt';

  get hasKeys(): boolean {
    return this.AUTH.includes('keys');
  }

  get hasOidc(): boolean {
    return this.AUTH.includes('oidc');
  }

  get isWorker(): boolean {
    return this.ROLES.includes('worker');
  }

  /** Whether the process folds views, as a worker does. */
  get isFolding(): boolean {
    return this.isWorker || this.ROLES.includes('views');
  }

  get isRelay(): boolean {
    return this.ROLES.includes('relay');
  }

  get isOnlyRelay(): boolean {
    return this.ROLES === 'relay';
  }

  get isWeb(): boolean {
    return this.ROLES.includes('web');
  }
}

/** Settings without a default. */
const OPTIONAL: Partial<Record<keyof Settings, null>> = {
  DATABASE_URL: null,
  READ_DATABASE_URL: null,
  RATE_LIMIT: null,
  CONNECTIONS_PER_ADDRESS: null,
  ERASURE_LIST: null,
  LOG_FORMAT: null,
};

/**
 * @param environment the process's variables; unknown ones are ignored
 * @param Type the settings class of an app
 * @throws StartError naming the first variable that is wrong
 */
export function readSettings<S extends Settings = Settings>(
  environment: NodeJS.ProcessEnv,
  Type: new () => S = Settings as new () => S,
): S {
  const known = Object.keys({ ...new Type(), ...OPTIONAL });
  const given = known.map((name) => [name, environment[name]]).filter(([, value]) => value !== undefined && value !== '');
  const settings = plainToInstance(Type, Object.fromEntries(given), { exposeDefaultValues: true });
  const [wrong] = validateSync(settings);
  if (wrong) throw new StartError(Object.values(wrong.constraints ?? {})[0] ?? `${wrong.property} is not valid`);
  return settings;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether only this machine can reach the host. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  return family ? LOOPBACK.check(host, family === 6 ? 'ipv6' : 'ipv4') : host.toLowerCase() === 'localhost';
}

/** @throws StartError if other machines could reach a Kronika without authentication */
export function requireAuthentication({ AUTH, HOST, isWeb }: Settings): void {
  if (AUTH !== 'none' || !isWeb || isLoopback(HOST)) return;
  throw new StartError(
    `With AUTH=none everybody may do everything, and other machines can reach HOST ${HOST}: ` +
      'set AUTH=keys, after npm run keys -- create --name me --role admin, or set HOST=127.0.0.1.',
  );
}
