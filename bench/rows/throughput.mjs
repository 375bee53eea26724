/**
 * Queries a second on 32 connections, against the same Fastify, in a process of its own, that answers with a constant
 * of the same size and the same head. The difference is all that Kronika adds, from routing and validation to
 * Postgres, on the same two or more cores. One order with its goods, of random orders; and the first page of the order
 * history.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';
import { shop } from '../shops.mjs';

const CONNECTIONS = 32;
/** Headers that Node adds by itself. */
const ADDED = ['date', 'connection', 'keep-alive', 'content-length'];

async function get(url) {
  // As the load asks for it.
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !ADDED.includes(name)));
  return { headers, body: await answer.text() };
}

/** Fastify with Kronika's answer to an address; both answers must be equal. */
async function constantOf(url) {
  const answer = await get(url);
  const child = fork(join(import.meta.dirname, '../constant.mjs'));
  child.send(answer);
  const [address] = await once(child, 'message');
  if (JSON.stringify(await get(address)) !== JSON.stringify(answer))
    throw new Error(`Fastify answers something else than ${url}`);
  return { url: address, stop: () => child.disconnect() };
}

export default {
  name: 'throughput',
  title: 'Queries on 32 connections',

  async run({ quick, say }) {
    const { url, query, stop } = await shop(quick ? 5_000 : 10_000, { say });
    const closing = [stop];
    try {
      const kronika = await startKronika({ databaseUrl: url, env: { ROLES: 'web' } });
      closing.unshift(() => kronika.stop());
      const ids = (await query('SELECT id FROM write.orders ORDER BY hashint8(id) LIMIT 5000')).map(({ id }) => id);
      // Its answer is as large as most.
      const [{ id }] = await query(
        'SELECT id FROM read.order_history WHERE goods_count = (SELECT round(avg(goods_count)) FROM read.order_history) ORDER BY id LIMIT 1',
      );
      const lines = [];
      for (const [measured, like, path] of [
        ['GET /v1/order-history/{id}', `/v1/order-history/${id}`, (n) => `/v1/order-history/${ids[n % ids.length]}`],
        ['GET /v1/order-history', '/v1/order-history', () => '/v1/order-history'],
      ]) {
        const constant = await constantOf(`${kronika.url}${like}`);
        closing.unshift(constant.stop);
        const request = (n) => ({ method: 'GET', path: path(n) });
        const side = (url) => async () => {
          const { perSecond, statuses } = await load({ url, connections: CONNECTIONS, seconds: quick ? 0.6 : 2, request });
          if (Object.keys(statuses).join() !== '200') throw new Error(`${measured}: ${JSON.stringify(statuses)}`);
          return perSecond;
        };
        const sides = { kronika: side(kronika.url), constant: side(constant.url) };
        // Kronika has more code to be compiled, which takes some seconds.
        await load({ url: kronika.url, connections: CONNECTIONS, seconds: quick ? 5 : 8, request });
        const rounds = await inTurns(sides, { rounds: quick ? 5 : 7, warmUps: 2 });
        lines.push(
          ratio({
            measured,
            unit: 'queries/s',
            kronika: rounds.kronika,
            against: rounds.constant,
            peer: 'Fastify, a constant',
            must: 0.35,
            dream: 0.6,
            sizes: { connections: CONNECTIONS },
          }),
        );
      }
      return lines;
    } finally {
      for (const close of closing) await close();
    }
  },
};
