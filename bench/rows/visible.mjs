/**
 * The time from a command's answer to a query that sees it, while other commands keep Kronika at half of its maximum
 * load. The maximum is the rate of commands at which all views and sagas still keep up; it is measured anew before
 * each round, because machines change. A sample is `POST /v1/order`, and after its answer `GET /v1/order-history/{id}`
 * with `Wait-For-Position` of that answer. The delay is the time between the two answers, so it includes one query
 * even if the view is up to date at once. The peer is the first half of the same samples: the command alone.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { inTurns, median, percentile, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';

const CONNECTIONS = 32;
/** In ms, between samples. */
const PAUSE = 25;

export default {
  name: 'visible',
  title: 'From a commit to its visibility in a view, at half of the greatest load',

  async run({ quick, say }) {
    const kronika = await startKronika();
    try {
      const order = () => ({ method: 'POST', path: '/v1/order', body: { userId: 7 } });
      const [amount, seconds] = quick ? [1_000, 1.2] : [4_000, 8];
      const round = async (attempts = 3) => {
        const start = performance.now();
        await load({ url: kronika.url, connections: CONNECTIONS, amount, request: order });
        await kronika.settled();
        const greatest = (amount / (performance.now() - start)) * 1_000;
        const rate = Math.round(greatest / 2);
        say(`at most ${Math.round(greatest)} commands/s`);
        const others = load({ url: kronika.url, connections: CONNECTIONS, seconds, rate, request: order });
        const samples = [];
        for (const until = performance.now() + (seconds - 0.5) * 1_000; performance.now() < until; await delay(PAUSE))
          samples.push(sample(kronika));
        const times = await Promise.all(samples);
        const { perSecond } = await others;
        if (perSecond >= 0.9 * rate)
          return { rate, command: times.map((each) => each.command), visible: times.map((each) => each.visible) };
        // The machine has slowed down since its maximum was measured.
        const failure = `of ${rate} commands/s only ${Math.round(perSecond)} were answered`;
        if (attempts === 1) throw new Error(failure);
        say(`${failure}: once more`);
        await kronika.settled();
        return round(attempts - 1);
      };
      const { samples } = await inTurns({ samples: () => round() }, { rounds: quick ? 3 : 7 });
      const rate = median(samples.map((each) => each.rate));
      const line = (share, must, dream) =>
        ratio({
          measured: `Commit to visible, p${share * 100}`,
          sizes: { 'commands/s': rate },
          unit: 'ms',
          kronika: samples.map(({ visible }) => percentile(visible, share)),
          against: samples.map(({ command }) => median(command)),
          peer: 'one command, p50',
          must,
          dream,
          isLowerBetter: true,
        });
      return [line(0.5, 3, 1), line(0.99, 10, 1)];
    } finally {
      await kronika.stop();
    }
  },
};

/** @returns both times in ms @throws unless the view shows the new order */
async function sample(kronika) {
  const start = performance.now();
  const { status, headers } = await kronika.post('/v1/order', { userId: 42 });
  const committed = performance.now();
  if (status !== 201) throw new Error(`An order was answered with ${status}`);
  const path = headers.location.replace('/order/', '/order-history/');
  const seen = await kronika.get(path, { 'wait-for-position': headers['event-position'] });
  const visible = performance.now();
  const [, id] = /\/(\d+)$/.exec(path);
  if (seen.status !== 200 || seen.body.id !== Number(id) || seen.body.user_id !== 42)
    throw new Error(`${path} was answered with ${seen.status} ${JSON.stringify(seen.body)}`);
  return { command: committed - start, visible: visible - committed };
}
