import pg from 'pg';
import { Lookup } from './lookup.js';

/**
 * The state of a statement that a Postgres process runs. `lost`: it has ended, or never arrived, or its answer can't
 * be sent; `unknown`: Postgres could not be asked, or it waits for more of the statement or for a synchronous standby.
 */
export type Fate = 'working' | 'lost' | 'unknown';

/** How long a question may take, once for the connection and once for the answer. */
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

/** The processes of one server. */
interface Backends {
  /**
   * @param pid the process
   * @param server when its server was started; behind one address there may be several
   */
  fateOf(pid: number, server: string): Promise<Fate>;
}

const backendsByServer = new Map<string, Backends>();

/** @returns the processes of the server that this configuration leads to */
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
          // Where nothing listens any more, its processes have ended too.
          return (error as { code?: string }).code === 'ECONNREFUSED' ? 'lost' : 'unknown';
        }
      },
    };
    backendsByServer.set(key, backends);
  }
  return backends;
}

/** Always over a new connection, because one that is kept may be silent as well. */
async function askAll(config: pg.ClientConfig, pids: number[]): Promise<FoundFate[]> {
  const client = new pg.Client({
    ...config,
    pipeline: false,
    application_name: APPLICATION_NAME,
    connectionTimeoutMillis: MAX_FATE_QUERY_MS,
    query_timeout: MAX_FATE_QUERY_MS,
    // Only as the user that connected may it see what that user's other connections do.
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
