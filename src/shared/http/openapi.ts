import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { INPUT_ERROR_CODES, PROBLEM_TYPE } from './problems.js';

export class InputErrorDocument {
  @ApiProperty({ description: 'A JSON pointer to the member; a parameter or header stands like a member', example: '#/userId' })
  pointer!: string;

  @ApiProperty({
    description: 'Stable; of a rule about one field, it is how the code of the problem ends',
    anyOf: [{ enum: [...INPUT_ERROR_CODES] }, { pattern: '^[a-z]+(-[a-z]+)*$' }],
    example: 'out-of-range',
  })
  code!: string;

  @ApiProperty({ example: 'must be from 1 to 9007199254740991' })
  detail!: string;
}

/** RFC 9457. */
export class ProblemDocument {
  @ApiProperty({ example: 'about:blank' })
  type!: string;

  @ApiProperty({ example: 'Bad Request' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 400 })
  status!: number;

  @ApiProperty({ description: 'Stable; tells problems apart', example: 'request.invalid' })
  code!: string;

  @ApiProperty({ description: 'A sentence for a person', example: 'userId must be a whole number.' })
  detail!: string;

  @ApiProperty({
    required: false,
    type: [InputErrorDocument],
    maxItems: 20,
    description: 'For bad input, and with 422 for a rule about one field: what is wrong, up to 20 faults',
  })
  errors?: InputErrorDocument[];

  @ApiProperty({ required: false, type: 'integer', description: 'With 412: the version that the entity has', example: 2 })
  version?: number;

  @ApiProperty({
    required: false,
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'With 412: the events since the version that was named, as `/v1/events` shows them',
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
    description: 'With `view.behind`: how many positions are missing',
    example: 1,
  })
  lag?: number;

  @ApiProperty({ required: false, type: [String], description: 'With `subscription.failing`: which ones' })
  subscriptions?: string[];
}

/** Codes of problems by status. */
export type ProblemCodes = Readonly<Record<number, readonly string[]>>;

/** Problems of every operation, by what its request has. */
const ANY: ProblemCodes = {
  400: ['request.malformed', 'request.malformed-text'],
  431: ['request.headers-too-large'],
  500: ['internal'],
};
const WITH_PARAMETERS: ProblemCodes = { 400: ['request.invalid'] };
const WITH_BODY: ProblemCodes = {
  400: ['request.malformed-json'],
  413: ['request.too-large'],
  415: ['request.content-type-unknown', 'request.content-encoding-unknown'],
};
const WITHOUT_BODY: ProblemCodes = { 400: ['request.body-unexpected'] };
const WITH_ID: ProblemCodes = { 414: ['request.url-too-long'] };

/** The introduction of the document: what applies to every operation. */
export const DESCRIPTION = `Commands answer with success or a refusal, never with data; queries never change anything.

All but success is answered with a problem document (RFC 9457) whose \`code\` is stable. Before a request comes to an operation
it may be refused with \`route.not-found\` (404), \`route.method-not-allowed\` (405, with the header Allow),
\`request.timeout\` (408), \`request.expectation-unknown\` (417) or \`request.host-not-allowed\` (421: the header Host is not one
of Kronika's names). A command that a browser sends for a page of another site, and the live stream or an export that such a page
opens in the background, is refused with \`request.cross-site\` (403).

HEAD answers as GET does, without the body. Lists and exports are compressed as \`Accept-Encoding\` says.

A client that got no answer to a command, or 5xx, can send the same request again without its taking effect twice if both have the same
header \`Idempotency-Key\`, chosen anew for each command. A success is kept with the key for 7 days, and the same request gets the same answer
again. A refusal has no effect and does not outlive its cause: the same request with the same key is executed again. While the first request
is under way the answer is 409 (\`idempotency.in-progress\`): try again. The key stays bound to its request: another method, address,
\`If-Match\` or body is refused with 422 (\`idempotency.key-reused\`). A request that is refused for its form (400, 413, 415) leaves the key
free.`;

/** Documents the problem codes of a route. `completeDocument` adds those of every operation. */
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
  return {
    description: quoted(codes),
    ...(retried.length ? { headers: { 'Retry-After': retryAfter } } : {}),
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

const quoted = (codes: readonly string[]) => codes.map((code) => `\`${code}\``).join(', ');

/** The statuses after which the same request may succeed. */
const RETRIED = ['database.unavailable', 'event.unknown', 'idempotency.in-progress', 'view.behind', 'subscription.failing'];

/** What an app adds to the parts of the document that all routes share. */
export interface SharedDocuments {
  /** Members of problem documents that the app's refusals have, with their JSON Schemas. */
  readonly problemMembers?: Readonly<Record<string, object>>;
  /** Codes of faults of the app's own fields. */
  readonly inputErrorCodes?: readonly string[];
}

/**
 * Adds to each operation the problems that it has in common with others, what an example needs to work, and that
 * bodies are closed; to the documents of problems, what the app says of them.
 */
export function completeDocument(document: OpenAPIObject, app: SharedDocuments = {}): OpenAPIObject {
  for (const item of Object.values(document.paths))
    for (const [method, operation] of Object.entries(item) as [string, Operation][]) {
      completeExamples(operation);
      const hasId = operation.parameters?.some((parameter) => parameter.in === 'path');
      const common = [
        ANY,
        ...(operation.parameters?.length ? [WITH_PARAMETERS] : []),
        // One that may be empty has to be read before it can be refused.
        ...(operation.requestBody || method === 'post' ? [WITH_BODY] : []),
        ...(operation.requestBody ? [] : [WITHOUT_BODY]),
        ...(hasId ? [WITH_ID] : []),
      ];
      for (const [status, codes] of common.flatMap((each) => Object.entries(each))) {
        const known = operation.responses[status]?.content?.[PROBLEM_TYPE]?.schema.allOf[1].properties.code.enum ?? [];
        operation.responses[status] = problemResponse([...known, ...codes]);
      }
    }
  closeBodies(document);
  completeProblems(document, app);
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

interface Documented {
  properties: Readonly<Record<string, { readonly anyOf?: readonly { readonly enum?: readonly string[] }[] }>>;
}

/** Says of everything in the bodies of requests that unknown properties are refused. */
function closeBodies({ paths, components }: OpenAPIObject): void {
  const isClosed = new Set<string>();
  const close = (part: unknown): void => {
    // Of a reference, the last segment names a schema.
    for (const [, name = ''] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (isClosed.has(name)) continue;
      isClosed.add(name);
      const schema = components?.schemas?.[name];
      close(Object.assign(schema ?? {}, { additionalProperties: false }));
    }
  };
  for (const item of Object.values(paths)) for (const operation of Object.values(item)) close(operation.requestBody);
}

/** @returns the path with the values of its parameters, which stand in it as `{name}` */
export function fill(path: string, values: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(values[name])));
}

/**
 * Makes examples fit: an id in the path stands in Location as well, and a list in a query is one parameter, as it is
 * read.
 */
function completeExamples({ parameters = [], responses }: Operation): void {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const ids = Object.fromEntries(inPath.map(({ name, schema }) => [name, schema?.example]));
  for (const { schema } of Object.values(responses).flatMap(({ headers }) => headers?.Location ?? []))
    schema.example = fill(String(schema.example), ids);
  for (const parameter of parameters)
    if (parameter.in === 'query' && parameter.schema?.type === 'array')
      Object.assign(parameter, { style: 'form', explode: false });
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: { readonly type?: string; readonly example?: unknown };
}

interface DocumentedResponse extends Partial<Omit<ReturnType<typeof problemResponse>, 'headers'>> {
  readonly headers?: Readonly<Record<string, { readonly schema: { example?: unknown } }>>;
}

interface Operation {
  readonly parameters?: Parameter[];
  readonly requestBody?: unknown;
  readonly responses: Record<string, DocumentedResponse>;
}
