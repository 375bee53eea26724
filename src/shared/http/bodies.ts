import type { FastifyRequest } from 'fastify';
import { Problem } from './problems.js';

/** The default limit of a body in bytes. A route may set its own (`bodyLimit` of `CommandRoute`). */
export const BODY_LIMIT = 256 * 1024;

/** The limit in bytes for all bodies of this process together, from their first byte until they are parsed. */
const MAX_BYTES_IN_FLIGHT = 64 * 1024 * 1024;

/**
 * Bodies of this size and above are parsed one per turn of the event loop, so that other requests are answered between
 * them.
 */
const LARGE_BODY_BYTES = 16 * 1024;

type BodyCallback = (error: Error | null, body?: Uint8Array) => void;

/** A body that is being received. */
interface Arriving {
  /** The first piece; from the second piece on, a view of `memory`. */
  bytes: Uint8Array;
  length: number;
  memory?: ArrayBuffer;
  readonly refuse: (problem: Problem) => void;
}

/** Ordered by the arrival of their first bytes. */
const arriving = new Set<Arriving>();
let bytesInFlight = 0;
let turn: Promise<void> = Promise.resolve();

/** The bytes that bodies occupy now. */
export const bytesOfBodies = () => bytesInFlight;

/** @returns the limit in bytes for the body of this request */
export function bodyLimitOf(request: FastifyRequest): number {
  const { upload, bodyLimit = BODY_LIMIT } = request.routeOptions.config?.rules ?? {};
  return upload && isUpload(request) ? upload.maxBytes : bodyLimit;
}

/** Whether the body has one of the types that the route reads piece by piece. */
export function isUpload({ headers, routeOptions: { config } }: FastifyRequest): boolean {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return config?.rules?.upload?.types.includes(type.trim().toLowerCase()) ?? false;
}

/** @returns the problem of a body above its limit. A chunked body has no length to name */
export function tooLarge(limit: number): Problem {
  return new Problem(413, 'request.too-large', `The body is larger than ${sizeOf(limit)}.`);
}

export const sizeOf = (limit: number) => (limit < 1024 * 1024 ? `${limit / 1024} KiB` : `${limit / 1024 / 1024} MiB`);

/**
 * Reads the body of a request. All bodies together have a limit. When there is no room for a body, the one that has
 * been arriving for the longest is refused, because clients that stall must not keep out the others.
 *
 * @param done gets the body, or Problem 413 `request.too-large`, 503 `server.busy`, 400 `request.malformed`
 */
export function readBody(request: FastifyRequest, done: BodyCallback): void {
  const { raw } = request;
  const limit = bodyLimitOf(request);
  const body: Arriving = { bytes: EMPTY_BODY, length: 0, refuse: (problem) => end(problem) };
  const end = (error: Error | null) => {
    raw.off('data', onData).off('end', onEnd).off('error', onLost).off('close', onLost);
    // Without a listener, the end of the connection would be an unhandled error.
    raw.on('error', () => undefined);
    arriving.delete(body);
    const give = () => {
      bytesInFlight -= body.length;
      if (error) done(error);
      else done(null, body.bytes);
      // Frees the memory now. Garbage collection would take seconds, while more bodies arrive.
      body.memory?.resize(0);
    };
    if (error || body.length < LARGE_BODY_BYTES) give();
    else turn = turn.then(nextTurn).then(give);
  };
  const onData = (chunk: Buffer) => {
    const length = body.length + chunk.length;
    if (length > limit) return end(tooLarge(limit));
    if (body.length === 0) {
      // Most bodies arrive in one piece.
      body.bytes = chunk;
      arriving.add(body);
    } else append(body, chunk, limit);
    body.length = length;
    bytesInFlight += chunk.length;
    if (bytesInFlight > MAX_BYTES_IN_FLIGHT) refuseOldest();
  };
  const onEnd = () => end(null);
  const onLost = () => end(new Problem(400, 'request.malformed', 'The body did not come as a whole.'));
  raw.on('data', onData).on('end', onEnd).on('error', onLost).on('close', onLost);
}

const EMPTY_BODY = new Uint8Array(0);

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Copies into one buffer. A list of pieces would take hundreds of bytes for each piece, and a client may send every
 * byte as a piece of its own.
 */
function append(body: Arriving, chunk: Buffer, limit: number): void {
  if (!body.memory) {
    body.memory = new ArrayBuffer(body.length, { maxByteLength: limit });
    new Uint8Array(body.memory).set(body.bytes);
  }
  body.memory.resize(body.length + chunk.length);
  // A `Uint8Array` without a length follows the length of its resizable buffer.
  body.bytes = new Uint8Array(body.memory);
  body.bytes.set(chunk, body.length);
}

function refuseOldest(): void {
  const [oldest] = arriving;
  oldest?.refuse(new Problem(503, 'server.busy', 'Too many bodies arrive at once. Try again.', {}, { 'retry-after': '1' }));
}
