import pg from 'pg';
import { Lookup } from './lookup.js';

/**
 * What became of a statement whose answer is overdue, judged by its Postgres process.
 *
 * - `working`: the process is executing it.
 * - `lost`: the process has ended, is idle, or can't send the answer.
 * - `unknown`: Postgres gave no information, or the process waits for the rest of the statement or for a synchronous
 *   standby.
 */
export type Fate = 'working' | 'lost' | 'unknown';

/** Time limit for the connection, and again for the answer. */
const MAX_FATE_QUERY_MS = 2_500;

/** How long the server may take to close a connection that we have ended. */
export const MAX_CLOSE_MS = 1_000;

/** The name of the connection in `pg_stat_activity`. */
const APPLICATION_NAME = 'kronika watch';

const FATES_SQL = `
  SELECT key, pg_postmaster_start_time()::text AS server, CASE
    WHEN a.pid IS NULL OR a.state LIKE 'idle%' OR a.wait_event = 'ClientWrite' THEN 'lost'
    WHEN a.wait_event IN ('ClientRead', 'SyncRep') THEN 'unknown'
    ELSE 'working' END AS fate
  FROM unnest($1::int[]) AS key LEFT JOIN pg_stat_activity AS a ON a.pid = key`;

interface FoundFate {
  readonly key: number;
  readonly server: string;
  readonly fate: Fate;
}

/** The processes of one Postgres server. */
interface Backends {
  /**
   * @param pid the process id
   * @param server the start time of the process's server, because one address may lead to several servers
   */
  fateOf(pid: number, server: string): Promise<Fate>;
}

const backendsByServer = new Map<string, Backends>();

/** @returns the processes of the server at the address in the configuration */
export function backendsAt(config: pg.ClientConfig): Backends {
  const { connectionString, host, port, database, user } = config;
  const key = JSON.stringify([connectionString, host, port, database, user]);
  let backends = backendsByServer.get(key);
  if (!backends) {
    const lookup = new Lookup<FoundFate>((pids) => askAll(config, pids as number[]));
    backends = {
      fateOf: async (pid, server) => {
        try {
          const found = await lookup.find(pid);
          return found.server === server ? found.fate : 'unknown';
        } catch (error) {
          // If nothing listens at the address any more, the processes of the server have ended too.
          return (error as { code?: string }).code === 'ECONNREFUSED' ? 'lost' : 'unknown';
        }
      },
    };
    backendsByServer.set(key, backends);
  }
  return backends;
}

/** Always opens a new connection, because an existing one may be silent as well. */
async function askAll(config: pg.ClientConfig, pids: number[]): Promise<FoundFate[]> {
  const client = new pg.Client({
    ...config,
    pipeline: false,
    application_name: APPLICATION_NAME,
    connectionTimeoutMillis: MAX_FATE_QUERY_MS,
    query_timeout: MAX_FATE_QUERY_MS,
    // `pg_stat_activity` shows what a connection does only to the user that logged in, so no role is assumed.
    options: `${config.options ?? ''} -c role=none`.trim(),
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<FoundFate>(FATES_SQL, [pids])).rows;
  } finally {
    const cut = setTimeout(() => client.connection.stream.destroy(), MAX_CLOSE_MS).unref();
    void client.end().finally(() => clearTimeout(cut));
  }
}
