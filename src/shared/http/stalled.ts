import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';
import { Logger } from '@nestjs/common';

const logger = new Logger('Stalled');

/** Checks of an answer within its `patience`. */
const CHECKS_PER_PATIENCE = 10;

/**
 * Disconnects a client that reads nothing of an answer for `patience` ms, which frees the resources of the answer. A
 * slow client stays, and so does one with nothing to read. On systems other than Linux, "reads" means that the send
 * buffer of the operating system has room again. For a client below some 100 kB/s that may take longer than
 * `patience`.
 *
 * @param what the name of the answer in the log line
 */
export function cutOffStalled(socket: Socket, response: ServerResponse, patience: number, what: string): void {
  let taken = '';
  let since = Date.now();
  const check = async () => {
    // A response that never got the socket has no `close` event.
    if (socket.destroyed) return clearInterval(checking);
    // A response without a socket waits behind others of its connection, and does not advance either.
    const now = response.socket ? `${socket.bytesWritten} ${await unacknowledged(socket)}` : 'none';
    if (response.writableLength === 0 || now !== taken) [taken, since] = [now, Date.now()];
    else if (Date.now() - since >= patience) {
      clearInterval(checking);
      logger.warn(`${what} was cut off: its reader took nothing of it for ${patience} ms`);
      socket.destroy();
    }
  };
  const checking = setInterval(() => void check(), patience / CHECKS_PER_PATIENCE);
  response.once('close', () => clearInterval(checking));
}

const hex = (number: number, digits: number) => number.toString(16).toUpperCase().padStart(digits, '0');

/**
 * The number of bytes that the client has not acknowledged. It falls steadily as the client reads. Node's own count
 * does not: Node may have handed megabytes to the system, whose buffer makes room in steps of a third.
 *
 * @returns undefined on systems other than Linux
 */
async function unacknowledged({ localPort = 0, remotePort = 0, remoteAddress = '' }: Socket): Promise<string | undefined> {
  const port = (number: number) => `:${hex(number, 4)}`;
  // Several clients may have the same port, so the address is compared as well. The table has IPv4 addresses in the
  // byte order of the machine, mostly reversed. The table of IPv6 has them as the end of a mapped address.
  const bytes =
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/
      .exec(remoteAddress)
      ?.slice(1)
      .map((byte) => hex(Number(byte), 2)) ?? [];
  const address = endianness() === 'LE' ? bytes.reverse().join('') : bytes.join('');
  // "12: 0100007F:0BB8 0100007F:D2A4 01 0027AC00:00000000 …": addresses, state, bytes to send and to receive.
  const line = new RegExp(`${port(localPort)} [0-9A-F]*${address}${port(remotePort)} .. ([0-9A-F]{8}):`, 'g');
  try {
    const tables = await Promise.all(['/proc/self/net/tcp', '/proc/self/net/tcp6'].map((path) => readFile(path, 'latin1')));
    return [...tables.join('').matchAll(line)].map(([, unsent]) => unsent).join();
  } catch {
    return undefined;
  }
}
