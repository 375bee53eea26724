/** Fastify alone: answers every request with the head and body that its parent sent, and reports its address. */
import Fastify from 'fastify';

process.once('message', async ({ headers, body }) => {
  const fastify = Fastify();
  fastify.get('/*', (_, reply) => {
    reply.headers(headers).send(body);
  });
  process.send(await fastify.listen({ port: 0, host: '127.0.0.1' }));
});
process.once('disconnect', () => process.exit(0));
