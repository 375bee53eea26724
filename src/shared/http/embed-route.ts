import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ApiProblems, type ProblemCodes } from './openapi.js';
import type { Role } from './principal.js';
import { POSITION_HEADER, WaitHeader } from './queries.js';
import { RouteRules } from './route-rules.js';

const WAITING: ProblemCodes = { 503: ['view.behind', 'database.unavailable'] };

interface EmbedRouteOptions {
  readonly summary: string;
  readonly description?: string;
  /** The answer by its content type. */
  readonly content: Record<string, object>;
  /** The least role; absent: no credentials are needed. */
  readonly role?: Role;
  /** The view that it reads; `Wait-For-Position` waits for it. Absent: none. */
  readonly view?: string;
  /** It changes or needs what a follower does not have. */
  readonly isOriginOnly?: boolean;
  readonly problems?: ProblemCodes;
}

/**
 * A route for programs on other sites that are no clients of this API, such as video players. They add parameters of
 * their own, which are ignored, send them without encoding, and send POST from any site. The handler takes the request
 * and the reply, reads the parameters, and writes the whole answer (decision 40).
 */
export function EmbedRoute({ summary, description, content, role, view, isOriginOnly, problems = {} }: EmbedRouteOptions) {
  return applyDecorators(
    RouteRules({ access: { role: role ?? 'public' }, view, isOriginOnly, isEmbed: true }),
    ApiExtension('x-ignores-unknown', true),
    HttpCode(200),
    ...(view === undefined ? [] : [WaitHeader()]),
    ApiOperation({ summary, description }),
    ApiResponse({
      status: 200,
      description: 'Found',
      content,
      ...(view === undefined ? {} : { headers: POSITION_HEADER }),
    } as never),
    ApiProblems(view === undefined ? problems : { ...WAITING, ...problems }),
  );
}
