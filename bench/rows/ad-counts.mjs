/**
 * Counting views of ads: decisions of campaigns with caps against a constant route; impressions that are answered after
 * their commit, against the same Kronika with a transaction for each, and against pgbench, which inserts a row a
 * transaction into the same Postgres; the time until an acknowledged view is in the report; a report of 30 days against
 * adding up the ledger; and views that three processes bill over a cap.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { newAdId } from '../../dist/src/campaigns/delivery/ad-ids.js';
import { sealToken } from '../../dist/src/campaigns/delivery/token.js';
import { BROWSER, constantOf, pathOf, sectionWith, untilAds } from '../ads.mjs';
import { difference, inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';

const ROOT = join(import.meta.dirname, '../..');
const CONNECTIONS = 32;
const PLAYERS = 256;
const PGBENCH_CLIENTS = 32;
const DAYS = 30;
const CAMPAIGNS = 100;
const QUARTERS_OF_DAY = 96;
const EVENTS = Array.from({ length: 16 });
const LIMITS = { impressions: 1_000_000_000, perDay: 1_000_000_000, budget: 9_000_000_000, pacing: 'asap', viewer: null };

/** All requests come from one address, which shows none of its ads. */
const env = { AD_UNSEEN_LIMIT: '0' };

/** The build in which each beacon has a transaction of its own. @returns its main file, and what deletes it */
async function oneByOne() {
  const folder = join(ROOT, 'dist-one-by-one');
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const start = join(ROOT, 'dist/start');
  await cp(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true, filter: (path) => path !== start });
  const file = join(folder, 'dist/src/campaigns/delivery/ledger.js');
  const code = await readFile(file, 'utf8');
  const changed = code
    .replace('maxSize: MAX_BATCH', 'maxSize: 1')
    .replace('maxConcurrent: MAX_COMMITS', `maxConcurrent: ${PLAYERS}`);
  if (changed.split('maxSize: 1').length + changed.split(`maxConcurrent: ${PLAYERS}`).length !== 4)
    throw new Error('The build has no batches of beacons');
  await writeFile(file, changed);
  return { main: join(folder, 'dist/src/main.js'), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Addresses of impressions that are billed. @returns a function that makes the next one */
async function impressions(client, { campaigns: [campaignId], portfolio, section }) {
  const leaseId = randomUUID();
  const [yesterday, today, tomorrow, after] = [-1, 0, 1, 2].map((n) =>
    new Date(Math.floor(Date.now() / 86_400_000 + n) * 86_400_000).toISOString(),
  );
  const days = [yesterday, today, tomorrow].map((day) => day.slice(0, 10));
  const { rows: granted } = await client.query(
    `SELECT views FROM delivery.lease($1, $2, 1000, 'EUR', 100000000, $3, $4, tstzrange(NULL, NULL), 36000)`,
    [leaseId, campaignId, days, [yesterday, today, tomorrow, after]],
  );
  if (Number(granted[0].views) < 1_000_000) throw new Error(`The lease has ${granted[0].views} views`);
  const { rows } = await client.query('SELECT id, secret FROM delivery.keys ORDER BY created_at DESC LIMIT 1');
  const place = { campaignId, creativeId: randomUUID(), portfolioId: portfolio, sectionId: section, leaseId };
  const flags = { isInvalid: false, isTag: false, device: 'desktop' };
  return () => {
    const token = { ...place, id: newAdId(Date.now()), expiresInSeconds: 36_000, flags };
    return { method: 'GET', path: `/v1/ads/e/${sealToken(token, rows[0])}/impression`, headers: { 'user-agent': BROWSER } };
  };
}

/** @returns transactions a second */
async function pgbench(databaseUrl, file, seconds) {
  const options = ['-n', '-c', PGBENCH_CLIENTS, '-j', 2, '-T', seconds, '-M', 'prepared', '-f', file, databaseUrl];
  const { stdout } = await promisify(execFile)('pgbench', options.map(String));
  const [, tps] = /^tps = ([\d.]+)/m.exec(stdout) ?? [];
  if (!tps) throw new Error(stdout);
  return Number(tps);
}

/** A month of views in the ledger and its sums. */
async function fill(client, views, { portfolio, section }) {
  const campaigns = Array.from({ length: CAMPAIGNS }, () => randomUUID());
  const creative = randomUUID();
  const each = Math.ceil(views / (DAYS * CAMPAIGNS * QUARTERS_OF_DAY));
  await client.query(
    `INSERT INTO delivery.impressions (slot, id, quarter, campaign_id, portfolio_id, section_id, creative_id, device, seen, invalid,
       fresh, is_billed, currency, price)
     SELECT (floor(extract(epoch FROM q) / 86400)::int % 42), gen_random_uuid(), q, c, $2, $3, $4, 'desktop', 3, 0, 3, true, 'EUR', 1000
     FROM generate_series(date_trunc('day', now()) - make_interval(days => $5), date_trunc('day', now()) - interval '15 minutes',
         interval '15 minutes') AS q,
       unnest($1::uuid[]) AS c, generate_series(1, $6)`,
    [campaigns, portfolio, section, creative, DAYS, each],
  );
  const place = 'quarter, campaign_id, portfolio_id, section_id, creative_id, device';
  await client.query(
    `INSERT INTO delivery.quarters (${place}, is_invalid, events)
     SELECT ${place}, false, ARRAY[count(*), count(*)] || array_fill(0::bigint, ARRAY[14]) FROM delivery.impressions
     WHERE creative_id = $1 GROUP BY ${place}`,
    [creative],
  );
  await client.query(
    `INSERT INTO delivery.spend (${place}, currency, views, amount)
     SELECT ${place}, currency, count(*), sum(price) FROM delivery.impressions WHERE creative_id = $1 GROUP BY ${place}, currency`,
    [creative],
  );
  const byDay = { quarters: ['is_invalid', 'events'], spend: ['currency', 'views', 'amount'] };
  for (const [table, [key, ...sums]] of Object.entries(byDay)) {
    const columns = `${place}, ${key}`;
    const total = (sum) => (sum === 'events' ? `ARRAY[${EVENTS.map((_, n) => `sum(events[${n + 1}])`)}]` : `sum(${sum})`);
    await client.query(
      `INSERT INTO delivery.${table}_by_day (${columns}, ${sums})
       SELECT ${columns.replace('quarter', `date_trunc('day', quarter, 'UTC')`)}, ${sums.map(total)} FROM delivery.${table}
       WHERE creative_id = $1 GROUP BY 1, ${columns.replace('quarter, ', '')}`,
      [creative],
    );
  }
  await client.query(
    `VACUUM (ANALYZE) delivery.impressions, ${Object.keys(byDay).map((table) => `delivery.${table}, delivery.${table}_by_day`)}`,
  );
  return { creative, views: each * DAYS * CAMPAIGNS * QUARTERS_OF_DAY };
}

/** The same sums from the ledger. */
const SCAN_SQL = `
  SELECT campaign_id, currency, ${Array.from({ length: 15 }, (_, bit) => `count(*) FILTER (WHERE seen & ${1 << bit} <> 0)`).join(', ')},
    count(*) FILTER (WHERE is_billed), sum(price) FILTER (WHERE is_billed)
  FROM delivery.impressions WHERE creative_id = $1 GROUP BY 1, 2`;

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Shows ads of a campaign in three processes until there are none. @returns the most views that were billed at a poll */
async function untilFull(processes, client, { section, campaigns: [campaign] }, cap) {
  let isFull = false;
  let most = 0;
  const billed = async () => {
    const { rows } = await client.query('SELECT coalesce(sum(views), 0)::int AS n FROM delivery.spend WHERE campaign_id = $1', [
      campaign,
    ]);
    most = Math.max(most, rows[0].n);
    return most;
  };
  const viewers = Array.from({ length: CONNECTIONS }, async (_, n) => {
    const kronika = processes[n % processes.length];
    while (!isFull) {
      const { body } = await kronika.get(pathOf(section), { 'user-agent': BROWSER });
      const [, token] = /\/v1\/ads\/e\/([\w-]+)\/impression/.exec(body) ?? [];
      if (token) await kronika.get(`/v1/ads/e/${token}/impression`, { 'user-agent': BROWSER });
    }
  });
  while ((await billed()) < cap) await new Promise((resolve) => setTimeout(resolve, 10));
  // A viewer that asks from now on must not be shown the campaign.
  for (let poll = 0; poll < 20; poll++) await billed();
  isFull = true;
  await Promise.all(viewers);
  return billed();
}

export default {
  name: 'ad-counts',
  title: 'Counting views of ads',

  async run({ quick, say }) {
    const kronika = await startKronika({ env });
    const closing = [() => kronika.stop()];
    try {
      const client = new pg.Client(kronika.databaseUrl);
      await client.connect();
      closing.unshift(() => client.end());
      const lines = [];
      const seconds = quick ? 1 : 3;
      const rounds = { rounds: quick ? 3 : 5, warmUps: quick ? 1 : 2 };
      const values = (found, name, value) => found[name].map((each) => (value ? each[value] : each));
      const loaded = async (options) => {
        const { perSecond, p99, statuses } = await load({ seconds, ...options });
        if (Object.keys(statuses).join() !== '200') throw new Error(JSON.stringify(statuses));
        return { perSecond, p99 };
      };

      const capped = await sectionWith(kronika, client, 20, LIMITS);
      await untilAds(kronika, capped.section, true);
      const constant = await constantOf(`${kronika.url}${pathOf(capped.section)}`);
      closing.unshift(constant.stop);
      const request = () => ({ method: 'GET', path: pathOf(capped.section), headers: { 'user-agent': BROWSER } });
      const decisions = await inTurns(
        {
          kronika: () => loaded({ url: kronika.url, connections: CONNECTIONS, request }),
          constant: () => loaded({ url: constant.url, connections: CONNECTIONS, request }),
        },
        { ...rounds, warmUps: 4 },
      );
      lines.push(
        ratio({
          measured: 'GET /v1/ads/vast with caps',
          sizes: { connections: CONNECTIONS, campaigns: 20 },
          unit: 'decisions/s',
          kronika: values(decisions, 'kronika', 'perSecond'),
          against: values(decisions, 'constant', 'perSecond'),
          peer: 'Nest, a constant',
          must: 0.5,
          dream: 0.8,
        }),
      );
      say('decisions are measured');

      const { main, remove } = await oneByOne();
      closing.push(remove);
      const single = await startKronika({ databaseUrl: kronika.databaseUrl, env, main });
      closing.unshift(() => single.stop());
      const next = await impressions(client, await sectionWith(kronika, client, 1));
      await client.query('CREATE TABLE public.rows (id uuid PRIMARY KEY, at timestamptz NOT NULL)');
      const folder = await mkdtemp(join(tmpdir(), 'kronika-bench-'));
      closing.push(() => rm(folder, { recursive: true }));
      const script = join(folder, 'insert.sql');
      await writeFile(script, 'INSERT INTO public.rows VALUES (gen_random_uuid(), now());\n');
      const beacons = await inTurns(
        {
          together: () => loaded({ url: kronika.url, connections: PLAYERS, request: next }),
          single: () => loaded({ url: single.url, connections: PLAYERS, request: next }),
          pgbench: () => pgbench(kronika.databaseUrl, script, seconds),
        },
        rounds,
      );
      const beacon = { unit: 'beacons/s', kronika: values(beacons, 'together', 'perSecond') };
      lines.push(
        ratio({
          ...beacon,
          measured: 'An impression, answered after its commit',
          sizes: { connections: PLAYERS },
          against: values(beacons, 'single', 'perSecond'),
          peer: 'a transaction each',
          must: 5,
          dream: 10,
        }),
        ratio({
          ...beacon,
          measured: 'The same',
          sizes: { connections: PLAYERS },
          against: values(beacons, 'pgbench'),
          peer: `pgbench inserts a row, ${PGBENCH_CLIENTS} clients`,
          must: 0.25,
          dream: 0.5,
        }),
      );
      await single.stop();
      closing.shift();
      say('beacons are measured');

      const shown = await sectionWith(kronika, client, 1);
      const nextShown = await impressions(client, shown);
      const [from, to] = [-1, 1].map((n) => new Date(Date.now() + n * 86_400_000).toISOString());
      const path = `/v1/reports/delivery?from=${from}&to=${to}&campaignId=${shown.campaigns[0]}`;
      const others = load({ url: kronika.url, connections: CONNECTIONS, seconds: quick ? 2 : 8, rate: 500, request: next });
      const delays = [];
      for (let sample = 1; sample <= (quick ? 20 : 100); sample++) {
        const { status } = await kronika.get(nextShown().path, { 'user-agent': BROWSER });
        if (status !== 200) throw new Error(`A beacon was answered with ${status}`);
        const delay = await timed(async () => {
          while ((await kronika.get(path)).body.data[0].impressions < sample);
        });
        delays.push(delay);
      }
      await others;
      lines.push(
        difference({
          measured: 'From the answer to a beacon to its place in the report, under 500 beacons/s',
          unit: 'ms',
          kronika: delays,
          against: delays.map(() => 0),
          peer: 'the answer to the beacon',
          must: 5_000,
          dream: 500,
        }),
      );
      say('delays are measured');

      const month = await fill(client, quick ? 300_000 : 6_000_000, shown);
      say(`the ledger has ${month.views} views`);
      const days = [-DAYS, -1].map((n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10));
      const report = `/v1/reports/delivery?from=${days[0]}&to=${days[1]}&by=campaign&creativeId=${month.creative}&time_zone=UTC`;
      const { status, body } = await kronika.get(report);
      const sum = body.data?.reduce((total, { impressions: n }) => total + n, 0);
      if (status !== 200 || sum !== month.views) throw new Error(`${status}: ${sum} of ${month.views} views are in the report`);
      const reports = await inTurns(
        {
          report: () => timed(() => kronika.get(report)),
          scan: () => timed(() => client.query(SCAN_SQL, [month.creative])),
        },
        { rounds: 5, warmUps: 1 },
      );
      lines.push(
        ratio({
          measured: 'A report by campaign',
          sizes: { days: DAYS, campaigns: CAMPAIGNS, views: month.views },
          unit: 'reports/s',
          kronika: values(reports, 'report').map((ms) => 1_000 / ms),
          against: values(reports, 'scan').map((ms) => 1_000 / ms),
          peer: 'adding up the ledger',
          must: 100,
          dream: 1_000,
        }),
      );
      say('reports are measured');

      const processes = [kronika];
      for (let n = 0; n < 2; n++) processes.push(await startKronika({ databaseUrl: kronika.databaseUrl, env }));
      closing.unshift(...processes.slice(1).map((each) => () => each.stop()));
      const over = [];
      for (const cap of quick ? [10, 200] : [10, 800, 1_200]) {
        const full = await sectionWith(kronika, client, 1, { ...LIMITS, impressions: cap, perDay: null });
        over.push((await untilFull(processes, client, full, cap)) - cap);
      }
      lines.push(
        difference({
          measured: 'Views that three processes bill over caps of 10, 800 and 1,200',
          unit: 'views',
          kronika: over,
          against: over.map(() => 0),
          peer: 'the cap',
          must: 0,
        }),
      );
      return lines;
    } finally {
      for (const close of closing) await close();
    }
  },
};
