/**
 * The relay to NATS JetStream, on one machine with everything else:
 *
 * - events a second of a relay that publishes a log of orders to a stream that was deleted, against `POST /v1/order` on
 *   32 connections a second, in turns;
 * - orders a second while a relay follows, against orders a second without one, in turns. Afterwards the stream must
 *   have all events of the log, in order.
 */
import { inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';
import { startNats } from '../nats.mjs';
import { connected, startPostgres } from '../postgres.mjs';
import { startRelay } from '../workers.mjs';

const STREAM = 'KRONIKA';

export default {
  name: 'relay',
  title: 'The relay to NATS JetStream',

  async run({ quick, say }) {
    const [amount, rounds, warmUps] = quick ? [1_000, 1, 1] : [10_000, 5, 1];
    const [postgres, nats] = [await startPostgres(), await startNats()];
    const closing = [() => nats.stop(), () => postgres.stop()];
    try {
      const kronika = await startKronika({ databaseUrl: postgres.url });
      closing.unshift(() => kronika.stop());
      const database = await connected(postgres.url);
      closing.unshift(() => database.end());
      const events = async () => (await database.query('SELECT count(*)::int AS n FROM log.events')).rows[0].n;
      const order = async () => {
        const request = () => ({ method: 'POST', path: '/v1/order', body: { userId: 42 } });
        const { perSecond, statuses } = await load({ url: kronika.url, connections: 32, amount, request });
        if (statuses[201] !== amount) throw new Error(`Orders were answered ${JSON.stringify(statuses)}`);
        await kronika.settled();
        return perSecond;
      };

      // Both sides have the same work in each round: the relay publishes as many events of orders as are ordered.
      let relay;
      const speeds = await inTurns(
        {
          orders: order,
          relay: async () => {
            relay ??= await startRelay(postgres.url, nats.url);
            const all = await events();
            await nats.reached(STREAM, all);
            await nats.remove(STREAM);
            await nats.reached(STREAM, 1);
            const [first, start] = [await nats.lastOf(STREAM), performance.now()];
            await nats.reached(STREAM, all);
            return ((all - first) * 1_000) / (performance.now() - start);
          },
        },
        { rounds, warmUps },
      );
      await relay?.stop();
      say(`relay ${speeds.relay.map(Math.round)}, orders ${speeds.orders.map(Math.round)}`);

      const beside = await inTurns(
        {
          alone: order,
          beside: async () => {
            const relay = await startRelay(postgres.url, nats.url);
            await nats.reached(STREAM, await events());
            const perSecond = await order();
            await nats.reached(STREAM, await events());
            await check(nats, database);
            await relay.stop();
            return perSecond;
          },
        },
        { rounds, warmUps },
      );
      say(`beside ${beside.beside.map(Math.round)}, alone ${beside.alone.map(Math.round)}`);
      return [
        ratio({
          measured: 'Events of a log that is relayed again',
          unit: '/s',
          kronika: speeds.relay,
          against: speeds.orders,
          peer: 'POST /v1/order',
          must: 3,
        }),
        ratio({
          measured: 'POST /v1/order beside a relay',
          unit: 'orders/s',
          kronika: beside.beside,
          against: beside.alone,
          peer: 'without a relay',
          must: 0.8,
          dream: 0.95,
        }),
      ];
    } finally {
      for (const close of closing) await close();
    }
  },
};

/** The stream has as many messages as the log has events, and some of them are compared. */
async function check(nats, database) {
  const { rows } = await database.query('SELECT e.position::text, e.stream FROM log.events AS e ORDER BY e.position');
  if ((await nats.lastOf(STREAM)) !== rows.length) throw new Error(`The stream has not the ${rows.length} events of the log`);
  for (let n = 0; n < rows.length; n += Math.ceil(rows.length / 100)) {
    const { header } = await nats.read(STREAM, n + 1);
    if (header.get('ce-id') !== rows[n].position || header.get('ce-subject') !== rows[n].stream)
      throw new Error(`Message ${n + 1} is ${header.get('ce-subject')}, not ${rows[n].stream}`);
  }
}
