import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Time in ms for running requests at shutdown. Then their connections are closed. */
const MAX_DRAIN_MS = 5_000;

/**
 * Gives running requests limited time at shutdown, and closes all other connections immediately. Node's
 * `closeIdleConnections` keeps connections that never sent a request (browsers open them in advance), and has no time
 * limit for a client that has stopped reading.
 */
export function boundShutdown(fastify: FastifyInstance): void {
  const server = fastify.server as Server;
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  fastify.addHook('preClose', async () => {
    for (const socket of unused) socket.destroy();
    setTimeout(() => server.closeAllConnections(), MAX_DRAIN_MS).unref();
  });
}
