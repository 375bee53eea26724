import { execFile } from 'node:child_process';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { scratchFolder } from '../../support/scratch.js';
import { createDatabase, type Database } from '../../support/shop.js';

/** What of a database a backup must hold: every row of each table, and the value of each sequence. */
async function contentOf(url: string): Promise<Record<string, string>> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname IN ('log', 'write', 'access', 'personal', 'delivery')
       UNION ALL SELECT 'public.kronika_migrations'`,
    );
    const content: Record<string, string> = {};
    for (const { name } of rows) {
      // The order in which migrations ran has no meaning, and their ids are given anew.
      const what = name === 'public.kronika_migrations' ? 'name' : 't::text';
      content[name] = (
        await client.query(`SELECT coalesce(string_agg(${what}, E'\n' ORDER BY ${what}), '') AS x FROM ${name} AS t`)
      ).rows[0].x;
    }
    const sequences = await client.query(
      `SELECT schemaname || '.' || sequencename AS name, last_value FROM pg_sequences WHERE schemaname IN ('log', 'write', 'delivery')`,
    );
    for (const { name, last_value } of sequences.rows) content[name] = String(last_value);
    return content;
  } finally {
    await client.end();
  }
}

const empty: Database[] = [];
async function emptyDatabase(): Promise<string> {
  const database = await createDatabase('template0');
  empty.push(database);
  return database.url;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the tools as a user does. */
async function tool(args: string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  const { PATH, HOME } = process.env;
  const started = promisify(execFile)(process.execPath, [join(ROOT, 'dist/start/backup.js'), ...args], {
    env: { PATH, HOME, ...environment },
  });
  return started.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

let folder: string;
let kronika: KronikaProcess;
let embedded: { DATA_DIR: string };
let file: string;
beforeAll(async () => {
  folder = await scratchFolder('kronika-backup-');
  embedded = { DATA_DIR: join(folder, 'shop') };
  kronika = await KronikaProcess.start(embedded);
  // What a script must not mistake for its own lines or for the end of one.
  for (const name of [
    '\\.',
    'a\\\\.\nb',
    'x\u2028\u2029\ry',
    't\t\\N',
    '-- end',
    "'; DROP TABLE log.events --",
    '🜁'.repeat(50),
    '\\',
  ]) {
    const order = await kronika.command('POST', '/v1/order', { userId: 7 });
    const goods = { orderId: order.id, name, sku: 'S', quantity: 2, unitPrice: 99_999_999 };
    expect((await kronika.command('POST', '/v1/goods', goods)).status).toBe(201);
  }
  const deleted = await kronika.command('POST', '/v1/order', { userId: 8 }, { 'idempotency-key': 'once' });
  await kronika.command('DELETE', `/v1/order/${deleted.id}`);
  file = join(folder, 'whole.sql.gz');
  expect(await tool(['backup', file], embedded)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/whole\.sql\.gz contains everything/),
  });
}, 60_000);
afterAll(async () => {
  await kronika.signal('SIGTERM');
  for (const { drop } of empty) await drop();
  await rm(folder, { recursive: true, force: true });
});

it('only its owner can read a backup, and no other file is left', async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await expect(stat(`${file}.part`)).rejects.toThrow();
});

it('of a database on which Kronika was never started is refused, and leaves no file', async () => {
  const database = await createDatabase('template0');
  try {
    const target = join(folder, 'nothing.sql.gz');
    expect(await tool(['backup', target], { DATABASE_URL: database.url })).toMatchObject({
      code: 1,
      stderr: 'Kronika was never started on this database: there is nothing to back up or to move.\n',
    });
    await expect(stat(target)).rejects.toThrow();
  } finally {
    await database.drop();
  }
});

it('a file that is there is not overwritten', async () => {
  const before = await readFile(file);
  expect(await tool(['backup', file], embedded)).toMatchObject({
    code: 1,
    stderr: `${file} is there already: name another file.\n`,
  });
  expect(await readFile(file)).toEqual(before);
});

describe('a backup of the embedded Postgres, made while Kronika runs,', () => {
  it('brings back each row into an empty DATA_DIR, from where the shop goes on', async () => {
    const DATA_DIR = join(folder, 'restored');
    expect(await tool(['restore', file], { DATA_DIR })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^All is as it was on .*, up to position \d+\./),
      stderr: expect.stringMatching(/100 %/),
    });
    const second = await KronikaProcess.start({ DATA_DIR });
    const [one = { data: [] }, other] = await Promise.all(
      [kronika, second].map(({ url }) =>
        fetch(`${url}/v1/events?limit=1000`).then(
          (response) => response.json() as Promise<{ data: { position: number; data: { user_id?: number } }[] }>,
        ),
      ),
    );
    expect(other).toEqual(one);
    const repeated = await second.command('POST', '/v1/order', { userId: 8 }, { 'idempotency-key': 'once' });
    expect(repeated.position).toBe(one.data.find(({ data }: { data: { user_id?: number } }) => data.user_id === 8)?.position);
    const created = await second.command('POST', '/v1/order', { userId: 9 });
    expect(created.position).toBeGreaterThan(Math.max(...one.data.map(({ position }) => position)));
    const shown = await second.query(`/v1/order-history?sort=id&limit=100`, created.position);
    const first = await kronika.query('/v1/order-history?sort=id&limit=100');
    expect(shown.data.slice(0, -1)).toEqual(first.data);
    await second.signal('SIGTERM');
  }, 120_000);

  it('holds every table and sequence but those of views', async () => {
    const url = await emptyDatabase();
    expect((await tool(['restore', file], { DATABASE_URL: url })).code).toBe(0);
    const again = join(folder, 'again.sql.gz');
    expect((await tool(['backup', again], { DATABASE_URL: url })).code).toBe(0);
    const lines = async (path: string) =>
      String(gunzipSync(await readFile(path)))
        .split('\n')
        .slice(1)
        .sort();
    expect(await lines(again)).toEqual(await lines(file));
    const other = await emptyDatabase();
    expect((await tool(['restore', again], { DATABASE_URL: other })).code).toBe(0);
    expect(await contentOf(other)).toEqual(await contentOf(url));
    expect(Object.keys(await contentOf(url))).toEqual(
      expect.arrayContaining(['log.events', 'write.outcomes', 'log.cursor_secret']),
    );
  }, 120_000);
});

describe('a restore leaves the database as it is, and says why,', () => {
  const damaged: Record<string, [damage: (whole: Buffer) => Buffer, says: RegExp]> = {
    'if the file is cut off': [
      (whole) => whole.subarray(0, whole.length - 100),
      /is damaged or cut off \(.*\)\. Nothing was changed\.\n$/,
    ],
    'if bytes of the file are others': [
      (whole) => Buffer.concat([whole.subarray(0, whole.length - 300), Buffer.alloc(10), whole.subarray(whole.length - 290)]),
      /is damaged or cut off \(.*\)\. Nothing was changed\.\n$/,
    ],
    'if the script ends early': [
      (whole) => gzipSync(gunzipSync(whole).subarray(0, -20)),
      /^The backup is cut off\. Nothing was changed\.\n$/,
    ],
    'if a row is missing': [
      (whole) =>
        gzipSync(
          String(gunzipSync(whole))
            .replace(/\n7\t.*\torder_created_v1\t.*/, '')
            .replace(/\n\d+\torder-2\t.*/, ''),
        ),
      /^The backup is damaged: log\.events would have other rows than it had\. Nothing was changed\.\n$/,
    ],
    'if the script does something else': [
      (whole) => gzipSync(String(gunzipSync(whole)).replace('\n-- end', '\nDROP TABLE log.events;\n-- end')),
      /^The backup has a line that Kronika did not write\. Nothing was changed\.\n$/,
    ],
    'if the script copies into another table': [
      (whole) => gzipSync(String(gunzipSync(whole)).replace('\nCOPY log.timers (', '\nCOPY pg_catalog.pg_class (')),
      /^The backup has a line that Kronika did not write\. Nothing was changed\.\n$/,
    ],
    'if newer code made it': [
      (whole) => gzipSync(String(gunzipSync(whole)).replace('"migrations":[', '"migrations":["Later1999999999999",')),
      /^The backup was made by newer code, which has the migration Later1999999999999\. Restore it with that\.\n$/,
    ],
    'if it is no backup': [() => gzipSync('SELECT 1;\n'), /^This is not a backup of Kronika\.\n$/],
    'if it is no archive': [
      () => Buffer.from('SELECT 1;\n'),
      /is damaged or cut off \(incorrect header check\)\. Nothing was changed\.\n$/,
    ],
  };
  it.each(Object.entries(damaged))(
    '%s',
    async (what, [damage, says]) => {
      const path = join(folder, `${what.replaceAll(' ', '-')}.sql.gz`);
      await writeFile(path, damage(await readFile(file)));
      const url = await emptyDatabase();
      const { code, stderr } = await tool(['restore', path], { DATABASE_URL: url });
      expect(stderr.split('\n').slice(-2).join('\n')).toMatch(says);
      expect(code).toBe(1);
      // What was refused prevents nothing.
      expect((await tool(['restore', file], { DATABASE_URL: url })).code).toBe(0);
    },
    60_000,
  );

  it('if the database holds events', async () => {
    const url = await emptyDatabase();
    expect((await tool(['restore', file], { DATABASE_URL: url })).code).toBe(0);
    const before = await contentOf(url);
    expect(await tool(['restore', file], { DATABASE_URL: url })).toMatchObject({
      code: 1,
      stderr: 'The database holds events. Restore into a new, empty database, or an empty DATA_DIR.\n',
    });
    expect(await contentOf(url)).toEqual(before);
  }, 120_000);

  it('if Kronika runs on it', async () => {
    const url = await emptyDatabase();
    const running = await KronikaProcess.start({ DATABASE_URL: url });
    expect(await tool(['restore', file], { DATABASE_URL: url })).toMatchObject({
      code: 1,
      stderr: 'Kronika runs on this database. Stop it first.\n',
    });
    expect(await tool(['restore', file], embedded)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/in use by another Kronika/),
    });
    await running.signal('SIGTERM');
  }, 120_000);

  it('if there is no such file', async () => {
    expect(await tool(['restore', join(folder, 'nowhere')], embedded)).toMatchObject({
      code: 1,
      stderr: `There is no file ${join(folder, 'nowhere')}.\n`,
    });
  });
});

describe('move', () => {
  it('takes an embedded shop to another Postgres, and leaves the embedded one as it is', async () => {
    const DATA_DIR = join(folder, 'moving');
    expect((await tool(['restore', file], { DATA_DIR })).code).toBe(0);
    const url = await emptyDatabase();
    expect(await tool(['move', '--to', url], { DATA_DIR })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The shop is at its new place, up to position \d+, and every row was compared\./),
    });
    const moved = await KronikaProcess.start({ DATABASE_URL: url });
    const events = (at: string) => fetch(`${at}/v1/events?limit=1000`).then((response) => response.json());
    expect(await events(moved.url)).toEqual(await events(kronika.url));
    await moved.signal('SIGTERM');
    expect(await tool(['move', '--to', url], { DATA_DIR })).toMatchObject({
      code: 1,
      stderr: 'The database holds events. Restore into a new, empty database, or an empty DATA_DIR.\n',
    });
  }, 120_000);

  it('does not begin while Kronika runs', async () => {
    const url = await emptyDatabase();
    expect(await tool(['move', '--to', url], embedded)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/in use by another Kronika/),
    });
  });
});

it.each([
  [[]],
  [['restore']],
  [['move']],
  [['backup', 'a', 'b']],
  [['move', '--to', 'u', 'file']],
  [['backup', '--to', 'u']],
  [['--what']],
])('of %j, only how the tools are used is told', async (args) => {
  expect(await tool(args, embedded)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^npm run backup -- \[FILE\]/) });
});
