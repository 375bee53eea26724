/**
 * Each documented filter of the order history with each sort, first page of 20, and the 500th page of each sort by
 * cursor, against `GET /v1/order-history/{id}`, in turns on one connection. All pages are compared with those that a
 * program computes in memory from the rows of `write`. The slowest five are measured again, because among hundreds of
 * pages chance picks the slowest.
 */
import { median, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { checkedPages, ordersOf, reader } from '../pages.mjs';
import { shop } from '../shops.mjs';

export default {
  name: 'filters',
  title: 'Every filter and sort of the order history',

  async run({ quick, say }) {
    const size = quick ? 1_000 : 1_000_000;
    const { url, query, stop } = await shop(size, { say });
    const kronika = await startKronika({ databaseUrl: url, env: { ROLES: 'web' } });
    const { read, time, close } = reader(kronika.url);
    try {
      const orders = await ordersOf(query);
      const checked = await checkedPages(orders, read, quick ? 20 : 500);
      say(`${checked.length} pages show what they must`);
      const paths = quick ? checked.filter((_, n) => n % 10 === 0) : checked;
      const ids = orders.sorted.id.map(({ id }) => id);
      let turn = 0;
      const one = () => time(`order-history/${ids[(turn++ * 7919) % ids.length]}`);
      /** Medians of requests in turn. */
      const measure = async (path, requests) => {
        const [page, order] = [[], []];
        for (let request = 0; request < requests; request++) {
          page.push(await time(path));
          order.push(await one());
        }
        return { page: median(page), one: median(order) };
      };
      for (const path of paths) await measure(path, 3);
      const rounds = [];
      for (let round = 0; round < 5; round++) {
        const found = new Map();
        for (const path of round % 2 ? paths.toReversed() : paths) found.set(path, await measure(path, quick ? 1 : 3));
        rounds.push(found);
      }
      const slowness = (path) => median(rounds.map((found) => found.get(path).page / found.get(path).one));
      const slowest = paths.toSorted((a, b) => slowness(b) - slowness(a)).slice(0, 5);
      const again = slowest.map((path) => ({ path, rounds: [] }));
      for (let round = 0; round < 7; round++)
        for (const each of again) each.rounds.push(await measure(each.path, quick ? 5 : 15));
      const of = (each) => median(each.rounds.map(({ page, one }) => page / one));
      for (const each of again.sort((a, b) => of(b) - of(a)))
        say(`${each.path.slice(0, 90)}: ${of(each).toFixed(2)} times one order`);
      const [worst] = again;
      const common = { unit: 'ms', peer: 'one order', isLowerBetter: true, sizes: { orders: size, pages: paths.length } };
      return [
        ratio({
          ...common,
          measured: 'Pages, median of all',
          kronika: rounds.map((found) => median([...found.values()].map(({ page }) => page))),
          against: rounds.map((found) => median([...found.values()].map(({ one }) => one))),
          must: 2,
        }),
        ratio({
          ...common,
          measured: `The slowest page (${worst.path.slice(0, 80)})`,
          kronika: worst.rounds.map(({ page }) => page),
          against: worst.rounds.map((each) => each.one),
          must: 5,
          dream: 3,
        }),
      ];
    } finally {
      close();
      await kronika.stop();
      await stop();
    }
  },
};
