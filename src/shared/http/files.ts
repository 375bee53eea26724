import { createReadStream } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problems.js';
import { cutOffStalled } from './stalled.js';

/** A file whose content never changes. */
export interface SentFile {
  readonly path: string;
  readonly bytes: number;
  readonly type: string;
  /** In quotes. */
  readonly etag: string;
}

interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The part of a file that a request asks for (RFC 9110, 14). A header that is not understood, or that asks for several
 * parts, is ignored, as the RFC allows.
 *
 * @returns undefined: all of it; null: there is no such part
 */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | undefined | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return Number(to) === 0 || bytes === 0 ? null : { first: Math.max(0, bytes - Number(to)), last: bytes - 1 };
  const first = Number(from);
  const last = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return first > last ? null : { first, last };
}

/**
 * Sends a file, or the part of it that the request asks for. A client that reads nothing for `patience` ms is
 * disconnected.
 *
 * @throws Problem 416 `request.range-not-satisfiable`
 */
export async function sendFile(
  { headers, method, raw }: FastifyRequest,
  reply: FastifyReply,
  { path, bytes, type, etag, patience }: SentFile & { readonly patience: number },
): Promise<void> {
  reply.headers({ etag, 'accept-ranges': 'bytes', 'cache-control': 'public, max-age=31536000, immutable' });
  const known = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) return void (await reply.status(304).send());
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = isSame ? rangeOf(headers.range, bytes) : undefined;
  if (range === null) {
    const detail = `The file has ${bytes} bytes, and none where the Range begins.`;
    // A problem is no part of the file, so it must not be kept like one.
    reply.removeHeader('etag').header('cache-control', 'no-store');
    throw new Problem(416, 'request.range-not-satisfiable', detail, {}, { 'content-range': `bytes */${bytes}` });
  }
  const { first, last } = range ?? { first: 0, last: bytes - 1 };
  if (range) reply.status(206).header('content-range', `bytes ${first}-${last}/${bytes}`);
  reply.type(type).header('content-length', last - first + 1);
  if (method === 'HEAD' || raw.socket.destroyed) return void (await reply.send());
  const content = createReadStream(path, { start: first, end: last });
  // A pipelined response gets no `close` event when its connection closes, so the socket ends the reading.
  const leave = () => content.destroy();
  raw.socket.once('close', leave);
  content.once('close', () => raw.socket.off('close', leave));
  cutOffStalled(raw.socket, reply.raw, patience, 'A file');
  await reply.send(content);
}
