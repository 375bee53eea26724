import { setTimeout as wait } from 'node:timers/promises';
import { Cluster, type Standby } from '../support/cluster.js';
import { Network } from '../support/network.js';
import type { KronikaProcess } from '../support/process.js';
import { until } from '../support/until.js';
import { fault, holdsWithin, type Plant, type Run } from './fault.js';
import { atRate, Load, reckon } from './load.js';
import { readLog, settled } from './oracle.js';

const CLIENTS = 4;
const QUERIES_PER_SECOND = 50;
/** So many that at each moment one reads the view. */
const TAKEOVER_CLIENTS = 8;

/** How long a replica stays frozen. */
const FROZEN_MS = { short: 4_000, full: 60_000 };

async function clusterOf(run: Run, standbys: string[][], flags: string[] = []): Promise<[Cluster, Standby[]]> {
  const cluster = await Cluster.start(flags);
  run.defer(() => cluster.stop());
  const started = [];
  for (const [n, settings] of standbys.entries()) started.push(await cluster.addStandby(`standby${n}`, settings));
  return [cluster, started];
}

const start = (run: Run, url: string, standbys: Standby[]) =>
  run.start({ DATABASE_URL: url, READ_DATABASE_URL: standbys.map((standby) => standby.url).join(',') });

const NO_CHECK: Plant = {
  name: 'a replica whose answer is not compared with the wanted position',
  always: true,
  changes: [
    {
      file: 'src/shared/views/read-place.js',
      find: 'replica ? isStandby && position >= wanted',
      replace: 'replica ? isStandby',
    },
    {
      file: 'src/shared/views/read-database.js',
      find: 'wanted === 0 ||',
      replace: 'true ||',
    },
  ],
};

const NO_RETRY: Plant = {
  name: 'a query that fails at a replica is not asked elsewhere',
  changes: [
    {
      file: 'src/shared/views/read-database.js',
      find: '!isOfServer(error) && !isOfShape(error)',
      replace: 'true',
    },
  ],
};

fault(
  'replica-behind',
  async (run) => {
    const [cluster, [first, second]] = (await clusterOf(run, [[], []])) as [Cluster, [Standby, Standby]];
    const kronika = await start(run, cluster.url, [first, second]);
    const ids: number[] = [];
    const counts = { stale: 0, falseNotFound: 0, failed: 0, fresh: 0 };
    // Before it has the tables, a replica gets no queries, so one that stops there could give no stale answer.
    await Promise.all([cluster.caughtUp(first), cluster.caughtUp(second)]);
    await until(async () => {
      const { replicas } = await kronika.query<{ replicas: { problem: string | null }[] }>('/readyz');
      return replicas.every(({ problem }) => problem === null);
    });
    await second.query('SELECT pg_wal_replay_pause()');
    let left = run.size;
    // Each with a user of its own, so that orders of the others can't push its latest one off the list.
    const client = async (_: unknown, index: number) => {
      const userId = index + 1;
      while (left-- > 0) {
        const { id, position, status } = await kronika.command('POST', '/v1/order', { userId });
        ids.push(id);
        const path = left % 2 ? `/v1/order-history/${id}` : `/v1/order-history?user_id=${userId}&sort=-id&limit=5`;
        const response = await fetch(`${kronika.url}${path}`, { headers: { 'wait-for-position': String(position) } });
        const text = await response.text();
        if (status !== 201) counts.failed += 1;
        else if (response.status === 404) counts.falseNotFound += 1;
        else if (response.status !== 200) counts.failed += 1;
        else if (Number(response.headers.get('event-position')) < position || !text.includes(`"id":${id},`)) counts.stale += 1;
        else counts.fresh += 1;
        run.progress(run.size - left);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return counts;
  },
  [NO_CHECK],
);

/**
 * Does work while commands and queries come.
 *
 * @param clients that query without a pause, beside those that come at a rate
 */
async function underLoad(run: Run, kronika: KronikaProcess, work: () => Promise<void>, clients = 0) {
  const counts = { commands: 0, failedCommands: 0, queries: 0, failedQueries: 0 };
  let isOver = false;
  const commanding = atRate(
    QUERIES_PER_SECOND,
    () => isOver,
    async () => {
      counts.commands += 1;
      const { status } = await kronika.command('POST', '/v1/order', { userId: run.between(1, 100) });
      if (status !== 201) counts.failedCommands += 1;
    },
  );
  const { id, position } = await kronika.command('POST', '/v1/order', { userId: 1 });
  await kronika.query('/v1/order-history', position);
  const query = async () => {
    counts.queries += 1;
    const path = counts.queries % 2 ? `/v1/order-history/${id}` : `/v1/order-history?limit=${1 + (counts.queries % 50)}`;
    const response = await fetch(`${kronika.url}${path}`);
    await response.text();
    if (response.status !== 200) counts.failedQueries += 1;
  };
  const querying = [
    atRate(QUERIES_PER_SECOND, () => isOver, query),
    ...Array.from({ length: clients }, async () => {
      while (!isOver) await query();
    }),
  ];
  await work().finally(() => {
    isOver = true;
  });
  await Promise.all([commanding, ...querying]);
  return counts;
}

fault(
  'replica-dies',
  async (run) => {
    const totals = { commands: 0, failedCommands: 0, queries: 0, failedQueries: 0, unnoticed: 0 };
    for (let round = 0; round < run.size; round++) {
      const [cluster, [first, second]] = (await clusterOf(run, [[], []])) as [Cluster, [Standby, Standby]];
      const kronika = await start(run, cluster.url, [first, second]);
      await Promise.all([cluster.caughtUp(first), cluster.caughtUp(second)]);
      const problem = async () => {
        const { replicas } = await kronika.query('/readyz');
        return replicas[1].problem as string | null;
      };
      const isNoticed = async (pattern: RegExp) => holdsWithin(async () => pattern.test((await problem()) ?? ''), 15_000);
      const isBack = () => holdsWithin(async () => (await problem()) === null, 30_000);
      const counts = await underLoad(run, kronika, async () => {
        await second.kill();
        if (!(await isNoticed(/^it does not answer/))) totals.unnoticed += 1;
        await second.start();
        if (!(await isBack())) totals.unnoticed += 1;
        await second.freeze();
        if (!(await isNoticed(/^it does not answer/))) totals.unnoticed += 1;
        await wait(run.isFull ? FROZEN_MS.full : FROZEN_MS.short);
        await second.thaw();
        if (!(await isBack())) totals.unnoticed += 1;
        await second.promote();
        if (!(await isNoticed(/^it is not a replica/))) totals.unnoticed += 1;
      });
      for (const [what, count] of Object.entries(counts)) totals[what as keyof typeof counts] += count;
      await kronika.signal('SIGTERM');
      run.progress(round);
    }
    return totals;
  },
  [NO_RETRY],
);

fault('replica-takeover', async (run) => {
  // The one ends what is in the way of replay at once, the other detects deadlocks within milliseconds.
  const hasty = ['max_standby_streaming_delay=0'];
  const [cluster, standbys] = await clusterOf(run, [hasty, ['deadlock_timeout=10ms']]);
  const kronika = await start(run, cluster.url, standbys);
  const counts = { takeovers: 0 };
  const load = await underLoad(
    run,
    kronika,
    async () => {
      for (let n = 0; n < run.size; n++) {
        const response = await fetch(`${kronika.url}/v1/views/order-history/rebuild`, { method: 'POST' });
        const operation = `${kronika.url}${response.headers.get('location')}`;
        const isDone = async () => ((await (await fetch(operation)).json()) as { state: string }).state === 'done';
        if (await holdsWithin(isDone)) counts.takeovers += 1;
        run.progress(n);
      }
    },
    TAKEOVER_CLIENTS,
  );
  return { ...counts, ...load };
});

fault('synchronous-standby', async (run) => {
  const totals = { acknowledged: 0, lost: 0, twice: 0 };
  for (let kill = 0; kill < run.size; kill++) {
    const [cluster, [standby]] = (await clusterOf(run, [[]])) as [Cluster, [Standby]];
    const network = await Network.to(cluster.url);
    run.defer(() => network.close());
    const kronika = await run.start({ DATABASE_URL: network.url });
    await cluster.query(`ALTER SYSTEM SET synchronous_standby_names = 'standby0'`);
    await cluster.query('SELECT pg_reload_conf()');
    await holdsWithin(
      async () => (await cluster.query(`SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`)).length === 1,
    );
    const load = new Load(() => [kronika], { clients: 8, seed: run.seed + kill });
    await load.further(run.between(50, 300));
    await cluster.killPrimary();
    await standby.promote();
    network.leadTo(standby.url);
    await standby.query('ALTER SYSTEM RESET synchronous_standby_names');
    await standby.query('SELECT pg_reload_conf()');
    await load.further(50);
    await load.stop();
    const { acknowledged, lost, twice } = reckon(load, await readLog(kronika.url, await settled(kronika.url)));
    totals.acknowledged += acknowledged;
    totals.lost += lost;
    totals.twice += twice;
    await kronika.signal('SIGTERM');
    run.progress(kill);
  }
  return totals;
});
