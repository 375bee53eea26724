/**
 * What an operation costs: the time that CPUs work for it, in a web, in the worker that folds its events, and in
 * Postgres, each in processes of its own. A machine has 1,000 ms a second of each core. Also the bytes that an order
 * takes on the disk, with all views, indexes and outcomes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { BROWSER, pathOf, sectionWith, untilAds } from '../ads.mjs';
import { inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';
import { connected, startPostgres } from '../postgres.mjs';
import { startWorker } from '../workers.mjs';

const CONNECTIONS = 32;

/** Of the kernel, in a second. */
const TICKS = 100;

export default {
  name: 'costs',
  title: 'Time of the CPU for an operation',

  async run({ quick, say }) {
    const [amount, rounds] = quick ? [2_000, 1] : [20_000, 5];
    const postgres = await startPostgres();
    const closing = [() => postgres.stop()];
    try {
      const web = await startKronika({ databaseUrl: postgres.url, env: { AD_UNSEEN_LIMIT: '0', ROLES: 'web' } });
      closing.unshift(() => web.stop());
      const worker = startWorker(postgres.url);
      closing.unshift(() => worker.stop());
      const database = await connected(postgres.url);
      closing.unshift(() => database.end());
      const { section } = await sectionWith(web, database, 20);
      await untilAds(web, section, true);
      const postmaster = Number(readFileSync(`${postgres.folder}/postmaster.pid`, 'utf8').split('\n')[0]);
      const measure = (request, status) => async () => {
        const before = [cpuOf(web.pid), cpuOf(worker.pid), cpuOfAll(postmaster)];
        const { statuses } = await load({ url: web.url, connections: CONNECTIONS, amount, request });
        if (statuses[status] !== amount) throw new Error(JSON.stringify(statuses));
        await web.settled();
        const after = [cpuOf(web.pid), cpuOf(worker.pid), cpuOfAll(postmaster)];
        return after.map((time, n) => (time - before[n]) / amount);
      };
      const order = () => ({ method: 'POST', path: '/v1/order', body: { userId: 42 } });
      const size = async () => Number((await database.query('SELECT pg_database_size(current_database()) AS n')).rows[0].n);
      const [start, times] = [await size(), { order: 0 }];
      const counted = measure(order, 201);
      const found = await inTurns(
        {
          order: () => {
            times.order += 1;
            return counted();
          },
          page: measure(() => ({ method: 'GET', path: '/v1/order-history?limit=20' }), 200),
          entity: measure((n) => ({ method: 'GET', path: `/v1/order-history/${(n % amount) + 1}` }), 200),
          decision: measure(() => ({ method: 'GET', path: pathOf(section), headers: { 'user-agent': BROWSER } }), 200),
        },
        { rounds, warmUps: 1 },
      );
      const bytes = ((await size()) - start) / (times.order * amount);
      say(`${Math.round(bytes)} bytes an order`);
      const line = (measured, name, part) =>
        ratio({
          measured,
          sizes: { connections: CONNECTIONS },
          unit: 'ms',
          kronika: found[name].map((times) => times[part]),
          against: found[name].map(([, , server]) => server),
          peer: 'Postgres',
          isLowerBetter: true,
        });
      return [
        line('POST /v1/order, the web', 'order', 0),
        line('POST /v1/order, the worker that folds it', 'order', 1),
        line('A page of 20 orders of the history, the web', 'page', 0),
        line('One order of the history, the web', 'entity', 0),
        ratio({
          measured: 'An ad decision, the web; Postgres is not asked',
          sizes: { connections: CONNECTIONS },
          unit: 'ms',
          kronika: found.decision.map(([time]) => time),
          against: found.entity.map(([time]) => time),
          peer: 'one order of the history',
          isLowerBetter: true,
        }),
      ];
    } finally {
      for (const close of closing) await close();
    }
  },
};

/** @returns the CPU time of a process, in ms; with `children`, also that of those which have ended */
function cpuOf(pid, children = false) {
  // The name, in brackets, may have blanks.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 15).map(Number);
  return (fields.slice(0, children ? 4 : 2).reduce((sum, ticks) => sum + ticks, 0) * 1_000) / TICKS;
}

/** @returns the CPU time of a server with all its processes, in ms */
function cpuOfAll(postmaster) {
  const isChild = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(postmaster);
  let sum = cpuOf(postmaster, true);
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      if (isChild(pid)) sum += cpuOf(pid);
    } catch {
      // It has ended meanwhile, and counts as the postmaster's.
    }
  return sum;
}
