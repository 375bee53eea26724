import { applyDecorators, type Type } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ETAGS } from './input.js';
import { ApiProblems, type ProblemCodes } from './openapi.js';
import { type Role, requireBoundUser } from './principal.js';
import { RouteRules } from './route-rules.js';
import type { StreamKind } from './senders.js';
import { LOG_ITSELF, MAX_POSITION_WAIT_MS, POSITIONS } from './waiting.js';

/** `T` as JSON text. */
export type Json<T> = string & { readonly of?: T };

/** What a query handler returns. */
export interface Answer<T> {
  /** All events up to here are in the answer. Later ones may be as well. */
  readonly position: number;
  readonly body: T | Json<T>;
  /** The ETag if the answer is one entity; see `etag`. */
  readonly etag?: string;
  readonly headers?: Record<string, string>;
}

interface QueryRouteOptions {
  readonly summary: string;
  readonly description?: string;
  /** The views that the query reads. `Wait-For-Position` waits for the checkpoint of each. */
  readonly view: string | readonly string[];
  /** The class of the body; absent: `content` describes it. */
  readonly body?: Type;
  readonly content?: Record<string, object>;
  /** The answer is one entity, so it has an ETag and the query honours `If-None-Match`. */
  readonly entity?: boolean;
  /** The handler also folds events itself, and this process may not know all their types. */
  readonly folds?: boolean;
  /** The least role that may send the query; absent: reader. */
  readonly role?: Role;
  /**
   * The query shows only entities of the `BoundUser`, which its handler takes as a parameter. Without this and
   * `isCommon`, the route refuses principals that are bound to a user.
   */
  readonly isOwned?: boolean;
  /** Nothing in the answer belongs to a user. */
  readonly isCommon?: boolean;
  /** It reads tables that a follower does not have. */
  readonly isOriginOnly?: boolean;
  readonly problems?: ProblemCodes;
}

/** Documents the header that says how new an answer is. */
export const POSITION_HEADER = {
  'Event-Position': {
    description: 'All events up to this position are in the response',
    schema: { type: 'integer', format: 'int64', example: 42 },
  },
} as const;

const etagHeader = {
  ETag: { description: 'The version of the response', schema: { type: 'string', example: '"1.42"' } },
} as const;

/** Documents the header by which a query waits. */
export const WaitHeader = () =>
  ApiHeader({
    name: 'Wait-For-Position',
    required: false,
    description: `Wait, at most ${MAX_POSITION_WAIT_MS / 1000} s, until all events up to this position are in the response`,
    schema: { type: 'integer', format: 'int64', ...POSITIONS, example: 0 },
  });

/** Documents a query, makes it wait for its view, and writes the position into the headers of its answer. */
export function QueryRoute({
  summary,
  description,
  view,
  body,
  content,
  entity,
  folds,
  role = 'reader',
  isOwned = false,
  isCommon = false,
  isOriginOnly,
  problems = {},
}: QueryRouteOptions) {
  return applyDecorators(
    (target: object, name: string | symbol) => {
      if (isOwned) requireBoundUser(target.constructor, name);
    },
    RouteRules({
      access: { role, isOwned: isOwned || isCommon },
      view,
      isOriginOnly,
      write: writeAnswer,
      isShared: body !== undefined && !entity,
      stream: content && streamOf(content),
      // A strong ETag names the bytes of an uncompressed answer, and `If-Match` needs a strong one. Events of a stream
      // must not wait in a compressor.
      isCompressed: !entity && !(content && 'text/event-stream' in content),
    }),
    ApiOperation({
      summary,
      description: [
        description,
        view === LOG_ITSELF ? 'Reads the log.' : readsOf([view].flat()),
        ...(entity ? ['With `If-None-Match`, an answer that the client has already is 304 without a body.'] : []),
      ]
        .filter(Boolean)
        .join(' '),
    }),
    WaitHeader(),
    ...(entity
      ? [
          ApiHeader({
            name: 'If-None-Match',
            required: false,
            description: 'Known ETags, such as `"1.42"`, or `*`; a response that still has one of them is a 304',
            schema: { type: 'string', pattern: ETAGS.source },
          }),
          ApiResponse({ status: 304, description: 'Not modified', headers: { ...POSITION_HEADER, ...etagHeader } }),
        ]
      : []),
    ApiResponse({
      status: 200,
      description: 'Found',
      ...(body ? { type: body } : { content }),
      headers: { ...POSITION_HEADER, ...(entity ? etagHeader : {}) },
    } as never),
    ApiProblems({
      400: ['position.beyond-log'],
      503: [
        'view.behind',
        ...(view === LOG_ITSELF ? [] : ['view.building', 'view.replaced']),
        ...(folds ? ['event.unknown', 'event.unreadable'] : []),
        'database.unavailable',
      ],
      ...problems,
    }),
  );
}

const readsOf = (views: readonly string[]) =>
  `Reads the view${views.length === 1 ? '' : 's'} ${views.map((view) => `\`${view}\``).join(', ')}.`;

function streamOf(content: Record<string, object>): StreamKind | undefined {
  if ('text/event-stream' in content) return 'events';
  return 'application/json' in content || 'text/html' in content ? undefined : 'export';
}

/**
 * The ETag of an entity: its version, followed by a digest if the answer also shows other entities (an order's goods).
 * `If-Match` of a command accepts both forms.
 */
export function etag(version: number, digest?: number): string {
  return digest === undefined ? `"${version}"` : `"${version}.${digest}"`;
}

/**
 * Writes the position, ETag and other headers of an answer.
 *
 * @returns the body; null if the client already has it
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

/** A weak comparison with each ETag of a list (RFC 9110, 13.1.2). */
function isKnown(tag: string, header: string | undefined): boolean {
  if (header === undefined) return false;
  return header.split(',').some((known) => known.trim() === '*' || known.trim().replace(/^W\//, '') === tag);
}
