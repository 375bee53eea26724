import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, type ExecutionContext, HttpCode, type Type } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CommandMeta, type Once, type Receipt } from '../event-log/command-meta.js';
import { traceparentOf } from '../tracing.js';
import { sizeOf } from './bodies.js';
import { type FieldOptions, field } from './fields.js';
import { ETAGS, FORM, JSON_BODY } from './input.js';
import { normalised } from './input.pipe.js';
import { ApiProblems, fill, type ProblemCodes } from './openapi.js';
import type { Principal, Role } from './principal.js';
import { InvalidInput } from './problems.js';
import { RouteRules } from './route-rules.js';
import type { UploadRule } from './uploads.js';

const CORRELATION_ID = /^[\w.:/-]{1,128}$/;

const NO_CORRELATION_ID = { code: 'malformed-token', detail: 'must be 1 to 128 letters, digits or any of . : / _ -' } as const;

/** A field of an input for a correlation id. */
export const CorrelationId = (options: FieldOptions) =>
  field(
    (value) => (typeof value === 'string' && CORRELATION_ID.test(value) ? undefined : NO_CORRELATION_ID),
    { type: 'string', minLength: 1, maxLength: 128, pattern: CORRELATION_ID.source },
    { example: 'import-2026-01-31', ...options },
  );

/** Ids in a path may have capital letters. */
const UUIDS = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** What OpenAPI says of each success. */
const ANSWERED = {
  200: 'The body has the result of each command, in the order of the request.',
  201: 'Answers without a body: `Location` is its address, `ETag` its version, `Event-Position` that of its latest event.',
  202: 'Answers at once, without a body: the address in `Location` shows the progress.',
  204: 'Answers without a body.',
};

interface CommandRouteOptions {
  readonly summary: string;
  readonly description?: string;
  /**
   * The path of the created resource, without the id, which comes from the receipt. It may contain parameters of the
   * route, as in `/v1/portfolios/{id}/sections`. Absent: the command creates nothing.
   */
  readonly creates?: string;
  /**
   * The path of the operation that the command begins, without the id. The operation begins after the response and
   * shows its progress there.
   */
  readonly begins?: string;
  /** An example of the id at the end of such a path, unless it is a number. */
  readonly exampleId?: string;
  /** The class of the response body. Only a command for many entities has one, with a result for each entity. */
  readonly answers?: Type;
  /**
   * An operator request: it is about no entity and appends no event. So it takes no version and no correlation id, and
   * returns no version.
   */
  readonly operator?: boolean;
  /** An operator request that a follower leaves to its origin, as it does with all other commands. */
  readonly isOriginOnly?: boolean;
  /** Accepts the body as a form as well as JSON. */
  readonly forms?: boolean;
  /** The most bytes that its body may have; absent: 256 KiB. */
  readonly bodyLimit?: number;
  /** Its body is a file, which its handler reads by `Uploads`. */
  readonly upload?: UploadRule;
  /** The least role that may send the command; absent: operator. */
  readonly role?: Role;
  /**
   * The command changes only what belongs to `meta.boundTo`. Absent: principals that are bound to a user may not send
   * it.
   */
  readonly isOwned?: boolean;
  /** Codes of refusals by status. */
  readonly problems?: ProblemCodes;
}

const receiptHeaders = {
  ETag: { description: 'The version of the entity, in quotes', schema: { type: 'string', example: '"1"' } },
  'Event-Position': {
    description: "The position of the entity's latest event; for Wait-For-Position of a query",
    schema: { type: 'integer', format: 'int64', example: 42 },
  },
} as const;

/** How the receipt is written into headers. */
interface ReceiptOptions {
  readonly location?: string;
  readonly hasVersion: boolean;
}

/**
 * Documents a command and turns its receipt into status and headers. The answer has no body, except with `answers`:
 * then the handler returns the body instead of a receipt.
 */
export function CommandRoute({
  summary,
  description: more,
  creates,
  begins,
  exampleId = '1',
  answers,
  operator = false,
  isOriginOnly = !operator,
  forms,
  bodyLimit,
  upload,
  role = 'operator',
  isOwned,
  problems = {},
}: CommandRouteOptions) {
  const location = creates ?? begins;
  const limit = upload?.maxBytes ?? bodyLimit;
  const status = creates ? 201 : begins ? 202 : answers ? 200 : 204;
  const description = {
    200: 'Done, as far as the body says',
    201: 'Created',
    202: 'Accepted; Location is the address of the operation that shows its progress',
    204: 'Done, or there was nothing to do',
  }[status];
  const hasVersion = !operator && !answers;
  return applyDecorators(
    RouteRules({
      access: { role, isOwned },
      forms,
      bodyLimit,
      upload,
      isUnlogged: operator,
      isOriginOnly,
      write: answers ? undefined : writeReceipt({ location, hasVersion }),
    }),
    ...(forms ? [ApiConsumes(JSON_BODY, FORM)] : []),
    ...(upload ? [ApiConsumes(...upload.types), ApiBody({ required: true, schema: {} })] : []),
    HttpCode(status),
    ApiOperation({
      summary,
      description: [more, ANSWERED[status], limit && `The body has at most ${sizeOf(limit)}.`].filter(Boolean).join(' '),
    }),
    ...(hasVersion ? [ifMatch(creates)] : []),
    ...(operator
      ? []
      : [
          ApiHeader({
            name: 'X-Correlation-Id',
            required: false,
            description: 'Saved with the events, and with all commands and events that they cause; absent: the id of the command',
            schema: { type: 'string', pattern: CORRELATION_ID.source, example: 'import-2026-01-31' },
          }),
        ]),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Makes retries safe: for 7 days, the same request with the same key gets the response of its first success',
      schema: { type: 'string', pattern: IDEMPOTENCY_KEY.source },
    }),
    ApiResponse({
      status,
      description,
      ...(answers ? { type: answers } : {}),
      headers: {
        ...(hasVersion ? receiptHeaders : {}),
        ...(location
          ? { Location: { description: 'Its path', schema: { type: 'string', example: `${location}/${exampleId}` } } }
          : {}),
      },
    }),
    ApiProblems({
      ...problems,
      ...((upload ? { 429: ['upload.too-many'] } : {}) as ProblemCodes),
      503: [
        ...(problems[503] ?? ['database.unavailable', 'database.full']),
        ...(upload ? ['server.disk-full'] : []),
        ...(operator ? [] : ['event.unknown', 'event.unreadable']),
      ],
      409: [...(problems[409] ?? []), 'idempotency.in-progress'],
      422: [...(problems[422] ?? []), 'idempotency.key-reused'],
    }),
  );
}

/**
 * @param creates as in the options. With parameters in its path, the created resource is part of the entity that they
 * name
 */
function ifMatch(creates = '') {
  const isWhole = creates && !creates.includes('{');
  return ApiHeader({
    name: 'If-Match',
    required: false,
    description: isWhole
      ? 'Always leads to 412, since what is yet to be created has no version; `*` asks for nothing'
      : 'Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed',
    schema: { type: 'string', pattern: ETAGS.source },
  });
}

/** Writes a command's receipt into the headers of its answer. */
function writeReceipt({ location, hasVersion }: ReceiptOptions) {
  return ({ id, version, position }: Receipt, { params }: FastifyRequest, reply: FastifyReply) => {
    if (hasVersion) reply.header('ETag', `"${version}"`).header('Event-Position', String(position));
    if (location) reply.header('Location', `${fill(location, params as Record<string, string>)}/${id}`);
    return null;
  };
}

/** The command's meta data, from the request's headers. */
export const Meta = createParamDecorator((_: unknown, context: ExecutionContext): CommandMeta => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { headers, principal } = request;
  const correlationId = headers['x-correlation-id'];
  if (correlationId !== undefined && !CORRELATION_ID.test(String(correlationId)))
    throw new InvalidInput([{ pointer: '#/x-correlation-id', ...NO_CORRELATION_ID }]);
  const meta = new CommandMeta({
    actor: principal.actor,
    boundTo: principal.userId,
    correlationId: correlationId as string | undefined,
    ifMatch: versionsOf(headers['if-match']),
    once: onceOf(request, principal),
    traceparent: request.span?.traceparent ?? traceparentOf(headers.traceparent),
  });
  request.commandId = meta.commandId;
  return meta;
});

/**
 * Each actor has its own keys, because two actors may choose the same one. So has each user that an actor is bound to.
 */
function onceOf(request: FastifyRequest, { actor, userId }: Principal): Once | undefined {
  const { method, url, headers } = request;
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (!IDEMPOTENCY_KEY.test(String(key)))
    throw new InvalidInput([
      {
        pointer: '#/idempotency-key',
        code: 'malformed-token',
        detail: 'must be 1 to 255 visible ASCII characters, without blanks',
      },
    ]);
  return {
    // Encoded, because a slash or an @ in an actor could otherwise form the key of another one.
    key: `${encodeURIComponent(actor)}${userId === undefined ? '' : `@${userId}`}/${key}`,
    // Computed on demand. By then the body is known to be valid, so its nesting can't exhaust the stack, and an upload
    // has been received.
    get fingerprint() {
      const path = url.replace(UUIDS, (uuid) => uuid.toLowerCase());
      return fingerprintOf([method, path, headers['if-match'] ?? null, request.body ?? null], (value) =>
        sorted(normalised(value)),
      );
    },
    get earlierFingerprint() {
      return fingerprintOf([method, url, headers['if-match'] ?? null, request.body ?? null], sorted);
    },
  };
}

function fingerprintOf(request: unknown[], form: (value: object) => object): string {
  const text = JSON.stringify(request, (_, value) =>
    typeof value !== 'object' || value === null || Array.isArray(value) ? value : form(value),
  );
  return createHash('sha256').update(text).digest('hex');
}

/** Sorts members by name, so that their order does not matter. */
function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * @param header a list of ETags, or `*` for any version. A query's ETag may have a second part after the version (see
 * `etag` in queries.ts), which does not matter to a command
 * @returns the expected versions; empty if no ETag is one of ours; undefined for any version
 */
function versionsOf(header: string | undefined): number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  if (!ETAGS.test(header.trim()))
    throw new InvalidInput([
      { pointer: '#/if-match', code: 'malformed-etag', detail: 'must be * or ETags in quotes such as "1", separated by commas' },
    ]);
  // A weak ETag never matches here (RFC 9110, 13.1.1).
  const tags = header.match(/(W\/)?"[^"]*"/g) ?? [];
  return tags.flatMap((tag) => /^"([1-9]\d{0,8})(?:\.\d+)?"$/.exec(tag)?.[1] ?? []).map(Number);
}
