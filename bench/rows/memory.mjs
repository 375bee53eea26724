/**
 * The peak memory of Kronika's process while it rebuilds the order history from a small log and from a large one. It
 * should not depend on the log, because a build holds two batches of events and their rows. Each measurement has a
 * process of its own.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { difference, inTurns } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { shop } from '../shops.mjs';
import { rebuild } from './rebuild.mjs';

/** At about six events an order, the full sizes are 100,000 and 2,000,000 events. */
const ORDERS = { quick: [1_000, 5_000], full: [16_500, 325_000] };
const MB = 1024 ** 2;

export default {
  name: 'memory',
  title: 'Memory during a rebuild',

  async run({ quick, say }) {
    const [small, large] = ORDERS[quick ? 'quick' : 'full'];
    const events = {};
    const peak = (orders) => async () => {
      const database = await shop(orders, { unfolded: !quick, say });
      let kronika;
      try {
        kronika = await startKronika({ databaseUrl: database.url });
        await kronika.settled();
        [{ events: events[orders] }] = await database.query('SELECT count(*)::int AS events FROM log.events');
        return await greatest(() => kronika.rss(), rebuild(kronika, events[orders]));
      } finally {
        await kronika?.stop();
        await database.stop();
      }
    };
    // A round starts two new processes and rebuilds twice, so there is nothing to warm up.
    const { few, many } = await inTurns({ few: peak(small), many: peak(large) }, { rounds: quick ? 1 : 5, warmUps: 0 });
    return [
      difference({
        measured: 'greatest resident memory of the process during a rebuild',
        unit: 'MB',
        kronika: many,
        against: few,
        peer: `${events[small]} events`,
        // The few events of quick mode do not fill the two batches that a build holds.
        must: quick ? undefined : 50,
        sizes: { events: events[large] },
        peerSizes: { events: events[small] },
      }),
    ];
  },
};

/** @returns the highest sample until the work was done, in MB */
async function greatest(sample, work) {
  let peak = 0;
  let isDone = false;
  const end = work.finally(() => {
    isDone = true;
  });
  for (; !isDone; await Promise.race([delay(50), end])) peak = Math.max(peak, await sample());
  await end;
  return peak / MB;
}
