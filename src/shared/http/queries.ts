import { applyDecorators, type Type } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ETAGS } from './input.js';
import { ApiProblems, type ProblemCodes } from './openapi.js';
import { RouteRules } from './route-rules.js';
import { LOG_ITSELF, MAX_WAIT_MS, POSITIONS } from './waiting.js';

/** `T` as JSON text. */
export type Json<T> = string & { readonly of?: T };

/** What a query handler returns. */
export interface Answer<T> {
  /** Up to here at least, all events are in the answer. */
  readonly position: number;
  readonly body: T | Json<T>;
  /** Where the answer is one entity; see `etag`. */
  readonly etag?: string;
  readonly headers?: Record<string, string>;
}

interface QueryRouteOptions {
  readonly summary: string;
  readonly description?: string;
  /** The view it reads, for whose checkpoint `Wait-For-Position` waits. */
  readonly view: string;
  /** The class of the body; absent: `content` says what it is. */
  readonly body?: Type;
  readonly content?: Record<string, object>;
  /** It answers with one entity, so it has an ETag and honours `If-None-Match`. */
  readonly entity?: boolean;
  /** It also folds events itself, of which this process may not know some. */
  readonly folds?: boolean;
  readonly problems?: ProblemCodes;
}

const positionHeader = {
  'Event-Position': {
    description: 'Up to here at least, all events are in the answer',
    schema: { type: 'integer', format: 'int64', example: 42 },
  },
} as const;

const etagHeader = { ETag: { description: 'The version of the answer', schema: { type: 'string', example: '"1.42"' } } } as const;

/** Documents a query, makes it wait for its view, and writes the position into the headers of its answer. */
export function QueryRoute({ summary, description, view, body, content, entity, folds, problems = {} }: QueryRouteOptions) {
  return applyDecorators(
    RouteRules({
      view,
      write: writeAnswer,
      isShared: body !== undefined && !entity,
      stream: content && ('text/event-stream' in content ? 'events' : 'application/json' in content ? undefined : 'export'),
      // A strong ETag names the bytes that are sent, and `If-Match` takes no other one. Events must not wait in a
      // compressor.
      isCompressed: !entity && !(content && 'text/event-stream' in content),
    }),
    ApiOperation({
      summary,
      description: [
        description,
        view === LOG_ITSELF ? 'Reads the log.' : `Reads the view \`${view}\`.`,
        ...(entity ? ['With `If-None-Match`, an answer that the client has already is 304 without a body.'] : []),
      ]
        .filter(Boolean)
        .join(' '),
    }),
    ApiHeader({
      name: 'Wait-For-Position',
      required: false,
      description: `Wait until the answer has in it all events up to this position, at most ${MAX_WAIT_MS / 1000} s`,
      schema: { type: 'integer', format: 'int64', ...POSITIONS, example: 0 },
    }),
    ...(entity
      ? [
          ApiHeader({
            name: 'If-None-Match',
            required: false,
            description: 'ETags that are known, such as `"1.42"`, or `*`; if the answer still has one of them: 304',
            schema: { type: 'string', pattern: ETAGS.source },
          }),
          ApiResponse({ status: 304, description: 'Still the same', headers: { ...positionHeader, ...etagHeader } }),
        ]
      : []),
    ApiResponse({
      status: 200,
      description: 'Found',
      ...(body ? { type: body } : { content }),
      headers: { ...positionHeader, ...(entity ? etagHeader : {}) },
    } as never),
    ApiProblems({
      400: ['position.beyond-log'],
      503: [
        'view.behind',
        ...(view === LOG_ITSELF ? [] : ['view.building', 'view.replaced']),
        ...(folds ? ['event.unknown'] : []),
        'database.unavailable',
      ],
      ...problems,
    }),
  );
}

/**
 * The ETag of an entity's answer: its version, and a digest where the answer also shows other entities (an order's
 * goods). `If-Match` of a command takes either form.
 */
export function etag(version: number, digest?: number): string {
  return digest === undefined ? `"${version}"` : `"${version}.${digest}"`;
}

/**
 * Writes the position, ETag and other headers of an answer.
 *
 * @returns the body, null if the client has it already
 */
function writeAnswer(
  { position, body, etag: tag, headers = {} }: Answer<unknown>,
  request: FastifyRequest,
  reply: FastifyReply,
): string | null {
  reply.headers(headers).header('Event-Position', String(position));
  if (tag) {
    reply.header('ETag', tag);
    if (isKnown(tag, request.headers['if-none-match'])) {
      reply.status(304);
      return null;
    }
  }
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** RFC 9110, 13.1.2: a weak comparison with any of a list. */
function isKnown(tag: string, header: string | undefined): boolean {
  if (header === undefined) return false;
  return header.split(',').some((known) => known.trim() === '*' || known.trim().replace(/^W\//, '') === tag);
}
