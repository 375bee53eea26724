/**
 * `POST /v1/order` and `PUT /v1/campaigns/{id}/name` on 32 connections, in turns with
 *
 * - pgbench, which sends the same statements in prepared mode from 32 clients, without HTTP, validation or a decision:
 *   the limit of this Postgres with a transaction a command;
 * - Emmett's `appendToStream`, called in process 32 times at once with the same events, also without HTTP.
 *
 * Each side has a database of its own on one server. Kronika's views and sagas follow its log meanwhile, as they do in
 * production. All sides do the same number of commands in each turn, and after the first turns all logs must hold the
 * same events. Kronika seals names with a key of the user; its peers write a text that was sealed once.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { inTurns, percentile, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';
import { connected, startPostgres } from '../postgres.mjs';

const CONNECTIONS = 32;
/** Each client has campaigns of its own, so that no rename waits for another client's rename of the same campaign. */
const CAMPAIGNS = 10 * CONNECTIONS;

const campaign = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

// pgbench also replaces variables within strings, so strings must not contain another colon.
const META = `jsonb_build_object('commandId', gen_random_uuid(), 'actor', 'anonymous', 'correlationId', gen_random_uuid(), 'causationId', null)`;
const STREAM = `('campaign-00000000-0000-4000-8000-' || lpad(:n::text, 12, '0'))`;
const STREAM_LOCK = 7_502_002;

/** As long as the names that Kronika seals. */
const SEALED = 'r+sSTWpyn284tXfTTScHDthtadvffChvl0TkOYlcRiA8oQ==';

const append = (event) => `
SELECT position FROM log.append_group(jsonb_build_array(jsonb_build_object('metadata', ${META}, 'events',
  jsonb_build_array(jsonb_build_object(${event}))))) AS position;`;

const SCRIPTS = {
  order: `
BEGIN;
INSERT INTO write.orders (user_id, currency, version) VALUES (42, 'EUR', 1) RETURNING id, created_at \\gset
${append(`'stream', 'order-' || :id::text, 'version', 1, 'type', 'order_created_v1',
  'data', jsonb_build_object('id', :id::bigint, 'user_id', 42, 'currency', 'EUR', 'created_at', :created_at::text)`)}
COMMIT;
`,
  rename: `
\\set k (:k + 1) % ${CAMPAIGNS / CONNECTIONS}
\\set n :client_id + ${CONNECTIONS} * :k
BEGIN;
SELECT l.locked::text, coalesce(s.version, 0) AS known, s.state
FROM (SELECT pg_advisory_xact_lock(${STREAM_LOCK}, hashtext(${STREAM})) AS locked) AS l
LEFT JOIN log.snapshots AS s ON s.stream = ${STREAM} AND s.decider = 1 \\gset
SELECT :known::int + count(data)::int + 1 AS next FROM (
  SELECT position, stream, version, type, schema, data, metadata, recorded_at FROM log.events
  WHERE stream = ${STREAM} AND version > :known::int AND version <= 2147483647 ORDER BY version LIMIT 1000) AS e \\gset
${append(`'stream', ${STREAM}, 'version', :next::int, 'type', 'CampaignNameSet',
  'data', jsonb_build_object('name', jsonb_build_object('$sealed', '${SEALED}'))`)}
COMMIT;
`,
};

export default {
  name: 'commands',
  title: 'Commands on 32 connections',

  async run({ quick, say }) {
    const program = await findPgbench();
    const postgres = await startPostgres();
    const folder = await mkdtemp(join(tmpdir(), 'kronika-bench-'));
    const closing = [() => rm(folder, { recursive: true }), () => postgres.stop()];
    try {
      const urls = await makeDatabases(postgres.url);
      const kronika = await startKronika({ databaseUrl: urls.kronika });
      closing.unshift(() => kronika.stop());
      const emmett = await openEmmett(urls.emmett);
      closing.unshift(() => emmett.close());
      const pgbench = makePgbench(program, urls.pgbench, folder);

      const lines = [];
      for (const command of ['order', 'rename']) {
        const sides = {
          kronika: sideOfKronika(kronika, command),
          pgbench: (amount) => pgbench(command, amount),
          emmett: (amount) => emmett.run(command, amount),
        };
        await check(sides, urls, command);
        say(`${command}: the logs are the same`);
        const amount = (quick ? 1 : 20) * CAMPAIGNS;
        // Among the sides, only this process needs a while to become fast.
        if (quick) await sides.kronika(6 * CAMPAIGNS);
        const turns = Object.fromEntries(Object.entries(sides).map(([name, run]) => [name, () => run(amount)]));
        lines.push(...linesOf(command, await inTurns(turns, { warmUps: quick ? 0 : 1 })));
      }
      return lines;
    } finally {
      for (const close of closing) await close();
    }
  },
};

function linesOf(command, { kronika, pgbench, emmett }) {
  const measured = { order: 'POST /v1/order', rename: 'PUT /v1/campaigns/{id}/name' }[command];
  const peers = [
    { peer: 'pgbench', results: pgbench, must: 0.6, dream: 1 },
    { peer: 'Emmett', results: emmett, must: 1.2 },
  ];
  return peers.flatMap(({ peer, results, must, dream }) => [
    ratio({
      measured,
      unit: 'commands/s',
      kronika: kronika.map(({ perSecond }) => perSecond),
      against: results.map(({ perSecond }) => perSecond),
      peer,
      must,
      dream,
    }),
    ratio({
      measured: `${measured}, p99`,
      unit: 'ms',
      kronika: kronika.map(({ p99 }) => p99),
      against: results.map(({ p99 }) => p99),
      peer,
      isLowerBetter: true,
    }),
  ]);
}

/** From PGBENCH, the PATH, or Debian's folder; Kronika's own Postgres comes without pgbench. */
async function findPgbench() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? await readdir(debian) : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...versions.map((version) => join(debian, version, 'bin'))];
  const found = [process.env.PGBENCH, ...folders.map((dir) => join(dir, 'pgbench'))].find((file) => file && existsSync(file));
  if (!found) throw new Error('pgbench is missing: install it (apt-get install postgresql), or name it in PGBENCH');
  return found;
}

/** Three equal databases, with campaigns of one event each. Emmett creates its own tables. */
async function makeDatabases(url) {
  await (await startKronika({ databaseUrl: url })).stop();
  const database = await connected(url);
  await database.query(
    `SELECT log.append(jsonb_build_array(jsonb_build_object('stream', 'campaign-' || id, 'version', 1, 'type', 'CampaignCreated',
       'data', '{"name": "Name 1", "userId": 42, "currency": "EUR"}'::jsonb)),
       '{"commandId": "bench", "actor": "bench", "correlationId": "bench", "causationId": null}') FROM unnest($1::text[]) AS id`,
    [Array.from({ length: CAMPAIGNS }, (_, n) => campaign(n))],
  );
  await database.end();
  const at = (name) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const server = await connected(at('postgres'));
  await server.query('CREATE DATABASE pgbench TEMPLATE kronika');
  await server.query('CREATE DATABASE emmett');
  await server.end();
  return { kronika: url, pgbench: at('pgbench'), emmett: at('emmett') };
}

function sideOfKronika(kronika, command) {
  let named = 1;
  const requests = {
    order: () => ({ method: 'POST', path: '/v1/order', body: { userId: 42 } }),
    rename: (n) => ({
      method: 'PUT',
      path: `/v1/campaigns/${campaign(n % CAMPAIGNS)}/name`,
      body: { name: `Name ${named + 1 + Math.floor(n / CAMPAIGNS)}` },
    }),
  };
  return async (amount) => {
    const result = await load({ url: kronika.url, connections: CONNECTIONS, amount, request: requests[command] });
    if (result.statuses[command === 'order' ? 201 : 204] !== amount)
      throw new Error(`${command} was answered ${JSON.stringify(result.statuses)}`);
    named += amount / CAMPAIGNS;
    // Its views catch up before the next side's turn, so that they do not take processor time from it.
    await kronika.settled();
    return result;
  };
}

function makePgbench(program, url, folder) {
  return async (command, amount) => {
    const script = join(folder, `${command}.sql`);
    await writeFile(script, SCRIPTS[command]);
    const clients = ['--client', CONNECTIONS, '--jobs', 1, '--transactions', amount / CONNECTIONS, '--define', 'k=0'];
    const log = ['--log', '--log-prefix', join(folder, 'times')];
    const args = ['--no-vacuum', '--protocol', 'prepared', ...clients, ...log, '--file', script, url].map(String);
    const { stdout } = await promisify(execFile)(program, args);
    const [times] = (await readdir(folder)).filter((name) => name.startsWith('times'));
    const lines = (await readFile(join(folder, times), 'utf8')).trim().split('\n');
    await rm(join(folder, times));
    if (lines.length !== amount) throw new Error(`pgbench did ${lines.length} of ${amount}: ${stdout}`);
    const latencies = lines.map((line) => Number(line.split(' ')[2]) / 1_000);
    return { perSecond: Number(/tps = ([\d.]+)/.exec(stdout)[1]), p99: percentile(latencies, 0.99) };
  };
}

async function openEmmett(url) {
  const store = getPostgreSQLEventStore(url);
  await store.schema.migrate();
  let orders = 0;
  let renames = 0;
  const commands = {
    order: () => {
      const id = ++orders;
      const data = { id, user_id: 42, currency: 'EUR', created_at: new Date().toISOString() };
      return store.appendToStream(`order-${id}`, [{ type: 'order_created_v1', data }]);
    },
    rename: () => {
      const n = renames++;
      const data = { name: { $sealed: SEALED } };
      return store.appendToStream(`campaign-${campaign(n % CAMPAIGNS)}`, [{ type: 'CampaignNameSet', data }]);
    },
  };
  for (let n = 0; n < CAMPAIGNS; n += CONNECTIONS) {
    const data = { name: 'Name 1', userId: 42, currency: 'EUR' };
    const some = Array.from({ length: CONNECTIONS }, (_, k) => `campaign-${campaign(n + k)}`);
    await Promise.all(some.map((stream) => store.appendToStream(stream, [{ type: 'CampaignCreated', data }])));
  }
  return {
    async run(command, amount) {
      const latencies = [];
      let begun = 0;
      const one = async () => {
        while (begun++ < amount) {
          const start = performance.now();
          await commands[command]();
          latencies.push(performance.now() - start);
        }
      };
      const start = performance.now();
      await Promise.all(Array.from({ length: CONNECTIONS }, one));
      return { perSecond: (amount * 1_000) / (performance.now() - start), p99: percentile(latencies, 0.99) };
    },
    close: () => store.close(),
  };
}

/**
 * The same number of commands leaves the same events on each side, except for times, for ids of orders, some of which
 * rolled-back transactions may have used up, and for the bytes of sealed names.
 */
async function check(sides, urls, command) {
  const prefix = command === 'order' ? 'order-%' : 'campaign-%';
  const KRONIKA = `SELECT stream, version::int, type, data FROM log.events WHERE stream LIKE $1`;
  const EMMETT = `SELECT stream_id AS stream, stream_position::int AS version, message_type AS type, message_data AS data
    FROM emt_messages WHERE stream_id LIKE $1`;
  const found = [];
  for (const [name, run] of Object.entries(sides)) {
    await run(CAMPAIGNS);
    const database = await connected(urls[name]);
    const { rows } = await database.query(
      `SELECT CASE type WHEN 'order_created_v1' THEN '' ELSE stream END AS stream, version, type,
         CASE WHEN data -> 'name' ? '$sealed' THEN jsonb_set(data, '{name}', to_jsonb(length(data -> 'name' ->> '$sealed')))
              ELSE data END - 'id' - 'created_at' AS data,
         jsonb_typeof(data -> 'id') AS id, jsonb_typeof(data -> 'created_at') AS created_at, count(*)::int
       FROM (${name === 'emmett' ? EMMETT : KRONIKA}) AS e GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2`,
      [prefix],
    );
    await database.end();
    const events = rows.reduce((sum, { count }) => sum + count, 0);
    if (events !== (command === 'order' ? 1 : 2) * CAMPAIGNS) throw new Error(`${name} left ${events} events`);
    found.push(JSON.stringify(rows));
  }
  if (new Set(found).size > 1) throw new Error(`The logs differ: ${found.map((rows) => rows.slice(0, 400)).join('\n')}`);
}
