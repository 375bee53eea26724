import { hash } from 'node:crypto';
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  type Type,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { ReadDatabase } from '../database/read-database.js';
import { Tail } from '../subscriptions/tail.js';
import { faultOfWhole, wholeFromText } from './fields.js';
import { ETAGS } from './input.js';
import { ApiProblems, type ProblemCodes } from './openapi.js';
import { InvalidInput, Problem } from './problems.js';
import { Turns } from './turns.js';
import { UnreadInputGuard } from './unread-input.guard.js';

const ROUTE = 'query';

interface RouteOptions {
  readonly view: string;
  /** Not what is streamed by its handler; and lookups of entities are gathered where they are read, see `ReadDatabase.find`. */
  readonly isShared: boolean;
}

/** In place of a view, for a query that reads the log itself. */
export const LOG = 'log';

/** What is taken for a position of the log. */
export const POSITIONS = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** How long a query waits for its view, in ms. */
export const LONGEST_WAIT = 5_000;

/** What a query handler answers. */
export interface Answer<T> {
  /** Up to here at least, all events are in the answer. */
  readonly position: number;
  readonly body: T;
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
  readonly problems?: ProblemCodes;
}

const positionHeader = {
  'Event-Position': {
    description: 'Up to here at least, all events are in the answer',
    schema: { type: 'integer', format: 'int64', example: 42 },
  },
} as const;

const etagHeader = { ETag: { description: 'The version of the answer', schema: { type: 'string', example: '"1.42"' } } } as const;

/** Documents a query, lets it wait for its view, and writes the position into the answer's head. */
export function QueryRoute({ summary, description, view, body, content, entity, problems = {} }: QueryRouteOptions) {
  return applyDecorators(
    SetMetadata(ROUTE, { view, isShared: body !== undefined && !entity } satisfies RouteOptions),
    UseGuards(UnreadInputGuard),
    UseInterceptors(AnswerInterceptor),
    ApiOperation({ summary, description }),
    ApiHeader({
      name: 'Wait-For-Position',
      required: false,
      description: `Wait until the answer has in it all events up to this position, at most ${LONGEST_WAIT / 1000} s`,
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
      503: ['view.behind', ...(view === LOG ? [] : ['view.building', 'view.replaced']), 'database.unavailable'],
      ...problems,
    }),
  );
}

/**
 * The ETag of an entity's answer: its version, and where the answer shows more than the entity itself (an order's goods),
 * a number that stands for all of this. A command's `If-Match` takes either form.
 */
export function etag(version: number, others: readonly object[] = []): string {
  if (!others.length) return `"${version}"`;
  // Not the position of their last event: a view may fold an event late that stands before it.
  const digest = hash('sha256', JSON.stringify(others));
  return `"${version}.${Number.parseInt(digest.slice(0, 12), 16)}"`;
}

/** Waits before a query, and writes what its `Answer` says into head and body. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  private readonly turns = new Turns<Sendable | undefined>();

  constructor(
    private readonly reflector: Reflector,
    private readonly database: ReadDatabase,
    private readonly tail: Tail,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { view, isShared }: RouteOptions = this.reflector.get(ROUTE, context.getHandler());
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const position = positionFrom(request, 'wait-for-position');
    if (position !== undefined) await this.wait(view, position);
    const find = async () => sendable(await lastValueFrom<Answer<unknown> | undefined>(next.handle()));
    // Nothing but its address decides what a query answers.
    const answer = isShared ? await this.turns.take(request.url, find) : await find();
    return of(answer && write(answer, request, reply));
  }

  private async wait(view: string, position: number): Promise<void> {
    const reached =
      view === LOG ? await this.tail.beyond(position - 1, LONGEST_WAIT) : await this.database.reach(view, position, LONGEST_WAIT);
    if (reached < position)
      throw new Problem(
        503,
        'view.behind',
        `${view} has reached position ${reached} and not yet ${position}.`,
        { position: reached, lag: position - reached },
        { 'retry-after': '1' },
      );
  }
}

/** An answer whose body is text already. */
type Sendable = Answer<string>;

/** @param answer absent where it was streamed by its handler */
function sendable(answer: Answer<unknown> | undefined): Sendable | undefined {
  return answer && { ...answer, body: JSON.stringify(answer.body) };
}

/** @returns the body, if the answer has one */
function write({ position, body, etag: tag, headers = {} }: Sendable, request: FastifyRequest, reply: FastifyReply) {
  reply.headers(headers).header('Event-Position', String(position));
  if (tag) {
    reply.header('ETag', tag);
    if (isKnown(tag, request.headers['if-none-match'])) {
      reply.status(304);
      return undefined;
    }
  }
  reply.type('application/json; charset=utf-8');
  return body;
}

/**
 * @param header its name in lower case
 * @throws InvalidInput if it is given and is no position
 */
export function positionFrom({ headers }: FastifyRequest, header: string): number | undefined {
  const text = headers[header];
  if (text === undefined) return undefined;
  const position = wholeFromText(String(text)) as number;
  const fault = faultOfWhole(position, POSITIONS);
  if (fault) throw new InvalidInput([{ pointer: `#/${header}`, ...fault }]);
  return position;
}

/** RFC 9110, 13.1.2: a weak comparison with any of a list. */
function isKnown(tag: string, header: string | undefined): boolean {
  if (header === undefined) return false;
  return header.split(',').some((known) => known.trim() === '*' || known.trim().replace(/^W\//, '') === tag);
}
