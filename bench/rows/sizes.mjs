/**
 * The order history of 10,000, 100,000 and 1,000,000 orders (10,000,000 with `--huge`), each with five goods an order
 * and a Kronika of its own, in turns on one connection: one order, the first page of a selective `threshold`, and the
 * pages of the row `filters`, checked as there. The largest size is compared with the smallest.
 */
import { inTurns, median, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { checkedPages, ordersOf, reader } from '../pages.mjs';
import { shop } from '../shops.mjs';

async function open(size, closing, { quick, say }) {
  const { url, query, stop } = await shop(size, { say });
  closing.unshift(stop);
  const kronika = await startKronika({ databaseUrl: url, env: { ROLES: 'web' } });
  closing.unshift(() => kronika.stop());
  const { read, time, close } = reader(kronika.url);
  closing.unshift(close);
  const ids = (await query('SELECT id FROM write.orders ORDER BY hashint8(id) LIMIT 2000')).map(({ id }) => id);
  // All orders of the largest shop would not fit into the memory of this process.
  const paths = size > 1_000_000 ? undefined : await checkedPages(await ordersOf(query), read, quick ? 20 : 500);
  const [{ threshold }] = await query(
    'SELECT goods_count - 1 AS threshold FROM read.order_history ORDER BY goods_count DESC, id OFFSET 30 LIMIT 1',
  );
  say(`${size} orders: ${paths ? `${paths.length} pages show what they must` : 'ready'}`);
  const timed = async (addresses) => {
    const times = [];
    for (const address of addresses) times.push(await time(address));
    return median(times);
  };
  let turn = 0;
  // All pages are checked, one of so many is measured in a round.
  const every = quick ? 15 : 5;
  const some = (count) => Array.from({ length: count }, () => `order-history/${ids[turn++ % ids.length]}`);
  return {
    size,
    one: () => timed(some(quick ? 50 : 200)),
    threshold: () => timed(Array(quick ? 30 : 100).fill(`order-history?threshold=${threshold}`)),
    pages: paths && (() => timed(paths.filter((_, n) => n % every === turn % every))),
  };
}

export default {
  name: 'sizes',
  title: 'The order history of small and large shops',

  async run({ quick, huge, say }) {
    const sizes = quick ? [1_000, 5_000] : [10_000, 100_000, 1_000_000, ...(huge ? [10_000_000] : [])];
    const closing = [];
    try {
      const shops = [];
      for (const size of sizes) shops.push(await open(size, closing, { quick, say }));
      const lines = [];
      const measured = {
        one: 'One order',
        threshold: 'First page of a threshold that 30 orders exceed',
        pages: 'Pages of all filters and sorts, median',
      };
      for (const what of Object.keys(measured)) {
        const able = shops.filter((each) => each[what]);
        const times = await inTurns(Object.fromEntries(able.map((each) => [`of ${each.size}`, each[what]])), {
          rounds: quick ? 5 : 7,
          warmUps: quick ? 1 : 3,
        });
        for (const { size } of able) say(`${measured[what]}, ${size} orders: ${median(times[`of ${size}`]).toFixed(2)} ms`);
        const [small, ...larger] = able.map(({ size }) => size);
        for (const size of larger)
          lines.push(
            ratio({
              measured: measured[what],
              unit: 'ms',
              kronika: times[`of ${size}`],
              against: times[`of ${small}`],
              peer: `${small.toLocaleString('en')} orders`,
              must: 1.5,
              isLowerBetter: true,
              sizes: { orders: size },
              peerSizes: { orders: small },
            }),
          );
      }
      return lines;
    } finally {
      for (const close of closing) await close();
    }
  },
};
