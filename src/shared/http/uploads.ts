import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../settings.js';
import { bodyLimitOf, tooLarge } from './bodies.js';
import { clientOf, isTrusted, tooMany } from './client-limits.js';
import { Problem } from './problems.js';

/** A body that the handler reads piece by piece, because it is too large for the memory. */
export interface UploadRule {
  /** Its possible media types. */
  readonly types: readonly string[];
  readonly maxBytes: number;
}

/** Limits of uploads. Tests set lower ones. */
@Injectable()
export class UploadLimits {
  /** The number of uploads that this process receives at once. */
  most = 8;
  /** How many of them one client may send, so that others have room. */
  mostOfClient = 6;
  /** Time in ms in which at least one more byte must arrive. */
  patience = 15_000;
  /** Time in ms for the whole of an upload. */
  longest = 30 * 60_000;
}

/** Sockets with an upload on its way, for which the time limits of other requests are too short. */
const receiving = new WeakSet<Socket>();

export const isReceivingUpload = (socket: Socket) => receiving.has(socket);

/** Receives the bodies of routes with `upload`. */
@Injectable()
export class Uploads {
  private open = 0;
  private readonly openOf = new Map<string, number>();

  constructor(
    private readonly limits: UploadLimits,
    private readonly settings: Settings,
  ) {}

  /**
   * Reads the body of a request, no faster than `work` takes its pieces. After that, only the fingerprint counts as
   * the body of the request, by which a repeated command is recognised.
   *
   * @param work gets the pieces; returns a result and what identifies the content
   * @throws Problem 413 `request.too-large`, 408 `request.timeout`, 400 `request.malformed`, 429 `upload.too-many`,
   *   503 `server.busy`
   */
  async receive<T extends { readonly fingerprint: string }>(
    request: FastifyRequest,
    work: (pieces: AsyncIterable<Buffer>) => Promise<T>,
  ): Promise<T> {
    const { raw } = request;
    const { socket } = raw;
    if (this.open >= this.limits.most)
      throw new Problem(503, 'server.busy', 'Too many uploads arrive at once. Try again.', {}, { 'retry-after': '5' });
    const client = clientOf(request);
    const { mostOfClient } = this.limits;
    if ((this.openOf.get(client) ?? 0) >= mostOfClient && !isTrusted(request.ip, this.settings))
      throw tooMany('upload.too-many', `You have ${mostOfClient} uploads under way. Wait until one has ended.`, 5);
    this.count(client, 1);
    receiving.add(socket);
    try {
      const result = await work(this.piecesOf(raw, bodyLimitOf(request)));
      request.body = result.fingerprint;
      return result;
    } finally {
      this.count(client, -1);
      receiving.delete(socket);
    }
  }

  private count(client: string, change: number): void {
    this.open += change;
    const count = (this.openOf.get(client) ?? 0) + change;
    if (count > 0) this.openOf.set(client, count);
    else this.openOf.delete(client);
  }

  private async *piecesOf(raw: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
    // Without a listener, the end of the connection would be an unhandled error.
    raw.on('error', () => undefined);
    const end = Date.now() + this.limits.longest;
    let bytes = 0;
    while (!raw.readableEnded) {
      const piece: Buffer | null = raw.read();
      if (piece === null) await this.more(raw, end);
      else {
        bytes += piece.length;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        yield piece;
      }
    }
  }

  /** Waits until the body goes on or has ended. */
  private more(raw: IncomingMessage, end: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (problem?: Problem) => {
        clearTimeout(timer);
        raw.off('readable', onMore).off('end', onMore).off('error', onLost).off('close', onLost);
        if (problem) reject(problem);
        else resolve();
      };
      const onMore = () => settle();
      const onLost = () => settle(new Problem(400, 'request.malformed', 'The body did not come as a whole.'));
      const onLate = () =>
        settle(new Problem(408, 'request.timeout', 'The upload took too long to come.', {}, { connection: 'close' }));
      const timer = setTimeout(onLate, Math.max(0, Math.min(this.limits.patience, end - Date.now())));
      if (raw.destroyed) onLost();
      else raw.on('readable', onMore).on('end', onMore).on('error', onLost).on('close', onLost);
    });
  }
}
