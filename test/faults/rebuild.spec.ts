import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/root.js';
import { fault, holdsWithin, type Run } from './fault.js';
import { atRate } from './load.js';
import { differingRows, settled } from './oracle.js';

const GENERATE = join(ROOT, 'bench/generate.mjs');
/** Orders in the database, each with five goods: some 6.2 events an order. */
const ORDERS_IN_DATABASE = { short: 800, full: 162_000 };
const REQUESTS_PER_SECOND = 100;
/** Rebuilds without kills. One of them is long enough in a full run. */
const MORE_TAKEOVERS = { short: 6, full: 0 };

const scenario = async (run: Run) => {
  const DATABASE_URL = await run.database();
  await (await run.start({ DATABASE_URL })).signal('SIGTERM');
  const orders = run.isFull ? ORDERS_IN_DATABASE.full : ORDERS_IN_DATABASE.short;
  await promisify(execFile)(process.execPath, [GENERATE, String(orders)], { env: { ...process.env, DATABASE_URL } });
  const observer = await run.connect(DATABASE_URL);
  const { rows } = await observer.query('SELECT count(*)::int AS events FROM log.events');
  const web = await run.start({ DATABASE_URL, ROLES: 'web' });
  let worker = await run.start({ DATABASE_URL, ROLES: 'worker' });

  const counts = { events: rows[0].events, writes: 0, reads: 0, failedWrites: 0, failedReads: 0, backwards: 0, emptyAnswers: 0 };
  let isOver = false;
  const writing = atRate(
    REQUESTS_PER_SECOND,
    () => isOver,
    async () => {
      counts.writes += 1;
      const { status } = await web.command('POST', '/v1/order', { userId: run.between(1, 100) }).catch(() => ({ status: 0 }));
      if (status !== 201) counts.failedWrites += 1;
    },
  );
  let seen = 0;
  const reading = atRate(
    REQUESTS_PER_SECOND,
    () => isOver,
    async () => {
      const seenBefore = seen;
      counts.reads += 1;
      const response = await fetch(`${web.url}/v1/order-history?limit=20`).catch(() => undefined);
      const body = (await response?.json().catch(() => undefined)) as { data: object[] };
      if (response?.status !== 200) {
        counts.failedReads += 1;
        return;
      }
      const position = Number(response.headers.get('event-position'));
      if (position < seenBefore) counts.backwards += 1;
      seen = Math.max(seen, position);
      if (!body.data.length) counts.emptyAnswers += 1;
    },
  );

  const rebuilds = { rebuilds: 0, killedWhileBuilding: 0 };
  let operation = '';
  const begin = async () => {
    const response = await fetch(`${web.url}/v1/views/order-history/rebuild`, { method: 'POST' });
    operation = `${web.url}${response.headers.get('location')}`;
    rebuilds.rebuilds += 1;
  };
  const stateOf = async () => (await (await fetch(operation)).json()) as { state: string; progress: number };
  const untilDone = () => holdsWithin(async () => (await stateOf()).state === 'done', 3_600_000);
  await begin();
  for (let kill = 0; kill < run.size; kill++) {
    if ((await stateOf()).state === 'done') await begin();
    const wanted = (kill + run.random()) / run.size;
    let now = await stateOf();
    await holdsWithin(async () => {
      now = await stateOf();
      return now.state === 'done' || (now.state === 'running' && now.progress >= wanted);
    }, 3_600_000);
    if (now.state === 'running') rebuilds.killedWhileBuilding += 1;
    await worker.signal('SIGKILL');
    worker = await run.start({ DATABASE_URL, ROLES: 'worker' });
    run.progress(kill);
  }
  await untilDone();
  // A wrong takeover may go unnoticed in a single rebuild.
  for (let more = 0; more < MORE_TAKEOVERS[run.isFull ? 'full' : 'short']; more++) {
    await begin();
    await untilDone();
  }
  isOver = true;
  await Promise.all([writing, reading]);
  await settled(web.url);
  return { ...counts, ...rebuilds, differing: await differingRows(web.url, 'order-history') };
};

fault('rebuild', scenario, [
  {
    name: 'takeover that does not catch up',
    changes: [
      {
        file: 'src/shared/views/takeover.js',
        find: 'Math.max(next.position, isInLog ? serving.position : await targetOf(manager, view))',
        replace: 'next.position',
      },
    ],
  },
]);
