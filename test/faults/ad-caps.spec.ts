import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type pg from 'pg';
import type { KronikaProcess } from '../support/process.js';
import { AdViewers, type CappedCampaign, cappedCampaigns } from './ad-viewers.js';
import { fault, holdsWithin, type Plant, type Run } from './fault.js';

const CAPS = { short: [10, 80, 120], full: [10, 800, 1_200] };
const VIEWERS = 12;

/** Seconds in which an ad is to be shown, and by which the clocks of the processes differ from that of the machine. */
const LIFETIME_S = 2;
const CLOCKS_S = [0, 10, -10];

/** A lease of such ads closes after at most three times their lifetime. */
const FROZEN_MS = 3 * LIFETIME_S * 1_000 + 500;

const LEDGER = 'src/campaigns/delivery/ledger.js';

const PLANTS: Plant[] = [
  {
    name: 'views that are billed without a lease',
    changes: [
      { file: LEDGER, find: 'l.id IS NOT NULL, l.currency, l.price', replace: `true, 'EUR', 1500` },
      { file: LEDGER, find: 'WHERE l.id = c.id RETURNING', replace: 'WHERE false RETURNING' },
    ],
  },
  {
    name: 'a repetition that is not noticed',
    changes: [{ file: LEDGER, find: 'fresh = excluded.seen & ~i.seen', replace: 'fresh = excluded.seen' }],
  },
  {
    name: 'an answer before the commit',
    changes: [
      { file: LEDGER, find: 'await this.batcher.ask(row)', replace: 'void this.batcher.ask(row).catch(() => undefined)' },
    ],
  },
  {
    name: 'a lease that is given back twice',
    changes: [
      {
        file: 'migrations/1763800000041-ledger.js',
        find: 'UPDATE delivery.leases SET views = kept,',
        replace: 'UPDATE delivery.leases SET views = l.views,',
      },
    ],
  },
];

fault(
  'ad-caps',
  async (run) => {
    const url = await run.database();
    const clocks = await Promise.all(CLOCKS_S.map((seconds) => otherClock(run, seconds)));
    const start = (n: number) =>
      run.start({ DATABASE_URL: url, AD_LIFETIME: String(LIFETIME_S), PUBLIC_URL: 'http://ads.test', ...clocks[n] });
    // One after the other, because the first one migrates.
    const processes: KronikaProcess[] = [];
    for (const n of CLOCKS_S.keys()) processes.push(await start(n));
    const campaigns = await cappedCampaigns(processes[0] as KronikaProcess, CAPS[run.isFull ? 'full' : 'short']);
    const observer = await run.connect(url);
    const viewers = new AdViewers(() => processes.filter(({ isUp }) => isUp), campaigns, VIEWERS, run.random);
    const polling = poll(observer, campaigns);
    for (let n = 0; n < run.size; n++) {
      await wait(run.between(300, 1_200));
      const at = run.between(0, processes.length - 1);
      if (n % 4 === 1) await freeze(processes[at] as KronikaProcess);
      if (n % 4 === 2) await observer.query(END_CONNECTIONS_SQL);
      await processes[at]?.signal('SIGKILL');
      processes[at] = await start(at);
      run.progress(n);
    }
    viewers.showsAll = true;
    await holdsWithin(async () => (await missing(observer, campaigns)) === 0, 40_000);
    await viewers.stop();
    const { over } = await polling.stop();
    return {
      over,
      short: await missing(observer, campaigns),
      lost: await lost(observer, [...viewers.acknowledged]),
      twice: await twice(observer),
      acknowledged: viewers.acknowledged.size,
    };
  },
  PLANTS,
);

/** Settings of a process whose clock is ahead or behind. */
async function otherClock(run: Run, seconds: number): Promise<NodeJS.ProcessEnv> {
  const file = join(await run.folder(), 'clock.mjs');
  await writeFile(
    file,
    `const Real = Date;
     globalThis.Date = class Date extends Real {
       constructor(...given) { if (given.length) super(...given); else super(Real.now() + ${seconds * 1_000}); }
       static now() { return Real.now() + ${seconds * 1_000}; }
     };`,
  );
  return seconds ? { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` } : {};
}

/** Freezes a process until its leases are closed. */
async function freeze(kronika: KronikaProcess): Promise<void> {
  kronika.child.kill('SIGSTOP');
  await wait(FROZEN_MS);
  kronika.child.kill('SIGCONT');
  await wait(500);
}

/** As a restart of Postgres does. */
const END_CONNECTIONS_SQL = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;

const BILLED_SQL = 'SELECT campaign_id AS id, sum(views)::int AS billed FROM delivery.spend GROUP BY 1';

async function billedOf(client: pg.Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: string; billed: number }>(BILLED_SQL);
  return new Map(rows.map(({ id, billed }) => [id, billed]));
}

/** Counts the polls at which a campaign was billed for more than its cap. */
function poll(client: pg.Client, campaigns: readonly CappedCampaign[]) {
  let isStopping = false;
  let over = 0;
  const polls = async () => {
    while (!isStopping) {
      const billed = await billedOf(client);
      over += campaigns.filter(({ id, cap }) => (billed.get(id) ?? 0) > cap).length;
      await wait(50);
    }
  };
  const polling = polls();
  return {
    stop: async () => {
      isStopping = true;
      await polling;
      return { over };
    },
  };
}

/** Campaigns that were not billed for 99 % of their caps. */
async function missing(client: pg.Client, campaigns: readonly CappedCampaign[]): Promise<number> {
  const billed = await billedOf(client);
  return campaigns.filter(({ id, cap }) => (billed.get(id) ?? 0) < 0.99 * cap).length;
}

/** Views that were acknowledged and are not in the ledger. */
async function lost(client: pg.Client, ids: readonly string[]): Promise<number> {
  const { rows } = await client.query(
    'SELECT count(*)::int AS found FROM delivery.impressions WHERE id = ANY ($1) AND seen & 1 = 1',
    [ids],
  );
  return ids.length - rows[0].found;
}

/** Views and starts in the sums that the ledger does not have. */
async function twice(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    `SELECT (SELECT coalesce(sum(events[1] + events[2]), 0) FROM delivery.quarters)
       - (SELECT count(*) FILTER (WHERE seen & 1 = 1) + count(*) FILTER (WHERE seen & 2 = 2) FROM delivery.impressions) AS views,
       (SELECT coalesce(sum(views), 0) FROM delivery.spend) - (SELECT count(*) FROM delivery.impressions WHERE is_billed) AS billed`,
  );
  return Math.abs(Number(rows[0].views)) + Math.abs(Number(rows[0].billed));
}
