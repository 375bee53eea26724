/**
 * Shops of any size, made once: a folder of `.shops/` keeps the data of each. Delete it to have them made anew.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../dist/src/shared/database/embedded-postgres.js';
import { generate } from './generate.mjs';

const SHOPS = join(import.meta.dirname, '.shops');

/** Nothing is lost if the machine dies while a shop is made, since then it is made anew; and nobody replicates it. */
const WHILE_MADE = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=8GB',
  'autovacuum=off',
  'shared_buffers=1GB',
];

/**
 * Starts a Postgres that holds a shop: its tables, its log, and the views that Kronika folds from it.
 *
 * @param {number} orders
 * @param {{ goods?: number, unfolded?: boolean, flags?: string[], say?: (line: string) => void }} options
 *   `unfolded` leaves the views to Kronika; `flags` are settings of Postgres
 * @returns {Promise<{ url: string, dir: string, stop(): Promise<void>, query(sql: string, values?: unknown[]): Promise<object[]> }>}
 */
export async function shop(orders, { goods = 5 * orders, unfolded = false, flags = [], say = () => undefined } = {}) {
  const dir = join(SHOPS, `${orders}-${goods}${unfolded ? '-unfolded' : ''}`);
  if (!(await stat(dir).catch(() => undefined))) await make(dir, { orders, goods, unfolded, say });
  const postgres = await startEmbeddedPostgres({ dataDir: dir, log: () => undefined, flags });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
  // Postgres ends idle connections when it stops.
  pool.on('error', () => undefined);
  return {
    url: postgres.url,
    dir,
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    stop: async () => {
      await pool.end();
      await postgres.stop();
    },
  };
}

/** In a folder of another name until it is whole. */
async function make(dir, { orders, goods, unfolded, say }) {
  say(`A shop of ${orders} orders and ${goods} goods is made, once`);
  const part = `${dir}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  const postgres = await startEmbeddedPostgres({ dataDir: part, log: () => undefined, flags: WHILE_MADE });
  try {
    await migrate(postgres.url);
    await generate(postgres.url, { orders, goods, unfolded, say });
  } finally {
    await postgres.stop();
  }
  await rename(part, dir);
}

/** Kronika makes its tables, and ends. */
async function migrate(url) {
  const kronika = spawn(process.execPath, [join(import.meta.dirname, '../dist/src/main.js')], {
    env: { ...process.env, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'warn', ROLES: 'web,worker' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(kronika.stdout, 'data'),
    once(kronika, 'exit').then(([code]) => Promise.reject(new Error(`Kronika ended with ${code}`))),
  ]);
  kronika.kill('SIGTERM');
  await once(kronika, 'exit');
}
