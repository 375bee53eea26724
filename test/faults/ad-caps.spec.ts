import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/shared/database/embedded-postgres.js';
import { Network } from '../support/network.js';
import type { KronikaProcess } from '../support/process.js';
import { AdViewers, type CappedCampaign, capOf, cappedCampaigns } from './ad-viewers.js';
import { fault, holdsWithin, type Plant, type Run } from './fault.js';

const CAPS = { short: [10, 80, 120], full: [10, 800, 1_200] };
/** A cap whose leases grow and are never used up. */
const NEVER_REACHED = 1_000_000;
const HOUR_MS = 3_600_000;
/** Three views a second. */
const PACE = { impressions: 10_800, pacing: 'even' } as const;
const VIEWERS = 12;

/** Seconds in which an ad is to be shown, and by which the clocks of the processes differ from that of the machine. */
const LIFETIME_S = 2;
const CLOCKS_S = [0, 10, -10];

/** A lease of such ads closes after at most three times their lifetime. */
const FROZEN_MS = 3 * LIFETIME_S * 1_000 + 500;

/** After this time without requests, views of leases that were not given out are returned. */
const RETURNED_MS = LIFETIME_S * 1_000 + 1_500;

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
    const postgres = await Restarted.start(run);
    const clocks = await Promise.all(CLOCKS_S.map((seconds) => otherClock(run, seconds)));
    const start = (n: number) =>
      run.start({ DATABASE_URL: postgres.url, AD_LIFETIME: String(LIFETIME_S), PUBLIC_URL: 'http://ads.test', ...clocks[n] });
    // One after the other, because the first one migrates.
    const processes: KronikaProcess[] = [];
    for (const n of CLOCKS_S.keys()) processes.push(await start(n));
    const now = Date.now();
    const even = { ...PACE, schedule: { start: new Date(now).toISOString(), end: new Date(now + HOUR_MS).toISOString() } };
    const caps = [...CAPS[run.isFull ? 'full' : 'short'].map(capOf), capOf(NEVER_REACHED), even];
    const campaigns = await cappedCampaigns(processes[0] as KronikaProcess, caps);
    const filled = campaigns.slice(0, -2);
    const paced = campaigns.at(-1) as CappedCampaign;
    const viewers = new AdViewers(() => processes.filter(({ isUp }) => isUp), campaigns, VIEWERS, run.random);
    const polling = poll(postgres, campaigns, paced);
    for (let n = 0; n < run.size; n++) {
      await wait(run.between(300, 1_200));
      const at = run.between(0, processes.length - 1);
      if (n % 4 === 0) await leaveFor(viewers, RETURNED_MS);
      if (n % 4 === 1) await freeze(processes[at] as KronikaProcess);
      if (n % 4 === 2) await postgres.restart();
      await processes[at]?.signal('SIGKILL');
      processes[at] = await start(at);
      run.progress(n);
    }
    viewers.showsAll = true;
    await holdsWithin(async () => (await missing(postgres, filled)) === 0, 40_000);
    const pace = () => paceOf(postgres, paced);
    await holdsWithin(async () => (await pace()) >= 0.95, 20_000);
    const slow = (await pace()) < 0.95 ? 1 : 0;
    await viewers.stop();
    return {
      ...(await polling.stop()),
      short: await missing(postgres, filled),
      slow,
      lost: await lost(postgres, [...viewers.acknowledged]),
      twice: await twice(postgres),
      unanswered: viewers.unanswered,
      acknowledged: viewers.acknowledged.size,
      restarts: postgres.restarts,
    };
  },
  PLANTS,
);

/** A server that is killed leaves what it has written to the machine; row 2 has fsync. */
const QUICK = { log: () => undefined, flags: ['fsync=off'] };

/** A Postgres of its own, at an address that stays when it is killed and started again. */
class Restarted {
  restarts = 0;
  private client?: pg.Client;

  private constructor(
    private readonly dataDir: string,
    private server: EmbeddedPostgres,
    private readonly network: Network,
  ) {}

  static async start(run: Run): Promise<Restarted> {
    const dataDir = await run.folder();
    const server = await startEmbeddedPostgres({ dataDir, ...QUICK });
    const postgres = new Restarted(dataDir, server, await Network.to(server.url));
    run.defer(() => postgres.close());
    return postgres;
  }

  /** For Kronika. */
  get url(): string {
    return this.network.url;
  }

  /** Kills the server with all that it has not written, and starts it again. */
  async restart(): Promise<void> {
    const [postmaster] = (await readFile(join(this.server.folder, 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(postmaster), 'SIGKILL');
    await this.server.stop();
    this.server = await startEmbeddedPostgres({ dataDir: this.dataDir, ...QUICK });
    this.network.leadTo(this.server.url);
    this.restarts += 1;
  }

  /** Asks again until there is an answer. */
  async query<R extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<R[]> {
    for (;;)
      try {
        this.client ??= await connected(this.server.url);
        return (await this.client.query<R>(sql, values)).rows;
      } catch (error) {
        if (error instanceof pg.DatabaseError && !/^(57P|53)/.test(error.code ?? '')) throw error;
        await this.client?.end().catch(() => undefined);
        this.client = undefined;
        await wait(50);
      }
  }

  private async close(): Promise<void> {
    await this.client?.end().catch(() => undefined);
    await this.network.close();
    await this.server.stop();
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

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

/** Nobody asks for ads until leases have ended with views that were not given out, and are returned. */
async function leaveFor(viewers: AdViewers, milliseconds: number): Promise<void> {
  viewers.isAway = true;
  await wait(milliseconds);
  viewers.isAway = false;
}

const BILLED_SQL = 'SELECT campaign_id AS id, sum(views)::int AS billed FROM delivery.spend GROUP BY 1';

async function billedOf(postgres: Restarted): Promise<Map<string, number>> {
  const rows = await postgres.query<{ id: string; billed: number }>(BILLED_SQL);
  return new Map(rows.map(({ id, billed }) => [id, billed]));
}

/** Billed views, those that are due by now, and whether what caps reserve is what open leases hold. */
const POLL_SQL = `
  WITH held AS (
    SELECT campaign_id, period, sum(n) AS n FROM delivery.leases AS l,
      LATERAL (VALUES ('total', (views - counted)::numeric), (day, views - counted), (currency, (views - counted) * price)) AS p (period, n)
    WHERE closed_at IS NULL GROUP BY 1, 2
  )
  SELECT (SELECT coalesce(json_object_agg(id, billed), '{}') FROM (${BILLED_SQL}) AS b) AS billed,
    (SELECT count(*)::int FROM delivery.caps AS c LEFT JOIN held AS h ON h.campaign_id = c.campaign_id AND h.period = c.period
      WHERE c.reserved <> coalesce(h.n, 0)) AS unbalanced,
    extract(epoch FROM clock_timestamp())::float8 * 1000 AS now`;

/** Counts the polls at which a campaign was billed for more than its cap or its pace, or a lease was not in its caps. */
function poll(postgres: Restarted, campaigns: readonly CappedCampaign[], paced: CappedCampaign) {
  const counts = { over: 0, ahead: 0, unbalanced: 0 };
  let isStopping = false;
  const polls = async () => {
    while (!isStopping) {
      const [row] = await postgres.query<{ billed: Record<string, number>; unbalanced: number; now: number }>(POLL_SQL);
      const { billed, unbalanced, now } = row as NonNullable<typeof row>;
      counts.over += campaigns.filter(({ id, impressions }) => (billed[id] ?? 0) > impressions).length;
      // One view is due at once.
      if ((billed[paced.id] ?? 0) > dueOf(paced, now) + 1) counts.ahead += 1;
      if (unbalanced > 0) counts.unbalanced += 1;
      await wait(50);
    }
  };
  const polling = polls();
  return {
    stop: async () => {
      isStopping = true;
      await polling;
      return counts;
    },
  };
}

/** Views that even pacing allows by a moment. */
function dueOf({ impressions, schedule: { start, end } }: CappedCampaign, now: number): number {
  return (impressions * (now - Date.parse(start))) / (Date.parse(end) - Date.parse(start));
}

/** Billed views of those that are due by now. */
async function paceOf(postgres: Restarted, paced: CappedCampaign): Promise<number> {
  return ((await billedOf(postgres)).get(paced.id) ?? 0) / dueOf(paced, Date.now());
}

/** Campaigns that were not billed for 99 % of their caps. */
async function missing(postgres: Restarted, campaigns: readonly CappedCampaign[]): Promise<number> {
  const billed = await billedOf(postgres);
  return campaigns.filter(({ id, impressions }) => (billed.get(id) ?? 0) < 0.99 * impressions).length;
}

/** Views that were acknowledged and are not in the ledger. */
async function lost(postgres: Restarted, ids: readonly string[]): Promise<number> {
  const [row] = await postgres.query<{ found: number }>(
    'SELECT count(*)::int AS found FROM delivery.impressions WHERE id = ANY ($1) AND seen & 1 = 1',
    [ids],
  );
  return ids.length - (row?.found ?? 0);
}

/** Views and starts in the sums that the ledger does not have. */
async function twice(postgres: Restarted): Promise<number> {
  const [row] = await postgres.query(
    `SELECT (SELECT coalesce(sum(events[1] + events[2]), 0) FROM delivery.quarters)
       - (SELECT count(*) FILTER (WHERE seen & 1 = 1) + count(*) FILTER (WHERE seen & 2 = 2) FROM delivery.impressions) AS views,
       (SELECT coalesce(sum(views), 0) FROM delivery.spend) - (SELECT count(*) FROM delivery.impressions WHERE is_billed) AS billed`,
  );
  return Math.abs(Number(row?.views)) + Math.abs(Number(row?.billed));
}
