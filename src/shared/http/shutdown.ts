import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Time in ms for running requests when the process stops; then their connections are closed. */
const GRACE = 5_000;

/**
 * Lets running requests end when the app closes, and waits for no other connections: Node's `closeIdleConnections`
 * leaves alone connections that never sent a request (browsers open them in advance), and nothing bounds a reader who
 * has stopped reading.
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
    setTimeout(() => server.closeAllConnections(), GRACE).unref();
  });
}
