import {
  applyDecorators,
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { CommandMeta, type Receipt } from '../event-log/command-meta.js';
import { ApiProblems, INPUT_PROBLEMS } from './openapi.js';
import { InvalidInput } from './problems.js';

const CREATES = 'creates';

interface CommandRouteOptions {
  readonly summary: string;
  /** The path of what it creates, without the id; absent: it creates nothing. */
  readonly creates?: string;
  /** Codes of refusals by status. */
  readonly problems?: Record<number, string[]>;
}

const receiptHeaders = {
  ETag: { description: 'The version of the entity, in quotes', schema: { type: 'string', example: '"1"' } },
  'Event-Position': {
    description: "Where the entity's latest event stands on the log; a query takes it as Wait-For-Position",
    schema: { type: 'integer', format: 'int64', example: 42 },
  },
} as const;

/** Documents a command and turns its receipt into status and headers; a command never answers with a body. */
export function CommandRoute({ summary, creates, problems = {} }: CommandRouteOptions) {
  const status = creates ? 201 : 204;
  return applyDecorators(
    SetMetadata(CREATES, creates ?? null),
    HttpCode(status),
    ApiOperation({ summary }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'Do it only if the entity has this version (an ETag); otherwise 412 with the events missed',
      schema: { type: 'string' },
    }),
    ApiHeader({
      name: 'X-Correlation-Id',
      required: false,
      description: 'Is saved with the events and handed on to all that follows from them; absent: the id of the command',
      schema: { type: 'string', pattern: '^[\\w.:/-]{1,128}$' },
    }),
    ApiResponse({
      status,
      description: creates ? 'Created' : 'Done, or nothing was to be done',
      headers: {
        ...receiptHeaders,
        ...(creates ? { Location: { description: 'Where it is', schema: { type: 'string', example: `${creates}/1` } } } : {}),
      },
    }),
    ApiProblems({ ...INPUT_PROBLEMS, 415: ['request.content-type-unknown'], 413: ['request.too-large'], ...problems }),
  );
}

/** Writes a command's receipt into the answer's head. */
@Injectable()
export class ReceiptInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const creates: string | null | undefined = this.reflector.get(CREATES, context.getHandler());
    if (creates === undefined) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map(({ id, version, position }: Receipt) => {
        reply.header('ETag', `"${version}"`).header('Event-Position', String(position));
        if (creates) reply.header('Location', `${creates}/${id}`);
        return undefined;
      }),
    );
  }
}

/** The command's meta data, from the request's headers. */
export const Meta = createParamDecorator((_: unknown, context: ExecutionContext): CommandMeta => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const correlationId = headers['x-correlation-id'];
  if (correlationId !== undefined && !/^[\w.:/-]{1,128}$/.test(String(correlationId)))
    throw new InvalidInput([
      { pointer: '#/x-correlation-id', code: 'malformed-token', detail: 'must be 1 to 128 letters, digits or any of . : / _ -' },
    ]);
  return new CommandMeta({ correlationId: correlationId as string | undefined, ifMatch: versionsOf(headers['if-match']) });
});

/**
 * @param header a list of ETags, or `*` for any version. A query's ETag may have a second part after the version (what
 * else its answer shows, see `etag` in queries.ts), which does not matter to a command
 * @returns the versions that may be meant; none if no ETag is one of ours; undefined for any
 */
function versionsOf(header: string | undefined): number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => /^(W\/)?"[^"]*"$/.test(tag)))
    throw new InvalidInput([{ pointer: '#/if-match', code: 'malformed-etag', detail: 'must be an ETag in quotes such as "1"' }]);
  // A weak ETag never matches here (RFC 9110, 13.1.1).
  return tags.flatMap((tag) => /^"(\d{1,9})(?:\.\d+)?"$/.exec(tag)?.[1] ?? []).map(Number);
}
