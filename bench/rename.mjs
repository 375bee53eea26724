/**
 * What a rename costs on campaigns with long histories, against one with a short history. Starts a Kronika of its own:
 *
 *     npm run build && node bench/rename.mjs [rounds = 7]
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const ROUNDS = Number(process.argv[2]) || 7;
/** How many campaigns have how many events. They are renamed in turn, so that short histories stay short. */
const GROUPS = [
  { events: 10, campaigns: 400 },
  { events: 1_000, campaigns: 40 },
  { events: 10_000, campaigns: 20 },
];
const RENAMES = 200;

const dataDir = await mkdtemp(join(tmpdir(), 'kronika-bench-'));
const PORT = '3917';
const kronika = spawn(process.execPath, [join(import.meta.dirname, '../dist/src/main.js')], {
  env: { ...process.env, PORT, DATA_DIR: dataDir, DATABASE_URL: '', LOG_LEVEL: 'warn', ROLES: 'web' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((resolve, reject) => {
  kronika.stdout.on('data', (text) => String(text).includes('ready at') && resolve());
  kronika.on('exit', (code) => reject(new Error(`Kronika ended with ${code}`)));
});

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** @returns {Promise<number>} how long it took, in ms */
function rename(id, name) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' };
    const put = request(`http://127.0.0.1:${PORT}/v1/campaigns/${id}/name`, { method: 'PUT', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 204) resolve(performance.now() - start);
        else reject(new Error(`It was answered with ${response.statusCode}`));
      });
    });
    put.on('error', reject);
    put.end(JSON.stringify({ name }));
  });
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** Histories as commands would have left them. */
async function campaignsWith(events, campaigns) {
  const password = (await readFile(join(dataDir, 'password'), 'utf8')).trim();
  const port = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[3];
  const database = new pg.Client({ host: '127.0.0.1', port: Number(port), user: 'kronika', database: 'kronika', password });
  await database.connect();
  const ids = Array.from({ length: campaigns }, () => randomUUID());
  for (const id of ids)
    await database.query(
      `SELECT log.append(jsonb_agg(jsonb_build_object('stream', 'campaign-' || $1::text, 'version', v,
         'type', CASE v WHEN 1 THEN 'CampaignCreated' ELSE 'CampaignNameSet' END,
         'data', CASE v WHEN 1 THEN '{"name": "1", "userId": 1, "currency": "EUR"}'::jsonb ELSE jsonb_build_object('name', v::text) END) ORDER BY v),
         '{"commandId": "bench", "actor": "bench", "correlationId": "bench", "causationId": null}') FROM generate_series(1, $2::int) AS v`,
      [id, events],
    );
  await database.query('ANALYZE log.events');
  await database.end();
  return ids;
}

try {
  const groups = [];
  for (const { events, campaigns } of GROUPS) groups.push({ events, ids: await campaignsWith(events, campaigns), medians: [] });
  let count = 0;
  // The first one folds a long history from its start, and leaves a snapshot.
  for (const { ids } of groups) for (const id of ids) await rename(id, `warm ${count++}`);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { ids, medians } of groups) {
      const times = [];
      for (let n = 0; n < RENAMES; n++) times.push(await rename(ids[n % ids.length], `name ${count++}`));
      medians.push(median(times));
    }
  }
  const [{ medians: short }] = groups;
  console.log(`| events | ms, median of ${ROUNDS} rounds | ratio, median (least to most) |\n|---|---|---|`);
  for (const { events, medians } of groups) {
    const ratios = medians.map((each, round) => each / short[round]).sort((a, b) => a - b);
    const shown = [median(ratios), ratios[0], ratios.at(-1)].map((ratio) => ratio.toFixed(2));
    console.log(`| ${events} | ${median(medians).toFixed(2)} | ${shown[0]} (${shown[1]} to ${shown[2]}) |`);
  }
} finally {
  kronika.removeAllListeners('exit');
  kronika.kill('SIGTERM');
  await new Promise((resolve) => kronika.once('exit', resolve));
  await rm(dataDir, { recursive: true, force: true });
}
