/**
 * Shops of any size, made once: a folder of `.shops/` keeps the database of each. Delete it to have them made again. A
 * Kronika that starts on one brings it up to date where the code has changed since.
 */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../dist/src/shared/database/embedded-postgres.js';
import { generate } from './generate.mjs';
import { startKronika } from './kronika.mjs';
import { startPostgres } from './postgres.mjs';

const SHOPS = join(import.meta.dirname, '.shops');

/** Durability and replication are off: a shop that a crash interrupts is made again. */
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
 * Starts a Postgres that holds a shop: its tables, its log, and the views that Kronika folds from it. They
 * are in the memory of Postgres or at least of the operating system.
 *
 * @param {number} orders
 * @param {{ goods?: number, unfolded?: boolean, say?: (line: string) => void }} options
 *   `unfolded` leaves the views to a Kronika
 */
export async function shop(orders, { goods = 5 * orders, unfolded = false, say = () => undefined } = {}) {
  const dir = join(SHOPS, `${orders}-${goods}${unfolded ? '-unfolded' : ''}`);
  if (!(await stat(dir).catch(() => undefined))) await make(dir, { orders, goods, unfolded, say });
  const postgres = await startPostgres({ dir });
  // Fills the caches as on a server that has run for a while. Otherwise the first measurement is that of the disk.
  await postgres.query('CREATE EXTENSION IF NOT EXISTS pg_prewarm');
  await postgres.query(
    `SELECT pg_prewarm(oid, 'read') FROM pg_class WHERE relnamespace = 'read'::regnamespace AND relkind IN ('r', 'i')`,
  );
  return postgres;
}

/** The folder has another name until the shop is complete. */
async function make(dir, { orders, goods, unfolded, say }) {
  say(`A shop of ${orders} orders and ${goods} goods is made, once`);
  const part = `${dir}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  const postgres = await startEmbeddedPostgres({ dataDir: part, log: () => undefined, flags: WHILE_MADE });
  try {
    // Kronika creates its tables.
    await (await startKronika({ databaseUrl: postgres.url })).stop();
    await generate(postgres.url, { orders, goods, unfolded, say });
  } finally {
    await postgres.stop();
  }
  await rename(part, dir);
}
