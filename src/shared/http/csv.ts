import { Readable } from 'node:stream';
import { type Stringifier, stringify } from 'csv-stringify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cutOffStalled } from './stalled.js';

/**
 * A stream that takes objects and gives CSV (RFC 4180) with a line of names. A text that a spreadsheet would take for a
 * formula (it starts with = + - @, a tab or a carriage return) is led by an apostrophe.
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
 * Sends a table as CSV to be saved in a file. A reader that takes nothing of it for `patience` ms is cut off.
 *
 * @param rows the CSV; undefined for HEAD, where there is only its head
 */
export async function sendCsv(
  request: FastifyRequest,
  reply: FastifyReply,
  { position, rows, name, patience }: { position: number; rows?: Readable; name: string; patience: number },
): Promise<void> {
  const { socket } = request.raw;
  // It may have gone while the export began, and nothing would tell the stream.
  if (socket.destroyed) return void rows?.destroy();
  if (rows) {
    // A response that waits behind others of its connection is not told when that closes.
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
