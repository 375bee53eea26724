import type { FastifyInstance } from 'fastify';
import type { Origin } from '../database/log-origin.js';
import { Problem } from './problems.js';

/**
 * Refuses, in a follower, requests that only its origin can answer. To be called after `useRequestRules`, so that a
 * request without access learns nothing.
 */
export function leaveToOrigin(fastify: FastifyInstance, { server, address }: Origin): void {
  const place = address ?? `the Kronika of the database ${server}`;
  fastify.addHook('onRequest', (request, _, done) => {
    if (!request.routeOptions.config.rules?.isOriginOnly) return done();
    throw new Problem(
      409,
      'follower.origin-only',
      `This is a follower. It takes no commands, and has neither ads nor reports. Send the request to ${place}.`,
      { origin: address ?? server },
    );
  });
}
