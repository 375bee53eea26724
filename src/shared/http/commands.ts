import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, type ExecutionContext, HttpCode, type Type } from '@nestjs/common';
import { ApiConsumes, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ANONYMOUS, CommandMeta, type Once, type Receipt } from '../event-log/command-meta.js';
import { ETAGS, FORM, JSON_BODY } from './input.js';
import { normalised } from './input.pipe.js';
import { ApiProblems, fill, type ProblemCodes } from './openapi.js';
import { InvalidInput } from './problems.js';
import { RouteRules } from './route-rules.js';

const CORRELATION_ID = /^[\w.:/-]{1,128}$/;

/** Ids in a path may be written in capitals. */
const UUIDS = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** How each success is answered. */
const ANSWERED = {
  200: 'The body says how each of them fared, in the order of the request.',
  201: 'Answers without a body: `Location` is its address, `ETag` its version, `Event-Position` that of its latest event.',
  202: 'Answers at once, without a body: the address in `Location` shows the progress.',
  204: 'Answers without a body.',
};

interface CommandRouteOptions {
  readonly summary: string;
  readonly description?: string;
  /**
   * The path of what it creates, without the id, which is the receipt's; it may have parameters of the route, as in
   * `/v1/portfolios/{id}/sections`. Absent: it creates nothing.
   */
  readonly creates?: string;
  /** The path of what shows how it fares, without the id, since it only begins when this is answered. */
  readonly begins?: string;
  /** The id at the end of such a path, if not a number. */
  readonly exampleId?: string;
  /**
   * The class of the body that it answers with, for a command that is about many entities and says how each one fared.
   */
  readonly answers?: Type;
  /**
   * It is an operator's, and neither about an entity nor an event: no version to match, none to tell, nothing to
   * correlate.
   */
  readonly operator?: boolean;
  /** It takes its body as a form as well as in JSON. */
  readonly forms?: boolean;
  /** Codes of refusals by status. */
  readonly problems?: ProblemCodes;
}

const receiptHeaders = {
  ETag: { description: 'The version of the entity, in quotes', schema: { type: 'string', example: '"1"' } },
  'Event-Position': {
    description: "Where the entity's latest event stands on the log; a query takes it as Wait-For-Position",
    schema: { type: 'integer', format: 'int64', example: 42 },
  },
} as const;

/** How a receipt becomes headers. */
interface ReceiptOptions {
  readonly location?: string;
  readonly hasVersion: boolean;
}

/**
 * Documents a command and turns its receipt into status and headers. A command has no body in its answer, except one
 * with `answers`, whose handler returns the body instead of a receipt.
 */
export function CommandRoute({
  summary,
  description: more,
  creates,
  begins,
  exampleId = '1',
  answers,
  operator = false,
  forms,
  problems = {},
}: CommandRouteOptions) {
  const location = creates ?? begins;
  const status = creates ? 201 : begins ? 202 : answers ? 200 : 204;
  const description = {
    200: 'Done, as far as the body says',
    201: 'Created',
    202: 'It will be done; Location shows how it fares',
    204: 'Done, or there was nothing to do',
  }[status];
  const hasVersion = !operator && !answers;
  return applyDecorators(
    RouteRules({ forms, write: answers ? undefined : writeReceipt({ location, hasVersion }) }),
    ...(forms ? [ApiConsumes(JSON_BODY, FORM)] : []),
    HttpCode(status),
    ApiOperation({ summary, description: [more, ANSWERED[status]].filter(Boolean).join(' ') }),
    ...(hasVersion ? [ifMatch(creates)] : []),
    ...(operator
      ? []
      : [
          ApiHeader({
            name: 'X-Correlation-Id',
            required: false,
            description: 'Is saved with the events and handed on to all that follows from them; absent: the id of the command',
            schema: { type: 'string', pattern: CORRELATION_ID.source, example: 'import-2026-01-31' },
          }),
        ]),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Do it only once: for 7 days the same request with the same key gets the answer of the first success again',
      schema: { type: 'string', pattern: IDEMPOTENCY_KEY.source },
    }),
    ApiResponse({
      status,
      description,
      ...(answers ? { type: answers } : {}),
      headers: {
        ...(hasVersion ? receiptHeaders : {}),
        ...(location
          ? { Location: { description: 'Where it is', schema: { type: 'string', example: `${location}/${exampleId}` } } }
          : {}),
      },
    }),
    ApiProblems({
      ...problems,
      503: [...(problems[503] ?? ['database.unavailable']), ...(operator ? [] : ['event.unknown'])],
      409: [...(problems[409] ?? []), 'idempotency.in-progress'],
      422: [...(problems[422] ?? []), 'idempotency.key-reused'],
    }),
  );
}

/**
 * @param creates as in the options; what is created in a path with parameters is a part of the entity that they name
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
  const { headers } = request;
  const correlationId = headers['x-correlation-id'];
  if (correlationId !== undefined && !CORRELATION_ID.test(String(correlationId)))
    throw new InvalidInput([
      { pointer: '#/x-correlation-id', code: 'malformed-token', detail: 'must be 1 to 128 letters, digits or any of . : / _ -' },
    ]);
  const actor = ANONYMOUS;
  return new CommandMeta({
    actor,
    correlationId: correlationId as string | undefined,
    ifMatch: versionsOf(headers['if-match']),
    once: onceOf(request, actor),
  });
});

/** Two actors may choose the same key, and each has its own outcome. */
function onceOf({ method, url, headers, body }: FastifyRequest, actor: string): Once | undefined {
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
    // An actor with a slash must not have the key of another one.
    key: `${encodeURIComponent(actor)}/${key}`,
    // Computed on demand: by then the body is known to be valid, so it isn't nested too deeply for the stack.
    get fingerprint() {
      const path = url.replace(UUIDS, (uuid) => uuid.toLowerCase());
      return fingerprintOf([method, path, headers['if-match'] ?? null, body ?? null], (value) => sorted(normalised(value)));
    },
    get earlierFingerprint() {
      return fingerprintOf([method, url, headers['if-match'] ?? null, body ?? null], sorted);
    },
  };
}

function fingerprintOf(request: unknown[], form: (value: object) => object): string {
  const text = JSON.stringify(request, (_, value) =>
    typeof value !== 'object' || value === null || Array.isArray(value) ? value : form(value),
  );
  return createHash('sha256').update(text).digest('hex');
}

/** Two bodies with the same members in another order are equal. */
function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * @param header a list of ETags, or `*` for any version. A query's ETag may have a second part after the version (what
 * else its answer shows, see `etag` in queries.ts), which does not matter to a command
 * @returns the versions that may be meant; none if no ETag is one of ours; undefined for any
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
