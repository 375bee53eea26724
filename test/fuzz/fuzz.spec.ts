import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KronikaProcess } from '../support/process.js';
import { ROOT } from '../support/root.js';
import { createDatabase, type Database } from '../support/shop.js';
import { until } from '../support/until.js';
import { type Document, type FuzzRequest, requestsOf } from './requests.js';
import { seed } from './seed.js';

const REQUESTS = Number(process.env.KRONIKA_FUZZ_REQUESTS || 1_000);
const SEED = Number(process.env.KRONIKA_FUZZ_SEED || 20_261_129);
const isFull = Boolean(process.env.KRONIKA_FUZZ_FULL);

const AT_ONCE = 4;
/** In ms: what takes longer is told, and in full it is a failure. */
const MAX_ANSWER_MS = 2_000;
/** In ms: how long one turn of the event loop may take; in full, a longer one is a failure. */
const MAX_DELAY_MS = 50;
/** What may be held after the run besides what was held after a fifth of it, in bytes. */
const MAX_GROWTH = 40 * 1024 * 1024;

interface Probe {
  readonly delay: { readonly p99: number; readonly max: number };
  readonly held: number;
  readonly rss: number;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

const folder = mkdtempSync(join(tmpdir(), 'kronika-fuzz-'));
const probeFile = join(folder, 'probe.json');
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
let database: Database;
let kronika: KronikaProcess;

beforeAll(async () => {
  database = await createDatabase();
  kronika = await KronikaProcess.start({
    DATABASE_URL: database.url,
    NODE_OPTIONS: `--import ${join(ROOT, 'test/fuzz/probe.mjs')}`,
    KRONIKA_PROBE: probeFile,
  });
});
afterAll(async () => {
  agent.destroy();
  await kronika.signal('SIGTERM');
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function measure(): Promise<Probe> {
  rmSync(probeFile, { force: true });
  kronika.child.kill('SIGUSR2');
  await until(() => existsSync(probeFile));
  return JSON.parse(readFileSync(probeFile, 'utf8'));
}

/** Of a stream without end, the head is the answer. A request that is refused early may lose its connection. */
function send({ method, path, headers, body }: FuzzRequest, n: number): Promise<Answer> {
  const { hostname, port } = new URL(kronika.url);
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, hostname, port, method, path, headers: { ...headers, 'X-Correlation-Id': `fuzz-${n}` } },
      (response) => {
        const end = (text: string) => resolve({ status: response.statusCode ?? 0, text, ms: performance.now() - begun });
        if (response.headers['content-type']?.startsWith('text/event-stream')) {
          response.destroy();
          return end('');
        }
        let text = '';
        const isPlain = response.headers['content-encoding'] === undefined;
        response.setEncoding('utf8').on('data', (piece) => (text += isPlain ? piece : ''));
        response.on('end', () => end(text)).on('error', () => end(text));
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ECONNRESET') resolve({ status: 0, text: '', ms: performance.now() - begun });
      else reject(new Error(`${method} ${path.slice(0, 200)}: ${error.message}`));
    });
    sent.end(body);
  });
}

it(`answers ${REQUESTS} requests that nobody should send`, async () => {
  const document = await kronika.query<Document>('/openapi.json');
  const known = await seed(kronika);
  const requests = fc.sample(requestsOf(document, known), { numRuns: REQUESTS, seed: SEED });
  const printed = kronika.output;

  const answers: Answer[] = [];
  let next = 0;
  const work = async (until: number) => {
    while (next < until) {
      const n = next++;
      answers[n] = await send(requests[n] as FuzzRequest, n);
    }
  };
  const runTo = (end: number) => Promise.all(Array.from({ length: AT_ONCE }, () => work(end)));
  await measure();
  await runTo(REQUESTS / 5);
  const early = await measure();
  await runTo(REQUESTS);
  const late = await measure();

  const counts = new Map<string, number>();
  for (const { status } of answers) {
    const kind = status === 0 ? 'cut off' : `${Math.floor(status / 100)}xx`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const slowest = Math.round(Math.max(...answers.map(({ ms }) => ms)));
  const grown = Math.round((late.held - early.held) / 1024 / 1024);
  const told = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
  console.log(
    `Seed ${SEED}: ${told}; slowest ${slowest} ms; event loop held up for at most ${Math.round(late.delay.max)} ms ` +
      `(${Math.round(early.delay.max)} ms while its code was new), 99 % under ${Math.round(late.delay.p99)} ms; memory held: ${grown} MiB more`,
  );
  const show = (n: number) =>
    `${JSON.stringify(requests[n])?.slice(0, 500)} → ${answers[n]?.status} ${answers[n]?.text.slice(0, 300)}`;
  const those = (isSo: (answer: Answer) => boolean) => answers.flatMap((answer, n) => (isSo(answer) ? show(n) : []));
  expect(those(({ status }) => status >= 500)).toEqual([]);
  if (isFull) {
    expect(those(({ ms }) => ms > MAX_ANSWER_MS)).toEqual([]);
    expect(Math.max(early.delay.max, late.delay.max)).toBeLessThan(MAX_DELAY_MS);
  }
  expect(those(({ status, text }) => status >= 400 && text !== '' && JSON.parse(text).status !== status)).toEqual([]);
  // Some requests reach what lies behind the checks of input: ads, and beacons that are counted.
  for (const [path, part] of [
    ['/v1/ads/vast', '<Ad '],
    ['/v1/ads/e/', 'GIF89a'],
  ] as const)
    expect(
      answers.some(({ status, text }, n) => status === 200 && requests[n]?.path.startsWith(path) && text.includes(part)),
    ).toBe(true);
  expect(late.held - early.held).toBeLessThan(MAX_GROWTH);
  // Nobody prints what a client has done wrong.
  expect(kronika.output).toBe(printed);

  const client = new pg.Client(database.url);
  await client.connect();
  const { rows } = await client.query<{ n: number }>(
    `SELECT DISTINCT substr(metadata->>'correlationId', 6)::int AS n FROM log.events WHERE metadata->>'correlationId' LIKE 'fuzz-%'`,
  );
  await client.end();
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ n }) => (answers[n]?.status ?? 0) >= 300).map(({ n }) => show(n))).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}, 1_800_000);
