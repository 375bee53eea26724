// More than 300 lines, because most of them are data: the texts and problem codes that all operations share.
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import type { AboutMembers } from './about.controller.js';
import { INPUT_ERROR_CODES, PROBLEM_TYPE } from './problems.js';

export class InputErrorDocument {
  @ApiProperty({ description: 'A JSON pointer to the member; parameters and headers count as members', example: '#/userId' })
  pointer!: string;

  @ApiProperty({
    description: 'A stable code; of a rule about one field, the end of the code of the problem',
    anyOf: [{ enum: [...INPUT_ERROR_CODES] }, { pattern: '^[a-z]+(-[a-z]+)*$' }],
    example: 'out-of-range',
  })
  code!: string;

  @ApiProperty({ example: 'must be from 1 to 9007199254740991' })
  detail!: string;
}

/** A problem document (RFC 9457). */
export class ProblemDocument {
  @ApiProperty({ example: 'about:blank' })
  type!: string;

  @ApiProperty({ example: 'Bad Request' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 400 })
  status!: number;

  @ApiProperty({ description: 'A stable code that identifies the problem', example: 'request.invalid' })
  code!: string;

  @ApiProperty({ description: 'A sentence for a person', example: 'userId must be a whole number.' })
  detail!: string;

  @ApiProperty({
    required: false,
    type: [InputErrorDocument],
    maxItems: 20,
    description: 'The faults of bad input, and with 422 of a rule about one field, up to 20',
  })
  errors?: InputErrorDocument[];

  @ApiProperty({ required: false, type: 'integer', description: 'With 412: the version that the entity has', example: 2 })
  version?: number;

  @ApiProperty({
    required: false,
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'With 412: the events since the version in If-Match, as in `/v1/events`',
  })
  events?: object[];

  @ApiProperty({
    required: false,
    type: 'integer',
    format: 'int64',
    description: 'With `view.behind`: the position that the view has reached',
    example: 41,
  })
  position?: number;

  @ApiProperty({
    required: false,
    type: 'integer',
    format: 'int64',
    description: 'With `view.behind`: number of missing positions',
    example: 1,
  })
  lag?: number;

  @ApiProperty({ required: false, type: [String], description: 'With `subscription.failing`: the subscriptions' })
  subscriptions?: string[];

  @ApiProperty({
    required: false,
    description: 'With `follower.origin-only`: where to send the request, or the host and port of the database there',
    example: 'https://shop.example',
  })
  origin?: string;
}

/** Codes of problems by status. */
export type ProblemCodes = Readonly<Record<number, readonly string[]>>;

/** Problems of every operation, by what its request has. */
const ANY: ProblemCodes = {
  400: ['request.malformed', 'request.malformed-text'],
  431: ['request.headers-too-large'],
  500: ['internal'],
};
/** Problems of an operation that ignores what it does not know. */
const ANY_EMBED: ProblemCodes = { ...ANY, 400: ['request.malformed'], 413: ['request.too-large'] };
const WITH_CREDENTIALS: ProblemCodes = { 401: ['access.unauthenticated'] };
const WITH_ROLE: ProblemCodes = { 403: ['access.forbidden'] };
const WITH_INPUT: ProblemCodes = { 400: ['request.invalid'] };
const WITH_BODY: ProblemCodes = {
  400: ['request.malformed-json'],
  413: ['request.too-large'],
  415: ['request.content-type-unknown', 'request.content-encoding-unknown'],
  503: ['server.busy'],
};
const WITHOUT_BODY: ProblemCodes = { 400: ['request.body-unexpected'] };
const ORIGIN_ONLY: ProblemCodes = { 409: ['follower.origin-only'] };
const WITH_ID: ProblemCodes = { 414: ['request.url-too-long'] };

/** The introduction of the document: what applies to every operation. */
export const DESCRIPTION = `Commands answer with success or a refusal, never with data; queries never change anything.

All but success is answered with a problem document (RFC 9457) whose \`code\` is stable. Before a request comes to an operation
it may be refused with \`request.too-many\` or \`connection.too-many\` (429, with the header Retry-After),
\`route.not-found\` (404), \`route.method-not-allowed\` (405, with the header Allow),
\`request.timeout\` (408), \`request.expectation-unknown\` (417) or \`request.host-not-allowed\` (421: the header Host is not one
of Kronika's names). A command that a browser sends for a page of another site, and the live stream or an export that such a page
opens in the background, is refused with \`request.cross-site\` (403), and so is a command with a session's cookie and neither
\`Sec-Fetch-Site: same-origin\` nor an \`Origin\` that names the host.

Where the setting \`AUTH\` is not \`none\`, a request needs credentials, or it is refused with \`access.unauthenticated\` (401), also at
addresses that lead nowhere. \`x-role\` is the least role that an operation asks for: reader, operator or admin. A key or token that is
bound to one user may use only those with \`x-bound-users\`. All else is refused with \`access.forbidden\` (403). While the issuer of
tokens does not answer, those whose key is not known yet get \`access.issuer-unavailable\` (503, with the header Retry-After).

A body has at most 256 KiB, unless its operation says otherwise, and its objects and lists are nested at most 20 levels deep. A
request must have arrived after 15 s, its headers after 10 s.

HEAD answers as GET does, without the body. Lists and exports are compressed as \`Accept-Encoding\` says.

Each answer has the header \`X-Request-Id\`, by which an operator finds the request in the log: that of the request, if it is 1 to 128
letters, digits or any of \`. : / _ -\`, else a new one. The header \`traceparent\` of a command (W3C Trace Context) is saved with its
events, and handed on to all that follows from them.

A client that got no answer to a command, or 5xx, can send the same request again without its taking effect twice if both have the same
header \`Idempotency-Key\`, chosen anew for each command. A success is kept with the key for 7 days, and the same request gets the same answer
again. A refusal has no effect and does not outlive its cause: the same request with the same key is executed again. While the first request
is under way the answer is 409 (\`idempotency.in-progress\`): try again. The key stays bound to its request: another method, address,
\`If-Match\` or body is refused with 422 (\`idempotency.key-reused\`). A request that is refused for its form (400, 413, 415) leaves the key
free.`;

/** Documents the problem codes of a route. `completeDocument` adds those that all routes have. */
export function ApiProblems(problems: ProblemCodes) {
  return applyDecorators(
    ApiExtraModels(ProblemDocument),
    ...Object.entries(problems).map(([status, codes]) =>
      ApiResponse({ status: Number(status), ...problemResponse(codes) } as never),
    ),
  );
}

function problemResponse(codes: readonly string[]) {
  const retried = codes.filter((code) => RETRIED.includes(code));
  const retryAfter = { description: `In seconds, with ${quoted(retried)}`, schema: { type: 'integer', example: 1 } };
  const headers = {
    ...(codes.includes('access.unauthenticated') ? { 'WWW-Authenticate': CHALLENGE } : {}),
    ...(retried.length ? { 'Retry-After': retryAfter } : {}),
  } as Readonly<Record<string, { readonly schema: { example?: unknown } }>>;
  return {
    description: quoted(codes),
    headers,
    content: {
      [PROBLEM_TYPE]: {
        schema: {
          allOf: [
            { $ref: getSchemaPath(ProblemDocument) },
            { type: 'object', properties: { code: { type: 'string', enum: codes } } },
          ] as const,
        },
      },
    },
  };
}

const CHALLENGE = {
  description: 'With `access.unauthenticated`: how to authenticate',
  schema: { type: 'string', example: 'Bearer realm="Kronika"' },
} as const;

/** The ways to authenticate, by the names that operations refer to. */
export const SECURITY_SCHEMES: NonNullable<NonNullable<OpenAPIObject['components']>['securitySchemes']> = {
  key: { type: 'http', scheme: 'bearer', description: 'An API key, such as `kro_…`, where the setting `AUTH` has `keys`' },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token of the issuer, where the setting `AUTH` has `oidc`',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'kronika-session',
    description:
      'The session of a browser, which `POST /v1/session` or the page `/sign-in` begins. With TLS (`PUBLIC_URL`) the name ' +
      'begins with `__Host-`',
  },
};

/** Any one of them is enough. */
const SECURITY = Object.keys(SECURITY_SCHEMES).map((name) => ({ [name]: [] }));

const quoted = (codes: readonly string[]) => codes.map((code) => `\`${code}\``).join(', ');

/** Statuses after which the same request may succeed. */
const RETRIED = [
  'access.too-many-failures',
  'database.unavailable',
  'database.full',
  'event.unknown',
  'event.unreadable',
  'idempotency.in-progress',
  'server.busy',
  'server.disk-full',
  'stream.too-many',
  'export.too-many',
  'upload.too-many',
  'view.behind',
  'subscription.failing',
];

/** What an app adds to the parts of the document that all routes share. */
export interface SharedDocuments {
  /** Members that the app's refusals add to problem documents, with their JSON Schemas. */
  readonly problemMembers?: Readonly<Record<string, object>>;
  /** Codes of faults that the app's own fields add. */
  readonly inputErrorCodes?: readonly string[];
}

/**
 * Adds what operations have in common: problems, fitting examples, and closed bodies. Also adds what the app says to
 * the schemas of problems and of `/v1/about`.
 */
export function completeDocument(document: OpenAPIObject, app: SharedDocuments, about: AboutMembers): OpenAPIObject {
  for (const item of Object.values(document.paths))
    for (const [method, operation] of Object.entries(item) as [string, Operation][]) {
      completeExamples(operation);
      const isPublic = operation['x-role'] === 'public';
      operation.security = isPublic ? [] : SECURITY;
      const isEmbed = operation['x-ignores-unknown'] === true;
      const hasId = operation.parameters?.some((parameter) => parameter.in === 'path');
      const common = [
        isEmbed ? ANY_EMBED : ANY,
        ...(isPublic ? [] : [WITH_CREDENTIALS]),
        ...(isPublic || (operation['x-role'] === 'reader' && operation['x-bound-users']) ? [] : [WITH_ROLE]),
        ...(!isEmbed && (operation.parameters?.length || operation.requestBody) ? [WITH_INPUT] : []),
        // One that may be empty has to be read before it can be refused.
        ...(!isEmbed && (operation.requestBody || method === 'post') ? [WITH_BODY] : []),
        ...(operation.requestBody || isEmbed ? [] : [WITHOUT_BODY]),
        ...(hasId ? [WITH_ID] : []),
        ...(operation['x-origin-only'] ? [ORIGIN_ONLY] : []),
      ];
      for (const [status, codes] of common.flatMap((each) => Object.entries(each))) {
        const known = operation.responses[status]?.content?.[PROBLEM_TYPE]?.schema.allOf[1].properties.code.enum ?? [];
        operation.responses[status] = problemResponse([...known, ...codes]);
      }
    }
  closeBodies(document);
  completeProblems(document, app);
  completeAbout(document, about);
  return document;
}

/** Replaces the schemas, since parts of them are shared by all documents of the process. */
function completeProblems({ components }: OpenAPIObject, { problemMembers, inputErrorCodes = [] }: SharedDocuments): void {
  const { ProblemDocument: problem, InputErrorDocument: fault } = (components?.schemas ?? {}) as Record<string, Documented>;
  if (problem) problem.properties = { ...problem.properties, ...problemMembers };
  const [known, ...others] = fault?.properties.code?.anyOf ?? [];
  if (!fault || !known) return;
  const anyOf = [{ enum: [...(known.enum ?? []), ...inputErrorCodes] }, ...others];
  fault.properties = { ...fault.properties, code: { ...fault.properties.code, anyOf } };
}

function completeAbout({ components }: OpenAPIObject, members: AboutMembers): void {
  const document = components?.schemas?.AboutDocument as { properties: object; required: string[] };
  const schemas = Object.entries(members).map(([name, { schema }]) => [name, schema]);
  document.properties = { ...document.properties, ...Object.fromEntries(schemas) };
  document.required = [...document.required, ...Object.keys(members)];
}

interface Documented {
  properties: Readonly<Record<string, { readonly anyOf?: readonly { readonly enum?: readonly string[] }[] }>>;
}

/** States that every object in the body of a request refuses unknown properties. */
function closeBodies({ paths, components }: OpenAPIObject): void {
  const isClosed = new Set<string>();
  const close = (part: unknown): void => {
    // The last segment of a reference names a schema.
    for (const [, name = ''] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (isClosed.has(name)) continue;
      isClosed.add(name);
      const schema = components?.schemas?.[name];
      close(Object.assign(schema ?? {}, { additionalProperties: false }));
    }
  };
  for (const item of Object.values(paths)) for (const operation of Object.values(item)) close(operation.requestBody);
}

/** @returns the path with values in place of its parameters, which are written `{name}` */
export function fill(path: string, values: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(values[name])));
}

/** Makes examples consistent: Location has the id of the path, and a list in a query is a single parameter. */
function completeExamples({ parameters = [], responses }: Operation): void {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const ids = Object.fromEntries(inPath.map(({ name, schema }) => [name, schema?.example]));
  for (const { schema } of Object.values(responses).flatMap(({ headers }) => headers?.Location ?? []))
    schema.example = fill(String(schema.example), ids);
  for (const parameter of parameters) {
    const { type, minLength: min, maxLength: max } = parameter.schema ?? {};
    if (parameter.in === 'query' && type === 'array') Object.assign(parameter, { style: 'form', explode: false });
    // Nest leaves this out of the schemas of parameters.
    if (max !== undefined) Object.assign(parameter.schema ?? {}, { 'x-characters': { min, max } });
  }
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: {
    readonly type?: string;
    readonly example?: unknown;
    readonly minLength?: number;
    readonly maxLength?: number;
  };
}

interface DocumentedResponse extends Partial<Omit<ReturnType<typeof problemResponse>, 'headers'>> {
  readonly headers?: Readonly<Record<string, { readonly schema: { example?: unknown } }>>;
}

interface Operation {
  readonly 'x-role'?: string;
  readonly 'x-bound-users'?: boolean;
  readonly 'x-ignores-unknown'?: boolean;
  readonly 'x-origin-only'?: boolean;
  security?: readonly object[];
  readonly parameters?: Parameter[];
  readonly requestBody?: unknown;
  readonly responses: Record<string, DocumentedResponse>;
}
