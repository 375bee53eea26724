import { Readable } from 'node:stream';
import { type Stringifier, stringify } from 'csv-stringify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cutOffStalled } from './stalled.js';

/**
 * A stream that turns objects into CSV (RFC 4180) with a header line. Text that a spreadsheet would run as a formula
 * (it begins with = + - @, a tab or a carriage return) gets an apostrophe in front.
 *
 * @param columns the properties, in order
 */
export function csv(columns: readonly string[]): Stringifier {
  return stringify({
    header: true,
    columns: [...columns],
    record_delimiter: '\r\n',
    escape_formulas: true,
    cast: { bigint: (value) => value.toString() },
  });
}

/**
 * Sends a table as a CSV file. A client that reads nothing for `patience` ms is disconnected.
 *
 * @param rows the CSV; undefined for HEAD, which has headers only
 */
export async function sendCsv(
  request: FastifyRequest,
  reply: FastifyReply,
  { position, rows, name, patience }: { position: number; rows?: Readable; name: string; patience: number },
): Promise<void> {
  const { socket } = request.raw;
  // The client may have disconnected before the export began. Nothing would end the stream then.
  if (socket.destroyed) return void rows?.destroy();
  if (rows) {
    // A pipelined response gets no `close` event when its connection closes, so the socket ends the export.
    const leave = () => rows.destroy();
    socket.once('close', leave);
    rows.once('close', () => socket.off('close', leave));
  }
  cutOffStalled(socket, reply.raw, patience, `An export of ${name}`);
  await reply
    .header('Event-Position', String(position))
    .header('Content-Disposition', `attachment; filename="${name}.csv"`)
    .type('text/csv; charset=utf-8; header=present')
    .send(rows ?? Readable.from([]));
}
