import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../dist/src/shared/database/embedded-postgres.js';

/**
 * Starts the Postgres that Kronika brings, with the settings that Kronika gives it.
 *
 * @param {{ dir?: string, flags?: string[] }} [options] the data folder, which is kept; absent: a temporary folder,
 *   deleted by `stop()`. `flags`: further settings, such as `wal_level=logical`
 */
export async function startPostgres({ dir, flags } = {}) {
  const dataDir = dir ?? (await mkdtemp(join(tmpdir(), 'kronika-bench-')));
  const server = await startEmbeddedPostgres({ dataDir, log: () => {}, flags });
  const pool = new pg.Pool({ connectionString: server.url, max: 4 });
  // An idle connection emits an error when the server stops.
  pool.on('error', () => {});
  const remove = () => dir ?? rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', remove);
  return {
    url: server.url,
    dir: dataDir,
    /** With the files of the server. */
    folder: server.folder,
    /** @returns the rows */
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    async stop() {
      await pool.end();
      await server.stop();
      process.off('exit', remove);
      if (!dir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A connection to a database that another program, such as Kronika, has started and may stop. */
export async function connected(url) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}
